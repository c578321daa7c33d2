"""Home before anything was imported: three ways in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QSizePolicy, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.icons import pixmap
from desktop_als.gui.location import Location
from desktop_als.gui.messages import work as words
from desktop_als.gui.pages.drop_zone import DropZone
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import Card, button, label

ICON = 24
TOP = 48


class Welcome(QWidget):
    """The first start."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, TOP, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(words.WELCOME, "welcome-title", wrap=True))
        column.addSpacing(theme.S)
        column.addWidget(label(words.WELCOME_TEXT, "welcome-text", wrap=True))
        column.addSpacing(theme.XL)
        column.addWidget(DropZone(context.import_paths))
        column.addSpacing(theme.XL)
        self._ways = [
            WayIn(
                "community", words.COMMUNITY_TITLE, words.COMMUNITY_TEXT, words.COMMUNITY_BUTTON, self._add_community
            ),
            WayIn("sample", words.SAMPLE_TITLE, words.SAMPLE_TEXT, words.SAMPLE_BUTTON, context.import_sample),
            WayIn("export", words.EXPORT_TITLE, words.EXPORT_TEXT, words.EXPORT_BUTTON, self._explain_exports),
        ]
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        for way in self._ways:
            row.addWidget(way, 1)
        column.addLayout(row)
        column.addStretch(1)
        self.dress()

    def dress(self) -> None:
        """Draw the icons in the colours of the theme."""
        for way in self._ways:
            way.dress(self._context.theme.scheme.accent)

    def _add_community(self) -> None:
        self._context.go(Location("communities", part="add"))

    def _explain_exports(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(words.EXPORT_TITLE)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(words.EXPORT_STEPS)
        box.open()


class WayIn(Card):
    """An icon, a title, a sentence and a button at the foot."""

    def __init__(self, icon: str, title: str, text: str, button_text: str, on_click: Callable[[], object]) -> None:
        super().__init__()
        self._icon = icon
        self._picture = QLabel()
        self.body.addWidget(self._picture)
        self.body.addWidget(label(title, "section-title", wrap=True))
        sentence = label(text, "dim", wrap=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(sentence, 1)
        self.body.addSpacing(theme.XS)
        self.body.addWidget(button(button_text, on_click), 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def dress(self, color: str) -> None:
        """Draw the icon."""
        self._picture.setPixmap(pixmap(self._icon, color, ICON))
