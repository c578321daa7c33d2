"""The one window: rail, bar, the page that is seen, and what can be done from everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.current_listener import CurrentListener
from desktop_als.gui.history import VisitedLocations
from desktop_als.gui.icons import icon
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location, PageName
from desktop_als.gui.messages import common as words
from desktop_als.gui.messages.sections import SECTIONS
from desktop_als.gui.pages import choosing
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.directory import make_page
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.theme import Mode, ThemeSource, role
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.chip import Chip
from desktop_als.gui.widgets.notice import Notice
from desktop_als.gui.widgets.rail import ENTRIES, Rail
from desktop_als.gui.widgets.search import SearchBox
from desktop_als.gui.window_state import WindowState
from desktop_als.workspace import ModelInfo, SearchHit, Totals, Undone, Workspace

CLOSING_SECONDS = 8.0
PREPARED: tuple[PageName, ...] = ("listener", "listeners", "artist", "artists", "import", "settings")
PREPARE_EVERY_MS = 50


class MainWindow(QMainWindow):
    """Owns the pages and the way between them. The workspace and the jobs belong to the caller."""

    def __init__(self, workspace: Workspace, jobs: Jobs, themes: ThemeSource, state: WindowState) -> None:
        super().__init__()
        self.setWindowTitle(words.APP)
        self.setAcceptDrops(True)
        self.setMinimumSize(880, 560)
        self.resize(1280, 800)
        self._workspace, self._jobs, self._theme, self._state = workspace, jobs, themes, state
        self._visited = VisitedLocations(Location("home"))
        self._pages: dict[PageName, Page] = {}
        self._closing_since: float | None = None
        self.context = Context(
            workspace,
            jobs,
            themes,
            self.go,
            self.library_changed,
            self.import_paths,
            self.import_sample,
            self.tell,
            self.tell_failure,
            CurrentListener(self),
        )
        self._build()
        self._add_shortcuts()
        themes.changed.connect(self._dress)
        themes.chosen.connect(self._remember_theme)
        self._dress()
        self._show(self._visited.current)
        self._refresh_chip()

    # Where the window is

    def go(self, location: Location) -> None:
        """Visit a location."""
        self._visited.visit(location)
        self._show(location)

    def go_back(self) -> None:
        """One location back."""
        self._show(self._visited.back())

    def go_forward(self) -> None:
        """One location forward."""
        self._show(self._visited.forward())

    def page(self, name: PageName) -> Page:
        """A page, built when it is first asked for."""
        if name not in self._pages:
            self._pages[name] = made = make_page(name, self.context)
            role(made, "page")
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._stack.addWidget(made)
        return self._pages[name]

    def prepare_pages(self) -> None:
        """Build the pages that people open first, one at each idle moment, so that the first click finds them ready."""
        waiting = [name for name in PREPARED if name not in self._pages]
        if waiting:
            self.page(waiting[0])
            QTimer.singleShot(PREPARE_EVERY_MS, self, self.prepare_pages)

    def _show(self, location: Location) -> None:
        page = self.page(location.page)
        page.open(location)
        self._stack.setCurrentWidget(page)
        page.setFocus()  # not its first button, which would look chosen
        self._rail.light(location.page)
        self._back.setEnabled(self._visited.can_go_back)
        self._forward.setEnabled(self._visited.can_go_forward)

    # What can be done from everywhere

    def library_changed(self) -> None:
        """The library or the model in use is another now: what is shown is stale."""
        for page in self._pages.values():
            page.mark_stale()
        self._refresh_chip()

    def import_paths(self, paths: list[Path]) -> None:
        """Import files and folders, on the import page."""
        page = self.page("import")
        self.go(Location("import"))
        page.begin(paths)  # type: ignore[attr-defined]

    def import_sample(self) -> None:
        """Add the invented community, on the import page."""
        page = self.page("import")
        self.go(Location("import"))
        page.begin_sample()  # type: ignore[attr-defined]

    def choose_files(self) -> None:
        """Ask for files and import them."""
        if paths := choosing.choose_files(self):
            self.import_paths(paths)

    def choose_folder(self) -> None:
        """Ask for a folder and import it."""
        if paths := choosing.choose_folder(self):
            self.import_paths(paths)

    def start_radio(self) -> None:
        """Play on from the taste of the listener at hand, or ask from what."""
        whose = self.context.whose.id
        self.go(Location("radio") if whose is None else Location("radio", whose, "listener"))

    def undo(self) -> None:
        """Take back the newest step and say so."""
        self._take_back(self._workspace.undo, words.NOTHING_TO_UNDO)

    def undo_step(self, step: int) -> None:
        """Take back one step, if nothing was done since."""
        workspace = self._workspace

        def undo() -> Undone | None:
            return workspace.undo() if [one.id for one in workspace.steps()[:1]] == [step] else None

        self._take_back(undo, words.STEP_IS_OLD)

    def _take_back(self, undo: Callable[[], Undone | None], nothing: str) -> None:
        def tell(undone: Undone | None) -> None:
            self.notice.tell(words.taken_back(undone) if undone else nothing)
            self.library_changed()

        self._jobs.submit(words.UNDOING, asking(undo), lane="io", done=tell, failed=self.tell_failure)

    def tell(self, sentence: str, step: int | None = None) -> None:
        """Show what was done; ``step`` is offered to be taken back."""
        offer = None if step is None else (words.UNDO, lambda: self.undo_step(step))
        self.notice.tell(sentence, offer=offer)

    def tell_failure(self, sentence: str) -> None:
        """Show what failed."""
        self.notice.tell(sentence, failure=True)

    def set_theme(self, mode: Mode) -> None:
        """Choose a theme; it is remembered."""
        self._theme.set_mode(mode)

    def _remember_theme(self, mode: Mode) -> None:
        self._state.mode = mode

    # Building

    def _build(self) -> None:
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self._rail = Rail(self._theme, self.go)
        across.addWidget(self._rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._stack = QStackedWidget()
        column.addWidget(self._build_bar())
        column.addWidget(self._stack, 1)
        across.addLayout(column, 1)
        self.setCentralWidget(whole)
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        whole.setFocus()  # or the first button of the rail would wear the ring from the start
        self.search.place_list_in(whole)
        self.notice = Notice(self._theme, whole)
        self._overlay = QFrame(whole)
        role(self._overlay, "drop-zone")
        words_on_it = QVBoxLayout(self._overlay)
        words_on_it.addWidget(label(words.DROP_HERE, "section-title"), 0, Qt.AlignmentFlag.AlignCenter)
        self._overlay.hide()

    def _build_bar(self) -> QWidget:
        self._bar = QWidget()
        self._bar.setAttribute(theme.STYLED)
        role(self._bar, "bar")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(theme.L, 0, theme.L, 0)
        row.setSpacing(theme.S)
        self._back = button("", self.go_back, "bare", hint=words.BACK)
        self._forward = button("", self.go_forward, "bare", hint=words.FORWARD)
        self.search = SearchBox(self._theme, self._jobs, self._workspace.search, self._commands())
        self.search.opened.connect(self._open_hit)
        self.chip = Chip(self._theme, self._jobs)
        row.addWidget(self._back)
        row.addWidget(self._forward)
        row.addSpacing(theme.S)
        row.addWidget(self.search, 3)
        row.addStretch(2)
        row.addWidget(self.chip)
        return self._bar

    def _commands(self) -> list[tuple[str, str, Callable[[], object]]]:
        names = words.COMMANDS
        go_to: list[tuple[str, str, Callable[[], object]]] = [
            (words.PAGES[page], f"Ctrl+{number}", lambda page=page: self.go(Location(page)))  # type: ignore[misc]
            for number, page in enumerate(ENTRIES, start=1)
        ]
        sections: list[tuple[str, str, Callable[[], object]]] = [
            (words.settings_of(title), "", lambda part=part: self.go(Location("settings", part=part)))  # type: ignore[misc]
            for part, title in SECTIONS.items()
        ]
        return [
            (names["import-files"], "Ctrl+O", self.choose_files),
            (names["import-folder"], "Ctrl+Shift+O", self.choose_folder),
            (names["sample"], "", self.import_sample),
            (names["train"], "Ctrl+T", lambda: self.go(Location("train"))),
            (names["undo"], "Ctrl+Z", self.undo),
            (names["names"], "", lambda: self.go(Location("names"))),
            (names["communities"], "", lambda: self.go(Location("communities"))),
            (names["radio"], "", self.start_radio),
            (names["together"], "", lambda: self.go(Location("together", self.context.whose.id))),
            *go_to,
            (words.PAGES["settings"], "Ctrl+,", lambda: self.go(Location("settings"))),
            *sections,
            (names["theme-system"], "", lambda: self.set_theme("system")),
            (names["theme-light"], "", lambda: self.set_theme("light")),
            (names["theme-dark"], "", lambda: self.set_theme("dark")),
            (names["quit"], "Ctrl+Q", self.close),
        ]

    def _add_shortcuts(self) -> None:
        keys = [(key, act) for _, key, act in self._commands() if key]
        keys += [("Ctrl+K", self.search.start), ("Alt+Left", self.go_back), ("Alt+Right", self.go_forward)]
        for key, act in keys:
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _dress(self) -> None:
        color = self._theme.scheme.dim
        self._bar.setFixedHeight(self._theme.scaled(theme.BAR_HEIGHT))
        self.search.setFixedHeight(self._theme.scaled(30))
        self.search.setMinimumWidth(self._theme.scaled(160))
        for made, name in ((self._back, "back"), (self._forward, "forward")):
            size = self._theme.scaled(18)
            made.setIcon(icon(name, color, size))
            made.setIconSize(QSize(size, size))

    def _open_hit(self, hit: SearchHit) -> None:
        self.go(Location("artist" if hit.kind == "artist" else "listener", hit.id))

    def _refresh_chip(self) -> None:
        workspace = self._workspace

        def show(found: tuple[Totals, ModelInfo | None, int | None]) -> None:
            totals, info, only = found
            if self.context.whose.id is None:
                self.context.whose.choose(only)
            if info is not None:
                self.chip.rest(words.model(info.title, info.knows_up_to))
            else:
                self.chip.rest(words.NO_LIBRARY if totals.is_empty else words.NO_MODEL)

        def ask(*_: object) -> tuple[Totals, ModelInfo | None, int | None]:
            return workspace.totals(), workspace.model_info(), workspace.only_own_listener()

        self._jobs.submit(words.APP, ask, lane="query", done=show, quiet=True)
        self._jobs.submit(words.APP, lambda *_: workspace.prepare(), lane="query", quiet=True)

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._overlay.setGeometry(self._stack.geometry().adjusted(theme.XL, theme.XL, -theme.XL, -theme.XL))
            self._overlay.show()
            self._overlay.raise_()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        self._overlay.hide()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.import_paths(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse's own back and forward buttons work over every widget."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if event.button() == Qt.MouseButton.BackButton:
                self.go_back()
                return True
            if event.button() == Qt.MouseButton.ForwardButton:
                self.go_forward()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the notice at the foot."""
        super().resizeEvent(event)
        if self.notice.isVisible():
            self.notice.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs, say so while it takes time, then leave."""
        self._jobs.stop()
        now = time.monotonic()
        self._closing_since = self._closing_since or now
        if self._jobs.busy and now - self._closing_since < CLOSING_SECONDS:
            self.notice.tell(words.CLOSING)
            QTimer.singleShot(30, self, self.close)
            event.ignore()
            return
        self._state.save(self)
        event.accept()
