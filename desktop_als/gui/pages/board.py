"""The cards of the Train page: two plots above, tables and facts below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import cluster
from desktop_als.gui.messages import train as words
from desktop_als.gui.pages.tables_card import TablesCard
from desktop_als.gui.pages.training import Course, FinishedEpoch
from desktop_als.gui.pages.training_facts import TrainingFacts
from desktop_als.gui.plots.loss import LossPlot
from desktop_als.gui.plots.quality import QualityPlot
from desktop_als.gui.plots.trials import TrialsPlot
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card
from desktop_als.workspace import Trial

PLOT_HEIGHT, TABLES_HEIGHT = 184, 260
LOSS_SHARE, QUALITY_SHARE = 57, 46
TABLES_SHARE, FACTS_SHARE = 7, 3
PLOTS_SHARE, LOWER_SHARE = 5, 6


class Board(QWidget):
    """Holds the training and the trials that are drawn.

    What arrives while work runs is drawn by :meth:`draw_next`, one part at a call: painted together, the parts would keep the
    window for longer than a frame while all cores are busy.
    """

    def __init__(self, themes: ThemeSource, use: Callable[[str], None], compare: Callable[[], None]) -> None:
        super().__init__()
        self._theme = themes
        self._course = Course()
        self._trials: list[Trial] = []
        self._of_course = self._draw_loss, self._draw_quality, self._draw_facts, self._draw_epochs
        self._of_search = self._draw_search, self._draw_trials
        self._due: list[Callable[[], None]] = []
        self._loss, self._quality, self._search = LossPlot(themes), QualityPlot(themes), TrialsPlot(themes)
        self.facts = TrainingFacts(themes)
        self.tables = TablesCard(themes, use, compare)
        self._lay_out()

    @property
    def planned(self) -> int:
        """The most epochs of the training that is drawn; 0 where it does not tell of each."""
        return self._course.planned if self._course.shows_epochs else 0

    def show_course(self, course: Course) -> None:
        """Draw another training from now on."""
        self._course = course
        for draw in self._of_course:
            draw()

    def show_trials(self, trials: Sequence[Trial]) -> None:
        """Draw the trials of a search from now on."""
        self._trials = list(trials)
        for draw in self._of_search:
            draw()

    def show_search(self, *, is_shown: bool) -> None:
        """Bring the trials of a search to the front, or the epochs of a training."""
        self._right.setCurrentWidget(self._search if is_shown else self._quality)
        if is_shown:
            self.tables.show_table("trials")
        elif self.tables.shown == "trials":
            self.tables.show_table("models")

    def take_epoch(self, finished: FinishedEpoch) -> None:
        """One more epoch, drawn in the next calls of :meth:`draw_next`."""
        self._course.take(finished)
        self._redraw(self._of_course)

    def take_trial(self, trial: Trial) -> None:
        """One more trial, drawn in the next calls of :meth:`draw_next`."""
        self._trials.append(trial)
        self._redraw(self._of_search)

    def draw_next(self) -> None:
        """Draw one of the parts that are out of date."""
        if self._due:
            self._due.pop(0)()

    def draw_all(self) -> None:
        """Draw every part that is out of date."""
        while self._due:
            self.draw_next()

    def arrange(self, *, wide: bool) -> None:
        """Side by side where there is room, else one above the other."""
        for pair in self._pairs:
            pair.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        for plot in (self._loss, self._right):
            plot.setMinimumHeight(self._theme.scaled(PLOT_HEIGHT))
        self.tables.setMinimumHeight(self._theme.scaled(TABLES_HEIGHT))

    def _redraw(self, parts: Sequence[Callable[[], None]]) -> None:
        self._due += [part for part in parts if part not in self._due]

    def _draw_loss(self) -> None:
        self._loss.show_epochs(self._course.epochs, self._course.planned)
        if not self._course.shows_epochs:
            self._loss.say_missing(cluster.loss_at_the_end(self._course.epochs))

    def _draw_quality(self) -> None:
        self._quality.say_title(words.quality(self._course.row_kind))
        before = self._course.before
        if before is None:
            self._quality.show_epochs(self._course.epochs, self._course.planned)
        else:
            name = words.model_name(before)
            self._quality.show_epochs(self._course.epochs, self._course.planned, before.epochs, name)
        if not self._course.shows_epochs:
            self._quality.say_missing(cluster.NOT_JUDGED)

    def _draw_facts(self) -> None:
        self.facts.show_course(self._course)

    def _draw_epochs(self) -> None:
        self.tables.show_epochs(self._course.epochs)

    def _draw_search(self) -> None:
        self._search.show_trials(self._trials)

    def _draw_trials(self) -> None:
        self.tables.show_trials(self._trials)

    def _lay_out(self) -> None:
        loss, right = Card(), Card()
        loss.body.addWidget(self._loss)
        self._right = QStackedWidget()
        for plot in (self._quality, self._search):
            self._right.addWidget(plot)
        right.body.addWidget(self._right)
        self._pairs = (
            _beside((loss, LOSS_SHARE), (right, QUALITY_SHARE)),
            _beside((self.tables, TABLES_SHARE), (self.facts, FACTS_SHARE)),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        for pair, share in zip(self._pairs, (PLOTS_SHARE, LOWER_SHARE), strict=True):
            column.addLayout(pair, share)


def _beside(*parts: tuple[QWidget, int]) -> QBoxLayout:
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setSpacing(theme.L)
    for widget, share in parts:
        row.addWidget(widget, share)
    return row
