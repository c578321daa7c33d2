"""Ratings beside plays: stored once, averaged over albums, replaced and taken back."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.library import Library, MatrixShape
from desktop_als.plays import UNKNOWN, Tally
from tests.library.making import NOON, bring, count_batch, play_batch, plays_by_name, rating_batch, ratings_by_name
from tests.library.test_interactions import well_formed

FEW = [("Ada", "Lumen Fields", "Harbour", 8.0), ("Ada", "Lumen Fields", "Quay", 5.0), ("Bo", "Otto", "Sea", 10.0)]


def test_an_artist_is_rated_as_their_albums_are_in_the_mean(library: Library) -> None:
    assert bring(library, rating_batch(FEW)).tally == Tally(kept=3)
    assert ratings_by_name(library) == {("Ada", "Lumen Fields"): 6.5, ("Bo", "Otto"): 10}
    assert library.highest_rating() == 10
    assert plays_by_name(library) == {}


def test_the_same_ratings_twice_add_nothing(library: Library) -> None:
    bring(library, rating_batch(FEW))
    before = (library.totals(), library.fingerprint(), library.sources())
    assert bring(library, rating_batch(FEW[::-1])).tally == Tally(duplicates=3)
    assert (library.totals(), library.fingerprint(), library.sources()) == before


def test_a_later_export_changes_what_it_says_otherwise_and_undo_brings_it_back(library: Library) -> None:
    bring(library, rating_batch(FEW))
    before = (ratings_by_name(library), library.fingerprint())
    later = [FEW[0], ("Ada", "Lumen Fields", "Quay", 2.0), ("Ada", "Lumen Fields", "Pier", 8.0), FEW[2]]
    assert bring(library, rating_batch(later)).tally == Tally(kept=2, duplicates=2)
    assert ratings_by_name(library) == {("Ada", "Lumen Fields"): 6, ("Bo", "Otto"): 10}
    assert library.fingerprint() != before[1]
    undone = library.undo()
    assert undone is not None
    assert (undone.plays, undone.ratings) == (0, 0)
    assert (ratings_by_name(library), library.fingerprint()) == before
    undone = library.undo()
    assert undone is not None
    assert undone.ratings == 2
    assert library.totals().listeners == 0


def test_an_older_rating_does_not_replace_a_newer_one(library: Library) -> None:
    bring(library, rating_batch(FEW, at=NOON))
    other = [(*row[:3], 1.0) for row in FEW]
    assert bring(library, rating_batch(other, at=NOON - 1)).tally == Tally(duplicates=3)
    assert bring(library, rating_batch(other, at=NOON + 1)).tally == Tally(kept=3)
    assert set(ratings_by_name(library).values()) == {1.0}


def test_what_a_file_says_twice_is_its_mean(library: Library) -> None:
    twice = [("Ada", "Otto", None, 3.0), ("Ada", "Otto", None, 4.0)]
    assert bring(library, rating_batch(twice)).tally == Tally(kept=2)
    assert bring(library, rating_batch(twice)).tally == Tally(duplicates=2)
    assert ratings_by_name(library) == {("Ada", "Otto"): 3.5}


def test_plays_and_ratings_live_side_by_side(library: Library) -> None:
    bring(library, play_batch([(0, "Lumen Fields", "Harbour"), (300, "Quiet Coast", "Sand")]))
    bring(library, rating_batch(FEW, at=NOON + 9_000))
    listeners, artists, totals = library.listeners(), library.artists(), library.totals()
    assert listeners.names.tolist() == ["Ada", "Bo"]
    assert (listeners.plays.tolist(), listeners.artists.tolist(), listeners.ratings.tolist()) == (
        [2, 0],
        [2, 1],
        [1, 1],
    )
    assert (listeners.first.tolist(), listeners.last.tolist()) == ([NOON, NOON + 9_000], [NOON + 9_000] * 2)
    by_name = dict(zip(artists.names, zip(artists.listeners, artists.plays, artists.ratings, strict=True), strict=True))
    assert by_name == {"Lumen Fields": (1, 1, 1), "Quiet Coast": (1, 1, 0), "Otto": (1, 0, 1)}
    assert (totals.plays, totals.ratings, totals.artists) == (2, 2, 3)
    ada, bo = (library.listener_history(listener) for listener in listeners.ids.tolist())
    assert ada.plays.tolist() == [1, 1]
    assert ada.ratings is not None
    np.testing.assert_equal(ada.ratings, [6.5, np.nan])
    assert (bo.plays.tolist(), bo.last_played.tolist()) == ([0], [UNKNOWN])
    assert plays_by_name(library) == {("Ada", "Lumen Fields"): 1, ("Ada", "Quiet Coast"): 1}
    assert library.interactions().row_kind == "sessions"
    who, plays, ratings = library.artist_listeners(int(artists.ids[artists.names == "Otto"][0]))
    assert (who.tolist(), plays.tolist(), ratings.tolist()) == (listeners.ids[1:].tolist(), [0], [10])


def test_the_matrix_of_ratings(library: Library) -> None:
    bring(library, count_batch([("Cy", "Otto", 4)]), listener=None)
    bring(library, rating_batch(FEW, at=NOON))
    matrix = library.interactions("ratings")
    well_formed(matrix)
    assert matrix.row_kind == "ratings"
    assert matrix.plays.toarray().tolist() == [[0, 6.5], [10, 0]]
    assert matrix.knows_up_to == NOON
    for rows in ("ratings", "listeners"):
        shaped = library.interactions(rows).plays
        assert library.matrix_shape(rows) == MatrixShape(*shaped.shape, shaped.nnz)


def test_ratings_are_learned_from_when_there_is_nothing_else(library: Library) -> None:
    bring(library, rating_batch(FEW))
    assert library.interactions().row_kind == "ratings"
    assert library.matrix_shape() == MatrixShape(2, 2, 2)
    assert library.interactions("listeners").plays.shape == (0, 0)


ratings = st.lists(
    st.tuples(
        st.sampled_from(["Ada", "Bo"]),
        st.sampled_from(["Otto", "Quiet Coast"]),
        st.sampled_from(["Sea", None]),
        st.sampled_from([1.0, 2.5, 4.0]),
    ),
    max_size=6,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ratings, st.sampled_from([UNKNOWN, NOON, NOON + 9])), max_size=4))
def test_undo_returns_through_every_former_state(library: Library, files: list) -> None:
    def state() -> tuple[object, ...]:
        listeners = library.listeners()
        return ratings_by_name(library), library.totals(), library.fingerprint(), listeners.ratings.tolist()

    while library.undo() is not None:
        pass
    states = [state()]
    for file, at in files:
        if bring(library, rating_batch(file, at)).tally.kept:
            states.append(state())
        assert bring(library, rating_batch(file, at)).tally == Tally(duplicates=len(file))
        assert state() == states[-1]
    for former in reversed(states[:-1]):
        library.undo()
        assert state() == former
    assert library.undo() is None
