"""Trainings that were measured side by side: on one computer, and in both ways on a cluster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_als.gui import theme
from desktop_als.gui.messages import how_it_works as words
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.whole import WholeTable
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, label
from desktop_als.workspace import Measured, Scale

COLUMNS = (
    Column("observations", words.OBSERVATIONS, "number", width=104),
    Column("factors", words.FACTORS, "number", width=72),
    Column("way", words.WAY, "text", width=152, stretch=1),
    Column("executors", words.EXECUTORS, "count", words.MEASURED_EXECUTORS_HINT, width=88),
    Column("seconds", words.MEASURED_SECONDS, "figure", words.MEASURED_SECONDS_HINT, width=130),
    Column("times", words.TIMES, "figure", words.TIMES_HINT, width=112),
    Column("shuffled", words.SHUFFLED, "bytes", words.SHUFFLED_HINT, width=112),
    Column("memory", words.PEAK, "bytes", words.PEAK_HINT, width=104),
    Column("objective", words.OBJECTIVE, "rounded", words.OBJECTIVE_HINT, width=104),
)


class MeasuredCard(Card):
    """A table and the conditions; a sentence where nothing was measured."""

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__(spacing=theme.M)
        self.conditions = label(words.MEASURED_NOTHING, "dim", wrap=True)
        self.table = WholeTable(COLUMNS, themes, words.MEASURED_TITLE)
        self.table.hide()
        self.body.addWidget(label(words.MEASURED_TITLE, "section-title"))
        self.body.addWidget(self.conditions)
        self.body.addWidget(self.table)

    def show_scale(self, scale: Scale | None) -> None:
        """Show a run of the benchmark, or that there is none."""
        self.table.setVisible(scale is not None)
        self.conditions.setText(words.conditions(scale) if scale else words.MEASURED_NOTHING)
        if scale:
            self.table.show_rows(rows_of(scale.trainings))


def rows_of(trainings: Sequence[Measured]) -> Rows:
    """One row a training."""
    return Rows(
        np.arange(len(trainings)),
        way=objects([words.WAYS[one.way] for one in trainings]),
        times=np.array([_times(one, trainings) for one in trainings]),
        **{
            key: np.array([getattr(one, key) for one in trainings])
            for key in ("observations", "factors", "executors", "seconds", "shuffled", "memory", "objective")
        },
    )


def _times(training: Measured, trainings: Sequence[Measured]) -> float:
    """How many times as fast as Spark's own ALS with the same data and executors; NaN for itself and where it was not measured."""
    return next(
        (
            other.seconds / training.seconds
            for other in trainings
            if other.way == "mllib" != training.way
            and (other.size, other.executors) == (training.size, training.executors)
        ),
        np.nan,
    )
