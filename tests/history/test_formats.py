"""Each format, in each wrapping that people bring it in."""

import random
from pathlib import Path

import pytest

from desktop_als.errors import HistoryError
from desktop_als.history import FORMATS, Part
from desktop_als.plays import Precision, TableScan
from tests.history import exports, exports_lastfm, exports_listenbrainz, exports_tables
from tests.history.exports import ROWS, column, drops, one_drop, plays, read_only_part, read_part, write

PLAYS = exports.PLAYS | exports_lastfm.PLAYS | exports_listenbrainz.PLAYS | exports_tables.PLAYS
SPELLINGS = {
    "lastfm_benjaminbenben": exports.without_punctuation,
    "lastfm_semicolon": exports_lastfm.without_semicolons,
}

ALL_OR_NOTHING = {
    "spotify_account",
    "spotify_extended",
    "lastfm_ghan_json",
    "lastfm_api_json",
    "lastfm_xml",
    "lastfmstats_json",
    "listenbrainz_array",
    "listenbrainz_flat",
    "listenbrainz_page",
}
"""One JSON or XML text from the first sign to the last: half of it makes no sense."""

WRAPPINGS = {
    "plain": lambda data: data,
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf"),
    "utf-16": lambda data: data.removeprefix(b"\xef\xbb\xbf").decode().encode("utf-16"),
    "crlf": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "lf": lambda data: data.replace(b"\r\n", b"\n"),
    "zip": lambda data: exports.zipped({"Spotify Account Data/a b.json": data, "Read_Me_First.pdf": b"%PDF-1.4"}),
    "zip in zip": lambda data: exports.zipped({"inner.zip": exports.zipped({"x": data})}),
    "gzip": exports.gzipped,
    "tar.gz": lambda data: exports.tarred({"set/README.txt": b"words", "set/data": data}),
    "tar.gz in zip": lambda data: exports.zipped({"a.tar.gz": exports.tarred({"data": data})}),
}


