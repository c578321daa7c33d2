"""The questions that can be asked, each as a split.

newcomer   Would it know a newcomer? Listeners are kept out of the training and folded in from four fifths of their artists.
future     Would it have found it? It learns what was played before a moment, and looks for what listeners discovered later.
sessions   Would it complete a sitting? The newest tenth of the sessions is kept out; each is folded in from how it began.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.errors import EvaluationError
from desktop_als.evaluation.reports import ProtocolName
from desktop_als.evaluation.splits import (
    FEWEST_ARTISTS,
    Split,
    hold_out,
    hold_out_endings,
    liked,
    some_rows,
    take_rows,
)

FOLDS = 5
"""One of so many parts of the listeners is held out."""

NEWEST = 0.1
"""Share of the sessions that are held out."""

MOST_JUDGED = 1000
"""Rows: their intervals are about two hundredths wide."""

FEWEST_LISTENERS = 10
"""A fifth of fewer would be one listener, and a mean over one says nothing."""

FEWEST_SESSIONS = 10

COMMUNITY = 50
"""With as many listeners some can be spared, and ten or more are judged."""

FEW_LISTENERS = 5
"""With fewer than these a row is a session, as in training."""


def suitable(listeners: int, timed: bool) -> ProtocolName:
    """The question that a library of so many listeners answers best; ``timed``: its plays have times."""
    if listeners >= COMMUNITY:
        return "newcomer"
    if listeners < FEW_LISTENERS:
        return "sessions"
    return "future" if timed else "newcomer"


def newcomers(listeners: Interactions, number: int) -> Split:
    """A fifth of the listeners with at least five artists, at most :data:`MOST_JUDGED`.

    Splits 0 to 4 judge nobody twice, nor do 5 to 9, and so on: so a mean over them is one over different listeners.

    Raises:
        EvaluationError: there are fewer than :data:`FEWEST_LISTENERS`.
    """
    candidates = liked(listeners) >= FEWEST_ARTISTS
    found = int(candidates.sum())
    if found < FEWEST_LISTENERS:
        raise EvaluationError(
            f"Listeners with {FEWEST_ARTISTS} artists or more: {found}. At least {FEWEST_LISTENERS} are needed to hide some "
            "of them and judge a model by what it finds. Import more listening histories."
        )
    draw, fold = divmod(number, FOLDS)
    count = min(MOST_JUDGED, found // FOLDS)
    return hold_out(listeners, some_rows(candidates, count, draw, skip=fold * count), number)


def discoveries(before: Interactions, after: sp.csr_matrix, seed: int = 0) -> Split:
    """Listeners with at least five artists who later played one that was new to them, at most :data:`MOST_JUDGED` of them.

    Args:
        before: what was played before the moment.
        after: of the same shape, ones where a listener first played an artist after it.
        seed: of the draw, when there are more.

    Raises:
        EvaluationError: there are fewer than :data:`FEWEST_LISTENERS`.
    """
    candidates = (liked(before) >= FEWEST_ARTISTS) & (np.diff(after.indptr) > 0)
    found = int(candidates.sum())
    if found < FEWEST_LISTENERS:
        raise EvaluationError(
            f"Listeners who discovered an artist in the newest part of the plays: {found}. At least {FEWEST_LISTENERS} are "
            "needed to judge a model by them. Import more listening histories, or choose another protocol."
        )
    judged = some_rows(candidates, MOST_JUDGED, seed)
    return Split(before, take_rows(before, judged), after[judged])


def endings(sessions: Interactions, seed: int = 0) -> Split:
    """The newest tenth of the sessions; of those with two artists or more at most :data:`MOST_JUDGED` are judged.

    Raises:
        EvaluationError: there are fewer than :data:`FEWEST_SESSIONS`.
    """
    matrix = sessions.plays
    when = np.maximum.reduceat(sessions.last_played, matrix.indptr[:-1])
    newest = np.zeros(len(when), dtype=bool)
    newest[np.argsort(when, kind="stable")[len(when) - round(NEWEST * len(when)) :]] = True
    candidates = newest & (when >= 0) & (liked(sessions) >= 2)
    found = int(candidates.sum())
    if found < FEWEST_SESSIONS:
        raise EvaluationError(
            f"Sessions with two artists or more in the newest tenth: {found}. At least {FEWEST_SESSIONS} are needed to judge "
            "a model by them. Import a longer listening history with times."
        )
    return hold_out_endings(sessions, ~newest, some_rows(candidates, MOST_JUDGED, seed))
