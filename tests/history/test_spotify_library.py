"""Spotify's library and playlists: what a person knows, likes or banned."""

import json
from pathlib import Path

import pytest

from tests.history.exports import marks, one_drop, read_only_part, read_part, write, zipped
from tests.history.exports_spotify_library import LIBRARY, PLAYLIST_TRACK, TRACK, playlists


def test_the_library_tells_what_is_liked_known_and_banned(tmp_path: Path):
    batches, log = read_only_part(write(tmp_path, "YourLibrary.json", json.dumps(LIBRARY, indent=2).encode()))
    assert marks(batches) == [
        ("Mira Holloway", "Slow Kerosene", "liked"),
        ("Velvet Orchard", None, "known"),
        ("Nils Amber", None, "liked"),
        ("Mira Holloway", "Glass Harbour", "banned"),
        ("Doves", None, "banned"),
    ]
    assert log.tally.not_music == log.tally.rows_read == 2


def test_an_early_library_has_fewer_lists_and_a_large_one_more_than_its_beginning_shows(tmp_path: Path):
    for library in ({"tracks": [TRACK], "albums": []}, {"tracks": [TRACK] * 2000, "albums": []}):
        (part,) = one_drop(write(tmp_path, "x.txt", json.dumps(library).encode())).parts
        assert part.format.id == "spotify_library"
        assert len(marks(read_part(part)[0])) == len(library["tracks"])


def test_a_bad_entry_costs_itself_only(tmp_path: Path):
    library = LIBRARY | {"tracks": [TRACK, 7, None, TRACK | {"artist": 7}, TRACK | {"artist": None}]}
    batches, log = read_only_part(write(tmp_path, "x", json.dumps(library).encode()))
    assert len(marks(batches)) == 5
    assert (log.tally.unreadable, log.tally.no_artist, log.tally.not_music) == (3, 1, 2)


def test_what_is_in_playlists_is_known(tmp_path: Path):
    data = playlists(
        {"track": PLAYLIST_TRACK, "episode": None, "audiobook": None, "localTrack": None, "addedDate": "2024-06-15"},
        {"track": None, "episode": {"episodeName": "12"}, "localTrack": None},
        {"track": None, "episode": None, "localTrack": {"uri": "spotify:local:a:b:c:211"}},
        None,
    )
    batches, log = read_only_part(write(tmp_path, "Playlist1.json", data))
    assert marks(batches) == [("Mira Holloway", "Slow Kerosene", "known")]
    assert (log.tally.not_music, log.tally.no_artist, log.tally.unreadable) == (1, 1, 1)


@pytest.mark.parametrize("name", ["YourLibrary.json", "Playlist1.json"])
def test_they_lie_in_the_zip_beside_the_plays(name: str, tmp_path: Path):
    data = {"YourLibrary.json": json.dumps(LIBRARY).encode(), "Playlist1.json": playlists()}[name]
    drop = one_drop(write(tmp_path, "my_spotify_data.zip", zipped({f"Spotify Account Data/{name}": data})))
    assert [part.path for part in drop.parts] == [f"my_spotify_data.zip/Spotify Account Data/{name}"]


def test_lists_and_totals_of_other_programs_are_not_taken_for_them(tmp_path: Path):
    other = {"playlists": [{"name": "Morning", "tracks": [{"title": "Slow Kerosene", "artist": "Mira Holloway"}]}]}
    totals = {"artists": 2, "albums": 3, "tracks": 12, "top": [{"tracks": [{"artist": "Doves"}]}]}
    for number, content in enumerate((other, totals)):
        assert one_drop(write(tmp_path, f"{number}.json", json.dumps(content).encode())).problem
    (part,) = one_drop(write(tmp_path, "Playlist1.json", b'{"playlists": []}')).parts
    assert part.format.id == "spotify_playlists"


@pytest.mark.parametrize(
    "other",
    [
        {"inferences": ["1P_Listens_To_Invented_Podcasts"]},
        {"displayName": "invented", "firstName": None, "tasteMaker": False},
    ],
)
def test_other_parts_of_the_account_data_say_what_to_drop(other: dict[str, object], tmp_path: Path):
    problem = one_drop(write(tmp_path, "a.json", json.dumps(other).encode())).problem
    assert problem is not None
    assert "StreamingHistory" in problem
