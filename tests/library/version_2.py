"""A library file as it was before people could decide what stands: plays, totals and ratings, some told twice, in six drops."""

VERSION_2 = """
create table meta (schema_version integer not null);

create table imports (
    id integer not null, label varchar not null,
    first_source integer not null, first_artist integer not null, first_track integer not null, first_listener integer not null
);

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

create table plays (
    listener integer not null, played_at bigint not null, precision utinyint not null, artist integer not null,
    track integer, album varchar, ms_played bigint not null, counted boolean not null, track_ref varchar,
    source integer not null, row bigint not null, superseded_by integer
);

create table counts (
    listener integer not null, artist integer not null, plays bigint not null, adds bigint not null,
    source integer not null, row bigint not null
);

create view counted_plays as select * from plays where counted and superseded_by is null;

create table ratings (
    listener integer not null, artist integer not null, album varchar, rating float not null, rated_at bigint not null,
    source integer not null, row bigint not null, superseded_by integer
);

create view standing_ratings as select * from ratings where superseded_by is null;

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

create table listener_totals (
    listener integer not null, plays bigint, artists bigint, played bigint, rated bigint, first bigint, last bigint
);
create table artist_totals (artist integer not null, plays bigint, listeners bigint, played bigint, rated bigint);

insert into artist_totals values
    (1, 7, 2, 2, 0),
    (2, 9, 3, 2, 1),
    (3, 1, 1, 1, 0),
    (4, 1, 2, 1, 1);
insert into artists values
    (1, 'Lumen Fields', 'lumen fields'),
    (2, 'Otto', 'otto'),
    (3, 'Quiet Coast', 'quiet coast'),
    (4, 'Tin Rivers', 'tin rivers');
insert into counts values
    (2, 2, 3, 3, 3, 1),
    (3, 1, 5, 5, 3, 2),
    (3, 4, 1, 1, 3, 3),
    (2, 2, 7, 4, 4, 1);
insert into imports values
    (1, 'export', 1, 1, 1, 1),
    (2, 'export', 2, 3, 4, 2),
    (3, 'export', 3, 4, 5, 2),
    (4, 'export', 4, 5, 5, 4),
    (5, 'export', 5, 5, 5, 4),
    (6, 'export', 6, 5, 5, 5);
insert into listener_totals values
    (1, 5, 3, 3, 0, 1700000000, 1702592000),
    (2, 7, 1, 1, 0, -1, -1),
    (3, 6, 2, 2, 0, -1, -1),
    (4, 0, 2, 0, 2, 1700000000, 1700000900);
insert into listeners values
    (1, 'Ada', null),
    (2, 'Bo', 'Invented'),
    (3, 'Cy', 'Invented'),
    (4, 'Dee', null);
insert into meta values
    (2);
insert into plays values
    (1, 1700000000, 0, 1, 1, null, 200000, true, null, 1, 1, 2),
    (1, 1700000300, 0, 1, 2, null, 180000, true, null, 1, 2, 2),
    (1, 1700000600, 0, 2, 3, null, 9000, false, null, 1, 3, 2),
    (1, 1702592000, 0, 2, 3, null, 29000, true, null, 1, 4, null),
    (1, 1700000000, 0, 1, 1, null, 200000, true, null, 2, 1, null),
    (1, 1700000300, 0, 1, 2, null, 181000, true, null, 2, 2, null),
    (1, 1700777600, 0, 3, 4, null, 190000, true, null, 2, 3, null),
    (1, 1701728000, 0, 2, 3, null, 240000, true, null, 2, 4, null);
insert into ratings values
    (4, 2, 'First', 4.0, 1700000000, 5, 1, 6),
    (4, 2, 'Second', 3.0, 1700000000, 5, 2, null),
    (4, 4, null, 5.0, 1700000000, 5, 3, null),
    (4, 2, 'First', 2.0, 1700000900, 6, 1, null);
insert into sources values
    (1, 1, 'export', 'spotify_account', null, 'Ada', 3, 0, 1, 0, 0, 0, 0, 1700000000, 1702592000, 1700900000, 'digest', 0),
    (2, 2, 'export', 'spotify_extended', null, 'Ada', 4, 0, 0, 0, 0, 0, 0, 1700000000, 1701728000, 1700900000, 'digest', 0),
    (3, 3, 'export', 'totals', 'Invented', null, 3, 0, 0, 0, 0, 0, 0, -1, -1, 1700900000, 'digest', 0),
    (4, 4, 'export', 'totals', 'Invented', null, 1, 1, 0, 0, 0, 0, 0, -1, -1, 1700900000, 'digest', 0),
    (5, 5, 'export', 'rym', null, null, 3, 0, 0, 0, 0, 0, 0, 1700000000, 1700000000, 1700900000, 'digest', 0),
    (6, 6, 'export', 'rym', null, null, 1, 0, 0, 0, 0, 0, 0, 1700000900, 1700000900, 1700900000, 'digest', 0);
insert into tracks values
    (1, 1, 'Harbour'),
    (2, 1, 'Quay'),
    (3, 2, 'Sea'),
    (4, 3, 'Bay');
"""
