"""Which columns of a table hold the plays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_als.errors import TrainingError

_KNOWN = {
    "listener": ("userid", "user", "username", "listener", "listenername", "listenerid"),
    "artist": ("artist", "artistname", "artists", "artistnames", "trackartist", "band", "performer", "creator"),
    "plays": ("plays", "playcount", "scrobbles", "listens", "timesplayed", "count"),
    "time": (
        *("listenedat", "timestamp", "ts", "uts", "unixtime", "unixtimestamp", "playedat", "scrobbledat"),
        *("lastplayed", "lastplayedat", "datetime", "time", "date"),
    ),
}
"""Names by their letters and digits alone, the clearest first."""

_NO_LETTER = re.compile(r"[\W_]+")
_NESTED = ("array", "map", "struct", "variant")
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that hold the plays; plays None counts each line as one; time None has no times."""

    listener: str
    artist: str
    plays: str | None = None
    time: str | None = None


def columns_of(kinds: Mapping[str, str], said: Columns | None) -> Columns:
    """The columns as said, or found by their names.

    Args:
        kinds: Spark's type of each column.
        said: by a person.

    Raises:
        TrainingError: there are none of these names, or one holds neither text nor numbers.
    """
    columns = said or _guessed(kinds)
    for name in filter(None, (columns.listener, columns.artist, columns.plays, columns.time)):
        if name not in kinds:
            raise TrainingError(f"There is no column “{name}”. There are: {_listed(kinds)}.")
        if kinds[name].startswith(_NESTED):
            raise TrainingError(f"The column “{name}” holds lists. Choose one that holds text or numbers.")
    return columns


def _guessed(kinds: Mapping[str, str]) -> Columns:
    folded = {_NO_LETTER.sub("", name.lower()): name for name in reversed(list(kinds))}  # of two alike the first
    found = {
        meaning: next((folded[name] for name in known if name in folded), None) for meaning, known in _KNOWN.items()
    }
    listener, artist = found["listener"], found["artist"]
    if listener is None or artist is None:
        what = "who listened" if listener is None else "the artist"
        raise TrainingError(
            f"It is not clear which column tells {what}. Name the columns. There are: {_listed(kinds)}."
        )
    return Columns(listener, artist, found["plays"], found["time"])


def _listed(kinds: Mapping[str, str]) -> str:
    names = list(kinds)
    more = f" and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else ""
    return (", ".join(names[:_MOST_TOLD]) or "none") + more
