"""The tab of a listener that shows the moods their sessions fall into."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import moods as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.mood_card import MoodActions, MoodCard
from desktop_als.gui.pages.mood_list import MoodList
from desktop_als.gui.pages.moods_left_out import leave_out, left_out
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.subject import SubjectTab
from desktop_als.gui.widgets.basics import EmptyState, Segmented, label
from desktop_als.gui.widgets.looking import LookingLine
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress
from desktop_als.workspace import Mood, Moods

Answer = tuple[Moods, frozenset[int]] | None
"""The moods, and which are left out; None without a model."""


class MoodsTab(SubjectTab):
    """Cards, a list in their place, or the reason why there are none."""

    steered = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._subject: int | None = None
        self._mood: Mood | None = None
        self._left_out: frozenset[int] = frozenset()
        self._names: dict[int, str] = {}
        self._finding = Latest(context.jobs, words.MOODS, "io")
        self._opening = Latest(context.jobs, words.MOODS)
        self._work = LookingLine(context.jobs, words.LOOKING)
        self.view = Segmented(words.VIEWS, words.VIEWS_NAME)
        self.view.chosen.connect(self._choose_view)
        self.note = label("", "dim", wrap=True)
        self._filled: list[tuple[Mood, MoodCard]] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, theme.S, 0)
        self._column.setSpacing(theme.L)
        self._column.addStretch(1)
        cards = QWidget()
        cards.setLayout(self._column)
        self._cards = scrolling(cards)
        self.list = MoodList(context, self._show_cards)
        self._nothing: EmptyState | None = None
        self._views = QStackedWidget()
        self._waiting = QWidget()
        for view in (self._waiting, self._cards, self.list):
            self._views.addWidget(view)
        self._actions = MoodActions(
            self._open_artist, self._recommend, self._start_radio, self._leave_out, self._count_again
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self._work)
        column.addWidget(self.view)
        column.addWidget(self.note)
        column.addWidget(self._views, 1)

    def refresh(self, subject: int) -> None:
        """Find the moods of a listener; what is shown stays until then."""
        self._subject = subject
        workspace = self._context.workspace

        def question(cancel: CancelToken, _: ProgressSink = ignore_progress) -> Answer:
            if workspace.model_info() is None:
                return None
            found = workspace.moods.find(subject, cancel)
            return found, left_out(workspace, subject, found.moods)

        fail = partial(self._say, words.NOT_FOUND)
        if self._views.currentWidget() is self._waiting:
            self._work.look(question, self._show, fail, self._stopped)
        else:
            self._finding.ask_at_length(question, self._show, fail)

    def forget(self) -> None:
        """Show nothing until the next listener's are known."""
        self._subject = self._mood = None
        self._work.drop()
        self._finding.drop()
        self._opening.drop()
        self.list.forget()
        self._head(None)
        self.view.choose("each")
        self._views.setCurrentWidget(self._waiting)

    def _show(self, answer: Answer) -> None:
        if answer is None:
            self._say(browse.NO_MODEL, browse.NO_MODEL_TEXT, browse.TRAIN, Location("train"))
            return
        found, self._left_out = answer
        if not found.moods:
            self._say(words.NO_MOODS, found.note or "", None)
            return
        self._names = {mood.number: words.short_name(mood) for mood in found.moods}
        self._fill(found.moods)
        self._head(found)
        if self._views.currentWidget() is self.list:
            self._ask_list()
        else:
            self._views.setCurrentWidget(self._cards)

    def _head(self, found: Moods | None) -> None:
        """Above the cards: a choice where there are several, and what is to be said of them."""
        self.view.setVisible(found is not None and len(found.moods) > 1)
        self.note.setText(found.note or "" if found is not None else "")
        self.note.setVisible(bool(self.note.text()))

    def _fill(self, moods: Sequence[Mood]) -> None:
        """One card for each. The same moods keep their cards, and with them the place and the key focus."""
        if list(moods) != [mood for mood, _ in self._filled]:
            for _, card in self._filled:
                card.hide()
                card.deleteLater()
            self._filled = [(mood, MoodCard(self._context.theme, mood, self._actions)) for mood in moods]
            for place, (_, card) in enumerate(self._filled):
                self._column.insertWidget(place, card)
        for mood, card in self._filled:
            card.show_left_out(mood.number in self._left_out)

    def _say(self, title: str, text: str, offer: str | None = words.LOOK_AGAIN, lead: Location | None = None) -> None:
        if self._nothing is not None:
            self._views.removeWidget(self._nothing)
            self._nothing.deleteLater()
        self._nothing = EmptyState(title, text, offer, partial(self._context.go, lead) if lead else self._look_again)
        self._views.addWidget(self._nothing)
        self._views.setCurrentWidget(self._nothing)
        self._head(None)

    def _stopped(self) -> None:
        self._say(words.STOPPED, words.STOPPED_TEXT)

    def _look_again(self) -> None:
        if self._subject is not None:
            self.refresh(self._subject)

    # What the cards ask for

    @Slot(str)
    def _choose_view(self, key: str) -> None:
        self._mood = None
        self.list.forget()
        if key == "all":
            self._ask_list()
        else:
            self._views.setCurrentWidget(self._cards)

    def _show_cards(self) -> None:
        self.view.choose("each")
        self._choose_view("each")

    def _recommend(self, mood: Mood) -> None:
        self._mood = mood
        self.list.forget()
        self._ask_list()
        self.list.back.setFocus()

    def _ask_list(self) -> None:
        if self._subject is not None:
            self._views.setCurrentWidget(self.list)
            self.list.ask(self._subject, self._mood, self._names)

    def _open_artist(self, name: str) -> None:
        workspace, go = self._context.workspace, self._context.go
        self._opening.ask(
            lambda: workspace.find_artist(name).id,
            lambda artist_id: go(Location("artist", artist_id)),
            self._context.tell_failure,
        )

    def _start_radio(self, mood: Mood) -> None:
        self._context.go(Location("radio", self._subject, f"mood:{mood.number}"))

    def _leave_out(self, mood: Mood) -> None:
        self._decide(self._left_out | {mood.number}, words.left_out(mood))

    def _count_again(self, mood: Mood) -> None:
        self._decide(self._left_out - {mood.number}, words.counted_again(mood))

    def _decide(self, after: frozenset[int], said: str) -> None:
        subject, workspace, before = self._subject, self._context.workspace, self._left_out
        if subject is not None:
            act = partial(leave_out, workspace, subject, before, after)
            decide(self._context, words.CHANGING, act, lambda _: said)
