"""The card beside the plot: how far the training is, how fast, and what the loss says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar

from desktop_als.gui import theme
from desktop_als.gui.messages import common, work
from desktop_als.gui.messages import train as words
from desktop_als.gui.pages.loss_doctor import diagnosis
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, hairline, label
from desktop_als.workspace import EpochRecord

STEPS = 1000


class TrainingFacts(Card):
    """Labels at the left, values at the right."""

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__(spacing=theme.M)
        self._theme = themes
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.M)
        for row, name in enumerate(words.FACTS):
            value = self._values[name] = label(common.DASH, "strong")
            grid.addWidget(label(name, "dim"), row, 0)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        self._bar.setAccessibleName(words.TRAINING)
        self._opinion = label(words.DOCTOR_WAITING, "", wrap=True)
        self._opinion.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)
        self.body.addWidget(self._bar)
        self.body.addWidget(hairline())
        self.body.addWidget(label(words.DOCTOR, "strong"))
        self.body.addWidget(self._opinion, 1)

    def show_epochs(self, epochs: Sequence[EpochRecord], planned: int, rows: int) -> None:
        """Show what is done: ``rows`` are those of both sides together, 0 while they are not known."""
        per_epoch = sum(record.seconds for record in epochs) / len(epochs) if epochs else 0.0
        self._say("Epoch", words.epoch_of(len(epochs), planned))
        self._say("Per epoch", words.seconds(per_epoch) if epochs else common.DASH)
        self._say("Rows a second", f"{rows / per_epoch:,.0f}" if rows and per_epoch else common.DASH)
        self._opinion.setText(diagnosis(epochs))

    def show_progress(self, share: float | None, seconds_left: float | None) -> None:
        """Show how far it is; None where that is not known."""
        self._bar.setValue(round((share or 0) * STEPS))
        self._say("Progress", work.percent(share) if share is not None else common.DASH)
        self._say("Left", common.duration(seconds_left) if seconds_left is not None else common.DASH)

    def _say(self, name: str, text: str) -> None:
        value = self._values[name]
        value.setFont(self._theme.font(weight=600, tabular=True))
        value.setText(text)
