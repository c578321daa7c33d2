"""The menu that searches for an artist or a track at a service. Nothing leaves the app before a person clicks."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop_als.gui.messages import export as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.menus import add_entry
from desktop_als.workspace import links


def open_in_menu(context: Context, artist: str, track: str | None = None, parent: QWidget | None = None) -> QMenu:
    """A menu of searches in the person's browser, and of what to copy instead.

    Without a parent, whoever asked must keep it while it is shown. Its title is for those who hang it into another menu.
    """
    menu = QMenu(words.OPEN_IN, parent)
    copies = QMenu(words.COPY_LINK, menu)
    for link in links(artist, track):
        add_entry(menu, link.service, partial(_open, context, link.url))
        add_entry(copies, link.service, partial(_copy, context, link.url, words.COPIED_LINK))
    menu.addSeparator()
    menu.addMenu(copies)
    name = artist if track is None else f"{artist} – {track}"
    add_entry(menu, words.COPY_NAME, partial(_copy, context, name, words.COPIED_NAME))
    return menu


def _open(context: Context, url: str) -> None:
    if not QDesktopServices.openUrl(QUrl.fromEncoded(url.encode())):
        context.tell_failure(words.no_browser(url))


def _copy(context: Context, text: str, said: str) -> None:
    QGuiApplication.clipboard().setText(text)
    context.tell(said, None)
