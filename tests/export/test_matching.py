"""Which file an entry is: by artist and title as they are spelled, then without what services and shops add to them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given

from desktop_als.export.local_music import LocalTrack
from desktop_als.export.matching import bare, folded, matched
from desktop_als.export.playlist import Entry, Playlist
from tests.export.strange import names


def file(name: str, artist: str, title: str, album: str | None = None, seconds: int | None = 100) -> LocalTrack:
    return LocalTrack(Path("/music") / name, (artist,), title, album, seconds)


def found(entry: Entry, *files: LocalTrack) -> Entry:
    (placed,) = matched(Playlist("Mix", (entry,)), files).entries
    return placed


def name_of(entry: Entry, *files: LocalTrack) -> str | None:
    path = found(entry, *files).path
    return path.name if path else None


@pytest.mark.parametrize(
    ("artist", "title"),
    [
        ("Zoë & Otto", "Don't Go"),
        ("ZOE & OTTO", "don’t go"),
        ("Zoe\u0308 & Otto", "Don't  Go!"),
        ("Zoë & Otto feat. Ines", "Don't Go"),
        ("Zoë & Otto", "Don't Go (feat. Ines)"),
        ("Zoë & Otto", "Don't Go (2011 Remaster) [Bonus]"),
        ("Zoë & Otto", "Don't Go - Remastered 2011"),
    ],
)
def test_spellings_of_one_track(artist: str, title: str) -> None:
    assert name_of(Entry("Zoë & Otto", "Don't Go"), file("a.mp3", artist, title)) == "a.mp3"
    assert name_of(Entry(artist, title), file("a.mp3", "Zoë & Otto", "Don't Go")) == "a.mp3"


def test_another_artist_or_title_is_no_match() -> None:
    files = [file("a.mp3", "Otto", "Sea"), file("b.mp3", "Ines", "Fog")]
    assert name_of(Entry("Otto", "Fog"), *files) is None
    assert found(Entry("Otto", "Fog", seconds=7), *files) == Entry("Otto", "Fog", seconds=7)


def test_what_is_spelled_the_same_goes_before_what_is_alike() -> None:
    files = [file("a.mp3", "Otto", "Sea (Live)"), file("b.mp3", "Otto", "Sea")]
    assert name_of(Entry("Otto", "Sea"), *files) == "b.mp3"
    assert name_of(Entry("Otto", "Sea (Live)"), *reversed(files)) == "a.mp3"


def test_the_same_album_goes_before_the_first_file() -> None:
    files = [file("a.mp3", "Otto", "Sea", "Best Of"), file("b.mp3", "Otto", "Sea", "HARBOUR")]
    assert name_of(Entry("Otto", "Sea", album="Harbour"), *files) == "b.mp3"
    assert name_of(Entry("Otto", "Sea", album="Elsewhere"), *files) == "a.mp3"
    assert name_of(Entry("Otto", "Sea"), *files) == "a.mp3"


def test_an_artist_alone_takes_a_file_of_theirs_and_its_facts() -> None:
    song = file("a.mp3", "Otto", "Sea", "Harbour", 181)
    columns = (("Match", "97"),)
    assert found(Entry("OTTO", columns=columns), song) == Entry(
        "OTTO", "Sea", "Harbour", 181, path=song.path, columns=columns
    )


def test_the_length_is_that_of_the_file_where_it_tells_one() -> None:
    assert found(Entry("Otto", "Sea", seconds=7), file("a.mp3", "Otto", "Sea")).seconds == 100
    assert found(Entry("Otto", "Sea", seconds=7), file("a.mp3", "Otto", "Sea", seconds=None)).seconds == 7


def test_names_of_signs_alone_are_told_apart() -> None:
    files = [file("a.mp3", "!!!", "???"), file("b.mp3", "🦊🎺", "(Intro)")]
    assert name_of(Entry("!!!", "???"), *files) == "a.mp3"
    assert name_of(Entry("🦊🎺", "(Intro)"), *files) == "b.mp3"
    assert name_of(Entry("!!!", "…"), *files) is None


@given(names, names)
def test_every_name_finds_itself_in_any_normal_form(artist: str, title: str) -> None:
    composed, apart = (
        (unicodedata.normalize(form, artist), unicodedata.normalize(form, title)) for form in ("NFC", "NFD")
    )
    assert name_of(Entry(*composed), file("a.mp3", *apart)) == "a.mp3"
    assert folded(composed[0]) == folded(apart[0])
    assert bare(composed[1]) == bare(apart[1])
