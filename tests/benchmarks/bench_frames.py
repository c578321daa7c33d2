"""How long a frame of the list takes while its rows glide to new places.

    python -m tests.benchmarks.bench_frames [--updates 200] [--smoke]

A table of recommendations as large as the window replaces its 100 rows by others, shuffled as a slider would, half of them while
the former move is under way. Each frame of each move is painted on the raster that Qt paints windows on, off screen. "Replace"
is what one answer costs the window's thread: the model's reset, the selection, and the picture of the list as it will be. A
window that shows 60 frames a second has 16.7 ms for one. "CPU" is what the thread itself computed, without what it waited for
others on a busy machine.
"""

from __future__ import annotations

# ruff: noqa: E402 - the environment is set before Qt loads
import argparse
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desktop_als import boot

boot.prepare()

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop_als.gui.app import make_application
from desktop_als.gui.pages.recommendation_rows import ARTIST_COLUMNS, LIKE, NOT_FOR_ME
from desktop_als.gui.tables.columns import Action, Pill
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource

SIZES = ((1280, 800), (1920, 1080))
ROWS, KNOWN = 100, 130
FRAME = 1 / 60
ACTIONS = (Action(LIKE, "More like this", "heart"), Action(NOT_FOR_ME, "Not for me", "close"))


def rows(rng: np.random.Generator, order: np.ndarray) -> Rows:
    """100 of 130 invented artists in a new order."""
    ids = order[:ROWS]
    pills = [tuple(Pill(900 + i + k, f"Velvet Orchard {i % 7 + k}") for k in range(3)) for i in ids]
    return Rows(
        ids,
        rank=np.arange(1, ROWS + 1),
        artist=objects([f"Tin Rivers {i}" for i in ids]),
        match=rng.integers(20, 100, ROWS),
        because=objects(pills),
        evidence=ids * 7,
        stability=np.full(ROWS, 4),
        plays=ids % 5,
        actions=objects([ACTIONS] * ROWS),
    )


def shuffled(rng: np.random.Generator, order: np.ndarray) -> np.ndarray:
    """Every artist a few places up or down, as when a slider moves by a stop."""
    return order[np.argsort(np.arange(len(order)) + rng.normal(0, 8, len(order)), kind="stable")]


class Stopwatch:
    """Milliseconds of each round: those that passed, and those that this thread computed."""

    def __init__(self) -> None:
        self.passed: list[float] = []
        self.computed: list[float] = []

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.thread_time()

    def __exit__(self, *_: object) -> None:
        self.passed.append((time.perf_counter() - self._began[0]) * 1e3)
        self.computed.append((time.thread_time() - self._began[1]) * 1e3)

    def show(self, what: str) -> None:
        times = [np.quantile(of, share) for of in (self.passed, self.computed) for share in (0.5, 0.99, 1.0)]
        print(f"{what:<28}{len(self.passed):>8}" + "".join(f"{each:>9.2f}" for each in times), flush=True)


def measure(application: QApplication, size: tuple[int, int], updates: int) -> tuple[Stopwatch, Stopwatch]:
    """The frames, and the replacements."""
    themes = ThemeSource(application, "light")
    window = QWidget()
    table = TableView(ARTIST_COLUMNS, themes, "Recommendations")
    table.setParent(window)
    window.resize(*size)
    table.resize(*size)
    table.let_rows_glide()
    window.show()
    rng = np.random.default_rng(0)
    order = np.arange(KNOWN, dtype=np.int64)
    table.show_rows(rows(rng, order))
    table.selectRow(3)
    picture = QImage(table.viewport().size(), QImage.Format.Format_ARGB32_Premultiplied)
    frames, replaced = Stopwatch(), Stopwatch()
    for update in range(updates):
        order = shuffled(rng, order)
        fresh = rows(rng, order)
        with replaced:
            table.show_rows(fresh)
        until = time.perf_counter() + (0.06 if update % 2 else 0.2)
        while table.gliding and time.perf_counter() < until:
            with frames:
                table.viewport().render(picture)
            rest = time.perf_counter() + max(0.0, FRAME - frames.passed[-1] / 1e3)
            while time.perf_counter() < rest:
                application.processEvents()
    window.close()
    window.deleteLater()
    themes.deleteLater()
    application.processEvents()
    return frames, replaced


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=200)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    application = make_application()
    print(f"{'':<28}{'':>8}{'median':>9}{'99 %':>9}{'longest':>9}{'CPU':>9}{'99 %':>9}{'longest':>9} ms")
    for size in SIZES:
        measured = measure(application, size, 4 if options.smoke else options.updates)
        for what, watch in zip(("a frame", "replace"), measured, strict=True):
            watch.show(f"{size[0]} × {size[1]}, {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
