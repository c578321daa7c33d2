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
# staged_marks (the whole source, with ids). In between, every distinct spelling is heard once: cleaned, and given the id of
# its name. A question to a view of a file of gigabytes reads the whole of it, so there are two: what is heard, and the rows.
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

_HEAR = f"""
create or replace temp table heard_names as
select grouping(artist) = 1 as is_listener, listener, artist, track
from incoming group by grouping sets ((listener), (artist, track));

create or replace temp table heard_listener as
select listener as spelling, regexp_replace(listener, '{UNWANTED}', '', 'g') as name
from heard_names where is_listener and listener is not null;

create or replace temp table heard_artist as
select spelling, regexp_replace(spelling, '{UNWANTED}', '', 'g') as name
from (select distinct artist as spelling from heard_names where not is_listener and artist is not null);
"""

_NEW_ARTISTS = """
select distinct name from heard_artist anti join artists using (name) where name <> '' order by name
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
select spelling, id
from heard_listener join (from listeners where community is not distinct from $community) using (name)
"""

_HEARD_TITLES = f"""
create or replace temp table heard_titles as
select spelling, track, artists.id as artist, regexp_replace(track, '{UNWANTED}', '', 'g') as title
from heard_names join heard_artist on spelling = heard_names.artist join artists using (name)
where not is_listener
"""

_NEW_TRACKS = """
insert into tracks
select (select coalesce(max(id), 0) from tracks) + row_number() over (order by artist, title), artist, title
from (select distinct artist, title from heard_titles anti join tracks using (artist, title) where title <> '')
"""

_TITLE_IDS = """
create or replace temp table title_ids as
select spelling, track as title, heard_titles.artist, tracks.id as track
from heard_titles left join tracks using (artist, title)
"""

_WITH_IDS = """
from incoming
join title_ids on title_ids.spelling = incoming.artist and title_ids.title is not distinct from incoming.track
join listener_ids on listener_ids.spelling = incoming.listener
"""

_STAGE: dict[RowsOf, str] = {
    "plays": f"""
        insert into staged_plays
        select listener_ids.id, played_at, precision, title_ids.artist, title_ids.track, album, ms_played, ending, private,
            track_ref, (select id from staging_source), row
        {_WITH_IDS}
        """,
    "counts": f"""
        insert into staged_counts
        select listener_ids.id, title_ids.artist, plays, row, title_ids.track, last_played {_WITH_IDS}
        """,
    "marks": f"""
        insert into staged_marks select listener_ids.id, title_ids.artist, title_ids.track, mark, row {_WITH_IDS}
        """,
    "ratings": f"""
        insert into staged_ratings select listener_ids.id, title_ids.artist, album, rating, rated_at, row {_WITH_IDS}
        """,
}
"""Ratings tell no track."""

HEARD = 0.4
"""Share of the time of staging that goes into hearing the names."""


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
    track = np.full(len(batch), None, object) if isinstance(batch, RatingBatch) or batch.track is None else batch.track
    columns: dict[str, object] = {
        "row": batch.row,
        "artist": batch.artist,
        "track": track,
        "listener": _listeners(source, batch),
    }
    rows_of: RowsOf
    match batch:
        case CountBatch():
            rows_of = "counts"
            columns |= {
                "plays": batch.plays,
                "last_played": np.full(len(batch), UNKNOWN) if batch.last_played is None else batch.last_played,
            }
        case MarkBatch():
            rows_of = "marks"
            columns["mark"] = batch.mark
        case RatingBatch():
            rows_of = "ratings"
            columns |= {"album": batch.album, "rating": batch.rating, "rated_at": batch.rated_at}
    cursor.register("incoming", columns)
    stage_incoming(cursor, source, rows_of)
    cursor.unregister("incoming")


def stage_incoming(
    cursor: duckdb.DuckDBPyConnection, source: SourceInfo, rows_of: RowsOf, tell: Tell = ignore_share
) -> int:
    """Give the names in the view ``incoming`` their ids and add its rows to the stage; returns how many.

    Rows whose artist or listener has nothing visible in its name are left out.
    """
    community = {"community": source.community}
    cursor.execute(_HEAR)
    tell(HEARD)
    learn_artists(cursor, _NEW_ARTISTS)
    cursor.execute(_NEW_LISTENERS, community)
    cursor.execute(_LISTENER_IDS, community)
    for statement in (_HEARD_TITLES, _NEW_TRACKS, _TITLE_IDS):
        cursor.execute(statement)
    return int(cursor.execute(_STAGE[rows_of]).fetchall()[0][0])


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
