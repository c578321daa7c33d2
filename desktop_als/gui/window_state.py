"""What the window remembers from one start to the next, in a file of the workspace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

from desktop_als.gui.theme import Mode

FILE = "window.ini"
MODES: tuple[Mode, ...] = ("system", "light", "dark")


class WindowState:
    """A file that cannot be read is set aside as ``window.ini.unreadable`` and the window starts as new."""

    def __init__(self, folder: Path) -> None:
        file = folder / FILE
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)
        self._settings.allKeys()
        if self._settings.status() != QSettings.Status.NoError:
            file.replace(file.with_name(FILE + ".unreadable"))
            self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def mode(self) -> Mode:
        """The chosen theme."""
        stored = str(self._settings.value("theme", "system"))
        return next((mode for mode in MODES if mode == stored), "system")

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._settings.setValue("theme", mode)

    @property
    def export_folder(self) -> Path:
        """Where the last list was saved, if that is still there; else the person's own folder."""
        stored = self._settings.value("exports")
        folder = Path(str(stored)) if stored else Path.home()
        return folder if folder.is_dir() else Path.home()

    @export_folder.setter
    def export_folder(self, folder: Path) -> None:
        self._settings.setValue("exports", str(folder))

    def restore(self, window: QWidget) -> None:
        """Give the window its former place, if it is one."""
        stored = self._settings.value("geometry")
        if isinstance(stored, QByteArray):
            window.restoreGeometry(stored)

    def save(self, window: QWidget) -> None:
        """Remember the window's place. A disk that cannot be written is not worth a word: nothing of value is lost."""
        self._settings.setValue("geometry", window.saveGeometry())
        self._settings.sync()
