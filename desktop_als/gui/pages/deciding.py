"""Decisions about the library: each is one job, told at the foot of the window, where it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from desktop_als.gui.jobs import Job
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.page import Context
from desktop_als.workspace import Workspace

T = TypeVar("T")


def stepped(workspace: Workspace, act: Callable[[], T]) -> tuple[T, int | None]:
    """What ``act`` returns, and the step that takes it back; None when the library is as it was."""

    def newest() -> int | None:
        return next((step.id for step in workspace.steps()), None)

    before = newest()
    result = act()
    after = newest()
    return result, None if after == before else after


def decide(
    context: Context,
    title: str,
    act: Callable[[], T],
    said: Callable[[T], str],
    refused: Callable[[], object] | None = None,
) -> Job:
    """Do ``act`` in the io lane, then tell ``said`` of what it returned. Decisions are done in the order they were made.

    Args:
        title: of the job.
        refused: called when it failed, after the sentence was shown.
    """

    def tell(done: tuple[Any, int | None]) -> None:
        result, step = done
        context.tell(said(result), step)
        context.changed()

    def fail(sentence: str) -> None:
        context.tell_failure(sentence)
        if refused is not None:
            refused()

    return context.jobs.submit(
        title,
        asking(lambda: stepped(context.workspace, act)),
        lane="io",
        done=tell,
        failed=fail,
        cancelled=context.changed,
    )
