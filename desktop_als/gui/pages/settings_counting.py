"""Settings: what counts as a play, private sessions, and the theme."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSlider, QSpinBox

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.settings_section import Section, TitledCard, show_cards
from desktop_als.gui.theme import Mode
from desktop_als.gui.widgets.basics import Segmented, button, indent, label
from desktop_als.workspace import COUNTING_MOST_SECONDS, CountingRule, InPrivate, Recount, Rule, Workspace

WAIT_MS = 250
"""After the last change of a figure, before what it would do is looked for."""

NAMED = 4
"""Listeners whose change is told one by one."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts now, and the id of the rule that leaves private sessions out, or None."""

    rule: CountingRule
    private: int | None

    @classmethod
    def read(cls, workspace: Workspace) -> Counted:
        """Ask the workspace."""
        private = [found.id for found in workspace.rules.in_use() if found.rule == Rule(InPrivate())]
        return cls(workspace.counting.rule(), private[0] if private else None)


class CountingSection(Section):
    """What counts is previewed while it is chosen, and changes when it is applied."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._loading = Latest(context.jobs, words.COUNTING)
        self._previewing = Latest(context.jobs, words.LOOKING)
        self._now: Counted | None = None
        self.seconds = QSpinBox()
        indent(self.seconds)
        self.seconds.setRange(0, COUNTING_MOST_SECONDS)
        self.seconds.setSuffix(words.SECONDS_SUFFIX)
        self.seconds.setAccessibleName(words.SECONDS)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, COUNTING_MOST_SECONDS)
        self.slider.setAccessibleName(words.SECONDS_SLIDER)
        self.heard_out = QCheckBox(words.HEARD_OUT)
        self.preview = label("", "", wrap=True)
        self.apply = button(words.APPLY, self._apply, "primary")
        self.private = QCheckBox(words.LEAVE_OUT_PRIVATE)
        self.theme = Segmented(words.THEMES, words.THEME)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        show_cards(self, context.theme, self._counting_card(), self._private_card(), self._theme_card())
        self._wait.timeout.connect(self._ask_preview)
        self.seconds.valueChanged.connect(self.slider.setValue)
        self.slider.valueChanged.connect(self.seconds.setValue)
        self.seconds.valueChanged.connect(self._note_choice)
        self.heard_out.toggled.connect(self._note_choice)
        self.private.clicked.connect(self._set_private)
        self.theme.chosen.connect(self._set_theme)
        context.theme.chosen.connect(self.theme.choose)

    def refresh(self) -> None:
        """Read what counts now; a choice that was not applied stays."""
        workspace = self.context.workspace
        self.theme.choose(self.context.theme.mode)
        self._loading.ask(lambda: Counted.read(workspace), self._show, self.context.tell_failure)

    def _counting_card(self) -> TitledCard:
        card = TitledCard(words.COUNTING, words.COUNTING_TEXT)
        asked = label(words.SECONDS, "strong")
        asked.setBuddy(self.seconds)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(asked)
        row.addWidget(self.seconds)
        row.addWidget(self.slider, 1, Qt.AlignmentFlag.AlignVCenter)  # or the box would be no higher than it
        card.body.addLayout(row)
        card.body.addWidget(self.heard_out)
        card.body.addWidget(self.preview)
        card.body.addWidget(self.apply, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _private_card(self) -> TitledCard:
        card = TitledCard(words.PRIVATE, words.PRIVATE_TEXT)
        card.body.addWidget(self.private)
        return card

    def _theme_card(self) -> TitledCard:
        card = TitledCard(words.THEME, words.THEME_TEXT)
        card.body.addWidget(self.theme)
        return card

    def _show(self, found: Counted) -> None:
        untouched = self._now is None or self._chosen() == self._now.rule
        self._now = found
        if untouched:
            self.seconds.setValue(round(found.rule.least_ms / 1000))
            self.heard_out.setChecked(found.rule.heard_out)
        self.private.setChecked(found.private is not None)
        self._note_choice()

    def _chosen(self) -> CountingRule:
        """What the fields say; of a rule that is no whole number of seconds, as long as nobody changed it, the rule."""
        now = self._now.rule if self._now else CountingRule()
        unchanged = self.seconds.value() == round(now.least_ms / 1000)
        return CountingRule(now.least_ms if unchanged else self.seconds.value() * 1000, self.heard_out.isChecked())

    @Slot()
    def _note_choice(self) -> None:
        if self._now is None:
            return
        self._previewing.drop()
        changed = self._chosen() != self._now.rule
        self.apply.setEnabled(changed)
        self.preview.setText(words.LOOKING if changed else words.AS_NOW)
        if changed:
            self._wait.start()
        else:
            self._wait.stop()

    @Slot()
    def _ask_preview(self) -> None:
        workspace, chosen = self.context.workspace, self._chosen()
        self._previewing.ask(lambda: foreseen(workspace, chosen), self.preview.setText, self.preview.setText)

    def _apply(self) -> None:
        counting, chosen = self.context.workspace.counting, self._chosen()
        self.apply.setEnabled(False)
        self._wait.stop()
        self.change(
            words.RECOUNTING,
            lambda: counting.change(chosen),
            words.recounted(self.seconds.value(), chosen.heard_out),
        )

    @Slot(bool)
    def _set_private(self, left_out: bool) -> None:
        rules, number = self.context.workspace.rules, self._now.private if self._now else None
        if left_out and number is None:
            self.change(words.RULE_CHANGES, lambda: rules.add(Rule(InPrivate())), words.PRIVATE_OUT)
        elif not left_out and number is not None:
            self.change(words.RULE_CHANGES, lambda: rules.remove(number), words.PRIVATE_BACK)

    @Slot(str)
    def _set_theme(self, mode: Mode) -> None:
        self.context.theme.set_mode(mode)


def foreseen(workspace: Workspace, rule: CountingRule) -> str:
    """What another rule would change, a line for each person and one for the members of communities."""
    table = workspace.listeners()
    people = {int(table.ids[i]): str(table.names[i]) for i in range(len(table)) if table.communities[i] is None}
    changes = sorted(workspace.counting.preview(rule), key=lambda one: -(one.gained + one.lost))
    own = [one for one in changes if one.listener in people][:NAMED]
    shown = {one.listener for one in own}
    others = [one for one in changes if one.listener not in shown and one.gained + one.lost]
    named = len(own) > 1 or bool(others)
    lines = [words.recount(people[one.listener] if named else "", one) for one in own]
    if others:
        lines.append(words.recount(words.EVERYBODY_ELSE, _sum(others)))
    return "\n".join(lines) or words.NO_CHANGE


def _sum(changes: list[Recount]) -> Recount:
    """Of many; how many artists that are together nobody asks."""
    gained, lost, plays = (sum(getattr(one, name) for one in changes) for name in ("gained", "lost", "plays"))
    return Recount(0, gained, lost, plays, artists=0)
