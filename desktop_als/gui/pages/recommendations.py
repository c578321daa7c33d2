"""The tab of a listener that says what to hear next, and why, and lets it be steered."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.following import Following
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.explaining import Chosen, Explaining
from desktop_als.gui.pages.keeping import Keeping
from desktop_als.gui.pages.looked_at import LookedAt
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.recommendation_foot import Foot
from desktop_als.gui.pages.recommendation_lists import RecommendationLists
from desktop_als.gui.pages.recommendation_options import ListOptions
from desktop_als.gui.pages.recommendation_question import Answer, Background, Listed, Wish, first_answer
from desktop_als.gui.pages.recommendation_rows import artist_rows, track_rows
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.side_panel import SidePanel
from desktop_als.gui.pages.stability_column import StabilityColumn
from desktop_als.gui.pages.subject import SubjectTab, say_no_model
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.widgets.export_button import ExportButton, ExportSource
from desktop_als.gui.widgets.reasons import ReasonsCard
from desktop_als.steering import NEUTRAL, Opinion, Steering
from desktop_als.workspace import Recommendations

WIDE = 900
"""From this width on, at text scale 1, the reasons have room beside the table."""
SCROLL_BAR = 12
"""Pixels that the reasons' scroll bar takes when they are taller than the window."""

SETTLED_MS = 300
"""So long after the last change of a list, what takes longer is asked about it."""

ARTISTS_TO_STEER = 300


