"""How cells look: words, links, bars with figures, and pills, on rows that show hover, selection and focus."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_als.gui.icons import pixmap
from desktop_als.gui.location import Location
from desktop_als.gui.tables.columns import Action, Column, Pill
from desktop_als.gui.tables.ink import Ink
from desktop_als.gui.tables.model import VALUE_ROLE, ArrayTableModel

Index = QModelIndex | QPersistentModelIndex
ONE_LINE = int(Qt.TextFlag.TextSingleLine)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | ONE_LINE
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | ONE_LINE
CENTER = int(Qt.AlignmentFlag.AlignCenter) | ONE_LINE
PLACEHOLDER_SHARES = (0.8, 0.55, 0.7, 0.45)


class Cells(QStyledItemDelegate):
    """Paints every cell of a table. The view tells it which row and which link the pointer is on."""

    def __init__(self, ink: Ink, parent: QObject) -> None:
        super().__init__(parent)
        self.ink = ink
        self.hovered_row = -1
        self.hovered_link: tuple[int, int, Location] | None = None  # row, column, where it leads
        self.hovered_action: tuple[int, Action] | None = None  # row, what a click would do
        self.focused_row = self.focused_column = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row's ground, then what the cell holds."""
        model = _model(index)
        rect = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, index, chosen=chosen)
        inner = self._inner(rect)
        if model.loading:
            self._placeholder(painter, inner, index)
        else:
            self._content(painter, inner, model.columns[index.column()], index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """The view sets the sizes; only printing and dragging ask."""
        return QSize(self.ink.bar_width, self.ink.pill_height)

    def link_at(self, rect: QRect, index: Index, point: QPoint) -> Location | None:
        """Where a click on this point of the cell ``rect`` leads."""
        model = _model(index)
        if model.loading:
            return None
        column = model.columns[index.column()]
        if column.link is None:
            return None
        if column.kind == "pills":
            for pill, place in self._pills(self._inner(rect), index.data(VALUE_ROLE)):
                if place.contains(point):
                    return Location(column.link, pill.id)
            return None
        words, metrics = self._inner(rect), self.ink.strong_metrics
        if column.kind == "count":
            words.setLeft(max(words.left(), words.right() - metrics.horizontalAdvance(index.data())))
            leads = words.contains(point) and index.data(VALUE_ROLE)
        else:
            words.setWidth(min(words.width(), metrics.horizontalAdvance(index.data())))
            leads = words.contains(point)
        return Location(column.link, model.subject(index.row(), column), column.part) if leads else None

    def action_at(self, rect: QRect, index: Index, point: QPoint) -> Action | None:
        """What a click on this point of the cell ``rect`` does."""
        model = _model(index)
        if model.loading or model.columns[index.column()].kind != "actions":
            return None
        placed = self._actions(self._inner(rect), index.data(VALUE_ROLE))
        return next((action for action, place in placed if place.contains(point)), None)

    def _inner(self, rect: QRect) -> QRect:
        return rect.adjusted(self.ink.left, 0, -self.ink.right, -1)

    def _ground(self, painter: QPainter, rect: QRect, index: Index, *, chosen: bool) -> None:
        hovered = index.row() == self.hovered_row
        if chosen or hovered:  # else the table's own ground shows
            painter.fillRect(rect, self.ink.tint if chosen else self.ink.hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.ink.line)
        if index.row() == self.focused_row:
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, self.ink.accent)
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.ink.accent)
            if index.column() == 0:
                painter.fillRect(rect.left(), rect.top(), 2, rect.height(), self.ink.accent)
            if index.column() == self.focused_column:  # the cell that F1 explains
                painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, self.ink.accent)

    def _placeholder(self, painter: QPainter, rect: QRect, index: Index) -> None:
        share = PLACEHOLDER_SHARES[(index.row() + index.column()) % len(PLACEHOLDER_SHARES)]
        bar = QRect(0, 0, round(max(0, rect.width()) * share), self.ink.placeholder_height)
        bar.moveCenter(rect.center())
        if _model(index).columns[index.column()].right_aligned:
            bar.moveRight(rect.right())
        else:
            bar.moveLeft(rect.left())
        _rounded(painter, bar, self.ink.line)

    def _content(self, painter: QPainter, rect: QRect, column: Column, index: Index) -> None:
        # The model is asked itself: through the index each answer would be turned into Qt's and back.
        ink, value = self.ink, _model(index).value(index.row(), index.column())
        if column.kind == "pills":
            self._paint_pills(painter, rect, index, value)
            return
        if column.kind == "actions":
            self._paint_actions(painter, rect, index, value)
            return
        text = column.text(value)
        match column.kind:
            case "link":
                font = ink.underlined if self._hovered_subject(index) is not None else ink.strong
                self._write(painter, rect, text, font, ink.strong_metrics, ink.text)
            case "text":
                self._write(painter, rect, text, ink.body, ink.body_metrics, ink.dim)
            case "file":
                middle = Qt.TextElideMode.ElideMiddle  # names of one export differ at their ends
                font, metrics, color = ink.body, ink.body_metrics, ink.dim
                if column.link is not None:
                    hovered = self._hovered_subject(index) is not None
                    font, metrics, color = ink.underlined if hovered else ink.strong, ink.strong_metrics, ink.text
                self._write(painter, rect, text, font, metrics, color, cut=middle)
            case "number" | "score" | "share" | "rounded" | "figure" | "gap" | "bytes" | "operations" | "span":
                self._write(painter, rect, text, ink.figures, ink.body_metrics, ink.text, RIGHT)
            case "count":
                hovered = self._hovered_subject(index) is not None
                font = ink.underlined_figures if hovered else ink.figures
                self._write(painter, rect, text, font, ink.body_metrics, ink.accent if value else ink.dim, RIGHT)
            case "quiet-number" | "spread" | "date" | "moment" | "tally":
                self._write(painter, rect, text, ink.figures, ink.body_metrics, ink.dim, RIGHT)
            case "match" | "similarity":
                self._bar(painter, rect, value / (100 if column.kind == "match" else 1), text)

    def _bar(self, painter: QPainter, rect: QRect, share: float, figure: str) -> None:
        ink = self.ink
        track = QRect(0, 0, ink.bar_width, ink.bar_height)
        track.moveCenter(rect.center())
        track.moveLeft(rect.left())
        _rounded(painter, track, ink.line)
        filled = QRect(track)
        filled.setWidth(round(track.width() * min(1.0, max(0.0, share))))
        if filled.width() > 0:
            _rounded(painter, filled, ink.accent)
        words = QRect(track.right() + ink.figure_gap, rect.top(), ink.figure_width, rect.height())
        self._write(painter, words, figure, ink.figures, ink.body_metrics, ink.text, RIGHT)

    def _pills(self, rect: QRect, pills: tuple[Pill, ...]) -> list[tuple[Pill, QRect]]:
        """The pills that have room, side by side; the last one is cut off where that leaves something to read."""
        ink = self.ink
        left, top, right = rect.left(), rect.center().y() - ink.pill_height // 2 + 1, rect.right() + 1
        placed: list[tuple[Pill, QRect]] = []
        for pill in pills:
            # Two more than the letters need: a fraction of a pixel would have them cut off.
            needed = ink.pill_metrics.horizontalAdvance(pill.text) + 2 + 2 * ink.pill_padding
            width = min(needed, right - left)
            if placed and width < min(needed, ink.least_pill):
                break
            placed.append((pill, QRect(left, top, width, ink.pill_height)))
            left += width + ink.gap
        return placed

    def _paint_pills(self, painter: QPainter, rect: QRect, index: Index, pills: tuple[Pill, ...]) -> None:
        ink = self.ink
        for pill, place in self._pills(rect, pills):
            hovered = self._hovered_subject(index) == pill.id
            painter.setPen(QPen(ink.accent if hovered else ink.line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = place.height() / 2
            painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            words = place.adjusted(ink.pill_padding, 0, -ink.pill_padding, 0)
            color = ink.text if hovered else ink.dim
            self._write(painter, words, pill.text, ink.pill, ink.pill_metrics, color, CENTER)

    def _actions(self, rect: QRect, actions: tuple[Action, ...]) -> list[tuple[Action, QRect]]:
        """The actions from the right edge of the cell; words are cut off where they have no room."""
        ink = self.ink
        placed: list[tuple[Action, QRect]] = []
        right = rect.right() + 1
        for action in reversed(actions):
            width = ink.action_size if action.icon else ink.body_metrics.horizontalAdvance(action.text) + 2
            width = min(width, right - rect.left())
            top = rect.center().y() - ink.action_size // 2 + 1
            placed.insert(0, (action, QRect(right - width, top, width, ink.action_size)))
            right -= width + ink.gap
        return placed

    def _paint_actions(self, painter: QPainter, rect: QRect, index: Index, actions: tuple[Action, ...]) -> None:
        ink = self.ink
        for action, place in self._actions(rect, actions):
            hovered = self.hovered_action == (index.row(), action)
            if not action.icon:
                font = ink.underlined_body if hovered else ink.body
                self._write(painter, place, action.text, font, ink.body_metrics, ink.accent, RIGHT)
                continue
            if hovered:
                _rounded(painter, place, ink.line)
            drawing = QRect(0, 0, ink.icon_size, ink.icon_size)
            drawing.moveCenter(place.center())
            color = ink.loud_icon if action.on or hovered else ink.quiet_icon
            painter.drawPixmap(drawing, pixmap(action.icon, color, ink.icon_size))

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        font: QFont,
        metrics: QFontMetrics,
        color: QColor,
        where: int = LEFT,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """One line of plain text, cut off with an ellipsis."""
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(rect, where, self.ink.fitted(text, metrics, rect.width(), cut))

    def _hovered_subject(self, index: Index) -> int | None:
        """The subject of the link of this cell that the pointer is on."""
        if self.hovered_link is None or self.hovered_link[:2] != (index.row(), index.column()):
            return None
        return self.hovered_link[2].subject


def _model(index: Index) -> ArrayTableModel:
    model = index.model()
    assert isinstance(model, ArrayTableModel)  # noqa: S101 - the delegate belongs to views of this model
    return model


def _rounded(painter: QPainter, rect: QRect, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    radius = min(rect.height(), rect.width()) / 2
    painter.drawRoundedRect(rect, radius, radius)
