"""Who is compared, and who can be."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.location import Location
from desktop_als.gui.messages import together as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.choice_chip import Choice
from desktop_als.gui.widgets.chosen_names import ChoiceWords, ChosenNames
from desktop_als.workspace import SearchHit

WORDS = ChoiceWords(words.LIBRARY_NAMES, words.ADD, words.SEARCHING, words.NOBODY_FOUND, words.remove)

Person = tuple[int, str]
"""The library's id of a listener, and their name."""


def people_bar(context: Context) -> ChosenNames:
    """Its keys are ids of listeners."""
    return ChosenNames(context, WORDS, _found)


def choices(people: Sequence[Person]) -> list[Choice]:
    """Listeners as chips and links."""
    return [Choice(who, name, Location("listener", who)) for who, name in people]


def _found(hits: Sequence[SearchHit]) -> list[Choice]:
    return choices([(hit.id, hit.name) for hit in hits if hit.kind == "listener"])