class RecommendationsTab(SubjectTab):
    """A table of artists or tracks, and beside it the parts of the chosen one's score, or what steers the list.

    What a person says or tries is folded in at once: the list is asked with the steering as it would be.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._subject: int | None = None
        self._background: Background | None = None
        self._said: Steering = NEUTRAL
        self._listed: Listed | None = None
        self._loading = Latest(context.jobs, browse.RECOMMENDATIONS)
        self._following = Following(context.jobs, browse.RECOMMENDATIONS)
        self._filling = Latest(context.jobs, words.STEER)
        self._keeping = Keeping(context)
        self.options = ListOptions(context.theme)
        self.options.add(ExportButton(context, self._to_export))
        self.lists = RecommendationLists(context, self._say, self._opinion_of)
        self.side = SidePanel(context)
        self.foot = Foot()
        self._explaining = Explaining(context, self.reasons)
        self._stability = StabilityColumn(self.pane.table, context.jobs)
        self._looked = LookedAt(self.pane.table, self._remember)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(theme.L)
        self._halves.addWidget(self.lists, 1)
        self._halves.addWidget(self.side)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.options)
        column.addLayout(self._halves, 1)
        column.addWidget(self.foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _connect(self) -> None:
        self.options.changed.connect(self._ask_again)
        self.lists.chosen.connect(self._explain)
        self.lists.hidden.left.connect(self._leave_hidden)
        self.lists.hidden.lifted.connect(self._lift)
        self.foot.asked.connect(self._show_hidden)
        self.side.steering.tried.connect(self._ask_again)
        self.side.steering.kept.connect(self._keep)
        self._settling.timeout.connect(self._ask_stability)
        self._context.theme.changed.connect(self._arrange)

    @property
    def pane(self) -> TablePane:
        """The table of artists."""
        return self.lists.artists

    @property
    def reasons(self) -> ReasonsCard:
        """Where the chosen artist's score comes from."""
        return self.side.reasons

    # Asking

    def refresh(self, subject: int) -> None:
        """Load the list of a listener; what is tried out stays tried out."""
        self._subject = subject
        workspace, wish, draft = self._context.workspace, self._wish(subject), self.side.steering.draft
        self.lists.pane.start_loading()
        self._following.drop()
        self._stability.drop()
        self._loading.ask(
            lambda: first_answer(workspace, wish, draft), lambda answer: self._begin(wish, answer), self._fail
        )

    def forget(self) -> None:
        """Show placeholders and no reasons."""
        self._subject, self._background, self._listed, self._said = None, None, None, NEUTRAL
        for asked in (self._loading, self._following, self._filling, self._stability):
            asked.drop()
        self._settling.stop()
        self._looked.stop()
        self.lists.forget()
        self.side.steering.forget()
        self.foot.clear()
        self._leave_hidden()
        self._explain(None)

    @Slot()
    def _ask_again(self) -> None:
        subject = self._subject
        if subject is None:
            return
        if self._background is None:
            self.refresh(subject)
            return
        workspace, wish, steering = self._context.workspace, self._wish(subject), self._steering
        self._following.ask(
            lambda: wish.answer(workspace, steering), lambda listed: self._show(wish, listed), self._fail
        )
        if self.lists.shows_hidden:
            self._show_hidden()

    def _wish(self, subject: int) -> Wish:
        return Wish(subject, self.options.kind, self.options.query)

    @property
    def _steering(self) -> Steering:
        """As the listener steers, with what is tried out."""
        return self.side.steering.draft.over(self._said)

    # Showing

    def _begin(self, wish: Wish, answer: Answer | None) -> None:
        if answer is None:
            self._background = None
            self._show_nothing()
            say_no_model(self.lists.pane, self._context)
            return
        self._background, listed = answer
        self._said = self._background.said
        self.side.steering.say(self._said)
        self._show(wish, listed)
        self._ask_stability()
        workspace, subject = self._context.workspace, wish.listener_id
        self._filling.ask(lambda: workspace.top_artists(subject, ARTISTS_TO_STEER), self.side.steering.show_artists)
        if self.lists.shows_hidden:
            self._show_hidden()

    def _show(self, wish: Wish, listed: Listed) -> None:
        if self._background is None:
            return
        info, self._listed = self._background.info, listed
        self._stability.drop()  # of the rows that were
        if isinstance(listed, Recommendations):
            pane = self.lists.artists
            rows = artist_rows(listed.rows, info, pane.table.table_model.rows)
            pane.table.show_column("plays", shown=info.row_kind == "ratings" or wish.query.heard != "new")
            self.options.say_effect(listed.effect, browse.kind_of(info))
            self.foot.say(words.hidden(listed.hidden, wish.query))
        else:
            pane = self.lists.tracks
            rows = track_rows(listed.rows, self._steering.artists(Opinion.LIKED))
            self.options.say_effect(None, browse.kind_of(info))
            self.foot.clear()
        if not self.lists.shows_hidden:
            self.lists.setCurrentWidget(pane)
        self.lists.replace(pane, rows)
        self.side.setVisible(bool(listed.rows) or self.side.steers or not self.side.steering.draft.is_empty)
        if not listed.rows:
            offer = None if wish.query.heard == "any" else browse.SHOW_ANYTHING
            pane.show_nothing(browse.NOTHING_HERE, listed.note or words.NOTHING_CHOSEN, offer, self._show_anything)
        self._explain(self.lists.artist)
        self._looked.begin()
        self._settling.start()

    def _fail(self, sentence: str) -> None:
        self._show_nothing()
        self.lists.pane.show_nothing(browse.NOT_LOADED, sentence)

    def _show_nothing(self) -> None:
        self._listed = None
        self._leave_hidden()
        self.lists.pane.show_rows(NO_ROWS)
        self.foot.clear()
        self.side.hide()
        self._explain(None)

    def _show_anything(self) -> None:
        self.options.heard.choose("any")
        self._ask_again()

    @Slot()
    def _ask_stability(self) -> None:
        self._settling.stop()
        workspace, subject, listed = self._context.workspace, self._subject, self._listed
        if subject is not None and isinstance(listed, Recommendations) and listed.rows and self._following.settled:
            query, artists = self.options.query, [row.artist_id for row in listed.rows]
            self._stability.ask(lambda cancel: workspace.stability.of_recommendations(subject, artists, query, cancel))

    @Slot(object)
    def _explain(self, artist_id: int | None) -> None:
        if artist_id is None or self._subject is None:
            self._explaining.explain(None)
        else:
            self._explaining.explain(Chosen(self._subject, artist_id, self.options.query, self._steering))

    # Steering

    def _opinion_of(self, artist_id: int) -> Opinion | None:
        return self._said.opinions.get(artist_id)

    def _say(self, artist_id: int, artist: str, opinion: Opinion | None, days: int | None = None) -> None:
        """Fold an opinion in at once, and keep it meanwhile."""
        if self._background is None:
            return
        self._take(self._said.having(artist_id, opinion))
        self._keeping.say(self._background.listener, artist_id, artist, opinion, days, self._go_back)

    def _take(self, said: Steering) -> None:
        self._said = said
        self.side.steering.say(said)
        self._ask_again()

    @Slot()
    def _keep(self) -> None:
        if self._background is not None:
            draft = self.side.steering.draft
            self._said = draft.over(self._said)
            self.side.steering.accept(self._said)
            self._keeping.keep(self._background.listener, draft, self._go_back)

    def _go_back(self, listener_id: int) -> None:
        """It could not be kept: show how things are."""
        if listener_id == self._subject:
            self.refresh(listener_id)

    # What is hidden

    @Slot()
    def _show_hidden(self) -> None:
        model, subject = self._context.workspace.asking, self._subject
        if subject is not None:
            query, steering = self.options.query, self._steering
            self.lists.setCurrentWidget(self.lists.hidden)
            self.lists.hidden.ask(lambda: model.hidden(subject, query, steering))
            self.foot.offer(False)

    @Slot()
    def _leave_hidden(self) -> None:
        if self.lists.shows_hidden:
            self.lists.setCurrentWidget(self.lists.tracks if self.options.kind == "tracks" else self.lists.artists)
            self.foot.offer(True)
            self._looked.go_on()
            self._explain(self.lists.artist)

    @Slot(str, object)
    def _lift(self, reason: str, artist_id: int) -> None:
        """Do away with what hides an artist."""
        if reason == "rule":
            self._lead_to_rule(artist_id)
        elif reason == "known":
            self._leave_hidden()
            self._show_anything()
        elif reason == "crowded":
            self.options.more.of_cluster.setValue(0)
        elif reason == "resting":
            self._wake(artist_id, self._hidden_name(artist_id))
        else:
            self._say(artist_id, self._hidden_name(artist_id), None)

    def _hidden_name(self, artist_id: int) -> str:
        table = self.lists.hidden.pane.table.table_model
        return str(table.value(table.row_of(artist_id), 0))

    def _wake(self, artist_id: int, artist: str) -> None:
        if self._background is not None:
            self._take(replace(self._said, resting=self._said.resting - {artist_id}))
            self._keeping.wake(self._background.listener, artist_id, artist, self._go_back)

    def _lead_to_rule(self, artist_id: int) -> None:
        """To the rules, or to what an export banned."""
        workspace, subject = self._context.workspace, self._subject
        if subject is None:
            return

        def where() -> Location:
            entries = workspace.steering.entries(subject)
            banned = any(entry.kind == "marked" and entry.artist_id == artist_id for entry in entries)
            return Location("listener", subject, "steering") if banned else Location("settings", part="rules")

        self._context.jobs.submit(words.HIDDEN, asking(where), lane="query", done=self._context.go, quiet=True)

    # Taking along, remembering, arranging

    def _to_export(self) -> ExportSource | None:
        if self._background is None or self._listed is None:
            return None
        return ExportSource(words.export_title(self._background.listener.name), rows=self._listed.rows)

    def _remember(self, artist_ids: list[int]) -> None:
        if self._background is not None:
            self._keeping.remember(self._background.listener, artist_ids)

    def showEvent(self, event: QShowEvent) -> None:
        """The list is looked at again."""
        super().showEvent(event)
        self._looked.go_on()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the halves anew."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        """Side by side where there is room, else one above the other."""
        scaled = self._context.theme.scaled
        wide = self.width() >= scaled(WIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(direction)
        self._halves.setStretch(1, 0 if wide else 1)
        needed = self.reasons.minimumWidth() + SCROLL_BAR
        self.side.setMinimumWidth(needed if wide else 0)
        self.side.setMaximumWidth(needed if wide else self.maximumWidth())
