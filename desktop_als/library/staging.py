"""Rows on their way into the library: names become ids, once, and the rows wait in temporary tables to be compared."""

from __future__ import annotations

import duckdb
import numpy as np

from desktop_als.library.names import search_key
from desktop_als.library.records import SourceInfo
from desktop_als.plays import CountBatch, PlayBatch, Texts

# What waits: incoming (one batch, with names; a view) becomes staged_plays or staged_counts (the whole source, with ids).
_STAGES = """
create or replace temp table staged_plays (
    listener integer, played_at bigint, precision utinyint, artist integer, track integer, album varchar,
    ms_played bigint, counted boolean, track_ref varchar, row bigint
);
create or replace temp table staged_counts (listener integer, artist integer, plays bigint, row bigint);
"""

_NEW_ARTISTS = "select distinct artist from incoming where artist not in (select name from artists) order by artist"

_NEW_LISTENERS = """
insert into listeners
select (select coalesce(max(id), 0) from listeners) + row_number() over (order by listener), listener, $community
from (
    select distinct listener from incoming
    where listener not in (select name from listeners where community is not distinct from $community)
)
"""

_NEW_TRACKS = """
insert into tracks
select (select coalesce(max(id), 0) from tracks) + row_number() over (order by artist, title), artist, title
from (
    select distinct artists.id as artist, track as title from incoming join artists on name = artist where track is not null
) as heard
anti join tracks using (artist, title)
"""

_STAGE_PLAYS = """
insert into staged_plays
select listeners.id, played_at, precision, artists.id, tracks.id, album, ms_played, counted, track_ref, row
from incoming
join artists on artists.name = incoming.artist
join listeners on listeners.name = incoming.listener and listeners.community is not distinct from $community
left join tracks on tracks.artist = artists.id and tracks.title = incoming.track
"""

_STAGE_COUNTS = """
insert into staged_counts
select listeners.id, artists.id, plays, row
from incoming
join artists on artists.name = incoming.artist
join listeners on listeners.name = incoming.listener and listeners.community is not distinct from $community
"""


def empty_stages(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make room for the rows of one source."""
    cursor.execute(_STAGES)


def stage_batch(cursor: duckdb.DuckDBPyConnection, source: SourceInfo, batch: PlayBatch | CountBatch) -> None:
    """Add the rows of ``batch`` to the stage of its kind.

    Raises:
        ValueError: neither the batch nor the source names a listener.
    """
    columns: dict[str, object] = {"row": batch.row, "artist": batch.artist, "listener": _listeners(source, batch)}
    if isinstance(batch, PlayBatch):
        columns |= {
            "played_at": batch.played_at,
            "precision": np.full(len(batch), int(batch.precision), np.uint8),
            "track": batch.track,
            "album": batch.album,
            "ms_played": batch.ms_played,
            "counted": batch.counted,
            "track_ref": batch.track_ref,
        }
    else:
        columns["plays"] = batch.plays
    cursor.register("incoming", columns)
    try:
        stage_incoming(cursor, source, counts=isinstance(batch, CountBatch))
    finally:
        cursor.unregister("incoming")


def stage_incoming(cursor: duckdb.DuckDBPyConnection, source: SourceInfo, *, counts: bool) -> None:
    """Give the names in the view ``incoming`` their ids and add its rows to the stage."""
    community = {"community": source.community}
    _learn_artists(cursor)
    cursor.execute(_NEW_LISTENERS, community)
    if counts:
        cursor.execute(_STAGE_COUNTS, community)
    else:
        cursor.execute(_NEW_TRACKS)
        cursor.execute(_STAGE_PLAYS, community)


def _learn_artists(cursor: duckdb.DuckDBPyConnection) -> None:
    names = cursor.execute(_NEW_ARTISTS).fetchnumpy()["artist"]
    if not len(names):
        return
    (newest,) = cursor.execute("select coalesce(max(id), 0) from artists").fetchall()[0]
    keys = np.empty(len(names), object)
    keys[:] = [search_key(name) for name in names]
    learned = {"id": np.arange(newest + 1, newest + 1 + len(names)), "name": names, "key": keys}
    cursor.register("learned", learned)
    try:
        cursor.execute("insert into artists select id, name, key from learned")
    finally:
        cursor.unregister("learned")


def _listeners(source: SourceInfo, batch: PlayBatch | CountBatch) -> Texts:
    if batch.listener is not None:
        return batch.listener
    if source.listener is None:
        raise ValueError(f"{source.path} does not say whose plays it holds, and the import names no listener.")
    return np.full(len(batch), source.listener, object)
