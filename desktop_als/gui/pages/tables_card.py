"""Models, epochs and trials: three tables in one card, one of them seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import train as words
from desktop_als.gui.pages import epochs_table, trials_table
from desktop_als.gui.pages.models_table import ModelsTable, entries_of
from desktop_als.gui.pages.training import Bench
from desktop_als.gui.plots.quality import measured
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, Segmented, button, label
from desktop_als.workspace import EpochRecord, Trial


class TablesCard(Card):
    """``use`` gets the name of a model; ``compare`` begins to compare the one in use with simple methods."""

    def __init__(self, themes: ThemeSource, use: Callable[[str], None], compare: Callable[[], None]) -> None:
        super().__init__(padding=theme.XS, spacing=0)
        self._models = ModelsTable(themes, use)
        self._epochs = TableView(epochs_table.COLUMNS, themes, words.EPOCHS)
        self._trials = TableView(trials_table.COLUMNS, themes, words.TRIALS)
        self._verdict = label(words.NO_MODELS, "dim", wrap=True)
        self._no_trials = label(words.NO_TRIALS, "dim", wrap=True)
        self._compare = button(words.COMPARE, compare)
        self._choices = Segmented(words.TABLES_SHOWN, words.TABLES)
        self._has_model = False
        self._compare.hide()
        self._choices.chosen.connect(self.show_table)
        self._tables: dict[str, QWidget] = {
            "models": _under(_row(self._verdict), self._models),
            "epochs": self._epochs,
            "trials": _under(_row(self._no_trials), self._trials),
        }
        self._views = QStackedWidget()
        for table in self._tables.values():
            self._views.addWidget(table)
        head = _row(self._choices)
        head.addStretch(1)
        head.addWidget(self._compare)
        self.body.addLayout(head)
        self.body.addWidget(self._views, 1)

    @property
    def shown(self) -> str:
        """Which of the tables is seen."""
        return self._choices.key

    def show_table(self, key: str) -> None:
        """Bring "models", "epochs" or "trials" to the front."""
        self._choices.choose(key)
        self._views.setCurrentWidget(self._tables[key])
        self._compare.setVisible(key == "models" and self._has_model)

    def add_below_models(self, part: QWidget) -> None:
        """Something more to do with the model in use."""
        below = self._tables["models"].layout()
        assert below is not None  # noqa: S101 - made above
        below.addWidget(part)

    def show_models(self, bench: Bench) -> None:
        """Show the models, and how the one in use compares."""
        own = bench.checked.get(bench.in_use.name) if bench.in_use else None
        self._models.show_entries(entries_of(bench.models, bench.in_use, bench.checked))
        self._verdict.setText(words.judged(own) if own else words.NOT_COMPARED if bench.in_use else words.NO_MODELS)
        self._has_model = bench.in_use is not None
        self.show_table(self.shown)
        self._compare.setText(words.COMPARE_AGAIN if own else words.COMPARE)
        self._compare.setAccessibleName(words.COMPARE)

    def offer_comparison(self, *, is_offered: bool) -> None:
        """One thing at a time: not while something is trained."""
        self._compare.setEnabled(is_offered)

    def show_epochs(self, epochs: Sequence[EpochRecord]) -> None:
        """Show the epochs of a training."""
        for key in ("ndcg", "best"):
            self._epochs.show_column(key, shown=bool(measured(epochs)))
        self._epochs.show_rows(epochs_table.epoch_rows(epochs))
        self._epochs.scrollToBottom()

    def show_trials(self, trials: Sequence[Trial]) -> None:
        """Show the trials of a search for settings."""
        self._no_trials.setVisible(not trials)
        self._trials.show_rows(trials_table.trial_rows(trials))
        self._trials.scrollToBottom()


def _row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
    row.setSpacing(theme.M)
    row.addWidget(widget)
    return row


def _under(head: QHBoxLayout, table: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(head)
    column.addWidget(table, 1)
    return holder
