"""The trials of a search for settings: what each one reached, and the best so far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg

from desktop_als.gui.messages import train as words
from desktop_als.gui.plots.chart import Chart, Reading, Stroke
from desktop_als.gui.theme import Scheme, ThemeSource
from desktop_als.workspace import Trial

DOT = 7
ROOM = 10
"""Trials that the axis has room for at least."""


class TrialsPlot(Chart):
    """A dot for each trial, hollow when it was ended early, under a line that never falls."""

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__(
            themes,
            words.TRIALS_TITLE,
            words.TRIALS_PLOT_NAME,
            strokes=(Stroke(words.BEST_SO_FAR, 0),),
            axis=words.TRIALS_AXIS,
            write=words.score,
        )
        self._trials: list[Trial] = []
        self._kept, self._pruned = pg.ScatterPlotItem(size=DOT, pen=None), pg.ScatterPlotItem(size=DOT, brush=None)
        self.mark(self._kept, lambda scheme: self._kept.setBrush(pg.mkBrush(scheme.data[0])))
        self.mark(self._pruned, self._dress_pruned)

    def show_trials(self, trials: Sequence[Trial]) -> None:
        """Draw the trials that did not fail."""
        self._trials = [trial for trial in trials if trial.state != "failed"]
        if not self._trials:
            self.say_missing(words.TRIALS_WAITING)
            return
        numbers = np.array([trial.number + 1.0 for trial in self._trials])
        reached = np.array([trial.ndcg for trial in self._trials])
        self.draw([(numbers, np.maximum.accumulate(reached))], max(ROOM, len(trials)), float(reached.max()))
        kept = np.array([trial.state == "kept" for trial in self._trials])
        for dots, these in ((self._kept, kept), (self._pruned, ~kept)):
            dots.setData(numbers[these], reached[these])
        best = max(self._trials, key=lambda trial: trial.ndcg)
        self.describe(words.trial_reading(best))

    def points(self) -> list[tuple[float, float]]:
        """The line of the best so far."""
        return self.drawn(0)

    def read(self, step: float) -> Reading | None:
        """The nearest trial."""
        if not self._trials:
            return None
        nearest = min(self._trials, key=lambda trial: abs(trial.number + 1 - step))
        return Reading(nearest.number + 1, nearest.ndcg, words.trial_reading(nearest))

    def _dress_pruned(self, scheme: Scheme) -> None:
        self._pruned.setPen(pg.mkPen(scheme.data[3], width=1.5))
