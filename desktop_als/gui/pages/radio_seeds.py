"""Where a radio starts, and where it can."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.location import Location
from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.choice_chip import Choice
from desktop_als.gui.widgets.chosen_names import ChoiceWords, ChosenNames
from desktop_als.workspace import SearchHit, Seed, SeedKind

WORDS = ChoiceWords(words.SEEDS, words.ADD_SEED, words.SEARCHING, words.NOTHING_FOUND, words.remove)
ICONS: dict[SeedKind, str] = {"artist": "artists", "track": "artists", "listener": "listeners", "mood": "listeners"}
FOUND: dict[str, SeedKind] = {"artist": "artist", "listener": "listener"}


def seed_bar(context: Context) -> ChosenNames:
    """Its keys are seeds."""
    return ChosenNames(context, WORDS, _found)


def choices(named: Sequence[tuple[Seed, str]]) -> list[Choice]:
    """Seeds as chips and links."""
    return [
        Choice(
            seed,
            name,
            leads_to(seed),
            ICONS[seed.kind],
            words.KINDS[seed.kind],
            words.taste_of(name) if seed.kind == "listener" else name,
        )
        for seed, name in named
    ]


def leads_to(seed: Seed) -> Location | None:
    """The page of a seed; a track has none."""
    if seed.kind == "artist":
        return Location("artist", seed.id)
    return None if seed.kind == "track" else Location("listener", seed.id, "moods" if seed.kind == "mood" else None)


def _found(hits: Sequence[SearchHit]) -> list[Choice]:
    return choices([(Seed(FOUND[hit.kind], hit.id), hit.name) for hit in hits if hit.kind in FOUND])
