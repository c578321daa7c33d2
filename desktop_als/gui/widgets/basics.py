"""The small parts that pages are made of. All text is plain: a name such as "<b>x</b>" is shown as such."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_als.gui import theme
from desktop_als.gui.theme import role
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label of a role of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        role(made, kind)
    return made


EMPTY_TEXT_WIDTH = 440
"""Pixels of a sentence in an empty state: a line that the eye takes in at once."""


class _ChoiceButton(QPushButton):
    """Keeps room for the bold letters it gets when it is chosen, so that nothing is cut off and nothing moves."""

    def sizeHint(self) -> QSize:
        bold = self.font()
        bold.setWeight(QFont.Weight.DemiBold)
        hint = super().sizeHint()
        text = self.text().replace("&&", "&")
        now = self.fontMetrics().horizontalAdvance(text)
        hint.setWidth(hint.width() + max(0, QFontMetrics(bold).horizontalAdvance(text) - now) + 1)
        return hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def button(text: str, on_click: Callable[[], object], kind: str = "secondary", *, hint: str = "") -> QPushButton:
    """A button; an ``&`` of the text is shown, not taken for a key."""
    choice = kind == "tab" or kind.startswith("segment")
    made = (_ChoiceButton if choice else QPushButton)(text.replace("&", "&&"))
    made.setAccessibleName(text or hint)
    made.setToolTip(hint)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: on_click())  # noqa: PLW0108 - `clicked` would pass its `checked`
    if kind in ("link", "tab", "rail"):
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    role(made, kind)
    return made


def hairline() -> QFrame:
    """A line between parts of a card."""
    line = QFrame()
    role(line, "hairline")
    return line


class Card(QFrame):
    """A panel with a border. Put things into ``body``."""

    def __init__(self, padding: int = theme.L, spacing: int = theme.S) -> None:
        super().__init__()
        role(self, "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)


class PageHeader(QWidget):
    """The title of a page, a line of facts, and controls at the right."""

    def __init__(self, title: str, facts: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        self._title = ElidedLabel(title, "page-title")
        self._facts = ElidedLabel(facts, "facts")
        words.addWidget(self._title)
        words.addWidget(self._facts)
        row.addLayout(words, 1)
        self._right = QHBoxLayout()
        self._right.setSpacing(theme.S)
        row.addLayout(self._right)
        row.setAlignment(self._right, Qt.AlignmentFlag.AlignBottom)

    def set_title(self, title: str) -> None:
        """Rename the page."""
        self._title.set_text(title)

    def set_facts(self, facts: str) -> None:
        """Change the line under the title."""
        self._facts.set_text(facts)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right."""
        self._right.addWidget(widget)


class EmptyState(QWidget):
    """What a page shows instead of nothing: what is missing, why, and the one button that helps."""

    def __init__(
        self, title: str, text: str, button_text: str | None = None, on_click: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(theme.S)
        column.addStretch(2)
        self._title = label(title, "empty-title")
        self._text = label(text, "dim", wrap=True)
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(words)
            row.addStretch(1)
            column.addLayout(row)
        self._text.setFixedWidth(EMPTY_TEXT_WIDTH)
        self.button: QPushButton | None = None
        if button_text and on_click:
            self.button = button(button_text, on_click, "primary")
            column.addSpacing(theme.S)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, title: str, text: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._text.setText(text)


class Segmented(QWidget):
    """A few choices side by side, one of them chosen."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], name: str) -> None:
        """``options``: key and text of each; the first is chosen. ``name`` is read to those who do not see."""
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for place, (key, text) in enumerate(options):
            kind = "segment-first" if place == 0 else "segment-last" if place == len(options) - 1 else "segment"
            made = button(text, lambda key=key: self.chosen.emit(key), kind)  # type: ignore[misc]
            made.setCheckable(True)
            made.setChecked(place == 0)
            self._group.addButton(made)
            self._buttons[key] = made
            row.addWidget(made)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def key(self) -> str:
        """The chosen one."""
        return next(key for key, made in self._buttons.items() if made.isChecked())

    def choose(self, key: str) -> None:
        """Choose without telling."""
        self._buttons[key].setChecked(True)


class Tabs(QWidget):
    """Titles with an underline above a stack of widgets; in a narrow window the titles take several lines."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._strip = FlowLayout(gap=0)
        column.addLayout(self._strip)
        column.addWidget(hairline())
        column.addSpacing(theme.L)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self._group = QButtonGroup(self)
        self._buttons: list[QPushButton] = []

    def add(self, title: str, page: QWidget) -> None:
        """Add a tab at the right."""
        place = len(self._buttons)
        made = button(title, lambda: self.show_tab(place), "tab")
        made.setCheckable(True)
        made.setChecked(place == 0)
        self._group.addButton(made)
        self._strip.addWidget(made)
        self._buttons.append(made)
        self._stack.addWidget(page)

    def offer(self, place: int, offered: bool) -> None:
        """Show or hide the title of a tab; who is on a hidden one comes to the first."""
        self._buttons[place].setVisible(offered)
        if not offered and place == self.current:
            self.show_tab(0)

    @property
    def current(self) -> int:
        """The place of the tab that is seen."""
        return self._stack.currentIndex()

    def show_tab(self, place: int) -> None:
        """Bring a tab to the front."""
        self._buttons[place].setChecked(True)
        if place != self._stack.currentIndex():
            self._stack.setCurrentIndex(place)
            self.chosen.emit(place)


def indent(field: QAbstractSpinBox) -> None:
    """Begin the text of a field for a number or a time where that of others begins: the style sheet's padding is not for it."""
    field.lineEdit().setTextMargins(8, 0, 0, 0)
