"""What is said of names: the records that front ends show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NameKind = Literal["typography", "spelling", "feat"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as it is written: the artist's id, None while no artist is called so, its counted plays and its listeners."""

    name: str
    artist_id: int | None
    plays: int = 0
    listeners: int = 0


@dataclass(frozen=True, slots=True)
class NameProposal:
    """To credit the plays of some spellings to another one or, of a "feat.", to each of those who are named.

    Attributes:
        kind: "typography": names that differ in capitals, blanks or typographic signs only; "spelling": in accents, "The",
            "and", signs, or a letter or two; "feat": one name of several artists.
        spellings: those whose plays move.
        into: who gets them.
        reason: what differs, for people ("one letter").
        likeness: of the search keys, 0 to 1; of several the smallest.
        taste: cosine of the two artists' factors; None where the model does not know both, or is not asked.
        closer: share of artists with about as many listeners that are less alike in taste.
        shared: titles and albums that both have; None where it is not asked.
        certain: nothing speaks against it, so that all of these can be applied at once.
    """

    kind: NameKind
    spellings: tuple[Spelling, ...]
    into: tuple[Spelling, ...]
    reason: str
    likeness: float
    taste: float | None
    closer: float | None
    shared: int | None
    certain: bool

    @property
    def plays(self) -> int:
        """How many plays would move."""
        return sum(spelling.plays for spelling in self.spellings)


@dataclass(frozen=True, slots=True)
class TwoArtists:
    """One name that is probably two artists: its listeners fall into two groups with different tastes.

    Attributes:
        groups: listeners in each group.
        taste: cosine between the mean tastes of the groups.
        beyond: how many spreads the groups are further apart than those of artists with about as many listeners.
        titles: how many titles each group plays; 0 where titles are not told.
        shared: titles that both groups play.
    """

    spelling: Spelling
    groups: tuple[int, int]
    taste: float
    beyond: float
    titles: tuple[int, int]
    shared: int


@dataclass(frozen=True, slots=True)
class NamePreview:
    """What a proposal would change for one listener: the plays that move, and recommendations that leave and arrive."""

    plays: int
    leave: tuple[str, ...]
    arrive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CreditedName:
    """A spelling whose plays are credited to others: its name, theirs, and the plays that moved."""

    name: str
    into: tuple[str, ...]
    plays: int
