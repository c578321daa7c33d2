"""Who listens alike, and the way to a comparison."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import SimilarListeners, Workspace
from tests.exports import hetrec_zip
from tests.gui.standing_alone import Stage, buttons, click, shown, text_of


@pytest.fixture
def stage(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    return Stage(qtbot, trained, jobs, themes)


def opened(stage: Stage, listener: int) -> ListenerPage:
    page = stage.show(ListenerPage(stage.context))
    page.open(Location("listener", listener, "similar"))
    stage.settle()
    return page


def test_listeners_are_listed_nearest_first_by_name(stage: Stage) -> None:
    listener = stage.workspace.find_listener("2").id
    page = opened(stage, listener)
    found = stage.workspace.together.similar_listeners(listener).rows
    assert found
    assert shown(page.similar.pane.table, 1) == [stage.workspace.listener(row.listener_id).name for row in found]
    assert "2" not in shown(page.similar.pane.table, 1)


def test_the_chosen_listener_is_compared(stage: Stage) -> None:
    listener = stage.workspace.find_listener("2").id
    page = opened(stage, listener)
    assert not page.similar._compare.isEnabled()
    table = page.similar.pane.table
    cell = table.visualRect(table.table_model.index(1, 2))
    stage.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    click(stage, page, browse.COMPARE)
    other = stage.workspace.together.similar_listeners(listener).rows[1].listener_id
    assert stage.went == [Location("together", listener, str(other))]


def test_the_keys_reach_a_comparison(stage: Stage) -> None:
    listener = stage.workspace.find_listener("2").id
    page = opened(stage, listener)
    page.similar.pane.table.setFocus(Qt.FocusReason.TabFocusReason)
    stage.qtbot.keyClick(page.similar.pane.table, Qt.Key.Key_Tab)
    assert page.similar._compare.hasFocus()
    stage.qtbot.keyClick(page.similar._compare, Qt.Key.Key_Space)
    first = stage.workspace.together.similar_listeners(listener).rows[0].listener_id
    assert stage.went == [Location("together", listener, str(first))]


def test_a_name_leads_to_the_listener(stage: Stage) -> None:
    listener = stage.workspace.find_listener("2").id
    table = opened(stage, listener).similar.pane.table
    cell = table.visualRect(table.table_model.index(0, 1))
    stage.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.left() + 16, cell.center().y()))
    first = stage.workspace.together.similar_listeners(listener).rows[0].listener_id
    assert stage.went == [Location("listener", first)]


def test_nobody_alike_is_a_sentence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = SimilarListeners((), "Mira is the only listener the model knows.")
    monkeypatch.setattr(stage.workspace.together, "similar_listeners", lambda _: nobody)
    page = opened(stage, stage.workspace.find_listener("2").id)
    assert "Mira is the only listener the model knows." in text_of(page)
    assert browse.COMPARE not in buttons(page)


def test_without_a_model_the_way_leads_to_training(
    qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource, tmp_path: Path
) -> None:
    workspace.import_history([hetrec_zip(tmp_path / "few.zip")])
    stage = Stage(qtbot, workspace, jobs, themes)
    page = opened(stage, workspace.find_listener("2").id)
    assert browse.COMPARE not in buttons(page)
    click(stage, page, browse.TRAIN)
    assert stage.went == [Location("train")]


def test_the_listener_whose_page_is_open_is_at_hand(stage: Stage) -> None:
    first, second = stage.workspace.find_listener("2").id, stage.workspace.find_listener("3").id
    page = opened(stage, first)
    assert stage.context.whose.id == first
    page.open(Location("listener", second))
    assert stage.context.whose.id == second
    stage.settle()


def test_a_listener_who_left_is_at_hand_no_more(stage: Stage) -> None:
    page = opened(stage, 9_999)
    assert page.gone.isVisible()
    assert stage.context.whose.id is None
