"""What makes and what divides a match: a name, a bar and points for each artist, all others in one, and their sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import together as words
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, hairline, label
from desktop_als.gui.widgets.elided import ElidedLabel, ElidedLink
from desktop_als.gui.widgets.what_is import Number
from desktop_als.workspace import MatchPart, TasteMatch

BAR_WIDTH, BAR_THICKNESS, LINE_HEIGHT, WHOSE_WIDTH = 128, 6, 20, 72
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def tenths(parts: Sequence[MatchPart], total: float) -> tuple[list[int], int]:
    """The points of each part in tenths, and those of all others: rounded, they still sum to the rounded total."""
    each = [round(1_000 * part.part) for part in parts]
    return each, round(1_000 * total) - sum(each)


class PartsCard(Card):
    """Two lists on one scale: right of the zero line what adds, left of it what takes. Names lead to their artists."""

    def __init__(self, source: ThemeSource, go: Callable[[Location], None]) -> None:
        super().__init__(spacing=theme.M)
        self._theme, self._go = source, go
        self._shown: tuple[TasteMatch, tuple[str, str]] | None = None
        self._lists = QWidget()
        self.body.addWidget(self._lists)
        self.body.addStretch(1)
        source.changed.connect(self._dress)

    def show_match(self, found: TasteMatch, names: tuple[str, str]) -> None:
        """Take a match apart."""
        self._shown = found, names
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        most = max((abs(part.part) for part in (*found.making, *found.dividing)), default=1.0)
        column.addLayout(self._list(words.MAKES, words.MAKES_MEANING, found.making, found.cosine, most, names))
        column.addWidget(hairline())
        column.addLayout(
            self._list(words.DIVIDES, words.DIVIDES_MEANING, found.dividing, found.cosine - 1, most, names)
        )
        self.body.replaceWidget(self._lists, fresh)
        fresh.show()
        self._lists.hide()
        self._lists.deleteLater()
        self._lists = fresh

    def _list(
        self,
        title: str,
        meaning: str,
        parts: Sequence[MatchPart],
        total: float,
        most: float,
        names: tuple[str, str],
    ) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S)
        grid.setVerticalSpacing(theme.XS)
        grid.setColumnStretch(0, 1)
        each, others = tenths(parts, total)
        grid.addWidget(label(title, "section-title"), 0, 0, 1, 3)
        grid.addWidget(self._figure(sum(each) + others, title, meaning, "strong-number"), 0, 3, RIGHT)
        for row, (part, points) in enumerate(zip(parts, each, strict=True), start=1):
            told = words.both(part, names)
            name = ElidedLink(part.artist, lambda one=part.artist_id: self._go(Location("artist", one)))  # type: ignore[misc]
            name.setAccessibleDescription(told)
            bar = PartBar(self._theme, part.part / most)
            bar.setToolTip(f"<p>{escape(told)}</p>")
            grid.addWidget(name, row, 0)
            if part.part < 0:
                grid.addWidget(self._whose(part, names), row, 1)
            grid.addWidget(bar, row, 2)
            grid.addWidget(self._figure(points, part.artist, f"{told}. {meaning}"), row, 3, RIGHT)
        grid.addWidget(ElidedLabel(words.ALL_OTHERS, "dim"), len(parts) + 1, 0)
        grid.addWidget(self._figure(others, words.ALL_OTHERS, meaning, "dim-number"), len(parts) + 1, 3, RIGHT)
        return grid

    def _whose(self, part: MatchPart, names: tuple[str, str]) -> ElidedLabel:
        """Who of them likes it."""
        whose = ElidedLabel(names[0] if part.scores[0] >= part.scores[1] else names[1], "dim")
        whose.setFixedWidth(self._theme.scaled(WHOSE_WIDTH))
        return whose

    def _figure(self, points: int, title: str, meaning: str, kind: str = "") -> Number:
        figure = Number(title, kind)
        figure.setFont(self._theme.font(tabular=True))
        figure.setText(words.points(points))
        figure.explain(title, meaning)
        return figure

    @Slot()
    def _dress(self) -> None:
        if self._shown is not None:
            self.show_match(*self._shown)


class PartBar(QWidget):
    """``share``, -1 to 1, of the room on its side of the zero line in the middle."""

    def __init__(self, source: ThemeSource, share: float) -> None:
        super().__init__()
        self._theme, self._share = source, share
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(self._theme.scaled(BAR_WIDTH), self._theme.scaled(LINE_HEIGHT))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the zero line and the bar."""
        scheme, middle = self._theme.scheme, self.width() / 2
        painter = QPainter(self)
        painter.fillRect(QRectF(middle, 0, 1, self.height()), scheme.color("line"))
        thick = self._theme.scaled(BAR_THICKNESS)
        bar = QRectF(middle, (self.height() - thick) / 2, middle * self._share, thick).normalized()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(scheme.color("positive" if self._share >= 0 else "negative"))
        painter.drawRoundedRect(bar, 2, 2)
