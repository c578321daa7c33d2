"""Which of several services stands for a play: checked on columns alone, without a library."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.library.matching import CLOSE, Tellings
from desktop_als.library.services import Compared, told_by
from desktop_als.plays import UNKNOWN

VARIOUS = 2
"""The artist that is none."""


def compared(plays: list[tuple[int, int, int, int, int]]) -> Compared:
    """Of start, place of the service, title, artist, milliseconds."""
    start, place, title, artist, ms = np.array(sorted(plays), np.int64).reshape(-1, 5).T
    numbers = np.arange(len(plays))
    tellings = Tellings(title * 10 + artist, start, ms, np.zeros(len(plays), np.int64))
    return Compared(numbers, numbers, place, tellings, title, artist == VARIOUS)


plays = st.lists(
    st.tuples(
        st.integers(0, 2_000),
        st.integers(1, 4),
        st.integers(0, 1),
        st.integers(0, VARIOUS),
        st.sampled_from([UNKNOWN, 40_000, 200_000]),
    ),
    min_size=1,
    max_size=40,
)


@given(plays)
def test_every_play_is_told_by_one_that_stands_and_no_service_twice(rows: list) -> None:
    found = compared(rows)
    told = told_by(found)
    twins = np.flatnonzero(told >= 0)
    tellers = told[twins]
    assert (told[tellers] == -1).all()
    assert (found.places[tellers] < found.places[twins]).all()
    assert (found.titles[tellers] == found.titles[twins]).all()
    same_artist = found.tellings.group[tellers] == found.tellings.group[twins]
    assert (same_artist | found.various[tellers] | found.various[twins]).all()
    once = list(zip(tellers.tolist(), found.places[twins].tolist(), strict=True))
    assert len(set(once)) == len(once)


@given(plays)
def test_what_could_still_be_paired_is_not_left_alone(rows: list) -> None:
    found = compared(rows)
    told = told_by(found)
    tellings = found.tellings
    takers = {(int(told[i]), int(found.places[i])) for i in np.flatnonzero(told >= 0)}
    for one in np.flatnonzero(told < 0):
        for other in np.flatnonzero((told < 0) & (found.places > found.places[one])):
            free = (int(one), int(found.places[other])) not in takers
            near = abs(tellings.start[one] - tellings.start[other]) <= CLOSE
            assert not (free and near and tellings.group[one] == tellings.group[other])


@given(st.sets(st.tuples(st.integers(0, 20), st.integers(0, 1)), max_size=12), st.data())
def test_as_many_stand_as_happened(happened: set, data: st.DataObject) -> None:
    rows = []
    for slot, title in happened:
        for place in data.draw(st.sets(st.integers(1, 4), min_size=1)):
            late = data.draw(st.integers(-50, 50))
            artist = data.draw(st.sampled_from([0, VARIOUS]))
            rows.append((slot * 700 + late, place, title, artist, 200_000 if place < 3 else UNKNOWN))
    if rows:
        assert (told_by(compared(rows)) < 0).sum() == len(happened)
