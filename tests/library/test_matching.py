"""What makes two plays the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.library.matching import Tellings, lead_key, match, title_key
from desktop_als.plays import UNKNOWN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Slow Kerosene (feat. Otto)", "Slow Kerosene"),
        ("Slow Kerosene [ft. Otto & Bo]", "slow  kerosene"),
        ("Slow Kerosene - feat. Otto", "Slow Kerosene"),
        ("Slow Kerosene (with Otto)", "Slow Kerosene"),
        ("Slow Kerosene - Remastered 2011", "Slow Kerosene"),
        ("Slow Kerosene - 2009 Remaster", "Slow Kerosene (2009 Remastered Version)"),
        ("5,10,15", "51015"),
        ("“Heart” of it", 'Heart of it"'),
        ("Don’t", "Don't"),
    ],
)
def test_titles_that_are_the_same(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Slow Kerosene - Live", "Slow Kerosene"),
        ("Slow Kerosene - Radio Edit", "Slow Kerosene"),
        ("Slow Kerosene - Live / Remastered 2011", "Slow Kerosene"),
        ("Dancing with Otto", "Dancing"),
        ("Remastered", ""),
        (",", '"'),
    ],
)
def test_titles_that_are_not(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


def test_guests_of_an_artist_are_left_out_and_partners_stay() -> None:
    assert (
        lead_key("ada holm feat. bo")
        == lead_key("ada holm ft. bo")
        == lead_key("ada holm (featuring bo)")
        == "ada holm"
    )
    assert lead_key("ada holm & bo") == "ada holm & bo"
    assert lead_key("holm, the maker") == "holm the maker"


def tellings(*plays: tuple[int, int], rounding: int = 0) -> Tellings:
    starts, lengths = np.array(plays, np.int64).reshape(-1, 2).T
    return Tellings(np.zeros(len(plays), np.int64), starts, lengths, np.full(len(plays), rounding))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((0, 200_000), (120, 200_000), True),
        ((0, 200_000), (121, 200_000), False),
        ((0, 200_000), (260, UNKNOWN), True),
        ((0, 200_000), (261, UNKNOWN), False),
        ((0, 200_000), (-120, UNKNOWN), True),
        ((0, 200_000), (-121, UNKNOWN), False),
        ((0, UNKNOWN), (120, UNKNOWN), True),
        ((0, UNKNOWN), (121, UNKNOWN), False),
    ],
)
def test_how_near_two_times_must_be(one: tuple[int, int], other: tuple[int, int], same: bool) -> None:
    assert match(tellings(one), tellings(other)).tolist() == [0 if same else -1]
    assert match(tellings(other), tellings(one)).tolist() == [0 if same else -1]


def test_a_time_to_the_minute_may_be_a_minute_off() -> None:
    assert match(tellings((0, 200_000)), tellings((-180, UNKNOWN), rounding=60)).tolist() == [0]


def test_a_track_in_a_loop_is_matched_play_by_play() -> None:
    loop = [(200 * i, 200_000) for i in range(5)]
    ends = [(200 * i + 200, UNKNOWN) for i in range(5)]
    assert match(tellings(*loop), tellings(*ends)).tolist() == [0, 1, 2, 3, 4]


plays = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1500), st.sampled_from([UNKNOWN, 40_000, 200_000])), max_size=20
)


@given(plays, plays)
def test_every_play_has_one_twin_at_most_and_none_of_another_track(first: list, second: list) -> None:
    columns = [
        Tellings(*np.array(rows, np.int64).reshape(-1, 3).T, np.zeros(len(rows), np.int64)) for rows in (first, second)
    ]
    found = match(*columns)
    twins = found[found >= 0]
    assert len(set(twins.tolist())) == len(twins)
    assert (columns[0].group[twins] == columns[1].group[found >= 0]).all()
    again = match(columns[1], columns[0])
    assert (again >= 0).sum() == len(twins)
