"""What is asked before files are read: by which clock, and what the columns of a table hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from desktop_als.gui.pages.importing import ImportPage
from desktop_als.gui.pages.zone_box import ZoneBox
from desktop_als.gui.tables.view import TableView
from tests.gui.standing_alone import Stage, buttons, find_button, text_of

LOG = (
    "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox\nTin Kite\tTin Rivers\tSlow Kerosene\t3\t200\tL\t1718444821\t\n"
)
TABLE = "Tin Kite\tSlow Kerosene\t03/04/2019 14:05\nVelvet Doves\tPaper\t05/04/2019 09:00\n"


@pytest.fixture
def stage(qtbot, workspace, jobs, themes):
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(stage):
    return stage.show(ImportPage(stage.context))


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def ask(stage: Stage, page: ImportPage, *paths: Path) -> None:
    page.begin(list(paths))
    stage.settle()


def zone(page: QWidget) -> ZoneBox:
    (found,) = [box for box in page.findChildren(ZoneBox) if box.isVisible()]
    return found


def columns(page: QWidget) -> list[QComboBox]:
    """The boxes above the columns, from left to right."""
    found = [
        box for box in page.findChildren(QComboBox) if box.accessibleName().startswith("Meaning of") and box.isVisible()
    ]
    return sorted(found, key=lambda box: box.x())


def choose(page: QWidget, column: int, meaning: str) -> None:
    columns(page)[column].setCurrentText(meaning)


def times(page: QWidget) -> QComboBox:
    (found,) = [box for box in page.findChildren(QComboBox) if box.accessibleName() == "How its times are written"]
    return found


def first_play(stage: Stage) -> int:
    return min(source.first for source in stage.workspace.sources())


def test_the_zone_is_asked_only_of_files_that_tell_none(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "spotify.csv", "uts,artist,track\n1718444821,Tin Kite,Slow\n"))
    assert "In which time zone was it recorded?" not in text_of(page)


@pytest.mark.parametrize("typed", ["Asia/Tokyo", "asia/tokyo", " tokyo "])
def test_times_without_a_zone_are_read_by_the_chosen_clock(stage, page, tmp_path, typed):
    ask(stage, page, written(tmp_path / "player.log", LOG))
    assert "player.log does not tell the time zone of its times." in text_of(page)
    zone(page).lineEdit().setText(typed)
    stage.qtbot.keyClick(zone(page).lineEdit(), Qt.Key.Key_Return)
    stage.settle()
    assert first_play(stage) == 1_718_444_821 - 9 * 3600


def test_the_clock_of_this_machine_is_proposed_first(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "player.log", LOG))
    assert zone(page).currentIndex() == 0
    assert zone(page).zone is not None
    assert zone(page).count() > 400


def test_a_zone_that_does_not_exist_is_told_and_nothing_is_read(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "player.log", LOG))
    zone(page).lineEdit().setText("Atlantis")
    stage.click(page, "Import")
    stage.settle()
    assert "There is no time zone “Atlantis”." in text_of(page)
    assert stage.workspace.sources(every=True) == []


def test_who_answers_before_the_files_are_looked_at_is_still_asked_for_the_zone(stage, page, tmp_path):
    page.begin([written(tmp_path / "player.log", LOG)])
    stage.click(page, "Import")
    stage.settle()
    assert zone(page).isVisible()
    stage.click(page, "Import")
    stage.settle()
    assert stage.workspace.totals().plays == 1


def test_a_table_is_explained_and_what_is_said_is_remembered(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "plays.tsv", TABLE))
    stage.click(page, "Go on")
    stage.settle()
    assert "What do the columns of plays.tsv hold?" in text_of(page)
    assert [box.currentText() for box in columns(page)] == ["Ignore", "Ignore", "Time it began"]
    assert "It is not clear which column holds the artist." in text_of(page)
    assert not go_on_button(page).isEnabled()
    choose(page, 0, "Artist")
    choose(page, 1, "Track")
    assert times(page).count() > 2
    times(page).setCurrentText("DD/MM/YYYY hh:mm")
    zone(page).setCurrentText("UTC")
    assert "a play, “Slow Kerosene” by Tin Kite, on 3 April 2019 at" in text_of(page)
    times(page).setCurrentText("MM/DD/YYYY hh:mm")
    assert "on 4 March 2019 at" in text_of(page)
    stage.qtbot.keyClick(columns(page)[0], Qt.Key.Key_Return)
    stage.settle()
    assert "2 rows read = 2 kept" in text_of(page)
    assert first_play(stage) == 1_551_708_300
    page._begin_anew()
    ask(stage, page, written(tmp_path / "more.tsv", TABLE.replace("2019", "2018")))
    assert "Go on" not in buttons(page)
    stage.click(page, "Import")
    stage.settle()
    assert stage.workspace.totals().plays == 4


def go_on_button(page: QWidget) -> QPushButton:
    (found,) = [one for one in page.findChildren(QPushButton) if one.text() == "Go on" and one.isVisible()]
    return found


def test_a_meaning_taken_from_another_column_frees_that_one(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "plays.tsv", TABLE))
    stage.click(page, "Go on")
    choose(page, 0, "Artist")
    choose(page, 1, "Artist")
    assert [box.currentText() for box in columns(page)[:2]] == ["Ignore", "Artist"]


def test_a_way_to_write_times_can_be_typed(stage, page, tmp_path):
    ask(
        stage,
        page,
        written(tmp_path / "odd.csv", "Tin Kite,1_2019.04.03\nVelvet Doves,1_2019.04.05\nTin Kite,1_2019.04.06\n"),
    )
    stage.click(page, "Go on")
    choose(page, 0, "Artist")
    choose(page, 1, "Time it began")
    stage.settle()
    assert "It is not clear how its times are written." in text_of(page)
    times(page).lineEdit().setText("%Q")
    assert "Dates cannot be read as “%Q”." in text_of(page)
    times(page).lineEdit().setText("1_%Y.%m.%d")
    assert "on 3 April 2019" in text_of(page) or "on 2 April 2019" in text_of(page)


def test_escape_goes_back_and_the_file_can_be_left_out(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "plays.tsv", TABLE), written(tmp_path / "player.log", LOG))
    stage.click(page, "Go on")
    stage.qtbot.keyClick(columns(page)[0], Qt.Key.Key_Escape)
    assert "Whose history is it?" in text_of(page)
    stage.click(page, "Go on")
    stage.click(page, "Leave this file out")
    stage.settle()
    assert [source.path.rpartition("/")[2] for source in stage.workspace.sources(every=True)] == ["player.log"]


def test_when_all_are_left_out_nothing_is_imported(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "plays.tsv", TABLE))
    stage.click(page, "Go on")
    stage.click(page, "Leave this file out")
    assert "All of them were left out." in text_of(page)
    assert stage.workspace.sources(every=True) == []


def test_tables_of_one_layout_are_asked_about_once(stage, page, tmp_path):
    other = TABLE.replace("Tin Kite", "Amber Rivers").replace("2019", "2018")
    ask(stage, page, written(tmp_path / "a.tsv", TABLE), written(tmp_path / "b.tsv", other))
    stage.click(page, "Go on")
    choose(page, 0, "Artist")
    times(page).setCurrentIndex(0)
    stage.click(page, "Go on")
    stage.settle()
    assert stage.workspace.totals().plays == 4


def test_hostile_cells_are_shown_as_they_are(stage, page, tmp_path):
    odd = ["فرقة الورق", "<b>Tin</b>", "L" * 300, "&amp;", "a\u202eb"]
    lines = "".join(f"{name}\t{place}\t{place + 3:02d}/04/2019\n" for place, name in enumerate(odd))
    ask(stage, page, written(tmp_path / "<i>x.tsv", lines))
    stage.click(page, "Go on")
    choose(page, 0, "Artist")
    stage.settle()
    assert "فرقة الورق" in text_of(page)
    (table,) = [view for view in page.findChildren(TableView) if view.accessibleName() == "First rows of the table"]
    assert [table.table_model.index(row, 0).data() for row in range(5)] == odd


def test_every_field_can_be_reached_and_is_named(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "plays.tsv", TABLE))
    stage.click(page, "Go on")
    choose(page, 0, "Artist")
    choose(page, 2, "Time it began")
    for field in [*columns(page), *(one for one in page.findChildren(QLineEdit) if one.isVisible())]:
        assert field.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert field.accessibleName()
    assert find_button(page, "Leave this file out")


def test_what_was_said_of_the_columns_can_be_said_anew(stage, page, tmp_path):
    file = written(tmp_path / "plays.tsv", TABLE)
    ask(stage, page, file)
    stage.click(page, "Go on")
    choose(page, 1, "Artist")
    times(page).setCurrentText("MM/DD/YYYY hh:mm")
    stage.click(page, "Go on")
    stage.settle()
    stage.workspace.undo()
    ask(stage, page, file)
    stage.click(page, "Say anew what the columns hold")
    assert [box.currentText() for box in columns(page)] == ["Ignore", "Artist", "Time it began"]
    assert times(page).currentText() == "MM/DD/YYYY hh:mm"
    choose(page, 0, "Artist")
    stage.click(page, "Go on")
    stage.settle()
    assert sorted(stage.workspace.artists().names) == ["Tin Kite", "Velvet Doves"]


def test_clear_files_offer_no_second_look(stage, page, tmp_path):
    ask(stage, page, written(tmp_path / "player.log", LOG))
    assert "Say anew what the columns hold" not in buttons(page)
