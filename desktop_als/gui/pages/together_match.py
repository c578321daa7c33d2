"""The tab that takes the match of two listeners apart, and shows who bridges their tastes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import together as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.together_parts import PartsCard
from desktop_als.gui.pages.together_tab import TogetherTab
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Card, EmptyState, label
from desktop_als.gui.widgets.export_button import ExportButton, ExportSource
from desktop_als.gui.widgets.what_is import Number
from desktop_als.workspace import MatchPart, TasteMatch

PARTS, BRIDGES = 6, 50
WIDE, BRIDGES_HEIGHT = 800, 240
"""From this width on, at text scale 1, the bridges have room beside the parts; below them they get so much height."""

BRIDGE_COLUMNS = (
    Column("artist", words.ARTIST, "link", width=160, stretch=1, link="artist"),
    Column("first", words.MATCH, "match", width=128),
    Column("second", words.MATCH, "match", width=128),
)


class MatchTab(TogetherTab):
    """A figure and what it means, its parts, and the bridges beside them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.match = Number(words.MATCH, "welcome-title")
        self.match.explain(words.MATCH, words.MATCH_MEANING)
        self.verdict = label("", "", wrap=True)
        self.parts = PartsCard(context.theme, context.go)
        self.bridges = TablePane(BRIDGE_COLUMNS, context, words.BRIDGES)
        self._nothing = EmptyState(words.NOT_COMPARED, words.NOT_COMPARED_TEXT)
        self._views = QStackedWidget()
        for view in (QWidget(), self._compared(), self._nothing):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._views)
        context.theme.changed.connect(self._arrange)

    def ask(self) -> None:
        """Ask for the match."""
        together, (first, second) = self.context.workspace.together, (who for who, _ in self.people)
        self.load(lambda: together.match(first, second, PARTS, BRIDGES), self._show, self._fail)

    def forget(self) -> None:
        """Show nothing until other people's match is known."""
        super().forget()
        self._views.setCurrentIndex(0)

    def _compared(self) -> QWidget:
        head = Card()
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        line.addWidget(self.match)
        line.addWidget(label(words.OF_100, "dim"))
        line.addSpacing(theme.S)
        line.addWidget(self.verdict, 1)
        head.body.addLayout(line)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addWidget(head)
        column.addWidget(self.parts)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.S)
        title = QHBoxLayout()
        title.addWidget(label(words.BRIDGES, "section-title"), 1)
        title.addWidget(ExportButton(self.context, self._source))
        right.addLayout(title)
        right.addWidget(label(words.BRIDGES_FACTS, "dim", wrap=True))
        right.addWidget(self.bridges, 1)
        both = QWidget()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._halves.setContentsMargins(0, 0, theme.S, 0)
        self._halves.setSpacing(theme.L)
        self._halves.addWidget(left, 6)
        self._halves.addLayout(right, 7)
        return scrolling(both)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the halves anew."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        """Side by side where there is room, else one above the other."""
        scaled = self.context.theme.scaled
        wide = self.width() >= scaled(WIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(direction)
        self.bridges.setMinimumHeight(0 if wide else scaled(BRIDGES_HEIGHT))

    def _show(self, found: TasteMatch | None) -> None:
        if found is None:
            self._say(words.NOT_COMPARED_TEXT)
            return
        one, other = self.names
        self.match.setText(str(found.match))
        self.verdict.setText(words.verdict(found.match, found.usual))
        self.parts.show_match(found, (one, other))
        self.bridges.show_rows(bridge_rows(found.bridges, (one, other)) if found.bridges else NO_ROWS)
        if not found.bridges:
            self.bridges.show_nothing(browse.NOTHING_HERE, words.NO_BRIDGES)
        self._views.setCurrentIndex(1)

    def _fail(self, sentence: str) -> None:
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._nothing.say(words.NOT_COMPARED, sentence)
        self._views.setCurrentWidget(self._nothing)

    def _source(self) -> ExportSource | None:
        return ExportSource(words.bridges_title(self.names), self.bridges.table.table_model.rows.ids.tolist())


def bridge_rows(parts: Sequence[MatchPart], names: tuple[str, str]) -> Rows:
    """Artists with what each makes of them, as rows."""
    one, other = names
    return Rows(
        np.array([part.artist_id for part in parts], dtype=np.int64),
        artist=objects([part.artist for part in parts]),
        first=np.array([part.matches[0] for part in parts], dtype=np.int64),
        second=np.array([part.matches[1] for part in parts], dtype=np.int64),
    ).titled(first=(one, words.match_hint(one)), second=(other, words.match_hint(other)))
