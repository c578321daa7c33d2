"""Last.fm in XML: answers of its API, and the same between other brackets by the exporter of ghan.nl."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.cleaning import whole_number
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.lastfm_ghan import user_named
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.xml_records import xml_records
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_ROOT = re.compile(r"<(?:scrobbles|recenttracks)[\s>]")
_USER = re.compile(r"<recenttracks[^>]*\suser=[\"']([^\"'<>&]+)")


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    tracks = xml_records(part, "track", log, cancel, advance)
    scrobbles = (_scrobble(number, track) for number, track in enumerate(tracks, start=1))
    yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)


def _scrobble(number: int, track: dict[str, str]) -> Scrobble:
    uts = track.get("date@uts", "").strip()
    return Scrobble(
        number,
        whole_number(uts) if uts else 0,
        track.get("artist/name") or track.get("artist"),  # a name of its own in extended pages
        track.get("name"),
        track.get("album"),
        track.get("mbid"),
    )


def _is_this(head: Head) -> bool:
    return head.root == "<" and _ROOT.search(head.text) is not None and "<track" in head.text


def _user(head: Head) -> str | None:
    named = _USER.search(head.text)
    return named[1] if named else user_named(head)


READERS = (Reader(Format("lastfm_xml", "Last.fm plays in XML"), (_is_this,), _read, listener=_user),)
