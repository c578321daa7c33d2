"""A library file as it was before it could hold ratings, with three plays of one listener."""

from tests.library.making import NOON

VERSION_1 = f"""
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
    first bigint not null, last bigint not null, imported_at bigint not null, digest varchar not null
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

create view pairs as
select listener, artist, sum(plays)::bigint as plays, max(played_at) as last_played
from (
    select listener, artist, 1 as plays, played_at from counted_plays
    union all
    select listener, artist, adds, -1 from counts
)
group by listener, artist;

-- Sums over pairs, renewed in the transaction that changes them: they open the large tables of the window.
create table listener_totals (listener integer not null, plays bigint, artists bigint, first bigint, last bigint);
create table artist_totals (artist integer not null, plays bigint, listeners bigint);

insert into meta values (1);
insert into imports values (1, 'export', 1, 1, 1, 1);
insert into sources values
    (1, 1, 'export', 'lastfm_json', null, 'Ada', 3, 0, 0, 0, 0, 0, 0, {NOON}, {NOON + 600}, {NOON + 900}, 'digest');
insert into artists values (1, 'Lumen Fields', 'lumen fields'), (2, 'Otto', 'otto');
insert into tracks values (1, 1, 'Harbour'), (2, 1, 'Quay'), (3, 2, 'Sea');
insert into listeners values (1, 'Ada', null);
insert into plays values
    (1, {NOON}, 0, 1, 1, null, -1, true, null, 1, 1, null),
    (1, {NOON + 300}, 0, 1, 2, null, -1, true, null, 1, 2, null),
    (1, {NOON + 600}, 0, 2, 3, null, -1, true, null, 1, 3, null);
insert into listener_totals values (1, 3, 2, {NOON}, {NOON + 600});
insert into artist_totals values (1, 2, 1), (2, 1, 1);
"""

MORE_1 = f"""
insert into imports values (2, 'totals', 2, 3, 4, 2), (3, 'totals', 3, 3, 4, 3);
insert into sources values
    (2, 2, 'totals', 'totals', null, null, 1, 0, 0, 0, 0, 0, 0, -1, -1, {NOON + 901}, 'digest 2'),
    (3, 3, 'totals', 'totals', null, null, 1, 0, 0, 0, 0, 0, 0, -1, -1, {NOON + 902}, 'digest 3');
insert into listeners values (2, 'Bo', null);
insert into counts values (2, 2, 3, 3, 2, 1), (2, 2, 7, 4, 3, 1);
delete from listener_totals; delete from artist_totals;
insert into listener_totals values (1, 3, 2, {NOON}, {NOON + 600}), (2, 7, 1, -1, -1);
insert into artist_totals values (1, 2, 1), (2, 8, 2);
"""
"""And two drops of totals, of which the second tells more."""
