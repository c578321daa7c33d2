"""Spotify's account data and extended history of one person."""

import pytest

from desktop_als.library import Library
from desktop_als.plays import Tally
from tests.library.making import bring, play_batch

EXTENDED = [(0, "Lumen Fields", "Harbour", 200_000), (1_000, "Lumen Fields", "Quay", 200_000)]
ACCOUNT = [
    (-20, "Lumen Fields", "Harbour", 200_000),
    (5_000, "Otto", "Sea", 100_000),
]  # minutes: the first is the same play


@pytest.mark.parametrize("extended_first", [True, False])
def test_account_plays_within_the_extended_span_do_not_count(library: Library, extended_first: bool) -> None:
    steps = [
        lambda: bring(library, play_batch(EXTENDED), form="spotify_extended"),
        lambda: bring(library, play_batch(ACCOUNT), form="spotify_account"),
    ]
    for step in steps if extended_first else reversed(steps):
        step()
    assert library.totals().plays == 3
    assert library.artists().plays.tolist() == [2, 1]
    if extended_first:
        assert library.sources()[1].tally == Tally(kept=1, duplicates=1)


def test_undo_brings_superseded_plays_back(library: Library) -> None:
    bring(library, play_batch(ACCOUNT), form="spotify_account")
    before = (library.totals(), library.fingerprint())
    bring(library, play_batch(EXTENDED), form="spotify_extended")
    library.undo()
    assert (library.totals(), library.fingerprint()) == before


def test_a_play_told_alike_by_both_still_counts(library: Library) -> None:
    bring(library, play_batch(EXTENDED[:1]), form="spotify_account")
    bring(library, play_batch(EXTENDED), form="spotify_extended")
    assert library.totals().plays == 2


def test_other_people_are_left_alone(library: Library) -> None:
    bring(library, play_batch(EXTENDED), form="spotify_extended", listener="Ada")
    assert bring(library, play_batch(ACCOUNT), form="spotify_account", listener="Bo").tally == Tally(kept=2)
