"""Train: on a Spark cluster instead of this computer, told of it, tried, and followed like any other training."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QProgressBar, QWidget

from desktop_als.errors import TrainingError
from desktop_als.gui.messages.cluster import answered
from desktop_als.gui.pages.cluster_panel import ClusterPanel
from desktop_als.gui.pages.models_table import ModelsTable
from desktop_als.gui.pages.train import TrainPage
from desktop_als.gui.plots.loss import LossPlot
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace import Cluster, ClusterFacts, EpochRecord
from tests.gui.standing_alone import Stage, buttons, cut_off, find_any, find_button, shown, text_of

ANSWER = ClusterFacts("spark://node:7077", "4.3.0", "17", "3.11.9", 2, 4, 2048)
NO_JAVA = "Spark needs Java 17 or newer, and there is none on this computer. Install it, then come back."
NO_CLUSTER = "Nothing answers at spark://node:7077. Look whether the master runs there."
AT_THE_END = "Spark's own ALS shows its loss only at the end."


class Clusters:
    """What the workspace knows of clusters, without any."""

    def __init__(self) -> None:
        self.lacks: str | None = None
        self.fails: str | None = None
        self.answers = threading.Event()
        self.answers.set()
        self.tried: list[Cluster] = []
        self.last = Cluster()

    def missing(self) -> str | None:
        return self.lacks

    def remembered(self) -> Cluster:
        return self.last

    def remember(self, cluster: Cluster) -> None:
        self.last = cluster

    def try_connection(self, cluster: Cluster, *, cancel: CancelToken, progress: ProgressSink) -> ClusterFacts:
        self.tried.append(cluster)
        progress(Progress("Starting Spark"))
        while not self.answers.wait(0.005):
            cancel.check()
        if self.fails:
            raise TrainingError(self.fails)
        return ANSWER


@pytest.fixture
def stage(qtbot, workspace, jobs, themes):
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def clusters(workspace, monkeypatch) -> Clusters:
    known = Clusters()
    monkeypatch.setattr(workspace, "clusters", known, raising=False)
    return known


@pytest.fixture
def began(workspace, monkeypatch) -> list[Cluster | None]:
    """Where each training was to run. All of them run here."""
    where: list[Cluster | None] = []
    local = workspace.training

    def training(*told: Any, cluster: Cluster | None = None, **more: Any) -> Any:
        where.append(cluster)
        return local(*told, **more)

    monkeypatch.setattr(workspace, "training", training)
    return where


@pytest.fixture
def page(stage, community, clusters, began):
    made = stage.show(TrainPage(stage.context))
    stage.click(made, "Advanced")
    return made


def field(page, name) -> Any:
    (found,) = [
        w for w in page.findChildren(QWidget) if w.accessibleName() == name and isinstance(w, QLineEdit | QComboBox)
    ]
    return found


def write(stage, page, name, text):
    box = field(page, name)
    box.selectAll()
    stage.qtbot.keyClick(box, Qt.Key.Key_Delete)
    stage.qtbot.keyClicks(box, text)


def choose_cluster(stage, page):
    stage.click(page, "Spark cluster")
    stage.settle()


def name_cluster(stage, page):
    choose_cluster(stage, page)
    write(stage, page, "Master", "spark://node:7077")
    for name, text in (("Factors", "4"), ("Epochs", "3"), ("Threads", "1")):
        write(stage, page, name, text)


def pick_spark_als(stage, page):
    box = field(page, "Solver")
    box.setFocus()
    stage.qtbot.keyClick(box, Qt.Key.Key_Down)


def is_waiting(page, sentence) -> bool:
    return sentence in text_of(page)


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


def test_a_cluster_that_answers_is_told_and_remembered(stage, page, clusters):
    choose_cluster(stage, page)
    write(stage, page, "Master", "spark://node:7077")
    write(stage, page, "Executors", "2")
    write(stage, page, "Shared folder", "/shared/als")
    stage.click(page, "Try connection")
    stage.settle()
    assert "Spark 4.3.0, Java 17, 2 executors with 4 cores in all and 2,048 MiB each answered." in text_of(page)
    asked = Cluster("spark://node:7077", executors=2, exchange="/shared/als")
    assert clusters.tried == [asked]
    assert clusters.last == asked
    write(stage, page, "Executors", "3")
    assert "answered" not in text_of(page)


def test_one_executor_is_told_without_a_sum():
    assert answered(replace(ANSWER, executors=1, cores=2)) == (
        "Spark 4.3.0, Java 17, 1 executor with 2 cores and 2,048 MiB answered."
    )


def test_a_cluster_that_does_not_answer_is_told_and_not_remembered(stage, page, clusters):
    clusters.fails = NO_CLUSTER
    choose_cluster(stage, page)
    write(stage, page, "Master", "spark://node:7077")
    stage.click(page, "Try connection")
    stage.settle()
    assert NO_CLUSTER in text_of(page)
    assert clusters.last == Cluster()
    assert find_button(page, "Try connection")


def test_a_try_shows_its_step_and_can_be_stopped(stage, page, clusters):
    clusters.answers.clear()
    choose_cluster(stage, page)
    stage.click(page, "Try connection")
    stage.qtbot.waitUntil(lambda: is_waiting(page, "Starting Spark"))
    assert not field(page, "Master").isEnabled()
    assert not find_any(page, "Train on the cluster").isEnabled()
    stage.click(page, "Stop trying")
    stage.settle()
    assert "Stopped. Nothing was changed." in text_of(page)
    assert field(page, "Master").isEnabled()
    assert find_button(page, "Train on the cluster")
    assert clusters.last == Cluster()


def test_a_try_does_not_keep_a_training_here_waiting(stage, page, clusters, began):
    clusters.answers.clear()
    choose_cluster(stage, page)
    stage.click(page, "Try connection")
    stage.click(page, "This computer")
    for name, text in (("Factors", "4"), ("Epochs", "2"), ("Threads", "1")):
        write(stage, page, name, text)
    stage.click(page, "Train")
    stage.settle()
    assert began == [None]
    assert stage.workspace.model_info() is not None


def test_without_java_it_says_what_to_do_until_it_is_there(stage, page, clusters):
    clusters.lacks = NO_JAVA
    choose_cluster(stage, page)
    assert NO_JAVA in text_of(page)
    for name in ("Train on the cluster", "Try connection"):
        assert not find_any(page, name).isEnabled()
    stage.click(page, "This computer")
    assert find_button(page, "Train")
    choose_cluster(stage, page)
    clusters.lacks = None
    page.mark_stale()
    stage.settle()
    assert NO_JAVA not in text_of(page)
    for name in ("Train on the cluster", "Try connection"):
        assert find_button(page, name)


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


def test_the_cluster_is_chosen_and_tried_with_keys(stage, page, clusters):
    here = find_button(page, "This computer")
    here.setFocus()
    stage.qtbot.keyClick(here, Qt.Key.Key_Right)
    stage.qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
    stage.settle()
    stage.qtbot.keyClick(find_button(page, "Try connection"), Qt.Key.Key_Space)
    stage.settle()
    assert clusters.tried == [Cluster()]


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
