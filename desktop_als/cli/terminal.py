"""What people see in a terminal: progress with time left on stderr, tables on stdout, Ctrl+C as a polite stop."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from desktop_als.progress import CancelToken, Progress, ProgressSink

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def say(sentence: str) -> None:
    """A message beside the result."""
    err.print(escape(sentence), soft_wrap=True)


@contextmanager
def watched() -> Iterator[tuple[CancelToken, ProgressSink]]:
    """Show the progress of long work and let Ctrl+C stop it at its next check."""
    cancel = CancelToken()

    def stop(_number: int, _frame: FrameType | None) -> None:
        cancel.cancel()

    before = signal.signal(signal.SIGINT, stop)
    columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    try:
        with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
            task = bar.add_task("", total=None)

            def show(now: Progress) -> None:
                bar.update(task, description=now.step, completed=now.done, total=now.total or None)

            yield cancel, show
    finally:
        signal.signal(signal.SIGINT, before)


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> None:
    """A plain table; the columns whose place is in ``numbers`` are right-aligned. Names are shown as written."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for place, title in enumerate(titles):
        table.add_column(escape(title), justify="right" if place in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    out.print(table)
