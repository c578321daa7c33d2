"""Research sets of several files and the public dumps, in each wrapping that they are brought in."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.errors import Cancelled, HistoryError
from desktop_als.history import FORMATS, find_parts, listenbrainz_dump, packing, read
from desktop_als.plays import Batch, CountBatch, NameTable, ParquetScan, RowLog, TableScan
from desktop_als.progress import CancelToken
from tests.history import exports
from tests.history.exports import ROWS, column, drops, one_drop, read_only_part, read_part, write
from tests.history.exports_listenbrainz import lines
from tests.history.exports_research import LFM_2B_COUNTS, PACKINGS, SETS, dump, dumped, month, tarred

EXPECTED = {("inventeduser", row.artist, 1, row.at) for row in ROWS}

DUMPS = {
    "plain": lambda data: data,
    "zip": lambda data: exports.zipped({"dump.tar": data}),
    "tar.gz": exports.gzipped,
    "tar.zst in zip": lambda data: exports.zipped({"a.tar.zst": PACKINGS["zst"](data)}),
} | {f"tar.{ending}": pack for ending, pack in PACKINGS.items()}


def added_up(batches: list[Batch]) -> set[tuple[str, str, int, int]]:
    """Listener, artist, plays, last play of each sum."""
    columns = [column(batches, name) for name in ("listener", "artist", "plays", "last_played")]
    return set(zip(*columns, strict=True))


@pytest.mark.parametrize("wrapping", DUMPS)
def test_a_dump_is_one_part_however_it_is_packed(wrapping: str, tmp_path: Path):
    path = write(tmp_path, "holiday.photo", DUMPS[wrapping](dump(ROWS)))
    (part,) = one_drop(path).parts
    assert (part.format.id, part.format.licence) == ("listenbrainz_dump", "CC0")
    assert part.path.startswith("holiday.photo")
    batches, log = read_part(part)
    assert added_up(batches) == EXPECTED
    assert log.tally.rows_read == 0


@pytest.mark.parametrize("wrapping", ["plain", "crlf", "bom", "zst", "xz", "bz2"])
def test_a_month_of_a_dump_is_read_alone(wrapping: str, tmp_path: Path):
    wrap = {
        "plain": lambda data: data,
        "crlf": lambda data: data.replace(b"\n", b"\r\n"),
        "bom": lambda data: b"\xef\xbb\xbf" + data,
    } | PACKINGS
    batches, _ = read_only_part(write(tmp_path, "6.listens", wrap[wrapping](month(ROWS))))
    assert added_up(batches) == EXPECTED


def test_progress_of_a_dump_is_told_in_bytes_of_the_archive(tmp_path: Path):
    path = write(tmp_path, "a.tar.zst", PACKINGS["zst"](dump(ROWS)))
    (part,) = one_drop(path).parts
    steps: list[int] = []
    list(read(part, RowLog(), CancelToken(), steps.append))
    assert sum(steps) == part.size == path.stat().st_size


def test_bad_lines_of_a_dump_cost_themselves_only(tmp_path: Path):
    good = [dumped(row) for row in ROWS]
    bad = [
        dumped(ROWS[0], timestamp="soon"),
        dumped(ROWS[0], timestamp=12),
        dumped(ROWS[0], listener=None, user_id=None),
        dumped(ROWS[0], track_metadata={"artist_name": " "}),
        dumped(ROWS[0], track_metadata=None),
    ]
    data = lines(good) + lines(bad) + b'{"user_id": 8, "timesta\n'
    batches, log = read_only_part(write(tmp_path, "a.tar", tarred({"listens/2024/6.listens": data})))
    assert added_up(batches) == EXPECTED
    tally = log.tally
    assert (tally.unreadable, tally.no_artist, tally.outside_calendar, tally.rows_read) == (4, 1, 1, 6)


def test_plays_of_a_dump_are_added_up_in_small_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listenbrainz_dump, "SUMS_AT_ONCE", 2)
    again = replace(ROWS[0], at=ROWS[0].at + 7)
    rows = [ROWS[0], again, ROWS[0], ROWS[1], ROWS[0]]
    batches, log = read_only_part(write(tmp_path, "a", month(rows)))
    found = added_up(batches)
    assert found == {
        ("inventeduser", "Mira Holloway", 3, again.at),
        ("inventeduser", "Velvet Orchard", 1, ROWS[1].at),
        ("inventeduser", "Mira Holloway", 1, ROWS[0].at),
    }
    assert log.tally.rows_read == 0


def test_listeners_without_a_name_go_by_their_number(tmp_path: Path):
    batches, _ = read_only_part(write(tmp_path, "a", lines([dumped(ROWS[0], listener=None)])))
    assert column(batches, "listener") == ["8"]


@pytest.mark.parametrize("ending", PACKINGS)
def test_a_dump_that_is_cut_off_is_told(ending: str, tmp_path: Path):
    packed = PACKINGS[ending](dump(ROWS * 40))
    (drop,) = drops(write(tmp_path, f"a.tar.{ending}", packed[: len(packed) // 2]))
    with pytest.raises(HistoryError, match="damaged or was not downloaded"):
        read_part(drop.parts[0]) if drop.parts else _refuse(drop.problem)


def _refuse(problem: str | None) -> None:
    raise HistoryError(problem)


@pytest.mark.parametrize("ending", PACKINGS)
def test_bombs_of_every_packing_are_refused(ending: str, tmp_path: Path):
    begin = month(ROWS)
    (part,) = one_drop(write(tmp_path, "a", PACKINGS[ending](begin + b" " * 120 * 2**20))).parts
    with pytest.raises(HistoryError, match="unpacks to far more"):
        read_part(part)


def test_a_dump_of_honest_size_is_never_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packing, "SMALL_ENOUGH", 0)
    batches, _ = read_only_part(write(tmp_path, "a.tar.zst", PACKINGS["zst"](dump(ROWS * 5))))
    assert {plays for *_, plays, _ in added_up(batches)} == {5}


def test_reading_a_dump_stops_when_asked(tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "a.tar", dump(ROWS))).parts
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(read(part, RowLog(), cancel, lambda _: None))


def test_a_dump_is_recognised_before_all_of_it_was_unpacked(tmp_path: Path):
    whole = tarred({"1.listens": month(ROWS), "2.listens": bytes(range(256)) * 4000})
    (drop,) = drops(write(tmp_path, "a.tar", whole[:-600_000]))
    assert [part.format.id for part in drop.parts] == ["listenbrainz_dump"]


@pytest.mark.parametrize("wrapping", ["plain", "tar", "tar.zst"])
def test_parquet_is_handed_on_file_by_file(wrapping: str, tmp_path: Path):
    members = {"spark/0.parquet": b"PAR1 first", "spark/README": b"x", "spark/1.parquet": b"PAR1 second"}
    data = members["spark/0.parquet"] if wrapping == "plain" else tarred(members)
    if wrapping == "tar.zst":
        data = PACKINGS["zst"](data)
    (part,) = one_drop(write(tmp_path, "spark", data)).parts
    assert (part.format.id, part.format.condensed) == ("listenbrainz_parquet", True)
    seen = []
    for scan in read(part, RowLog(), CancelToken(), lambda _: None):
        assert isinstance(scan, ParquetScan)
        seen.append(scan.path.read_bytes())
    assert seen == ([b"PAR1 first"] if wrapping == "plain" else [b"PAR1 first", b"PAR1 second"])


def scanned(members: Mapping[str, bytes], folder: Path, wrapping: str) -> tuple[str, TableScan, list[bytes]]:
    """The id of the format, the scan, and the bytes of the tables that it names."""
    if wrapping == "folder":
        for name, data in members.items():
            write(folder / "set", f"{name}.xyz", data)
        path = folder / "set"
    elif wrapping in ("each bz2", "each zip"):
        for name, data in members.items():
            packed = PACKINGS["bz2"](data) if wrapping == "each bz2" else exports.zipped({name: data})
            write(folder / "set", f"{name}.packed", packed)
        path = folder / "set"
    else:
        wrap = {"zip": exports.zipped, "tar.gz": exports.tarred}[wrapping]
        path = write(folder, "set", wrap({**members, "readme.txt": b"Words"}))
    (part,) = one_drop(path).parts
    (scan,) = _kept(part)
    return part.format.id, *scan


def _kept(part) -> list[tuple[TableScan, list[bytes]]]:
    found = []
    for scan in read(part, RowLog(), CancelToken(), lambda _: None):
        assert isinstance(scan, TableScan)
        assert isinstance(scan.names, NameTable)
        found.append((scan, [scan.path.read_bytes(), scan.names.path.read_bytes()]))
    return found


@pytest.mark.parametrize("wrapping", ["folder", "zip", "tar.gz", "each bz2", "each zip"])
@pytest.mark.parametrize("format_id", SETS)
def test_a_set_of_tables_is_handed_on_with_its_names(format_id: str, wrapping: str, tmp_path: Path):
    found, scan, tables = scanned(SETS[format_id], tmp_path, wrapping)
    assert found == format_id
    assert tables == list(SETS[format_id].values())[:2]
    assert {"listener", "artist"} <= set(scan.columns)


@pytest.mark.parametrize("format_id", SETS)
def test_a_set_with_a_file_missing_asks_for_it(format_id: str, tmp_path: Path):
    name, data = next(iter(SETS[format_id].items()))
    problem = one_drop(write(tmp_path, name, data)).problem
    assert problem is not None
    assert problem.startswith(f"{name} belongs to")


def test_names_alone_ask_for_the_plays(tmp_path: Path):
    problem = one_drop(write(tmp_path, "artists.txt", SETS["lfm_1b"]["LFM-1b_artists.txt"])).problem
    assert problem is not None
    assert "LFM-1b_LEs.txt" in problem


def test_totals_are_taken_where_a_set_has_plays_too(tmp_path: Path):
    both = SETS["lfm_2b"] | LFM_2B_COUNTS
    _, scan, _ = scanned(dict(sorted(both.items())), tmp_path, "folder")
    assert scan.rows_of == "counts"


def test_research_sets_tell_their_licence_where_one_is_known():
    licences = {form.id: form.licence for form in FORMATS if form.community}
    assert "non-commercial" in (licences["audioscrobbler_2005"] or "")
    assert "non-commercial" in (licences["lastfm_360k"] or "")
    assert licences["listenbrainz_parquet"] == "CC0"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_dumps_are_at_worst_a_sentence(data: st.DataObject, tmp_path: Path):
    wrap = data.draw(st.sampled_from(list(DUMPS.values())))
    whole = wrap(dump(ROWS))
    at = data.draw(st.integers(0, len(whole)))
    damaged = whole[:at] + data.draw(st.binary(max_size=5)) + whole[at + data.draw(st.integers(0, 9)) :]
    for drop in find_parts([write(tmp_path, "x", damaged)], CancelToken()):
        for part in drop.parts:
            _read_or_refuse(part)


def _read_or_refuse(part) -> list[Batch]:
    try:
        batches, _ = read_part(part)
    except HistoryError:
        return []
    assert all(isinstance(batch, CountBatch | ParquetScan) for batch in batches)
    return batches