def expected(format_id: str) -> set[tuple[int, str, str, str | None]]:
    minute = {"spotify_account", "lastfm_benjaminbenben"}
    found = set()
    for row in ROWS:
        names = [row.artist, row.track.strip("\u2028\u0085"), row.album or None]
        if format_id in SPELLINGS:
            names = [SPELLINGS[format_id](name) if name else None for name in names]
        if format_id == "spotify_account":
            names[2] = None
            end = (row.at + row.ms // 1000) // 60 * 60
            found.add((end - row.ms // 1000, *names))
        else:
            found.add((row.at // 60 * 60 if format_id in minute else row.at, *names))
    return found


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("format_id", PLAYS)
def test_every_wrapping_gives_the_same_plays(format_id: str, wrapping: str, tmp_path: Path):
    path = write(tmp_path, "holiday.photo", WRAPPINGS[wrapping](PLAYS[format_id](ROWS)))
    drop = one_drop(path)
    assert drop.problem is None
    (part,) = drop.parts
    assert part.format.id == format_id
    assert part.path.startswith("holiday.photo")
    batches, log = read_part(part)
    assert set(plays(batches)) == expected(format_id)
    assert log.tally.rows_read == 0
    assert all(batch.precision == part.format.precision for batch in batches)


@pytest.mark.parametrize("format_id", PLAYS)
def test_the_order_of_rows_does_not_matter(format_id: str, tmp_path: Path):
    rows = random.Random(3).sample(ROWS, len(ROWS))
    batches, _ = read_only_part(write(tmp_path, "a", PLAYS[format_id](rows)))
    assert set(plays(batches)) == expected(format_id)
    assert sorted(column(batches, "row")) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("format_id", sorted(ALL_OR_NOTHING))
def test_of_a_file_that_is_cut_off_nothing_is_kept(format_id: str, tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "a", PLAYS[format_id](ROWS)[:-25])).parts
    with pytest.raises(HistoryError, match="cut off"):
        read_part(part)


@pytest.mark.parametrize("format_id", sorted(PLAYS.keys() - ALL_OR_NOTHING))
def test_of_lines_that_are_cut_off_the_whole_ones_are_kept(format_id: str, tmp_path: Path):
    batches, log = read_only_part(write(tmp_path, "a", PLAYS[format_id](ROWS)[:-25]))
    assert len(expected(format_id) & set(plays(batches))) >= len(ROWS) - 1
    assert sum(map(len, batches)) + log.tally.rows_read in (len(ROWS) - 1, len(ROWS))


def test_many_files_at_once_each_become_one_drop(tmp_path: Path):
    paths = [write(tmp_path, f"{format_id}.txt", build(ROWS)) for format_id, build in PLAYS.items()]
    paths.append(write(tmp_path, "broken.zip", b"PK\x03\x04 and no more"))
    found = drops(*paths)
    assert [drop.path for drop in found] == paths
    assert [drop.parts[0].format.id for drop in found[:-1]] == list(PLAYS)
    assert found[-1].problem
    assert not found[-1].parts


def test_a_zip_of_many_files_is_one_drop(tmp_path: Path):
    members = {f"Data/{format_id}": build(ROWS) for format_id, build in PLAYS.items()}
    clutter = {"__MACOSX/Data/._x.json": b"x", "Data/.DS_Store": b"x", "Data/Userdata.json": b'{"username": "x"}'}
    drop = one_drop(write(tmp_path, "all.zip", exports.zipped({**members, **clutter, "Data/": b"placeholder"})))
    assert [part.path for part in drop.parts] == [f"all.zip/{name}" for name in members]


def test_a_folder_gives_one_drop_for_each_export_and_passes_over_the_rest(tmp_path: Path):
    write(tmp_path, "music/2019/endsong_0.json", exports.endsong(ROWS))
    write(tmp_path, "music/me.csv", exports.ghan_csv(ROWS))
    write(tmp_path, "music/cover.png", b"\x89PNG\r\n\x1a\n")
    write(tmp_path, "music/notes.txt", b"Call Nils\n")
    found = drops(tmp_path / "music", tmp_path / "music/me.csv")
    assert [(drop.path.name, drop.problem) for drop in found] == [("me.csv", None), ("endsong_0.json", None)]


@pytest.mark.parametrize(
    ("data", "name", "listener"),
    [
        (exports.endsong(ROWS), "endsong_0.json", "inventeduser"),
        (exports.lastfmstats_csv(ROWS), "a.csv", "inventeduser"),
        (exports.lastfmstats_json(ROWS), "a.json", "inventeduser"),
        (exports.ghan_csv(ROWS), "recenttracks-some-user-1718444821.csv", "some-user"),
        (exports.ghan_json(ROWS).replace(b'{"page"', b'{"user": "pageuser", "page"'), "a.json", "pageuser"),
        (exports.spotify_extended(ROWS), "a.json", None),
    ],
)
def test_the_listener_is_proposed_from_the_file(data: bytes, name: str, listener: str | None, tmp_path: Path):
    assert one_drop(write(tmp_path, name, data)).parts[0].listener == listener


@pytest.mark.parametrize("header", [True, False])
def test_hetrec_is_read_from_a_zip(header: bool, tmp_path: Path):
    members = {
        "user_artists.dat": exports.user_artists(header),
        "artists.dat": exports.artists(header),
        "tags.dat": b"tagID\ttagValue\r\n1\tcaf\xe9\r\n",
    }
    batches, log = read_only_part(write(tmp_path, "hetrec.zip", exports.zipped(members)))
    assert exports.totals(batches) == {("2", "Mira Holloway", 13883), ("2", '"OSKÃO', 11690), ("9", "Mira Holloway", 7)}
    assert log.tally.rows_read == 0


def test_hetrec_is_read_from_a_folder_and_from_loose_files(tmp_path: Path):
    paths = [
        write(tmp_path / "set", "artists.dat", exports.artists()),
        write(tmp_path / "set", "plays.dat", exports.user_artists()),
    ]
    for dropped in ([tmp_path / "set"], paths):
        (drop,) = drops(*dropped)
        assert drop.path == tmp_path / "set"
        assert [part.format.id for part in drop.parts] == ["hetrec_lastfm_2k"]
        assert len(exports.totals(read_part(drop.parts[0])[0])) == 3


def test_hetrec_with_one_file_missing_asks_for_both(tmp_path: Path):
    drop = one_drop(write(tmp_path, "user_artists.dat", exports.user_artists()))
    assert drop.problem == (
        "user_artists.dat belongs to a set of two files, user_artists.dat and artists.dat. Drop both, or their folder."
    )


def test_hetrec_counts_bad_rows_and_artists_without_a_name(tmp_path: Path):
    counts = exports.user_artists() + b"3\t999\t5\r\n3\t51\tmany\r\n3\t51\t0\r\n3\t51\r\n\r\n"
    path = write(tmp_path, "h.zip", exports.zipped({"u.dat": counts, "a.dat": exports.artists()}))
    batches, log = read_only_part(path)
    assert len(exports.totals(batches)) == 3
    assert (log.tally.no_artist, log.tally.unreadable, log.tally.rows_read) == (1, 3, 4)


@pytest.mark.parametrize(
    ("data", "format_id", "columns"),
    [
        (exports.celma_360k(), "lastfm_360k", ("listener", "mbid", "artist", "plays")),
        (exports.celma_1k(), "lastfm_1k", ("listener", "time", "artist_mbid", "artist", "track_mbid", "track")),
    ],
)
@pytest.mark.parametrize("wrapping", ["plain", "zip", "gzip", "tar.gz"])
def test_the_large_tables_are_handed_on_as_a_file(
    data: bytes, format_id: str, columns: tuple[str, ...], wrapping: str, tmp_path: Path
):
    path = write(tmp_path, "large", WRAPPINGS[wrapping](data))
    (part,) = one_drop(path).parts
    assert part.format.id == format_id
    assert part.format.community
    seen: list[Path] = []
    for batch in exports.read(part, exports.RowLog(), exports.CancelToken(), lambda done: None):
        assert isinstance(batch, TableScan)
        assert batch.columns == columns
        assert batch.path.read_bytes() == data
        seen.append(batch.path)
    assert len(seen) == 1
    assert path.exists()
    assert seen[0] == path or not seen[0].exists()


def test_a_named_format_reads_what_does_not_look_like_it(tmp_path: Path):
    path = write(tmp_path, "t.tsv", b"anna\t\tMira Holloway\t3\n")
    assert one_drop(path).problem
    (part,) = one_drop(path, format_id="lastfm_360k").parts
    assert part.format.id == "lastfm_360k"


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(HistoryError, match=r"no format mp3.*spotify_extended"):
        drops(Path("x"), format_id="mp3")


def test_formats_have_ids_and_titles_of_their_own():
    assert len({form.id for form in FORMATS}) == len({form.title for form in FORMATS}) == len(FORMATS)
    assert {form.id for form in FORMATS if form.precision == Precision.MINUTE} >= {
        "spotify_account",
        "lastfm_benjaminbenben",
    }


def test_progress_adds_up_to_the_size(tmp_path: Path):
    def done(part: Part) -> int:
        steps: list[int] = []
        list(exports.read(part, exports.RowLog(), exports.CancelToken(), steps.append))
        return sum(steps)

    for wrapping in ("plain", "zip", "gzip", "tar.gz"):
        (part,) = one_drop(write(tmp_path, "x", WRAPPINGS[wrapping](exports.spotify_extended(ROWS)))).parts
        assert done(part) == part.size


def test_paths_may_be_relative_to_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, "set/artists.dat", exports.artists())
    write(tmp_path, "set/user_artists.dat", exports.user_artists())
    write(tmp_path, "set/.me.json", exports.spotify_extended(ROWS))
    monkeypatch.chdir(tmp_path / "set")
    assert [drop.parts[0].path for drop in drops(Path())] == [".me.json", "set/user_artists.dat"]


def test_members_of_one_name_are_all_read(tmp_path: Path):
    members = exports.zipped({"a.json": exports.spotify_extended(ROWS), "b.json": exports.spotify_extended(ROWS)})
    drop = one_drop(write(tmp_path, "a.zip", members.replace(b"b.json", b"a.json")))
    assert [part.path for part in drop.parts] == ["a.zip/a.json", "a.zip/a.json"]


def test_large_files_come_in_batches(tmp_path: Path):
    rows = [exports.Row(exports.START + number, "Mira Holloway", "Slow Kerosene") for number in range(10_001)]
    batches, _ = read_only_part(write(tmp_path, "a", PLAYS["lastfm_ghan_csv"](rows)))
    assert sum(map(len, batches)) == 10_001
    assert max(map(len, batches)) <= 10_000
    assert column(batches, "row") == list(range(1, 10_002))
