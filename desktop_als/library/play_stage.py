"""Plays on their way into the library: gathered in numbers until there are enough to be compared and stored at once.

Names are spelled out only once each; rows hold codes. A history of 200,000 plays in twelve files is then a dozen statements
of the database and not twelve dozen, and no statement reads Python's strings row by row with the interpreter's lock held.
"""

from __future__ import annotations

from collections import defaultdict

import duckdb
import numpy as np
import numpy.typing as npt

from desktop_als.library.learning import NAMES_AT_ONCE, UNWANTED, learn_artists, text_column
from desktop_als.library.records import SourceInfo
from desktop_als.plays import PlayBatch

Column = npt.NDArray[np.generic]
Codes = npt.NDArray[np.int32]

ROWS_AT_ONCE = 2_000_000
"""Plays that are gathered before they are stored: 150 MB."""

_SPELLED = "create or replace temp table spelled (kind varchar, code integer, spelling varchar, community varchar)"

_SPELL = (
    "insert into spelled select $kind, code, regexp_replace(spelling, $unwanted, '', 'g'), $community from spelling"
)

_NEW_LISTENERS = """
insert into listeners
select (select coalesce(max(id), 0) from listeners) + row_number() over (order by spelling, community),
    spelling, community
from (
    select distinct spelling, community from spelled where kind = 'listener' and spelling <> ''
        and code in (select listener from gathered) and not exists (
            from listeners where name = spelling and listeners.community is not distinct from spelled.community
        )
)
"""

_NEW_ARTISTS = """
select distinct spelling from spelled anti join artists on artists.name = spelling
where kind = 'artist' and spelling <> '' and code in (select artist from gathered) order by spelling
"""

_ARTIST_IDS = "select code, id from spelled join artists on name = spelling where kind = 'artist'"
_LISTENER_IDS = """
select code, id from spelled
join listeners on name = spelling and listeners.community is not distinct from spelled.community
where kind = 'listener'
"""

_NEW_TRACKS = """
insert into tracks
select (select coalesce(max(id), 0) from tracks) + row_number() over (order by artist, title), artist, title
from (
    select distinct gathered.artist, spelling as title from gathered join spelled on code = gathered.title
    anti join tracks on tracks.artist = gathered.artist and tracks.title = spelling
    where kind = 'track' and spelling <> ''
)
"""

_STAGE = """
create or replace temp table staged_plays as
with titled as (
    select gathered.artist, gathered.title, tracks.id
    from (select distinct artist, title from gathered) as gathered
    join spelled on code = gathered.title and kind = 'track'
    join tracks on tracks.artist = gathered.artist and tracks.title = spelling
)
select listener, played_at, precision, gathered.artist, titled.id as track, albums.spelling as album, ms_played,
    ending, private, refs.spelling as track_ref, source, row
from gathered
left join titled on titled.artist = gathered.artist and titled.title = gathered.title
left join (from spelled where kind = 'album') as albums on albums.code = gathered.album
left join (from spelled where kind = 'track_ref') as refs on refs.code = gathered.track_ref
"""


