"""What a list leaves out, and how it comes back; what was shown, and what is made of it."""

# ruff: noqa: F401, F811 - fixtures are imported, and found by their names
from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_als.gui.pages import looked_at
from desktop_als.steering import NEUTRAL, Opinion
from desktop_als.workspace import MemoryOptions
from tests.gui.recommendations_tab import Tab, column, member, menus, mira, right_click, stage, texts
from tests.gui.standing_alone import Stage, click, find_button, text_of


def test_what_is_hidden_is_listed_with_a_way_back(member: Tab) -> None:
    before = member.artists()
    gone = member.choose(0)
    member.press(Qt.Key.Key_B)
    member.stage.settle()
    member.stage.qtbot.mouseClick(find_button(member.tab.foot, "show"), Qt.MouseButton.LeftButton)
    member.stage.settle()
    hidden = dict(zip(member.artists(), column(member.table, "why"), strict=True))
    assert hidden[gone] == "Never shown"
    assert len(hidden) == 11
    assert set(hidden.values()) == {"Never shown", "You know it"}
    member.click_cell(member.artists().index(gone), "actions", 20)
    assert gone not in member.artists()
    click(member.stage, member.page, "‹ Back to the list")
    assert member.artists() == before
    assert member.said() == {}


def test_what_i_know_can_be_shown_from_the_hidden_ones(member: Tab) -> None:
    member.stage.qtbot.mouseClick(find_button(member.tab.foot, "show"), Qt.MouseButton.LeftButton)
    member.stage.settle()
    member.click_cell(0, "actions", 20)
    assert member.tab.options.heard.key == "any"
    assert len(member.artists()) == 24


@menus
def test_what_is_hidden_comes_back_by_key_and_by_menu(member: Tab) -> None:
    for key in (Qt.Key.Key_S, Qt.Key.Key_B):
        member.choose(0)
        member.press(key)
        member.stage.settle()
    member.stage.qtbot.mouseClick(find_button(member.tab.foot, "show"), Qt.MouseButton.LeftButton)
    member.stage.settle()
    snoozed = column(member.table, "why").index("Snoozed")
    member.choose(snoozed)
    member.press(Qt.Key.Key_Space)
    member.stage.settle()
    assert list(member.said().values()) == [Opinion.BANNED]
    menu = right_click(member, column(member.table, "why").index("Never shown"), "match")
    assert texts(menu)[0] == "Take back"
    menu.actions()[0].trigger()
    menu.close()
    member.stage.settle()
    assert member.said() == {}


def test_at_most_so_many_of_a_cluster_and_back(member: Tab) -> None:
    before = member.artists()
    click(member.stage, member.page, "Options")
    member.tab.options.more.of_cluster.setValue(1)
    member.stage.settle()
    assert member.artists() == member.expected(of_cluster=1)
    assert len(member.artists()) < len(before)
    assert "to hold clusters to their share" in text_of(member.page)
    member.stage.qtbot.mouseClick(find_button(member.tab.foot, "show"), Qt.MouseButton.LeftButton)
    member.stage.settle()
    crowded = column(member.table, "why").index("Its cluster has its share")
    member.click_cell(crowded, "actions", 20)
    assert member.tab.options.more.of_cluster.value() == 0
    click(member.stage, member.page, "‹ Back to the list")
    assert member.artists() == before


def test_who_rests_can_be_shown_anyway(member: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    resting = member.id_of(member.artists()[1])
    steering = replace(NEUTRAL, resting=frozenset({resting}))
    monkeypatch.setattr(member.workspace.steering, "of", lambda _: steering)
    before = member.artists()
    member.page.mark_stale()
    member.stage.settle()
    assert resting not in [member.id_of(name) for name in member.artists()]
    assert "1 after being shown often lately" in text_of(member.page)
    member.stage.qtbot.mouseClick(find_button(member.tab.foot, "show"), Qt.MouseButton.LeftButton)
    member.stage.settle()
    member.choose(member.artists().index(before[1]))
    member.press(Qt.Key.Key_Space)
    click(member.stage, member.page, "‹ Back to the list")
    assert member.artists() == before


def test_a_list_that_was_looked_at_is_remembered_of_own_listeners_only(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(looked_at, "MS", 30)
    seen: list[tuple[int, list[int]]] = []
    monkeypatch.setattr(stage.workspace.steering, "shown", lambda who, ids: seen.append((who, list(ids))))
    member = Tab(stage, "2")
    mira: Tab = request.getfixturevalue("mira")
    stage.qtbot.waitUntil(lambda: bool(seen))
    stage.settle()
    assert [who for who, _ in seen] == [mira.listener]
    in_sight = mira.table.ids_in_sight()
    assert seen[0][1] == in_sight
    assert 0 < len(in_sight) <= len(mira.artists())
    assert member.listener != mira.listener


def test_what_was_shown_for_days_and_never_played_is_overlooked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(looked_at, "MS", 10)
    now = time.time()
    mira: Tab = request.getfixturevalue("mira")
    steering = mira.workspace.steering
    steering.set_memory(mira.listener, MemoryOptions(rest_after=0, overlooked_after=2))
    kept: list[int] = []
    remember = steering.shown
    monkeypatch.setattr(steering, "shown", lambda who, ids: (remember(who, ids), kept.append(len(ids))))
    for day in range(2):
        monkeypatch.setattr(steering, "_clock", lambda day=day: now + day * 86_400)
        steering.forget()
        kept.clear()
        mira.page.mark_stale()
        stage.qtbot.waitUntil(lambda: bool(kept))
        stage.settle()
    monkeypatch.setattr(steering, "_clock", lambda: now + 2 * 86_400)
    steering.forget()
    entries = {entry.artist_id for entry in steering.entries(mira.listener) if entry.kind == "overlooked"}
    assert set(mira.table.ids_in_sight()) <= entries
