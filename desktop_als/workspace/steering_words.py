"""How the history of the library calls what a listener said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop_als.library.exposures import MemoryOptions
from desktop_als.library.steering import Tuning
from desktop_als.steering import Opinion
from desktop_als.workspace.steering_entries import SteeringEntry


def opinion_said(who: str, artists: Sequence[str], opinion: Opinion | None, days: int) -> str:
    """ "Mira likes Velvet Orchard"."""
    whom = several(artists, "artist")
    match opinion:
        case None:
            return f"{who} takes back the opinion of {whom}"
        case Opinion.LIKED:
            return f"{who} likes {whom}"
        case Opinion.DISLIKED:
            return f"not for {who}: {whom}"
        case Opinion.BANNED:
            return f"never show {who}: {whom}"
        case Opinion.SNOOZED:
            return f"snooze for {who} for {_days(days)}: {whom}"


def weighed(who: str, weights: Mapping[str, float]) -> str:
    """ "Mira: 3 artists left out"."""
    whom, values = several([*weights], "artist"), {*weights.values()}
    if values == {0}:
        return f"{who}: {whom} left out"
    if values == {1}:
        return f"{who}: {whom} counted as played"
    return f"{who}: {whom} counted ×{values.pop():g}" if len(values) == 1 else f"{who}: {whom} weighed"


def tuned(who: str, told: Tuning) -> str:
    """ "Mira: plays count half after 90 days"."""
    said = [] if told.half_life is None else [f"half after {_days(told.half_life)}"]
    said += [] if told.strength == 1 else [f"×{told.strength:g}"]
    return f"{who}: plays count {', '.join(said) or 'as in the training'}"


def taken_back(who: str, entries: Sequence[SteeringEntry]) -> str:
    """ "Mira takes back: Velvet Orchard liked"."""
    if len(entries) > 1:
        return f"{who} takes back {len(entries)} entries"
    (entry,) = entries
    return f"{who} takes back: {entry.artist} {entry.kind}" if entry.artist else f"{who} takes back the {entry.kind}"


def remembered(who: str, options: MemoryOptions) -> str:
    """ "Mira: what is shown is remembered"."""
    return f"{who}: what is shown is {'remembered' if options.on else 'not remembered'}"


def imported(who: str, entries: int, file: str) -> str:
    """ "Mira: 14 entries from steering.json"."""
    return f"{who}: {entries:,} entr{'y' if entries == 1 else 'ies'} from {file}"


def several(names: Sequence[str], noun: str) -> str:
    """The name if it is only one, else how many."""
    return names[0] if len(names) == 1 else f"{len(names):,} {noun}s"


def _days(count: float) -> str:
    return f"{count:g} day{'' if count == 1 else 's'}"
