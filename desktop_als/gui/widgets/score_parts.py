"""A score taken apart into the few rows that a person reads."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.workspace import Explanation

MOST, LEAST = 5, 2
LEAST_SEEN = 0.005
"""What takes less would read as −0.00."""


@dataclass(frozen=True, slots=True)
class Part:
    """One row: an artist, its recency or (``rest``: without a bar) the others together or what holds for all, and what it adds."""

    artist_id: int | None
    text: str
    value: float
    rest: bool = False

    @property
    def meaning(self) -> str:
        """What the figure is."""
        if self.artist_id is not None:
            return words.PART_HINT
        if not self.rest:
            return words.RECENCY_HINT
        return words.GENERAL_HINT if self.text == browse.IN_GENERAL else words.OTHERS_HINT


def parts_of(explanation: Explanation) -> list[Part]:
    """Recency, the five that add most, the others as one, and the two that take most.

    In hundredths, as shown, they sum to the score. Rounding each part would leave a hundredth or two over: the others take them,
    or the largest part where there are none.
    """
    told = explanation.contributions
    adding = [part for part in told if part.contribution >= 0][:MOST]
    taking = [part for part in told if part.contribution <= -LEAST_SEEN][-LEAST:]
    rest = len(told) - len(adding) - len(taking)
    rows = [Part(part.artist_id, part.artist, round(part.contribution, 2)) for part in (*adding, *taking)]
    if explanation.recency:
        rows.insert(0, Part(None, browse.RECENCY, round(explanation.recency, 2)))
    if explanation.general:
        rows.insert(0, Part(None, browse.IN_GENERAL, round(explanation.general, 2), rest=True))
    over = round(round(explanation.score, 2) - sum(row.value for row in rows), 2)
    if rest:
        rows.insert(len(rows) - len(taking), Part(None, browse.others(rest), over, rest=True))
    elif rows and over:
        largest = max(range(len(rows)), key=lambda i: abs(rows[i].value))
        rows[largest] = Part(rows[largest].artist_id, rows[largest].text, round(rows[largest].value + over, 2))
    return rows
