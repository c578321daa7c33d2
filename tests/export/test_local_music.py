"""The music files of a folder are found by what their tags say, whatever else lies there."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from desktop_als.errors import Cancelled, ExportError
from desktop_als.export.local_music import LocalMusic, LocalTrack, local_music
from desktop_als.progress import CancelToken, Progress, ignore_progress
from tests.export.audio import KINDS, SECONDS, music


def read(folder: Path) -> LocalMusic:
    return local_music(folder, CancelToken(), ignore_progress)


@pytest.mark.parametrize("ending", sorted(KINDS))
def test_every_container_tells_artist_title_album_and_length(ending: str, tmp_path: Path) -> None:
    path = music(tmp_path / f"song{ending.upper()}", "أم لُؤلُؤة & Otto", "Sëa", album="Harbour", albumartist="Otto")
    assert read(tmp_path) == LocalMusic(
        (LocalTrack(path, ("أم لُؤلُؤة & Otto", "Otto"), "Sëa", "Harbour", SECONDS),), unreadable=0
    )


def test_files_come_by_their_paths_also_hidden_ones(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in (".hidden/b.mp3", "#1/a.flac", "z.wav")]
    for path in reversed(paths):
        music(path, "Otto", path.stem)
    assert [track.path for track in read(tmp_path).tracks] == sorted(paths)


def test_what_is_no_music_is_passed_over_and_what_is_broken_is_counted(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Otto - Sea")
    (tmp_path / "._song.mp3").write_bytes(b"resource fork")
    (tmp_path / "folder.mp3").mkdir()
    os.mkfifo(tmp_path / "pipe.mp3")
    (tmp_path / "gone.mp3").symlink_to(tmp_path / "nowhere.mp3")
    for name in ("empty.mp3", "empty.m4a", "empty.flac"):
        (tmp_path / name).write_bytes(b"")
    music(tmp_path / "song.mp3", "Otto", "Sea")
    found = read(tmp_path)
    assert [track.title for track in found.tracks] == ["Sea"]
    assert found.unreadable == 3


def test_a_file_without_tags_is_neither_found_nor_broken(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes((b"\xff\xfb\x90\x00" + bytes(413)) * 20)
    assert read(tmp_path) == LocalMusic((), 0)


@pytest.mark.parametrize("ending", sorted(KINDS))
def test_no_damage_stops_the_search(ending: str, tmp_path: Path) -> None:
    whole = music(tmp_path / f"whole{ending}", "Otto", "Sea").read_bytes()
    rng = random.Random(ending)
    for number in range(60):
        broken = bytearray(whole[: rng.randrange(len(whole))] if number % 2 else whole)
        for _ in range(rng.randrange(1, 12) if broken else 0):
            broken[rng.randrange(min(400, len(broken)))] = rng.randrange(256)
        (tmp_path / f"broken {number}{ending}").write_bytes(broken)
    assert "Sea" in {track.title for track in read(tmp_path).tracks}


def test_links_that_lead_back_end(tmp_path: Path) -> None:
    song = music(tmp_path / "music" / "a" / "song.mp3", "Otto", "Sea")
    (tmp_path / "music" / "a" / "back").symlink_to(tmp_path / "music")
    (tmp_path / "music" / "itself").symlink_to("itself")
    elsewhere = music(tmp_path / "disk" / "far.mp3", "Ines", "Fog")
    (tmp_path / "music" / "linked").symlink_to(elsewhere.parent)
    assert {track.path for track in read(tmp_path / "music").tracks} == {
        song,
        tmp_path / "music" / "linked" / "far.mp3",
    }


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "gone", tmp_path / "file"):
        with pytest.raises(ExportError, match=r"cannot be read \(.*\)\. Choose the folder with your music\."):
            read(place)


def test_it_can_be_watched_and_stopped(tmp_path: Path) -> None:
    for number in range(4):
        music(tmp_path / f"{number}.wav", "Otto", "Sea")
    cancel, told = CancelToken(), []

    def stop(now: Progress) -> None:
        told.append(now)
        cancel.cancel()

    with pytest.raises(Cancelled):
        local_music(tmp_path, cancel, stop)
    assert [(now.done, now.total) for now in told] == [(0, 4)]
