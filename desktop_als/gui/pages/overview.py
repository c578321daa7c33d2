"""Home once there is a library: the next sensible step, the library in numbers, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import common, train
from desktop_als.gui.messages import work as words
from desktop_als.gui.pages import sources_table as table
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.drop_zone import DropZone
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.widgets.basics import Card, PageHeader, button, label
from desktop_als.workspace import Interrupted, NextStep, Source, Totals, Undone, Workspace

COLUMNS = (table.NAME, table.FORMAT, table.WHO, table.KEPT, table.FIRST, table.LAST, table.IMPORTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """The library as Home shows it, its sources newest first."""

    totals: Totals
    sources: list[Source]
    next_step: NextStep
    has_model: bool
    cut_off: Interrupted | None

    @classmethod
    def read(cls, workspace: Workspace) -> Standing:
        """Ask the workspace. Takes longer than a frame."""
        return cls(
            workspace.totals(),
            sorted(workspace.sources(), key=lambda source: -source.id),
            workspace.next_step(),
            workspace.model_info() is not None,
            workspace.interrupted(),
        )

    @property
    def has_sample(self) -> bool:
        """True when the invented community is among the sources."""
        return any(source.format == "sample" for source in self.sources)


class Overview(QWidget):
    """What Home shows with a library."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        self._header = PageHeader(words.HOME)
        self._add_sample = button(words.SAMPLE_BUTTON, context.import_sample)
        self._header.add(self._add_sample)
        self._header.add(button(words.COMMUNITY_TITLE, lambda: context.go(Location("communities"))))
        column.addWidget(self._header)
        self._step = NextStepCard(context)
        column.addWidget(self._step)
        sources = Card(padding=theme.XS, spacing=0)
        sources.body.addLayout(self._sources_head())
        self._table = TableView(COLUMNS, context.theme, words.SOURCES)
        self._table.followed.connect(context.go)
        sources.body.addWidget(self._table)
        column.addWidget(sources, 1)
        column.addWidget(DropZone(context.import_paths, small=True))

    def show_standing(self, standing: Standing) -> None:
        """Show the library as it is now."""
        totals = standing.totals
        self._header.set_facts(words.totals(totals))
        self._add_sample.setVisible(not standing.has_sample)
        self._step.show_step(standing)
        self._undo.setEnabled(bool(standing.sources))
        self._table.show_rows(table.source_rows(standing.sources))

    def _sources_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.M, theme.M, theme.M, theme.S)
        row.setSpacing(theme.M)
        row.addWidget(label(words.SOURCES, "section-title"))
        self._said = label("", "dim")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._said, 1)
        self._undo = button(words.UNDO_LAST, self._undo_import)
        row.addWidget(self._undo)
        return row

    def _undo_import(self) -> None:
        self._undo.setEnabled(False)
        self._context.jobs.submit(
            words.UNDOING,
            asking(self._context.workspace.undo),
            lane="io",
            done=self._tell_undone,
            failed=self._tell_failure,
            cancelled=self._context.changed,
        )

    def _tell_undone(self, undone: Undone | None) -> None:
        self._said.setText(common.taken_back(undone) if undone else common.NOTHING_TO_UNDO)
        self._context.changed()

    def _tell_failure(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._undo.setEnabled(True)


class NextStepCard(Card):
    """One sentence and the one button that follows from it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._go = context.go
        self._where = Location("train")
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        said = QVBoxLayout()
        said.setSpacing(theme.XS)
        self._title = label("", "section-title")
        self._text = label("", "dim", wrap=True)
        said.addWidget(self._title)
        said.addWidget(self._text)
        self._button = button("", lambda: self._go(self._where), "primary")
        row.addLayout(said, 1)
        row.addWidget(self._button)
        self.body.addLayout(row)

    def show_step(self, standing: Standing) -> None:
        """Say what is sensible now."""
        step = standing.next_step
        cut_off = standing.cut_off
        if cut_off and not cut_off.library_changed:
            title, text, action = train.cut_off(cut_off), train.going_on(cut_off), train.GO_ON
        elif step.action == "browse":
            title, text, action = words.NEXT_BROWSE, words.NEXT_BROWSE_TEXT, words.BROWSE
        elif not standing.has_model:
            plays = common.known(standing.totals.plays, standing.totals.ratings)
            title, text, action = words.NEXT_TRAIN_FIRST, words.next_train_first(plays), words.TRAIN
        else:
            title, text, action = words.NEXT_TRAIN_AGAIN, words.next_train_again(step.new_plays), words.TRAIN
        self._where = Location("listeners" if action == words.BROWSE else "train")
        self._title.setText(title)
        self._text.setText(text)
        self._button.setText(action)
        self._button.setAccessibleName(action)
