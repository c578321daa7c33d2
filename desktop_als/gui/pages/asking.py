"""A question to the workspace as work for a lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_als.gui.jobs import Send, Work
from desktop_als.progress import CancelToken, ProgressSink


def asking(question: Callable[[], Any]) -> Work:
    """Work that returns the answer, and is too short to be stopped or watched."""

    def work(_cancel: CancelToken, _progress: ProgressSink, _send: Send) -> Any:
        return question()

    return work
