from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.library import Library, SourceInfo
from desktop_als.library.uniting import decided_only_there
from desktop_als.progress import CancelToken
from tests.library.checking import check_sums
from tests.library.making import bring, count_batch, play_batch, plays_by_name, rating_batch, ratings_by_name

NOBODY = CancelToken()


def snapshot(library: Library) -> Path:
    file = library.folder / "snapshot.duckdb"
    file.unlink(missing_ok=True)
    library.snapshot(file, NOBODY)
    return file


def empty(library: Library) -> None:
    while library.undo() is not None:
        pass


plays = st.lists(
    st.tuples(
        st.integers(0, 6).map(lambda place: place * 400),
        st.sampled_from(["Lumen Fields", "Otto", "lumen fields"]),
        st.sampled_from(["Sea", "Quay", None]),
        st.sampled_from([-1, 5_000, 190_000]),
    ),
    max_size=8,
)
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(st.lists(plays, max_size=2), st.lists(plays, max_size=2))
def test_it_does_not_matter_which_of_two_libraries_is_merged_into_the_other(
    tmp_path: Path, library: Library, here: list, there: list
) -> None:
    with Library.open(tmp_path / "other") as other:
        for each, files in ((library, here), (other, there)):
            empty(each)
            for file in files:
                bring(each, play_batch(file))
        ours, theirs = snapshot(library), snapshot(other)
        library.merge(theirs, "theirs", NOBODY)
        other.merge(ours, "ours", NOBODY)
        check_sums(library)
        assert plays_by_name(library) == plays_by_name(other)


def test_rows_of_every_kind_come_as_they_were_read(tmp_path: Path, library: Library) -> None:
    with Library.open(tmp_path / "other") as other:
        bring(other, play_batch([(0, "Otto", "Sea", 20_000, True), (300, "Otto", "Sea", 9_000, False)]))
        bring(other, count_batch([("Bo", "Otto", 3)]), form="totals", listener=None, community="Invented")
        bring(other, count_batch([("Bo", "Otto", 7)]), form="totals", listener=None, community="Invented")
        bring(other, rating_batch([("Cy", "Otto", "First", 4)], at=1_700_000_000), form="stars", listener=None)
        bring(other, rating_batch([("Cy", "Otto", "First", 2)], at=1_700_000_001), form="stars", listener=None)
        merged = library.merge(snapshot(other), "other", NOBODY)
        check_sums(library)
        assert merged.sources == 5
        assert merged.after == other.totals()
        assert plays_by_name(library) == plays_by_name(other)
        assert ratings_by_name(library) == ratings_by_name(other)
        assert [source.tally for source in library.sources()] == [source.tally for source in other.sources()]
        assert library.listeners().communities.tolist() == other.listeners().communities.tolist()


def test_a_snapshot_is_taken_while_an_import_runs(tmp_path: Path, library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "Sea")]))
    with library.importing("more") as session:
        file = snapshot(library)
        session.refuse("odd.json", "It cannot be read.")
    with Library.open(tmp_path / "other") as other:
        other.replace(file, "snapshot", "1", NOBODY)
        assert (other.totals(), other.fingerprint()) == (library.totals(), library.fingerprint())
        assert other.sources(every=True) == library.sources()


def test_what_is_decided_here_stands() -> None:
    ours, theirs = {(1, "a"), (2, "b")}, {(1, "z"), (2, "b"), (3, "c"), (3, "d")}
    assert decided_only_there(ours, theirs, [0]) == {(3, "c"), (3, "d")}
    assert decided_only_there(ours, theirs, [0, 1]) == theirs - ours
    assert decided_only_there(ours, theirs, []) == set()
    assert decided_only_there((), theirs, []) == theirs


def test_totals_of_one_kind_in_one_drop_overlap(library: Library) -> None:
    with library.importing("drop") as session:
        for plays_told in (3, 7, 5):
            session.add(SourceInfo("export", "totals"), [count_batch([("Bo", "Otto", plays_told)])])
    assert plays_by_name(library) == {("Bo", "Otto"): 7}
