"""Each format is read back by a parser that is not ours, whatever artists and tracks are called."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als import paths
from desktop_als.errors import ExportError
from desktop_als.export.characters import one_line
from desktop_als.export.csv_sheet import csv_sheet
from desktop_als.export.jspf import jspf
from desktop_als.export.m3u8 import m3u8
from desktop_als.export.playlist import SUFFIXES, Entry, Playlist, PlaylistFormat
from desktop_als.export.spotify import spotify
from desktop_als.export.text import text
from desktop_als.export.writing import write
from desktop_als.export.xspf import NAMESPACE, xspf
from tests.export.strange import NAMES, names

ADDRESS = "spotify:track:0AbCdEfGhIjKlMnOpQrStU"
SHORT_TIMES = st.none() | st.integers(1, 100_000)

entries = st.builds(
    Entry,
    artist=names,
    track=st.none() | names,
    album=st.none() | names,
    seconds=SHORT_TIMES,
    spotify=st.none() | st.just(ADDRESS),
    path=st.none()
    | st.sampled_from([Path("/music/#1 hit.mp3"), Path("/music/ünï %41/a?b.flac"), Path("/m/two\nlines.ogg")]),
    columns=st.just(()) | names.map(lambda name: (("Because", name),)),
)
playlists = st.builds(Playlist, names, st.lists(entries, max_size=5).map(tuple))

STRANGE = Playlist("Mix <1>", tuple(Entry(name, f"{name} song") for name in NAMES))


def line_or_none(name: str | None) -> str | None:
    return None if name is None else one_line(name)


@given(names)
def test_what_can_be_seen_stays_as_it_was_written(name: str) -> None:
    kept = one_line(name)
    kept.encode()
    assert len(kept.splitlines()) <= 1
    plain = [c for c in name if unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Zl", "Zp", "Zs")]
    assert [c for c in kept if c in plain] == plain


# CSV


def sheet(playlist: Playlist) -> list[list[str]]:
    written = csv_sheet(playlist).encode().decode("utf-8-sig")
    return list(csv.reader(written.splitlines(keepends=True), strict=True))


@given(playlists)
def test_a_sheet_has_a_line_for_each_entry_and_no_formula(playlist: Playlist) -> None:
    titles, *rows = sheet(playlist)
    assert titles[:6] == ["Artist", "Track", "Album", "Seconds", "Spotify", "File"]
    assert len(rows) == len(playlist.entries)
    for row, entry in zip(rows, playlist.entries, strict=True):
        assert len(row) == len(titles)
        assert not any(re.match(r"\s*[=+\-@＝＋－＠]|[\t\r]", cell) for cell in row)
        assert row[0].removeprefix("'") == one_line(entry.artist).removeprefix("'")
        assert row[3] == ("" if entry.seconds is None else str(entry.seconds))
        if entry.columns:
            assert row[titles.index("Because")].removeprefix("'") == one_line(entry.columns[0][1]).removeprefix("'")


def test_a_sheet_is_what_rfc_4180_says() -> None:
    playlist = Playlist("Mix", (Entry('Say "so", Ada', "=1+1", columns=(("Match", "97"),)),))
    assert csv_sheet(playlist).encode() == (
        b'\xef\xbb\xbfArtist,Track,Album,Seconds,Spotify,File,Match\r\n"Say ""so"", Ada",\'=1+1,,,,,97\r\n'
    )


# XSPF and JSPF


def read_xspf(document: str) -> tuple[str | None, list[dict[str, str]]]:
    root = ET.fromstring(document.encode())
    assert (root.tag, root.attrib) == (f"{{{NAMESPACE}}}playlist", {"version": "1"})
    tracks = root.find(f"{{{NAMESPACE}}}trackList")
    assert tracks is not None
    assert {child.tag for child in tracks} <= {f"{{{NAMESPACE}}}track"}
    found = [{fact.tag.removeprefix(f"{{{NAMESPACE}}}"): fact.text or "" for fact in track} for track in tracks]
    return root.findtext(f"{{{NAMESPACE}}}title"), found


def facts(entry: Entry) -> dict[str, Any]:
    told = {
        "location": entry.path.as_uri() if entry.path else None,
        "identifier": entry.spotify,
        "title": line_or_none(entry.track),
        "creator": line_or_none(entry.artist),
        "album": line_or_none(entry.album),
        "duration": entry.seconds and 1000 * entry.seconds,
    }
    return {name: fact for name, fact in told.items() if fact is not None}


@given(playlists)
def test_xspf_tells_an_xml_parser_what_the_playlist_says(playlist: Playlist) -> None:
    title, tracks = read_xspf(xspf(playlist))
    assert title == one_line(playlist.title)
    assert tracks == [{name: str(fact) for name, fact in facts(entry).items()} for entry in playlist.entries]
    for track in tracks:
        assert re.fullmatch(r"file:///[!-~]+", track.get("location", "file:///a"))


@given(playlists)
def test_jspf_tells_the_same_in_json(playlist: Playlist) -> None:
    document = json.loads(jspf(playlist).encode())["playlist"]
    assert document["title"] == one_line(playlist.title)
    in_lists = [
        {name: [fact] if name in ("location", "identifier") else fact for name, fact in facts(entry).items()}
        for entry in playlist.entries
    ]
    assert document["track"] == in_lists


# M3U8, text, addresses


@given(playlists)
def test_m3u8_holds_a_place_for_each_file_and_nothing_else(playlist: Playlist) -> None:
    lines = m3u8(playlist).encode().decode().split("\n")
    assert (lines[0], lines[-1]) == ("#EXTM3U", "")
    places = [line for line in lines if line and not line.startswith("#")]
    assert len(places) == sum(entry.path is not None for entry in playlist.entries)
    for place, line in enumerate(lines):
        if line.startswith("#EXTINF"):
            assert lines[place + 1] in places
    assert sum(line.startswith("#EXTINF") for line in lines) == len(places)


def test_m3u8_names_artist_title_and_length_before_the_file() -> None:
    found = Entry("Otto", "Sea", seconds=181, path=Path("/music/Otto/Sea.mp3"))
    unknown = Entry("Ines", path=Path("/music/#1.mp3"))
    assert m3u8(Playlist("Mix", (found, Entry("Bo", "Gone"), unknown))) == (
        "#EXTM3U\n#PLAYLIST:Mix\n#EXTINF:181,Otto - Sea\n/music/Otto/Sea.mp3\n# Bo - Gone\n"
        "#EXTINF:-1,Ines\nfile:///music/%231.mp3\n"
    )


@given(playlists)
def test_text_is_a_line_for_each_entry(playlist: Playlist) -> None:
    assert text(playlist).encode().decode().split("\n")[:-1] == [one_line(entry.name) for entry in playlist.entries]


def test_addresses_are_those_that_are_known() -> None:
    assert spotify(Playlist("Mix", (Entry("Otto", "Sea", spotify=ADDRESS), Entry("Bo", "Gone")))) == f"{ADDRESS}\n"


# Files


@pytest.mark.parametrize("kind", ["csv", "m3u8", "xspf", "jspf", "text", "spotify"])
def test_every_format_is_utf_8_with_names_of_all_kinds(kind: PlaylistFormat, tmp_path: Path) -> None:
    path = tmp_path / "list"
    left_out = write(STRANGE, kind, path)
    written = path.read_bytes().decode()
    assert ("أم لُؤلُؤة" in written) == (kind != "spotify")
    assert len(left_out) == (len(NAMES) if kind in ("m3u8", "spotify") else 0)
    assert "\x00" not in written
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_told_in_one_sentence_and_the_older_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = tmp_path / "list.csv"
    older.write_text("older")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(paths.os, "fsync", full)
        with pytest.raises(ExportError, match=r"could not be written \(No space left on device\)"):
            write(STRANGE, "csv", older)
    assert older.read_text() == "older"
    for place in (older / "list.csv", tmp_path / "gone" / "list.csv", tmp_path):
        with pytest.raises(ExportError, match="could not be written"):
            write(STRANGE, "csv", place)
    assert list(tmp_path.iterdir()) == [older]


def test_the_ending_of_a_name_says_the_format() -> None:
    assert {SUFFIXES[ending] for ending in (".csv", ".m3u8", ".xspf", ".jspf", ".txt")} == {
        *("csv", "m3u8", "xspf", "jspf", "text")
    }
