"""The tab that lists what to play for several listeners, from the average to nobody suffers, re-ranked as the slider moves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import together as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.together_tab import TogetherTab
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import label
from desktop_als.gui.widgets.export_button import ExportButton, ExportSource
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.slider import Stops, evenly
from desktop_als.gui.widgets.what_is import Number
from desktop_als.workspace import BlendRow

SLIDER_WIDTH, STOPS, USUAL = 160, 20, 0.5
MATCHES = tuple(f"match{place}" for place in range(words.COLUMNS))

COLUMNS = (
    Column("rank", words.RANK, "quiet-number", words.RANK_HINT, width=56),
    Column("artist", words.ARTIST, "link", width=176, stretch=1, link="artist"),
    *(Column(key, words.MATCH, "match", width=128) for key in MATCHES),
)


class BlendTab(TogetherTab):
    """A slider, and a table with a column for each listener."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.misery = Stops(words.MISERY, evenly(STOPS, 1.0, words.misery), USUAL)
        self.figure = Number(words.MISERY, "dim-number")
        self.figure.explain(words.MISERY, words.MISERY_HINT)
        self.only_new = QCheckBox(words.ONLY_NEW)
        self.only_new.setToolTip(words.ONLY_NEW_HINT)
        self._note = label("", "dim", wrap=True)
        self._note.hide()
        self.pane = TablePane(COLUMNS, context, words.BLEND_TAB)
        self.pane.table.let_rows_glide()
        flow = FlowLayout(gap=theme.L)
        flow.addWidget(_side_by_side(label(words.AVERAGE), self.misery, label(words.LEAST_MISERY), self.figure))
        flow.addWidget(self.only_new)
        controls = QHBoxLayout()
        controls.addLayout(flow, 1)
        controls.addWidget(ExportButton(context, self._source), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(controls)
        column.addWidget(self._note)
        column.addWidget(self.pane, 1)
        self.misery.moved.connect(self._moved)
        self.only_new.toggled.connect(self._moved)
        context.theme.changed.connect(self._dress)
        self._dress()
        self._say_figure()

    def ask(self) -> None:
        """Ask for the list; the one that is shown stays until then."""
        together, names, ids = self.context.workspace.together, self.names, [who for who, _ in self.people]
        misery, new = self.misery.chosen or 0.0, self.only_new.isChecked()

        def question() -> tuple[Rows, list[str]]:
            found = together.blend(ids, misery, only_new=new)
            return blend_rows(found, names), unknown(found, names)

        self.pane.start_loading()
        self.load(question, self._show, self._fail)

    def forget(self) -> None:
        """Show placeholders."""
        super().forget()
        self._note.hide()
        self.pane.forget_rows()

    @Slot()
    def _moved(self) -> None:
        self._say_figure()
        if self.people:
            self.ask()

    def _say_figure(self) -> None:
        self.figure.setText(self.misery.said)

    def _show(self, found: tuple[Rows, list[str]]) -> None:
        rows, unheard_of = found
        for place, key in enumerate(MATCHES):
            there = place < len(self.people) and self.names[place] not in unheard_of
            self.pane.table.show_column(key, shown=there)
        self.pane.show_rows(rows)
        if not len(rows):
            self.pane.show_nothing(words.NO_BLEND, words.NO_BLEND_TEXT)
        notes = [words.shown_columns(len(self.people))] if len(self.people) > words.COLUMNS else []
        notes += [words.no_part(unheard_of)] if unheard_of else []
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))

    def _fail(self, sentence: str) -> None:
        self.pane.show_rows(NO_ROWS)
        self.pane.show_nothing(browse.NOT_LOADED, sentence)

    def _source(self) -> ExportSource | None:
        return ExportSource(words.title(self.names), self.pane.table.table_model.rows.ids.tolist())

    @Slot()
    def _dress(self) -> None:
        self.misery.setFixedWidth(self.context.theme.scaled(SLIDER_WIDTH))


def _side_by_side(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S)
    for part in parts:
        row.addWidget(part)
    return holder


def blend_rows(found: Sequence[BlendRow], names: Sequence[str]) -> Rows:
    """What to play for all, as rows with the matches of the first listeners."""
    matches = np.zeros((len(MATCHES), len(found)), dtype=np.int64)
    for place in range(min(len(MATCHES), len(names))):
        matches[place] = [row.matches[place] for row in found]
    titles = {key: (name, words.match_hint(name)) for key, name in zip(MATCHES, names, strict=False)}
    return Rows(
        np.array([row.artist_id for row in found], dtype=np.int64),
        rank=np.array([row.rank for row in found], dtype=np.int64),
        artist=objects([row.artist for row in found]),
        **dict(zip(MATCHES, matches, strict=True)),
    ).titled(**titles)


def unknown(found: Sequence[BlendRow], names: Sequence[str]) -> list[str]:
    """The listeners of whom the model knows no artist."""
    return [name for name, match in zip(names, found[0].matches, strict=True) if match < 0] if found else []
