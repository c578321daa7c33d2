"""Train: settings, the loss and what is found as epochs go by, and the models that came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_als.als.settings import Preset, RowChoice, Settings
from desktop_als.errors import TrainingError
from desktop_als.gui import theme
from desktop_als.gui.jobs import Job, Work
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import cluster as cluster_words
from desktop_als.gui.messages import train as words
from desktop_als.gui.messages import work
from desktop_als.gui.pages.advanced import AdvancedPanel
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.board import Board
from desktop_als.gui.pages.cluster_panel import ClusterPanel
from desktop_als.gui.pages.cut_off import CutOffNotice
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.stability_check import StabilityCheck
from desktop_als.gui.pages.train_head import DEFAULT_PRESET, TUNE, TrainHead
from desktop_als.gui.pages.training import Bench, Course, Trained, checking, resuming, training, tuning
from desktop_als.gui.pages.tune_panel import TunePanel
from desktop_als.gui.theme import role
from desktop_als.gui.widgets.basics import EmptyState, button, label
from desktop_als.workspace import Cluster, Tuning

WIDE = 820
"""Pixels at 100 % from which cards stand side by side."""
WIDER = 940
"""Pixels at 100 % from which settings do: their sentences need room to be read."""


class TrainPage(Page):
    """Shows the training that runs, else the last one of this visit, else the model in use. One job at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asking = Latest(context.jobs, work.TRAIN)
        self._job: Job | None = None
        self._stop_words = ""
        self._bench: Bench | None = None
        self._filled = False
        self._make_controls()
        self._board = Board(context.theme, self._use, self._compare)
        self._board.facts.body.addWidget(self._browse)
        self._stability = StabilityCheck(context)
        self._board.tables.add_below_models(self._stability)
        self._failure = EmptyState(work.HOME_FAILED, "", work.TRY_AGAIN, self.mark_stale)
        self._empty = EmptyState(
            words.TRAIN_EMPTY_TITLE,
            words.TRAIN_EMPTY_TEXT,
            words.TRAIN_EMPTY_BUTTON,
            lambda: context.go(Location("home")),
        )
        self._lay_out()
        context.jobs.progressed.connect(self._draw_running)
        context.theme.changed.connect(self._arrange)

    def refresh(self) -> None:
        """Read the library and the models anew. Settings that the person changed stay."""
        preset, rows = self._preset, self._advanced.rows
        self._asking.ask(lambda: Bench.read(self.context.workspace, preset, rows), self._show, self._tell_unreadable)
        self._place.refresh()

    def _show(self, bench: Bench) -> None:
        self._bench = bench
        self._head.set_facts(words.matrix(bench.in_use) if bench.in_use else work.totals(bench.totals))
        self._board.tables.show_models(bench)
        self._stability.refresh()
        self._cut_off.tell(bench.cut_off)
        self._tune_panel.show_tuning(bench.tuning)
        if bench.settings is not None and not self._advanced.edited:
            self._advanced.fill(bench.settings)
        self._filled = bench.settings is not None
        if self._job is None:
            self._board.show_course(bench.course)
            self._board.show_trials(bench.tuning.trials if bench.tuning else ())
            self._offer_to_begin()
        nothing = bench.settings is None and self._job is None
        self._views.setCurrentWidget(self._empty if nothing else self._work_bench)

    def _tell_unreadable(self, sentence: str) -> None:
        self._failure.say(work.HOME_FAILED, sentence)
        self._views.setCurrentWidget(self._failure)

    # Settings

    @property
    def _preset(self) -> Preset:
        """Whose settings the fields show."""
        return cast("Preset", DEFAULT_PRESET if self._tunes else self._head.preset)

    @property
    def _tunes(self) -> bool:
        return self._head.preset == TUNE

    @Slot()
    def _take_preset(self) -> None:
        self._advanced.edited = False
        self._tune_panel.setVisible(self._tunes)
        self._show_settings(is_shown=self._advanced.isVisible() and not self._tunes)
        self._board.show_search(is_shown=self._tunes)
        self._take_rows()

    @Slot()
    def _take_rows(self) -> None:
        self._filled = False  # until the fields hold the settings for it
        self._offer_to_begin()
        self.mark_stale()

    @Slot(bool)
    def _toggle_settings(self, is_shown: bool) -> None:
        self._show_settings(is_shown=is_shown)

    def _show_settings(self, *, is_shown: bool) -> None:
        for panel in (self._place, self._advanced):
            panel.setVisible(is_shown)
        self._head.offer_settings(offered=not self._tunes, shown=is_shown)

    @property
    def _begin_words(self) -> str:
        if self._tunes:
            return words.TUNE
        return cluster_words.BEGIN if self._place.on_cluster else work.TRAIN

    @Slot()
    def _offer_to_begin(self) -> None:
        if self._job is None:
            can = self._filled and (self._tunes or self._place.ready)
            self._head.call_button(self._begin_words, enabled=can)

    # What is begun and stopped

    @Slot()
    def _begin_or_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._draw_running()
        elif self._tunes:
            self._tune()
        else:
            self._train_as_set()

    def _train_as_set(self) -> None:
        try:
            cluster, settings = self._place.cluster(), self._advanced.settings()
        except TrainingError:
            self._show_settings(is_shown=True)
            return
        self._show_settings(is_shown=False)  # so that the plots are seen
        title = words.CUSTOM if self._advanced.edited else dict(words.PRESETS)[self._head.preset]
        self._train_with(settings, self._advanced.rows, title, cluster)

    def _train_with(self, settings: Settings, rows: RowChoice, title: str, cluster: Cluster | None = None) -> None:
        self._follow(training(self.context.workspace, settings, rows, title, cluster), settings, cluster)

    def _go_on(self) -> None:
        if self._bench and self._bench.cut_off:
            self._follow(resuming(self.context.workspace), self._bench.cut_off.settings)

    def _discard(self) -> None:
        self._ask_quietly(self.context.workspace.discard_interrupted)

    def _follow(self, what: Work, settings: Settings, cluster: Cluster | None = None) -> None:
        course = self._bench.begin(settings, cluster) if self._bench else Course(planned=settings.epochs)
        self._cut_off.tell(None)
        self._board.show_course(course)
        self._board.show_search(is_shown=False)
        self._begin(
            words.TRAINING,
            what,
            stop=words.STOP_AND_KEEP if course.shows_epochs else words.STOP,
            partial=self._board.take_epoch,
            done=self._tell_trained,
            stopped=words.TRAIN_STOPPED,
        )

    def _tune(self) -> None:
        self._board.show_search(is_shown=True)
        self._begin(
            words.TUNING,
            tuning(self.context.workspace, self._tune_panel.minutes),
            stop=words.STOP_AND_TRAIN,
            partial=self._board.take_trial,
            done=self._train_best,
            stopped=words.NOTHING_TUNED,
        )

    def _train_best(self, found: Tuning | None = None) -> None:
        found = found or (self._bench.tuning if self._bench else None)
        if found is None or found.best is None:
            self._end(words.NOTHING_TUNED)
            return
        self._train_with(found.best.settings, "auto", words.TUNED)

    def _compare(self) -> None:
        self._begin(
            words.COMPARING,
            checking(self.context.workspace),
            stop=words.STOP,
            done=lambda _: self._end(""),
            stopped=words.COMPARE_STOPPED,
        )

    def _begin(
        self,
        title: str,
        what: Work,
        *,
        stop: str,
        stopped: str,
        done: Callable[[Any], None],
        partial: Callable[[Any], None] | None = None,
    ) -> None:
        """Run something long: ``stop`` is what the button says meanwhile, ``stopped`` what is said when nothing came of it."""
        self._stability.give_way()
        self._say("")
        self._stop_words = stop
        self._job = self.context.jobs.submit(
            title,
            what,
            lane="compute",
            partial=partial,
            done=done,
            failed=self._tell_failure,
            cancelled=lambda: self._end(stopped),
        )
        self._set_running(is_running=True)
        self._draw_running()

    def _tell_trained(self, trained: Trained) -> None:
        self._end(words.trained(trained.info, trained.note))
        self._browse.show()

    def _tell_failure(self, sentence: str) -> None:
        self._end(f"{sentence} {words.MODEL_STAYS}", kind="warn")

    def _end(self, sentence: str, kind: str = "dim") -> None:
        self._job = None
        self._board.draw_all()
        self._board.facts.show_progress(None, None)
        self._set_running(is_running=False)
        self._say(sentence, kind)
        self.context.changed()

    def _set_running(self, *, is_running: bool) -> None:
        if is_running:
            self._head.call_button(self._stop_words, enabled=True)
        else:
            self._offer_to_begin()
        self._head.enable_presets(enabled=not is_running)
        for control in (self._place, self._advanced, self._tune_panel, self._cut_off):
            control.setEnabled(not is_running)
        self._board.tables.offer_comparison(is_offered=not is_running)
        self._browse.hide()

    def _say(self, sentence: str, kind: str = "dim") -> None:
        role(self._said, kind)
        self._said.setText(sentence)

    def _use(self, name: str) -> None:
        self._ask_quietly(lambda: self.context.workspace.use_model(name))

    def _ask_quietly(self, change: Callable[[], None]) -> None:
        """Change something in a moment."""
        self.context.jobs.submit(
            words.MODELS,
            asking(change),
            lane="query",
            done=lambda _: self.context.changed(),
            failed=lambda sentence: self._say(f"{sentence} {words.MODEL_STAYS}", "warn"),
            quiet=True,
        )

    @Slot()
    def _draw_running(self) -> None:
        if self._job is None:
            return
        stopping = self._job.cancel_asked
        self._head.call_button(work.STOPPING if stopping else self._stop_words, enabled=not stopping)
        self._say(self._job.progress.step)
        planned = self._board.planned if self._job.title == words.TRAINING else 0
        self._board.facts.show_progress(self._job.progress, self._job.seconds_left(), planned)
        self._board.draw_next()

    # Layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one above the other."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        wide = self.width() >= self.context.theme.scaled(WIDE)
        for part in (self._place, self._board):
            part.arrange(wide=wide)
        self._advanced.arrange(wide=self.width() >= self.context.theme.scaled(WIDER))

    def _make_controls(self) -> None:
        self._head = TrainHead(self.context.theme)
        self._head.preset_chosen.connect(self._take_preset)
        self._head.settings_toggled.connect(self._toggle_settings)
        self._head.pressed.connect(self._begin_or_stop)
        self._browse = button(work.BROWSE, lambda: self.context.go(Location("listeners")))
        self._browse.hide()
        self._said = label("", "dim", wrap=True)
        self._place = ClusterPanel(self.context)
        self._place.changed.connect(self._offer_to_begin)
        self._place.hide()
        self._advanced = AdvancedPanel(self.context.theme)
        self._advanced.rows_changed.connect(self._take_rows)
        self._advanced.hide()
        self._tune_panel = TunePanel(self._train_best)
        self._tune_panel.hide()
        self._cut_off = CutOffNotice(self._go_on, self._discard)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        for panel in (self._cut_off, self._place, self._advanced, self._tune_panel):
            column.addWidget(panel)
        column.addWidget(self._board, 1)
        self._work_bench = QWidget()
        outer = QVBoxLayout(self._work_bench)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.M)
        outer.addWidget(self._head)
        outer.addWidget(self._said)
        outer.addWidget(scrolling(content), 1)
        self._views = QStackedWidget()
        for view in (QLabel(), self._empty, self._work_bench, self._failure):
            self._views.addWidget(view)
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        page.addWidget(self._views)
