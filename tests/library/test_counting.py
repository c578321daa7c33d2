"""What counts as a play can be said anew at any time."""

from __future__ import annotations

import pytest

from desktop_als.errors import LibraryError
from desktop_als.library import Library, counting
from desktop_als.library.counting import CountingRule, Recount
from tests.library.making import bring, play_batch

# Of 5, 20, 30 and 200 seconds and of unknown length; some heard to their end.
PLAYS = [
    (0, "Otto", "a", 5_000, False),
    (1_000, "Otto", "b", 20_000, True),
    (2_000, "Mira", "c", 29_999, False),
    (3_000, "Mira", "d", 30_000, False),
    (4_000, "Mira", "e", 200_000, False),
    (5_000, "Tin Rivers", "f", -1, True),
]


def recount(library: Library, seconds: float, heard_out: bool = True) -> None:
    with library.changing("counting", "recount", "counting") as cursor:
        counting.set_counting(cursor, CountingRule(round(seconds * 1000), heard_out))


def state(library: Library) -> tuple[object, ...]:
    with library.reading() as cursor:
        plays = cursor.execute("select * from plays order by source, row").fetchall()
    return (
        plays,
        library.totals(),
        library.sources(),
        library.listeners().plays.tolist(),
        library.artists().plays.tolist(),
    )


@pytest.mark.parametrize("community", [None, "Club"])
@pytest.mark.parametrize(
    ("seconds", "heard_out", "plays"),
    [(30, True, 4), (30, False, 3), (0, True, 6), (20, False, 5), (240, True, 2), (240, False, 1), (29.999, False, 4)],
)
def test_plays_count_from_so_many_seconds_on_and_reports_follow(
    library: Library, community: str | None, seconds: float, heard_out: bool, plays: int
) -> None:
    bring(library, play_batch(PLAYS), community=community)
    with library.reading() as cursor:
        (foreseen,) = counting.recounts(cursor, CountingRule(round(seconds * 1000), heard_out))
    recount(library, seconds, heard_out)
    assert library.totals().plays == foreseen.plays == 4 + foreseen.gained - foreseen.lost == plays
    (source,) = library.sources()
    assert (source.tally.kept, source.tally.too_short, source.tally.rows_read) == (plays, 6 - plays, 6)


def test_back_and_forth_is_the_same_as_never(library: Library) -> None:
    bring(library, play_batch(PLAYS))
    bring(library, play_batch(PLAYS), listener="Cy", community="Club", form="other")
    before = state(library)
    for seconds in (0, 240, 30):
        recount(library, seconds)
    assert state(library) == before
    for _ in range(3):
        undone = library.undo()
        assert undone is not None
        assert undone.kind == "counting"
        assert library.sources()[0].tally.rows_read == 6
    assert state(library) == before


def test_what_was_said_holds_for_later_imports(library: Library) -> None:
    recount(library, 0)
    bring(library, play_batch(PLAYS))
    assert library.totals().plays == 6
    with library.reading() as cursor:
        assert counting.recounts(cursor, CountingRule()) == [Recount(1, gained=0, lost=2, plays=4, artists=0)]
        assert counting.recounts(cursor, CountingRule(240_000, False))[0].artists == -2
        assert counting.counting(cursor) == CountingRule(0, True)


def test_saying_the_same_again_is_no_step(library: Library) -> None:
    recount(library, 30)
    assert library.steps() == []


@pytest.mark.parametrize("seconds", [-1, 241])
def test_more_than_four_minutes_are_refused(seconds: int) -> None:
    with pytest.raises(LibraryError, match="0 to 240"):
        CountingRule(seconds * 1000)
