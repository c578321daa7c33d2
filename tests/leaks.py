"""A pytest plugin that fails each test that leaves a thread, a timer or a window behind, and names what it left.

It imports nothing of Qt by itself: tests without Qt stay without it.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

GRACE = 1.0  # seconds that a thread may take to end by itself
FOREIGN = threading._DummyThread  # started by Qt, which keeps its pool, and only seen by Python
QT_FIXTURES = {"qapp", "qtbot"}


@pytest.fixture(autouse=True, scope="module")
def only_what_is_new() -> Iterator[None]:
    """Look through what a module makes, not through all that was there before.

    With Qt, numba and a thousand tests in memory, collecting and looking for timers takes most of a second after each test.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def no_leaked_thread() -> Iterator[None]:
    """Fail on a thread that still runs."""
    before = set(threading.enumerate())
    yield
    started = [thread for thread in threading.enumerate() if thread not in before and not isinstance(thread, FOREIGN)]
    deadline = time.monotonic() + GRACE
    for thread in started:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads left running: {', '.join(left)}"


@pytest.fixture(autouse=True)
def no_leaked_qt(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a QTimer that still runs and on a top-level widget, shown or hidden, that still exists."""
    yield
    if not (QT_FIXTURES & set(request.fixturenames) or application_exists()):
        return
    if running_timers() or windows():
        let_qt_delete()
    timers, tops = running_timers(), windows()
    left = [named(thing) for thing in (*timers, *tops)]
    for timer in timers:
        timer.stop()  # so that the next test is not blamed
    for window in tops:
        window.close()
        window.deleteLater()
    let_qt_delete()
    assert not left, f"timers or windows left: {', '.join(left)}"


def application_exists() -> bool:
    """True once some test has made the QApplication."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets is not None and widgets.QApplication.instance() is not None


def windows() -> list[QWidget]:
    """Every top-level widget. Pop-up menus and tool tips belong to the widgets that show them and do not count."""
    if not application_exists():
        return []
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    kinds = {Qt.WindowType.Widget, Qt.WindowType.Window, Qt.WindowType.Dialog}
    return [window for window in QApplication.topLevelWidgets() if window.windowType() in kinds]


def running_timers() -> list[QTimer]:
    """Every running timer that Python can reach: Qt keeps no list of them."""
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [thing for thing in gc.get_objects() if issubclass(type(thing), QTimer)]
    return [timer for timer in timers if isValid(timer) and timer.isActive()]


def let_qt_delete() -> None:
    """Collect what only cycles hold, and let Qt delete what it was told to."""
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def named(thing: QTimer | QWidget) -> str:
    """Words to search for: class, object name, title or interval, owner."""
    owner = thing.parent()
    words = [thing.objectName(), thing.windowTitle() if hasattr(thing, "windowTitle") else f"{thing.interval()} ms"]
    words.append(f"of {type(owner).__name__}" if owner is not None else "")
    return f"{type(thing).__name__}({', '.join(filter(None, words))})"
