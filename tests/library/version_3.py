"""A library file as it was before listeners could steer: plays, totals, ratings and marks in four drops, and three decisions."""

VERSION_3 = """
create table meta (schema_version integer not null);

create table steps (
    id integer not null, kind varchar not null, label varchar not null, made_at bigint not null, before varchar not null
);

create table sources (
    id integer not null, import_id integer not null, path varchar not null, format varchar not null,
    community varchar, listener varchar,
    kept bigint not null, duplicates bigint not null, too_short bigint not null, no_artist bigint not null,
    not_music bigint not null, unreadable bigint not null, outside_calendar bigint not null,
    first bigint not null, last bigint not null, imported_at bigint not null, digest varchar not null,
    not_rated bigint not null, holds boolean not null, shift bigint not null, problem varchar, notes varchar[]
);
create table left_out (source integer not null, fate varchar not null, row bigint not null, text varchar);

create table artists (id integer not null, name varchar not null, key varchar not null);
create table tracks (id integer not null, artist integer not null, title varchar not null);
create table listeners (id integer not null, name varchar not null, community varchar);

create table plays (
    listener integer not null, played_at bigint not null, precision utinyint not null, artist integer not null,
    track integer, album varchar, ms_played bigint not null, counted boolean not null, track_ref varchar,
    source integer not null, row bigint not null,
    ending utinyint, private boolean, superseded utinyint, told_source integer, told_row bigint, excluded_by integer
);

create table counts (
    listener integer not null, artist integer not null, plays bigint not null, adds bigint not null,
    source integer not null, row bigint not null, track integer, last_played bigint, excluded_by integer
);

create table ratings (
    listener integer not null, artist integer not null, album varchar, rating float not null, rated_at bigint not null,
    source integer not null, row bigint not null, superseded_by integer, excluded_by integer
);

create table marks (
    listener integer not null, artist integer not null, track integer, mark varchar not null,
    source integer not null, row bigint not null
);
create table credits (artist integer not null, credited integer not null);
create table names_apart (first integer not null, second integer not null);
create table rules (id integer not null, listener integer, kind varchar not null, condition varchar not null);
create table counting (least_ms bigint not null, heard_out boolean not null);
create table joining (listener integer not null, policy varchar not null, preferred varchar);
create table apart (source integer not null, row bigint not null);
create table shifts (source integer not null, seconds bigint not null);
create table packs (model varchar not null);
create or replace view standing_plays as
select * from plays where counted and superseded = 0 and excluded_by is null;

create or replace view standing_counts as select * from counts where adds > 0 and excluded_by is null;

create or replace view standing_ratings as select * from ratings where superseded_by is null and excluded_by is null;

create or replace view counted_plays as
select standing_plays.* replace (coalesce(credited, standing_plays.artist) as artist)
from standing_plays left join credits on credits.artist = standing_plays.artist;

create or replace view credited_counts as
select standing_counts.* replace (coalesce(credited, standing_counts.artist) as artist)
from standing_counts left join credits on credits.artist = standing_counts.artist;

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

create table listener_totals (
    listener integer not null, plays bigint, artists bigint, played bigint, rated bigint, first bigint, last bigint
);
create table artist_totals (artist integer not null, plays bigint, listeners bigint, played bigint, rated bigint);

insert into artist_totals values
    (1, 5, 1, 1, 0),
    (2, 5, 2, 2, 0),
    (4, 0, 1, 0, 1);
insert into artists values
    (1, 'Lumen Fields', 'lumen fields'),
    (2, 'Otto', 'otto'),
    (3, 'otto', 'otto'),
    (4, 'Tin Rivers', 'tin rivers'),
    (5, 'Quiet Coast', 'quiet coast'),
    (6, 'Radiant Harbour', 'radiant harbour');
insert into counting values
    (30000, true);
insert into counts values
    (2, 2, 3, 3, 2, 1, null, -1, null),
    (3, 1, 5, 5, 2, 2, null, -1, null);
insert into credits values
    (3, 2);
insert into listener_totals values
    (1, 2, 1, 1, 0, 1700000300, 1700000600),
    (2, 3, 1, 1, 0, -1, -1),
    (3, 5, 1, 1, 0, -1, -1),
    (4, 0, 1, 0, 1, 1700000000, 1700000000);
insert into listeners values
    (1, 'Ada', null),
    (2, 'Bo', 'Invented'),
    (3, 'Cy', 'Invented'),
    (4, 'Dee', null);
insert into marks values
    (1, 5, null, 'banned', 4, 1),
    (1, 6, null, 'liked', 4, 2);
insert into meta values
    (3);
insert into names_apart values
    (1, 2);
insert into plays values
    (1, 1700000000, 0, 1, 1, null, -1, true, null, 1, 1, 1, false, 0, null, null, 1),
    (1, 1700000300, 0, 2, 2, null, 20000, true, null, 1, 2, 1, false, 0, null, null, null),
    (1, 1700000600, 0, 3, 3, null, -1, true, null, 1, 3, 1, false, 0, null, null, null);
insert into ratings values
    (4, 4, 'First', 4, 1700000000, 3, 1, null, null);
insert into rules values
    (1, 1, 'artist', '{"artist": 1}');
insert into sources values
    (
        1, 1, 'export', 'lastfm_json', null, 'Ada', 3, 0, 0, 0, 0, 0, 0, 1700000000, 1700000600, 1700900000,
        'digest', 0, true, 0, null, []
    ),
    (2, 2, 'export', 'totals', 'Invented', null, 2, 0, 0, 0, 0, 0, 0, -1, -1, 1700900000, 'digest', 0, true, 0, null, []),
    (
        3, 3, 'export', 'stars', null, null, 1, 0, 0, 0, 0, 0, 0, 1700000000, 1700000000, 1700900000,
        'digest', 0, true, 0, null, []
    ),
    (4, 4, 'export', 'spotify_library', null, 'Ada', 2, 0, 0, 0, 0, 0, 0, -1, -1, 1700900000, 'digest', 0, true, 0, null, []);
insert into steps values
    (1, 'import', 'export', 1700900000, '{"source": 1, "artist": 1, "track": 1, "listener": 1}'),
    (2, 'import', 'export', 1700900000, '{"source": 2, "artist": 4, "track": 4, "listener": 2}'),
    (3, 'import', 'export', 1700900000, '{"source": 3, "artist": 4, "track": 4, "listener": 4}'),
    (4, 'import', 'export', 1700900000, '{"source": 4, "artist": 5, "track": 4, "listener": 5}'),
    (5, 'names', '“otto” into “Otto”', 1700900000, '{"artist": 7, "credits": []}'),
    (6, 'names', '“Lumen Fields” and “Otto” stay as they are', 1700900000, '{"artist": 7, "names_apart": []}'),
    (7, 'rules', 'leave out Lumen Fields', 1700900000, '{"artist": 7, "rules": []}');
insert into tracks values
    (1, 1, 'Harbour'),
    (2, 2, 'Sea'),
    (3, 3, 'Sea');
"""
