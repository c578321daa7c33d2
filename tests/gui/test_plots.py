"""The loss plot: what is drawn, what the pointer reads, and that it follows the theme."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsView, QLabel, QWidget

from desktop_als.gui.plots.axis import round_step
from desktop_als.gui.plots.loss import LossPlot
from desktop_als.gui.plots.quality import QualityPlot
from desktop_als.workspace import EpochRecord

EPOCHS = [EpochRecord(n, 9_000 / n, 6_000 / n, 2_000 / n, 1_000 / n, 0.5) for n in range(1, 5)]


@pytest.fixture
def plot(qtbot, themes):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 360)
    plot = LossPlot(themes)
    plot.setParent(window)
    plot.resize(700, 360)
    window.show()
    yield plot
    window.close()


def words_of(plot):
    return [one.text() for one in plot.findChildren(QLabel)]


def test_each_part_has_a_curve(plot):
    plot.show_epochs(EPOCHS, 8)
    assert plot.points("loss") == [(1, 9_000), (2, 4_500), (3, 3_000), (4, 2_250)]
    assert plot.points("regularization")[0] == (1, 1_000)
    assert {"total", "observed", "unobserved", "regularization"} <= set(words_of(plot))


def test_without_epochs_it_is_empty(plot):
    plot.show_epochs(EPOCHS, 8)
    plot.show_epochs([], 8)
    assert plot.points("loss") == []


def test_the_pointer_reads_the_nearest_epoch(plot, qtbot):
    plot.show_epochs(EPOCHS, 4)
    view = plot.findChild(QGraphicsView).viewport()
    qtbot.mouseMove(view, QPoint(view.width() - 20, 60))
    qtbot.waitUntil(lambda: any(text.startswith("Epoch 4 · total 2,250 · observed 1,500") for text in words_of(plot)))


@pytest.fixture
def quality(qtbot, themes):
    made = QualityPlot(themes)
    qtbot.addWidget(made)
    return made


def with_ndcg(*values):
    return [EpochRecord(n, 9.0, 6.0, 2.0, 1.0, 0.5, value) for n, value in enumerate(values, 1)]


def test_the_best_epoch_is_told(quality):
    quality.show_epochs(with_ndcg(0.1, 0.3, 0.3, 0.2), 8)
    assert quality.points() == [(1, 0.1), (2, 0.3), (3, 0.3), (4, 0.2)]
    assert quality.plot.accessibleDescription() == "The best NDCG@20 is 0.300, after epoch 2."
    reading = quality.read(3.6)
    assert (reading.step, reading.level, reading.text) == (4, 0.2, "Epoch 4 · NDCG@20 0.200")


def test_the_model_before_is_drawn_and_named(quality):
    quality.show_epochs(with_ndcg(0.1), 8, with_ndcg(0.2, 0.25), "Balanced, 2 Nov")
    assert quality.drawn(1) == [(1, 0.2), (2, 0.25)]
    assert "Balanced, 2 Nov" in words_of(quality)
    quality.show_epochs(with_ndcg(0.1), 8, with_ndcg(None), "Balanced, 2 Nov")
    assert quality.drawn(1) == []
    assert "Balanced, 2 Nov" not in words_of(quality)


def test_why_there_is_no_ndcg(quality):
    quality.show_epochs([], 8)
    assert "The first figure comes with the first epoch." in words_of(quality)
    quality.show_epochs(with_ndcg(None, None), 8)
    assert any(text.startswith("Not measured: that takes 50 listeners") for text in words_of(quality))
    assert quality.read(1) is None


def test_the_ground_follows_the_theme(plot, themes):
    plot.show_epochs(EPOCHS, 4)
    assert plot.grab().toImage().pixelColor(690, 40) == QColor(themes.scheme.panel)
    themes.set_mode("dark")
    assert plot.grab().toImage().pixelColor(690, 40) == QColor(themes.scheme.panel)


@pytest.mark.parametrize(
    ("least", "whole", "step"),
    [(0.3, True, 1), (3, True, 5), (13_000, False, 20_000), (0.05, False, 0.05), (0, True, 1)],
)
def test_ticks_are_round(least, whole, step):
    assert round_step(least, whole=whole) == pytest.approx(step)
