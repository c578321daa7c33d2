"""The rows that choose the epoch: kept out of the training, asked after every epoch. Training loss never chooses a model."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale, weights_of_rows
from desktop_als.evaluation.blocks import blocks
from desktop_als.evaluation.metrics import best_columns, hits, ndcg
from desktop_als.evaluation.splits import FEWEST_ARTISTS, hold_out, liked, some_rows
from desktop_als.progress import CancelToken

FEWEST_ROWS = 50
"""With fewer rows to choose from, the mean over the held-out ones moves more by chance than from epoch to epoch."""

FEWEST_HELD = 10
MOST_HELD = 1000
"""More rows would tell differences between epochs that nobody notices."""

MOST_SCORES = 100_000_000
"""Rows × artists of one check: a second of one core."""


@dataclass(frozen=True, slots=True)
class Validation:
    """Held-out rows.

    Attributes:
        shown: (k, m) the four fifths of their artists that they are folded in from.
        hidden: CSR (k, m) of ones: the fifth that is to be found.
    """

    shown: Interactions
    hidden: sp.csr_matrix

    @classmethod
    def hold_out(
        cls, interactions: Interactions, seed: int = 0, share: float = 0.1, cancel: CancelToken | None = None
    ) -> tuple[Interactions, Validation] | None:
        """Divide into what is trained on (fewer rows, all columns) and what validates.

        Args:
            interactions: listeners or sessions.
            seed: of the draw.
            share: of the rows with at least five artists.
            cancel: looked at every few milliseconds.

        Returns:
            None when there are fewer than :data:`FEWEST_ROWS` of them, and for ratings: those are to be met, not ranked.

        Raises:
            Cancelled: ``cancel`` was raised.
        """
        if interactions.row_kind == "ratings":
            return None
        candidates = liked(interactions) >= FEWEST_ARTISTS
        if candidates.sum() < FEWEST_ROWS:
            return None
        affordable = min(MOST_HELD, MOST_SCORES // interactions.plays.shape[1])
        count = min(max(FEWEST_HELD, round(share * int(candidates.sum()))), affordable)
        split = hold_out(interactions, some_rows(candidates, count, seed), seed, cancel)
        return split.training, cls(split.shown, split.hidden)

    def ndcg(
        self,
        artists: npt.NDArray[np.float32],
        settings: Settings,
        scale: Scale,
        cancel: CancelToken | None = None,
    ) -> float:
        """Mean NDCG@20 over the full catalogue, without what the rows were folded in from.

        Args:
            artists: Y, (m, d).
            settings: of the training.
            scale: ``Trainer.scale``.
            cancel: looked at every some hundredths of a second.

        Raises:
            Cancelled: ``cancel`` was raised.
        """
        # Only here, so that the app opens and browses a saved model without loading the solver.
        from desktop_als.als.fold_in_many import fold_in_many  # noqa: PLC0415

        cancel = cancel or CancelToken()
        rows = fold_in_many(artists, weights_of_rows(self.shown, settings, scale), settings, cancel)
        wanted = np.diff(self.hidden.indptr)

        def found_in(block: slice) -> float:
            cancel.check()
            scores = rows[block] @ artists.T
            scores[self.shown.plays[block].nonzero()] = -np.inf
            found = hits(best_columns(scores, 20), self.hidden[block])
            return float(ndcg(found, wanted[block], 20).sum())

        with ThreadPoolExecutor(settings.threads or os.cpu_count() or 1) as pool:
            return sum(pool.map(found_in, blocks(*self.hidden.shape))) / len(wanted)
