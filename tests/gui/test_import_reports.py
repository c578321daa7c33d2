"""Reports of files that were imported before, the rows behind their counts, and what the library noticed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QScrollArea

from desktop_als.errors import LibraryError
from desktop_als.gui.location import Location
from desktop_als.gui.pages.home import HomePage
from desktop_als.gui.pages.importing import ImportPage
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.pages.source_rows import COLUMNS, text_rows
from desktop_als.gui.screenshot import draw
from desktop_als.gui.tables.model import ArrayTableModel
from desktop_als.gui.tables.view import TableView
from desktop_als.workspace import CountingRule, SourceRows
from tests.exports import hetrec_zip, spotify_file, spotify_row
from tests.gui.standing_alone import Stage, buttons, find_button, text_of
from tests.workspace.test_joins import both

DAY = 24 * 60


@pytest.fixture
def stage(qtbot, workspace, jobs, themes):
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(stage):
    return stage.show(ImportPage(stage.context))


def table(page, name) -> TableView:
    (found,) = [view for view in page.findChildren(TableView) if view.accessibleName() == name and view.isVisible()]
    return found


def cells(view: TableView) -> list[list[str]]:
    model = view.table_model
    return [[model.index(row, place).data() for place in range(model.columnCount())] for row in range(model.rowCount())]


def visit(stage: Stage, page, *where) -> None:
    page.open(Location("import", *where))
    stage.settle()


def mixed(path: Path) -> Path:
    """Two plays kept, one twice, one too short."""
    rows = [spotify_row(10 * i, f"Tin Orchard {i}") for i in range(2)]
    rows += [rows[0], spotify_row(60, "Tin Kite", ms_played=4_000, reason_end="fwdbtn")]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def imported(stage: Stage, tmp_path: Path) -> int:
    return stage.workspace.import_history([mixed(tmp_path / "endsong_0.json")]).files[0].source


def found(*told) -> SourceRows:
    """Numbers and texts by turns."""
    return SourceRows(np.array(told[::2], np.int64), np.array(told[1::2], np.object_))


def test_imported_files_are_listed_newest_first_also_those_that_brought_nothing(stage, tmp_path):
    imported(stage, tmp_path)
    bad = tmp_path / "notes.json"
    bad.write_text("{", encoding="utf-8")
    stage.workspace.import_history([bad])
    listed = cells(table(stage.show(ImportPage(stage.context)), "Imported files"))
    assert [row[0].rpartition("› ")[2] for row in listed] == ["notes.json", "endsong_0.json"]
    assert [row[1] for row in listed] == ["not read", "Spotify extended streaming history"]
    assert listed[1][3:5] == ["4", "2"]


def test_enter_on_a_listed_file_opens_its_report(stage, tmp_path):
    source = imported(stage, tmp_path)
    page = stage.show(ImportPage(stage.context))
    files = table(page, "Imported files")
    files.selectRow(0)
    stage.qtbot.keyClick(files, Qt.Key.Key_Return)
    assert stage.went == [Location("import", source)]
    visit(stage, page, source)
    assert "4 rows read = 2 kept + 1 already there + 1 too short (stored, not counted)." in text_of(page)
    assert "Undo this import" not in buttons(page)


def test_home_opens_reports_too(stage, tmp_path):
    source = imported(stage, tmp_path)
    home = stage.show(HomePage(stage.context))
    sources = table(home, "Sources")
    sources.selectRow(0)
    stage.qtbot.keyClick(sources, Qt.Key.Key_Return)
    assert stage.went == [Location("import", source)]


def test_the_rows_behind_a_count_are_shown_and_filtered(stage, page, tmp_path):
    source = imported(stage, tmp_path)
    visit(stage, page, source, "kept")
    rows = table(page, "Rows behind a count")
    assert [row[0] for row in cells(rows)] == ["1", "2"]
    assert "Tin Orchard 1" in cells(rows)[1][1]
    (field,) = [one for one in page.findChildren(QLineEdit) if one.isVisible()]
    stage.qtbot.keyClicks(field, "orchard 1")
    stage.settle()
    assert len(cells(rows)) == 1
    stage.click(page, "Back to the report")
    assert stage.went[-1] == Location("import", source)


def test_a_count_in_the_table_of_files_is_a_link(stage, page, tmp_path):
    other = spotify_file(tmp_path / "endsong_1.json", seed=3)
    files = stage.workspace.import_history([mixed(tmp_path / "endsong_0.json"), other]).files
    visit(stage, page, files[0].source)
    view = table(page, "Files of this import")
    titles = [
        view.table_model.headerData(place, Qt.Orientation.Horizontal) for place in range(len(view.table_model.columns))
    ]
    shown = [title for place, title in enumerate(titles) if not view.isColumnHidden(place)]
    assert shown[3:-2] == ["Rows read", "Kept", "Already there", "Too short"]
    place = view.visualRect(view.table_model.index(0, titles.index("Too short")))
    inside = QPoint(place.right() - 20, place.center().y())
    view.horizontalScrollBar().setValue(0)
    stage.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    assert stage.went == [Location("import", files[0].source, "too_short")]


def test_a_count_of_nothing_leads_nowhere(stage, page, tmp_path):
    good, bad = spotify_file(tmp_path / "endsong_1.json", seed=3), mixed(tmp_path / "endsong_0.json")
    page.begin([good, bad])
    stage.settle()
    stage.click(page, "Import")
    stage.settle()
    view = table(page, "Files of this import")
    keys = [column.key for column in view.table_model.columns]
    at = [row[0] for row in cells(view)].index("endsong_1.json")
    index = view.table_model.index(at, keys.index("too_short"))
    assert index.data() == "–"
    place = view.visualRect(index)
    stage.qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.right() - 20, place.center().y())
    )
    assert stage.went == []


def test_a_count_larger_than_what_can_be_shown_says_so(stage, page, tmp_path, monkeypatch):
    source = imported(stage, tmp_path)
    monkeypatch.setattr(stage.workspace, "source_rows", lambda *_: found(1, "Tin Orchard 0"))
    visit(stage, page, source, "kept")
    assert "These are the first 1 of 2 rows." in text_of(page)


def test_a_link_keeps_the_focus_while_the_report_is_renewed(stage, page, tmp_path):
    visit(stage, page, imported(stage, tmp_path))
    link = find_button(page, "2 kept")
    link.setFocus()
    page.mark_stale()
    stage.settle()
    assert find_button(page, "2 kept") is link
    assert link.hasFocus()


def test_links_of_counts_work_by_keyboard_and_say_what_they_open(stage, page, tmp_path):
    source = imported(stage, tmp_path)
    visit(stage, page, source)
    link = find_button(page, "1 already there")
    assert link.accessibleName().startswith("Open the rows of ")
    assert link.focusPolicy() & Qt.FocusPolicy.TabFocus
    stage.qtbot.keyClick(link, Qt.Key.Key_Space)
    assert stage.went == [Location("import", source, "duplicates")]


def test_rows_are_saved_as_csv(stage, page, tmp_path, monkeypatch):
    source, file = imported(stage, tmp_path), tmp_path / "rows.csv"
    asked = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *told: (asked.append(told), (str(file), ""))[1])
    visit(stage, page, source, "too_short")
    stage.click(page, "Save as CSV…")
    stage.settle()
    assert asked[0][2].endswith("endsong_0.json-too_short.csv")
    assert "Saved 1 row as rows.csv." in text_of(page)
    assert "Tin Kite" in file.read_text(encoding="utf-8-sig")


def test_a_place_where_nothing_can_be_saved_is_told(stage, page, tmp_path, monkeypatch):
    source = imported(stage, tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "such" / "rows.csv"), ""))
    visit(stage, page, source, "kept")
    stage.click(page, "Save as CSV…")
    stage.settle()
    assert "could not be written" in text_of(page)


def test_a_report_of_a_file_that_left_the_library_says_so(stage, page, tmp_path):
    source = imported(stage, tmp_path)
    visit(stage, page, source)
    stage.workspace.undo()
    page.mark_stale()
    stage.settle()
    assert "This file is no longer in the library" in text_of(page)
    stage.click(page, "All imported files")
    assert stage.went == [Location("import")]


def test_counts_are_renewed_when_the_library_changes(stage, page, tmp_path):
    source = imported(stage, tmp_path)
    visit(stage, page, source)
    stage.workspace.counting.change(CountingRule(least_ms=1_000))
    page.mark_stale()
    stage.settle()
    assert "4 rows read = 3 kept + 1 already there." in text_of(page)


def test_an_import_goes_on_while_an_earlier_report_is_read(stage, page, tmp_path):
    source = imported(stage, tmp_path)
    page.begin([spotify_file(tmp_path / "endsong_1.json")])
    stage.settle()
    stage.click(page, "Import")
    page.open(Location("import", source))
    stage.settle()
    assert "4 rows read" in text_of(page)
    page.open(Location("import"))
    stage.settle()
    assert "40 rows read" in text_of(page)
    stage.click(page, "Import more")
    stage.settle()
    assert len(cells(table(page, "Imported files"))) == 2


def test_hostile_file_names_are_shown_as_they_are(stage, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for place, name in enumerate(["<b>x</b>.json".replace("/", "∕"), "فرقة.json", "L" * 240 + ".json"]):
        spotify_file(folder / name, seed=place)
    sources = [file.source for file in stage.workspace.import_history([folder]).files]
    page = stage.show(ImportPage(stage.context))
    assert any("<b>x<∕b>.json" in row[0] for row in cells(table(page, "Imported files")))
    for source in sources:
        visit(stage, page, source)
        assert page.width() == 1096
        assert all(shown.textFormat() == Qt.TextFormat.PlainText for shown in page.findChildren(QLabel) if shown.text())
        visit(stage, page, source, "kept")
        assert len(cells(table(page, "Rows behind a count")))


def test_a_clock_that_looks_wrong_is_set_right_with_one_click(stage, page, tmp_path):
    both(stage.workspace, tmp_path, 60, hours=-4)
    source = stage.workspace.sources()[-1].id
    visit(stage, page, source)
    assert "recenttracks.csv looks 4 h behind" in text_of(page)
    assert "Move the times of recenttracks.csv 4 h later" in text_of(page)
    stage.click(page, "Set the clock right")
    stage.settle()
    assert stage.changes == 1
    assert "The times of recenttracks.csv were moved 4 h later." in text_of(page)
    assert "Set the clock right" not in buttons(page)
    assert stage.workspace.steps()[0].kind == "clock"


def test_a_clock_that_cannot_be_set_is_told(stage, page, tmp_path, monkeypatch):
    both(stage.workspace, tmp_path, 60, hours=-4)

    def full(*_):
        raise LibraryError("The disk is full.")

    monkeypatch.setattr(stage.workspace.joins, "move_clocks", full)
    visit(stage, page, stage.workspace.sources()[-1].id)
    stage.click(page, "Set the clock right")
    stage.settle()
    assert "The disk is full." in text_of(page)
    assert "Set the clock right" in buttons(page)


def with_a_gap(stage: Stage, tmp_path: Path) -> int:
    days = [*range(40), *range(120, 160)]
    rows = [spotify_row(DAY * day + 720, "Tin Orchard", f"Track {day}") for day in days]
    file = tmp_path / "endsong_0.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    return stage.workspace.import_history([file], listener="Mara").files[0].source


def test_a_gap_is_told_in_the_report_with_what_to_do(stage, page, tmp_path):
    visit(stage, page, with_a_gap(stage, tmp_path))
    assert "No plays of Mara from 9 February to 30 April 2024." in text_of(page)
    assert "ask the service" in text_of(page)


def test_a_gap_is_a_note_under_the_history(stage, tmp_path):
    with_a_gap(stage, tmp_path)
    page = ListenerPage(stage.context)
    mara = stage.workspace.find_listener("Mara").id
    stage.show(page)
    page.open(Location("listener", mara))
    page.tabs.show_tab(2)
    stage.settle()
    assert "No plays from 9 February to 30 April 2024." in text_of(page)


def test_members_of_a_community_have_no_gaps_to_fill(stage, page, tmp_path):
    report = stage.workspace.import_history([hetrec_zip(tmp_path / "set.zip")])
    visit(stage, page, report.files[0].source)
    assert "No plays of" not in text_of(page)


def test_the_model_of_rows_keeps_qt_s_rules(qtmodeltester):
    model = ArrayTableModel(COLUMNS)
    for rows in (found(), found(1, "<b>Tin</b>", 0, "فرقة", 3, "L" * 500)):
        model.replace(text_rows(rows))
        qtmodeltester.check(model)


def test_a_report_fits_at_200_percent(stage, page, tmp_path, themes):
    source = imported(stage, tmp_path)
    themes.set_text_scale(2.0)
    visit(stage, page, source)
    for text in ("2 kept", "1 already there", "1 too short (stored, not counted)"):
        link = find_button(page, text)
        assert link.geometry().right() <= link.parentWidget().width()


@pytest.mark.parametrize("part", ["", ":kept"])
def test_reports_and_their_rows_can_be_drawn(stage, tmp_path, part):
    source = imported(stage, tmp_path)
    stage.workspace.close()
    draw(stage.workspace.folder, f"import:{source}{part}", tmp_path / "page.png", (880, 560), "dark", 2.0)
    assert (tmp_path / "page.png").stat().st_size > 5_000


def test_a_small_window_at_200_percent_reaches_every_count_by_scrolling(stage, page, tmp_path, themes):
    themes.set_text_scale(2.0)
    page.resize(600, 400)
    visit(stage, page, imported(stage, tmp_path))
    link = find_button(page, "2 kept")
    stage.qtbot.keyClick(find_button(page, "All imported files"), Qt.Key.Key_Backtab)
    assert page.findChildren(QScrollArea)
    assert link.width() >= link.sizeHint().width()
