"""The seeds of the radio page: found, shown, removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages.radio import RadioPage
from desktop_als.gui.pages.radio_seeds import choices
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import Seed, Workspace
from tests.exports import ARTISTS
from tests.gui.radio_stage import ForeseeableRadio, begin, ids, name, press
from tests.gui.standing_alone import Stage, buttons, click, find_button, text_of


@pytest.fixture
def stage(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    trained.radio = ForeseeableRadio(trained)  # type: ignore[assignment]
    return Stage(qtbot, trained, jobs, themes)


@pytest.fixture
def page(stage: Stage) -> RadioPage:
    return stage.show(RadioPage(stage.context))


def test_seeds_are_found_by_typing_and_removed(stage: Stage, page: RadioPage) -> None:
    box = page.seeds.findChild(QLineEdit)
    stage.qtbot.keyClicks(box, "velvt rivers")
    stage.settle()
    stage.qtbot.keyClick(box, Qt.Key.Key_Return)
    stage.settle()
    assert [seed.kind for seed in page.trail.station.seeds] == ["artist"]
    assert ARTISTS[0] in buttons(page.seeds)
    assert box.text() == ""
    stage.qtbot.keyClicks(box, "copper dov")
    stage.qtbot.keyClick(box, Qt.Key.Key_Return)  # before the answer has come
    stage.settle()
    assert len(page.trail.station.seeds) == 2
    press(stage, page, Qt.Key.Key_U)
    stage.settle()
    stage.qtbot.keyClicks(box, ARTISTS[2])
    stage.settle()
    click(stage, page, ARTISTS[2])
    assert len(page.trail.station.seeds) == 2
    crosses = [one for one in page.findChildren(QPushButton) if one.accessibleName() == words.remove(ARTISTS[0])]
    stage.qtbot.mouseClick(crosses[0], Qt.MouseButton.LeftButton)
    stage.settle()
    assert [name(stage, seed.id) for seed in page.trail.station.seeds] == [ARTISTS[2]]
    stage.qtbot.keyClicks(box, "qqqqqqqq")
    stage.settle()
    assert words.NOTHING_FOUND in text_of(page)


def test_each_seed_of_a_few_has_a_column(stage: Stage, page: RadioPage) -> None:
    first, second, *others = ids(stage)
    begin(stage, page, first)
    table = page.queue.table

    def titles() -> list[str]:
        return [
            column.title for place, column in enumerate(table.table_model.columns) if not table.isColumnHidden(place)
        ]

    assert words.fits(name(stage, first))[0] not in titles()
    assert words.FITS in titles()
    page.seeds.added.emit(Seed("artist", second), name(stage, second))
    stage.settle()
    assert words.FITS_ALL in titles()
    assert {words.fits(name(stage, first))[0], words.fits(name(stage, second))[0]} <= set(titles())
    assert table.table_model.index(0, 4).data() == "90"
    for other in others[:3]:
        page.seeds.added.emit(Seed("artist", other), name(stage, other))
    stage.settle()
    assert words.NEAREST in titles()
    assert words.fits(name(stage, first))[0] not in titles()


def test_a_seed_that_is_gone_can_be_removed(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, 999_999)
    assert "The model does not know this artist. Add another." in text_of(page)
    assert words.GONE_SEED in buttons(page.seeds)
    crosses = [one for one in page.findChildren(QPushButton) if one.accessibleName() == words.remove(words.GONE_SEED)]
    stage.qtbot.mouseClick(crosses[0], Qt.MouseButton.LeftButton)
    stage.settle()
    assert words.NO_SEEDS in text_of(page)


def test_chips_lead_to_their_seeds(stage: Stage, page: RadioPage) -> None:
    artist = ids(stage)[0]
    begin(stage, page, artist)
    click(stage, page, name(stage, artist))
    assert stage.went == [Location("artist", artist)]
    page.seeds.show_chosen(choices([(Seed("mood", 3, 1), "Late nights"), (Seed("track", 4), "A Song of Tin")]))
    stage.settle()
    click(stage, page, "Late nights")
    assert stage.went[-1] == Location("listener", 3, "moods")
    assert "A Song of Tin" in text_of(page.seeds)


def test_the_box_stands_after_the_chips_above_the_links(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    box, other = page.seeds.box, name(stage, ids(stage)[1])
    stage.qtbot.keyClicks(box, other)
    stage.settle()
    chip, link = find_button(page.seeds, name(stage, ids(stage)[0])), find_button(page.seeds, other)

    def at(widget: QWidget) -> QPoint:
        return widget.mapTo(page, widget.rect().center())

    assert at(chip).x() < at(box).x()
    assert abs(at(chip).y() - at(box).y()) <= 1
    assert at(link).y() > at(box).y() + box.height() // 2
    page.window().activateWindow()
    chip.setFocus()
    for reached in (words.remove(chip.text()), box.accessibleName(), other):
        stage.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget().accessibleName() == reached
