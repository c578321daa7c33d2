"""The pages of a library that holds nothing but ratings."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_als.gui.messages import common
from desktop_als.gui.pages.artist import ArtistPage
from desktop_als.gui.pages.artists import ArtistsPage
from desktop_als.gui.pages.home import HomePage
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.pages.listeners import ListenersPage
from tests.exports import movielens_zip
from tests.gui.standing_alone import text_of
from tests.gui.test_browse import Desk, column, desk, press, title_of  # noqa: F401


@pytest.fixture
def rated(desk: Desk, tmp_path: Path) -> Desk:  # noqa: F811
    desk.workspace.import_history([movielens_zip(tmp_path / "ml-latest.zip")])
    return desk


def someone(rated: Desk) -> int:
    return rated.workspace.find_listener("7").id


def test_home_counts_ratings(rated: Desk) -> None:
    ratings = rated.workspace.totals().ratings
    shown = text_of(rated.show(HomePage))
    assert f"60 listeners · 24 artists · {ratings} ratings" in shown
    assert f"A model learns from {ratings} ratings" in shown


def test_the_tables_of_everyone_count_ratings(rated: Desk) -> None:
    for page_of in (ListenersPage, ArtistsPage):
        table = rated.show(page_of).list.pane.table
        assert title_of(table, "plays") == "Ratings"
        assert all(int(count) > 0 for count in column(table, "plays"))


def test_a_listener_shows_what_they_rate_highest(rated: Desk) -> None:
    page = rated.show(ListenerPage, someone(rated))
    press(rated, page, "Top artists")
    table = page.top.pane.table
    assert title_of(table, "plays") == "Rating"
    given = [float(stars) for stars in column(table, "plays")]
    assert given == sorted(given, reverse=True)
    assert 0.5 <= given[-1] < given[0] <= 5
    assert f"{len(given)} ratings · {len(given)} artists · MovieLens · 2000" in text_of(page)


def test_an_artist_shows_who_rates_it_highest(rated: Desk) -> None:
    artist = int(rated.workspace.artists().ids[0])
    page = rated.show(ArtistPage, artist)
    press(rated, page, "Who plays it")
    table = page.listeners.pane.table
    assert title_of(table, "plays") == "Rating"
    assert column(table, "plays") == sorted(column(table, "plays"), reverse=True)
    assert f"rated by {len(column(table, 'plays'))} listeners" in text_of(page)


def test_ratings_are_foretold_with_their_reasons(rated: Desk) -> None:
    rated.train()
    page = rated.show(ListenerPage, someone(rated))
    tab = page.recommendations
    table = tab.pane.table
    assert title_of(table, "plays") == "Foretold"
    assert title_of(table, "because") == "Because you rated"
    foretold = [float(stars) for stars in column(table, "plays")]
    assert foretold == sorted(foretold, reverse=True)
    assert tab.reasons.rows[0].text == "rated in general"
    assert tab.reasons.score.startswith(f"+{foretold[0]:.1f}"[:2])


def test_plays_come_first_where_there_are_some(rated: Desk, tmp_path: Path) -> None:
    rated.workspace.import_sample()
    table = rated.show(ListenersPage).list.pane.table
    assert title_of(table, "plays") == "Plays"
    rated.workspace.undo()
    assert common.undone("ml.zip", 0, 12) == "Undid the import of ml.zip: 12 ratings removed."
    assert common.undone("both", 3, 1) == "Undid the import of both: 3 plays and 1 rating removed."
