"""What can be done with an artist: opinions that show at once, radio, searches, and lists to take along."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_als.errors import SteeringError
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.messages import browse, names
from desktop_als.gui.messages import steering as words
from desktop_als.gui.pages.artist import ArtistPage, listed
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.steering import Opinion
from desktop_als.workspace import Workspace
from tests.exports import ARTISTS, spotify_file
from tests.gui.naming import HOSTILE, TOLD, tell
from tests.gui.standing_alone import Stage, buttons, click, cut_off, find_button, shown, text_of


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    """Mira at hand, no model."""
    tell(workspace, *TOLD)
    made = Stage(qtbot, workspace, jobs, themes)
    made.context.whose.choose(mira(made))
    return made


@pytest.fixture
def full(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource, tmp_path: Path) -> Stage:
    """A community with a model, and Mira with dates."""
    trained.import_history([spotify_file(tmp_path / "mira.json")], listener="Mira")
    return Stage(qtbot, trained, jobs, themes)


def mira(stage: Stage) -> int:
    return stage.workspace.find_listener("Mira").id


def opened(stage: Stage, name: str, part: str | None = None) -> ArtistPage:
    page = stage.show(ArtistPage(stage.context))
    page.open(Location("artist", stage.workspace.find_artist(name).id, part))
    stage.settle()
    return page


def opinion(stage: Stage, name: str) -> Opinion | None:
    return stage.workspace.steering.of(mira(stage)).opinions.get(stage.workspace.find_artist(name).id)


def column(table: TableView, key: str) -> list[str]:
    return shown(table, [one.key for one in table.table_model.columns].index(key))


def choose(menu: QMenu, text: str) -> None:
    next(entry for entry in menu.actions() if entry.text() == text).trigger()


def menu_of(page: ArtistPage) -> QMenu:
    menu = page.opinions.more.menu()
    assert isinstance(menu, QMenu)
    return menu


# Opinions


def test_a_like_shows_at_once_and_is_kept(stage: Stage) -> None:
    page = opened(stage, HOSTILE)
    like = find_button(page, words.LIKE)
    assert "For Mira." in like.toolTip()
    stage.qtbot.mouseClick(like, Qt.MouseButton.LeftButton)
    assert (like.text(), like.isChecked()) == (words.LIKED, True)
    stage.settle()
    assert opinion(stage, HOSTILE) == Opinion.LIKED
    sentence, step = stage.told[-1]
    assert sentence == f"Mira likes {HOSTILE}."
    assert step == stage.workspace.steps()[0].id
    stage.workspace.undo()
    stage.context.changed()
    stage.settle()
    assert (like.text(), like.isChecked()) == (words.LIKE, False)


def test_the_same_button_takes_it_back(stage: Stage) -> None:
    page = opened(stage, "Ada")
    click(stage, page, words.LIKE)
    click(stage, page, words.LIKED)
    assert opinion(stage, "Ada") is None
    assert find_button(page, words.LIKE)


def test_not_for_me_takes_the_place_of_a_like(stage: Stage) -> None:
    page = opened(stage, "Ada")
    click(stage, page, words.LIKE)
    page.opinions.dislike.setFocus()
    stage.qtbot.keyClick(page.opinions.dislike, Qt.Key.Key_Space)
    stage.settle()
    assert opinion(stage, "Ada") == Opinion.DISLIKED
    assert not page.opinions.like.isChecked()
    assert page.opinions.dislike.isChecked()


def test_the_menu_bans_snoozes_and_takes_back(stage: Stage) -> None:
    page = opened(stage, "Ada")
    choose(menu_of(page), words.NEVER_SHOW)
    stage.settle()
    assert opinion(stage, "Ada") == Opinion.BANNED
    assert page.opinions.dislike.text() == "Never shown"
    choose(menu_of(page), words.snooze(30))
    stage.settle()
    assert opinion(stage, "Ada") == Opinion.SNOOZED
    assert page.opinions.dislike.text() == "Snoozed"
    assert stage.told[-1][0] == "Ada is not shown to Mira for 30 days."
    choose(menu_of(page), words.TAKE_BACK)
    stage.settle()
    assert opinion(stage, "Ada") is None
    assert page.opinions.dislike.text() == words.NOT_FOR_ME


def test_an_opinion_that_could_not_be_kept_is_shown_no_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise SteeringError("The library is on a full disk. Nothing was kept.")

    monkeypatch.setattr(stage.workspace.steering, "say", refuse)
    page = opened(stage, "Ada")
    stage.qtbot.mouseClick(page.opinions.like, Qt.MouseButton.LeftButton)
    assert page.opinions.like.isChecked()
    stage.settle()
    assert stage.failures == ["The library is on a full disk. Nothing was kept."]
    assert not page.opinions.like.isChecked()


def test_the_last_of_quick_clicks_stands(stage: Stage) -> None:
    page = opened(stage, "Ada")
    for made in (page.opinions.like, page.opinions.dislike, page.opinions.like):
        stage.qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert made.isChecked()
    stage.settle()
    assert page.opinions.like.isChecked()
    assert opinion(stage, "Ada") == Opinion.LIKED


def test_nobody_at_hand_says_so(stage: Stage) -> None:
    stage.context.whose.choose(None)
    page = opened(stage, "Ada")
    assert not page.opinions.like.isEnabled()
    assert not page.opinions.more.isEnabled()
    assert words.NOBODY in page.opinions.like.toolTip()
    stage.context.whose.choose(mira(stage))
    stage.settle()
    assert page.opinions.like.isEnabled()


def test_a_listener_who_left_is_nobody(stage: Stage) -> None:
    stage.context.whose.choose(999)
    page = opened(stage, "Ada")
    assert "played by 1 listener" in text_of(page)
    assert not page.opinions.like.isEnabled()


# The head


def test_the_facts_tell_what_the_listener_at_hand_plays(full: Stage) -> None:
    full.context.whose.choose(mira(full))
    top = full.workspace.top_artists(mira(full))[0]
    assert f"Mira: {top.plays} plays, last in 2024" in text_of(opened(full, top.name))
    other = full.workspace.find_listener("2").id
    unknown = {one.name for one in full.workspace.top_artists(other)}
    name = next(one for one in ARTISTS if one not in unknown)
    full.context.whose.choose(other)
    assert "2: never played" in text_of(opened(full, name))


def test_the_head_leads_to_the_radio_and_to_spellings(stage: Stage) -> None:
    page = opened(stage, "Ada")
    ada = stage.workspace.find_artist("Ada").id
    click(stage, page, browse.START_RADIO)
    click(stage, page, names.ANOTHER_SPELLING)
    assert stage.went == [Location("radio", ada, "artist"), Location("names", ada)]


def test_the_buttons_of_the_head_are_in_one_row(stage: Stage) -> None:
    page = opened(stage, "Ada")
    middles = {one.geometry().center().y() for one in (page.opinions, page.open_in, page.export)}
    assert max(middles) - min(middles) <= 1


def test_searches_are_for_the_artist_that_is_seen(stage: Stage) -> None:
    page = opened(stage, "Ada")
    page.open(Location("artist", stage.workspace.find_artist("Bo").id))
    stage.settle()
    menu = find_button(page, browse.OPEN_IN).menu()
    assert isinstance(menu, QMenu)
    choose(menu, "Copy name")
    from PySide6.QtGui import QGuiApplication

    assert QGuiApplication.clipboard().text() == "Bo"


def test_nothing_of_the_head_is_cut_off_when_text_is_large(stage: Stage) -> None:
    stage.theme.set_text_scale(2.0)
    page = opened(stage, "Ada")
    assert cut_off(page) == []
    right = [one.mapTo(page, QPoint(one.width(), 0)).x() for one in (page.opinions, page.open_in)]
    assert max(right) <= page.width()
    stage.theme.set_text_scale(1.0)


# The tabs


def test_neighbours_tell_what_is_shared_and_what_is_yours(full: Stage) -> None:
    full.context.whose.choose(mira(full))
    page = opened(full, ARTISTS[0])
    table, similar = page.similar.pane.table, full.workspace.similar(full.workspace.find_artist(ARTISTS[0]).id).rows
    mine = {one.id: one.plays for one in full.workspace.top_artists(mira(full))}
    assert column(table, "yours") == [f"{mine.get(row.artist_id, 0):,}" for row in similar]
    shared = full.workspace.together.shared_listeners(page.subject or 0, [row.artist_id for row in similar])
    assert column(table, "shared") == [f"{number:,}" for number in shared]
    full.context.whose.choose(None)
    full.settle()
    place = [one.key for one in table.table_model.columns].index("yours")
    assert table.isColumnHidden(place)


def test_an_opinion_of_a_neighbour_is_said_by_a_key(full: Stage) -> None:
    full.context.whose.choose(mira(full))
    table = opened(full, ARTISTS[0]).similar.pane.table
    table.setFocus()
    table.selectRow(1)
    name = column(table, "artist")[1]
    full.qtbot.keyClick(table, Qt.Key.Key_L)
    full.settle()
    assert opinion(full, name) == Opinion.LIKED
    assert full.told[-1][0] == f"Mira likes {name}."
    assert table.table_model.id_at(table.currentIndex().row()) == full.workspace.find_artist(name).id
    full.qtbot.keyClick(table, Qt.Key.Key_L)
    full.settle()
    assert opinion(full, name) is None


def test_an_opinion_of_nobody_says_whose_it_would_be(full: Stage) -> None:
    table = opened(full, ARTISTS[0]).similar.pane.table
    table.setFocus()
    table.selectRow(0)
    full.qtbot.keyClick(table, Qt.Key.Key_D)
    assert full.told == [(words.NOBODY, None)]


def test_who_would_like_it_does_not_play_it(full: Stage) -> None:
    page = opened(full, ARTISTS[0], "would-like")
    playing = {one.name for one in full.workspace.artist_listeners(page.subject or 0)}
    would = column(page.would_like.pane.table, "listener")
    assert would
    assert not playing & set(would)


def test_who_would_like_it_needs_a_model(stage: Stage) -> None:
    page = opened(stage, "Ada", "would-like")
    click(stage, page, browse.TRAIN)
    assert stage.went == [Location("train")]


def test_tracks_tell_who_plays_them(full: Stage) -> None:
    full.context.whose.choose(mira(full))
    name = full.workspace.top_artists(mira(full))[0].name
    page = opened(full, name, "tracks")
    tracks = full.workspace.tracks.of_artist(page.subject or 0, mira(full))
    assert tracks
    table = page.tracks.pane.table
    assert column(table, "title") == [track.title for track in tracks]
    assert column(table, "yours") == [f"{track.yours:,}" for track in tracks]
    assert listed(table) == [track.track_id for track in tracks]


def test_a_radio_starts_from_a_track(full: Stage) -> None:
    name = full.workspace.top_artists(mira(full))[0].name
    page = opened(full, name, "tracks")
    table = page.tracks.pane.table
    table.selectRow(0)
    menu = QMenu(table)
    table.menu_opening.emit(menu)
    choose(menu, browse.START_RADIO)
    assert full.went == [Location("radio", listed(table)[0], "track")]


def test_an_artist_without_titles_says_so(stage: Stage) -> None:
    assert browse.NO_TRACKS in text_of(opened(stage, "Ada", "tracks"))


def test_lists_of_artists_and_tracks_can_be_taken_along(full: Stage) -> None:
    page = opened(full, ARTISTS[0])
    source = page._listed()
    assert source.title == f"Similar to {ARTISTS[0]}"
    assert source.artist_ids == listed(page.similar.pane.table)
    assert page.export.isVisible()
    click(full, page, browse.WHO_PLAYS)
    assert not page.export.isVisible()
    click(full, page, browse.TRACKS)
    assert page._listed().title == f"Tracks of {ARTISTS[0]}"
    assert page.export.isVisible()


def test_the_window_takes_an_opinion_back(window: MainWindow, jobs: Jobs, qtbot: QtBot, workspace: Workspace) -> None:
    def settle() -> None:
        qtbot.waitUntil(lambda: jobs.idle)

    tell(workspace, *TOLD)
    window.library_changed()
    settle()
    ada = workspace.find_artist("Ada").id
    window.go(Location("artist", ada))
    settle()
    qtbot.mouseClick(find_button(window, words.LIKE), Qt.MouseButton.LeftButton)
    settle()
    qtbot.mouseClick(find_button(window, "Undo"), Qt.MouseButton.LeftButton)
    settle()
    assert words.LIKED not in buttons(window)
    assert workspace.steering.of(workspace.find_listener("Mira").id).opinions == {}
