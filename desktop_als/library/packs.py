"""The artists of a pack, found in the library or entered into it without a play.

The layer ``packs`` names the models that came so: one counts only while its step stands, which its artists came with.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np

from desktop_als.library.learning import NAMES_AT_ONCE, learn_artists, text_column
from desktop_als.library.names import search_key
from desktop_als.plays import Ints

LAYER = "packs"

_PACKED = "create or replace temp table packed (place integer, name varchar, key varchar)"

# By the exact name first. A key that is left over goes to the best known artist of that key whom no name has claimed, and to
# the first of the pack, so that no two of a pack are one artist here.
_FOUND = """
create or replace temp table found as
with exact as (
    select place, min(id) as artist from packed join artists using (name) group by place
),
lacking as (
    select key, min(place) as place from packed where place not in (select place from exact) group by key
),
unclaimed as (
    select key, arg_max(id, (coalesce(listeners, 0), -id)) as artist
    from artists left join artist_totals on artist_totals.artist = id
    where id not in (select artist from exact) and id not in (select artist from credits)
    group by key
)
select place, artist from exact union all select place, artist from lacking join unclaimed using (key)
"""

_LACKING = "select name from packed where place not in (select place from found) order by place"

_KNOWN = """
with own as (
    select artist, sum(plays)::bigint as plays from pairs
    where listener in (select id from listeners where community is null) group by artist
),
known as (
    select distinct coalesce(credited, found.artist) as artist from found left join credits on credits.artist = found.artist
)
select coalesce(sum(plays), 0)::bigint, coalesce(sum(plays) filter (artist in (from known)), 0)::bigint,
    count(*), count(*) filter (artist in (from known))
from own
"""


def known_of_own(cursor: duckdb.DuckDBPyConnection, names: Sequence[str]) -> tuple[int, int, int, int]:
    """How much a pack of these artists knows of what the listeners without community play.

    Returns:
        All their plays, those that it knows, all their artists, those that it knows.
    """
    _find(cursor, names)
    plays, plays_known, artists, artists_known = cursor.execute(_KNOWN).fetchall()[0]
    return plays, plays_known, artists, artists_known


def enter(cursor: duckdb.DuckDBPyConnection, names: Sequence[str], model: str) -> Ints:
    """The ids (n,) of artists, each once; who is not here is entered. In a step that may change :data:`LAYER`.

    Args:
        cursor: of the step.
        names: n distinct names, the best known first.
        model: the name of the model that they belong to.
    """
    _find(cursor, names)
    learn_artists(cursor, _LACKING)
    cursor.execute(
        "insert into found select place, min(id) from packed join artists using (name) "
        "where place not in (select place from found) group by place"
    )
    cursor.execute("insert into packs values (?)", [model])
    ids: Ints = cursor.execute("select artist from found order by place").fetchnumpy()["artist"].astype(np.int64)
    return ids


def standing_packs(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of the models whose artists are here."""
    return {model for (model,) in cursor.execute("select model from packs").fetchall()}


def _find(cursor: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    """Fill the temporary tables ``packed`` and ``found``."""
    cursor.execute(_PACKED)
    for start in range(0, len(names), NAMES_AT_ONCE):
        some = names[start : start + NAMES_AT_ONCE]
        columns = {
            "place": np.arange(start, start + len(some)),
            "name": text_column(some),
            "key": text_column(map(search_key, some)),
        }
        cursor.register("some_names", columns)
        cursor.execute("insert into packed select place, name, key from some_names")
        cursor.unregister("some_names")
    cursor.execute(_FOUND)
