"""The file dialogs: what to read and where to write."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_als.gui.messages import common as words


def choose_files(parent: QWidget) -> list[Path]:
    """Ask for files; empty when the person thought better of it."""
    names, _ = QFileDialog.getOpenFileNames(parent, words.CHOOSE_FILES)
    return [Path(name) for name in names]


def choose_folder(parent: QWidget, title: str = words.CHOOSE_FOLDER) -> list[Path]:
    """Ask for one folder; empty when the person thought better of it."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return [Path(name)] if name else []


def choose_place(parent: QWidget, title: str, proposed: Path, kinds: str) -> Path | None:
    """Ask where to write a file; None when the person thought better of it.

    The suffix of ``proposed`` is given to a name without one, before the person is asked about a file that is there.
    """
    dialog = QFileDialog(parent, title, str(proposed.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix)
    dialog.selectFile(proposed.name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
