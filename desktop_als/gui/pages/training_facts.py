"""The card beside the tables: how far the training is, how fast, and what the loss says."""

from __future__ import annotations

from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar

from desktop_als.gui import theme
from desktop_als.gui.memory import peak_memory
from desktop_als.gui.messages import cluster, common
from desktop_als.gui.messages import train as words
from desktop_als.gui.pages.loss_doctor import diagnosis
from desktop_als.gui.pages.training import Course
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, hairline, label
from desktop_als.progress import Progress

STEPS = 1000


class TrainingFacts(Card):
    """Labels at the left, values at the right."""

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__(spacing=theme.M)
        self._theme = themes
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.S)
        for row, (name, hint) in enumerate(words.FACTS.items()):
            value = self._values[name] = label(common.DASH, "strong")
            title = label(name, "dim")
            for part in (title, value):
                part.setToolTip(hint)
            grid.addWidget(title, row, 0)
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

    def show_course(self, course: Course) -> None:
        """Show what is done of a training."""
        epochs = course.epochs
        # Not the mean: the first one may hold the compiler's time.
        per_epoch = median(record.seconds for record in epochs) if epochs else 0.0
        self._say(words.EPOCH, words.epoch_of(course.done, course.planned))
        self._say(words.PER_EPOCH, words.seconds(per_epoch) if epochs else common.DASH)
        known = course.rows and per_epoch
        self._say(words.ROWS_A_SECOND, f"{course.rows / per_epoch:,.0f}" if known else common.DASH)
        peak = peak_memory()
        self._say(words.MEMORY, common.DASH if peak is None else words.memory(peak))
        self._opinion.setText(diagnosis(epochs, course.before) if course.shows_epochs else cluster.NO_OPINION)

    def show_progress(self, now: Progress | None, seconds_left: float | None, planned: int = 0) -> None:
        """Show how far it is; None where nothing runs or that is not known. ``planned`` epochs make a training."""
        share = (now.fraction if now else None) or 0.0
        self._bar.setValue(round(share * STEPS))
        in_epoch = now if now and planned and now.total == planned else None
        self._say(words.HALF_EPOCH, words.half_epoch(in_epoch.done % 1) if in_epoch else common.DASH)
        self._say(words.LEFT, common.duration(seconds_left) if seconds_left is not None else common.DASH)

    def _say(self, name: str, text: str) -> None:
        value = self._values[name]
        value.setFont(self._theme.font(weight=600, tabular=True))
        value.setText(text)
