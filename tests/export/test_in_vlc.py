"""Playlists open in VLC, and each place in them is a file on the disk."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest

from desktop_als.export.characters import one_line
from desktop_als.export.local_music import local_music
from desktop_als.export.matching import matched
from desktop_als.export.playlist import Entry, Playlist, PlaylistFormat
from desktop_als.export.writing import write
from desktop_als.progress import CancelToken, ignore_progress
from tests.export.audio import music
from tests.export.vlc import Item, read_playlist

FILES = {
    "#1 hit.mp3": "=SUM(A1)",
    "%41 name.flac": "<b>Bold</b> & Co",
    "a&b <c>.ogg": "أم لُؤلُؤة",
    "Ünïcödé 🦊.mp3": "🦊🎺",
    " leading.wav": "n" * 300,
    "http: x.m4a": "Two\nlines",
    "q?x=1;y.opus": "]]> <!-- x",
}


@pytest.fixture
def playlist(tmp_path: Path) -> Playlist:
    for name, artist in FILES.items():
        music(tmp_path / "mu sic#1" / name, artist, "Sea")
    entries = [Entry(artist, "Sea", album="Harbour") for artist in FILES.values()]
    found = local_music(tmp_path / "mu sic#1", CancelToken(), ignore_progress)
    return matched(Playlist("Mix", (*entries, Entry("Nobody", "Gone"))), found.tracks)


def on_disk(item: Item) -> Path:
    parts = urlsplit(item.address)
    assert (parts.scheme, parts.query, parts.fragment) == ("file", "", "")
    return Path(unquote_to_bytes(parts.path).decode())


@pytest.mark.parametrize("kind", ["m3u8", "xspf"])
def test_vlc_finds_every_file_and_shows_its_name(kind: PlaylistFormat, playlist: Playlist, tmp_path: Path) -> None:
    path = tmp_path / f"mix.{kind}"
    write(playlist, kind, path)
    items = [item for item in read_playlist(path) if item.address.startswith("file:")]
    assert [(on_disk(item).name, item.artist) for item in items] == [(name, one_line(a)) for name, a in FILES.items()]
    assert all(on_disk(item).is_file() for item in items)
    assert {item.title for item in items} == {"Sea"}
