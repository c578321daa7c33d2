"""Import: whose history, a report that adds up, a way out while it runs and a way back afterwards."""

from __future__ import annotations

import json
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from desktop_als.errors import LibraryError
from desktop_als.gui.location import Location
from desktop_als.gui.pages.importing import ImportPage
from desktop_als.gui.tables.view import TableView
from desktop_als.plays import UNKNOWN
from desktop_als.progress import Progress
from tests.exports import hetrec_zip, spotify_file, spotify_row
from tests.gui.standing_alone import Stage, buttons, text_of


@pytest.fixture
def stage(qtbot, workspace, jobs, themes):
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(stage):
    return stage.show(ImportPage(stage.context))


def mixed_file(path):
    """Six rows: three kept, one twice, one too short, one without an artist."""
    rows = [spotify_row(10 * i, "Tin Orchard") for i in range(3)]
    rows += [rows[0], spotify_row(60, "Tin Kite", ms_played=4_000, reason_end="fwdbtn")]
    rows += [spotify_row(70, "Tin Kite") | {"master_metadata_album_artist_name": None}]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def owner_field(page):
    (found,) = [field for field in page.findChildren(QLineEdit) if field.accessibleName() == "Whose history is it?"]
    return found


def table(page, name):
    (found,) = [view for view in page.findChildren(TableView) if view.accessibleName() == name and view.isVisible()]
    return found


def cells(view):
    model = view.table_model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_opened_without_anything_it_lets_choose(stage, page, monkeypatch, tmp_path):
    file = spotify_file(tmp_path / "endsong_0.json")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    assert "Drop your listening history here" in text_of(page)
    stage.click(page, "Choose files")
    assert "endsong_0.json" in text_of(page)


def test_the_name_is_proposed_and_can_be_changed(stage, page, tmp_path, qtbot):
    page.begin([spotify_file(tmp_path / "endsong_0.json")])
    field = owner_field(page)
    assert field.text() == "Me"
    qtbot.keyClicks(field, "Mara")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    assert [source.listener for source in stage.workspace.sources()] == ["Mara"]
    assert cells(table(page, "Files of this import"))[0][2] == "Mara"
    assert stage.changes == 1


def test_a_data_set_keeps_its_own_listeners(stage, page, tmp_path):
    page.begin([hetrec_zip(tmp_path / "set.zip")])
    stage.click(page, "Import")
    stage.settle()
    assert "240 rows read = 240 kept" in text_of(page)
    assert stage.workspace.totals().own_listeners == 0


def test_the_report_adds_up_and_every_count_leads_to_its_rows(stage, page, tmp_path):
    page.begin([mixed_file(tmp_path / "endsong_0.json")])
    stage.click(page, "Import")
    stage.settle()
    assert (
        "6 rows read = 3 kept + 1 already there + 1 too short (stored, not counted) + 1 without an artist"
        in text_of(page)
    )
    source = stage.workspace.sources()[0].id
    for text, fate in (
        ("3 kept", "kept"),
        ("1 already there", "duplicates"),
        ("1 too short (stored, not counted)", "too_short"),
        ("1 without an artist", "no_artist"),
    ):
        stage.click(page, text)
        assert stage.went[-1] == Location("import", source, fate)


def test_a_file_that_cannot_be_read_is_told_beside_the_others(stage, page, tmp_path):
    bad = tmp_path / "notes.json"
    bad.write_text("{", encoding="utf-8")
    page.begin([bad, spotify_file(tmp_path / "endsong_0.json")])
    stage.click(page, "Import")
    stage.settle()
    assert "notes.json" in text_of(page)
    assert ["notes.json", "not read"] in [row[:2] for row in cells(table(page, "Files of this import"))]
    assert "40 rows read = 40 kept" in text_of(page)


def test_after_the_report_comes_training(stage, page, tmp_path):
    page.begin([spotify_file(tmp_path / "endsong_0.json")])
    stage.click(page, "Import")
    stage.settle()
    stage.click(page, "Train")
    assert stage.went == [Location("train")]


def test_undo_takes_back_this_import_only(stage, page, tmp_path):
    stage.workspace.import_history([hetrec_zip(tmp_path / "set.zip")])
    page.begin([spotify_file(tmp_path / "endsong_0.json")])
    stage.click(page, "Import")
    stage.settle()
    stage.click(page, "Undo this import")
    stage.settle()
    assert len(stage.workspace.sources()) == 1
    assert "40 plays removed" in text_of(page)
    assert stage.changes == 2


