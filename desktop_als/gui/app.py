"""From nothing to a window, and out again."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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

WARM_UP_AFTER_MS = 1500
SWITCH_INTERVAL = 0.001
"""Seconds after which a worker gives the interpreter to the window. Python's 5 ms add up when three lanes are busy."""


def run_app(folder: Path) -> int:
    """Open the window on the workspace of ``folder`` and return the exit code when it was closed.

    Raises:
        DesktopAlsError: there is no display.
    """
    if not _has_display():
        raise DesktopAlsError("There is no display for a window here. Every task has a command too: desktop-als --help")
    sys.setswitchinterval(SWITCH_INTERVAL)
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
        QTimer.singleShot(WARM_UP_AFTER_MS, window, lambda: warm_up_solver(jobs))
        with _closed_by_interrupt(window):
            window.show()
            code = application.exec()
        application.removeEventFilter(window)
        jobs.shutdown()
        window.deleteLater()
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


def warm_up_solver(jobs: Jobs) -> None:
    """Load and compile the solver in the background, so that the first training starts at once."""
    jobs.submit(words.APP, lambda *_: warm_up(), lane="compute", quiet=True)


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
