"""From nothing to a window, and out again."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from desktop_als.errors import DesktopAlsError, LibraryError
from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.messages import common as words
from desktop_als.gui.theme import LIGHT, ThemeSource, role
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.window_state import WindowState
from desktop_als.workspace import Workspace, warm_up

LOAD_REST_AFTER_MS = 1500
CLASSES_SECONDS, CLASSES_PAUSE_MS = 0.004, 8
"""How long Qt's classes are named at a time, and the pause for the window after it."""

COLLECT_AFTER = (20_000, 50, 100)
"""When the collector looks for cycles: seldom, for reading a million rows makes many objects and no cycle."""

SWITCH_INTERVAL = 0.001
"""Seconds after which a worker gives the interpreter to the window. Python's 5 ms add up when four lanes are busy."""


def run_app(folder: Path) -> int:
    """Open the window on the workspace of ``folder`` and return the exit code when it was closed.

    Raises:
        DesktopAlsError: there is no display.
    """
    if not _has_display():
        raise DesktopAlsError("There is no display for a window here. Every task has a command too: desktop-als --help")
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.set_threshold(*COLLECT_AFTER)
    application = make_application()
    try:
        workspace = Workspace.open(folder)
    except LibraryError as error:
        ThemeSource(application)
        return _tell_and_leave(str(error))
    with workspace:
        state = WindowState(folder)
        themes = ThemeSource(application, state.mode)
        jobs = Jobs()
        window = MainWindow(workspace, jobs, themes, state)
        state.restore(window)
        application.installEventFilter(window)
        QTimer.singleShot(LOAD_REST_AFTER_MS, window, lambda: load_the_rest(window, jobs))
        gc.freeze()
        with _closed_by_interrupt(window):
            window.show()
            QTimer.singleShot(0, window, window.prepare_pages)
            code = application.exec()
        application.removeEventFilter(window)
        jobs.shutdown()
        window.deleteLater()
    gc.unfreeze()  # what nobody collects at the end is taken for a leak by the database's binding
    return code


def make_application() -> QApplication:
    """The application object, not yet dressed."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["desktop-als"])
    application.setApplicationName("desktop-als")
    application.setApplicationDisplayName(words.APP)
    application.setDesktopFileName("desktop-als")
    application.setWindowIcon(QIcon(icon("app", LIGHT.accent, 64)))
    return application


def load_the_rest(window: MainWindow, jobs: Jobs) -> None:
    """Load in the background what was left out for a quick start: the solver, compiled, and the plots."""

    def work(*_: object) -> None:
        with collector_at_rest():
            warm_up()

    def load_plots() -> None:
        jobs.submit(
            words.APP,
            lambda *_: import_module("desktop_als.gui.plots.loss"),
            lane="io",
            done=lambda _: window.page("train"),
            quiet=True,
        )

    jobs.submit(words.APP, work, lane="compute", quiet=True)
    make_classes(window, load_plots)


def make_classes(window: MainWindow, then: Callable[[], None]) -> None:
    """Name every class of Qt, a few milliseconds at a time, then go on.

    PySide makes a class when it is first named, and pyqtgraph names them all while it is loaded. On another thread, while the
    window is drawn with classes that are named for the first time too, that ends the process now and then.
    """
    names = ((module, name) for module in (QtCore, QtGui, QtWidgets, QtSvg) for name in dir(module))

    def some() -> None:
        until = time.perf_counter() + CLASSES_SECONDS
        for module, name in names:
            getattr(module, name, None)
            if time.perf_counter() > until:
                QTimer.singleShot(CLASSES_PAUSE_MS, window, some)
                return
        then()

    some()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Load what stays for good without full collections, and spare it from later ones.

    A collection of the oldest generation over Qt's and numba's classes stops the window for 80 ms, whichever thread starts it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _has_display() -> bool:
    named = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return named or sys.platform != "linux"


def _tell_and_leave(sentence: str) -> int:
    dialog = QDialog()
    dialog.setWindowTitle(words.APP)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
    column.setSpacing(theme.L)
    text = label(sentence, wrap=True)
    text.setMinimumWidth(420)
    column.addWidget(label(words.CANNOT_OPEN, "section-title"))
    column.addWidget(text)
    close = button(words.CLOSE, dialog.accept, "primary")
    column.addWidget(close)
    role(dialog, "page")
    dialog.exec()
    return 1


@contextmanager
def _closed_by_interrupt(window: MainWindow) -> Iterator[None]:
    """Ctrl+C in the terminal closes the window like any other way. Qt's loop would not let Python see the signal."""
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)
    before = signal.signal(signal.SIGINT, lambda *_: None)
    former = signal.set_wakeup_fd(writing.fileno())
    notifier = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(window.close)
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(former)
        signal.signal(signal.SIGINT, before)
        reading.close()
        writing.close()
