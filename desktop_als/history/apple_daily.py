"""What is left of Apple Music's history without its play activity: the daily tracks, and the track history.

The daily tracks tell how often a track was played on a day and in which hours of it. The track history tells the last play
of each track. Both name artist and title in one line. Of a line that stands for several plays the first has its number, and
the others have numbers beyond the last line, so that each play is told by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

from desktop_als.history.apple_credits import Credits, credits_of
from desktop_als.history.apple_segments import HEARD_OUT
from desktop_als.history.apple_tables import DAILY, LAST_PLAYS
from desktop_als.history.cleaning import whole_number
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.named_tables import number
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import UNKNOWN, Ending, Fate, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_MOST_IN_A_DAY = 2880  # one every half minute


def _read_daily(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    rows = list(DAILY.rows(part.files[0], log, cancel, advance))
    credit = credits_of(part, (), log, cancel, advance)
    credit.add_lines((row["date played"], row["track description"]) for _, row in rows)
    beyond = count(max([0, *(at for at, _ in rows), *(left.row for left in log.rows)]) + 1)
    to_the_hour: list[Scrobble] = []
    to_the_day: list[Scrobble] = []
    for at, row in rows:
        hours = _hours(row["hours"])
        plays = _plays(at, row, hours, credit, log)
        numbered = [play if k == 0 else play._replace(row=next(beyond)) for k, play in enumerate(plays)]
        (to_the_hour if hours else to_the_day).extend(numbered)
    yield from scrobble_batches(to_the_hour, Precision.HOUR, log, cancel)
    yield from scrobble_batches(to_the_day, Precision.DAY, log, cancel)


def _plays(at: int, row: dict[str, str], hours: list[int], credit: Credits, log: RowLog) -> list[Scrobble]:
    """The plays of one track on one day, in the hours told, one after the other within an hour."""
    played, skipped = (max(0, int(number(row[name]) or 0)) for name in ("play count", "skip count"))
    day = _day(row["date played"])
    artist, title = credit.cut(row["track description"])
    if row["media type"].upper() == "VIDEO":
        log.reject(Fate.NOT_MUSIC, at, row["track description"])
    elif day is None or played > _MOST_IN_A_DAY:
        log.reject(Fate.UNREADABLE, at, f"No readable day or number of plays: {row['track description']}")
    else:
        times = max(1, played)
        told = number(row["play duration milliseconds"])
        heard = UNKNOWN if told is None else int(max(0.0, told) / times)
        ending = Ending.SKIPPED if skipped and not played else _ending(row["end reason type"])
        starts = [day + hour * 3600 for hour in hours or [0]]
        return [
            Scrobble(
                at, starts[k % len(starts)] + k // len(starts) * _step(heard), artist, title, None, None, heard, ending
            )
            for k in range(times)
        ]
    return []


def _ending(reason: str) -> Ending:
    return Ending.HEARD_OUT if reason.upper() == HEARD_OUT else Ending.UNKNOWN


def _step(heard: int) -> int:
    """Seconds between two plays of one hour, so that they are told apart."""
    return max(1, min(heard // 1000, 3600 * 24 // _MOST_IN_A_DAY))


def _hours(text: str) -> list[int]:
    found = (whole_number(hour) for hour in text.split(",") if hour.strip())
    return sorted({hour for hour in found if hour is not None and 0 <= hour < 24})


def _day(text: str) -> int | None:
    try:
        return int(datetime.strptime(text.replace("-", "")[:8], "%Y%m%d").replace(tzinfo=UTC).timestamp())
    except (ValueError, OverflowError):
        return None


def _read_last_plays(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    rows = list(LAST_PLAYS.rows(part.files[0], log, cancel, advance))
    credit = Credits(())
    credit.add_lines(("", row["track name"]) for _, row in rows)
    yield from scrobble_batches((_last_play(at, row, credit) for at, row in rows), Precision.SECOND, log, cancel)


def _last_play(at: int, row: dict[str, str], credit: Credits) -> Scrobble:
    milliseconds = number(row["last played date"])
    return Scrobble(at, None if milliseconds is None else int(milliseconds // 1000), *credit.cut(row["track name"]))


READERS = (
    Reader(
        Format("apple_daily_tracks", "Apple Music daily tracks", precision=Precision.HOUR),
        (DAILY.fits,),
        _read_daily,
        companions=("apple_library", "apple_last_plays"),
    ),
    Reader(Format("apple_last_plays", "Apple Music track history"), (LAST_PLAYS.fits,), _read_last_plays),
)
