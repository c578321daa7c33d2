"""Files that cannot be read, and what people are told of them."""

import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.errors import Cancelled, HistoryError
from desktop_als.history import archives, find_parts, loading, read
from desktop_als.plays import RowLog
from desktop_als.progress import CancelToken
from tests.history import exports
from tests.history.exports import ROWS, drops, one_drop, read_part, write

PAGE = b"<!DOCTYPE html><html><body>Log in</body></html>"
NESTED = b'[{"ts":"2020-01-01T00:00:00Z","ms_played":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}]"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.json", b"", "a.json is empty"),
        ("a.json", b" \n", "a.json holds nothing but blanks"),
        ("a.json", PAGE, "a.json is a web page, not the export itself. Download it again"),
        ("a.json", b"[]", "an empty list"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04", "Unpack it"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "Unpack it"),
        ("a.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "pointer of Git LFS"),
        ("feedback.jsonl", b'{"score": 1, "recording_mbid": "x", "track_metadata": null}', "hearts without names"),
        ("mix.csv", b"Track URI,Track Name,Artist Name(s)\nspotify:track:1,A,B\n", "without times of play"),
        ("Log.json", b'[{"timestamp_utc": "x", "context_os": "y", "message_a": 1}]', "technical log"),
        ("stats.csv", b"Artist;Name;Scrobbles;Rank\na;b;3;1\n", "totals, not plays"),
        ("e.json", b'{"error":17,"message":"Login: User required to be logged in"}', "error message of Last.fm"),
        ("song.mp3", b"ID3\x04\x00" + bytes(5000), "song.mp3 holds no listening history"),
        (
            "a.zip",
            exports.zipped({"notes.txt": b"x", "feedback.jsonl": b'{"score": 1, "recording_mbid": "x"}'}),
            "feedback.jsonl holds hearts",
        ),
        ("a.zip", exports.zipped({}), "a.zip holds no listening history"),
        (
            "a.zip",
            exports.zipped({"x.json": exports.spotify_extended(ROWS)})[:-40],
            "a.zip is damaged or was not downloaded",
        ),
        ("a.json.gz", exports.gzipped(exports.spotify_extended(ROWS))[:-40], "damaged or was not downloaded"),
        ("a.tar.gz", exports.tarred({"x": exports.celma_360k()})[:60], "damaged or was not downloaded"),
    ],
)
def test_a_drop_without_history_says_so_in_one_sentence_or_two(name: str, data: bytes, told: str, tmp_path: Path):
    drop = one_drop(write(tmp_path, name, data))
    assert drop.parts == []
    assert told in (drop.problem or "")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (exports.spotify_extended(ROWS)[:-30], "damaged or cut off, so nothing was kept"),
        (NESTED, "nested far too deeply"),
        (
            exports.spotify_extended(ROWS * 10).decode().replace("’", "'").encode("cp1251", "replace"),
            "another encoding than UTF-8",
        ),
        (
            exports.lastfmstats_json(ROWS).replace(b'"scrobbles": [', b'"scrobbles": {"a":[').replace(b"]}", b"]}}"),
            "is not built as",
        ),
    ],
)
def test_a_part_that_cannot_be_trusted_raises_a_sentence(data: bytes, told: str, tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "a.json", data)).parts
    with pytest.raises(HistoryError, match=told):
        read_part(part)


def test_a_missing_path_is_told(tmp_path: Path):
    assert one_drop(tmp_path / "gone.zip").problem == "gone.zip is not there. Check the path and try again."


def test_a_file_without_permission_is_told(tmp_path: Path):
    path = write(tmp_path, "a.json", exports.spotify_extended(ROWS))
    path.chmod(0)
    assert "may not be read" in (one_drop(path).problem or "")


def test_a_refused_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path, "a.json", exports.spotify_extended(ROWS))

    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert one_drop(path).problem == "a.json may not be read with your rights. Change its permissions or copy it."


def test_a_folder_without_exports_is_told(tmp_path: Path):
    write(tmp_path, "photos/a.png", b"\x89PNG")
    (drop,) = drops(tmp_path / "photos")
    assert "photos holds no listening history" in (drop.problem or "")


def test_a_broken_file_in_a_folder_is_told_beside_the_good_ones(tmp_path: Path):
    write(tmp_path, "music/a.json", exports.spotify_extended(ROWS))
    write(tmp_path, "music/b.json", PAGE)
    write(tmp_path, "music/readme.html", PAGE)
    assert [(drop.path.name, bool(drop.problem)) for drop in drops(tmp_path / "music")] == [
        ("a.json", False),
        ("b.json", True),
    ]


