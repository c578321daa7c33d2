"""The tab of a listener that lists all they said, to be taken back, carried elsewhere and brought from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import steering as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.settings_section import in_a_row
from desktop_als.gui.pages.steering_files import export_steering, import_steering
from desktop_als.gui.pages.steering_memory import MemoryCard
from desktop_als.gui.pages.subject import SubjectTab
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.workspace import SteeringEntry

COLUMNS = (
    Column("artist", words.ARTIST, "link", width=200, stretch=1, link="artist", subject="artist_id"),
    Column("what", words.WHAT, "text", words.WHAT_HINT, width=240, stretch=1),
    Column("when", words.WHEN, "date", words.WHEN_HINT, width=128),
)
EVERY = -1
"""Stands for the artist of what is said of all of them."""

KINDS = tuple(kind for kind, _ in words.KINDS)


class SteeringTab(SubjectTab):
    """The list, what can be done with it, and beneath it what is made of having been shown."""

    steered = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._subject: int | None = None
        self._entries: dict[int, SteeringEntry] = {}
        self._loading = Latest(context.jobs, words.STEERING)
        self.kind = QComboBox()
        self.kind.setAccessibleName(words.KINDS_NAME)
        for kind, text in words.KINDS:
            self.kind.addItem(text, kind)
        self.pane = TablePane(COLUMNS, context, words.STEERING, self._follow)
        self._take = button(words.TAKE_BACK, self._take_selected)
        self._take_all = button(words.TAKE_ALL, self._ask_all)
        self._export = button(words.EXPORT, self._export_all)
        self.question = Question(self._take_shown)
        self.memory = MemoryCard(context)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.pane.table.selectionModel().selectionChanged.connect(self._allow)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.pane.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._take_selected)

    def _lay_out(self) -> None:
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.M)
        taken_along = button(words.IMPORT, self._import_more)
        inner.addLayout(in_a_row(self.kind, self._take, self._take_all, self._export, taken_along))
        inner.addWidget(self.question)
        inner.addWidget(self.pane, 1)
        inner.addWidget(self.memory)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(content))

    def refresh(self, subject: int) -> None:
        """Load what a listener said."""
        self._subject = subject
        steering = self._context.workspace.steering
        self.pane.start_loading()
        self.memory.refresh(subject)
        self._loading.ask(lambda: steering.entries(subject), self._show, self._fail)

    def forget(self) -> None:
        """Show placeholders; a question that was not answered is none any more."""
        self._subject = None
        self._loading.drop()
        self._entries = {}
        self.question.hide()
        self.memory.forget()
        self.pane.forget_rows()
        self._allow()

    def _show(self, entries: Sequence[SteeringEntry]) -> None:
        self._entries = {row_id(entry): entry for entry in entries}
        self.question.hide()
        self.pane.show_rows(rows_of(entries))
        self._show_kind()

    def _fail(self, sentence: str) -> None:
        self._show(())
        self.pane.show_nothing(browse.NOT_LOADED, sentence)

    @Slot()
    def _show_kind(self) -> None:
        kind: str = self.kind.currentData()
        kept = np.array([not kind or entry.kind == kind for entry in self._entries.values()], dtype=np.bool_)
        self.question.hide()
        self.pane.keep(None if kept.all() else kept)
        if not self._entries:
            self.pane.show_nothing(words.EMPTY, words.EMPTY_TEXT, words.SEE_RECOMMENDATIONS, self._go_recommendations)
        elif not kept.any():
            self.pane.show_nothing(words.NONE_OF_KIND, words.NONE_OF_KIND_TEXT)
        self._allow()

    @Slot()
    def _allow(self) -> None:
        self._take.setEnabled(bool(self.selected))
        self._take_all.setEnabled(bool(self.shown))
        self._export.setEnabled(bool(self._entries))

    @property
    def shown(self) -> list[SteeringEntry]:
        """The entries of the chosen kind."""
        kind: str = self.kind.currentData()
        return [entry for entry in self._entries.values() if not kind or entry.kind == kind]

    @property
    def selected(self) -> list[SteeringEntry]:
        """The entries that are selected."""
        table = self.pane.table
        rows = [table.table_model.id_at(index.row()) for index in table.selectionModel().selectedRows()]
        return [self._entries[row] for row in rows if row in self._entries]

    def _follow(self, location: Location) -> None:
        self._context.go(Location("artists") if location.subject == EVERY else location)

    def _go_recommendations(self) -> None:
        self._context.go(Location("listener", self._subject, "recommendations"))

    # Taking back

    @Slot()
    def _take_selected(self) -> None:
        self._take_back(self.selected)

    def _ask_all(self) -> None:
        self.question.ask(len(self.shown))

    def _take_shown(self) -> None:
        self._take_back(self.shown)

    def _take_back(self, entries: list[SteeringEntry]) -> None:
        subject, steering = self._subject, self._context.workspace.steering
        if subject is None or not entries:
            return
        self.question.hide()
        for one in (self._take, self._take_all):
            one.setEnabled(False)
        said = words.taken_back(len(entries))
        decide(
            self._context,
            words.TAKING_BACK,
            lambda: steering.take_back(subject, entries),
            lambda _: said,
            self._allow,
        )

    def _export_all(self) -> None:
        if self._subject is not None:
            export_steering(self, self._context, self._subject)

    def _import_more(self) -> None:
        if self._subject is not None:
            import_steering(self, self._context, self._subject)


class Question(Card):
    """Asks before all entries are taken back, saying how many."""

    def __init__(self, on_yes: Callable[[], object]) -> None:
        super().__init__()
        self._asked = label("", wrap=True)
        self._yes = button("", on_yes, "primary")
        self._no = button(words.KEEP, self.hide)
        self.body.addWidget(self._asked)
        self.body.addLayout(in_a_row(self._yes, self._no))
        self.hide()

    def ask(self, number: int) -> None:
        """Ask; the answer that changes nothing is at hand."""
        self._asked.setText(words.ask_all(number))
        self._yes.setText(words.take_all(number))
        self._yes.setAccessibleName(words.take_all(number))
        self.show()
        self._no.setFocus()


def row_id(entry: SteeringEntry) -> int:
    """The same for an entry whenever it is read, so that a selection stays: an artist has one entry of a kind."""
    return (entry.artist_id or 0) * len(KINDS) + KINDS.index(entry.kind)


def rows_of(entries: Sequence[SteeringEntry]) -> Rows:
    """Entries as rows."""
    return Rows(
        np.array([row_id(entry) for entry in entries], dtype=np.int64),
        artist_id=np.array(
            [EVERY if entry.artist_id is None else entry.artist_id for entry in entries], dtype=np.int64
        ),
        artist=objects([entry.artist or words.EVERY_ARTIST for entry in entries]),
        what=objects([words.what(entry) for entry in entries]),
        when=np.array([entry.said_at for entry in entries], dtype=np.int64),
    )
