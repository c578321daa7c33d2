"""Rows on their way into the library: names become ids, once, and the rows wait in temporary tables to be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import numpy as np

from desktop_als.library.learning import UNWANTED, learn_artists
from desktop_als.library.records import SourceInfo
from desktop_als.plays import UNKNOWN, CountBatch, MarkBatch, RatingBatch, RowsOf, Texts

RowBatch = CountBatch | RatingBatch | MarkBatch

ROWS_AT_ONCE = 2_000_000

# What waits: incoming (one batch, with names as spelled; a view) becomes staged_plays, staged_counts, staged_ratings or
# staged_marks (the whole source, with ids). In between, every distinct spelling of a column is heard once: cleaned, and
# matched with the id of its name.
_STAGES = """
create or replace temp table staged_plays (
    listener integer, played_at bigint, precision utinyint, artist integer, track integer, album varchar,
    ms_played bigint, ending utinyint, private boolean, track_ref varchar, source integer, row bigint
);
create or replace temp table staging_source (id integer);
create or replace temp table staged_counts (
    listener integer, artist integer, plays bigint, row bigint, track integer, last_played bigint
);
create or replace temp table staged_marks (listener integer, artist integer, track integer, mark varchar, row bigint);
create or replace temp table staged_ratings (
    listener integer, artist integer, album varchar, rating float, rated_at bigint, row bigint
);
"""

# A join of millions of rows on text is slow; a cast to an enumeration is a quick look-up, and its codes join as numbers.
_HEAR = f"""
drop type if exists spelled_COLUMN;
create or replace temp table heard_COLUMN as
select spelling, regexp_replace(spelling, '{UNWANTED}', '', 'g') as name
from (select distinct COLUMN as spelling from HEARD where COLUMN is not null);
create temp type spelled_COLUMN as enum (select spelling from heard_COLUMN);
"""

# Where tracks are told, artists are heard with them: each question to a file of gigabytes reads the whole of it.
_TITLES = "create or replace temp table heard_titles as select distinct artist, track from incoming"

_NEW_ARTISTS = """
select distinct name from heard_artist anti join artists using (name) where name <> '' order by name
"""

_ARTIST_IDS = """
create or replace temp table artist_ids as
select enum_code(spelling::spelled_artist) as code, id from heard_artist join artists using (name)
"""

_NEW_LISTENERS = """
insert into listeners
select (select coalesce(max(id), 0) from listeners) + row_number() over (order by name), name, $community
from (
    select distinct name from heard_listener
    anti join (from listeners where community is not distinct from $community) using (name)
    where name <> ''
)
"""

_LISTENER_IDS = """
create or replace temp table listener_ids as
select enum_code(spelling::spelled_listener) as code, id
from heard_listener join (from listeners where community is not distinct from $community) using (name)
"""

_HEARD_TRACKS = """
create or replace temp table heard_tracks as
select pairs.artist as artist_code, pairs.track as code, artist_ids.id as artist, name as title
from (
    select enum_code(artist::spelled_artist) as artist, enum_code(track::spelled_track) as track from heard_titles
) as pairs
join artist_ids on artist_ids.code = pairs.artist
join heard_track on enum_code(spelling::spelled_track) = pairs.track
where name <> ''
"""

_NEW_TRACKS = """
insert into tracks
select (select coalesce(max(id), 0) from tracks) + row_number() over (order by artist, title), artist, title
from (select distinct artist, title from heard_tracks anti join tracks using (artist, title))
"""

_TRACK_IDS = """
create or replace temp table track_ids as
select artist_code, code, id from heard_tracks join tracks using (artist, title)
"""

_WITH_IDS = """
from incoming
join artist_ids on artist_ids.code = enum_code(artist::spelled_artist)
join listener_ids on listener_ids.code = enum_code(listener::spelled_listener)
"""

_WITH_TRACK = (
    "left join track_ids on artist_code = artist_ids.code and track_ids.code = enum_code(track::spelled_track)"
)
_WITHOUT_TRACK = "left join (select null::integer as id) as track_ids on false"

_STAGE: dict[RowsOf, str] = {
    "plays": f"""
        insert into staged_plays
        select listener_ids.id, played_at, precision, artist_ids.id, track_ids.id, album, ms_played, ending, private, track_ref,
            (select id from staging_source), row
        {_WITH_IDS} TRACKS
        """,
    "counts": f"""
        insert into staged_counts
        select listener_ids.id, artist_ids.id, plays, row, track_ids.id, last_played {_WITH_IDS} TRACKS
        """,
    "marks": f"""
        insert into staged_marks
        select listener_ids.id, artist_ids.id, track_ids.id, mark, row {_WITH_IDS} TRACKS
        """,
    "ratings": f"""
        insert into staged_ratings select listener_ids.id, artist_ids.id, album, rating, rated_at, row {_WITH_IDS}
        """,
}


Tell = Callable[[float], None]
"""Told the share of a long step that is done, 0 to 1."""


def ignore_share(_: float) -> None:
    """The listener of callers that do not watch."""


def empty_stages(cursor: duckdb.DuckDBPyConnection, source_id: int) -> None:
    """Make room for the rows of one source."""
    cursor.execute(_STAGES)
    cursor.execute("insert into staging_source values (?)", [source_id])


def stage_batch(cursor: duckdb.DuckDBPyConnection, source: SourceInfo, batch: RowBatch) -> None:
    """Add the rows of ``batch`` to the stage of its kind.

    Raises:
        ValueError: neither the batch nor the source names a listener.
    """
    columns: dict[str, object] = {"row": batch.row, "artist": batch.artist, "listener": _listeners(source, batch)}
    rows_of: RowsOf
    match batch:
        case CountBatch():
            rows_of = "counts"
            none = np.full(len(batch), None, object)
            columns |= {
                "plays": batch.plays,
                "track": none if batch.track is None else batch.track,
                "last_played": np.full(len(batch), UNKNOWN) if batch.last_played is None else batch.last_played,
            }
        case MarkBatch():
            rows_of = "marks"
            columns |= {"track": batch.track, "mark": batch.mark}
        case RatingBatch():
            rows_of = "ratings"
            columns |= {"album": batch.album, "rating": batch.rating, "rated_at": batch.rated_at}
    cursor.register("incoming", columns)
    stage_incoming(cursor, source, rows_of)
    cursor.unregister("incoming")


def stage_incoming(
    cursor: duckdb.DuckDBPyConnection,
    source: SourceInfo,
    rows_of: RowsOf,
    tell: Tell = ignore_share,
    tracks: bool = True,
) -> int:
    """Give the names in the view ``incoming`` their ids and add its rows to the stage; returns how many.

    Rows whose artist or listener has nothing visible in its name are left out. Without ``tracks`` none is told.
    """
    community = {"community": source.community}
    tracks = tracks and rows_of != "ratings"
    columns = ("listener", "artist", "track") if tracks else ("listener", "artist")
    for heard, column in enumerate(columns):
        if column == "artist" and tracks:
            cursor.execute(_TITLES)
        told = "heard_titles" if tracks and column != "listener" else "incoming"
        cursor.execute(_HEAR.replace("COLUMN", column).replace("HEARD", told))
        tell((heard + 1) / (len(columns) + 1))
    learn_artists(cursor, _NEW_ARTISTS)
    cursor.execute(_ARTIST_IDS)
    cursor.execute(_NEW_LISTENERS, community)
    cursor.execute(_LISTENER_IDS, community)
    if tracks:
        for statement in (_HEARD_TRACKS, _NEW_TRACKS, _TRACK_IDS):
            cursor.execute(statement)
    with_tracks = _STAGE[rows_of].replace("TRACKS", _WITH_TRACK if tracks else _WITHOUT_TRACK)
    return int(cursor.execute(with_tracks).fetchall()[0][0])


def listener_slices(cursor: duckdb.DuckDBPyConnection, stage: str) -> Iterator[dict[str, int]]:
    """Ranges of listener ids ("first", "last") with about two million staged rows each, to be compared in bounded memory."""
    rows, lowest, highest = cursor.execute(f"select count(*), min(listener), max(listener) from {stage}").fetchall()[0]
    if rows:
        step = max(1, (highest + 1 - lowest) * ROWS_AT_ONCE // rows)
        for first in range(lowest, highest + 1, step):
            yield {"first": first, "last": first + step - 1}


def _listeners(source: SourceInfo, batch: RowBatch) -> Texts:
    if batch.listener is not None:
        return batch.listener
    if source.listener is None:
        raise ValueError(f"{source.path} does not say whose plays it holds, and the import names no listener.")
    return np.full(len(batch), source.listener, object)
