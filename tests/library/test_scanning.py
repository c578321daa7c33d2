from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.errors import Cancelled, HistoryError
from desktop_als.library import Library, SourceInfo
from desktop_als.library.summing import Sums
from desktop_als.plays import Fate, NameTable, RowLog, TableScan, Tally
from desktop_als.progress import CancelToken
from tests.library.making import bring, plays_by_name

COUNTS = ("listener", "mbid", "artist", "plays")
PLAYS = ("listener", "time", "mbid", "artist", "track_mbid", "track")


def scan(folder: Path, lines: list[str], columns: tuple[str, ...] = COUNTS) -> TableScan:
    path = folder / "it's a table.tsv"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    return TableScan(path, columns)


def test_counts_are_read_as_they_stand(library: Library, tmp_path: Path) -> None:
    table = scan(
        tmp_path, ["u1\t\tLumen Fields\t3", 'u1\tm\tOtto "the Tide\t4', "u2\t\tNULL\t5", "u2\t\t Lumen Fields\t6"]
    )
    assert bring(library, table, listener=None, community="Folk").tally == Tally(kept=4)
    assert plays_by_name(library) == {
        ("u1", "Lumen Fields"): 3,
        ("u1", 'Otto "the Tide'): 4,
        ("u2", "NULL"): 5,
        ("u2", "Lumen Fields"): 6,
    }
    assert bring(library, table, listener=None, community="Folk").tally == Tally(duplicates=4)


def test_every_line_has_one_fate(library: Library, tmp_path: Path) -> None:
    lines = [
        "u1\t\tLumen Fields\t3",
        "u1\t\t\t3",
        "u1\t\t \u200b\t3",
        "u1\t\tOtto\tmany",
        "u1\t\tOtto\t0",
        "u1\t\tOtto\t-4",
        "u1\t\tOtto",
        "u1\t\tOtto\t3\t4\t5",
        "\t\tOtto\t3",
        "u1\t\tOt\udcffto\t3",
        "u2\t\tQuiet Coast\t7",
    ]
    stored = bring(library, scan(tmp_path, lines), listener=None, community="Folk")
    assert stored.tally == Tally(kept=2, no_artist=2, unreadable=7)
    assert len(library.source_rows(stored.source, Fate.NO_ARTIST)) == 2
    assert len(library.source_rows(stored.source, Fate.UNREADABLE)) == 7
    assert plays_by_name(library) == {("u1", "Lumen Fields"): 3, ("u2", "Quiet Coast"): 7}


def test_plays_are_read_with_their_times(library: Library, tmp_path: Path) -> None:
    lines = [
        "u1\t2009-04-08T01:57:47Z\t\tLumen Fields\t\tHarbour",
        "u1\t2009-04-08T01:57:47Z\t\tLumen Fields\t\tHarbour",
        "u1\t2009-05-08T01:57:47Z\t\tLumen Fields\t\t",
        "u2\t1970-01-01T00:00:00Z\t\tOtto\t\tSea",
        "u2\tyesterday\t\tOtto\t\tSea",
        "u2\t2009-05-08T01:57:47Z\t\t\t\tSea",
    ]
    table = scan(tmp_path, lines, PLAYS)
    stored = bring(library, table, listener=None, community="Folk")
    assert stored.tally == Tally(kept=2, duplicates=1, outside_calendar=1, unreadable=1, no_artist=1)
    assert (stored.first, stored.last) == (1_239_155_867, 1_241_747_867)
    assert library.listener_timeline(1) == (["2009-04", "2009-05"], [1, 1])
    assert bring(library, table, listener=None, community="Folk").tally.kept == 0


@pytest.mark.parametrize("lines", [[], ["no table at all"], ["u1\t\t\t4"]])
def test_a_table_without_a_good_line_leaves_no_trace(library: Library, tmp_path: Path, lines: list[str]) -> None:
    stored = bring(library, scan(tmp_path, lines), listener=None, community="Folk")
    assert stored.tally.rows_read == len(lines)
    assert library.sources() == []
    assert library.undo() is None


def test_a_missing_table_is_told_plainly(library: Library, tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"gone\.tsv cannot be opened"):
        bring(library, TableScan(tmp_path / "gone.tsv", COUNTS), community="Folk")


def test_a_cancelled_scan_leaves_the_library_as_it_was(library: Library, tmp_path: Path) -> None:
    cancel = CancelToken()
    table = scan(tmp_path, ["u1\t\tLumen Fields\t3"])

    def drop() -> None:
        with library.importing("table") as session:
            session.add(SourceInfo("table", "celma", "Folk"), [table], cancel)
            cancel.cancel()

    with pytest.raises(Cancelled):
        drop()
    assert library.totals().listeners == 0


NAMES = (
    '1\tLumen Fields\n2\tOtto "the Tide\n3\n\n4\t\nx\x01y\tNobody\n5\tQuiet\tCoast\n6\tNUL\x00L\n7\tM\udcffra\n1\tZ\n8\tGood\r\n'
).encode("utf-8", "surrogateescape")


def test_a_table_of_names_may_be_in_a_bad_way(library: Library, tmp_path: Path) -> None:
    names = tmp_path / "names.tsv"
    names.write_bytes(NAMES)
    table = NameTable(names, ("item", "artist"), aliases={"20": "2", "21": "404", "2": "8"})
    counts = scan(tmp_path, [f"u1\t\t{item}\t1" for item in (1, 2, 3, 4, 5, 6, 7, 8, 20, 21, "", "item")])
    stored = bring(library, replace(counts, names=table), listener=None, community="Folk")
    found = plays_by_name(library)
    assert found["u1", "Lumen Fields"] == 1
    assert found["u1", "Good"] == 2  # 2 is to be taken for 8, and so is not what 20 means
    assert found["u1", 'Otto "the Tide'] == 1
    assert found["u1", "Quiet"] == 1
    assert stored.tally.rows_read == 12
    assert stored.tally.no_artist >= 5


def test_a_table_of_names_that_is_gone_is_told(library: Library, tmp_path: Path) -> None:
    counts = replace(scan(tmp_path, ["u1\t\t1\t1"]), names=NameTable(tmp_path / "gone.tsv", ("item", "artist")))
    with pytest.raises(HistoryError, match=r"gone\.tsv cannot be opened"):
        bring(library, counts, listener=None, community="Folk")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.binary(max_size=200), names=st.binary(max_size=100), good=st.booleans())
def test_hostile_tables_are_at_worst_left_out(lines: bytes, names: bytes, good: bool, tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(lines + b"\nu1\t1\t5\n" * good)
    (tmp_path / "names").write_bytes(names + b"\n1\tOtto\n")
    log = RowLog()
    table = TableScan(
        tmp_path / "lines", ("listener", "artist", "plays"), names=NameTable(tmp_path / "names", ("item", "artist"))
    )
    with duckdb.connect() as database:
        sums = Sums(database)
        sums.add(table, log)
        (kept,) = database.execute("select coalesce(sum(plays), 0)::bigint from sums").fetchall()[0]
    assert kept >= 5 * good
