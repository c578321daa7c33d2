"""The search box of the bar and its list of results: artists, listeners and commands while typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.jobs import Job, Jobs
from desktop_als.gui.messages import common as words
from desktop_als.gui.theme import ThemeSource, role
from desktop_als.gui.widgets.basics import label
from desktop_als.workspace import SearchHit

AnyIndex = QModelIndex | QPersistentModelIndex
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the list: a heading (without ``act``), or something to open or do."""

    text: str
    facts: str = ""
    act: Callable[[], object] | None = None


class _Results(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Result] = []

    def replace(self, rows: list[Result]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def result(self, row: int) -> Result:
        return self._rows[row]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()].text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._rows[index.row()].facts
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].act is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _ResultDelegate(QStyledItemDelegate):
    def __init__(self, themes: ThemeSource, results: _Results) -> None:
        super().__init__()
        self._theme = themes
        self._results = results

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        heading = self._results.result(index.row()).act is None
        return QSize(200, self._theme.scaled(26 if heading else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        result, scheme = self._results.result(index.row()), self._theme.scheme
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if result.act and state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.tint if state & QStyle.StateFlag.State_Selected else scheme.hover))
            painter.drawRoundedRect(rect.adjusted(2, 0, -2, 0), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        inner = rect.adjusted(theme.M, 0, -theme.M, 0)
        small = self._theme.font(theme.SIZE_SMALL)
        painter.setFont(small)
        painter.setPen(QColor(scheme.dim))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, result.facts)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(result.facts) - theme.M
        font = self._theme.font(theme.SIZE_BODY, 600) if result.act else self._theme.font(theme.SIZE_SMALL, 600)
        painter.setFont(font)
        painter.setPen(QColor(scheme.text if result.act else scheme.dim))
        text = painter.fontMetrics().elidedText(result.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text
        )
        painter.restore()


class SearchBox(QLineEdit):
    """Type to find; arrows choose, Enter opens, Escape leaves.

    ``opened`` carries the :class:`SearchHit` that was chosen.
    """

    opened = Signal(object)

    def __init__(
        self,
        themes: ThemeSource,
        jobs: Jobs,
        find: Callable[[str], list[SearchHit]],
        commands: Sequence[tuple[str, str, Callable[[], object]]],
    ) -> None:
        """``find`` is called on the "query" lane; ``commands``: text, shortcut and action of each."""
        super().__init__()
        self._theme, self._jobs, self._find, self._commands = themes, jobs, find, commands
        self._job: Job | None = None
        self.setPlaceholderText(words.SEARCH)
        self.setAccessibleName(words.SEARCH)
        self._glass = self.addAction(icon("search", themes.scheme.dim), QLineEdit.ActionPosition.LeadingPosition)
        self._key = label(words.SEARCH_KEY, "key")
        self._key.setParent(self)
        self._results = _Results()
        self.list = QListView()
        self.list.setModel(self._results)
        self._delegate = _ResultDelegate(themes, self._results)
        self.list.setItemDelegate(self._delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(words.SEARCH)
        self.list.hide()
        self.list.clicked.connect(self._act_on)
        role(self.list, "results")
        self.textEdited.connect(self._search)
        themes.changed.connect(self._dress)

    def place_list_in(self, window: QWidget) -> None:
        """Show results above the pages of ``window``."""
        self.list.setParent(window)
        window.installEventFilter(self)

    def start(self) -> None:
        """Begin a search: take the keyboard and offer the commands."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._search(self.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self.list.hide()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list while the keyboard stays in the box."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.isVisible():
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.isVisible():
            self._act_on(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        self.list.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key hint at the right."""
        super().resizeEvent(event)
        self._show_key()
        hint = self._key.sizeHint()
        self._key.setGeometry(
            self.width() - hint.width() - theme.S, (self.height() - hint.height()) // 2, hint.width(), hint.height()
        )

    def _show_key(self) -> None:
        room = self.width() - self.fontMetrics().horizontalAdvance(words.SEARCH) - 2 * self.height()
        self._key.setVisible(not self.text() and room > self._key.sizeHint().width())

    def _dress(self) -> None:
        self._glass.setIcon(icon("search", self._theme.scheme.dim))

    def _search(self, text: str) -> None:
        self._show_key()
        self._jobs.forget(self._job)
        wanted = text.strip()
        if not wanted:
            self._show(self._command_results(""))
            return
        find = self._find

        def show(hits: list[SearchHit]) -> None:
            if self.text().strip() == wanted and self.hasFocus():
                self._show(self._hit_results(hits) + self._command_results(wanted.casefold()))

        self._job = self._jobs.submit(words.SEARCH, lambda *_: find(wanted), lane="query", done=show, quiet=True)

    def _hit_results(self, hits: list[SearchHit]) -> list[Result]:
        rows: list[Result] = []
        for kind in ("artist", "listener"):
            of_kind = [hit for hit in hits if hit.kind == kind]
            if of_kind:
                rows.append(Result(words.GROUPS[kind]))
                rows += [Result(hit.name, hit.facts, lambda hit=hit: self.opened.emit(hit)) for hit in of_kind]  # type: ignore[misc]
        return rows

    def _command_results(self, wanted: str) -> list[Result]:
        rows = [Result(text, key, act) for text, key, act in self._commands if wanted in text.casefold()]
        return [Result(words.GROUPS["command"]), *rows] if rows else []

    def _show(self, rows: list[Result]) -> None:
        self._results.replace(rows or [Result(words.SEARCH_NOTHING)])
        window = self.list.parentWidget()
        if window is None:
            return
        corner = self.mapTo(window, QPoint(0, self.height() + theme.XS))
        height = sum(self.list.sizeHintForRow(row) for row in range(min(len(rows) or 1, SHOWN + 3))) + 2 * theme.S
        width = max(self.width(), min(self._theme.scaled(440), window.width() - corner.x() - theme.L))
        self.list.setGeometry(corner.x(), corner.y(), width, min(height, window.height() - corner.y() - theme.L))
        self.list.show()
        self.list.raise_()
        self._move(1, start=-1)

    def _move(self, step: int, start: int | None = None) -> None:
        count = self._results.rowCount()
        row = self.list.currentIndex().row() if start is None else start
        for _ in range(count):
            row = (row + step) % count
            if self._results.result(row).act is not None:
                self.list.setCurrentIndex(self._results.index(row))
                return

    def _act_on(self, index: QModelIndex) -> None:
        if index.isValid() and (act := self._results.result(index.row()).act) is not None:
            self._leave()
            act()

    def _leave(self) -> None:
        self.clear()
        self._show_key()
        self._jobs.forget(self._job)
        self.list.hide()
        self.clearFocus()
