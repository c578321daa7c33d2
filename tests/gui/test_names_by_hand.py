"""What a person says of names themselves, and the ways to and from the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages.names import NamesPage
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import Workspace
from tests.gui.naming import TOLD, credited, tell
from tests.gui.standing_alone import Stage, click, find_button, text_of


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    tell(workspace, *TOLD)
    return Stage(qtbot, workspace, jobs, themes)


def test_a_spelling_is_told_by_hand_from_an_artist(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    page.open(Location("names", stage.workspace.find_artist("Ada").id))
    stage.settle()
    assert page.by_hand.into.name == "Ada"
    stage.qtbot.keyClicks(page.by_hand.spelling.box, "Bo")
    stage.qtbot.keyClick(page.by_hand.spelling.box, Qt.Key.Key_Return)
    stage.settle()
    assert "9 plays of theirs would move." in text_of(page)
    click(stage, page, "Merge")
    assert credited(stage.workspace) == {"Bo": ("Ada",)}


def test_names_are_proposed_while_one_is_typed(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    click(stage, page, words.BY_HAND)
    stage.qtbot.keyClicks(page.by_hand.spelling.box, "tin")
    stage.settle()
    click(stage, page, "tin rivers")
    assert page.by_hand.spelling.name == "tin rivers"
    assert "Merge" not in [one.text() for one in page.findChildren(QPushButton) if one.isEnabled() and one.isVisible()]


def test_a_name_that_nobody_has_is_a_sentence(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    page.open(Location("names", stage.workspace.find_artist("Ada").id))
    stage.settle()
    stage.qtbot.keyClicks(page.by_hand.spelling.box, "Qwxyz Nobody")
    stage.qtbot.keyClick(page.by_hand.spelling.box, Qt.Key.Key_Return)
    stage.settle()
    assert "Qwxyz Nobody" in page.by_hand.preview._said.text()
    find_button(page, "Merge")
    click(stage, page, "Merge")
    assert "Qwxyz Nobody" in stage.failures[-1]
    assert credited(stage.workspace) == {}


def test_names_told_to_be_two_are_kept_apart(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    page.open(Location("names", stage.workspace.find_artist("Zoë Paper Kites").id))
    stage.settle()
    stage.qtbot.keyClicks(page.by_hand.spelling.box, "Zoe Paper Kites")
    stage.qtbot.keyClick(page.by_hand.spelling.box, Qt.Key.Key_Return)
    stage.settle()
    click(stage, page, "They are two artists")
    found = [one.spellings[0].name for one in stage.workspace.names.proposals()]
    assert "Zoe Paper Kites" not in found


def test_the_window_leads_to_the_names_and_takes_a_merge_back(
    window: MainWindow, jobs: Jobs, qtbot: QtBot, workspace: Workspace
) -> None:
    def settle() -> None:
        qtbot.waitUntil(lambda: jobs.idle)

    tell(workspace, *TOLD)
    window.library_changed()
    window.go(Location("artists"))
    settle()
    qtbot.mouseClick(find_button(window, words.CHECK_NAMES), Qt.MouseButton.LeftButton)
    settle()
    qtbot.mouseClick(find_button(window, "Merge all that are certain (3)"), Qt.MouseButton.LeftButton)
    settle()
    assert len(credited(workspace)) == 3
    qtbot.mouseClick(find_button(window, "Undo"), Qt.MouseButton.LeftButton)
    settle()
    assert credited(workspace) == {}
    assert find_button(window, "Merge all that are certain (3)")
    window.go(Location("artist", workspace.find_artist("Ada").id))
    settle()
    qtbot.mouseClick(find_button(window, words.ANOTHER_SPELLING), Qt.MouseButton.LeftButton)
    settle()
    assert "is another spelling of" in text_of(window)


def test_an_old_undo_takes_nothing_else_back(
    window: MainWindow, jobs: Jobs, qtbot: QtBot, workspace: Workspace
) -> None:
    tell(workspace, *TOLD)
    workspace.names.merge(["tin rivers"], "Tin Rivers")
    window.tell("Merged.", workspace.steps()[0].id)
    workspace.names.merge(["Zoe Paper Kites"], "Zoë Paper Kites")
    qtbot.mouseClick(find_button(window, "Undo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: jobs.idle)
    assert len(credited(workspace)) == 2
    assert "Something else was changed since" in text_of(window)
