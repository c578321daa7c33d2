"""Train: settings, the loss as it falls, and the models that came of it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop_als.als.settings import Preset
from desktop_als.errors import TrainingError
from desktop_als.gui import theme
from desktop_als.gui.jobs import Job
from desktop_als.gui.location import Location
from desktop_als.gui.messages import train as words
from desktop_als.gui.messages import work
from desktop_als.gui.pages.advanced import AdvancedPanel
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.epochs_table import COLUMNS, epoch_rows
from desktop_als.gui.pages.models_list import ModelsList
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.stability_check import StabilityCheck
from desktop_als.gui.pages.training import Bench, FinishedEpoch, training
from desktop_als.gui.pages.training_facts import TrainingFacts
from desktop_als.gui.plots.loss import LossPlot
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import role
from desktop_als.gui.widgets.basics import Card, EmptyState, PageHeader, Segmented, button, label
from desktop_als.workspace import EpochRecord, ModelInfo

WIDE = 820
"""Pixels at 100 % from which the cards stand in pairs."""
PLOT_HEIGHT = 160
PLOT_SHARE, FACTS_SHARE = 7, 3
TABLE_SHARE, MODELS_SHARE = 6, 4
DEFAULT_PRESET = "balanced"


class TrainPage(Page):
    """Shows the training that runs, else the last one of this visit, else the model in use."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asked: Job | None = None
        self._job: Job | None = None
        self._epochs: list[EpochRecord] = []
        self._plotted = 0
        self._planned = 0
        self._rows = 0
        self._header = PageHeader(work.TRAIN)
        self._presets = Segmented(words.PRESETS, words.PRESET_NAME)
        self._presets.choose(DEFAULT_PRESET)
        self._presets.chosen.connect(self._take_preset)
        self._advanced_button = button(words.ADVANCED, self._toggle_advanced)
        self._advanced_button.setCheckable(True)
        self._train = button(work.TRAIN, self._train_or_stop, "primary")
        self._browse = button(work.BROWSE, lambda: context.go(Location("listeners")))
        self._browse.hide()
        for control in (self._presets, self._advanced_button, self._train):
            self._header.add(control)
        self._said = label("", "dim")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._advanced = AdvancedPanel()
        self._advanced.rows_changed.connect(self._take_rows)
        self._advanced.hide()
        self._plot = LossPlot(context.theme)
        self._facts = TrainingFacts(context.theme)
        self._facts.body.addWidget(self._browse)
        self._table = TableView(COLUMNS, context.theme, words.EPOCHS)
        self._models = ModelsList(self._use)
        self._stability = StabilityCheck(context)
        self._models.body.addWidget(self._stability)
        self._views = QStackedWidget()
        self._failure = EmptyState(work.HOME_FAILED, "", work.TRY_AGAIN, self.mark_stale)
        self._empty = EmptyState(
            words.TRAIN_EMPTY_TITLE,
            words.TRAIN_EMPTY_TEXT,
            words.TRAIN_EMPTY_BUTTON,
            lambda: context.go(Location("home")),
        )
        self._bench = self._lay_out()
        for view in (QLabel(), self._empty, self._bench, self._failure):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.addWidget(self._views)
        self._train.setEnabled(False)
        context.jobs.progressed.connect(self._draw_running)
        context.theme.changed.connect(self._arrange)

    def refresh(self) -> None:
        """Read the library and the models anew. Settings that the person changed stay."""
        preset, rows = cast("Preset", self._presets.key), self._advanced.rows
        self.context.jobs.forget(self._asked)
        self._asked = self.context.jobs.submit(
            work.TRAIN,
            asking(lambda: Bench.read(self.context.workspace, preset, rows)),
            lane="query",
            done=self._show,
            failed=self._tell_unreadable,
            quiet=True,
        )

    def _show(self, bench: Bench) -> None:
        self._models.show_models(bench.models, bench.in_use.name if bench.in_use else None)
        self._stability.refresh()
        totals = bench.totals
        self._header.set_facts(words.matrix(bench.in_use) if bench.in_use else work.totals(totals))
        if bench.settings is not None and not self._advanced.edited:
            self._advanced.fill(bench.settings)
        if self._job is None:
            self._show_model(bench.in_use)
            self._train.setEnabled(bench.settings is not None)
        nothing = bench.settings is None and self._job is None
        self._views.setCurrentWidget(self._empty if nothing else self._bench)

    def _tell_unreadable(self, sentence: str) -> None:
        self._failure.say(work.HOME_FAILED, sentence)
        self._views.setCurrentWidget(self._failure)

    # Settings

    @Slot(str)
    def _take_preset(self, _: str) -> None:
        self._advanced.edited = False
        self._take_rows()

    @Slot()
    def _take_rows(self) -> None:
        self._train.setEnabled(False)  # until the fields hold the settings for it
        self.mark_stale()

    def _toggle_advanced(self) -> None:
        self._open_advanced(is_open=self._advanced_button.isChecked())

    def _open_advanced(self, *, is_open: bool) -> None:
        self._advanced_button.setChecked(is_open)
        self._advanced.setVisible(is_open)

    # Training

    def _train_or_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._draw_running()
            return
        try:
            settings = self._advanced.settings()
        except TrainingError:
            self._open_advanced(is_open=True)
            return
        self._open_advanced(is_open=False)  # so that the plot is seen
        title = words.CUSTOM if self._advanced.edited else dict(words.PRESETS)[self._presets.key]
        self._epochs, self._planned, self._rows = [], settings.epochs, 0
        self._say("")
        self._stability.give_way()
        self._job = self.context.jobs.submit(
            words.TRAINING,
            training(self.context.workspace, settings, self._advanced.rows, title),
            lane="compute",
            partial=self._take_epoch,
            done=self._tell_trained,
            failed=self._tell_failure,
            cancelled=lambda: self._end(words.TRAIN_STOPPED),
        )
        self._set_running(is_running=True)
        self._draw_epochs()
        self._draw_running()

    def _take_epoch(self, finished: FinishedEpoch) -> None:
        self._epochs.append(finished.record)
        self._rows = finished.rows

    @Slot()
    def _draw_running(self) -> None:
        if self._job is None:
            return
        self._train.setEnabled(not self._job.cancel_asked)
        self._call_train(work.STOPPING if self._job.cancel_asked else words.STOP_AND_KEEP)
        self._say(self._job.progress.step)
        self._facts.show_progress(self._job.progress.fraction, self._job.seconds_left())
        # One of them a tick: painted together they would keep the window for longer than a frame while all cores are busy.
        if len(self._epochs) != self._plotted:
            self._draw_plot()
        elif len(self._epochs) != self._table.table_model.rowCount():
            self._draw_table()

    def _draw_epochs(self) -> None:
        self._draw_plot()
        self._draw_table()

    def _draw_plot(self) -> None:
        self._plotted = len(self._epochs)
        self._plot.show_epochs(self._epochs, self._planned)
        self._facts.show_epochs(self._epochs, self._planned, self._rows)

    def _draw_table(self) -> None:
        self._table.show_rows(epoch_rows(self._epochs))
        self._table.scrollToBottom()

    def _show_model(self, info: ModelInfo | None) -> None:
        self._epochs = list(info.epochs) if info else []
        self._planned = info.settings.epochs if info else 0
        self._rows = info.rows + info.artists if info else 0
        self._facts.show_progress(None, None)
        self._draw_epochs()

    def _tell_trained(self, info: ModelInfo) -> None:
        self._show_model(info)
        self._end(words.trained(info))
        self._browse.show()

    def _tell_failure(self, sentence: str) -> None:
        self._end(f"{sentence} {words.MODEL_STAYS}", kind="warn")

    def _end(self, sentence: str, kind: str = "dim") -> None:
        self._job = None
        self._set_running(is_running=False)
        self._say(sentence, kind)
        self.context.changed()

    def _set_running(self, *, is_running: bool) -> None:
        self._call_train(words.STOP_AND_KEEP if is_running else work.TRAIN)
        self._train.setEnabled(True)
        self._advanced.setEnabled(not is_running)
        self._presets.setEnabled(not is_running)
        self._browse.hide()

    def _call_train(self, text: str) -> None:
        self._train.setText(text)
        self._train.setAccessibleName(text)

    def _say(self, sentence: str, kind: str = "dim") -> None:
        role(self._said, kind)
        self._said.setText(sentence)
        self._said.setToolTip(sentence)

    # Models

    def _use(self, name: str) -> None:
        self.context.jobs.submit(
            words.MODELS,
            asking(lambda: self.context.workspace.use_model(name)),
            lane="query",
            done=lambda _: self.context.changed(),
            failed=lambda sentence: self._say(f"{sentence} {words.MODEL_STAYS}", "warn"),
            quiet=True,
        )

    # Layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one above the other."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        wide = self.width() >= self.context.theme.scaled(WIDE)
        for pair in self._pairs:
            pair.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._plot.setMinimumHeight(self.context.theme.scaled(PLOT_HEIGHT))
        self._table.setMinimumHeight(self.context.theme.scaled(PLOT_HEIGHT))

    def _lay_out(self) -> QWidget:
        plot, epochs = Card(), Card(padding=theme.XS)
        plot.body.addWidget(self._plot)
        epochs.body.addWidget(self._table)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addWidget(self._advanced)
        self._pairs = (
            _beside((plot, PLOT_SHARE), (self._facts, FACTS_SHARE)),
            _beside((epochs, TABLE_SHARE), (self._models, MODELS_SHARE)),
        )
        column.addLayout(self._pairs[0], 3)
        column.addLayout(self._pairs[1], 2)
        bench = QWidget()
        outer = QVBoxLayout(bench)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.M)
        outer.addWidget(self._header)
        outer.addWidget(self._said)
        outer.addWidget(scrolling(content), 1)
        return bench


def _beside(*parts: tuple[QWidget, int]) -> QBoxLayout:
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setSpacing(theme.L)
    for widget, share in parts:
        row.addWidget(widget, share)
    return row
