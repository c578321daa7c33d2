"""The recommendations as a person uses them: what list is wanted, what is said at a row, what is hidden."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_als.errors import LibraryError
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.pages import looked_at
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.pages.recommendations import RecommendationsTab
from desktop_als.gui.tables.view import TableView
from desktop_als.steering import NEUTRAL, Opinion
from desktop_als.workspace import MemoryOptions, RecommendQuery, Workspace
from tests.exports import ARTISTS, spotify_row
from tests.gui.standing_alone import Stage, click, find_button, text_of

menus = pytest.mark.qt_log_ignore("This plugin does not support")
"""The offscreen platform warns that it cannot raise a menu or grab the keyboard for it."""


class Tab:
    """The tab of one listener on a stage."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.stage, self.workspace = stage, stage.workspace
        self.listener = stage.workspace.find_listener(name).id
        self.page = ListenerPage(stage.context)
        stage.show(self.page)
        self.page.open(Location("listener", self.listener))
        stage.settle()
        self.tab: RecommendationsTab = self.page.recommendations

    @property
    def table(self) -> TableView:
        return self.tab.lists.pane.table

    def artists(self) -> list[str]:
        return column(self.table, "artist")

    def expected(self, **query: object) -> list[str]:
        rows = self.workspace.recommend(self.listener, RecommendQuery(**query)).rows  # type: ignore[arg-type]
        return [row.artist for row in rows]

    def id_of(self, artist: str) -> int:
        return self.workspace.find_artist(artist).id

    def choose(self, row: int) -> str:
        self.table.setFocus()
        self.table.selectRow(row)
        self.stage.settle()
        return self.artists()[row]

    def press(self, key: Qt.Key) -> None:
        self.stage.qtbot.keyClick(self.table, key)

    def click_cell(self, row: int, key: str, from_right: int) -> None:
        place = [column.key for column in self.table.table_model.columns].index(key)
        cell = self.table.visualRect(self.table.table_model.index(row, place))
        point = QPoint(cell.right() - from_right, cell.center().y())
        self.stage.qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, pos=point)
        self.stage.settle()

    def said(self) -> dict[int, Opinion]:
        return dict(self.workspace.steering.of(self.listener).opinions)


def column(table: TableView, key: str) -> list[str]:
    model = table.table_model
    place = [column.key for column in model.columns].index(key)
    return [model.index(row, place).data() for row in range(model.rowCount())]


@pytest.fixture
def stage(qtbot, trained: Workspace, jobs, themes) -> Stage:  # type: ignore[no-untyped-def]
    return Stage(qtbot, trained, jobs, themes)


@pytest.fixture
def member(stage: Stage) -> Tab:
    """Somebody of the community."""
    return Tab(stage, "2")


@pytest.fixture
def mira(stage: Stage, tmp_path: Path) -> Tab:
    """A person of this library, who plays a few artists of the model."""
    rows = [spotify_row(10 * i, ARTISTS[(i * i + i) % 13], f"Slow Kerosene {i % 3}") for i in range(90)]
    (tmp_path / "mira.json").write_text(json.dumps(rows), encoding="utf-8")
    stage.workspace.import_history([tmp_path / "mira.json"], listener="Mira")
    return Tab(stage, "Mira")


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


def menu_of(member: Tab) -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def right_click(member: Tab, row: int, key: str) -> QMenu:
    from PySide6.QtGui import QContextMenuEvent

    place = [column.key for column in member.table.table_model.columns].index(key)
    point = member.table.visualRect(member.table.table_model.index(row, place)).center()
    viewport = member.table.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)
    return menu_of(member)


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


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
    click(member.stage, member.page, "Start radio")
    assert member.stage.went[-2:] == [Location("radio", first, "artist")] * 2


@menus
def test_a_number_explains_itself_by_key(member: Tab) -> None:
    member.choose(0)
    keys = [column.key for column in member.table.table_model.columns]
    member.table.setCurrentIndex(member.table.table_model.index(0, keys.index("match")))
    member.press(Qt.Key.Key_F1)
    told = menu_of(member)
    assert f"Match: {column(member.table, 'match')[0]} of 100" in text_of(told)
    assert "How well the artist fits" in text_of(told)
    told.close()
    effect = member.tab.options.effect
    effect.setFocus()
    member.stage.qtbot.keyClick(effect, Qt.Key.Key_Question)
    assert "Half of the artists" in text_of(menu_of(member))
    menu_of(member).close()


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


def test_options_are_remembered_from_one_listener_to_the_next(member: Tab) -> None:
    member.tab.options.adventure.slider.setValue(16)
    member.stage.settle()
    other = member.workspace.find_listener("3").id
    member.page.open(Location("listener", other))
    member.stage.settle()
    rows = member.workspace.recommend(other, RecommendQuery(adventure=0.8)).rows
    assert member.artists() == [row.artist for row in rows]


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
