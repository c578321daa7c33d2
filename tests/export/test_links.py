"""Searches at services: what an artist is called is always a word that is searched for, and nothing else of the address."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from desktop_als.export.characters import one_line
from desktop_als.export.links import links
from tests.export.strange import names

HOSTS = {
    "Spotify": "open.spotify.com",
    "Last.fm": "www.last.fm",
    "MusicBrainz": "musicbrainz.org",
    "YouTube": "www.youtube.com",
    "Bandcamp": "bandcamp.com",
}
WORDS = {"Last.fm": "q", "MusicBrainz": "query", "YouTube": "search_query", "Bandcamp": "q"}
OTHERS = {"Last.fm": set(), "MusicBrainz": {"type", "method"}, "YouTube": set(), "Bandcamp": {"item_type"}}


@given(names, st.none() | names)
def test_a_name_is_searched_for_as_it_is_written(artist: str, track: str | None) -> None:
    wanted = one_line(f"{artist} {track}" if track else artist)
    for link in links(artist, track):
        parts = urlsplit(link.url)
        assert (parts.scheme, parts.netloc, parts.fragment) == ("https", HOSTS[link.service], "")
        assert link.url.isascii()
        assert link.url.isprintable()
        assert " " not in link.url
        if link.service == "Spotify":
            assert parts.path.count("/") == 2
            assert unquote(parts.path.removeprefix("/search/")) == wanted
            assert parts.query == ""
        else:
            found = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
            assert found[WORDS[link.service]] == [wanted]
            assert set(found) == {WORDS[link.service]} | OTHERS[link.service]


def test_tracks_are_searched_for_among_tracks() -> None:
    urls = {link.service: link.url for link in links("Otto & Ines", "Sea?")}
    assert urls == {
        "Spotify": "https://open.spotify.com/search/Otto%20%26%20Ines%20Sea%3F",
        "Last.fm": "https://www.last.fm/search/tracks?q=Otto+%26+Ines+Sea%3F",
        "MusicBrainz": "https://musicbrainz.org/search?query=Otto+%26+Ines+Sea%3F&type=recording&method=indexed",
        "YouTube": "https://www.youtube.com/results?search_query=Otto+%26+Ines+Sea%3F",
        "Bandcamp": "https://bandcamp.com/search?q=Otto+%26+Ines+Sea%3F&item_type=t",
    }
    artists = [link.url for link in links("Otto")]
    assert artists[1:3] == [
        "https://www.last.fm/search/artists?q=Otto",
        "https://musicbrainz.org/search?query=Otto&type=artist&method=indexed",
    ]
