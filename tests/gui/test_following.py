"""Questions that come faster than answers."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from desktop_als.errors import LibraryError
from desktop_als.gui.following import Following
from desktop_als.gui.jobs import Jobs


class Slow:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.gate = threading.Semaphore(0)
        self.begun: list[int] = []

    def question(self, number: int) -> int:
        self.begun.append(number)
        self.gate.acquire()
        return number


@pytest.fixture
def slow() -> Slow:
    return Slow()


def test_of_the_questions_meanwhile_only_the_newest_is_asked(qtbot: QtBot, jobs: Jobs, slow: Slow) -> None:
    following, answers = Following(jobs, "List"), []
    for number in range(5):
        following.ask(lambda number=number: slow.question(number), answers.append)  # type: ignore[misc]
    assert not following.settled
    slow.gate.release()
    qtbot.waitUntil(lambda: answers == [0])
    assert not following.settled
    slow.gate.release()
    qtbot.waitUntil(lambda: answers == [0, 4])
    assert following.settled
    assert slow.begun == [0, 4]


def test_a_failure_is_told_and_the_next_is_asked(qtbot: QtBot, jobs: Jobs) -> None:
    following, told = Following(jobs, "List"), []

    def fail() -> None:
        raise LibraryError("The disk is full.")

    following.ask(fail, told.append, told.append)
    following.ask(lambda: 2, told.append)
    qtbot.waitUntil(lambda: told == ["The disk is full.", 2])


def test_what_is_dropped_is_never_answered(qtbot: QtBot, jobs: Jobs, slow: Slow) -> None:
    following, answers = Following(jobs, "List"), []
    following.ask(lambda: slow.question(0), answers.append)
    following.ask(lambda: slow.question(1), answers.append)
    qtbot.waitUntil(lambda: slow.begun == [0])
    following.drop()
    slow.gate.release()
    following.ask(lambda: 7, answers.append)
    qtbot.waitUntil(lambda: answers == [7])
    assert slow.begun == [0]
