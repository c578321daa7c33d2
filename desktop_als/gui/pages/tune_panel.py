"""How long to look for settings, and what was found before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSpinBox

from desktop_als.gui import theme
from desktop_als.gui.messages import train as words
from desktop_als.gui.widgets.basics import Card, Segmented, button, indent, label
from desktop_als.workspace import Tuning

OTHER = "other"
MOST_MINUTES = 24 * 60


class TunePanel(Card):
    """``train_best`` trains with the best settings found, without looking further."""

    def __init__(self, train_best: Callable[[], None]) -> None:
        super().__init__(spacing=theme.M)
        self._choices = Segmented(words.MINUTES, words.TUNE_FOR)
        self._choices.chosen.connect(self._offer_field)
        self._field = QSpinBox()
        indent(self._field)
        self._field.setRange(1, MOST_MINUTES)
        self._field.setValue(30)
        self._field.setSuffix(words.MINUTES_SUFFIX)
        self._field.setAccessibleName(words.MINUTES_FIELD)
        self._said = label(words.TUNE_TEXT, "dim", wrap=True)
        self._train_best = button(words.TRAIN_BEST, train_best)
        above = QHBoxLayout()
        above.setSpacing(theme.M)
        above.addWidget(self._said, 1)
        above.addWidget(self._train_best)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(label(words.TUNE_FOR, "strong"))
        row.addWidget(self._choices)
        row.addWidget(self._field)
        row.addStretch(1)
        self.body.addLayout(above)
        self.body.addLayout(row)
        self._offer_field(self._choices.key)
        self.show_tuning(None)

    @property
    def minutes(self) -> int:
        """How long to look."""
        return self._field.value() if self._choices.key == OTHER else int(self._choices.key)

    def show_tuning(self, tuning: Tuning | None) -> None:
        """Say what there is to go on from."""
        self._said.setText(words.kept_trials(len(tuning.trials) if tuning else 0))
        self._train_best.setVisible(tuning is not None and tuning.best is not None)

    @Slot(str)
    def _offer_field(self, key: str) -> None:
        self._field.setVisible(key == OTHER)
