"""The recommendations as a person uses them: what list is wanted, what is said at a row, why."""

# ruff: noqa: F401, F811 - fixtures are imported, and found by their names
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_als.errors import LibraryError
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.steering import Opinion
from desktop_als.workspace import RecommendQuery, Workspace
from tests.gui.recommendations_tab import Tab, column, member, menus, mira, open_menu, right_click, stage, texts
from tests.gui.standing_alone import click, find_button, text_of


def test_the_slider_reorders_the_list_and_says_what_it_is_like(member: Tab) -> None:
    slider = member.tab.options.adventure.slider
    before = member.tab.options.effect.text()
    assert "never heard" in before
    slider.setFocus()
    for _ in range(3):
        member.stage.qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    member.stage.settle()
    assert member.artists() == member.expected(adventure=member.tab.options.adventure.chosen)
    assert member.tab.options.adventure.chosen > 0.9
    assert member.stage.changes == 0


def test_rows_stay_while_the_slider_moves_and_answers_come_meanwhile(member: Tab) -> None:
    shown: list[int] = []
    model = member.table.table_model
    model.modelReset.connect(lambda: shown.append(model.loading))
    slider = member.tab.options.adventure.slider
    for place in range(slider.maximum() + 1):
        slider.setValue(place)
    member.stage.settle()
    assert shown
    assert not any(shown)
    assert member.artists() == member.expected(adventure=1.0)


def test_what_counts_as_heard_is_told_in_plays(member: Tab) -> None:
    click(member.stage, member.page, "Options")
    field = member.tab.options.more.heard_plays
    assert field.text() == "1 play"
    field.setFocus()
    field.selectAll()
    member.stage.qtbot.keyClicks(field, "100")
    member.stage.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "100 plays"
    member.stage.settle()
    assert member.artists() == member.expected(heard_plays=100)
    assert "(100 plays or more)" in text_of(member.page)


def test_a_click_on_the_heart_asks_for_more_like_it_and_again_takes_it_back(member: Tab) -> None:
    artist = member.artists()[4]
    member.click_cell(4, "actions", 60)
    assert member.said() == {member.id_of(artist): Opinion.LIKED}
    assert member.stage.told[-1][1] == member.workspace.steps()[0].id
    assert member.stage.changes == 0
    assert member.artists() == member.expected()
    place = member.artists().index(artist)
    assert member.table.chosen == member.id_of(artist)
    member.click_cell(place, "actions", 60)
    assert member.said() == {}


@pytest.mark.parametrize(
    ("key", "opinion"),
    [
        (Qt.Key.Key_L, Opinion.LIKED),
        (Qt.Key.Key_D, Opinion.DISLIKED),
        (Qt.Key.Key_Delete, Opinion.DISLIKED),
        (Qt.Key.Key_B, Opinion.BANNED),
        (Qt.Key.Key_S, Opinion.SNOOZED),
    ],
)
def test_keys_say_an_opinion_of_the_current_row(member: Tab, key: Qt.Key, opinion: Opinion) -> None:
    artist = member.choose(2)
    member.press(key)
    member.stage.settle()
    assert member.said() == {member.id_of(artist): opinion}
    assert member.artists() == member.expected()
    assert (artist in member.artists()) == (opinion == Opinion.LIKED)


def test_who_is_not_for_me_leaves_at_once_and_the_next_row_is_current(member: Tab) -> None:
    before = member.artists()
    gone = member.choose(3)
    member.press(Qt.Key.Key_D)
    member.stage.settle()
    assert gone not in member.artists()
    assert member.table.currentIndex().row() == 3
    assert member.table.hasFocus()
    assert len(member.artists()) == len(before) - 1
    assert "1 because you asked" in text_of(member.page)
    member.workspace.undo()
    member.page.mark_stale()
    member.stage.settle()
    assert member.artists() == before


