"""Which tracks of artists are played, and what their plays tell of a track.

A title goes by the first of its tracks: spellings of one artist have tracks of their own, and so do capitals. "(Live)" and
"(Remastered)" are other tracks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

from desktop_als.plays import UNKNOWN, Ending

_HEARD = """
with own as (
    select artist, artist as spelled from (select unnest($artists::integer[]) as artist) anti join credits using (artist)
    union
    select credited, artist from credits where credited in (select unnest($artists::integer[]))
),
titled as (
    select tracks.id as track, own.artist, min(tracks.id) over (partition by own.artist, lower(title)) as first
    from tracks join own on tracks.artist = spelled
),
heard as (
    select artist, first, listener, sum(plays) as plays, max(last_played) as last_played
    from (
        select track, listener, 1 as plays, played_at as last_played from standing_plays
        union all
        select track, listener, adds, last_played from standing_counts
    ) join titled using (track)
    group by all
),
summed as (
    select artist, first, sum(plays)::bigint as plays, count(*) as listeners,
        coalesce(sum(plays) filter (listener = $listener), 0)::bigint as yours,
        max(last_played) filter (listener = $listener) as last
    from heard group by artist, first
),
audience as (
    select artist, count(*) as size from (select distinct artist, listener from heard) group by artist
)
select summed.artist, id, title, plays, listeners, yours, listeners / size as share
from summed join tracks on id = first join audience on audience.artist = summed.artist
where case $heard
    when 'new' then not (yours >= $heard_plays and coalesce(last >= $since, true))
    when 'dormant' then yours >= $heard_plays and last >= 0 and last < $before
    else true end
qualify row_number() over (partition by summed.artist order by listeners desc, plays desc, id) <= $each
order by summed.artist, listeners desc, plays desc, id
"""

# What was heard to its end was as long as the track, apart from seeking; what was cut short says nothing of its length.
# Other services have other ids in track_ref, and none of theirs looks like Spotify's.
_FACTS = f"""
with standing as (
    select id, title, coalesce(credited, tracks.artist) as artist, count(*) over (partition by id) as of_how_many,
        tracks.artist as spelled
    from tracks left join credits on credits.artist = tracks.artist
    where id in (select unnest($tracks::integer[]))
),
own as (
    select artist, artist as spelled from standing
    union
    select credited, artist from credits where credited in (select artist from standing)
),
titled as (
    select distinct standing.id as first, tracks.id as track
    from standing join own using (artist)
    join tracks on tracks.artist = own.spelled and lower(tracks.title) = lower(standing.title)
),
told as (
    select first, mode(album) as album,
        (median(ms_played) filter (ending = {int(Ending.HEARD_OUT)} and ms_played > 0) / 1000)::integer as seconds,
        mode(track_ref) filter (regexp_full_match(track_ref, '[0-9A-Za-z]{{22}}')) as spotify
    from standing_plays join titled using (track) group by first
)
select distinct standing.id, name, title, album, seconds, spotify
from standing left join told on first = standing.id
join artists on artists.id = if(of_how_many = 1, standing.artist, spelled)
"""


@dataclass(frozen=True, slots=True)
class HeardTrack:
    """A track of the artist that it is credited to, and who plays it.

    Attributes:
        yours: plays of the listener that was asked for.
        share: the part of the artist's listeners who play this track, 0 to 1; of those whose plays name tracks, for many a
            data set tells artists alone.
    """

    artist_id: int
    id: int
    title: str
    plays: int
    listeners: int
    yours: int
    share: float


@dataclass(frozen=True, slots=True)
class Familiarity:
    """Which tracks are wanted, by what the listener heard.

    Attributes:
        heard: all; only those not heard yet; or only those not heard for long.
        plays: from which on a track is heard.
        since: if given, it is heard only if played then or later, in Unix seconds.
        before: a track that is heard and was played last before then is forgotten.
    """

    heard: Literal["any", "new", "dormant"] = "any"
    plays: int = 1
    since: int | None = None
    before: int = 0


ANY = Familiarity()


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """What plays tell of a track; None where they do not.

    Attributes:
        artist: who is credited, or the name as it was spelled where several are.
        seconds: the median of the plays that were heard to the end.
        spotify: the 22 letters and digits of its Spotify id.
    """

    artist: str
    title: str
    album: str | None
    seconds: int | None
    spotify: str | None


def tracks_of(
    cursor: duckdb.DuckDBPyConnection,
    artist_ids: Sequence[int],
    each: int,
    listener_id: int | None = None,
    wanted: Familiarity = ANY,
) -> list[HeardTrack]:
    """The ``each`` tracks of each artist that most listeners play, then that are played most; those of an artist in a row."""
    found = cursor.execute(
        _HEARD,
        {
            "artists": list(artist_ids),
            "each": each,
            "listener": UNKNOWN if listener_id is None else listener_id,
            "heard": wanted.heard,
            "heard_plays": wanted.plays,
            "since": wanted.since,
            "before": wanted.before,
        },
    ).fetchall()
    return [HeardTrack(*row) for row in found]


def track_facts(cursor: duckdb.DuckDBPyConnection, track_ids: Sequence[int]) -> dict[int, TrackFacts]:
    """What is known of tracks, by id; those that left the library are missing."""
    found = cursor.execute(_FACTS, {"tracks": list(track_ids)}).fetchall()
    return {track: TrackFacts(*facts) for track, *facts in found}
