"""Names that are credited to others: nothing is lost, nothing points to what points away, and everything can be taken back."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.library import Library
from desktop_als.library.crediting import Crediting
from desktop_als.library.credits import (
    artist_called,
    credit,
    credits_of,
    keep_apart,
    learn_artist,
    names_apart,
    restore,
)
from tests.library.making import NOON, bring, count_batch, play_batch, plays_by_name, rating_batch
from tests.library.test_undoing import state
from tests.library.version_1 import VERSION_1

STRANGE = ["أم لُؤلُؤة", "🦊🎺", "<b>Bold</b> & Co", "n" * 300, "Robert'); drop table plays;--", "Zo\u200dë"]


def id_of(library: Library, name: str) -> int:
    with library.reading() as cursor:
        found = artist_called(cursor, name)
    assert found is not None
    return found


def merge(library: Library, names: list[str], *into: str) -> None:
    with library.changing("names", f"{names[0]} into {into[0]}", "credits") as cursor:
        ends = [learn_artist(cursor, name) for name in into]
        credit(cursor, [([learn_artist(cursor, name) for name in names], ends)])


def split(library: Library, name: str) -> None:
    with library.changing("names", name, "credits") as cursor:
        restore(cursor, [learn_artist(cursor, name)])


def layer(library: Library) -> list[tuple[int, int]]:
    with library.reading() as cursor:
        return cursor.execute("select * from credits order by all").fetchall()


@pytest.fixture
def told(library: Library) -> Library:
    bring(library, play_batch([(0, "Otto", "Sea"), (300, "Otto feat. Ada", "Quay"), (600, "otto", "Sea")]))
    return library


def test_a_merge_moves_the_plays_and_undo_returns_them_after_a_restart(folder: Path) -> None:
    with Library.open(folder) as library:
        bring(library, play_batch([(0, "Otto", "Sea"), (300, "otto", "Sea")]))
        before = state(library)
        merge(library, ["otto"], "Otto")
        assert plays_by_name(library) == {("Ada", "Otto"): 2}
        assert library.artists().names.tolist() == ["Otto"]
        assert library.totals().plays == 2
        assert library.fingerprint() != before[2]
    with Library.open(folder) as library:
        undone = library.undo()
        assert undone is not None
        assert (undone.kind, undone.label, undone.plays, undone.artists) == ("names", "otto into Otto", 0, -1)
        assert state(library) == before


def test_a_featured_play_is_one_of_each_and_one_of_the_listener(told: Library) -> None:
    before = state(told)
    merge(told, ["Otto feat. Ada"], "Otto", "Ada")
    assert plays_by_name(told) == {("Ada", "Otto"): 2, ("Ada", "Ada"): 1, ("Ada", "otto"): 1}
    assert told.totals().plays == 3
    assert told.listeners().plays.tolist() == [3]
    assert sum(told.listener_timeline(1)[1]) == 3
    assert told.interactions("sessions").plays.sum() == 4
    assert len(told.listener_plays(1).artist_ids) == 4
    told.undo()
    assert state(told) == before


def test_every_play_featured_still_fits_the_matrix_of_sessions(library: Library) -> None:
    bring(library, play_batch([(0, "Otto feat. Ada", "Quay")]))
    merge(library, ["Otto feat. Ada"], "Otto", "Ada", "Bo")
    assert library.interactions("sessions").plays.toarray().tolist() == [[1, 1, 1]]


def test_merging_the_target_takes_earlier_spellings_along(told: Library) -> None:
    merge(told, ["otto"], "Otto")
    merge(told, ["Otto"], "Otto the Great")
    assert plays_by_name(told) == {("Ada", "Otto the Great"): 2, ("Ada", "Otto feat. Ada"): 1}
    merge(told, ["Otto the Great"], "Otto")  # Otto stands again
    assert plays_by_name(told) == {("Ada", "Otto"): 2, ("Ada", "Otto feat. Ada"): 1}


def test_what_is_spelled_so_later_is_credited_too(told: Library) -> None:
    merge(told, ["otto"], "Otto")
    bring(told, play_batch([(0, "otto", "Sea"), (9, "OTTO", "Sea")]), listener="Bo")
    assert plays_by_name(told)["Bo", "Otto"] == 1
    assert plays_by_name(told)["Bo", "OTTO"] == 1


def test_a_split_lets_the_spelling_stand_again(told: Library) -> None:
    before = plays_by_name(told)
    merge(told, ["otto", "Otto feat. Ada"], "Otto")
    split(told, "otto")
    assert plays_by_name(told) == {("Ada", "Otto"): 2, ("Ada", "otto"): 1}
    split(told, "Otto feat. Ada")
    assert plays_by_name(told) == before


def test_totals_and_ratings_follow_too(library: Library) -> None:
    bring(library, count_batch([("Ada", "Otto", 4), ("Ada", "otto", 2)]), form="totals")
    bring(library, rating_batch([("Ada", "Otto", "One", 4.0), ("Ada", "otto", "Two", 2.0)], NOON), form="ratings")
    merge(library, ["otto"], "Otto")
    history = library.listener_history(1)
    assert (history.plays.tolist(), history.ratings.tolist()) == ([6], [3.0])


@pytest.mark.parametrize("name", STRANGE)
def test_names_of_every_kind_can_be_merged_and_listed(library: Library, name: str) -> None:
    bring(library, play_batch([(0, name, "Sea"), (300, "Otto", "Sea")]))
    merge(library, [name], "Otto")
    with library.reading() as cursor:
        (merged,) = credits_of(cursor, counted=True)
    assert (merged.name, merged.plays, merged.credited) == (name, 1, (id_of(library, "Otto"),))
    assert plays_by_name(library) == {("Ada", "Otto"): 2}


def test_a_step_that_changes_nothing_is_none(told: Library) -> None:
    merge(told, ["Otto"], "Otto")
    split(told, "otto")
    assert [step.kind for step in told.steps()] == ["import"]


def test_names_that_are_kept_apart_do_not_make_a_model_old(told: Library) -> None:
    before = told.fingerprint()
    with told.changing("names", "apart", "names_apart") as cursor:
        keep_apart(cursor, [(3, 1), (1, 3), (2, 2)])
    with told.reading() as cursor:
        assert names_apart(cursor) == {(1, 3), (2, 2)}
    assert told.fingerprint() == before
    told.undo()
    with told.reading() as cursor:
        assert names_apart(cursor) == set()


def test_thousands_of_merges_are_taken_back(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "Sea")]))
    with library.changing("names", "many", "credits") as cursor:
        credit(cursor, [([place], [place + 1]) for place in range(2, 9_000, 2)])
    merge(library, ["Otto"], "Bo")
    library.undo()
    assert len(layer(library)) == 4_499


artists = st.integers(1, 7)
deeds = st.lists(
    st.one_of(
        st.tuples(
            st.just("credit"), st.lists(artists, min_size=1, max_size=3), st.lists(artists, min_size=1, max_size=2)
        ),
        st.tuples(st.just("restore"), st.lists(artists, min_size=1, max_size=1), st.just([])),
    ),
    max_size=9,
)


@given(deeds)
def test_one_look_up_is_enough_whatever_was_done(deeds: list) -> None:
    crediting = Crediting()
    for deed, some, to in deeds:
        if deed == "credit":
            crediting.credit(some, to)
        else:
            crediting.restore(some[0])
        ends = crediting.ends
        assert not set(ends) & {end for several in ends.values() for end in several}
        assert all(several and len(set(several)) == len(several) for several in ends.values())
        stands = {artist: set(ends.get(artist, (artist,))) for artist in range(1, 8)}
        if deed == "credit":  # whoever was to be credited is, by way of those whom they are credited to themselves
            wanted = set().union(*(stands[artist] for artist in to))
            assert all(stands[artist] <= wanted for artist in some if artist not in wanted)
        assert sorted(Crediting(crediting.pairs()).pairs()) == sorted(crediting.pairs())


few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = ["Otto", "otto", "Lumen", "Lumen feat. Otto", "Bo", "Bo & Lumen", "B\u00f8"]


@few
@given(st.lists(st.one_of(deeds.filter(bool).map(lambda some: some[0]), st.just(("undo", [], []))), max_size=9))
def test_sums_stay_and_undo_returns_through_every_former_state(library: Library, deeds: list) -> None:
    while library.undo() is not None:
        pass
    told = {name: 1 + place for place, name in enumerate(NAMES)}
    bring(library, count_batch([("Ada", name, plays) for name, plays in told.items()]), form="totals")
    ids = [id_of(library, name) for name in NAMES]
    names = dict(zip(ids, NAMES, strict=True))
    states = [state(library)]
    for deed, some, to in deeds:
        steps = len(library.steps())
        if deed == "undo" and steps > 1:
            library.undo()
            states.pop()
            assert state(library) == states[-1]
            continue
        with library.changing("names", deed, "credits") as cursor:
            if deed == "credit":
                credit(cursor, [([ids[i - 1] for i in some], [ids[i - 1] for i in to])])
            elif deed == "restore":
                restore(cursor, [ids[some[0] - 1]])
        ends: dict[int, list[int]] = {}
        for artist, end in layer(library):
            ends.setdefault(artist, []).append(end)
        expected: dict[tuple[str, str], float] = {}
        for artist, name in names.items():
            for end in ends.get(artist, [artist]):
                expected["Ada", names[end]] = expected.get(("Ada", names[end]), 0) + told[name]
        assert plays_by_name(library) == expected
        assert library.totals().plays == sum(told.values())
        if len(library.steps()) > steps:
            states.append(state(library))
    for former in reversed(states[:-1]):
        library.undo()
        assert state(library) == former


def test_a_library_of_an_older_version_can_merge_names(folder: Path) -> None:
    folder.mkdir()
    with duckdb.connect(folder / "library.duckdb") as connection:
        connection.execute(VERSION_1)
    with Library.open(folder) as library:
        before = state(library)
        merge(library, ["Otto"], "Lumen Fields")
        assert plays_by_name(library) == {("Ada", "Lumen Fields"): 3}
        with library.changing("names", "apart", "names_apart") as cursor:
            keep_apart(cursor, [(1, 2)])
        library.undo()
        library.undo()
        assert state(library) == before