class PlayStage:
    """The plays of one import that are not stored yet."""

    def __init__(self) -> None:
        self._codes: dict[str, dict[str | None, int]] = {}
        self.clear()

    def __len__(self) -> int:
        return self._rows

    def clear(self) -> None:
        """Forget the rows and the names."""
        # Code 0 is no name; listeners have a dictionary for each community.
        self._codes = {kind: _numbering() for kind in ("artist", "track", "album", "track_ref")}
        self._listeners: dict[tuple[str | None, str], int] = {}
        self._batches: list[dict[str, Column]] = []
        self._rows = 0

    def add(self, source_id: int, source: SourceInfo, batch: PlayBatch) -> None:
        """Take the rows of ``batch``.

        Raises:
            ValueError: neither the batch nor the source names a listener.
        """
        columns: dict[str, Column] = {
            name: _coded(self._codes[name], getattr(batch, name).tolist())
            for name in ("artist", "track", "album", "track_ref")
        }
        columns |= {
            "listener": self._listener_codes(source, batch),
            "played_at": batch.played_at,
            "ms_played": batch.ms_played,
            "precision": np.full(len(batch), int(batch.precision), np.uint8),
            "ending": batch.ending,
            "private": batch.private,
            "source": np.full(len(batch), source_id, np.int32),
            "row": batch.row,
        }
        self._batches.append(columns)
        self._rows += len(batch)

    def drop(self, source_id: int) -> None:
        """Forget the rows of a source that cannot be trusted."""
        kept = [batch for batch in self._batches if not len(batch["source"]) or batch["source"][0] != source_id]
        self._rows = sum(len(batch["row"]) for batch in kept)
        self._batches = kept

    def spill(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Give every name its id, write the rows to the table ``staged_plays``, and be empty again.

        Rows whose artist or listener has nothing visible in its name are left out.
        """
        rows = {name: np.concatenate([batch[name] for batch in self._batches]) for name in self._batches[0]}
        rows["title"] = rows.pop("track")
        cursor.execute(_SPELLED)
        for kind, codes in self._codes.items():
            names = [name for name in codes if name is not None]
            _spell(cursor, kind, names, np.arange(1, len(codes), dtype=np.int32))
        for community in {community for community, _ in self._listeners}:
            people = {name: code for (where, name), code in self._listeners.items() if where == community}
            _spell(cursor, "listener", [*people], np.array([*people.values()], np.int32), community)
        cursor.register("gathered", rows)
        learn_artists(cursor, _NEW_ARTISTS)
        cursor.execute(_NEW_LISTENERS)
        cursor.unregister("gathered")
        rows["artist"] = _ids(cursor, _ARTIST_IDS, rows["artist"])
        rows["listener"] = _ids(cursor, _LISTENER_IDS, rows["listener"])
        named = (rows["artist"] > 0) & (rows["listener"] > 0)
        if not named.all():
            rows = {name: column[named] for name, column in rows.items()}
        cursor.register("gathered", rows)
        cursor.execute(_NEW_TRACKS)
        cursor.execute(_STAGE)
        cursor.unregister("gathered")
        self.clear()

    def _listener_codes(self, source: SourceInfo, batch: PlayBatch) -> Codes:
        if batch.listener is None:
            if source.listener is None:
                raise ValueError(f"{source.path} does not say whose plays it holds, and the import names no listener.")
            return np.full(len(batch), self._listener_code(source.community, source.listener), np.int32)
        names = batch.listener.tolist()
        codes = {name: self._listener_code(source.community, name) for name in dict.fromkeys(names)}
        return np.fromiter(map(codes.__getitem__, names), np.int32, len(names))

    def _listener_code(self, community: str | None, name: str) -> int:
        return self._listeners.setdefault((community, name), len(self._listeners) + 1)


def _numbering() -> dict[str | None, int]:
    """A dictionary that gives each new name the next code; None, no name, is 0."""
    codes: defaultdict[str | None, int] = defaultdict()
    codes.default_factory = codes.__len__
    codes[None] = 0
    return codes


def _coded(codes: dict[str | None, int], names: list[str | None]) -> Codes:
    return np.fromiter(map(codes.__getitem__, names), np.int32, len(names))


def _spell(
    cursor: duckdb.DuckDBPyConnection, kind: str, names: list[str], codes: Codes, community: str | None = None
) -> None:
    """Write down what codes stand for."""
    for start in range(0, len(names), NAMES_AT_ONCE):
        some = slice(start, start + NAMES_AT_ONCE)
        cursor.register("spelling", {"code": codes[some], "spelling": text_column(names[some])})
        cursor.execute(_SPELL, {"kind": kind, "unwanted": UNWANTED, "community": community})
        cursor.unregister("spelling")


def _ids(cursor: duckdb.DuckDBPyConnection, query: str, codes: Codes) -> Codes:
    """The id of each code, 0 where there is none."""
    found = cursor.execute(query).fetchnumpy()
    ids = np.zeros(int(codes.max(initial=0)) + 1, np.int32)
    ids[found["code"]] = found["id"]
    return ids[codes]
