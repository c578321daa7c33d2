"""The moods of a listener who has two tastes: one in the morning, another in the evening."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_als.errors import ModelError
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import moods as words
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.pages.mood_card import MoodCard, local_hours
from desktop_als.gui.pages.moods import MoodsTab
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.hours_strip import HoursStrip
from desktop_als.progress import CancelToken
from desktop_als.workspace import Mood, Moods, Workspace
from tests.exports import ARTISTS, spotify_row
from tests.gui.naming import HOSTILE, TOLD, tell
from tests.gui.standing_alone import Stage, buttons, click, cut_off, find_button, shown, text_of

DAY = 24 * 60


def two_tastes(path: Path) -> Path:
    """Sixty days: twelve plays of the first dozen artists from eight in the morning on, and half as many of the others at night."""
    rng = np.random.default_rng(3)
    plays = [(8 * 60 + 4 * i, rng.choice(12)) for i in range(12)] + [(21 * 60 + 4 * i, 12 + i) for i in range(6)]
    rows = [spotify_row(DAY * day + minute, ARTISTS[at]) for day in range(60) for minute, at in plays]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


@pytest.fixture
def stage(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource, tmp_path: Path) -> Stage:
    trained.import_history([two_tastes(tmp_path / "mira.json")], listener="Mira")
    return Stage(qtbot, trained, jobs, themes)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def mira(stage: Stage) -> int:
    return stage.workspace.find_listener("Mira").id


def opened(stage: Stage, listener: int | None = None) -> MoodsTab:
    page = stage.show(ListenerPage(stage.context))
    page.open(Location("listener", mira(stage) if listener is None else listener, "moods"))
    stage.settle()
    return page.moods


def found(stage: Stage) -> tuple[Mood, ...]:
    return stage.workspace.moods.find(mira(stage)).moods


def cards(tab: MoodsTab) -> list[MoodCard]:
    return [card for card in tab.findChildren(MoodCard) if card.isVisible()]


def column(tab: MoodsTab, key: str) -> list[str]:
    table = tab.list.pane.table
    return shown(table, [one.key for one in table.table_model.columns].index(key))


def invented(*names: str) -> Moods:
    hours = tuple(3 if hour == 21 else 0 for hour in range(24))
    return Moods((Mood(0, names, (1, 2), 12, 40, 0.34, hours, 1_704_067_200, 1_704_067_200),))


def test_each_mood_is_a_card_of_its_artists(stage: Stage) -> None:
    tab = opened(stage)
    moods = found(stage)
    assert len(moods) == 2
    for card, mood in zip(cards(tab), moods, strict=True):
        assert set(mood.artists) <= set(buttons(card))
        assert words.facts(mood) in text_of(card)
    click(stage, cards(tab)[0], moods[0].artists[0])
    assert stage.went == [Location("artist", stage.workspace.find_artist(moods[0].artists[0]).id)]


def test_hours_are_told_to_eyes_ears_and_pointer(stage: Stage) -> None:
    card = cards(opened(stage))[0]
    strip = card.findChild(HoursStrip)
    assert isinstance(strip, HoursStrip)
    hours = local_hours(found(stage)[0])
    most = int(np.argmax(hours))
    assert strip.accessibleName() == f"Plays by hour of the day, most at {most}:00"
    assert f"{most}:00: {hours[most]} plays" in strip.accessibleDescription()
    stage.qtbot.mouseMove(strip, QPoint(2, 8))
    stage.qtbot.mouseMove(strip, QPoint(round((most + 0.5) * strip.width() / 24), 8))
    assert f"{most}:00: {hours[most]} plays" in text_of(card)
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    stage.qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert words.hour(most + 1, hours[most + 1]) in text_of(card)


@pytest.mark.usefixtures("berlin")
def test_hours_are_those_of_the_persons_own_day() -> None:
    (mood,) = invented("Ada").moods
    assert local_hours(mood).index(3) == 22  # January, an hour ahead of UTC


def test_a_list_comes_in_place_of_the_cards_and_goes_again(stage: Stage) -> None:
    tab = opened(stage)
    click(stage, cards(tab)[1], words.RECOMMEND)
    wanted = stage.workspace.moods.recommend(mira(stage), 1)
    if wanted.rows:
        assert column(tab, "artist") == [row.artist for row in wanted.rows]
    assert words.for_mood(found(stage)[1]) == tab.list.title.whole
    assert tab.list.back.hasFocus()
    stage.qtbot.keyClick(tab.list.back, Qt.Key.Key_Space)
    assert len(cards(tab)) == 2


def test_one_list_serves_all_moods_in_turn(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    listener = stage.workspace.find_listener("2").id
    some = stage.workspace.recommend(listener)
    moods = found(stage)
    rows = tuple(replace(row, mood=place % 2) for place, row in enumerate(some.rows))
    monkeypatch.setattr(stage.workspace.moods, "recommend", lambda *_: replace(some, rows=rows))
    tab = opened(stage)
    click(stage, tab, dict(words.VIEWS)["all"])
    assert column(tab, "mood") == [words.short_name(moods[place % 2]) for place in range(len(rows))]
    click(stage, tab, dict(words.VIEWS)["each"])
    assert len(cards(tab)) == 2


def test_what_is_not_for_me_leaves_the_list_of_a_mood(stage: Stage) -> None:
    listener = stage.workspace.find_listener("2").id
    tab = opened(stage, listener)
    click(stage, tab, words.RECOMMEND)
    table, before = tab.list.pane.table, column(tab, "artist")
    assert before
    table.setFocus()
    table.selectRow(0)
    stage.qtbot.keyClick(table, Qt.Key.Key_D)
    stage.settle()
    assert before[0] not in column(tab, "artist")
    assert stage.told[-1][0] == f"{before[0]} is not for 2."
    assert tab.list.isVisible()


def test_a_radio_starts_from_a_mood(stage: Stage) -> None:
    tab = opened(stage)
    click(stage, cards(tab)[1], words.START_RADIO)
    assert stage.went == [Location("radio", mira(stage), "mood:1")]


def test_a_mood_is_left_out_in_one_step_and_comes_back(stage: Stage) -> None:
    tab = opened(stage)
    mood, steps = found(stage)[1], len(stage.workspace.steps())
    leave = find_button(cards(tab)[1], words.LEAVE_OUT)
    leave.setFocus()
    stage.qtbot.keyClick(leave, Qt.Key.Key_Space)
    stage.settle()
    weights = stage.workspace.steering.of(mira(stage)).weights
    assert {weights.get(artist) for artist in mood.artist_ids} == {0.0}
    assert len(stage.workspace.steps()) == steps + 1
    assert stage.told[-1] == (words.left_out(mood), stage.workspace.steps()[0].id)
    assert words.LEFT_OUT in text_of(cards(tab)[1])
    assert words.LEFT_OUT not in text_of(cards(tab)[0])
    again = find_button(cards(tab)[1], words.COUNT_AGAIN)
    assert again.hasFocus()
    stage.qtbot.keyClick(again, Qt.Key.Key_Space)
    stage.settle()
    assert stage.workspace.steering.of(mira(stage)).weights == {}
    assert find_button(cards(tab)[1], words.LEAVE_OUT)


def test_both_moods_can_be_left_out_one_after_the_other(stage: Stage) -> None:
    tab = opened(stage)
    for place in range(2):
        click(stage, cards(tab)[place], words.LEAVE_OUT)
    assert [words.LEFT_OUT in text_of(card) for card in cards(tab)] == [True, True]
    click(stage, cards(tab)[0], words.COUNT_AGAIN)
    assert [words.LEFT_OUT in text_of(card) for card in cards(tab)] == [False, True]


def test_what_is_to_be_said_of_few_moods_is_said(stage: Stage) -> None:
    listener = stage.workspace.find_listener("2").id
    note = stage.workspace.moods.find(listener).note
    assert note
    tab = opened(stage, listener)
    assert note in text_of(tab)
    assert dict(words.VIEWS)["all"] not in buttons(tab)


def test_no_moods_is_a_sentence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.workspace.moods, "find", lambda *_: Moods((), "Too few plays to compare."))
    assert "Too few plays to compare." in text_of(opened(stage))


def test_a_failure_is_a_sentence_and_can_be_tried_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Moods:
        raise ModelError("The model cannot be read. Train another one.")

    with monkeypatch.context() as patched:
        patched.setattr(stage.workspace.moods, "find", refuse)
        tab = opened(stage)
        assert "The model cannot be read. Train another one." in text_of(tab)
    click(stage, tab, words.LOOK_AGAIN)
    assert len(cards(tab)) == 2


def test_looking_can_be_stopped(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(_listener: int, cancel: CancelToken) -> Moods:
        while True:
            cancel.check()
            time.sleep(0.001)

    monkeypatch.setattr(stage.workspace.moods, "find", wait)
    page = stage.show(ListenerPage(stage.context))
    page.open(Location("listener", mira(stage), "moods"))
    stage.qtbot.waitUntil(lambda: "Stop" in buttons(page.moods))
    stage.click(page.moods, "Stop")
    stage.settle()
    assert words.STOPPED in text_of(page.moods)


def test_names_are_shown_as_they_are_written(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.workspace.moods, "find", lambda *_: invented(HOSTILE, "x" * 300))
    monkeypatch.setattr(stage.workspace.moods, "without", lambda *_: {1: 0.0})
    card = cards(opened(stage))[0]
    assert HOSTILE.replace("&", "&&") in buttons(card)
    assert any(name == "x" * 40 + "…" for name in buttons(card))


def test_without_a_model_the_way_leads_to_training(
    qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource
) -> None:
    tell(workspace, *TOLD)
    stage = Stage(qtbot, workspace, jobs, themes)
    click(stage, opened(stage), browse.TRAIN)
    assert stage.went == [Location("train")]


def test_nothing_is_cut_off_when_text_is_large(stage: Stage) -> None:
    stage.theme.set_text_scale(2.0)
    tab = opened(stage)
    assert cut_off(tab) == []
    click(stage, cards(tab)[0], words.RECOMMEND)
    assert cut_off(tab) == []
    stage.theme.set_text_scale(1.0)
