"""Pictures of the real window, drawn off screen: for the documentation, for checks, for people without a display."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from pathlib import Path
from typing import cast, get_args

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice
from PySide6.QtWidgets import QApplication

from desktop_als.errors import DesktopAlsError, NotFoundError
from desktop_als.gui.app import make_application
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location, PageName
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.messages import browse, communities, names
from desktop_als.gui.messages.sections import SECTIONS
from desktop_als.gui.theme import Mode, ThemeSource
from desktop_als.gui.window_state import WindowState
from desktop_als.paths import write_atomically
from desktop_als.plays import Fate
from desktop_als.workspace import Workspace

PARTS: dict[str, Collection[str]] = {"settings": SECTIONS, "names": names.TABS, "communities": communities.TABS}
"""What of a page can be drawn by its name."""

SUBJECT_PARTS: dict[str, Collection[str]] = {
    "listener": browse.LISTENER_PARTS,
    "artist": browse.ARTIST_PARTS,
}
"""The tabs of the pages that have a subject."""

PATIENCE = 60.0
SETTLED = 0.25
"""Seconds without work after which a page is taken to be complete."""


def draw(folder: Path, page: str, file: Path, size: tuple[int, int], mode: Mode, text_scale: float = 1.0) -> None:
    """Draw a page of the workspace of ``folder`` into a PNG file.

    Args:
        folder: of the workspace.
        page: a page's name; ``listener:NAME`` and ``artist:NAME`` name a subject, ``listener:NAME:TAB`` and
            ``artist:NAME:TAB`` also a tab, ``radio:artist:NAME`` and ``radio:listener:NAME`` what it starts from,
            ``together:NAME`` one of those who are compared, ``import:ID`` and ``import:ID:FATE`` the report of an
            imported file and the rows behind one of its counts, ``settings:rules`` a section of the settings,
            ``communities:packs`` and ``names:merged`` a tab.
        file: the picture.
        size: of the window, in pixels.
        mode: the theme.
        text_scale: 1 to 2.

    Raises:
        NotFoundError: no such page, listener or artist.
        DesktopAlsError: the file cannot be written.
    """
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = make_application()
    with Workspace.open(folder) as workspace:
        location = _location(workspace, page)
        jobs = Jobs()
        try:
            themes = ThemeSource(application, mode, text_scale)
            window = MainWindow(workspace, jobs, themes, WindowState(folder))
            window.resize(*size)
            window.show()
            window.go(location)
            _settle(jobs)
            picture = window.grab()
        finally:
            jobs.shutdown()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        window.hide()
        window.deleteLater()
        QApplication.processEvents()
    try:
        write_atomically(file, bytes(data.data()))
    except OSError as error:
        raise DesktopAlsError(f"{file} cannot be written ({error.strerror}). Choose another place.") from error


def _location(workspace: Workspace, page: str) -> Location:
    name, _, subject = page.partition(":")
    if name in SUBJECT_PARTS and subject:
        return _of_subject(workspace, name, subject)
    if name == "together" and subject:
        return Location("together", workspace.find_listener(subject).id)
    kind, _, seed = subject.partition(":")
    if name == "radio" and kind in SUBJECT_PARTS and seed:
        return Location("radio", _of_subject(workspace, kind, seed).subject, kind)
    number, _, fate = subject.partition(":")
    if name == "import" and number.isdecimal() and (not fate or fate in list(Fate)):
        return Location("import", int(number), fate or None)
    if subject in PARTS.get(name, ()):
        return Location(cast("PageName", name), part=subject)
    known = get_args(PageName)
    if subject or name not in known or name in ("listener", "artist"):
        pages = ", ".join(n for n in known if n not in ("listener", "artist"))
        raise NotFoundError(
            f"There is no page “{page}”. Known are {pages}, listener:NAME, artist:NAME, import:ID, "
            "listener:NAME:TAB, artist:NAME:TAB, radio:artist:NAME, radio:listener:NAME, together:NAME, "
            "settings:SECTION, names:TAB and communities:TAB."
        )
    return Location(cast("PageName", name))


def _of_subject(workspace: Workspace, page: str, told: str) -> Location:
    """A listener or an artist, by name or by name and tab."""
    find = workspace.find_listener if page == "listener" else workspace.find_artist
    name, _, part = told.rpartition(":")
    if name and part in SUBJECT_PARTS[page]:
        return Location(cast("PageName", page), find(name).id, part)
    return Location(cast("PageName", page), find(told).id)


def _settle(jobs: Jobs) -> None:
    """Let the window work until its jobs have been quiet for a moment."""
    end = time.monotonic() + PATIENCE
    quiet_since = time.monotonic()
    while time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)
        if not jobs.idle:
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since > SETTLED:
            return
