"""Names on their way into the library: handed over, cleaned and entered."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import numpy as np

from desktop_als.library.names import search_key
from desktop_als.plays import Texts

NAMES_AT_ONCE = 20_000
"""Names handed over in one go. Meanwhile the interpreter's lock is held, and the window waits."""

# Control characters anywhere, blanks and zero-width characters at either end: as the readers of exports clean names.
# One regular expression, because translate() and trim() with these characters take ten times as long.
_EDGE = r"[\s\pZ\x00-\x1f\x{200B}-\x{200F}\x{2060}\x{FEFF}]+"
UNWANTED = rf"[\x00-\x1f\x7f\x{{FFFE}}]+|^{_EDGE}|{_EDGE}$"
"""A regular expression for what the database drops from a name."""


def learn_artists(cursor: duckdb.DuckDBPyConnection, new: str) -> None:
    """Enter the artists whose names the query ``new`` finds, in its order."""
    cursor.execute(new)
    names: list[str] = []
    while rows := cursor.fetchmany(NAMES_AT_ONCE):
        names += [name for (name,) in rows]
    (newest,) = cursor.execute("select coalesce(max(id), 0) from artists").fetchall()[0]
    for start in range(0, len(names), NAMES_AT_ONCE):
        some = names[start : start + NAMES_AT_ONCE]
        first = newest + 1 + start
        learned = {
            "id": np.arange(first, first + len(some)),
            "name": text_column(some),
            "key": text_column(map(search_key, some)),
        }
        cursor.register("learned", learned)
        cursor.execute("insert into artists select id, name, key from learned")
        cursor.unregister("learned")


def text_column(texts: Iterable[str]) -> Texts:
    """Texts as the database takes them."""
    return np.array([*texts, None], object)[:-1]  # with None beside them, NumPy keeps the strings as they are
