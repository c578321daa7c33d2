"""The work of an import, and what the page learns from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_als.gui.jobs import Send, Work
from desktop_als.gui.pages.report import Subject
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import ImportReport, NextStep, Workspace

BringIn = Callable[[CancelToken, ProgressSink], ImportReport]


@dataclass(frozen=True, slots=True)
class Imported:
    """What to report, the import that it is about (None when nothing was new), and what to do now."""

    subject: Subject
    import_id: int | None
    next_step: NextStep


def newest_import(workspace: Workspace) -> int | None:
    """The import that an undo would take back; None when something else was done since."""
    newest = next(iter(workspace.steps()), None)
    if newest is None or newest.kind != "import":
        return None
    return max((source.import_id for source in workspace.sources()), default=None)


def importing(workspace: Workspace, bring_in: BringIn) -> Work:
    """Import, and look at the library that came of it."""

    def work(cancel: CancelToken, progress: ProgressSink, _send: Send) -> Imported:
        before = newest_import(workspace)
        report = bring_in(cancel, progress)
        after = newest_import(workspace)
        subject = Subject.of(report, workspace)
        return Imported(subject, after if after != before else None, workspace.next_step())

    return work
