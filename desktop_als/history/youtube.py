"""YouTube Music from Google Takeout: ``watch-history.json``, or the same rows out of "My Activity".

What is not an artist's music is left out: other videos, posts, advertisements. How long was listened is not told; the next
thing watched bounds it from above. The words around a title ("Watched …", "… angesehen") are in the person's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec
import numpy as np

from desktop_als.history.cleaning import iso_time
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import array_of, json_rows
from desktop_als.history.loading import load_json
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.youtube_titles import Frame, frame_of
from desktop_als.plays import UNKNOWN, Fate, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

MUSIC = "YouTube Music"
_TOPIC = re.compile(
    r" [-–] (?:Topic|Thema|Tema|Temat|Téma|Thème|Sujet|Argomento|Tópico|Konu|Aihe|Emne|Ämne|Тема|主题|主題|トピック|주제)"
)
_VIDEO = re.compile(r"[?&]v=([\w-]{11})|youtu\.be/([\w-]{11})")
_NOBODY = "Release - Topic"
"""The channel that YouTube puts music into when it does not know whose it is."""
_LONGEST_GAP = 600
"""Seconds after which something else was done before the next video, so that the gap tells nothing of the play."""


class Channel(msgspec.Struct, gc=False):
    """Whose a video is."""

    name: str | None = None


class Detail(msgspec.Struct, gc=False):
    """What Google says of how a video came to be shown."""

    name: str | None = None


class Watched(msgspec.Struct):
    """One row, as Google writes it."""

    title: str
    time: str
    header: str | None = None
    url: str | None = msgspec.field(name="titleUrl", default=None)
    channels: list[Channel] | None = msgspec.field(name="subtitles", default=None)
    details: list[Detail] | None = None

    @property
    def channel(self) -> str:
        """Its channel's name, empty when the video was removed or is private."""
        return (self.channels[0].name or "") if self.channels else ""

    @property
    def artist(self) -> str:
        """The channel without " - Topic", which YouTube adds to those it fills with an artist's music itself."""
        topic = _TOPIC.search(self.channel)
        return self.channel[: topic.start()] if topic and topic.end() == len(self.channel) else self.channel

    @property
    def is_advertisement(self) -> bool:
        """Whether Google says that it was shown as one ("From Google Ads", in the person's language)."""
        return any("Google" in (detail.name or "") for detail in self.details or [])

    @property
    def video(self) -> str | None:
        """The id of the video that was watched; None for posts, channels and searches."""
        found = _VIDEO.search(self.url or "")
        return (found[1] or found[2]) if found else None


_LAYOUT = array_of(Watched)


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _LAYOUT, log)
    yield from watched_batches(numbers, rows, log, cancel)


def watched_batches(
    numbers: Sequence[int], rows: Sequence[Watched], log: RowLog, cancel: CancelToken
) -> Iterator[PlayBatch]:
    """The plays among everything watched."""
    videos = [row for row in rows if row.video]
    frame = frame_of([row.title for row in videos], [row.channel for row in videos])
    yield from scrobble_batches(_scrobbles(numbers, rows, frame, log), Precision.SECOND, log, cancel)


def _scrobbles(numbers: Sequence[int], rows: Sequence[Watched], frame: Frame, log: RowLog) -> Iterator[Scrobble]:
    for number, row, ms_played in zip(numbers, rows, _heard(rows), strict=True):
        title = frame.title(row.title)
        if row.is_advertisement:
            log.reject(Fate.NOT_MUSIC, number, f"An advertisement: {row.title}")
        elif row.video is None or (row.header != MUSIC and row.artist == row.channel):
            log.reject(Fate.NOT_MUSIC, number, row.title)
        elif not row.channel or title.startswith(("https://", "http://")):
            log.reject(Fate.NO_ARTIST, number, f"Removed or private: {row.title}")
        elif row.channel == _NOBODY:
            log.reject(Fate.NO_ARTIST, number, f"YouTube does not tell the artist: {title}")
        else:
            track = title.removeprefix(f"{row.artist} - ")
            yield Scrobble(number, iso_time(row.time), row.artist, track, None, row.video, ms_played)


def _heard(rows: Sequence[Watched]) -> list[int]:
    """Milliseconds to the next video; UNKNOWN where that is long, or where several share one time as those synced later do."""
    moments = [_exact_time(row.time) if row.video and not row.is_advertisement else np.nan for row in rows]
    at = np.array(moments, dtype=np.float64)
    times, shared = np.unique(at[~np.isnan(at)], return_counts=True)
    alone = dict(zip(times[shared == 1].tolist(), np.diff(times, append=np.inf)[shared == 1].tolist(), strict=True))
    gaps = (alone.get(moment, np.inf) for moment in moments)
    return [int(gap * 1000) if gap <= _LONGEST_GAP else UNKNOWN for gap in gaps]


def _exact_time(text: str) -> float:
    try:
        return datetime.fromisoformat(text).astimezone(UTC).timestamp()
    except (ValueError, OverflowError):
        return np.nan


def _is_history(head: Head) -> bool:
    return {"header", "title", "time", "titleUrl"} <= head.records and "watch?v" in head.text


READERS = (Reader(Format("youtube_takeout", "YouTube Music (Google Takeout)"), (_is_history,), _read),)
