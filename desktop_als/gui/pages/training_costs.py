"""What it takes to train on this library, or on one of its kind that has grown, here and on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import how_it_works as words
from desktop_als.gui.messages.quantities import many
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.whole import WholeTable
from desktop_als.gui.widgets.basics import Card, EmptyState, label
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.slider import NamedSlider
from desktop_als.workspace import Estimate, Scale, Size, estimates

COLUMNS = (
    Column("way", words.WAY, "text", width=176),
    Column("memory", words.MEMORY, "bytes", words.MEMORY_HINT, width=96),
    Column("work", words.WORK, "operations", words.WORK_HINT, width=112),
    Column("moved", words.MOVED, "bytes", words.MOVED_HINT, width=120),
    Column("seconds", words.SECONDS, "span", words.SECONDS_HINT, width=112),
    Column("first", words.FIRST, "text", words.FIRST_HINT, width=220, stretch=1),
)
OBSERVATIONS: list[tuple[float | None, str]] = [
    (step, words.observations(step)) for step in (None, *(10.0**power for power in range(5, 12)))
]
FACTORS: list[tuple[float | None, str]] = [(step, f"{step:.0f}") for step in (32.0, 64.0, 128.0, 256.0)]
EXECUTORS: list[tuple[float | None, str]] = [(step, many(step)) for step in (2.0**power for power in range(13))]
START_EXECUTORS = 8.0
SLIDER_WIDTH = 200


class CostsCard(Card):
    """Three sliders, a table of the ways to train, and a sentence on what runs out first."""

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=theme.M)
        self._theme = context.theme
        self._size: Size | None = None
        self._scale: Scale | None = None
        self._asking = Latest(context.jobs, words.LOADING)
        self.observations = NamedSlider(words.OBSERVATIONS, words.OBSERVATIONS_HINT, OBSERVATIONS, None)
        self.factors = NamedSlider(words.FACTORS, words.FACTORS_HINT, FACTORS, 128.0)
        self.executors = NamedSlider(words.EXECUTORS, words.EXECUTORS_HINT, EXECUTORS, START_EXECUTORS)
        self._sliders = (self.observations, self.factors, self.executors)
        self.about = label("", "dim", wrap=True)
        self.table = WholeTable(COLUMNS, context.theme, words.YOUR_TITLE)
        self.verdict = label("", "strong", wrap=True)
        self.no_time = label(words.NO_TIME, "dim", wrap=True)
        self._nothing = EmptyState(
            words.YOUR_NOTHING, words.YOUR_NOTHING_TEXT, words.IMPORT, partial(context.go, Location("import"))
        )
        self._lay_out()
        for slider in self._sliders:
            slider.moved.connect(self._ask)
        context.theme.changed.connect(self._dress)
        self._dress()

    def show_size(self, size: Size | None, scale: Scale | None) -> None:
        """Show what a library of ``size`` takes; None is an empty one."""
        self._size, self._scale = size, scale
        self._views.setCurrentIndex(0 if size else 1)
        self.no_time.setVisible(scale is None)
        self._ask()

    @property
    def shown(self) -> Size | None:
        """The size that the sliders ask for."""
        if self._size is None:
            return None
        wanted, factors = self.observations.stops.chosen, self.factors.stops.chosen
        size = replace(self._size, factors=round(factors or self._size.factors))
        return size if wanted is None else size.grown(round(wanted))

    @Slot()
    def _ask(self) -> None:
        size = self.shown
        if size is None:
            return
        executors, scale = round(self.executors.stops.chosen or 1), self._scale
        self.about.setText(words.size(size))
        self._asking.ask(lambda: estimates(size, executors, scale), lambda found: self._show(found, executors))

    def _show(self, found: Sequence[Estimate], executors: int) -> None:
        self.table.show_rows(rows_of(found))
        self.verdict.setText(words.verdict(found, executors))

    def _lay_out(self) -> None:
        sliders = FlowLayout(gap=theme.XL)
        for slider in self._sliders:
            sliders.addWidget(slider)
        there = QWidget()
        column = QVBoxLayout(there)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(sliders)
        for part in (self.about, self.table, self.verdict, self.no_time):
            column.addWidget(part)
        column.addStretch(1)
        self._views = QStackedWidget()
        self._views.addWidget(there)
        self._views.addWidget(self._nothing)
        self.body.addWidget(label(words.YOUR_TITLE, "section-title"))
        self.body.addWidget(self._views)

    @Slot()
    def _dress(self) -> None:
        for slider in self._sliders:
            slider.setFixedWidth(self._theme.scaled(SLIDER_WIDTH))


def rows_of(found: Sequence[Estimate]) -> Rows:
    """One row a way."""
    return Rows(
        np.arange(len(found)),
        way=objects([words.WAYS[one.way] for one in found]),
        memory=np.array([one.cost.memory for one in found]),
        work=np.array([one.cost.work for one in found]),
        moved=np.array([one.cost.moved for one in found]),
        seconds=np.array([np.nan if one.seconds is None else one.seconds for one in found]),
        first=objects([words.first(one.limits) for one in found]),
    )
