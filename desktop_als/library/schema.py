"""The tables of a library file, and how an older file becomes a newer one."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from desktop_als.errors import LibraryBusyError, LibraryError
from desktop_als.library.totals import RENEW_TOTALS

VERSION = 2

_RATINGS = """
-- superseded_by: the source that tells a newer rating of the same by the same listener; null for a rating that stands.
create table ratings (
    listener integer not null, artist integer not null, album varchar, rating float not null, rated_at bigint not null,
    source integer not null, row bigint not null, superseded_by integer
);

create view standing_ratings as select * from ratings where superseded_by is null;
"""

# An artist's rating is the mean of what the listener gave to their albums.
_PAIRS = """
create or replace view pairs as
select listener, artist, sum(plays)::bigint as plays, max(last_played) as last_played,
    avg(rating) as rating, max(rated_at) as rated_at
from (
    select listener, artist, 1 as plays, played_at as last_played, null::float as rating, -1::bigint as rated_at
    from counted_plays
    union all
    select listener, artist, adds, -1, null, -1 from counts
    union all
    select listener, artist, 0, -1, rating, rated_at from standing_ratings
)
group by listener, artist;
"""

# Sums over pairs, renewed in the transaction that changes them: they open the large tables of the window. Of the artists of
# a listener (and the listeners of an artist) some are played, some rated, some both.
_TOTALS = """
create table listener_totals (
    listener integer not null, plays bigint, artists bigint, played bigint, rated bigint, first bigint, last bigint
);
create table artist_totals (artist integer not null, plays bigint, listeners bigint, played bigint, rated bigint);
"""

MEMORY = "2GB"
"""What the database may take, also for what it read lately."""

MIGRATIONS: dict[int, str] = {
    1: f"""
    alter table sources add column not_rated bigint default 0;
    drop table listener_totals; drop table artist_totals;
    {_RATINGS} {_PAIRS} {_TOTALS} {RENEW_TOTALS}
    """,
}
"""SQL that lifts a file from the version in the key to the next one."""

TABLES = f"""
create table meta (schema_version integer not null);

-- An import is one drop. It remembers the first id of each kind that it could give out: undo takes back all from there on.
create table imports (
    id integer not null, label varchar not null,
    first_source integer not null, first_artist integer not null, first_track integer not null, first_listener integer not null
);

-- The digest sums up what the source brought, so that models know what they were trained on.
create table sources (
    id integer not null, import_id integer not null, path varchar not null, format varchar not null,
    community varchar, listener varchar,
    kept bigint not null, duplicates bigint not null, too_short bigint not null, no_artist bigint not null,
    not_music bigint not null, unreadable bigint not null, outside_calendar bigint not null,
    first bigint not null, last bigint not null, imported_at bigint not null, digest varchar not null,
    not_rated bigint not null
);

create table artists (id integer not null, name varchar not null, key varchar not null);
create table tracks (id integer not null, artist integer not null, title varchar not null);
create table listeners (id integer not null, name varchar not null, community varchar);

-- superseded_by: the source that tells the same plays better (see superseding.py); null for a play that stands.
create table plays (
    listener integer not null, played_at bigint not null, precision utinyint not null, artist integer not null,
    track integer, album varchar, ms_played bigint not null, counted boolean not null, track_ref varchar,
    source integer not null, row bigint not null, superseded_by integer
);

-- adds: what a row adds to the pair's total. All of its plays, or only what exceeds earlier sources of the same format.
create table counts (
    listener integer not null, artist integer not null, plays bigint not null, adds bigint not null,
    source integer not null, row bigint not null
);

create view counted_plays as select * from plays where counted and superseded_by is null;

{_RATINGS} {_PAIRS} {_TOTALS}
"""


def connect(file: Path) -> duckdb.DuckDBPyConnection:
    """Open or create the library file with the tables of this version.

    Raises:
        LibraryError: damaged, no library, from a newer version; the file is left as it is.
        LibraryBusyError: another program has it open.
    """
    connection = _open(file)
    try:
        version = _version(connection, file)
        if version == 0:
            _in_one_transaction(connection, f"{TABLES} insert into meta values ({VERSION});")
        elif version < VERSION:
            connection.close()
            shutil.copy2(file, file.with_suffix(f".version{version}.duckdb"))
            connection = _open(file)
            steps = "".join(MIGRATIONS[step] for step in range(version, VERSION))
            _in_one_transaction(connection, f"{steps} update meta set schema_version = {VERSION};")
    except BaseException:
        connection.close()
        raise
    return connection


def _open(file: Path) -> duckdb.DuckDBPyConnection:
    folder = file.parent
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder / "temporary"),
        "memory_limit": MEMORY,
        "preserve_insertion_order": False,
        # No socket: nothing is fetched that a query might wish for.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        return duckdb.connect(file, config=settings)
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise LibraryBusyError(
                f"The library in {folder} is open in another program. Close that one and try again."
            ) from error
        if "Permission denied" in str(error) or "Read-only" in str(error):
            raise LibraryError(f"{file} cannot be written. Choose another folder or allow writing to it.") from error
        raise _not_a_library(file) from error
    except duckdb.Error as error:
        raise _not_a_library(file) from error


def _not_a_library(file: Path) -> LibraryError:
    return LibraryError(
        f"{file} is damaged or is no library, and is left as it is. Move it away to start anew, or put a copy in its place."
    )


def _version(connection: duckdb.DuckDBPyConnection, file: Path) -> int:
    """The schema version of an open file, 0 for an empty one. Raises LibraryError when this program cannot work with it."""
    tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    if not tables:
        return 0
    row = connection.execute("select schema_version from meta").fetchone() if "meta" in tables else None
    if row is None:
        raise _not_a_library(file)
    version = int(row[0])
    if version > VERSION:
        raise LibraryError(
            f"{file} was made by a newer version of Desktop ALS and is left as it is. Update this program to open it."
        )
    return version


def _in_one_transaction(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    connection.execute(f"begin; {sql} commit;")
