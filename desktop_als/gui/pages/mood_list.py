"""What suits one mood, or all of them, in the place of the moods, with a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import moods as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.row_opinions import let_say
from desktop_als.gui.tables.columns import Column, Pill
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import button
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.export_button import ExportButton, ExportSource
from desktop_als.workspace import Mood, Recommendations

COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=56),
    Column("artist", browse.ARTIST, "link", width=200, stretch=1, link="artist"),
    Column("match", browse.MATCH, "match", browse.MATCH_HINT, width=116),
    Column("because", browse.BECAUSE, "pills", browse.BECAUSE_HINT, width=200, stretch=2, link="artist"),
    Column("mood", words.MOOD, "text", words.MOOD_HINT, width=136),
    Column("plays", browse.PLAYS, "number", browse.YOUR_PLAYS_HINT, width=88),
)


class MoodList(QWidget):
    """A table under its title."""

    def __init__(self, context: Context, back: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._shown: Recommendations | None = None
        self._names: Mapping[int, str] = {}
        self._loading = Latest(context.jobs, words.RECOMMEND)
        self.back = button(words.BACK, back)
        self.title = ElidedLabel("", "section-title")
        self.pane = TablePane(COLUMNS, context, words.RECOMMEND)
        let_say(self.pane.table, context)
        head = QHBoxLayout()
        head.setSpacing(theme.M)
        head.addWidget(self.back)
        head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(ExportButton(context, self._listed))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(head)
        column.addWidget(self.pane, 1)

    def ask(self, listener_id: int, mood: Mood | None, names: Mapping[int, str]) -> None:
        """Load what suits a mood, or all of them; ``names`` are of the moods, by number."""
        moods, number = self._context.workspace.moods, None if mood is None else mood.number
        self.title.set_text(words.ALL_MOODS if mood is None else words.for_mood(mood))
        self._names = names
        self.pane.table.show_column("mood", shown=mood is None)
        self._loading.ask(lambda: moods.recommend(listener_id, number), self._show, self._fail)

    def forget(self) -> None:
        """The moods of somebody else will be shown."""
        self._shown = None
        self._loading.drop()
        self.pane.forget_rows()

    def _show(self, found: Recommendations) -> None:
        self._shown = found
        self.pane.show_rows(rows_of(found, self._names))
        if not found.rows:
            self.pane.show_nothing(words.NOTHING, found.note or "")

    def _fail(self, sentence: str) -> None:
        self.pane.show_nothing(browse.NOT_LOADED, sentence)

    def _listed(self) -> ExportSource | None:
        return None if self._shown is None else ExportSource(self.title.whole, rows=self._shown.rows)


def rows_of(found: Recommendations, moods: Mapping[int, str]) -> Rows:
    """Recommendations as rows, with the names of the moods they suit."""
    because = [tuple(Pill(part.artist_id, part.artist) for part in row.because) for row in found.rows]
    return Rows(
        np.array([row.artist_id for row in found.rows], dtype=np.int64),
        rank=np.array([row.rank for row in found.rows], dtype=np.int64),
        artist=objects([row.artist for row in found.rows]),
        match=np.array([row.match for row in found.rows], dtype=np.int64),
        because=objects(because),
        opinion=objects([row.opinion for row in found.rows]),
        mood=objects([moods.get(row.mood, "") if row.mood is not None else "" for row in found.rows]),
        plays=np.array([row.plays for row in found.rows], dtype=np.int64),
    )
