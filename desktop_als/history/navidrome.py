"""Navidrome's database. Since December 2025 it keeps every scrobble; before that, only how often and when last.

https://github.com/navidrome/navidrome, its db/migrations. The counts include the scrobbles, so these are taken off them.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import iso_time
from desktop_als.history.counts import Counted, count_batches
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.sqlite_files import Database, note_journal, opened, text, whole
from desktop_als.plays import UNKNOWN, CountBatch, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_NEEDED = {"media_file", "annotation", "user"}

_SCROBBLES = """
    select s.submission_time, m.artist, m.title, m.album, u.user_name
    from scrobbles s left join media_file m on m.id = s.media_file_id left join user u on u.id = s.user_id
    order by s.rowid
"""
_COUNTS = """
    select m.artist, m.title, a.play_count, a.play_date, u.user_name
    from annotation a left join media_file m on m.id = a.item_id left join user u on u.id = a.user_id
    where a.item_type = 'media_file' and a.play_count > 0
    order by a.rowid
"""
_OLDER_COUNTS = """
    select m.artist, m.title, a.play_count - coalesce(s.plays, 0), null, u.user_name
    from annotation a left join media_file m on m.id = a.item_id left join user u on u.id = a.user_id
    left join (select user_id, media_file_id, count(*) as plays from scrobbles group by user_id, media_file_id) s
        on s.user_id = a.user_id and s.media_file_id = a.item_id
    where a.item_type = 'media_file' and a.play_count > coalesce(s.plays, 0)
    order by a.rowid
"""


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch | CountBatch]:
    note_journal(part.files[0], log)
    with opened(part.files[0], cancel, advance) as database:
        tables = database.tables()
        if not tables.keys() >= _NEEDED:
            raise HistoryError(f"{part.name} lacks tables of Navidrome, so nothing was read.")
        users = {text(name) for (name,) in database.rows("select distinct user_id from annotation")}
        scrobbles = list(_scrobbles(database, len(users) > 1)) if "scrobbles" in tables else []
        yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)
        counts = _counted(database, _OLDER_COUNTS if scrobbles else _COUNTS, len(scrobbles), len(users) > 1)
        yield from count_batches(counts, log, cancel)


def _scrobbles(database: Database, several: bool) -> Iterator[Scrobble]:
    for at, (moment, artist, title, album, user) in enumerate(database.rows(_SCROBBLES), start=1):
        yield Scrobble(
            at, whole(moment), text(artist), text(title), text(album), listener=(text(user) if several else None)
        )


def _counted(database: Database, query: str, rows_before: int, several: bool) -> Iterator[Counted]:
    for at, (artist, title, plays, last, user) in enumerate(database.rows(query), start=rows_before + 1):
        last_played = iso_time(text(last) or "")
        yield Counted(
            at,
            text(artist),
            whole(plays),
            text(title),
            UNKNOWN if last_played is None else last_played,
            text(user) if several else None,
        )


def _is_database(head: Head) -> bool:
    return head.tables >= _NEEDED


READERS = (Reader(Format("navidrome_db", "Navidrome"), (_is_database,), _read),)