def test_a_zip_with_a_password_is_told(tmp_path: Path):
    data = bytearray(exports.zipped({"a.json": exports.spotify_extended(ROWS)}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    assert "protected by a password" in (one_drop(write(tmp_path, "a.zip", bytes(data))).problem or "")


def bomb(filler: bytes, size: int, begin: bytes = b"") -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.json", "w", force_zip64=True) as member,
    ):
        member.write(begin)
        for _ in range(size // len(filler)):
            member.write(filler)
    return file.getvalue()


@pytest.mark.parametrize("filler", [bytes(2**20), b" " * 2**20])
def test_a_bomb_is_refused(filler: bytes, tmp_path: Path):
    begin = b'[{"ts":"2020-01-01T00:00:00Z","ms_played":1},'
    inner = bomb(filler, 300 * 2**20, begin)
    for data in (inner, exports.zipped({"inner.zip": inner})):
        assert "unpacks to far more" in (one_drop(write(tmp_path, "a.zip", data)).problem or "")


def test_a_gzip_bomb_is_refused_while_reading(tmp_path: Path):
    data = exports.gzipped(b'[{"ts":"2020-01-01T00:00:00Z","ms_played":1},' + b" " * 300 * 2**20)
    (part,) = one_drop(write(tmp_path, "a.json.gz", data)).parts
    with pytest.raises(HistoryError, match="unpacks to far more"):
        read_part(part)


def test_too_many_entries_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    members = {f"{number}.json": exports.spotify_extended(ROWS) for number in range(4)}
    for data in (exports.zipped(members), exports.tarred({**members, "e": b"", "f": b""})):
        assert "unpacks to far more" in (one_drop(write(tmp_path, "a", data)).problem or "")


def test_archives_are_opened_twice_inside_an_archive_and_no_deeper(tmp_path: Path):
    data = exports.spotify_extended(ROWS)
    for _ in range(3):
        data = exports.zipped({"a.zip": data})
    assert one_drop(write(tmp_path, "b.zip", data)).parts
    data = exports.zipped({"a.zip": data})
    assert "holds no listening history" in (one_drop(write(tmp_path, "a.zip", data)).problem or "")


def test_names_that_climb_out_of_a_zip_write_nothing(tmp_path: Path):
    drop = one_drop(write(tmp_path / "in", "a.zip", exports.zipped({"../../evil.json": exports.celma_360k()})))
    read_part(drop.parts[0])
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_looking_stops_when_asked(tmp_path: Path):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(find_parts([write(tmp_path, "a", b"x")], cancel))


beginnings = [
    b"",
    b"[",
    b"{",
    b'[{"ts"',
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"uts,artist,track\n",
    b'"',
    b'[{"track":[{',
    b"\xff\xfe",
    b'"\\',
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begin=st.sampled_from(beginnings), rest=st.binary(max_size=300))
def test_hostile_bytes_are_at_worst_a_sentence(begin: bytes, rest: bytes, tmp_path: Path):
    for drop in drops(write(tmp_path, "x", begin + rest)):
        for part in drop.parts:
            with suppress(HistoryError):
                read_part(part)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_exports_are_at_worst_a_sentence(data: st.DataObject, tmp_path: Path):
    whole = data.draw(st.sampled_from([build(ROWS) for build in exports.PLAYS.values()]))
    wrapped = data.draw(
        st.sampled_from([whole, exports.zipped({"a": whole}), exports.gzipped(whole), exports.tarred({"a": whole})])
    )
    at = data.draw(st.integers(0, len(wrapped)))
    damaged = wrapped[:at] + data.draw(st.binary(max_size=5)) + wrapped[at + data.draw(st.integers(0, 9)) :]
    for drop in drops(write(tmp_path, "x", damaged)):
        for part in drop.parts:
            with suppress(HistoryError):
                read_part(part)


def test_a_file_larger_than_any_export_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (part,) = one_drop(write(tmp_path, "a.json", exports.spotify_extended(ROWS))).parts
    monkeypatch.setattr(loading, "MAX_WHOLE", 1000)
    with pytest.raises(HistoryError, match="larger than 500 MB"):
        read_part(part)


def test_reading_stops_when_asked(tmp_path: Path):
    for build in (exports.spotify_extended, exports.ghan_csv):
        (part,) = one_drop(write(tmp_path, "a", build(ROWS))).parts
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            list(read(part, RowLog(), cancel, lambda done: None))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipes_and_circles_of_links_do_not_hang(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    assert "not an ordinary file" in (one_drop(tmp_path / "pipe.json").problem or "")
    assert "not there" in (one_drop(tmp_path / "circle").problem or "")
    write(tmp_path, "a.json", exports.spotify_extended(ROWS))
    assert [drop.path.name for drop in drops(tmp_path)] == ["a.json"]


def test_a_forced_format_still_needs_its_header(tmp_path: Path):
    for format_id, told in (("lastfm_ghan_csv", "uts or utc_time"), ("lastfmstats_csv", "Date#user")):
        (part,) = one_drop(write(tmp_path, "a.csv", b"a,b\n1,2\n"), format_id=format_id).parts
        with pytest.raises(HistoryError, match=told):
            read_part(part)


def test_a_zip_that_changed_since_it_was_looked_at_is_told(tmp_path: Path):
    path = write(tmp_path, "a", exports.tarred({"x": exports.spotify_extended(ROWS), "y": exports.ghan_csv(ROWS)}))
    part = one_drop(path).parts[1]
    write(tmp_path, "a", exports.tarred({"x": b""}))
    with pytest.raises(HistoryError, match="has changed since"):
        read_part(part)


def test_text_in_no_known_encoding_is_told(tmp_path: Path):
    data = exports.benjaminbenben(ROWS[:1]) * 20 + b"\x81\x8d,\x8f,\x90\x9d,15 Jun 2024 09:47\n"
    (part,) = one_drop(write(tmp_path, "a.csv", data)).parts
    with pytest.raises(HistoryError, match="not text in any known encoding"):
        read_part(part)


def test_utf16_that_is_cut_off_is_told(tmp_path: Path):
    data = exports.benjaminbenben(ROWS).decode().encode("utf-16")
    (part,) = one_drop(write(tmp_path, "a.csv", data[:-1])).parts
    with pytest.raises(HistoryError, match="damaged or cut off"):
        read_part(part)


def test_going_over_a_large_tar_stops_when_asked(tmp_path: Path):
    class StopsSoon(CancelToken):
        checks = 0

        def check(self) -> None:
            self.checks += 1
            if self.checks > 10:
                self.cancel()
            super().check()

    cancel = StopsSoon()
    path = write(tmp_path, "a.tar.gz", exports.tarred({"x": bytes(range(256)) * 40_000, "y": b""}))
    with pytest.raises(Cancelled):
        list(find_parts([path], cancel))
    assert cancel.checks == 11
