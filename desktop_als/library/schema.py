"""The tables of a library file, and how an older file becomes a newer one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import duckdb

from desktop_als.errors import LibraryBusyError, LibraryError
from desktop_als.library.standing import RETELL
from desktop_als.library.totals import RENEW_TOTALS
from desktop_als.paths import written_beside

VERSION = 4
FILE = "library.duckdb"

_PLAYS_STAND = """
create or replace view standing_plays as
select * from plays where counted and superseded = 0 and excluded_by is null;

create or replace view standing_counts as select * from counts where adds > 0 and excluded_by is null;

create or replace view standing_ratings as select * from ratings where superseded_by is null and excluded_by is null;

-- By the artists that are credited: a play of "Ada feat. Bo" is one of each, once somebody said so.
create or replace view counted_plays as
select standing_plays.* replace (coalesce(credited, standing_plays.artist) as artist)
from standing_plays left join credits on credits.artist = standing_plays.artist;

create or replace view credited_counts as
select standing_counts.* replace (coalesce(credited, standing_counts.artist) as artist)
from standing_counts left join credits on credits.artist = standing_counts.artist;
"""

# An artist's rating is the mean of what the listener gave to their albums.
_PAIRS = """
create or replace view pairs as
select listener, coalesce(credited, told.artist) as artist, sum(plays)::bigint as plays, max(last_played) as last_played,
    avg(rating) as rating, max(rated_at) as rated_at
from (
    select listener, artist, 1 as plays, played_at as last_played, null::float as rating, -1::bigint as rated_at
    from standing_plays
    union all
    select listener, artist, adds, last_played, null, -1 from standing_counts
    union all
    select listener, artist, 0, -1, rating, rated_at from standing_ratings
) as told
left join credits on credits.artist = told.artist
group by listener, coalesce(credited, told.artist);
"""

# What the person decided about the rows, which themselves stay as they were read. Each table is small, and a step that
# changes one remembers how it was (see steps.py).
LAYERS: dict[str, str] = {
    # To whom the plays of an artist are credited instead: the same artist spelled otherwise, or those of a "feat.".
    "credits": "artist integer not null, credited integer not null",
    # Names that are alike and yet two artists; a name with itself: one artist, whatever it looks like.
    "names_apart": "first integer not null, second integer not null",
    # Plays to leave out: of one listener or, where it is null, of all who are no community; see rules.py.
    "rules": "id integer not null, listener integer, kind varchar not null, condition varchar not null",
    # What counts as a play: one row.
    "counting": "least_ms bigint not null, heard_out boolean not null",
    # How several sources of one listener are joined; without a row, "merge". See reconciling.py.
    "joining": "listener integer not null, policy varchar not null, preferred varchar",
    # Plays that are not the same as any other, whatever they look like.
    "apart": "source integer not null, row bigint not null",
    # Seconds to add to the times of a source whose clock was wrong.
    "shifts": "source integer not null, seconds bigint not null",
    # The models that came in packs, whose artists were entered without a play; see packs.py.
    "packs": "model varchar not null",
    # What listeners say of artists, see steering.py. Without an opinion: none, whatever an export or another spelling says.
    "opinions": "listener integer not null, artist integer not null, opinion varchar, until bigint not null, "
    "said_at bigint not null",
    # What the plays of an artist count to a listener, where that is not 1 or was something else.
    "weights": "listener integer not null, artist integer not null, weight double not null, said_at bigint not null",
    # Days after which a play counts half (null: as in the training), and what every play counts.
    "tunings": "listener integer not null, half_life double, strength double not null, said_at bigint not null",
    # The days, counted as in exposures, up to which it is forgotten that an artist was shown.
    "forgiven": "listener integer not null, artist integer not null, since integer not null",
    # What is made of having been shown; without a row, the usual.
    "memories": "listener integer not null, remembering boolean not null, rest_after integer not null, "
    "rest_days integer not null, overlooked_after integer not null",
}

STEERING = frozenset({"opinions", "weights", "tunings", "forgiven", "memories"})
"""Layers of what listeners say beside their plays."""

SILENT = STEERING | {"names_apart", "packs"}
"""Layers that change nothing of what stands."""

OF_ONE_FOLDER = frozenset({"packs"})
"""Layers that speak of files beside the library, and mean nothing in another one."""

NO_LAYERS = """
insert into counting values (30000, true);
"""

# Sums over pairs, renewed in the transaction that changes them: they open the large tables of the window. Of the artists of
# a listener (and the listeners of an artist) some are played, some rated, some both.
_TOTALS = """
create table listener_totals (
    listener integer not null, plays bigint, artists bigint, played bigint, rated bigint, first bigint, last bigint
);
create table artist_totals (artist integer not null, plays bigint, listeners bigint, played bigint, rated bigint);
"""

# The rows of a source that were not stored. row: its number in the file, 0 where it is not known.
_LEFT_OUT = "create table left_out (source integer not null, fate varchar not null, row bigint not null, text varchar);"

# What can be taken back, newest last. An import remembers the first ids that it could give out, every other step the layers
# that it changed.
_STEPS = """
create table steps (
    id integer not null, kind varchar not null, label varchar not null, made_at bigint not null, before varchar not null
);
"""

_MARKS = """
create table marks (
    listener integer not null, artist integer not null, track integer, mark varchar not null,
    source integer not null, row bigint not null
);
"""

# Not decided but observed, so no layer: a step neither makes it nor takes it back. day: local days since the year 1.
_EXPOSURES = "create table exposures (listener integer not null, artist integer not null, day integer not null);"


def _layer_tables(names: Iterable[str]) -> str:
    return "".join(f"create table {name} ({LAYERS[name]});" for name in LAYERS if name in names)


_STEERING_TABLES = _layer_tables(STEERING) + _EXPOSURES
_LAYERS_3 = _layer_tables(LAYERS.keys() - STEERING)

MEMORY = "2GB"
"""What the database may take, also for what it read lately."""

TABLES = f"""
create table meta (schema_version integer not null);

