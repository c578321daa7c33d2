"""What a radio plays next: from the agreement of its seeds, in turn where they disagree, as likes and skips have it.

Every place is one seed's turn, the one whose share is least served so far; an artist that fits several serves all of them. It goes
to the artist of the highest

    ((1 − β) fit to that seed + β soft minimum of the fits to all) · exp(nudge) · (listeners + 5)^tilt · (1 − spacing)

so that what all seeds like comes before what one loves, and what only an average likes does not come at all. The nudge is
Rocchio's feedback (1971), Σ strength · cosine² with what was liked, played or skipped, the latest counting most; squared, for a
skip is about an artist and not about its genre. As a factor it lifts and sinks what fits, and brings nothing that does not.
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
"""Of a nudge: a neighbour with cosine .9 counts three times as much after a like, a fifth after a skip; with .3 hardly other."""

LEANING: dict[Verdict, float] = {"liked": 0.3, "played": 0.05, "skipped": -0.3}
"""By how much the share of a seed grows, in logarithms, with what became of an artist that fits it."""

MOST_LEANING = 1.0
HALF_LIFE = 12
"""Verdicts after which one counts half."""

STEEPNESS = 0.5
"""The tilt at either end of adventure: ten times the listeners count three times as much, or a third."""

SPACING = 0.6
FADING = 0.7
"""What is left, a place later, of being alike to what was played."""

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
        fits: (s, k). worth: (s, k) what each artist is worth at the turn of each seed, apart from spacing.
        directions: (k, d) unit factors.
        spacing: from 0 to 1, how much alike artists are kept apart.
        shares: (s,) of the seeds. served: (s,) places that they had.
        lately: (k,) cosine with what was played lately.
        open: (k,) what was not played yet.
    """

    fits: Floats
    worth: Floats
    directions: Floats
    spacing: float
    shares: Floats
    served: Floats
    lately: Floats
    open: Bools

    @classmethod
    def of(
        cls, model: Model, fits: Fits, columns: Ids, past: Sequence[tuple[int, Verdict]], options: RadioOptions
    ) -> _Listening:
        """Before the next place, after all that was heard."""
        directions = _directions(model, columns)
        told = np.array([column for column, _ in past], np.int64)
        fades = np.exp2(-np.arange(len(told))[::-1] / HALF_LIFE).astype(np.float32)
        near = np.maximum(directions @ _directions(model, told).T, 0)
        nudge = near**2 @ (fades * [STRENGTH[verdict] for _, verdict in past])
        heard_fits, own = fits.at(told), fits.at(columns)
        leaning = heard_fits @ (fades * [LEANING[verdict] for _, verdict in past])
        tilt = STEEPNESS * (1 - 2 * options.adventure) * np.log(model.support[columns] + 5.0)
        worth = ((1 - AGREEMENT) * own + AGREEMENT * soft_minimum(own)) * np.exp(nudge + tilt - tilt.max(initial=0))
        made = cls(
            own,
            worth,
            directions,
            SPACING * options.variety,
            np.exp(np.clip(leaning, -MOST_LEANING, MOST_LEANING)),
            np.zeros(len(own), np.float32),
            np.zeros(len(columns), np.float32),
            np.ones(len(columns), bool),
        )
        for cosines, fit in zip(near.T, heard_fits.T, strict=True):
            made._hear(cosines, fit)
        return made

    def next(self) -> int | None:
        """The best place among the artists; None when no more fit any seed."""
        for seed in np.argsort(self.served / self.shares, kind="stable"):
            values = np.where(self.open, self.worth[seed] * (1 - self.spacing * self.lately), 0)
            best = int(np.argmax(values)) if len(values) else 0
            if len(values) and values[best] > 0:
                return best
        return None

    def play(self, place: int) -> None:
        """Go on after the artist at ``place``."""
        self.open[place] = False
        self._hear(np.maximum(self.directions @ self.directions[place], 0), self.fits[:, place])

    def _hear(self, cosines: Floats, fit: Floats) -> None:
        self.lately = np.maximum(FADING * self.lately, cosines)
        self.served += fit / max(float(fit.sum()), 1e-9)


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
