"""What a rule leaves out: conditions on the rows of the library, each with the SQL that finds the rows it holds for.

What people chose reaches the database as parameters only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

import duckdb

from desktop_als.errors import LibraryError
from desktop_als.plays import Precision

DAY_MINUTES = 1440

_CREDITED = "artist in (select $artist::integer union all select artist from credits where credited = $artist)"

_TITLED = f"track in (select id from tracks where {_CREDITED} and lower(title) = lower($title))"

# What the clocks of the zone showed, daylight saving time included.
_LOCAL = "timezone($zone, to_timestamp(played_at))"

# The weekday is that on which the range begins: Friday's night ends on Saturday. A time told to the day has no hour.
_HOURS = f"""
precision < {int(Precision.DAY)}
and (hour({_LOCAL}) * 60 + minute({_LOCAL}) - $begins + {DAY_MINUTES}) % {DAY_MINUTES}
    <= ($ends - $begins - 1 + {DAY_MINUTES}) % {DAY_MINUTES}
and (len($weekdays::integer[]) = 0
    or list_contains($weekdays::integer[], isodow({_LOCAL} - to_minutes($begins::integer))::integer))
"""

# A time told to the day is its midnight, in UTC or in the zone of its source: noon is on that day in both.
_DATES = f"""
case when precision = {int(Precision.DAY)} then make_timestamp((played_at + 43200) * 1000000) else {_LOCAL} end::date
    between $first::date and $last::date
"""

_KNOWN_ZONE = "select count(*) from pg_timezone_names() where name = $zone"


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the kinds below.

    ``where`` is the SQL for each of the tables "plays", "counts" and "ratings" that the condition can hold for.
    """

    kind: ClassVar[str]
    where: ClassVar[Mapping[str, str]]
    known: ClassVar[tuple[str, str] | None] = None  # SQL counting what the condition names, and what to say of none

    def values(self) -> dict[str, Any]:
        """The parameters of the SQL."""
        return asdict(self)

    def check(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Look whether there is what the condition names.

        Raises:
            LibraryError: there is not.
        """
        if self.known is None:
            return
        query, sentence = self.known
        named = {name: value for name, value in self.values().items() if f"${name}" in query}
        if not cursor.execute(query, named).fetchall()[0][0]:
            raise LibraryError(sentence.format(**named))


@dataclass(frozen=True, slots=True)
class ByArtist(Condition):
    """What the artist of this id plays, alone or credited with others."""

    kind = "artist"
    where = dict.fromkeys(("plays", "counts", "ratings"), _CREDITED)
    known = ("select count(*) from artists where id = $artist", "This artist is not in the library.")

    artist: int


@dataclass(frozen=True, slots=True)
class ByTrack(Condition):
    """The tracks of an artist with this title, in capitals or not."""

    kind = "track"
    where = dict.fromkeys(("plays", "counts"), _TITLED)
    known = ByArtist.known

    artist: int
    title: str


@dataclass(frozen=True, slots=True)
class BySource(Condition):
    """All that one imported file brought; that of a community too."""

    kind = "source"
    where = dict.fromkeys(("plays", "counts", "ratings"), "source = $source")
    known = ("select count(*) from sources where holds and id = $source", "There is no imported file {source}.")

    source: int


@dataclass(frozen=True, slots=True)
class AtHours(Condition):
    """From minute ``begins`` (0 to 1439) to minute ``ends`` (1 to 1440, excluded) of the days of ``zone``, an IANA name.

    A range may last over midnight; where both are the same it is a whole day. ``weekdays`` (1 Monday to 7) are those on which
    it begins, all if empty.

    Raises:
        LibraryError: there are no such minutes or weekdays.
    """

    kind = "hours"
    where = {"plays": _HOURS}  # noqa: RUF012 - frozen like the class
    known = (_KNOWN_ZONE, "There is no time zone “{zone}”. Name one like Europe/Berlin.")

    begins: int
    ends: int
    zone: str
    weekdays: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not (0 <= self.begins < DAY_MINUTES and 0 < self.ends <= DAY_MINUTES):
            raise LibraryError("Hours go from 00:00 to 24:00.")
        if not set(self.weekdays) <= set(range(1, 8)):
            raise LibraryError("Weekdays go from 1, Monday, to 7, Sunday.")


@dataclass(frozen=True, slots=True)
class BetweenDates(Condition):
    """The days from ``first`` to ``last`` (both included, "2024-05-31") as the calendars of ``zone``, an IANA name, show them.

    Raises:
        LibraryError: these are no dates, or the last is before the first.
    """

    kind = "dates"
    where = {"plays": _DATES}  # noqa: RUF012
    known = AtHours.known

    first: str
    last: str
    zone: str

    def __post_init__(self) -> None:
        try:
            days = date.fromisoformat(self.first), date.fromisoformat(self.last)
        except ValueError as error:
            raise LibraryError("A date is written like 2024-05-31.") from error
        if days[0] > days[1]:
            raise LibraryError("The last day is before the first.")


@dataclass(frozen=True, slots=True)
class InSession(Condition):
    """One sitting: plays that began from ``begins`` to ``ends``, Unix seconds, both included.

    Raises:
        LibraryError: it ends before it begins.
    """

    kind = "session"
    where = {"plays": "played_at between $begins and $ends"}  # noqa: RUF012

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if self.begins > self.ends:
            raise LibraryError("The session ends before it begins.")


@dataclass(frozen=True, slots=True)
class InPrivate(Condition):
    """Plays of private sessions."""

    kind = "private"
    where = {"plays": "private"}  # noqa: RUF012


KINDS: dict[str, type[Condition]] = {
    kind.kind: kind for kind in (ByArtist, ByTrack, BySource, AtHours, BetweenDates, InSession, InPrivate)
}


def written(condition: Condition) -> str:
    """As the library file keeps it, beside its kind."""
    return json.dumps(asdict(condition), ensure_ascii=False)


def read(kind: str, text: str) -> Condition:
    """The condition that was :func:`written`."""
    values = json.loads(text)
    return KINDS[kind](**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
