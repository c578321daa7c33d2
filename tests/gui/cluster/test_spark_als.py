"""Training with Spark's own ALS from the Train page: its loss is known only at the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QProgressBar

from desktop_als.gui.pages.models_table import ModelsTable
from desktop_als.gui.pages.train import TrainPage
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace import Cluster, EpochRecord
from tests.gui.cluster.pretending import (
    AT_THE_END,
    is_waiting,
    name_cluster,
    pick_spark_als,
)
from tests.gui.standing_alone import shown, text_of


class OnlyTheEnd:
    """A run that reports its last epoch alone, like one of Spark's own ALS."""

    listeners = artists = 24
    row_kind = "listeners"
    note = None

    def __init__(self, real: Any, ends: threading.Event, cancel: CancelToken, progress: ProgressSink) -> None:
        self._real, self._ends, self._cancel, self._progress = real, ends, cancel, progress
        self.epochs: tuple[EpochRecord, ...] = ()

    @property
    def epochs_done(self) -> int:
        return len(self.epochs)

    def __iter__(self) -> Iterator[EpochRecord]:
        self._progress(Progress("Epoch 2 of 3", 1.5, 3))
        while not self._ends.wait(0.005):
            self._cancel.check()
        *_, last = self._real
        self.epochs = (last,)
        yield last

    def save(self) -> Any:
        return replace(self._real.save(), epochs=self.epochs, engine="spark")


@pytest.fixture
def only_the_end(workspace, monkeypatch) -> threading.Event:
    """Trainings report their last epoch alone, once this is set."""
    ends = threading.Event()
    local, info = workspace.training, workspace.model_info

    def training(*told: Any, cancel: CancelToken, progress: ProgressSink, cluster: Cluster, **more: Any) -> OnlyTheEnd:
        assert cluster.solver == "mllib"
        return OnlyTheEnd(local(*told, **more), ends, cancel, progress)

    def model_info() -> Any:
        found = info()
        return found and replace(found, epochs=found.epochs[-1:], engine="spark")

    monkeypatch.setattr(workspace, "training", training)
    monkeypatch.setattr(workspace, "model_info", model_info)
    return ends


def begin_with_spark_als(stage, page):
    name_cluster(stage, page)
    pick_spark_als(stage, page)
    stage.click(page, "Train on the cluster")


def test_a_loss_that_is_known_only_at_the_end_is_waited_for_in_words(stage, community, clusters, only_the_end):
    page = stage.show(TrainPage(stage.context))
    stage.click(page, "Advanced")
    begin_with_spark_als(stage, page)
    stage.qtbot.waitUntil(lambda: is_waiting(page, "Epoch 2 of 3"))
    assert AT_THE_END in text_of(page)
    (bar,) = [one for one in page.findChildren(QProgressBar) if one.accessibleName() == "Training"]
    assert bar.value() == bar.maximum() / 2
    only_the_end.set()
    stage.settle()
    words = text_of(page)
    assert "Trained 3 epochs in" in words
    assert "3 of 3" in words
    assert f"{AT_THE_END} After epoch 3 it is" in words
    assert shown(page.findChild(ModelsTable))[0].endswith(" · Spark")


def test_spark_als_can_be_stopped_and_then_nothing_is_kept(stage, community, clusters, only_the_end):
    page = stage.show(TrainPage(stage.context))
    stage.click(page, "Advanced")
    begin_with_spark_als(stage, page)
    stage.click(page, "Stop")
    stage.settle()
    assert "Stopped before the first epoch was finished. Nothing was changed." in text_of(page)
    assert stage.workspace.model_info() is None
