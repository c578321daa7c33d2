"""The table twin of the plots of loss and NDCG."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from desktop_als.gui.messages import train as words
from desktop_als.gui.plots.quality import best_epoch
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.workspace import EpochRecord

COLUMNS = (
    Column("epoch", words.EPOCH, "quiet-number", width=64),
    Column("loss", words.LOSS, "number", width=92, stretch=1),
    Column("observed", words.OBSERVED.capitalize(), "number", width=92, stretch=1),
    Column("unobserved", words.UNOBSERVED.capitalize(), "number", width=100, stretch=1),
    Column("regularization", words.REGULARIZATION.capitalize(), "number", width=108, stretch=1),
    Column("ndcg", words.NDCG, "score", words.NDCG_HINT, width=92),
    Column("best", words.BEST, "text", words.BEST_HINT, width=64),
    Column("seconds", words.SECONDS, "quiet-number", width=80),
)
FIGURES = 5


def epoch_rows(epochs: Sequence[EpochRecord]) -> Rows:
    """One row an epoch, all losses to the same places."""
    largest = max((record.loss for record in epochs), default=1.0)
    places = max(0, FIGURES - 1 - math.floor(math.log10(largest))) if largest > 0 else 0
    values = {
        part: np.round([getattr(record, part) for record in epochs], places)
        for part in ("loss", "observed", "unobserved", "regularization")
    }
    if places == 0:
        values = {part: numbers.astype(np.int64) for part, numbers in values.items()}
    epoch = np.array([record.epoch for record in epochs], dtype=np.int64)
    best = best_epoch(epochs)
    return Rows(
        epoch,
        epoch=epoch,
        ndcg=np.array([math.nan if record.ndcg is None else record.ndcg for record in epochs]),
        best=objects([words.BEST.lower() if record is best else "" for record in epochs]),
        seconds=np.round([record.seconds for record in epochs], 3),
        **values,
    )
