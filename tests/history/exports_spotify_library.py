"""An invented library and invented playlists, in the syntax of Spotify's account data."""

import json

TRACK = {"artist": "Mira Holloway", "album": "Tin Rivers", "track": "Slow Kerosene", "uri": "spotify:track:x"}
LIBRARY = {
    "tracks": [TRACK],
    "albums": [{"artist": "Velvet Orchard", "album": "Tin Rivers", "uri": "spotify:album:x"}],
    "shows": [{"name": "The Invented Hour", "publisher": "P", "uri": "spotify:show:x"}],
    "episodes": [{"name": "12", "show": "The Invented Hour", "uri": "spotify:episode:x"}],
    "bannedTracks": [TRACK | {"track": "Glass Harbour"}],
    "artists": [{"name": "Nils Amber", "uri": "spotify:artist:x"}],
    "bannedArtists": [{"name": "Doves", "uri": "spotify:artist:y"}],
    "other": [],
}
PLAYLIST_TRACK = {"trackName": "Slow Kerosene", "artistName": "Mira Holloway", "albumName": "x", "trackUri": "y"}


def playlists(*items: dict[str, object] | None) -> bytes:
    listed = {"name": "Sunday", "lastModifiedDate": "2024-06-15", "items": list(items), "numberOfFollowers": 0}
    return json.dumps({"playlists": [listed, listed | {"items": []}]}, indent=2).encode()


SETS = {
    "spotify_library": {"YourLibrary.json": json.dumps(LIBRARY, indent=2).encode()},
    "spotify_playlists": {"Playlist1.json": playlists({"track": PLAYLIST_TRACK}, {"track": None, "episode": {}})},
}
