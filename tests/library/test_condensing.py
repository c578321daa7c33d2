from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.errors import Cancelled, HistoryError, LibraryError
from desktop_als.library import Library, condensing, summing
from desktop_als.library.condensing import Support, condense
from desktop_als.plays import UNKNOWN, Batch, CountBatch, ParquetScan, RowLog, TableScan
from desktop_als.progress import CancelToken
from tests.library.making import NOON, bring, count_batch, play_batch, plays_by_name, rating_batch

ALL = Support(1, 1)


def totals(
    batches: list[Batch], folder: Path, support: Support = ALL, log: RowLog | None = None
) -> dict[tuple[str, str], tuple[int, int]]:
    """Plays and last play by listener and artist."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for batch in condense(batches, folder, support, log or RowLog(), CancelToken()):
        assert batch.listener is not None
        assert batch.last_played is not None
        for listener, artist, *numbers in zip(
            batch.listener, batch.artist, batch.plays.tolist(), batch.last_played.tolist(), strict=True
        ):
            assert (listener, artist) not in found
            found[listener, artist] = (numbers[0], numbers[1])
    return found


def test_plays_and_totals_are_added_up(tmp_path: Path):
    plays = [(60, "Otto", "Sea"), (30, "Otto", "Lake"), (90, "Mira", "Rain")]
    batches = [play_batch(plays, ["u1", "u1", "u2"]), count_batch([("u1", "Otto", 4), ("u3", "Otto", 2)])]
    assert totals(batches, tmp_path) == {
        ("u1", "Otto"): (6, NOON + 60),
        ("u2", "Mira"): (1, NOON + 90),
        ("u3", "Otto"): (2, UNKNOWN),
    }


def test_support_is_counted_among_what_is_kept(tmp_path: Path):
    pairs = [("u1", "A"), ("u1", "B"), ("u2", "A"), ("u2", "B"), ("u3", "A"), ("u3", "C"), ("u4", "C"), ("u4", "D")]
    log = RowLog()
    kept = totals([count_batch([(*pair, 3) for pair in pairs])], tmp_path, Support(2, 2), log)
    assert set(kept) == {("u1", "A"), ("u1", "B"), ("u2", "A"), ("u2", "B")}
    assert log.notes == [
        "Of 24 plays, 12 were kept: those by 2 listeners of 2 artists. "
        "Left out were artists with fewer than 2 listeners, and listeners with fewer than 2 artists."
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.lists(st.tuples(st.sampled_from("uvwx"), st.sampled_from("ABCD"), st.integers(1, 9)), max_size=30),
    least=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    cuts=st.integers(1, 7),
)
def test_small_steps_give_the_sums_of_one(counts: list[Any], least: tuple[int, int], cuts: int, tmp_path: Path):
    expected: Counter[tuple[str, str]] = Counter()
    for listener, artist, plays in counts:
        expected[listener, artist] += plays
    pairs = set(expected)
    before = None
    while before != pairs:
        before = pairs
        listeners = Counter(artist for _, artist in pairs)
        pairs = {pair for pair in pairs if listeners[pair[1]] >= least[0]}
        artists = Counter(listener for listener, _ in pairs)
        pairs = {pair for pair in pairs if artists[pair[0]] >= least[1]}
    batches: list[Batch] = [count_batch(counts[at : at + cuts]) for at in range(0, len(counts), cuts)]
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (summing, "HEARD_AT_ONCE", 3),
            (summing, "SUMS_AT_ONCE", 2),
            (condensing, "PAIRS_AT_ONCE", 2),
            (condensing, "ROWS_PER_BATCH", 1),
        ):
            patch.setattr(module, name, value)
        found = totals(batches, tmp_path, Support(*least))
    assert {pair: plays for pair, (plays, _) in found.items()} == {pair: expected[pair] for pair in pairs}


def test_scans_are_condensed_and_their_bad_lines_told(tmp_path: Path):
    table = tmp_path / "a.tsv"
    table.write_text("u1\tOtto\t5\nu1\tOtto\t6\nu1\t \t6\nu1\tOtto\tmany\nu2\tMira\t1\n\tMira\t1\n")
    log = RowLog()
    found = totals([TableScan(table, ("listener", "artist", "plays"))], tmp_path, log=log)
    assert found == {("u1", "Otto"): (11, UNKNOWN), ("u2", "Mira"): (1, UNKNOWN)}
    assert (log.tally.no_artist, log.tally.unreadable) == (1, 2)


def test_parquet_is_condensed(tmp_path: Path):
    file = tmp_path / "0.parquet"
    duckdb.execute(
        f"""
        copy (
            select * from (values
                (timestamp '2024-06-15 09:47:01', 7::bigint, 'Otto', 'Sea'),
                (timestamp '2024-06-15 09:40:01', 7, 'Otto', 'Lake'),
                (timestamp '1970-01-01', 7, 'Otto', 'Lake'),
                (timestamp '2024-06-15 09:40:01', 8, null, 'Lake')
            ) as listens (listened_at, user_id, artist_name, recording_name)
        ) to '{file}' (format parquet)
        """
    )
    columns = {"listener": "user_id", "artist": "artist_name", "track": "recording_name", "time": "listened_at"}
    log = RowLog()
    assert totals([ParquetScan(file, columns)], tmp_path, log=log) == {("7", "Otto"): (2, 1_718_444_821)}
    assert (log.tally.outside_calendar, log.tally.no_artist, log.tally.rows_read) == (1, 1, 2)
    with pytest.raises(HistoryError, match="other columns"):
        totals([ParquetScan(file, columns | {"time": "when"})], tmp_path)
    file.write_bytes(b"PAR1 and no more")
    with pytest.raises(HistoryError, match="damaged"):
        totals([ParquetScan(file, columns)], tmp_path)


def test_totals_are_stored_as_a_community(library: Library, tmp_path: Path):
    batch = play_batch([(0, "Otto", "Sea"), (5, "Otto", "Sea")], ["u1", "u1"])
    batches = condense([batch], library.folder, ALL, RowLog(), CancelToken())
    bring(library, *batches, listener=None, community="Dump")
    assert plays_by_name(library) == {("u1", "Otto"): 2}


def test_nothing_is_left_on_the_disk(tmp_path: Path):
    kept = condense([count_batch([("u1", "Otto", 1)])] * 3, tmp_path, ALL, RowLog(), CancelToken())
    next(kept)
    assert [path.name for path in tmp_path.iterdir()] == ["condensing"]
    kept.close()
    assert list(tmp_path.iterdir()) == []


def test_leftovers_of_a_killed_process_do_no_harm(tmp_path: Path):
    left = tmp_path / "condensing" / "sums.duckdb"
    left.parent.mkdir()
    left.write_bytes(b"half a database")
    assert totals([count_batch([("u1", "Otto", 1)])], tmp_path) == {("u1", "Otto"): (1, UNKNOWN)}


def test_opening_a_library_removes_leftovers(tmp_path: Path):
    left = tmp_path / "condensing" / "sums.duckdb"
    left.parent.mkdir()
    left.write_bytes(b"half a database")
    with Library.open(tmp_path):
        assert not left.parent.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "condensing").write_text("a file in the way")
    with pytest.raises(LibraryError, match="cannot be written"):
        totals([], tmp_path)


def test_it_stops_when_asked_and_cleans_up(tmp_path: Path):
    cancel = CancelToken()

    def batches():
        yield count_batch([("u1", "Otto", 1)])
        cancel.cancel()
        yield count_batch([("u1", "Otto", 1)])

    with pytest.raises(Cancelled):
        list(condense(batches(), tmp_path, ALL, RowLog(), cancel))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_dump_gives_nothing(tmp_path: Path):
    assert totals([], tmp_path) == {}


def test_what_has_no_totals_or_no_listeners_is_refused(tmp_path: Path):
    with pytest.raises(TypeError):
        totals([rating_batch([("u1", "Otto", None, 4.0)])], tmp_path)
    nobody = CountBatch(np.array([1]), np.array(["Otto"], object), np.array([1]))
    with pytest.raises(ValueError, match="Whose plays"):
        totals([nobody], tmp_path)
