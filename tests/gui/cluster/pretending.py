"""What the workspace knows of clusters, without any, and how a person names one on the Train page."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace import Cluster, ClusterFacts
from tests.gui.standing_alone import text_of

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