def test_an_import_that_is_no_longer_the_newest_cannot_be_undone_here(stage, page, tmp_path):
    page.begin([spotify_file(tmp_path / "endsong_0.json")])
    stage.click(page, "Import")
    stage.settle()
    stage.workspace.import_history([hetrec_zip(tmp_path / "set.zip")])
    page.mark_stale()
    stage.settle()
    assert "Undo this import" not in buttons(page)


def test_a_second_import_of_the_same_file_has_nothing_to_undo(stage, page, tmp_path):
    file = spotify_file(tmp_path / "endsong_0.json")
    stage.workspace.import_history([file])
    page.begin([file])
    stage.click(page, "Import")
    stage.settle()
    assert "40 rows read = 40 already there" in text_of(page)
    assert "Undo this import" not in buttons(page)


def test_cancelling_leaves_the_library_as_before(stage, page, tmp_path, monkeypatch, qtbot):
    started = threading.Event()

    def slow(paths, *, cancel, progress, **_):
        progress(Progress("Reading endsong_0.json", 42, 100))
        started.set()
        while True:
            cancel.check()

    monkeypatch.setattr(stage.workspace, "import_history", slow)
    page.begin([spotify_file(tmp_path / "endsong_0.json")])
    stage.click(page, "Import")
    qtbot.waitUntil(started.is_set)
    qtbot.waitUntil(lambda: "Reading endsong_0.json" in text_of(page))
    assert "42 %" in text_of(page)
    page.begin([tmp_path / "endsong_1.json"])
    assert "1 more file will come after this." in text_of(page)
    stage.click(page, "Cancel")
    stage.settle()
    assert "endsong_1.json" in text_of(page)  # what waited is asked about now
    stage.click(page, "Cancel")
    assert "Drop your listening history here" in text_of(page)


def test_a_stopped_import_says_so(stage, page, tmp_path, monkeypatch):
    def slow(paths, *, cancel, progress, **_):
        while True:
            cancel.check()

    monkeypatch.setattr(stage.workspace, "import_history", slow)
    page.begin([spotify_file(tmp_path / "endsong_0.json")])
    stage.settle()
    stage.click(page, "Import")
    stage.click(page, "Cancel")
    stage.settle()
    assert "Stopped. The library is as before." in text_of(page)


def test_a_failure_is_told_in_its_own_words(stage, page, tmp_path, monkeypatch):
    def full(*_, **__):
        raise LibraryError("The disk is full. Nothing of this file was stored.")

    monkeypatch.setattr(stage.workspace, "import_history", full)
    page.begin([tmp_path / "endsong_0.json"])
    stage.click(page, "Import")
    stage.settle()
    assert "The disk is full." in text_of(page)


def test_the_sample_begins_at_once(stage, page):
    page.begin_sample()
    stage.settle()
    assert "too short (stored, not counted)" in text_of(page)
    assert stage.workspace.totals().listeners == 2_000
    assert stage.workspace.sources()[0].first != UNKNOWN


def lastfmstats_file(path, username):
    scrobble = {"track": "Slow Kerosene", "artist": "Tin Kite", "album": "", "date": 1_718_444_821_000}
    path.write_text(json.dumps({"username": username, "scrobbles": [scrobble]}), encoding="utf-8")
    return path


def test_the_name_in_the_file_is_proposed_and_can_be_changed(stage, page, tmp_path):
    page.begin([lastfmstats_file(tmp_path / "a.json", "nils_amber")])
    stage.settle()
    field = owner_field(page)
    assert field.text() == "nils_amber"
    stage.qtbot.keyClicks(field, "Nils")
    stage.click(page, "Import")
    stage.settle()
    assert stage.workspace.listeners().names.tolist() == ["Nils"]


def test_files_of_several_people_stay_apart(stage, page, tmp_path):
    page.begin([lastfmstats_file(tmp_path / f"{name}.json", name) for name in ("nils_amber", "mira")])
    stage.settle()
    assert owner_field(page).text() == ""
    stage.click(page, "Import")
    stage.settle()
    assert sorted(stage.workspace.listeners().names) == ["mira", "nils_amber"]
