"""What became of an import: a sentence that adds up, a table of the files, and the rows that were not kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import common
from desktop_als.gui.messages import work as words
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.plays import Fate
from desktop_als.workspace import FileReport, ImportReport

FILES = (
    Column("file", words.FILE, "file", width=200, stretch=4),
    Column("format", words.FORMAT, "text", width=140, stretch=2),
    Column("who", words.WHO, "text", width=140, stretch=1),
    Column("rows", words.ROWS, "number", width=96),
    Column("kept", words.KEPT, "number", words.KEPT_HINT, width=96),
    Column("first", words.FIRST_PLAY, "date", width=116),
    Column("last", words.LAST_PLAY, "date", width=116),
)
REJECTED = (
    Column("file", words.FILE, "file", width=160, stretch=1),
    Column("row", words.ROW, "number", width=88),
    Column("fate", words.FATE, "text", width=200),
    Column("text", words.TEXT, "text", width=200, stretch=3),
)
SENTENCES_SHOWN = 8


class ReportView(QWidget):
    """Shows one report. The page puts its buttons into ``buttons``."""

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        self._sum = label("", "section-title", wrap=True)
        column.addWidget(self._sum)
        self._problems = label("", "warn", wrap=True)
        self._notes = label("", "dim", wrap=True)
        column.addWidget(self._problems)
        column.addWidget(self._notes)
        files = Card(padding=theme.XS)
        self._files = TableView(FILES, themes, words.FILES)
        files.body.addWidget(self._files)
        column.addWidget(files, 2)
        self._open = button("", self._toggle, "link")
        column.addWidget(self._open)
        self._rejected_card = Card(padding=theme.XS)
        self._rejected = TableView(REJECTED, themes, words.NOT_KEPT)
        self._rejected_card.body.addWidget(self._rejected)
        column.addWidget(self._rejected_card, 3)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.S)
        column.addLayout(self.buttons)

    def show_report(self, report: ImportReport) -> None:
        """Show another report, its rejected rows closed."""
        self._sum.setText(words.adds_up(report.totals))
        self._say(self._problems, report.problems)
        self._say(self._notes, [note for file in report.files for note in file.notes])
        self._files.show_rows(_file_rows(report.files))
        rejected = _rejected_rows(report.files)
        self._rejected.show_rows(rejected)
        self._open.setVisible(len(rejected) > 0)
        self._set_open(False)

    def _say(self, place: QLabel, sentences: Sequence[str]) -> None:
        shown = list(sentences[:SENTENCES_SHOWN])
        if len(sentences) > len(shown):
            shown.append(words.more_sentences(len(sentences) - len(shown)))
        place.setText("\n".join(shown))
        place.setVisible(bool(shown))

    def _toggle(self) -> None:
        self._set_open(self._rejected_card.isHidden())

    def _set_open(self, is_open: bool) -> None:
        self._rejected_card.setVisible(is_open)
        text = words.HIDE_NOT_KEPT if is_open else words.SHOW_NOT_KEPT
        self._open.setText(text)
        self._open.setAccessibleName(text)


def _file_rows(files: tuple[FileReport, ...]) -> Rows:
    return Rows(
        np.arange(len(files)),
        file=objects([common.file_name(file.path) for file in files]),
        format=objects([file.format_title or words.NOT_READ for file in files]),
        who=objects([file.listener or (words.COMMUNITY if file.format else common.DASH) for file in files]),
        rows=np.array([file.tally.rows_read for file in files], dtype=np.int64),
        kept=np.array([file.tally.kept for file in files], dtype=np.int64),
        first=np.array([file.first for file in files], dtype=np.int64),
        last=np.array([file.last for file in files], dtype=np.int64),
    )


def _rejected_rows(files: tuple[FileReport, ...]) -> Rows:
    samples: list[tuple[str, Fate, int, str]] = []
    return Rows(
        np.arange(len(samples)),
        file=objects([file for file, *_ in samples]),
        fate=objects([words.FATES[fate] for _, fate, _, _ in samples]),
        row=np.array([row for _, _, row, _ in samples], dtype=np.int64),
        text=objects([text for *_, text in samples]),
    )
