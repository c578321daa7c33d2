"""Naming a cluster on the Train page, and training there."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop_als.errors import TrainingError
from desktop_als.gui.pages.cluster_panel import ClusterPanel
from desktop_als.gui.pages.train import TrainPage
from desktop_als.gui.plots.loss import LossPlot
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace import Cluster
from tests.gui.cluster.pretending import (
    choose_cluster,
    field,
    is_waiting,
    name_cluster,
    pick_spark_als,
    write,
)
from tests.gui.standing_alone import buttons, cut_off, find_any, find_button, text_of


def test_who_trains_here_sees_one_choice_and_no_fields(stage, page):
    panel = page.findChild(ClusterPanel)
    assert not [box for box in panel.findChildren(QLineEdit) if box.isVisible()]
    assert "Train on the cluster" not in buttons(page)
    stage.click(page, "Advanced")
    assert "Spark cluster" not in buttons(page)


def test_the_cluster_has_fields_that_say_what_they_are_for(stage, page):
    choose_cluster(stage, page)
    assert field(page, "Master").text() == "local[*]"
    assert field(page, "Executors").text() == ""
    assert field(page, "Memory in MiB").text() == "2048"
    for name in ("Master", "Executors", "Memory in MiB", "Shared folder", "Solver"):
        assert field(page, name).isVisible()
        assert field(page, name).accessibleDescription() in text_of(page)
    assert "Train on the cluster" in buttons(page)
    pick_spark_als(stage, page)
    assert "It is slower and shows its loss only at the end." in field(page, "Solver").accessibleDescription()
    stage.click(page, "This computer")
    assert not field(page, "Master").isVisible()
    assert "Train on the cluster" not in buttons(page)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("Master", "node", "“node” is no address of a Spark master. Write local[*] or spark://host:port."),
        ("Executors", "many", "Executors must be a whole number, not “many”."),
        ("Memory in MiB", "100", "An executor's memory must be at least 512 MiB, not 100."),
    ],
)
@pytest.mark.parametrize("pressed", ["Train on the cluster", "Try connection"])
def test_a_bad_value_is_told_at_the_fields_and_nothing_begins(
    stage, page, clusters, began, pressed, name, text, sentence
):
    choose_cluster(stage, page)
    write(stage, page, name, text)
    stage.click(page, pressed)
    assert sentence in text_of(page)
    assert field(page, name).property("invalid") == "true"
    assert page.window().focusWidget() is field(page, name)
    assert stage.jobs.idle
    assert (began, clusters.tried) == ([], [])
    write(stage, page, name, "spark://node:7077" if name == "Master" else "1024")
    assert sentence not in text_of(page)
    assert field(page, name).property("invalid") == "false"


def test_the_fields_come_back_when_the_settings_were_closed(stage, page, began):
    choose_cluster(stage, page)
    write(stage, page, "Master", "node")
    stage.click(page, "Advanced")
    assert not field(page, "Master").isVisible()
    stage.click(page, "Train on the cluster")
    assert field(page, "Master").isVisible()
    assert field(page, "Master").property("invalid") == "true"
    assert began == []


def test_training_begins_there_and_the_plot_follows(stage, page, clusters, began):
    name_cluster(stage, page)
    write(stage, page, "Memory in MiB", "4096")
    stage.click(page, "Train on the cluster")
    assert "Stop, keep best" in buttons(page)
    stage.settle()
    asked = Cluster("spark://node:7077", memory=4096)
    assert began == [asked]
    assert clusters.last == asked
    info = stage.workspace.model_info()
    assert page.findChild(LossPlot).points("loss") == [(record.epoch, record.loss) for record in info.epochs]
    assert "Trained 3 epochs in" in text_of(page)
    assert "3 of 3" in text_of(page)


def test_the_cluster_cannot_be_changed_while_it_trains(stage, page, monkeypatch):
    def waits(*_: Any, cancel: CancelToken, progress: ProgressSink, **__: Any) -> None:
        progress(Progress("Writing the plays for the cluster"))
        while True:
            cancel.check()

    monkeypatch.setattr(stage.workspace, "training", waits)
    name_cluster(stage, page)
    stage.click(page, "Train on the cluster")
    stage.click(page, "Advanced")
    assert not field(page, "Master").isEnabled()
    assert not find_any(page, "This computer").isEnabled()
    stage.qtbot.waitUntil(lambda: is_waiting(page, "Writing the plays for the cluster"))
    stage.click(page, "Stop, keep best")
    stage.settle()
    assert "Stopped before the first epoch was finished. Nothing was changed." in text_of(page)
    assert field(page, "Master").isEnabled()


def test_a_failure_there_is_told_and_the_old_model_stays(stage, page, monkeypatch):
    def fails(*_: Any, **__: Any) -> None:
        raise TrainingError("The cluster lost its last executor.")

    monkeypatch.setattr(stage.workspace, "training", fails)
    name_cluster(stage, page)
    stage.click(page, "Train on the cluster")
    stage.settle()
    assert "The cluster lost its last executor. The model in use is as before." in text_of(page)
    assert find_button(page, "Train on the cluster")


def test_what_was_told_is_there_when_the_app_is_opened_again(stage, page):
    name_cluster(stage, page)
    pick_spark_als(stage, page)
    stage.click(page, "Try connection")
    stage.settle()
    page.hide()
    page.show()
    stage.settle()
    assert "Train on the cluster" in buttons(page)
    other = stage.show(TrainPage(stage.context))
    stage.click(other, "Advanced")
    assert "Train" in buttons(other)  # a cluster is only used by who asks for it
    choose_cluster(stage, other)
    assert field(other, "Master").text() == "spark://node:7077"
    assert field(other, "Solver").currentText() == "Spark's own ALS"


def test_tuning_and_its_training_stay_here(stage, page, began, monkeypatch):
    def tune(*_: Any, **__: Any) -> None:
        return None

    best = SimpleNamespace(settings=replace(stage.workspace.preset("quick"), factors=4, epochs=2), ndcg=0.3)
    found = SimpleNamespace(trials=(), best=best)
    name_cluster(stage, page)
    monkeypatch.setattr(stage.workspace, "tune", tune)
    monkeypatch.setattr(stage.workspace, "tuning", lambda: found)
    stage.click(page, "Tune for me")
    stage.settle()
    assert "Spark cluster" not in buttons(page)
    assert "on this computer" in text_of(page)
    stage.click(page, "Tune")
    stage.settle()
    assert began == [None]


def test_every_control_of_the_cluster_is_reached_with_tab_and_has_a_name(stage, page):
    choose_cluster(stage, page)
    first = find_button(page, "Spark cluster")
    first.setFocus()
    wanted = ["Master", "Executors", "Memory in MiB", "Shared folder", "Solver", "Try connection"]
    reached = []
    while len(reached) < len(wanted):
        stage.qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        reached.append(page.window().focusWidget().accessibleName())
    assert reached == wanted


def test_nothing_is_cut_off_with_large_letters(stage, page):
    stage.theme.set_text_scale(2.0)
    try:
        choose_cluster(stage, page)
        stage.click(page, "Try connection")
        stage.settle()
        panel = page.findChild(ClusterPanel)
        assert cut_off(panel) == []
        assert panel.minimumSizeHint().width() <= page.width()
    finally:
        stage.theme.set_text_scale(1.0)


def test_what_the_fields_are_for_stands_below_them_where_there_is_little_room(stage, page):
    choose_cluster(stage, page)
    master = field(page, "Master")
    (said,) = [one for one in page.findChildren(QLabel) if one.text() == master.accessibleDescription()]
    assert said.x() > master.geometry().right()
    page.resize(640, 752)
    stage.qtbot.waitUntil(lambda: said.y() > master.geometry().bottom())
    assert said.x() < master.x()


def test_it_follows_the_theme(stage, page):
    choose_cluster(stage, page)
    stage.theme.set_mode("dark")
    panel = page.findChild(ClusterPanel)
    picture = panel.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 4) == QColor(stage.theme.scheme.panel)
