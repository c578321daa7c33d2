"""What a listener said, to a file and from one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_als.gui.messages import steering as words
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context


def export_steering(parent: QWidget, context: Context, listener_id: int) -> None:
    """Ask where to, then write all that was said."""
    proposed = str(Path.home() / words.FILE_NAME)
    chosen, _ = QFileDialog.getSaveFileName(parent, words.EXPORT_TITLE, proposed, words.FILE_FILTER)
    if not chosen:
        return
    path, steering = Path(chosen), context.workspace.steering
    context.jobs.submit(
        words.EXPORTING,
        asking(lambda: steering.export(listener_id, path)),
        lane="io",
        done=lambda number: context.tell(words.exported(number, path.name), None),
        failed=context.tell_failure,
    )


def import_steering(parent: QWidget, context: Context, listener_id: int) -> None:
    """Ask for a file, then add what it says, in one step."""
    chosen, _ = QFileDialog.getOpenFileName(parent, words.IMPORT_TITLE, str(Path.home()), words.FILE_FILTER)
    if chosen:
        path, steering = Path(chosen), context.workspace.steering
        decide(context, words.IMPORTING, lambda: steering.import_(listener_id, path), words.imported)
