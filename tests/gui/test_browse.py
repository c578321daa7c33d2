from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location, PageName
from desktop_als.gui.messages import browse, common
from desktop_als.gui.pages.artist import ArtistPage
from desktop_als.gui.pages.artists import ArtistsPage
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.pages.listeners import ListenersPage
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import Workspace
from tests.exports import ARTISTS, hetrec_zip, spotify_file, spotify_row
from tests.gui.standing_alone import find_button, text_of


@dataclass
class Desk:
    """A workspace with what a page needs around it."""

    qtbot: QtBot
    context: Context
    went: list[Location] = field(default_factory=list)
    windows: list[QWidget] = field(default_factory=list)  # Qt deletes a window that Python lets go

    @property
    def workspace(self) -> Workspace:
        return self.context.workspace

    def show(self, make: Callable[[Context], Page], subject: int | None = None, width: int = 1096) -> Page:
        window = QWidget()
        self.qtbot.addWidget(window)
        self.windows.append(window)
        page = make(self.context)
        page.setParent(window)
        page.resize(width, 752)
        page.open(Location("home", subject))
        window.resize(width, 752)
        window.show()
        self.settle()
        return page

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.context.jobs.idle)

    def train(self) -> None:
        run = self.workspace.training(replace(self.workspace.preset("quick"), factors=8, epochs=3), title="Quick")
        for _ in run:
            pass
        run.save()


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource) -> Desk:
    went: list[Location] = []
    nothing = lambda *_: None  # noqa: E731
    context = Context(workspace, jobs, themes, went.append, nothing, nothing, nothing, nothing, nothing)
    return Desk(qtbot, context, went)


@pytest.fixture
def full(desk: Desk, tmp_path: Path) -> Desk:
    """Twenty-four people of a community, and Mira with dates."""
    desk.workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    desk.workspace.import_history([spotify_file(tmp_path / "mira.json")], listener="Mira")
    return desk


def mira(desk: Desk) -> int:
    return desk.workspace.find_listener("Mira").id


def column(table: TableView, key: str) -> list[str]:
    model = table.table_model
    place = [column.key for column in model.columns].index(key)
    return [model.index(row, place).data() for row in range(model.rowCount())]


def title_of(table: TableView, key: str) -> str:
    return next(column.title for column in table.table_model.columns if column.key == key)


def click_link(desk: Desk, table: TableView, row: int, key: str) -> None:
    place = [column.key for column in table.table_model.columns].index(key)
    rect = table.visualRect(table.table_model.index(row, place))
    desk.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 16, rect.center().y()))


def press(desk: Desk, page: Page, text: str) -> None:
    desk.qtbot.mouseClick(find_button(page, text), Qt.MouseButton.LeftButton)
    desk.settle()


def says(pane: TablePane) -> str:
    assert pane.empty is not None
    return text_of(pane.empty)


# Everyone


def test_listeners_are_listed_filtered_and_opened(full: Desk) -> None:
    page = full.show(ListenersPage)
    table = page.list.pane.table
    assert page.list.count == "25 listeners"
    plays = [int(text.replace(",", "")) for text in column(table, "plays")]
    assert plays == sorted(plays, reverse=True)
    full.qtbot.keyClicks(page.list.filter, "mIr")
    assert column(table, "name") == ["Mira"]
    assert column(table, "community") == ["Own history"]
    assert column(table, "first") == [common.date(full.workspace.find_listener("Mira").first)]
    assert page.list.count == "1 of 25 listeners"
    click_link(full, table, 0, "name")
    assert full.went == [Location("listener", mira(full))]


def test_a_filter_that_matches_nothing_says_so_and_stays_over_a_refresh(full: Desk) -> None:
    page = full.show(ArtistsPage)
    full.qtbot.keyClicks(page.list.filter, "tin ")
    assert sorted(column(page.list.pane.table, "name")) == ["Tin Doves", "Tin Kite", "Tin Orchard", "Tin Rivers"]
    page.mark_stale()
    full.settle()
    assert page.list.count == "4 of 24 artists"
    full.qtbot.keyClicks(page.list.filter, "zzz")
    assert "Change or clear the filter" in says(page.list.pane)
    page.list.filter.clear()
    assert page.list.pane.empty is None
    assert page.list.count == "24 artists"


