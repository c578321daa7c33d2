"""Settings: the rules that leave plays out, and the way to one more."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.settings_rule_form import RuleForm
from desktop_als.gui.pages.settings_section import Section, in_a_row
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import button
from desktop_als.workspace import ListedRule, Rule

COLUMNS = (
    Column("what", words.WHAT, "link", width=200, stretch=3, link="settings"),
    Column("who", words.WHO, "text", width=120, stretch=1),
    Column("plays", words.PLAYS, "number", words.PLAYS_HINT, width=96),
    Column("artists", words.ARTISTS, "quiet-number", words.ARTISTS_HINT, width=96),
)


class RulesSection(Section):
    """The table, or the form of one rule in its place."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._loading = Latest(context.jobs, words.RULES_NAME)
        self._rules: dict[int, ListedRule] = {}
        self.pane = TablePane(COLUMNS, context, words.RULES_NAME, self._follow)
        self.pane.table.row_chosen.connect(self._note_chosen)
        self._add = button(words.ADD_RULE, self._open_empty, "primary")
        self._edit = button(words.EDIT_RULE, self._edit_chosen)
        self._remove = button(words.REMOVE_RULE, self._remove_chosen)
        self._views = QStackedWidget()
        self._views.addWidget(self._table_view())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._views)

    def refresh(self) -> None:
        """Read the rules anew; an open form stays."""
        self.pane.start_loading()
        self._loading.ask(self.context.workspace.rules.in_use, self._show, self._fail)
        if self._views.currentIndex() > 0:
            self.form.refresh()

    @cached_property
    def form(self) -> RuleForm:
        """Built when the first rule is added or opened."""
        made = RuleForm(self.context, self._take, self._show_table)
        self._views.addWidget(made)
        return made

    def _table_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.pane, 1)
        column.addLayout(in_a_row(self._add, self._edit, self._remove))
        return view

    def _show(self, found: list[ListedRule]) -> None:
        self._rules = {one.id: one for one in found}
        self.pane.show_rows(rule_rows(found))
        self._show_buttons(bool(found))
        if not found:
            self.pane.show_nothing(words.NO_RULES, words.NO_RULES_TEXT, words.ADD_RULE, self._open_empty)
        self._note_chosen(self.pane.table.chosen)

    def _fail(self, sentence: str) -> None:
        self._rules = {}
        self.pane.show_rows(NO_ROWS)
        self.pane.show_nothing(words.NOT_LOADED, sentence)
        self._show_buttons(False)

    def _show_buttons(self, shown: bool) -> None:
        for one in (self._add, self._edit, self._remove):
            one.setVisible(shown)

    @Slot(object)
    def _note_chosen(self, chosen: int | None) -> None:
        for one in (self._edit, self._remove):
            one.setEnabled(chosen in self._rules)

    def _open_empty(self) -> None:
        self._open(None)

    def _follow(self, location: Location) -> None:
        self._open(self._rules.get(location.subject or 0))

    def _edit_chosen(self) -> None:
        self._open(self._rules.get(self.pane.table.chosen or 0))

    def _open(self, listed: ListedRule | None) -> None:
        self._views.setCurrentWidget(self.form)
        self.form.open(listed)

    def _show_table(self) -> None:
        self._views.setCurrentIndex(0)
        self.pane.table.setFocus()

    def _take(self, number: int | None, rule: Rule) -> None:
        rules = self.context.workspace.rules
        self._show_table()
        if number is None:
            self.change(words.RULE_CHANGES, lambda: rules.add(rule), words.RULE_ADDED)
        else:
            self.change(words.RULE_CHANGES, lambda: rules.change(number, rule), words.RULE_CHANGED)

    def _remove_chosen(self) -> None:
        rules, chosen = self.context.workspace.rules, self.pane.table.chosen
        if chosen is not None:
            self._note_chosen(None)
            self.change(words.RULE_CHANGES, lambda: rules.remove(chosen), words.RULE_REMOVED)


def rule_rows(found: list[ListedRule]) -> Rows:
    """One row a rule, in their order."""
    return Rows(
        np.array([one.id for one in found], dtype=np.int64),
        what=objects([words.what(one) for one in found]),
        who=objects([one.listener or words.EVERYBODY for one in found]),
        plays=np.array([one.plays for one in found], dtype=np.int64),
        artists=np.array([one.artists for one in found], dtype=np.int64),
    )