{_STEPS}

-- A file that was read, whatever came of it. holds: it brought rows to the library. The digest sums them up, so that models
-- know what they were trained on. shift: seconds that were added to its times.
create table sources (
    id integer not null, import_id integer not null, path varchar not null, format varchar not null,
    community varchar, listener varchar,
    kept bigint not null, duplicates bigint not null, too_short bigint not null, no_artist bigint not null,
    not_music bigint not null, unreadable bigint not null, outside_calendar bigint not null,
    first bigint not null, last bigint not null, imported_at bigint not null, digest varchar not null,
    not_rated bigint not null, holds boolean not null, shift bigint not null, problem varchar, notes varchar[]
);
{_LEFT_OUT}

create table artists (id integer not null, name varchar not null, key varchar not null);
create table tracks (id integer not null, artist integer not null, title varchar not null);
create table listeners (id integer not null, name varchar not null, community varchar);

-- A play is (source, row). counted: long enough. superseded: 0 stands; otherwise another play tells it, told_source and
-- told_row where it is known which (see reconciling.py). excluded_by: the rule that leaves it out.
create table plays (
    listener integer not null, played_at bigint not null, precision utinyint not null, artist integer not null,
    track integer, album varchar, ms_played bigint not null, counted boolean not null, track_ref varchar,
    source integer not null, row bigint not null,
    ending utinyint, private boolean, superseded utinyint, told_source integer, told_row bigint, excluded_by integer
);

-- adds: what a row adds to the pair's total. All of its plays, or only what exceeds earlier sources of the same format.
create table counts (
    listener integer not null, artist integer not null, plays bigint not null, adds bigint not null,
    source integer not null, row bigint not null, track integer, last_played bigint, excluded_by integer
);

-- superseded_by: the source that tells a newer rating of the same by the same listener; null for a rating that stands.
create table ratings (
    listener integer not null, artist integer not null, album varchar, rating float not null, rated_at bigint not null,
    source integer not null, row bigint not null, superseded_by integer, excluded_by integer
);

{_MARKS} {_LAYERS_3} {_STEERING_TABLES} {NO_LAYERS} {_PLAYS_STAND} {_PAIRS} {_TOTALS}
"""

_RATINGS_2 = """
create table ratings (
    listener integer not null, artist integer not null, album varchar, rating float not null, rated_at bigint not null,
    source integer not null, row bigint not null, superseded_by integer
);
"""

MIGRATIONS: dict[int, str] = {
    1: f"""
    drop view pairs;
    alter table sources add column not_rated bigint default 0;
    drop table listener_totals; drop table artist_totals;
    {_RATINGS_2} {_TOTALS}
    """,
    # Which short plays were heard to their end was told by their being counted; private sessions were not remembered.
    2: f"""
    drop view if exists pairs; drop view if exists counted_plays; drop view if exists standing_ratings;
    {_STEPS} {_LEFT_OUT} {_MARKS} {_LAYERS_3} {NO_LAYERS}
    insert into steps
    select id, 'import', label, coalesce((select max(imported_at) from sources where import_id = imports.id), 0),
        json_object('source', first_source, 'artist', first_artist, 'track', first_track, 'listener', first_listener)
    from imports;
    drop table imports;
    alter table sources add column holds boolean default true;
    alter table sources add column shift bigint default 0;
    alter table sources add column problem varchar;
    alter table sources add column notes varchar[];
    alter table plays add column ending utinyint default 0;
    alter table plays add column private boolean default false;
    alter table plays add column superseded utinyint default 0;
    alter table plays add column told_source integer;
    alter table plays add column told_row bigint;
    alter table plays add column excluded_by integer;
    update plays set superseded = 2, told_source = superseded_by where superseded_by is not null;
    alter table plays drop column superseded_by;
    update plays set ending = 1 where counted and ms_played between 0 and 29999;
    update plays set ending = 2 where not counted and ms_played = -1;
    alter table counts add column track integer;
    alter table counts add column last_played bigint default -1;
    alter table counts add column excluded_by integer;
    alter table ratings add column excluded_by integer;
    {_PLAYS_STAND} {_PAIRS} {RENEW_TOTALS} {RETELL.format(whose="")}
    """,
    3: _STEERING_TABLES,
}
"""SQL that lifts a file from the version in the key to the next one."""


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
            connection.execute("checkpoint")  # so that the file alone is all there is
            connection.close()
            _keep_copy(file, version)
            connection = _open(file)
            steps = "".join(MIGRATIONS[step] for step in range(version, VERSION))
            _in_one_transaction(connection, f"{steps} update meta set schema_version = {VERSION};")
    except BaseException:
        connection.close()
        raise
    return connection


def _keep_copy(file: Path, version: int) -> None:
    """Copy a library beside before it is lifted, for the program that made it; copies of still older ones go.

    Raises:
        LibraryError: the disk is full or cannot be written; nothing half-written stays.
    """
    try:
        with written_beside(file.with_suffix(f".version{version}.duckdb")) as beside:
            shutil.copyfile(file, beside)
    except OSError as error:
        raise LibraryError(
            f"The library must be copied before this version can open it, and the copy could not be written to {file.parent} "
            f"({error.strerror}). The library is as it was before: free some space and try again."
        ) from error
    for older in range(1, version):
        with suppress(OSError):
            file.with_suffix(f".version{older}.duckdb").unlink(missing_ok=True)


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
        connection = duckdb.connect(file, config=settings)
        connection.execute("set enable_progress_bar = false")  # it would be printed between our own words
        return connection
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
