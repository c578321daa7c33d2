"""Tautulli's database of what a Plex server played, to all of its users. Films and series are in it as well.

https://github.com/Tautulli/Tautulli. Times are Unix seconds; how long a play stood still is told beside them.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_als.errors import HistoryError
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.sqlite_files import Database, note_journal, opened, text, whole
from desktop_als.plays import UNKNOWN, Fate, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_NEEDED = {"session_history", "session_history_metadata"}
_USERS = "select distinct user from session_history where media_type = 'track'"
# The original title of a track is its artist where that is not the album's, as on a compilation.
_PLAYS = """
    select h.media_type, h.started, h.stopped, h.paused_counter, h.user,
        coalesce(nullif(m.original_title, ''), m.grandparent_title), m.title, m.parent_title
    from session_history h left join session_history_metadata m on m.id = h.id
    order by h.id
"""


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    note_journal(part.files[0], log)
    with opened(part.files[0], cancel, advance) as database:
        tables = database.tables()
        if not tables.keys() >= _NEEDED:
            raise HistoryError(f"{part.name} lacks tables of Tautulli, so nothing was read.")
        is_old = "original_title" not in tables["session_history_metadata"]
        plays = _PLAYS.replace("m.original_title", "''") if is_old else _PLAYS
        yield from scrobble_batches(_scrobbles(database, plays, log), Precision.SECOND, log, cancel)


def _scrobbles(database: Database, query: str, log: RowLog) -> Iterator[Scrobble]:
    several = len(list(database.rows(_USERS))) > 1
    for at, (kind, started, stopped, paused, user, artist, title, album) in enumerate(database.rows(query), start=1):
        if kind != "track":
            log.reject(Fate.NOT_MUSIC, at, f"{text(kind)}: {text(title)}")
            continue
        begin, end = whole(started), whole(stopped)
        seconds = UNKNOWN if begin is None or not end else end - begin - (whole(paused) or 0)
        yield Scrobble(
            at,
            begin,
            text(artist),
            text(title),
            text(album),
            ms_played=seconds * 1000 if seconds >= 0 else UNKNOWN,
            listener=(text(user) or "") if several else None,
        )


def _is_database(head: Head) -> bool:
    return head.tables >= _NEEDED


READERS = (Reader(Format("tautulli_db", "Tautulli (Plex)"), (_is_database,), _read),)
