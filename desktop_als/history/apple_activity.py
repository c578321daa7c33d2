"""``Apple Music Play Activity.csv``: every event of the player since 2015, in no order.

The type of event is empty until mid-2016. Newer exports lack the artist, who is found in other files of the same export.
Lengths can be negative or absurd: they are the difference of two positions in the track.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from desktop_als.history.apple_credits import Credits, credits_of
from desktop_als.history.apple_segments import HEARD_OUT, Stretch, plays_of
from desktop_als.history.apple_tables import ACTIVITY
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.named_tables import number
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import UNKNOWN, Ending, Fate, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_NO_MUSIC = {
    "item type": ("AGGREGATE_NON_CATALOG_PLAY_TIME", "AD", "STREAM", "ORIGINAL_CONTENT_SHOWS"),
    "media type": ("VIDEO",),
    "content specific type": ("AD", "ORIGINAL_CONTENT_SHOWS"),
}
_SOME = 0.05  # of the plays without an artist: then the others do not lack one by chance


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    rows = ACTIVITY.rows(part.files[0], log, cancel, advance)
    stretches = [stretch for at, row in rows if (stretch := _stretch(at, row, log)) is not None]
    plays = list(plays_of(stretches, log))
    nameless = {play.title for play in plays if not play.artist}
    credit = credits_of(part, nameless, log, cancel, advance)
    yield from scrobble_batches((_scrobble(play, credit) for play in plays), Precision.SECOND, log, cancel)
    if sum(not play.artist for play in plays) > _SOME * len(plays) and not part.companions:
        log.notes.append(
            f"{part.name} leaves out artists. Drop the whole folder or zip that Apple sent: other files in it tell them."
        )


def _stretch(at: int, row: dict[str, str], log: RowLog) -> Stretch | None:
    """The row as a stretch of playing; None, and logged, when it is something else."""
    title = row["song name"] or row["content name"]
    kind = row["event type"].upper()
    what = next((row[name] for name, kinds in _NO_MUSIC.items() if row[name].upper() in kinds), None)
    times = _times(row)
    if kind == "PLAY_START":
        log.reject(Fate.DUPLICATES, at, f"The beginning of a play that has a row at its end: {title}")
    elif what is not None or kind not in ("", "PLAY_END"):
        log.reject(Fate.NOT_MUSIC, at, f"{what or kind}: {title}")
    elif times is None:
        log.reject(Fate.UNREADABLE, at, f"No readable time: {title}")
    else:
        begin, end = times
        first, last = number(row["start position in milliseconds"]), number(row["end position in milliseconds"])
        artist = row["artist name"] or row["container artist name"]
        heard = _heard(row, end - begin)
        reason = row["end reason type"].upper()
        return Stretch(at, begin, end, artist, title, row["album name"], heard, first, last, reason)
    return None


def _times(row: dict[str, str]) -> tuple[float, float] | None:
    """Begin and end in Unix seconds: one is found from the other and the length where it is missing."""
    begin = _moment(row["event start timestamp"])
    end = _moment(row["event end timestamp"] or row["event timestamp"])
    told, length = (
        number(row["play duration milliseconds"]) or 0.0,
        number(row["media duration in milliseconds"]) or 0.0,
    )
    seconds = max(0.0, min(told, length or told)) / 1000
    if begin is None:
        return None if end is None else (end - seconds, end)
    return begin, begin + seconds if end is None else max(begin, end)


def _moment(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _heard(row: dict[str, str], seconds: float) -> int:
    """Milliseconds of playing: never more than the track is long, nor than passed where that is unknown.

    Somebody who jumped back ends before the place where the stretch began; then the time that passed must do.
    """
    told = number(row["play duration milliseconds"])
    length = number(row["media duration in milliseconds"])
    if told is None:
        return UNKNOWN
    limit = length if length is not None and length > 0 else seconds * 1000
    return int(min(told if told >= 0 else seconds * 1000, limit))


def _scrobble(play: Stretch, credit: Credits) -> Scrobble:
    artist = play.artist or credit.artist(play.title, play.album, datetime.fromtimestamp(play.begin, UTC).date())
    ending = Ending.HEARD_OUT if play.end_reason == HEARD_OUT else Ending.UNKNOWN
    return Scrobble(
        play.row, int(play.begin), artist, play.title, play.album or None, ms_played=play.ms_played, ending=ending
    )


READERS = (
    Reader(
        Format("apple_play_activity", "Apple Music play activity"),
        (ACTIVITY.fits,),
        _read,
        companions=("apple_daily_tracks", "apple_library", "apple_last_plays"),
    ),
)
