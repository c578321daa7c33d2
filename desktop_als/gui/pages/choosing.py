"""The file dialogs: which histories to import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_als.gui.messages import common as words


def choose_files(parent: QWidget) -> list[Path]:
    """Ask for files; empty when the person thought better of it."""
    names, _ = QFileDialog.getOpenFileNames(parent, words.CHOOSE_FILES)
    return [Path(name) for name in names]


def choose_folder(parent: QWidget) -> list[Path]:
    """Ask for one folder; empty when the person thought better of it."""
    name = QFileDialog.getExistingDirectory(parent, words.CHOOSE_FOLDER)
    return [Path(name)] if name else []
