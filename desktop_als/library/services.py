"""The same play told by several services: Spotify and Last.fm, or three of them.

A play that is too short to count takes no part: one service may tell 20 seconds of it and another a whole scrobble, and the
one that counts stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb
import numpy as np
import numpy.typing as npt

from desktop_als.library.matching import ROUNDING, VARIOUS, Tellings, lead_key, match, title_key
from desktop_als.plays import Ints

# Which format stands for a play that several tell: the one that knows lengths, then ids, then the time most exactly.
_COMPARED = """
create or replace temp table compared as
select source, row, reconciled.listener, track, played_at, ms_played, precision, place
from reconciled join (
    select listener, format, row_number() over (
        partition by listener order by max(ms_played) >= 0 desc, count(track_ref) > 0 desc, min(precision), format
    ) as place, count(*) over (partition by listener) as formats
    from reconciled where {takes_part} group by listener, format
) as formats on formats.listener = reconciled.listener and formats.format = reconciled.format
where formats > 1 and {takes_part}
""".format(takes_part="why = 0 and counted and not alone and track is not null and policy <> 'keep'")

# An artist goes by the name that they are credited under. like_whom: the same order of spellings in every library.
_TRACKS = """
select tracks.id, title, coalesce(credited.key, artists.key) as artist,
    row_number() over (order by artists.name, title) as like_whom
from tracks join artists on artists.id = tracks.artist
left join (
    select artist, any_value(key) as key from credits join artists on artists.id = credited
    group by artist having count(*) = 1
) as credited on credited.artist = tracks.artist
where tracks.id in (select track from compared)
order by tracks.id
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """The plays of listeners who use several services, in columns of length n, oldest first.

    ``titles`` numbers listener and title: the groups where one service names no artist but "Various Artists".
    ``places`` says how well the format of a play tells it, 1 best.
    """

    sources: Ints
    rows: Ints
    places: Ints
    tellings: Tellings
    titles: Ints
    various: npt.NDArray[np.bool_]


def twins(cursor: duckdb.DuckDBPyConnection) -> dict[str, Ints] | None:
    """Which plays of the table ``reconciled`` are told better by another service, and by which play.

    Returns:
        Columns source, row, told_source, told_row; None when nobody uses two services.
    """
    compared = compare(cursor)
    if compared is None:
        return None
    told = told_by(compared)
    twin = np.flatnonzero(told >= 0)
    teller = told[twin]
    return {
        "source": compared.sources[twin],
        "row": compared.rows[twin],
        "told_source": compared.sources[teller],
        "told_row": compared.rows[teller],
    }


def compare(cursor: duckdb.DuckDBPyConnection) -> Compared | None:
    """What is to be matched of the table ``reconciled``; None when nobody uses two services."""
    cursor.execute(_COMPARED)
    plays = cursor.execute("select * from compared").fetchnumpy()
    if not len(plays["row"]):
        return None
    ids, titles, artists, spellings = zip(*cursor.execute(_TRACKS).fetchall(), strict=True)
    leads = {artist: lead_key(artist) for artist in set(artists)}
    title_codes, lead_codes = _codes([title_key(title) for title in titles]), _codes([leads[name] for name in artists])
    unnamed = np.array([leads[artist] == VARIOUS for artist in artists])

    track = np.searchsorted(np.array(ids), plays["track"])
    # Of equal times those of the longer play, then of the first spelling, so that the order of imports has no say.
    order = np.lexsort((np.array(spellings)[track], -plays["ms_played"], plays["played_at"]))
    track, plays = track[order], {name: column[order] for name, column in plays.items()}
    title = plays["listener"].astype(np.int64) * (title_codes.max() + 1) + title_codes[track]
    group = title * (lead_codes.max() + 1) + lead_codes[track]
    return Compared(
        sources=plays["source"].astype(np.int64),
        rows=plays["row"].astype(np.int64),
        places=plays["place"].astype(np.int64),
        tellings=Tellings(group, plays["played_at"], plays["ms_played"], ROUNDING[plays["precision"]]),
        titles=title,
        various=unnamed[track],
    )


def _codes(keys: list[str]) -> Ints:
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([numbers[key] for key in keys], np.int64)


def told_by(compared: Compared) -> Ints:
    """For every play the place of the one that stands for it, or -1: service by service, the best first."""
    told = np.full(len(compared.rows), -1)
    by_title = replace(compared.tellings, group=compared.titles)
    for place in range(2, int(compared.places.max()) + 1):
        standing = np.flatnonzero((compared.places < place) & (told < 0))
        mine = np.flatnonzero(compared.places == place)
        _tell(told, compared.tellings, standing, mine)
        if compared.various.any():
            free = standing[~np.isin(standing, told[mine])]
            unnamed = compared.various[free]
            _tell(told, by_title, free[unnamed], mine[told[mine] < 0])
            _tell(told, by_title, free[~unnamed], mine[(told[mine] < 0) & compared.various[mine]])
    return told


def _tell(told: Ints, tellings: Tellings, standing: Ints, mine: Ints) -> None:
    found = match(tellings.at(standing), tellings.at(mine))
    twin = found >= 0
    told[mine[twin]] = standing[found[twin]]
