"""Where to look for an artist or a track: addresses of searches, which need no key. Nothing is opened here."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from desktop_als.export.characters import one_line


@dataclass(frozen=True, slots=True)
class Link:
    """A search at a service."""

    service: str
    url: str


def links(artist: str, track: str | None = None) -> tuple[Link, ...]:
    """The searches for an artist, or for a track of theirs."""
    words = one_line(f"{artist} {track}" if track else artist)
    phrase = quote_plus(words)
    in_path = quote(words, safe="")
    return (
        Link("Spotify", f"https://open.spotify.com/search/{in_path}"),
        Link("Last.fm", f"https://www.last.fm/search/{'tracks' if track else 'artists'}?q={phrase}"),
        Link(
            "MusicBrainz",
            f"https://musicbrainz.org/search?query={phrase}&type={'recording' if track else 'artist'}&method=indexed",
        ),
        Link("YouTube", f"https://www.youtube.com/results?search_query={phrase}"),
        Link("Bandcamp", f"https://bandcamp.com/search?q={phrase}&item_type={'t' if track else 'b'}"),
    )
