"""The models side by side with what needs no training, and which of them is in use."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import train as words
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import button
from desktop_als.workspace import Evaluation, ModelInfo, RatingsEvaluation

Checked = Evaluation | RatingsEvaluation
Figures = Mapping[str, float]
"""What a row holds in the columns of numbers, by their keys. What is missing was not measured."""

COLUMNS = (
    Column("title", words.MODEL, "link", width=140, stretch=1),  # as bold as a link, but leading nowhere
    Column("ndcg", words.NDCG, "score", words.NDCG_HINT, width=92),
    Column("rmse", words.RMSE, "score", words.RMSE_HINT, width=88),
    Column("spread", "±", "spread", words.SPREAD_HINT, width=82),
    Column("recall", words.RECALL, "score", words.RECALL_HINT, width=88),
    Column("coverage", words.COVERAGE, "share", words.COVERAGE_HINT, width=88),
    Column("listeners", words.MEDIAN_LISTENERS, "rounded", words.MEDIAN_LISTENERS_HINT, width=120),
    Column("mae", words.MAE, "score", words.MAE_HINT, width=92),
    Column("use", words.USE, "text", width=68),
)


OF_PLAYS = ("ndcg", "recall", "coverage", "listeners")
OF_RATINGS = ("rmse", "mae")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a saved model, or a simple method when ``info`` is None."""

    title: str
    figures: Figures
    info: ModelInfo | None = None
    in_use: bool = False


class ModelsTable(TableView):
    """``use`` gets the name of the model that the person chose."""

    def __init__(self, themes: ThemeSource, use: Callable[[str], None]) -> None:
        super().__init__(COLUMNS, themes, words.MODELS)
        self._use = use
        self._shown: list[Entry] | None = None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; nothing moves when they are the same as before."""
        if list(entries) == self._shown:
            return
        self._shown = list(entries)
        self.show_rows(entry_rows(entries))
        of_ratings = any(entry.in_use and entry.info and entry.info.row_kind == "ratings" for entry in entries)
        for keys, shown in ((OF_PLAYS, not of_ratings), (OF_RATINGS, of_ratings)):
            for key in keys:
                self.show_column(key, shown=shown)
        before: QWidget = self
        for row in range(self.table_model.rowCount()):
            place = self.table_model.id_at(row)
            info = None if place is None else entries[place].info
            if place is None or info is None or entries[place].in_use:
                continue
            choose = button(words.USE, lambda name=info.name: self._use(name), "link")  # type: ignore[misc]
            choose.setAccessibleName(words.use_model(info))
            self.setIndexWidget(self.table_model.index(row, len(COLUMNS) - 1), _in_cell(choose))
            QWidget.setTabOrder(before, choose)
            before = choose


def entries_of(models: Sequence[ModelInfo], in_use: ModelInfo | None, checked: Mapping[str, Checked]) -> list[Entry]:
    """The model in use, the other saved ones, and the simple methods that the one in use was compared with.

    Others have figures if they were checked in the same way, and know the same library.
    """
    if in_use is None:
        return []
    own = checked.get(in_use.name)
    entries = [Entry(words.model_name(in_use), _of_model(own), in_use, in_use=True)]
    for info in models:
        if info.name != in_use.name:
            other = checked.get(info.name)
            alike = other and own and other.protocol == own.protocol and info.fingerprint == in_use.fingerprint
            comparable = other if alike else None
            entries.append(Entry(words.model_name(info), _of_model(comparable), info))
    simple = {name: figures for name, figures in _by_method(own).items() if name != words.MODEL_CARD}
    return entries + [Entry(words.METHODS.get(name, name), figures) for name, figures in reversed(simple.items())]


def entry_rows(entries: Sequence[Entry]) -> Rows:
    """One row an entry."""
    numbers = {
        key: np.array([entry.figures.get(key, math.nan) for entry in entries])
        for key in (*OF_PLAYS, *OF_RATINGS, "spread")
    }
    return Rows(
        np.arange(len(entries)),
        title=objects([entry.title for entry in entries]),
        use=objects([words.IN_USE if entry.in_use else "" for entry in entries]),
        **numbers,
    )


def _of_model(checked: Checked | None) -> Figures:
    return _by_method(checked).get(words.MODEL_CARD, {})


def _by_method(checked: Checked | None) -> dict[str, Figures]:
    match checked:
        case Evaluation(cards=cards):
            return {
                card.name: {
                    "ndcg": card.ndcg20,
                    "spread": _half(card.interval),
                    "recall": card.recall20,
                    "coverage": card.coverage,
                    "listeners": card.median_listeners,
                }
                for card in cards
            }
        case RatingsEvaluation(cards=rated):
            return {card.name: {"rmse": card.rmse, "spread": _half(card.interval), "mae": card.mae} for card in rated}
    return {}


def _half(interval: tuple[float, float]) -> float:
    return (interval[1] - interval[0]) / 2


def _in_cell(control: QWidget) -> QWidget:
    """With the margins of the words of a cell."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(theme.M - 2, 0, 0, 0)  # a link has 2 of its own
    row.addWidget(control)
    row.addStretch(1)
    return holder