def test_what_cannot_be_kept_goes_back(member: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise LibraryError("The disk is full.")

    before = member.artists()
    monkeypatch.setattr(member.workspace.steering, "say", refuse)
    member.choose(1)
    member.press(Qt.Key.Key_B)
    member.stage.settle()
    assert member.stage.failures == ["The disk is full."]
    assert member.artists() == before


@menus
def test_the_menu_of_a_row_says_all_that_can_be_done(member: Tab) -> None:
    menu = right_click(member, 1, "match")
    assert member.table.currentIndex().row() == 1
    assert texts(menu)[:4] == ["More like this", "Not for me", "Never show", "Snooze"]
    assert {"Start radio", "Copy", "What is this number?"} <= set(texts(menu))
    snooze = next(action for action in menu.actions() if action.text() == "Snooze").menu()
    assert isinstance(snooze, QMenu)
    assert texts(snooze) == ["For a week", "For a month", "For three months"]
    snooze.actions()[1].trigger()
    menu.close()
    member.stage.settle()
    assert list(member.said().values()) == [Opinion.SNOOZED]
    assert "30 days" in member.stage.told[-1][0]


@menus
def test_radio_starts_from_the_menu_and_beside_the_reasons(member: Tab) -> None:
    menu = right_click(member, 0, "artist")
    next(action for action in menu.actions() if action.text() == "Start radio").trigger()
    menu.close()
    first = member.id_of(member.artists()[0])
    click(member.stage, member.tab.side, "Start radio")
    assert member.stage.went[-2:] == [Location("radio", first, "artist")] * 2


@menus
def test_a_number_explains_itself_by_key(member: Tab) -> None:
    member.choose(0)
    keys = [column.key for column in member.table.table_model.columns]
    member.table.setCurrentIndex(member.table.table_model.index(0, keys.index("match")))
    member.press(Qt.Key.Key_F1)
    told = open_menu()
    assert f"Match: {column(member.table, 'match')[0]} of 100" in text_of(told)
    assert "How well the artist fits" in text_of(told)
    told.close()
    effect = member.tab.options.effect
    effect.setFocus()
    member.stage.qtbot.keyClick(effect, Qt.Key.Key_Question)
    assert "Half of the artists" in text_of(open_menu())
    open_menu().close()


def test_the_reasons_tell_where_it_would_stand_without_an_artist(member: Tab) -> None:
    member.choose(2)
    member.stage.settle()
    chosen = member.table.chosen
    largest = max((row for row in member.tab.reasons.rows if row.artist_id), key=lambda row: row.value)
    assert chosen is not None
    assert largest.artist_id is not None
    test = member.workspace.asking.pull_test(member.listener, chosen, largest.artist_id)
    assert test is not None
    assert f"Without {largest.text} it would" in member.tab.reasons.pull_test.text()
    assert f"number {test.rank_without}" in member.tab.reasons.pull_test.text()
    other = next(row for row in member.tab.reasons.rows if row.artist_id not in (None, largest.artist_id))
    button = next(
        b for b in member.tab.reasons.findChildren(type(member.tab.reasons.open_button))
        if b.isVisible() and b.accessibleName() == f"Without {other.text}"
    )  # fmt: skip
    member.stage.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    member.stage.settle()
    assert f"Without {other.text} it would" in member.tab.reasons.pull_test.text()


def test_tracks_can_be_listed_in_place_of_artists(mira: Tab) -> None:
    click(mira.stage, mira.page, "Options")
    click(mira.stage, mira.page, "Anything")
    click(mira.stage, mira.page, "Tracks")
    rows = mira.workspace.tracks.recommend(mira.listener, RecommendQuery(heard="any")).rows
    assert rows
    assert column(mira.table, "title") == [row.title for row in rows]
    mira.choose(0)
    mira.press(Qt.Key.Key_D)
    mira.stage.settle()
    assert mira.said() == {rows[0].artist_id: Opinion.DISLIKED}
    mira.press(Qt.Key.Key_Return)
    chosen = next(row for row in rows if row.artist_id != rows[0].artist_id)
    assert mira.stage.went[-1] == Location("artist", chosen.artist_id)


def test_options_are_remembered_from_one_listener_to_the_next(member: Tab) -> None:
    member.tab.options.adventure.slider.setValue(16)
    member.stage.settle()
    other = member.workspace.find_listener("3").id
    member.page.open(Location("listener", other))
    member.stage.settle()
    rows = member.workspace.recommend(other, RecommendQuery(adventure=0.8)).rows
    assert member.artists() == [row.artist for row in rows]


def test_an_undo_at_the_foot_of_the_window_takes_an_opinion_back(
    qtbot: QtBot, trained: Workspace, window: MainWindow, jobs: Jobs
) -> None:
    listener = trained.find_listener("2").id
    window.go(Location("listener", listener))
    qtbot.waitUntil(lambda: jobs.idle)
    page = window.page("listener")
    assert isinstance(page, ListenerPage)
    table = page.recommendations.pane.table
    before = column(table, "artist")
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: jobs.idle and window.notice.isVisible())
    assert before[0] not in column(table, "artist")
    qtbot.mouseClick(find_button(window.notice, "Undo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: jobs.idle and column(table, "artist") == before)
