"""What the report of a file says of plays that other files tell too: nothing is joined silently."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_als.history import FORMATS, WALL_CLOCKS
from desktop_als.library import ImportSession
from desktop_als.library.clock import ClockSuspicion, suspicions_about
from desktop_als.library.joins import Meeting, met

_TITLES = {known.id: known.title for known in FORMATS}


def join_notes(session: ImportSession, names: Mapping[int, str]) -> dict[int, list[str]]:
    """Sentences on files of people's own histories that were just stored: by source id, as ``names`` tells their names."""
    notes: dict[int, list[str]] = {source: [] for source in names}
    for meeting in met(session.cursor, names):
        notes[meeting.source].append(_meeting(meeting, names[meeting.source]))
    for suspicion in suspicions_about(session.cursor, names, WALL_CLOCKS):
        source = suspicion.source if suspicion.source in names else suspicion.beside
        notes[source].append(_clock(suspicion, source, names[source]))
    return notes


def clock_shift(seconds: int) -> str:
    """Such as "4 h" or "5 h 45 min", whatever the sign."""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)


def _meeting(meeting: Meeting, name: str) -> str:
    other = _TITLES.get(meeting.other, meeting.other)
    one = meeting.plays == 1
    plays = "1 play" if one else f"{meeting.plays:,} plays"
    if meeting.paired:
        return f"{plays} of {name} {'is' if one else 'are'} also in {other} and {'counts' if one else 'count'} once."
    told, covers = (name, other) if meeting.here else (other, name)
    lie, do = ("lies", "does") if one else ("lie", "do")
    return f"{plays} of {told} {lie} in the time that {covers} covers and {do} not count."


def _clock(suspicion: ClockSuspicion, source: int, name: str) -> str:
    shift = clock_shift(suspicion.seconds)
    where = "behind" if suspicion.seconds > 0 else "ahead"
    if suspicion.source == source:
        return (
            f"The clock of {name} looks {shift} {where}: set right, {suspicion.matches:,} more of its plays would be the "
            "same as those of another service. You can set it right."
        )
    return (
        f"Beside {name} the clock of an earlier file looks {shift} {where}: set right, {suspicion.matches:,} more of its "
        "plays would be the same. You can set it right."
    )
