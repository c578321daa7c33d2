"""A sentence at the foot of the window that does not stop anyone: what failed, what was undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.messages import common as words
from desktop_als.gui.theme import ThemeSource, role
from desktop_als.gui.widgets.basics import button, label

SECONDS = 10
MARGINS = 108
"""Pixels of a notice that are not words: borders, mark and button."""


class Notice(QFrame):
    """Goes by itself unless it tells of a failure; then it waits to be dismissed."""

    def __init__(self, themes: ThemeSource, window: QWidget) -> None:
        super().__init__(window)
        role(self, "notice")
        self._theme = themes
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.L, theme.S, theme.S, theme.S)
        row.setSpacing(theme.M)
        self._mark = label()
        self._mark.setFixedWidth(20)
        self._words = label(wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._offer = button("", self._take_offer, "link")
        self._act: Callable[[], object] | None = None
        self._close = button("", self.hide, "bare", hint=words.DISMISS)
        self._close.setIconSize(QSize(14, 14))
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addWidget(self._offer)
        row.addWidget(self._close)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        self.hide()

    def tell(
        self, sentence: str, *, failure: bool = False, offer: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show a sentence above the foot of the window; ``offer`` is the text of a button and what it does."""
        scheme = self._theme.scheme
        self._mark.setVisible(failure)
        self._mark.setPixmap(icon("warn", scheme.warn).pixmap(18, 18))
        self._close.setIcon(icon("close", scheme.dim, 14))
        self._words.setText(sentence)
        self._offer.setVisible(offer is not None)
        if offer is not None:
            text, self._act = offer
            self._offer.setText(text)
            self._offer.setAccessibleName(text)
            self._offer.setAccessibleDescription(sentence)
        self.place()
        self.show()
        self.raise_()
        self._clock.stop()
        if not failure:
            self._clock.start(SECONDS * 1000)

    def _take_offer(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop waiting."""
        super().hideEvent(event)
        self._clock.stop()

    def place(self) -> None:
        """Stay at the foot when the window changes its size."""
        window = self.parentWidget()
        if window is None:
            return
        width = min(self._theme.scaled(560), window.width() - 2 * theme.XL)
        # A wrapped label tells its height only for a width that is set.
        offered = 0 if self._offer.isHidden() else self._offer.sizeHint().width() + theme.M
        self._words.setFixedWidth(width - MARGINS - offered)
        height = self.sizeHint().height()
        self.setGeometry((window.width() - width) // 2, window.height() - height - theme.XL, width, height)
