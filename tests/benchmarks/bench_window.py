"""How long the window stands still while it imports and trains, and from a drop to the first list.

    python -m tests.benchmarks.bench_window [--plays 200000] [--smoke]

A timer of 5 ms runs in the window's thread; a stall is the time between two of its ticks, less the 5 ms.
"""

from __future__ import annotations

# ruff: noqa: E402 - the environment is set before Qt and numba load
import argparse
import gc
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desktop_als import boot

boot.prepare()

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_als.gui.app import COLLECT_AFTER, SWITCH_INTERVAL, load_the_rest, make_application
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.window_state import WindowState
from desktop_als.workspace import Workspace
from tests.benchmarks.generate import spotify_zip

TICK_MS = 5


class StallMeter(QObject):
    """Collects the stalls since the last :meth:`take`, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self._clock.start()
        self._stalls: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        self._stalls.append(self._clock.nsecsElapsed() / 1e6 - TICK_MS)
        self._clock.restart()

    def take(self) -> list[float]:
        stalls, self._stalls = sorted(self._stalls), []
        return stalls or [0.0]


def wait_until_idle(jobs: Jobs) -> float:
    began = time.perf_counter()
    while not jobs.idle:
        QApplication.processEvents()
        time.sleep(0.0002)
    return time.perf_counter() - began


def press(window: MainWindow, text: str) -> None:
    button = next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def show(what: str, seconds: float, stalls: list[float]) -> None:
    median, most = stalls[len(stalls) // 2], stalls[len(stalls) * 99 // 100]
    print(f"{what:<34}{seconds:>9.2f} s{median:>9.1f}{most:>9.1f}{stalls[-1]:>9.1f} ms", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plays", type=int, default=200_000)
    parser.add_argument("--file", type=Path, help="measure with this export instead of an invented one")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    plays = 5_000 if options.smoke else options.plays
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.set_threshold(*COLLECT_AFTER)
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        export = options.file or spotify_zip(Path(folder) / "spotify.zip", plays)
        with Workspace.open(Path(folder) / "library") as workspace:
            jobs, themes = Jobs(), ThemeSource(application, "light")
            window = MainWindow(workspace, jobs, themes, WindowState(workspace.folder))
            window.show()
            window.prepare_pages()
            gc.freeze()
            time.sleep(0.1)
            for _ in range(6):  # as many as there are pages to prepare
                QApplication.processEvents()
                time.sleep(0.06)
            wait_until_idle(jobs)
            print(f"{'':<34}{'':>11}{'median':>9}{'99 %':>9}{'longest':>12} stall")
            meter = StallMeter()
            load_the_rest(window, jobs)
            show("load the solver and the plots", wait_until_idle(jobs), meter.take())
            began = time.perf_counter()
            window.import_paths([export])
            press(window, "Import")
            show("import", wait_until_idle(jobs), meter.take())
            window.go(Location("train"))
            wait_until_idle(jobs)
            show("open the train page", 0.0, meter.take())
            press(window, "Train")
            show("train", wait_until_idle(jobs), meter.take())
            who = int(workspace.listeners().ids[0])
            window.go(Location("listener", who))
            show("open the listener", wait_until_idle(jobs), meter.take())
            print(f"{'from the drop to the first list':<34}{time.perf_counter() - began:>9.2f} s")
            window.go(Location("train"))
            wait_until_idle(jobs)
            meter.take()
            press(window, "Train")
            show("train again", wait_until_idle(jobs), meter.take())
            jobs.shutdown()
            window.close()
            window.deleteLater()
            meter.deleteLater()
            QApplication.processEvents()
    gc.unfreeze()
    return 0


if __name__ == "__main__":
    sys.exit(main())
