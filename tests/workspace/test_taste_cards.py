"""Taste cards: what is shown is what is written, and it reads back as that person's totals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.errors import CardError, NotFoundError
from desktop_als.library import Library
from desktop_als.workspace import CardOptions, Workspace
from desktop_als.workspace.taste_cards import LARGEST, rounded
from tests.library.making import bring, count_batch, play_batch, plays_by_name

DAY = "2024-06-15"
ALL = CardOptions(made=DAY)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "library") as opened:
        counts = [("Mira", "Тихий Фонарь", 1234), ("Mira", "Tin Rivers", 1249), ("Mira", "Velvet Orchard", 7)]
        bring(opened._library, count_batch(counts), listener="Mira")
        yield opened


def mira(workspace: Workspace) -> int:
    return workspace.find_listener("Mira").id


def test_the_preview_is_what_is_written(workspace: Workspace, tmp_path: Path) -> None:
    for options in (ALL, CardOptions("M.", 2, False, ("tin rivers",), DAY)):
        shown = workspace.taste_cards.preview(mira(workspace), options)
        assert workspace.taste_cards.save(mira(workspace), tmp_path / "mira.taste.json", options) == shown
        assert (tmp_path / "mira.taste.json").read_bytes() == shown


def test_it_holds_a_name_a_day_and_rounded_plays(workspace: Workspace) -> None:
    card = workspace.taste_cards.preview(mira(workspace), ALL)
    assert json.loads(card) == {
        "format": "desktop-als taste card",
        "version": 1,
        "name": "Mira",
        "made": DAY,
        "artists": [
            {"artist": "Tin Rivers", "plays": 1200},
            {"artist": "Тихий Фонарь", "plays": 1200},
            {"artist": "Velvet Orchard", "plays": 7},
        ],
    }
    assert list(json.loads(card)) == ["format", "version", "name", "made", "artists"]
    assert "Тихий Фонарь".encode() in card


def test_ranks_names_and_artists_can_be_chosen(workspace: Workspace) -> None:
    options = CardOptions(name="M.", top=1, plays=False, leave_out=("tin  rivers",), made=DAY)
    card = json.loads(workspace.taste_cards.preview(mira(workspace), options))
    assert (card["name"], card["artists"]) == ("M.", [{"artist": "Тихий Фонарь"}])


def test_what_makes_no_card_is_a_sentence(workspace: Workspace, tmp_path: Path) -> None:
    everybody = CardOptions(leave_out=("Tin Rivers", "Velvet Orchard", "Тихий Фонарь"))
    with pytest.raises(NotFoundError, match="No artist is left"):
        workspace.taste_cards.preview(mira(workspace), everybody)
    with pytest.raises(CardError, match="Nothing was changed"):
        workspace.taste_cards.save(mira(workspace), tmp_path / "nowhere" / "card", ALL)
    many = [("Otto", f"{place:03} {'long ' * 60}name", 5) for place in range(500)]
    bring(workspace._library, count_batch(many), listener="Otto")
    workspace._library_changed()
    with pytest.raises(CardError, match="64 KB"):
        workspace.taste_cards.preview(workspace.find_listener("Otto").id, CardOptions(top=500))
    assert len(workspace.taste_cards.preview(workspace.find_listener("Otto").id)) < LARGEST


def test_no_time_no_track_and_nothing_of_others_is_on_a_card(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "library") as workspace:
        batch = play_batch([(minute * 300, "Tin Rivers", "Deep Current") for minute in range(30)])
        bring(workspace._library, batch, listener="Mira")
        bring(workspace._library, count_batch([("Otto", "Garage", 3)]), listener="Otto", form="other")
        card = json.loads(workspace.taste_cards.preview(mira(workspace), ALL))
    assert card["artists"] == [{"artist": "Tin Rivers", "plays": 30}]
    assert set(card) == {"format", "version", "name", "made", "artists"}


def test_a_card_is_read_as_the_totals_of_that_person_and_a_newer_one_takes_its_place(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "from a friend.json"
    workspace.taste_cards.save(mira(workspace), file, ALL)
    with Workspace.open(tmp_path / "other") as other:
        (report,) = other.import_history([file]).files
        assert (report.format, report.listener, report.tally.kept) == ("taste_card", "Mira", 3)
        assert other.import_history([file]).files[0].tally.duplicates == 3
        newer = json.loads(file.read_bytes())
        newer["artists"][2]["plays"] = 90
        file.write_text(json.dumps(newer))
        assert other.import_history([file]).files[0].tally.kept == 1
    with Library.open(tmp_path / "other") as library:
        plays = plays_by_name(library)
    assert plays["Mira", "Velvet Orchard"] == 90
    assert plays["Mira", "Tin Rivers"] == 1200


def test_a_card_of_ranks_counts_each_artist_once_and_says_so(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "card"
    workspace.taste_cards.save(mira(workspace), file, CardOptions(plays=False))
    with Workspace.open(tmp_path / "other") as other:
        (report,) = other.import_history([file]).files
        assert report.notes == ("card tells favourites without plays, so each of its artists counts as one play.",)
        assert [row.plays for row in other.top_artists(other.find_listener("Mira").id)] == [1, 1, 1]


@given(st.integers(1, 10**12))
def test_two_digits_are_kept(plays: int) -> None:
    digits = str(rounded(plays)).rstrip("0")
    assert len(digits) <= 2
    assert abs(rounded(plays) - plays) * 20 <= plays
