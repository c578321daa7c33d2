"""The plugin that fails leaking tests, tried on tests that leak."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT

THREADS = """
import threading, time
from PySide6.QtCore import QRunnable, QThreadPool

stop = threading.Event()

def start(name, daemon):
    threading.Thread(target=stop.wait, name=name, daemon=daemon).start()

def test_daemon():
    start("compute", daemon=True)

def test_blocking():
    start("import", daemon=False)

def test_foreign(qapp):
    class Task(QRunnable):
        def run(self):
            threading.current_thread()

    QThreadPool.globalInstance().start(Task())
    QThreadPool.globalInstance().waitForDone()

def test_ending_soon():
    threading.Thread(target=time.sleep, args=(0.05,)).start()

def test_the_next_is_not_blamed():
    pass

def test_end():
    stop.set()
"""

QT = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget

kept = []

def test_timer(qapp):
    timer = QTimer(objectName="pulse", interval=40)
    timer.start()
    kept.append(timer)

def test_window(qapp):
    kept.append(QWidget(windowTitle="Forgotten"))

def test_shown_window(qapp):
    kept.append(QWidget(windowTitle="Shown"))
    kept[-1].show()

def test_cycle(qapp):
    window = QWidget()
    window.itself = window

def test_stopped_timer(qapp):
    kept.append(QTimer(interval=40))
    kept[-1].start()
    kept[-1].stop()

def test_menu(qapp):
    kept.append(QMenu())

def test_deleted_later(qapp):
    window = QWidget()
    kept.append(window)
    window.deleteLater()

def test_with_qtbot(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    kept.append(window)
"""


@pytest.fixture
def leaky(pytester, monkeypatch):
    """Run a test file in a process of its own with only the plugin."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def run(source: str, *options: str) -> pytest.RunResult:
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess("-p", "tests.leaks", *options)

    return run


def test_threads_left_running_are_named(leaky):
    result = leaky(THREADS.replace("(0.05,)", "(0.05,)"))
    result.assert_outcomes(passed=6, errors=2)
    result.stdout.fnmatch_lines(["*threads left running: compute", "*threads left running: import"])


def test_timers_and_windows_left_are_named(leaky):
    result = leaky(QT)
    result.assert_outcomes(passed=8, errors=3)
    result.stdout.fnmatch_lines(["*left: QTimer(pulse, 40 ms)", "*left: QWidget(Forgotten)", "*left: QWidget(Shown)"])


def test_tests_without_qt_stay_without_it(leaky):
    source = """
        import sys

        def test_plain():
            pass

        def test_after_it():
            assert "PySide6" not in sys.modules
        """
    leaky(source, "-p", "no:pytest-qt").assert_outcomes(passed=2)
