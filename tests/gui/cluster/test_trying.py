"""Trying whether a cluster answers, from the Train page."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from desktop_als.gui.messages.cluster import answered
from desktop_als.workspace import Cluster
from tests.gui.cluster.pretending import (
    ANSWER,
    NO_CLUSTER,
    NO_JAVA,
    choose_cluster,
    field,
    is_waiting,
    write,
)
from tests.gui.standing_alone import find_any, find_button, text_of


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


def test_the_cluster_is_chosen_and_tried_with_keys(stage, page, clusters):
    here = find_button(page, "This computer")
    here.setFocus()
    stage.qtbot.keyClick(here, Qt.Key.Key_Right)
    stage.qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
    stage.settle()
    stage.qtbot.keyClick(find_button(page, "Try connection"), Qt.Key.Key_Space)
    stage.settle()
    assert clusters.tried == [Cluster()]
