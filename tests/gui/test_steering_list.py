"""All that a listener said, in one place: taken back, carried elsewhere, brought from there; and what was shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import steering as words
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.pages.steering_list import SteeringTab
from desktop_als.gui.theme import ThemeSource
from desktop_als.steering import Opinion
from desktop_als.workspace import MemoryOptions, Workspace
from tests.gui.naming import HOSTILE, TOLD, tell
from tests.gui.standing_alone import Stage, buttons, click, cut_off, find_button, shown, text_of


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    tell(workspace, *TOLD)
    return Stage(qtbot, workspace, jobs, themes)


def mira(stage: Stage) -> int:
    return stage.workspace.find_listener("Mira").id


def artist(stage: Stage, name: str) -> int:
    return stage.workspace.find_artist(name).id


def say(stage: Stage, name: str, opinion: Opinion, days: int | None = None) -> None:
    stage.workspace.steering.say(mira(stage), [artist(stage, name)], opinion, days)


def say_three(stage: Stage) -> None:
    say(stage, "Ada", Opinion.LIKED)
    say(stage, HOSTILE, Opinion.DISLIKED)
    stage.workspace.steering.weigh(mira(stage), {artist(stage, "Bo"): 2.0})


def opened(stage: Stage) -> SteeringTab:
    page = stage.show(ListenerPage(stage.context))
    page.open(Location("listener", mira(stage), "steering"))
    stage.settle()
    return page.steering


def said(tab: SteeringTab) -> dict[str, str]:
    table = tab.pane.table
    return dict(zip(shown(table, 0), shown(table, 1), strict=True))


def select(stage: Stage, tab: SteeringTab, *names: str) -> None:
    table = tab.pane.table
    for name in names:
        cell = table.visualRect(table.table_model.index(shown(table).index(name), 1))
        more = Qt.KeyboardModifier.ControlModifier if name != names[0] else Qt.KeyboardModifier.NoModifier
        stage.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, more, cell.center())


def test_everything_said_is_listed_with_names_as_they_are_written(stage: Stage) -> None:
    say_three(stage)
    stage.workspace.steering.tune(mira(stage), 180.0, 2.0)
    say(stage, "Tin Rivers", Opinion.BANNED)
    tab = opened(stage)
    told = said(tab)
    assert told["Ada"] == "Liked"
    assert told[HOSTILE] == "Not for me"
    assert told["Bo"] == "Counts ×2"
    assert told["Tin Rivers"] == "Never shown"
    table = tab.pane.table
    whole = [what for name, what in zip(shown(table), shown(table, 1), strict=True) if name == words.EVERY_ARTIST]
    assert sorted(whole) == ["Half-life 180 days", "Strength ×2"]


def test_a_snooze_tells_its_end(stage: Stage) -> None:
    say(stage, "Ada", Opinion.SNOOZED, 30)
    (entry,) = stage.workspace.steering.entries(mira(stage))
    from desktop_als.gui.messages.common import date

    assert said(opened(stage)) == {"Ada": f"Snoozed until {date(entry.until)}"}


def test_names_lead_to_artists(stage: Stage) -> None:
    say(stage, "Ada", Opinion.LIKED)
    table = opened(stage).pane.table
    cell = table.visualRect(table.table_model.index(0, 0))
    stage.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.left() + 14, cell.center().y()))
    assert stage.went == [Location("artist", artist(stage, "Ada"))]


def test_one_kind_is_shown_at_a_time(stage: Stage) -> None:
    say_three(stage)
    tab = opened(stage)
    tab.kind.setFocus()
    stage.qtbot.keyClick(tab.kind, Qt.Key.Key_Down)
    assert said(tab) == {"Ada": "Liked"}
    stage.qtbot.keyClicks(tab.kind, "Over")
    assert words.NONE_OF_KIND in text_of(tab)
    stage.qtbot.keyClick(tab.kind, Qt.Key.Key_Home)
    assert len(said(tab)) == 3


def test_what_is_selected_is_taken_back_with_one_key(stage: Stage) -> None:
    say_three(stage)
    tab = opened(stage)
    assert not tab._take.isEnabled()
    select(stage, tab, "Ada", "Bo")
    stage.qtbot.keyClick(tab.pane.table, Qt.Key.Key_Delete)
    stage.settle()
    assert said(tab) == {HOSTILE: "Not for me"}
    sentence, step = stage.told[-1]
    assert sentence == "Took back 2 entries."
    assert step == stage.workspace.steps()[0].id
    stage.workspace.undo()
    stage.context.changed()
    stage.settle()
    assert len(said(tab)) == 3


def test_what_is_selected_is_taken_back_with_a_button(stage: Stage) -> None:
    say_three(stage)
    tab = opened(stage)
    select(stage, tab, HOSTILE)
    click(stage, tab, words.TAKE_BACK)
    assert sorted(said(tab)) == ["Ada", "Bo"]


def test_what_was_said_on_another_tab_is_there_when_the_list_is_seen_again(stage: Stage) -> None:
    page = stage.show(ListenerPage(stage.context))
    page.open(Location("listener", mira(stage), "steering"))
    stage.settle()
    click(stage, page, "Top artists")
    say(stage, "Ada", Opinion.LIKED)  # as the recommendations do, which reload no page
    click(stage, page, words.STEERING)
    assert said(page.steering) == {"Ada": "Liked"}


def test_a_selection_stays_with_its_entries_when_others_go(stage: Stage) -> None:
    say_three(stage)
    tab = opened(stage)
    select(stage, tab, HOSTILE)
    stage.workspace.steering.say(mira(stage), [artist(stage, "Ada")], None)
    stage.context.changed()
    stage.settle()
    assert [entry.artist for entry in tab.selected] == [HOSTILE]


def test_all_is_taken_back_after_a_question_that_says_how_many(stage: Stage) -> None:
    say_three(stage)
    tab = opened(stage)
    click(stage, tab, words.TAKE_ALL)
    assert "Take back 3 entries?" in text_of(tab.question)
    stage.qtbot.keyClick(tab.question._no, Qt.Key.Key_Space)
    assert not tab.question.isVisible()
    assert len(said(tab)) == 3
    click(stage, tab, words.TAKE_ALL)
    click(stage, tab.question, words.take_all(3))
    assert words.EMPTY in text_of(tab)
    stage.workspace.undo()
    assert len(stage.workspace.steering.entries(mira(stage))) == 3


def test_all_of_a_kind_means_that_kind(stage: Stage) -> None:
    say_three(stage)
    tab = opened(stage)
    tab.kind.setCurrentIndex(tab.kind.findData("liked"))
    click(stage, tab, words.TAKE_ALL)
    click(stage, tab.question, words.take_all(1))
    assert sorted(entry.artist or "" for entry in stage.workspace.steering.entries(mira(stage))) == sorted(
        [HOSTILE, "Bo"]
    )


def test_nothing_said_says_what_to_do_next(stage: Stage) -> None:
    tab = opened(stage)
    assert words.EMPTY in text_of(tab)
    click(stage, tab, words.SEE_RECOMMENDATIONS)
    assert stage.went == [Location("listener", mira(stage), "recommendations")]


def test_what_was_said_goes_to_a_file_and_comes_from_one(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say_three(stage)
    file = tmp_path / "steering.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    tab = opened(stage)
    click(stage, tab, words.EXPORT)
    assert stage.told[-1] == ("3 entries written to steering.json.", None)
    stage.workspace.steering.say(mira(stage), [artist(stage, "Ada")], None)
    stage.context.changed()
    stage.settle()
    click(stage, tab, words.IMPORT)
    assert stage.told[-1][0] == "1 entry added, 2 already said here."
    assert len(said(tab)) == 3


def test_a_file_that_is_none_is_a_sentence(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "no.json"
    file.write_text("[[[", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    click(stage, opened(stage), words.IMPORT)
    assert len(stage.failures) == 1
    assert stage.failures[0].endswith(".")


def test_what_is_made_of_having_been_shown_is_kept(stage: Stage) -> None:
    tab = opened(stage)
    memory = tab.memory
    assert memory.chosen == MemoryOptions()
    memory.rest_days.setFocus()
    memory.rest_days.selectAll()
    stage.qtbot.keyClicks(memory.rest_days, "13")
    stage.qtbot.waitUntil(lambda: stage.workspace.steering.memory(mira(stage)).rest_days == 13)
    stage.settle()
    assert stage.told[-1][1] is not None
    stage.qtbot.mouseClick(memory.on, Qt.MouseButton.LeftButton, pos=QPoint(8, memory.on.height() // 2))
    stage.settle()
    assert stage.workspace.steering.memory(mira(stage)) == MemoryOptions(on=False, rest_days=13)
    assert not memory.rest_days.isEnabled()


def test_a_figure_that_waits_is_kept_for_the_listener_it_was_meant_for(stage: Stage) -> None:
    tell(stage.workspace, ("Ona", "Ada", 3))
    page = stage.show(ListenerPage(stage.context))
    page.open(Location("listener", mira(stage), "steering"))
    stage.settle()
    page.steering.memory.overlooked_after.setValue(20)
    page.open(Location("listener", stage.workspace.find_listener("Ona").id))
    stage.settle()
    assert stage.workspace.steering.memory(mira(stage)).overlooked_after == 20
    assert page.steering.memory.overlooked_after.value() == MemoryOptions().overlooked_after


def test_nothing_is_cut_off_when_text_is_large(stage: Stage) -> None:
    say_three(stage)
    stage.theme.set_text_scale(2.0)
    tab = opened(stage)
    click(stage, tab, words.TAKE_ALL)
    assert cut_off(tab) == []
    assert words.IMPORT in buttons(tab)
    stage.theme.set_text_scale(1.0)


def test_every_control_has_a_name(stage: Stage) -> None:
    say_three(stage)
    tab = opened(stage)
    find_button(tab, words.EXPORT)
    for box in (tab.kind, tab.memory.rest_after, tab.memory.rest_days, tab.memory.overlooked_after):
        assert box.accessibleName()
    table = tab.pane.table
    index = table.table_model.index(0, 0)
    table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert table.accessibleName() == words.STEERING
