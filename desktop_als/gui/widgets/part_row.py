"""One row of the reasons: a name, a bar, a figure, and the button that pulls it out. Filled anew rather than made anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import button
from desktop_als.gui.widgets.elided import ElidedLabel, ElidedLink
from desktop_als.gui.widgets.score_parts import Part
from desktop_als.gui.widgets.what_is import Number


class PartRow:
    """A row of a grid. While a slider moves, the reasons change at every frame: widgets would take too long to make."""

    def __init__(
        self,
        source: ThemeSource,
        open_artist: Callable[[int], object],
        pull_out: Callable[[int], object],
        pulls: QButtonGroup,
    ) -> None:
        self._theme = source
        self._artist_id: int | None = None
        self._link = ElidedLink("", lambda: self._artist_id is not None and open_artist(self._artist_id))
        self._name = ElidedLabel("", "")
        self._bar = _Bar(source)
        self._figure = Number(words.PART)
        self._pull = button("", lambda: self._artist_id is not None and pull_out(self._artist_id), "pull")
        self._pull.setToolTip(words.WITHOUT_HINT)
        self._pull.setCheckable(True)
        pulls.addButton(self._pull)
        self.dress()

    def place(self, grid: QGridLayout, row: int) -> None:
        """Take a row of a grid with four columns."""
        grid.addWidget(self._link, row, 0)
        grid.addWidget(self._name, row, 0)
        grid.addWidget(self._bar, row, 1)
        grid.addWidget(self._figure, row, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._pull, row, 3)

    def show(self, part: Part, text: str, scale: tuple[float, float], *, pulled: bool) -> None:
        """Show a part; ``text`` is its value, ``scale`` the ends of the bars' scale."""
        named = part.artist_id is not None
        self._artist_id = part.artist_id
        self._link.setVisible(named)
        self._name.setVisible(not named)
        self._pull.setVisible(named)
        if named:
            self._link.set_text(part.text)
            self._pull.setAccessibleName(words.without_artist(part.text))
            self._pull.setChecked(pulled)
        else:
            theme.role(self._name, "dim" if part.rest else "")
            self._name.set_text(part.text)
        self._bar.show_value(0.0 if part.rest else part.value, *scale)
        self._bar.show()
        self._figure.explain(part.text, part.meaning)
        self._figure.setText(text)
        self._figure.show()

    def hide(self) -> None:
        """There are fewer parts."""
        for widget in (self._link, self._name, self._bar, self._figure, self._pull):
            widget.hide()

    def dress(self) -> None:
        """Take the colours and sizes of the theme."""
        scheme, size = self._theme.scheme, self._theme.scaled(14)
        self._figure.setFont(self._theme.font(tabular=True))
        self._pull.setIcon(icon("close", scheme.dim, size, checked=scheme.accent))
        self._pull.setIconSize(QSize(size, size))
        self._bar.updateGeometry()


class _Bar(QWidget):
    """One part on a scale shared by all: right of the zero line what adds, left of it what takes."""

    def __init__(self, source: ThemeSource) -> None:
        super().__init__()
        self._theme = source
        self._value = self._low = self._high = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_value(self, value: float, low: float, high: float) -> None:
        """Show another one; ``low`` and ``high`` are the ends of the scale."""
        self._value, self._low, self._high = value, low, high
        self.update()

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(self._theme.scaled(72), self._theme.scaled(20))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the zero line and the bar."""
        scheme = self._theme.scheme
        painter = QPainter(self)
        span = (self._high - self._low) or 1.0
        zero = round((self.width() - 1) * -self._low / span)
        painter.fillRect(zero, 0, 1, self.height(), scheme.color("line"))
        end = zero + (self.width() - 1) * self._value / span
        thick = self._theme.scaled(6)
        bar = QRectF(zero, (self.height() - thick) / 2, end - zero, thick).normalized()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(scheme.color("positive" if self._value >= 0 else "negative"))
        painter.drawRoundedRect(bar, 2, 2)
