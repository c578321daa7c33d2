"""The fonts, colours and lengths that cells are painted with, made once for a theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics

from desktop_als.gui import theme
from desktop_als.gui.theme import ThemeSource

MOST_FITTED = 4_096


class Ink:
    """Made anew when the theme changes; painting only reads it."""

    def __init__(self, source: ThemeSource) -> None:
        scheme = source.scheme
        self.panel = QColor(scheme.panel)
        self.line = QColor(scheme.line)
        self.text = QColor(scheme.text)
        self.quiet_icon, self.loud_icon = scheme.dim, scheme.accent
        self.dim = QColor(scheme.dim)
        self.accent = QColor(scheme.accent)
        self.tint = QColor(scheme.tint)
        self.hover = QColor(scheme.hover)
        self.body = source.font()
        self.underlined_body = source.font()
        self.underlined_body.setUnderline(True)
        self.strong = source.font(weight=600)
        self.underlined = source.font(weight=600)
        self.underlined.setUnderline(True)
        self.pill = source.font(theme.SIZE_SMALL)
        self.figures = source.font(tabular=True)
        self.underlined_figures = source.font(tabular=True)
        self.underlined_figures.setUnderline(True)
        self.body_metrics = QFontMetrics(self.body)
        self.strong_metrics = QFontMetrics(self.strong)
        self.pill_metrics = QFontMetrics(self.pill)
        self.left, self.right = theme.M, theme.L  # as the titles have, whose sort arrow stands in the right one
        self.gap = source.scaled(theme.XS)
        self.pill_height = source.scaled(24)
        self.pill_padding = source.scaled(10)
        self.least_pill = source.scaled(88)
        self.bar_width = source.scaled(56)
        self.bar_height = source.scaled(5)
        self.icon_size = source.scaled(18)
        self.action_size = source.scaled(28)
        self.placeholder_height = source.scaled(10)
        self.figure_gap = source.scaled(theme.S)
        self.figure_width = QFontMetrics(self.figures).horizontalAdvance("−.00") + 1  # the widest that stands by a bar
        self._fitted: dict[tuple[str, int, int, Qt.TextElideMode], str] = {}

    def fitted(self, text: str, metrics: QFontMetrics, width: int, cut: Qt.TextElideMode) -> str:
        """A text as it fits into a width; ``metrics`` is one of those above. Remembered, for the same texts are painted again."""
        key = (text, id(metrics), width, cut)
        shown = self._fitted.get(key)
        if shown is None:
            if len(self._fitted) >= MOST_FITTED:
                self._fitted.clear()
            shown = self._fitted[key] = metrics.elidedText(text, cut, width)
        return shown
