"""Rules as they are typed: a kind and its values."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from desktop_als.workspace import (
    AtHours,
    BetweenDates,
    ByArtist,
    BySource,
    ByTrack,
    Condition,
    InPrivate,
    InSession,
    Workspace,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Kind(StrEnum):
    """What a rule goes by."""

    artist = "artist"
    track = "track"
    source = "source"
    hours = "hours"
    dates = "dates"
    session = "session"
    private = "private"


USAGE: dict[Kind, str] = {
    Kind.artist: "artist NAME",
    Kind.track: "track ARTIST TITLE",
    Kind.source: "source ID",
    Kind.hours: "hours 22:00 06:00",
    Kind.dates: "dates 2024-05-01 2024-05-31",
    Kind.session: "session 2024-05-31T20:00 2024-05-31T23:30",
    Kind.private: "private",
}


def condition(workspace: Workspace, kind: Kind, values: list[str], zone: str, weekdays: str) -> Condition:
    """The condition that was typed.

    Raises:
        BadParameter: it cannot be understood.
        DesktopAlsError: there is no such artist, hour or day.
    """
    try:
        match kind, values:
            case Kind.artist, [name]:
                return ByArtist(workspace.find_artist(name).id)
            case Kind.track, [name, title]:
                return ByTrack(workspace.find_artist(name).id, title)
            case Kind.source, [number]:
                return BySource(int(number))
            case Kind.hours, [begins, ends]:
                return AtHours(_minutes(begins), _minutes(ends) or 1440, zone, _weekdays(weekdays))
            case Kind.dates, [first, last]:
                return BetweenDates(first, last, zone)
            case Kind.session, [begins, ends]:
                return InSession(_seconds(begins, zone), _seconds(ends, zone))
            case Kind.private, []:
                return InPrivate()
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise typer.BadParameter(f"Write “{USAGE[kind]}”, and the time zone like Europe/Berlin.") from error
    raise typer.BadParameter(f"Write “{USAGE[kind]}”.")


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    if not 0 <= int(minutes or 0) < 60:
        raise ValueError(clock)
    return int(hours) * 60 + int(minutes or 0)


def _weekdays(names: str) -> tuple[int, ...]:
    return tuple(sorted(WEEKDAYS.index(name.strip().lower()[:3]) + 1 for name in names.split(",") if name.strip()))


def _seconds(moment: str, zone: str) -> int:
    when = datetime.fromisoformat(moment)
    return int((when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))).timestamp())
