from typing import Literal

import numpy as np
import pytest

from desktop_als.als.interactions import Interactions
from desktop_als.errors import Cancelled
from desktop_als.library import Library, MatrixShape
from desktop_als.library import matrix as building
from desktop_als.plays import UNKNOWN
from desktop_als.progress import CancelToken, Progress
from tests.library.making import NOON, bring, count_batch, play_batch, plays_by_name

MINUTES = 60
EVENING = [
    (0, "Lumen Fields", "Harbour"),
    (5 * MINUTES, "Otto", "Sea"),
    (10 * MINUTES, "Lumen Fields", "Quay"),
    (40 * MINUTES, "Lumen Fields", "Pier"),  # exactly half an hour later: the same session
    (40 * MINUTES, "Lumen Fields", "Mole"),
    (70 * MINUTES + 1, "Otto", "Sand"),
]


def well_formed(matrix: Interactions) -> None:
    rows, columns = matrix.plays.shape
    assert matrix.plays.data.dtype == np.float32
    assert matrix.plays.indices.dtype == matrix.plays.indptr.dtype == np.int32
    assert matrix.row_ids.dtype == matrix.artist_ids.dtype == matrix.last_played.dtype == np.int64
    assert (len(matrix.row_ids), len(matrix.artist_ids), len(matrix.last_played)) == (rows, columns, matrix.plays.nnz)
    assert np.all(np.diff(matrix.plays.indptr) > 0)
    assert np.all(np.bincount(matrix.plays.indices, minlength=columns) > 0)
    assert np.all(matrix.plays.data > 0)
    assert np.all(np.diff(matrix.artist_ids) > 0)
    for row in range(rows):
        assert np.all(np.diff(matrix.plays[row].indices) > 0)


def test_listeners_as_rows(library: Library) -> None:
    bring(library, play_batch([*EVENING, (99, "Too Short", "x", 900, False)]))
    bring(library, count_batch([("Bo", "Quiet Coast", 12), ("Ada", "Otto", 3)]))
    matrix = library.interactions("listeners")
    well_formed(matrix)
    assert library.matrix_shape("listeners") == MatrixShape(*matrix.plays.shape, matrix.plays.nnz)
    assert matrix.row_kind == "listeners"
    assert plays_by_name(library) == {("Ada", "Lumen Fields"): 4, ("Ada", "Otto"): 5, ("Bo", "Quiet Coast"): 12}
    assert matrix.knows_up_to == NOON + 70 * MINUTES + 1
    assert sorted(matrix.last_played.tolist()) == [UNKNOWN, NOON + 40 * MINUTES, NOON + 70 * MINUTES + 1]


def test_sessions_as_rows(library: Library) -> None:
    bring(library, play_batch([*EVENING, (60 * MINUTES, "Too Short", "x", 900, False)]))
    matrix = library.interactions("sessions")
    well_formed(matrix)
    assert library.matrix_shape("sessions") == MatrixShape(*matrix.plays.shape, matrix.plays.nnz)
    assert matrix.row_kind == "sessions"
    assert matrix.row_ids.tolist() == [1, 1]
    assert matrix.plays.toarray().tolist() == [[4, 1], [0, 1]]
    assert matrix.last_played.tolist() == [NOON + 40 * MINUTES, NOON + 5 * MINUTES, NOON + 70 * MINUTES + 1]


def test_totals_without_times_are_one_row_among_sessions(library: Library) -> None:
    bring(library, count_batch([("Bo", "Otto", 2), ("Bo", "Quiet Coast", 3)]), listener=None)
    bring(library, play_batch(EVENING))
    matrix = library.interactions("sessions")
    well_formed(matrix)
    assert sorted(matrix.plays.sum(axis=1).ravel().tolist()[0]) == [1, 5, 5]
    assert len(set(matrix.row_ids.tolist())) == 2


def test_sessions_of_two_people_do_not_mix(library: Library) -> None:
    bring(library, play_batch(EVENING), listener="Ada")
    bring(library, play_batch([(1, "Otto", "Foam")]), listener="Bo")
    assert library.interactions("sessions").row_ids.tolist() == [1, 1, 2]


@pytest.mark.parametrize(("people", "kind"), [(1, "sessions"), (4, "sessions"), (5, "listeners")])
def test_few_listeners_give_sessions(library: Library, people: int, kind: str) -> None:
    bring(library, count_batch([(f"Person {n}", "Otto", 2) for n in range(people)]), listener=None)
    assert library.interactions().row_kind == kind


def test_it_tells_of_itself_and_can_be_stopped(library: Library) -> None:
    bring(library, play_batch(EVENING))
    moments: list[Progress] = []
    library.interactions(progress=moments.append)
    assert moments[-1].fraction == 1
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        library.interactions(cancel=cancel)


@pytest.mark.parametrize("rows", ["listeners", "sessions"])
@pytest.mark.parametrize("at_once", [1, 7, 500_000])
def test_a_matrix_built_in_pieces_is_what_was_brought(
    library: Library, monkeypatch: pytest.MonkeyPatch, rows: Literal["listeners", "sessions"], at_once: int
) -> None:
    monkeypatch.setattr(building, "ENTRIES_AT_ONCE", at_once)
    draw = np.random.default_rng(3)
    expected: dict[tuple[str, int, str], tuple[int, int]] = {}
    for who in ("Ada", "Bo", "Cy", "Di"):
        times = np.cumsum(draw.integers(1, 3_000, 30)).tolist()
        plays = [(at, f"Band {draw.integers(9)}", f"Song {at}") for at in times]
        bring(library, play_batch(plays), listener=who)
        session, before = 0, -np.inf
        for at, artist, _ in plays:
            session += rows == "sessions" and at - before > 30 * MINUTES
            before = at
            count, _ = expected.get((who, session, artist), (0, UNKNOWN))
            expected[who, session, artist] = count + 1, NOON + at
    matrix = library.interactions(rows)
    well_formed(matrix)
    listeners, artists = library.listeners(), library.artists()
    names = dict(zip(listeners.ids.tolist(), listeners.names.tolist(), strict=True))
    place = {str(name): number for name, number in zip(artists.names, artists.ids.tolist(), strict=True)}
    wanted = sorted((listener, session, place[artist], *told) for (listener, session, artist), told in expected.items())
    entries = matrix.plays.tocoo()
    found = zip(
        (names[listener] for listener in matrix.row_ids[entries.row].tolist()),
        matrix.artist_ids[entries.col].tolist(),
        entries.data.tolist(),
        matrix.last_played.tolist(),
        strict=True,
    )
    assert list(found) == [(listener, artist, plays, last) for listener, _, artist, plays, last in wanted]
    assert matrix.plays.shape[0] == len({entry[:2] for entry in wanted})


def test_times_that_nobody_asks_for_take_no_memory(library: Library) -> None:
    bring(library, play_batch(EVENING))
    timed, untimed = library.interactions("listeners"), library.interactions("listeners", timed=False)
    assert np.all(untimed.last_played == UNKNOWN)
    assert untimed.last_played.strides == (0,)
    assert untimed.knows_up_to == timed.knows_up_to == NOON + 70 * MINUTES + 1
    assert (untimed.plays != timed.plays).nnz == 0


def test_memory_that_is_given_back_is_taken_again_when_needed(library: Library) -> None:
    bring(library, play_batch(EVENING))
    before = library.interactions("listeners")
    library.give_back_memory()
    assert (library.interactions("listeners").plays != before.plays).nnz == 0
    with library.importing("more.json"):
        library.give_back_memory()  # waits for nobody
