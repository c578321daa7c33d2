"""The radio page with the radio itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.pages.radio import RadioPage
from desktop_als.gui.theme import ThemeSource
from desktop_als.steering import Opinion
from desktop_als.workspace import Workspace
from tests.gui.radio_stage import begin, press, queue
from tests.gui.standing_alone import Stage


@pytest.fixture
def real(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    return Stage(qtbot, trained, jobs, themes)


@pytest.mark.parametrize("part", ["artist", "listener"])
def test_the_real_radio_plays_on(real: Stage, part: str) -> None:
    page = real.show(RadioPage(real.context))
    page.open(Location("radio", 2, part))
    real.settle()
    assert not real.failures
    before = queue(page)
    assert len(before) > 5
    page.queue.table.selectRow(2)
    for key in (Qt.Key.Key_L, Qt.Key.Key_S, Qt.Key.Key_P):
        press(real, page, key)
    real.settle()
    assert not set(before[2:5]) & set(queue(page))
    for _ in range(3):
        press(real, page, Qt.Key.Key_U)
    real.settle()
    assert queue(page) == before


def test_the_real_radio_leaves_out_what_its_listener_never_wants(real: Stage) -> None:
    page = real.show(RadioPage(real.context))
    real.context.whose.choose(2)
    begin(real, page, 1)
    banned = page.queue.items[0]
    real.workspace.steering.say(2, [banned.artist_id], Opinion.BANNED)
    page.mark_stale()
    real.settle()
    assert banned.artist not in queue(page)
