"""Whether a library is whole: every sum is what its rows say, and every row belongs to something."""

from collections import Counter, defaultdict
from typing import Any

import duckdb

from desktop_als.library import Library
from desktop_als.library.standing import settle

_OWNED = {
    "plays": ("listener", "artist", "track", "source"),
    "counts": ("listener", "artist", "track", "source"),
    "ratings": ("listener", "artist", "source"),
    "marks": ("listener", "artist", "track", "source"),
    "left_out": ("source",),
    "tracks": ("artist",),
    "opinions": ("listener", "artist"),
    "weights": ("listener", "artist"),
    "tunings": ("listener",),
    "forgiven": ("listener", "artist"),
    "memories": ("listener",),
    "exposures": ("listener", "artist"),
}

_TALLIES = """
select sources.id, kept, too_short, duplicates,
    count(*) filter (counted and superseded = 0), count(*) filter (not counted and superseded = 0),
    count(*) filter (superseded > 0)
from sources join plays on plays.source = sources.id group by all
"""


def check_sums(library: Library) -> None:
    """Assert that what the library tells is what can be counted from its rows."""
    with library.reading() as cursor:
        _check_owners(cursor)
        _check_totals(cursor)
        _check_reports(cursor)
        _check_settled(cursor)
    listeners, artists, totals = library.listeners(), library.artists(), library.totals()
    matrix = library.interactions("listeners").plays.sum()
    assert totals.plays == listeners.plays.sum()
    assert artists.plays.sum() == matrix
    assert totals.sources == len(library.sources())


def _check_owners(cursor: duckdb.DuckDBPyConnection) -> None:
    for table, owners in _OWNED.items():
        for owner in owners:
            lost = (
                f"select count(*) from {table} where {owner} is not null and {owner} not in (select id from {owner}s)"
            )
            assert cursor.execute(lost).fetchall() == [(0,)], (table, owner)
    for table in ("sources", "artists", "tracks", "listeners", "steps"):
        assert cursor.execute(f"select id from {table} group by id having count(*) > 1").fetchall() == [], table
    held = "select distinct import_id from sources where holds"
    imports = "select id from steps where kind in ('import', 'merge')"
    replaced = cursor.execute("select count(*) from steps where kind = 'restore'").fetchall() != [(0,)]
    assert replaced or cursor.execute(f"{held} except {imports}").fetchall() == []


def _check_totals(cursor: duckdb.DuckDBPyConnection) -> None:
    """Count everything in Python, by listener and artist, and compare it with the kept sums."""
    credited: dict[int, list[int]] = defaultdict(list)
    for artist, to in cursor.execute("select artist, credited from credits").fetchall():
        credited[artist].append(to)
    pairs: Counter[tuple[int, int]] = Counter()
    by_listener: Counter[int] = Counter()
    rated: dict[tuple[int, int], list[float]] = defaultdict(list)
    told = (
        "select listener, artist, 1 from plays where counted and superseded = 0 and excluded_by is null union all "
        "select listener, artist, adds from counts where adds > 0 and excluded_by is null"
    )
    for listener, artist, plays in cursor.execute(told).fetchall():
        by_listener[listener] += plays
        for to in credited.get(artist, [artist]):
            pairs[listener, to] += plays
    stands = "select listener, artist, rating from ratings where superseded_by is null and excluded_by is null"
    for listener, artist, rating in cursor.execute(stands).fetchall():
        for to in credited.get(artist, [artist]):
            rated[listener, to].append(rating)
    known = pairs.keys() | rated.keys()
    assert _rows(cursor, "select listener, artist, plays from pairs") == {(*pair, pairs[pair]) for pair in known}
    for place, table, kept in ((0, "listener", by_listener), (1, "artist", None)):
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for pair in known:
            row = sums[pair[place]]
            row[0] += pairs[pair]
            row[1] += 1
            row[2] += pairs[pair] > 0
            row[3] += pair in rated
        expected = {(who, kept[who] if kept is not None else row[0], *row[1:]) for who, row in sums.items()}
        many = "artists" if table == "listener" else "listeners"
        assert _rows(cursor, f"select {table}, plays, {many}, played, rated from {table}_totals") == expected, table


def _check_reports(cursor: duckdb.DuckDBPyConnection) -> None:
    others = cursor.execute("select source from counts union select source from ratings union select source from marks")
    mixed = {source for (source,) in others.fetchall()}
    for source, kept, too_short, duplicates, stands, short, superseded in cursor.execute(_TALLIES).fetchall():
        if source not in mixed:
            assert (kept, too_short) == (stands, short), source
            assert duplicates >= superseded, source


def _check_settled(cursor: duckdb.DuckDBPyConnection) -> None:
    """Settling again must change nothing."""
    state = "select source, row, played_at, counted, superseded, told_source, told_row, excluded_by from plays"
    before = _rows(cursor, state)
    cursor.begin()
    settle(cursor)
    after = _rows(cursor, state)
    cursor.rollback()
    assert after == before


def _rows(cursor: duckdb.DuckDBPyConnection, query: str) -> set[tuple[Any, ...]]:
    rows = cursor.execute(query).fetchall()
    assert len(set(rows)) == len(rows)
    return set(rows)
