"""Words and documents of what a listener said."""

from __future__ import annotations

from desktop_als.cli import documents
from desktop_als.workspace import MemoryOptions, SteeringEntry


def entry_document(entry: SteeringEntry) -> dict[str, object]:
    """One entry for programs."""
    told = {"until": documents.moment(entry.until), "said_at": documents.moment(entry.said_at)}
    return {"kind": entry.kind, "artist": entry.artist, "value": entry.value, **told}


def what(entry: SteeringEntry) -> str:
    """One entry for people."""
    match entry.kind:
        case "snoozed":
            return f"snoozed until {day(entry.until)}"
        case "weight" | "strength":
            return f"counts ×{entry.value:g}"
        case "half-life":
            return f"counts half after {entry.value:g} days"
        case "overlooked":
            return f"shown on {entry.value:g} days and never played"
        case "resting":
            return "rests: shown often lately"
        case "marked":
            return "banned in an import"
        case opinion:
            return opinion


def memory_words(chosen: MemoryOptions) -> str:
    """What is made of having been shown."""
    if not chosen.on:
        return "What is shown is not remembered."
    rests = (
        f"An artist that was shown on {chosen.rest_after} days rests for {chosen.rest_days}."
        if chosen.rest_after and chosen.rest_days
        else "No artist rests."
    )
    overlooked = (
        f"One that was shown on {chosen.overlooked_after} days and never played is disliked weakly."
        if chosen.overlooked_after
        else "Nothing is made of artists that are never played."
    )
    return f"{rests} {overlooked}"


def day(seconds: int) -> str:
    """ "2024-05-12", a dash when unknown."""
    return (documents.moment(seconds) or "–")[:10]


def entries_counted(count: int) -> str:
    """ "1 entry", "14 entries"."""
    return f"{count:,} entr{'y' if count == 1 else 'ies'}"
