"""A part of a large matrix, on which trying settings takes seconds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from desktop_als.als.interactions import Interactions
from desktop_als.evaluation.splits import Mask, some_rows, take_rows
from desktop_als.evaluation.validation import Validation

FEWEST_JUDGED = 100
MOST_SCORES = 10_000_000
"""Rows × artists that are ranked after an epoch, where more than :data:`FEWEST_JUDGED` rows can be."""


def sample(training: Interactions, validation: Validation, share: float, seed: int) -> tuple[Interactions, Validation]:
    """A share (0 to 1) of the training's rows, the artists that they play, and of the held-out rows as many as are quickly judged.

    An artist whom no row plays gets zero factors, so leaving it out changes nothing but the time.
    """
    rows = training.plays.shape[0]
    if share >= 1:
        return training, validation
    drawn = take_rows(training, some_rows(np.ones(rows, dtype=bool), max(1, round(share * rows)), seed))
    played: Mask = np.bincount(drawn.plays.indices, minlength=drawn.plays.shape[1]) > 0
    shown, hidden = take_artists(validation.shown, played), validation.hidden[:, played]
    whole: Mask = (np.diff(shown.plays.indptr) > 0) & (np.diff(hidden.indptr) > 0)
    if not whole.any():
        return training, validation
    judged = some_rows(whole, max(FEWEST_JUDGED, MOST_SCORES // int(played.sum())), seed)
    return take_artists(drawn, played), Validation(take_rows(shown, judged), hidden[judged])


def take_artists(interactions: Interactions, chosen: Mask) -> Interactions:
    """The columns where ``chosen`` (artists,) is true, with all rows."""
    return replace(
        interactions,
        plays=interactions.plays[:, chosen],
        last_played=interactions.last_played[chosen[interactions.plays.indices]],
        artist_ids=interactions.artist_ids[chosen],
    )
