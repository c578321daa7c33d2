"""The form of one rule: what it leaves out and for whom, seen in a preview before it is applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox

from desktop_als.errors import DesktopAlsError
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import settings as words
from desktop_als.gui.messages.imports import breakable
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.question import Question
from desktop_als.gui.pages.settings_rule_fields import (
    ArtistFields,
    Draft,
    Fields,
    FileFields,
    PrivateFields,
    TrackFields,
    add_question,
    question_form,
)
from desktop_als.gui.pages.settings_rule_preview import RulePreviewView, Seen
from desktop_als.gui.pages.settings_rule_times import DateFields, HourFields, SessionFields, ZonedFields
from desktop_als.gui.pages.settings_section import TitledCard, in_a_row, show_cards
from desktop_als.gui.pages.zone_box import all_zones
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.listener_choice import (
    LEAST_LETTERS,
    Choice,
    ListenerChoice,
    own_listeners,
    people_or_members,
)
from desktop_als.workspace import ListedRule, Rule, Source, Workspace

Take = Callable[[int | None, Rule], None]


class Offers(NamedTuple):
    """What the boxes of the form list: files, time zones, and people (id, name)."""

    files: list[Source]
    zones: tuple[str, ...]
    people: list[Choice]

    @classmethod
    def read(cls, workspace: Workspace) -> Offers:
        """Ask the workspace. Takes longer than a frame."""
        return cls(workspace.sources(), all_zones(), own_listeners(workspace))


class RuleForm(Question):
    """``take`` gets the rule and the id of the one that it replaces (None: a new one); ``leave`` is called on the way back."""

    def __init__(self, context: Context, take: Take, leave: Callable[[], None]) -> None:
        super().__init__()
        self._context, self._take, self._leave = context, take, leave
        self._offering = Latest(context.jobs, words.CHANGE_RULE)
        self._previewing = Latest(context.jobs, words.PREVIEWING)
        self._number: int | None = None
        self._kept_owner: int | None = None  # until the people are listed
        self._rule: Rule | None = None  # as it was previewed
        self.kind = _box(words.KINDS, words.KIND)
        self.whose = _box({}, words.FOR_WHOM)
        self.seen_by = ListenerChoice(context.jobs, words.PREVIEW_FOR, people_or_members)
        self.fields = _fields(context)
        for fields in self.fields.values():
            fields.changed.connect(self._forget_preview)
        self._trouble = label("", "warn", wrap=True)
        self._trouble.hide()
        self.preview = RulePreviewView(context.go)
        self._look = button(words.PREVIEW, self.go_on)
        self._apply = button(words.APPLY, self._apply_rule, "primary")
        self._card = TitledCard("", words.PREVIEW_FIRST)
        self._foot = question_form()
        self._build()
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.whose.currentIndexChanged.connect(self._forget_preview)
        self.seen_by.activated.connect(self._forget_preview)
        self.seen_by.picked.connect(self._show_whose)

    def open(self, listed: ListedRule | None) -> None:
        """Show a rule to change, or an empty form."""
        self._number = listed.id if listed else None
        self._card.entitle(words.CHANGE_RULE if listed else words.ADD_RULE)
        condition = listed.rule.condition if listed else None
        self._kept_owner = listed.rule.listener if listed else None
        self.whose.setCurrentIndex(0)
        self.kind.setCurrentIndex(self.kind.findData(condition.kind) if condition else 0)
        for kind, fields in self.fields.items():
            mine = condition if condition is not None and condition.kind == kind else None
            fields.fill(mine, words.what(listed) if listed else "")
        self._forget_preview()
        self.refresh()
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read anew what can be chosen."""
        workspace = self._context.workspace
        self.seen_by.refresh(workspace)
        self._offering.ask(lambda: Offers.read(workspace), self._offer, self._tell_trouble)

    def go_on(self) -> None:
        """Show what the rule would change."""
        try:
            draft = self.fields[self.kind.currentData()].draft()
        except DesktopAlsError as error:
            self._tell_trouble(str(error))
            return
        self._forget_preview()
        owner = self.whose.currentData() or self._kept_owner
        self.preview.say(words.PREVIEWING)
        workspace, number = self._context.workspace, self._number
        looks = owner if owner is not None else self.seen_by.listener
        self._previewing.ask(lambda: foresee(workspace, draft, owner, looks, number), self._show_preview, self._fail)

    def go_back(self) -> None:
        """Change nothing."""
        self._previewing.drop()
        self._leave()

    def _build(self) -> None:
        body = self._card.body
        head = question_form()
        add_question(head, words.KIND, self.kind)
        body.addLayout(head)
        for fields in self.fields.values():  # not stacked, or every kind would take the room of the largest
            body.addWidget(fields)
        add_question(self._foot, words.FOR_WHOM, self.whose)
        add_question(self._foot, words.PREVIEW_FOR, self.seen_by)
        body.addLayout(self._foot)
        body.addWidget(self._trouble)
        body.addWidget(self.preview)
        body.addLayout(in_a_row(self._apply, self._look, button(words.CANCEL, self.go_back)))
        show_cards(self, self._context.theme, self._card)
        self._show_kind()

    def _offer(self, offers: Offers) -> None:
        for fields in self.fields.values():
            if isinstance(fields, FileFields):
                fields.offer(offers.files)
            elif isinstance(fields, ZonedFields):
                fields.zone.offer_anew(offers.zones)
        wanted = self.whose.currentData() or self._kept_owner
        self._kept_owner = None
        self.whose.blockSignals(True)
        self.whose.clear()
        self.whose.addItem(words.EVERYBODY, None)
        for number, name in offers.people:
            self.whose.addItem(name, number)
        self.whose.setCurrentIndex(max(0, self.whose.findData(wanted)))
        self.whose.blockSignals(False)
        self._show_whose()

    @Slot()
    def _show_kind(self) -> None:
        for kind, fields in self.fields.items():
            fields.setVisible(kind == self.kind.currentData())
        self._forget_preview()

    @Slot()
    def _forget_preview(self) -> None:
        self._rule = None
        self._previewing.drop()
        self._apply.setEnabled(False)
        self._trouble.hide()
        self.preview.say("")
        self._show_whose()

    @Slot()
    def _show_whose(self) -> None:
        """Whose recommendations are compared is asked only if the rule is not for one person."""
        several = self.whose.currentData() is None and self.seen_by.count() > 1
        self._foot.setRowVisible(self.seen_by, several)

    def _show_preview(self, found: tuple[Rule, Seen | None]) -> None:
        self._rule, seen = found
        self._apply.setEnabled(True)
        if seen is None:
            self.preview.say(words.NOBODY_TO_PREVIEW)
        else:
            self.preview.show_preview(seen)

    def _fail(self, sentence: str) -> None:
        self.preview.say("")
        self._tell_trouble(sentence)

    def _tell_trouble(self, sentence: str) -> None:
        self._trouble.setText(breakable(sentence))
        self._trouble.show()

    def _apply_rule(self) -> None:
        if self._rule is not None:
            self._take(self._number, self._rule)


def foresee(
    workspace: Workspace, draft: Draft, owner: int | None, looks: int | None, number: int | None
) -> tuple[Rule, Seen | None]:
    """The rule, and what it changes for the listener ``looks``; None where nobody has plays."""
    rule = Rule(draft(workspace), owner)
    if looks is None:
        return rule, None
    preview = workspace.rules.preview(rule, looks, without=number)
    return rule, Seen(workspace.listener(looks).name, preview, workspace.model_info() is not None)


def _fields(context: Context) -> dict[str, Fields]:
    """Those of every kind, in the order of the list."""
    return {
        "artist": ArtistFields(context),
        "track": TrackFields(context),
        "source": FileFields(),
        "hours": HourFields(),
        "dates": DateFields(),
        "session": SessionFields(),
        "private": PrivateFields(),
    }


def _box(options: dict[str, str], name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(LEAST_LETTERS)
    for key, text in options.items():
        box.addItem(text, key)
    return box
