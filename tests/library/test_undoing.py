from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.errors import LibraryError
from desktop_als.library import Library, SourceInfo
from tests.library.making import bring, count_batch, play_batch, plays_by_name

THREE = [(0, "Lumen Fields", "Harbour"), (300, "Lumen Fields", "Quay"), (600, "Otto", "Sea")]


def state(library: Library) -> tuple[object, ...]:
    listeners, artists = library.listeners(), library.artists()
    return (
        plays_by_name(library),
        library.totals(),
        library.fingerprint(),
        [source.path for source in library.sources()],
        listeners.ids.tolist(),
        listeners.names.tolist(),
        listeners.plays.tolist(),
        artists.ids.tolist(),
        artists.names.tolist(),
        artists.listeners.tolist(),
    )


def test_undo_takes_the_newest_import_back(library: Library) -> None:
    bring(library, play_batch(THREE[:2]))
    before = state(library)
    bring(library, play_batch(THREE))
    undone = library.undo()
    assert undone is not None
    assert (undone.label, undone.plays, undone.sources, undone.artists) == ("export", 1, 1, 1)
    assert state(library) == before


def test_undo_works_after_a_restart(folder: Path) -> None:
    with Library.open(folder) as library:
        bring(library, play_batch(THREE))
    with Library.open(folder) as library:
        assert library.undo() is not None
        assert library.undo() is None
        assert library.totals().listeners == 0
        assert bring(library, play_batch(THREE)).tally.kept == 3


def test_a_drop_of_several_files_is_undone_whole(library: Library) -> None:
    bring(library, play_batch(THREE[:1]))
    drop = library.new_import()
    for name, play in zip(("a.json", "b.json"), THREE[1:], strict=True):
        with library.importing(name, drop) as session:
            session.add(SourceInfo(name, "lastfm_json", None, "Ada"), [play_batch([play])])
    undone = library.undo()
    assert undone is not None
    assert (undone.label, undone.sources, undone.plays) == ("a.json", 2, 2)
    assert library.totals().plays == 1


def test_a_cancelled_drop_is_undone_by_its_number(library: Library) -> None:
    first, second = library.new_import(), library.new_import()
    assert first != second
    assert library.undo_import(first) is None
    with library.importing("a.json", first) as session:
        session.add(SourceInfo("a.json", "lastfm_json", None, "Ada"), [play_batch(THREE)])
    with library.importing("b.json", second) as session:
        session.add(SourceInfo("b.json", "lastfm_json", None, "Bo"), [play_batch(THREE)])
    with pytest.raises(LibraryError, match="newest"):
        library.undo_import(first)
    assert library.undo_import(second) is not None
    assert library.undo_import(second) is None
    assert library.listeners().names.tolist() == ["Ada"]


def test_the_fingerprint_follows_what_is_trained_on(library: Library) -> None:
    seen = [library.fingerprint()]
    for batch in (
        count_batch([("Ada", "Lumen Fields", 2), ("Bo", "Otto", 3)]),
        count_batch([("Ada", "Lumen Fields", 2), ("Bo", "Quiet Coast", 3)]),
        count_batch([("Ada", "Lumen Fields", 3), ("Bo", "Otto", 2)]),
        count_batch([("Ada", "Lumen Fields", 2), ("Cy", "Otto", 3)]),
        play_batch(THREE),
    ):
        bring(library, batch)
        seen.append(library.fingerprint())
        library.undo()
        assert library.fingerprint() == seen[0]
    assert len(set(seen)) == len(seen)


plays = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from(["Lumen Fields", "Otto", "lumen fields"]),
        st.sampled_from(["Sea", "Quay", None]),
        st.sampled_from([-1, 5_000, 29_000]),
        st.booleans(),
    ),
    max_size=12,
)
counts = st.lists(
    st.tuples(st.sampled_from(["Ada", "Bo"]), st.sampled_from(["Otto", "Quiet Coast"]), st.integers(1, 9)), max_size=6
)
drops = st.lists(st.one_of(plays.map(play_batch), counts.map(count_batch)), max_size=4)
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def empty(library: Library) -> None:
    while library.undo() is not None:
        pass


@few
@given(drops)
def test_undo_returns_through_every_former_state(library: Library, batches: list) -> None:
    empty(library)
    states = [state(library)]
    for batch in batches:
        stored = bring(library, batch).tally
        if stored.kept or stored.too_short:
            states.append(state(library))
        assert bring(library, batch).tally.duplicates == len(batch)
        assert state(library) == states[-1]
    for former in reversed(states[:-1]):
        library.undo()
        assert state(library) == former
    assert library.undo() is None


@few
@given(st.lists(plays, max_size=4), st.randoms())
def test_the_order_of_imports_does_not_matter_for_plays(library: Library, files: list, random) -> None:
    # One key, one verdict: whether a play counts is the same wherever it is told.
    told = [[(*play[:4], play[3] != 5_000) for play in file] for file in files]
    sums = []
    for _ in range(2):
        empty(library)
        for file in told:
            bring(library, play_batch(file))
        sums.append((plays_by_name(library), library.totals().plays))
        random.shuffle(told)
    distinct = {play[:4] for file in told for play in file if play[4]}
    assert sums[0] == sums[1]
    assert sums[0][1] == len(distinct)


@few
@given(st.lists(counts, max_size=4))
def test_counts_of_one_format_are_the_largest_of_their_files(library: Library, files: list) -> None:
    empty(library)
    largest: dict[tuple[str, str], int] = {}
    for file in files:
        bring(library, count_batch(file), form="totals")
        sums: dict[tuple[str, str], int] = {}
        for listener, artist, times in file:
            sums[listener, artist] = sums.get((listener, artist), 0) + times
        largest |= {pair: max(times, largest.get(pair, 0)) for pair, times in sums.items()}
    assert plays_by_name(library) == largest
