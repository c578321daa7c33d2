"""What a radio plays next: from the agreement of its seeds, in turn where they disagree, as likes and skips have it.

For each seed an artist is worth

    ((1 − β) fit to that seed + β soft minimum of the fits to all) · (listeners + 5)^tilt · exp(nudge) · (1 − spacing)

so that what all seeds like comes before what one loves, and what only an average likes does not come at all. The nudge is by
what was liked, played and skipped and is near: as a factor, it lifts and sinks what fits, and brings nothing that does not.

Each place goes to the seed with the highest quotient of what its best artist is worth by the places it had, and one (D'Hondt). An
artist that fits several seeds is a part of a place for each. So seeds share evenly as long as nothing is said of their artists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_als.model.agreement import Direction, Fits, soft_minimum, supported
from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.lookup import Bools
from desktop_als.model.radio import Heard, RadioItem, RadioOptions, Verdict

AGREEMENT = 0.4
"""β. An artist that both of two seeds like at .7 goes before one that one of them likes at 1 and the other not at all."""

POOL = 300
"""Artists of each seed that are looked at."""

STRENGTH: dict[Verdict, float] = {"liked": 1.5, "played": 0.2, "skipped": -2.0}
"""What many verdicts of a kind add to the logarithm of an artist's worth, at most."""

SINGLE = 0.25
"""The part of that which one verdict of an artist of cosine 1 adds: likes and skips lean, and only many of a kind turn the queue.
It falls with the square of the cosine, for a skip is about an artist and not about its genre. In the queue of a listener of three
tastes, 10 of 30 places each, one like in the first gives that one 15 to 20; where the first like did all, it took 27, and one skip
took a whole taste away."""

HALF_LIFE = 12
"""Verdicts after which one counts half."""

STEEPNESS = 0.5
"""The tilt at either end of adventure: ten times the listeners count three times as much, or a third."""

SPACING = 0.6
FADING = 0.7
"""What is left, a place later, of being alike to what was played."""

FORGETTING = 0.9
"""What is left, a place later, of a place that a seed had: who liked eight of one seed is not owed eight of the other."""

REPEAT_AFTER = 200
"""Verdicts after which an artist may come again."""


def queue(
    model: Model,
    seeds: Sequence[Direction],
    options: RadioOptions,
    heard: Sequence[Heard],
    barred: Ids,
    first: Ids,
    n: int,
) -> tuple[RadioItem, ...]:
    """The next ``n`` artists, fewer where no more fit. The same question has the same answer.

    Args:
        model: that knows all seeds.
        seeds: one or more.
        options: ``whose`` and ``only_new`` are for the caller to turn into ``barred``.
        heard: verdicts so far, oldest first. The last :data:`REPEAT_AFTER` of these artists do not come again.
        barred: columns that must not come.
        first: columns that come first, if they may come at all.
        n: places.
    """
    past = [(column, one.verdict) for one in heard if (column := model.column(one.artist_id)) is not None]
    fits = Fits.of(model, seeds)
    allowed = _allowed(model, seeds, past, barred)
    columns = np.union1d(fits.best(allowed, POOL), first[allowed[first]])
    listening = _Listening.of(model, fits, columns, past, options)
    begins = [int(column) for column in dict.fromkeys(first.tolist()) if allowed[column]]
    chosen: list[int] = []
    while len(chosen) < n:
        place = int(np.searchsorted(columns, begins[len(chosen)])) if len(chosen) < len(begins) else listening.next()
        if place is None:
            break
        listening.play(place)
        chosen.append(place)
    return tuple(_item(model, int(columns[place]), listening.fits[:, place]) for place in chosen)


@dataclass(slots=True, eq=False)
class _Listening:
    """The state of a queue that is being chosen from k artists.

    Attributes:
        fits: (s, k). worth: (s, k) what each artist is worth to each seed, apart from spacing; 1 is the best one un-nudged.
        directions: (k, d) unit factors.
        spacing: from 0 to 1, how much alike artists are kept apart.
        had: (s,) places that each seed had.
        lately: (k,) cosine with what was played lately.
        left: (k,) 1 for what was not played yet, else 0.
    """

    fits: Floats
    worth: Floats
    directions: Floats
    spacing: float
    had: Floats
    lately: Floats
    left: Floats

    @classmethod
    def of(
        cls, model: Model, fits: Fits, columns: Ids, past: Sequence[tuple[int, Verdict]], options: RadioOptions
    ) -> _Listening:
        """Before the next place, after all that was heard."""
        own, directions = fits.at(columns), _directions(model, columns)
        tilt = STEEPNESS * (1 - 2 * options.adventure) * np.log(model.support[columns] + 5.0)
        worth = ((1 - AGREEMENT) * own + AGREEMENT * soft_minimum(own)) * np.exp(tilt - tilt.max(initial=0))
        worth /= np.maximum(worth.max(axis=1, initial=0, keepdims=True), 1e-9)
        told = np.array([column for column, _ in past], np.int64)
        near = np.maximum(_directions(model, told) @ directions.T, 0)
        worth *= np.exp(_nudge(near, [verdict for _, verdict in past]))
        spacing = SPACING * options.variety
        played = np.zeros(len(columns), np.float32)
        made = cls(own, worth, directions, spacing, np.zeros(len(own), np.float32), played, np.ones_like(played))
        for (_, verdict), cosines, fit in zip(past, near, fits.at(told).T, strict=True):
            if verdict != "skipped":
                made._hear(cosines, fit)
        return made

    def next(self) -> int | None:
        """The best place among the artists; None when no more fit any seed."""
        if not self.worth.size:
            return None
        values = self.worth * self.left * (1 - self.spacing * self.lately)
        seed = int(np.argmax(values.max(axis=1) / (self.had + 1)))
        best = int(np.argmax(values[seed]))
        return best if values[seed, best] > 0 else None

    def play(self, place: int) -> None:
        """Go on after the artist at ``place``."""
        self.left[place] = 0
        self._hear(np.maximum(self.directions @ self.directions[place], 0), self.fits[:, place])

    def _hear(self, cosines: Floats, fit: Floats) -> None:
        self.lately = np.maximum(FADING * self.lately, cosines)
        self.had *= FORGETTING
        self.had += fit**2 / max(float((fit**2).sum()), 1e-9)


def _nudge(near: Floats, verdicts: Sequence[Verdict]) -> Floats:
    """(k,) by cosines ``near`` (h, k) with what was heard, oldest first."""
    fades = np.exp2(-np.arange(len(verdicts))[::-1] / HALF_LIFE)[:, None]
    nudge = np.zeros(near.shape[1], np.float32)
    for verdict, strength in STRENGTH.items():
        said = [place for place, other in enumerate(verdicts) if other == verdict]
        nudge += strength * (1 - (1 - SINGLE) ** (fades[said] * near[said] ** 2).sum(axis=0))
    return nudge


def _directions(model: Model, columns: Ids) -> Floats:
    directions: Floats = model.taste_factors[columns] / model.lengths[columns, None]
    return directions


def _allowed(model: Model, seeds: Sequence[Direction], past: Sequence[tuple[int, Verdict]], barred: Ids) -> Bools:
    allowed = supported(model)
    allowed[[seed.column for seed in seeds if seed.column is not None]] = True
    allowed[[column for column, _ in past[-REPEAT_AFTER:]]] = False
    allowed[barred] = False
    return allowed


def _item(model: Model, column: int, fits: Floats) -> RadioItem:
    shown = tuple(round(100 * float(fit)) for fit in fits)
    return RadioItem(int(model.artist_ids[column]), model.names[column], min(shown), int(np.argmax(fits)), shown)
