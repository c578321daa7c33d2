""".scrobbler.log of portable players (AudioScrobbler log 1.0 and 1.1): Rockbox and others.

Tabs and no quotes, and often no header. ``#TZ/UNKNOWN``, which is what most players write, says that times are those of the
player's own clock, written as if they were UTC. A player without a clock writes 0: then there are only totals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.cleaning import whole_number
from desktop_als.history.counts import Counted, count_batches
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.tables import unquoted_rows
from desktop_als.plays import Batch, Ending, Fate, Precision, RowLog
from desktop_als.progress import CancelToken

_SIGNATURE = "#AUDIOSCROBBLER/"
_TIMES_ARE_UTC = re.compile(r"^#TZ/UTC\s*$", re.MULTILINE)
_ROW = re.compile(r"[^#\t][^\t]*\t[^\t]*\t[^\t]*\t *\d*\t *\d*\t[LS]\t *\d*(?:\t[^\t]*)*")
_MBID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FAILED = "# FAILED - "
_COMMENT = re.compile(rf"^#(?!{_FAILED[1:]})[^\n]*\n?", re.MULTILINE)
_UNTAGGED = "<untagged>"
_WIDTH = 7  # 1.1 adds the MusicBrainz id


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[Batch]:
    text = _COMMENT.sub("", load_text(part.files[0], log, cancel, advance))
    scrobbles = list(_scrobbles(unquoted_rows(text, "\t", log, cancel), log))
    if scrobbles and all(row.played_at == 0 for row in scrobbles):
        yield from count_batches(_counted(scrobbles, log), log, cancel)
    else:
        yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel, part.zone)


def _scrobbles(rows: Iterator[tuple[int, list[str]]], log: RowLog) -> Iterator[Scrobble]:
    for number, cells in rows:
        if len(cells) < _WIDTH or cells[5] not in ("L", "S") or cells[0].startswith(_FAILED):
            log.reject(Fate.UNREADABLE, number, "\t".join(cells))
            continue
        artist, album, track, _, _, rating, when, mbid = (*cells, "")[:8]
        yield Scrobble(
            number,
            whole_number(when) if when.strip() else 0,
            artist if artist.strip().lower() != _UNTAGGED else None,
            track,
            album,
            mbid if _MBID.fullmatch(mbid) else None,
            ending=Ending.SKIPPED if rating == "S" else Ending.UNKNOWN,
        )


def _counted(scrobbles: list[Scrobble], log: RowLog) -> Iterator[Counted]:
    for row in scrobbles:
        if row.ending is Ending.SKIPPED:
            log.reject(Fate.TOO_SHORT, row.row, f"Skipped: {row.artist}, {row.track}")
        else:
            yield Counted(row.row, row.artist, 1, row.track)


def _is_log(head: Head) -> bool:
    return head.text.lstrip().startswith(_SIGNATURE) or head.matching(_ROW)


def _is_by_a_clock(head: Head) -> bool:
    has_times = any(line.split("\t")[6].strip(" 0") for line in head.lines if _ROW.fullmatch(line))
    return has_times and not _TIMES_ARE_UTC.search(head.text)


READERS = (Reader(Format("scrobbler_log", ".scrobbler.log"), (_is_log,), _read, wall_clock=_is_by_a_clock),)