def test_a_large_list_is_filtered_in_a_job(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_als.gui.tables import filtered

    monkeypatch.setattr(filtered, "LARGE", 1)
    page = full.show(ArtistsPage)
    full.qtbot.keyClicks(page.list.filter, "kite")
    full.settle()
    assert page.list.count == "6 of 24 artists"


@pytest.mark.parametrize("make", [ListenersPage, ArtistsPage])
def test_an_empty_library_offers_the_way_home(desk: Desk, make: type[Page]) -> None:
    page = desk.show(make)
    assert "Import a listening history" in says(page.list.pane)
    press(desk, page, "Go to Home")
    assert desk.went == [Location("home")]


# One listener


def test_a_listener_without_a_model_is_led_to_training(full: Desk) -> None:
    page = full.show(ListenerPage, mira(full))
    shown = text_of(page)
    assert "Mira" in shown
    assert "40 plays · " in shown
    assert "No model yet" in says(page.recommendations.pane)
    press(full, page, "Train a model")
    assert full.went == [Location("train")]


def test_recommendations_tell_their_reasons_and_the_parts_sum_to_the_score(full: Desk) -> None:
    full.train()
    listener = full.workspace.find_listener("2").id
    page = full.show(ListenerPage, listener)
    tab = page.recommendations
    table, answer = tab.pane.table, full.workspace.recommend(listener)
    assert column(table, "artist") == [row.artist for row in answer.rows]
    assert title_of(table, "evidence") == "Listeners"
    assert "10 artists are hidden because you know them" in text_of(page)
    for place in range(3):
        table.selectRow(place)
        full.settle()
        score = f"{answer.rows[place].score:+.2f}".replace("-", "−")
        assert tab.reasons.title == f"Why {answer.rows[place].artist}?"
        assert tab.reasons.score == score
        assert f"{sum(part.value for part in tab.reasons.rows):+.2f}".replace("-", "−") == score
    full.qtbot.mouseClick(tab.reasons.open_button, Qt.MouseButton.LeftButton)
    assert full.went == [Location("artist", answer.rows[2].artist_id)]


def test_pills_and_names_of_recommendations_are_links(full: Desk) -> None:
    full.train()
    listener = full.workspace.find_listener("2").id
    page = full.show(ListenerPage, listener)
    first = full.workspace.recommend(listener).rows[0]
    click_link(full, page.recommendations.pane.table, 0, "artist")
    click_link(full, page.recommendations.pane.table, 0, "because")
    assert full.went == [Location("artist", first.artist_id), Location("artist", first.because[0].artist_id)]


def test_the_choice_of_what_was_heard_changes_the_list(full: Desk) -> None:
    full.train()
    page = full.show(ListenerPage, full.workspace.find_listener("2").id)
    press(full, page, "Anything")
    assert len(column(page.recommendations.pane.table, "artist")) == 24
    press(full, page, "Forgotten")
    assert page.recommendations.pane.empty is not None
    assert page.recommendations.reasons.rows == []


def test_old_rows_stay_while_new_ones_load(full: Desk) -> None:
    full.train()
    page = full.show(ListenerPage, full.workspace.find_listener("2").id)
    before = column(page.recommendations.pane.table, "artist")
    page.mark_stale()
    assert column(page.recommendations.pane.table, "artist") == before
    full.settle()


def test_an_answer_for_a_listener_no_longer_shown_is_dropped(full: Desk) -> None:
    full.train()
    page = full.show(ListenerPage, mira(full))
    other = full.workspace.find_listener("2").id
    page.open(Location("listener", mira(full)))
    page.open(Location("listener", other))
    assert page.recommendations.pane.table.table_model.loading
    full.settle()
    expected = [row.artist for row in full.workspace.recommend(other).rows]
    assert column(page.recommendations.pane.table, "artist") == expected


def test_top_artists_are_listed_when_their_tab_is_seen(full: Desk) -> None:
    page = full.show(ListenerPage, mira(full))
    press(full, page, "Top artists")
    top = full.workspace.top_artists(mira(full))
    assert column(page.top.pane.table, "artist") == [artist.name for artist in top]


def test_the_history_is_a_chart_and_a_table_without_gaps(full: Desk, tmp_path: Path) -> None:
    far = tmp_path / "later.json"
    far.write_text(json.dumps([spotify_row(60 * 24 * 100, ARTISTS[0])]), encoding="utf-8")
    full.workspace.import_history([far], listener="Mira")
    page = full.show(ListenerPage, mira(full))
    press(full, page, "History")
    table = page.months.pane.table
    assert column(table, "month") == ["Apr 2024", "Mar 2024", "Feb 2024", "Jan 2024", "Dec 2023"]
    assert column(table, "plays") == ["1", "0", "0", "39", "1"]
    chart = page.months.chart
    assert chart.accessibleName() == "Plays a month: 41 plays in 5 months"
    full.qtbot.mouseMove(chart, QPoint(chart.width() - 20, 100))
    full.qtbot.waitUntil(lambda: chart.told == "Apr 2024: 1 play")


def test_a_listener_without_dates_has_no_months(full: Desk) -> None:
    page = full.show(ListenerPage, full.workspace.find_listener("2").id)
    press(full, page, "History")
    assert "No dates" in says(page.months.pane)
    assert not page.months.chart.isVisible()


@pytest.mark.parametrize(
    ("text", "page", "part"), [(browse.TASTE_RADIO, "radio", "listener"), (browse.COMPARE_WITH, "together", None)]
)
def test_a_radio_and_a_comparison_begin_from_a_listener(
    full: Desk, text: str, page: PageName, part: str | None
) -> None:
    listener = mira(full)
    shown = full.show(ListenerPage, listener)
    full.qtbot.mouseClick(find_button(shown, text), Qt.MouseButton.LeftButton)
    assert full.went == [Location(page, listener, part)]


def test_a_listener_who_left_is_told_and_can_be_left(full: Desk) -> None:
    page = full.show(ListenerPage, mira(full))
    full.workspace.undo()
    page.mark_stale()
    full.settle()
    assert page.gone.isVisible()
    press(full, page, "See all listeners")
    assert full.went == [Location("listeners")]


# One artist


def test_an_artist_has_neighbours_and_listeners(full: Desk) -> None:
    full.train()
    artist = full.workspace.find_artist(ARTISTS[0])
    page = full.show(ArtistPage, artist.id)
    shown = text_of(page)
    assert artist.name in shown
    assert f"played by {artist.listeners} listeners" in shown
    similar = full.workspace.similar(artist.id).rows
    assert column(page.similar.pane.table, "artist") == [row.artist for row in similar]
    press(full, page, "Who plays it")
    click_link(full, page.listeners.pane.table, 0, "listener")
    assert full.went == [Location("listener", full.workspace.artist_listeners(artist.id)[0].id)]


def test_an_artist_that_too_few_play_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.workspace.import_history([hetrec_zip(tmp_path / "few.zip", listeners=6)])
    desk.train()
    few = next(
        artist
        for artist in (desk.workspace.find_artist(name) for name in desk.workspace.artists().names)
        if artist.listeners < 5
    )
    page = desk.show(ArtistPage, few.id)
    assert "Not enough listeners" in says(page.similar.pane)


def test_an_artist_without_a_model_is_led_to_training(full: Desk) -> None:
    page = full.show(ArtistPage, full.workspace.find_artist(ARTISTS[0]).id)
    press(full, page, "Train a model")
    assert full.went == [Location("train")]


def test_a_model_of_sessions_counts_sessions(desk: Desk, tmp_path: Path) -> None:
    desk.workspace.import_history([spotify_file(tmp_path / "mira.json", plays=400)], listener="Mira")
    desk.train()
    page = desk.show(ListenerPage, mira(desk))
    assert title_of(page.recommendations.pane.table, "evidence") == "Sessions"


def test_large_text_puts_the_reasons_under_the_table(full: Desk) -> None:
    full.train()
    page = full.show(ListenerPage, full.workspace.find_listener("2").id)
    tab = page.recommendations
    assert tab.reasons.mapTo(page, QPoint()).x() > tab.pane.mapTo(page, QPoint()).x() + tab.pane.width() - 1
    full.context.theme.set_text_scale(2.0)
    full.qtbot.waitUntil(lambda: tab.reasons.mapTo(page, QPoint()).y() > tab.pane.mapTo(page, QPoint()).y() + 100)
    assert page.width() == 1096
    full.context.theme.set_text_scale(1.0)
