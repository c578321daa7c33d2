"""Settings: how several services become one history."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import imports
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.settings import SettingsPage
from desktop_als.workspace import Workspace
from tests.gui.standing_alone import Stage, text_of
from tests.gui.test_browse import column
from tests.workspace.test_joins import both


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes) -> Stage:
    return Stage(qtbot, workspace, jobs, themes)


def open_services(stage: Stage) -> SettingsPage:
    page = stage.show(SettingsPage(stage.context))
    page.open(Location("settings", part="services"))
    stage.settle()
    return page


def test_without_a_history_it_says_so(stage: Stage) -> None:
    assert words.NO_OWN in text_of(open_services(stage))


def test_pairs_are_counted_and_their_plays_shown_and_kept_apart(stage: Stage, tmp_path: Path) -> None:
    both(stage.workspace, tmp_path, 12)
    page = open_services(stage)
    table = page.section("services").pane.table
    assert column(table, "plays") == ["12"]
    assert column(table, "standing") == ["Spotify extended streaming history"]
    table.setFocus()
    table.selectRow(0)
    stage.qtbot.keyClick(table, Qt.Key.Key_Return)
    stage.settle()
    plays = page.section("services").plays.pane.table
    ModelTester(None).check(plays.table_model)
    assert column(plays, "gap") == ["+0 s"] * 12
    assert set(column(plays, "artist")) == {"Tin Rivers"}
    plays.selectRow(0)
    stage.qtbot.keyClick(plays, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    stage.click(page, words.TWO_PLAYS)
    stage.settle()
    assert stage.workspace.totals().plays == 15
    assert stage.told[-1] == ("2 plays now count beside the other.", stage.workspace.steps()[0].id)
    assert len(column(plays, "gap")) == 10
    stage.click(page, words.BACK)
    stage.click(page, words.see_apart(2))
    stage.settle()
    assert column(plays, "gap") == ["–"] * 2
    plays.selectRow(0)
    stage.click(page, words.SAME_AGAIN)
    stage.settle()
    assert stage.workspace.totals().plays == 14
    assert len(column(plays, "gap")) == 1


def test_every_policy_is_a_step_with_a_sentence(stage: Stage, tmp_path: Path) -> None:
    both(stage.workspace, tmp_path, 12)
    page = open_services(stage)
    mira = stage.workspace.find_listener("Mira").id
    assert words.POLICY_TEXT["merge"] in text_of(page)
    stage.click(page, "Count all")
    stage.settle()
    assert stage.workspace.totals().plays == 25
    assert words.POLICY_TEXT["keep"] in text_of(page)
    assert words.NO_PAIRS in text_of(page)
    stage.click(page, "Prefer one")
    stage.settle()
    assert stage.workspace.joins.joining(mira).policy == "prefer"
    services = page.section("services")
    services.preferred.setFocus()
    stage.qtbot.keyClick(services.preferred, Qt.Key.Key_Down)
    stage.settle()
    assert stage.workspace.joins.joining(mira).preferred == services.preferred.currentData() == "spotify_extended"
    assert [said for said, _ in stage.told] == [words.JOINED["keep"], words.JOINED["prefer"], words.JOINED["prefer"]]


def test_a_clock_that_was_wrong_is_set_right(stage: Stage, tmp_path: Path) -> None:
    both(stage.workspace, tmp_path, 80, hours=2)
    page = open_services(stage)
    assert "2 h" in text_of(page)
    stage.click(page, imports.SET_CLOCK)
    stage.settle()
    assert stage.workspace.steps()[0].kind == "clock"
    assert stage.told[-1][0] == words.CLOCK_SET
    assert "2 h" not in text_of(page)
