"""Which epoch a training keeps: the one that held-out rows find best, never the one of the lowest loss."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale
from desktop_als.evaluation.validation import Validation
from desktop_als.progress import CancelToken

PATIENCE = 3
"""Epochs without a better NDCG after which more are not worth their time."""


class EarlyStop:
    """The best epoch so far.

    Attributes:
        epoch: its number, 0 before the first.
        ndcg: NDCG@20 of the held-out rows after it.
        artists: Y after it, a copy (m, d); X is not kept, for it follows from Y.
    """

    def __init__(self, validation: Validation) -> None:
        self._validation = validation
        self.epoch = 0
        self.ndcg = -math.inf
        self.artists: npt.NDArray[np.float32] | None = None

    @property
    def held_out(self) -> int:
        """Rows that judge."""
        return int(self._validation.hidden.shape[0])

    def restore(self, epoch: int, ndcg: float, artists: npt.NDArray[np.float32]) -> None:
        """Take over what an interrupted training had found best."""
        self.epoch, self.ndcg, self.artists = epoch, ndcg, artists

    def judge(
        self, epoch: int, artists: npt.NDArray[np.float32], settings: Settings, scale: Scale, cancel: CancelToken
    ) -> float:
        """NDCG@20 of the held-out rows after an epoch, whose ``artists`` are copied when it is the best.

        Raises:
            Cancelled: ``cancel`` was raised; the best epoch is still the one before.
        """
        ndcg = self._validation.ndcg(artists, settings, scale, cancel)
        if ndcg > self.ndcg:
            self.epoch, self.ndcg, self.artists = epoch, ndcg, _copied(artists, self.artists)
        return ndcg

    def is_over(self, epochs: int) -> bool:
        """Whether training should end after so many epochs."""
        return self.epoch > 0 and epochs - self.epoch >= PATIENCE


def _copied(source: npt.NDArray[np.float32], room: npt.NDArray[np.float32] | None) -> npt.NDArray[np.float32]:
    if room is None:
        return source.copy()
    np.copyto(room, source)
    return room
