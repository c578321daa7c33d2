"""The look: colours by name and scheme, type, space, and the style sheet made of them. Nothing else names a colour or a size."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_als.paths import resource

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
SIZE_SMALL, SIZE_BODY, SIZE_SECTION, SIZE_PAGE, SIZE_WELCOME = 11, 13, 15, 22, 28
ROW_HEIGHT = 40
RAIL_WIDTH = 184
BAR_HEIGHT = 48
RADIUS_CONTROL, RADIUS_CARD = 6, 10

STYLED = Qt.WidgetAttribute.WA_StyledBackground
"""A plain QWidget paints the background of the style sheet only with this attribute."""

Mode = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of one scheme, as "#RRGGBB". ``faint`` is for ornament, never for the only copy of a fact."""

    is_dark: bool
    background: str
    panel: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    on_accent: str
    tint: str
    positive: str
    negative: str
    warn: str
    hover: str
    data: tuple[str, ...]

    def color(self, name: str) -> QColor:
        """One colour by its name."""
        return QColor(getattr(self, name))


LIGHT = Scheme(
    is_dark=False,
    background="#F7F7F9",
    panel="#FFFFFF",
    line="#E4E4EA",
    text="#1C1C22",
    dim="#62626E",
    faint="#8E8E9A",
    accent="#5A54C9",
    on_accent="#FFFFFF",
    tint="#ECEBFA",
    positive="#2F8F6B",
    negative="#C2553F",
    warn="#875600",
    hover="#F3F3F6",
    data=("#5A54C9", "#2F8F6B", "#B7791F", "#7A7A86", "#C2553F", "#2B7FB8", "#A8497F", "#6B7F2A"),
)
DARK = Scheme(
    is_dark=True,
    background="#141417",
    panel="#1C1C21",
    line="#2D2D35",
    text="#EEEEF3",
    dim="#A8A8B5",
    faint="#7C7C89",
    accent="#9B96FF",
    on_accent="#141417",
    tint="#2A2845",
    positive="#5FC79E",
    negative="#F08A72",
    warn="#E3B341",
    hover="#232329",
    data=("#9B96FF", "#5FC79E", "#E0A84A", "#A0A0AC", "#F08A72", "#6CB8EA", "#E08ABF", "#B3C55F"),
)


class ThemeSource(QObject):
    """The scheme in force. Follows the system unless told otherwise, and dresses the application when it changes.

    ``chosen`` carries the mode that the person chose, also where the colours stay as they are.
    """

    changed = Signal()
    chosen = Signal(str)

    def __init__(self, application: QApplication, mode: Mode = "system", text_scale: float | None = None) -> None:
        super().__init__(application)
        self._application = application
        self.mode: Mode = mode
        self.text_scale = text_scale or _scale_from_environment()
        self._family = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.scheme = self._wanted()
        self._dress()

    def set_mode(self, mode: Mode) -> None:
        """Take a scheme, or follow the system."""
        self.mode = mode
        self._refresh()
        self.chosen.emit(mode)

    def set_text_scale(self, scale: float) -> None:
        """Make all text larger, 1 to 2."""
        self.text_scale = min(2.0, max(1.0, scale))
        self._dress()
        self.changed.emit()

    def font(self, size: int = SIZE_BODY, weight: int = 400, *, tabular: bool = False) -> QFont:
        """The system's font at a size of the scale; ``tabular`` gives every figure one width."""
        font = QFont(self._family)
        font.setPixelSize(round(size * self.text_scale))
        font.setWeight(QFont.Weight(weight))
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def scaled(self, length: int) -> int:
        """A length that must grow with the text, in pixels."""
        return round(length * self.text_scale)

    @property
    def row_height(self) -> int:
        """The one height of table rows."""
        return self.scaled(ROW_HEIGHT)

    @Slot()
    def _follow_system(self) -> None:
        if self.mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is not self.scheme:
            self.scheme = wanted
            self._dress()
            self.changed.emit()

    def _wanted(self) -> Scheme:
        system_is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if self.mode == "dark" or (self.mode == "system" and system_is_dark) else LIGHT

    def _dress(self) -> None:
        self._application.setStyle("Fusion")
        self._application.setFont(self.font())
        self._application.setPalette(_palette(self.scheme))
        self._application.setStyleSheet(style_sheet(self.scheme, self.text_scale))


def role(widget: QWidget, name: str) -> None:
    """Say what a widget is; the style sheet decides how that looks."""
    if widget.property("role") == name:
        return  # to dress a widget anew takes longer than all else that happens to it
    widget.setProperty("role", name)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _scale_from_environment() -> float:
    try:
        return min(2.0, max(1.0, float(os.environ.get("DESKTOP_ALS_TEXT_SCALE", "1"))))
    except ValueError:
        return 1.0


def _palette(scheme: Scheme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: scheme.background,
        QPalette.ColorRole.Base: scheme.panel,
        QPalette.ColorRole.AlternateBase: scheme.panel,
        QPalette.ColorRole.Button: scheme.panel,
        QPalette.ColorRole.Text: scheme.text,
        QPalette.ColorRole.WindowText: scheme.text,
        QPalette.ColorRole.ButtonText: scheme.text,
        QPalette.ColorRole.Highlight: scheme.tint,
        QPalette.ColorRole.HighlightedText: scheme.text,
        QPalette.ColorRole.PlaceholderText: scheme.dim,
        QPalette.ColorRole.ToolTipBase: scheme.panel,
        QPalette.ColorRole.ToolTipText: scheme.text,
        QPalette.ColorRole.Link: scheme.accent,
    }
    for which, color in roles.items():
        palette.setColor(which, QColor(color))
    for which in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(scheme.faint))
    return palette


def style_sheet(scheme: Scheme, text_scale: float) -> str:
    """The style sheet of ``resources/theme/desktop.qss`` with the colours and sizes of a scheme filled in."""
    template = Template(resource("theme/desktop.qss").read_text(encoding="utf-8"))
    colors = {
        field.name: getattr(scheme, field.name) for field in fields(scheme) if field.name not in ("data", "is_dark")
    }
    sizes = {
        f"size_{name}": f"{round(size * text_scale)}px"
        for name, size in (
            ("small", SIZE_SMALL),
            ("body", SIZE_BODY),
            ("section", SIZE_SECTION),
            ("page", SIZE_PAGE),
            ("welcome", SIZE_WELCOME),
        )
    }
    return template.substitute(
        colors, **sizes, scheme="dark" if scheme.is_dark else "light", theme=resource("theme").as_posix()
    )
