"""The tab of a listener that says what to hear next, and why."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import browse
from desktop_als.gui.pages import stability_column
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.stability_column import StabilityColumn
from desktop_als.gui.pages.subject import SubjectTab, say_no_model
from desktop_als.gui.tables.columns import Column, Pill
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Segmented, label
from desktop_als.gui.widgets.reasons import ReasonsCard
from desktop_als.workspace import Explanation, ModelInfo, Recommendation, Recommendations, RecommendQuery

COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=48),
    Column("artist", browse.ARTIST, "link", width=152, stretch=1, link="artist"),
    Column("match", browse.MATCH, "match", browse.MATCH_HINT, width=116),
    Column("because", browse.BECAUSE, "pills", browse.BECAUSE_HINT, width=156, stretch=2, link="artist"),
    stability_column.COLUMN,
    Column("evidence", *browse.evidence("listeners")[:1], "quiet-number", browse.evidence("listeners")[1], width=88),
    Column("plays", browse.PLAYS, "number", browse.YOUR_PLAYS_HINT, width=78),
)
WIDE = 900
"""From this width on, at text scale 1, the reasons have room beside the table."""

Answer = tuple[ModelInfo, Recommendations] | None


class RecommendationsTab(SubjectTab):
    """A table of artists, and beside it the parts of the chosen one's score."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._subject: int | None = None
        self._loading = Latest(context.jobs, browse.RECOMMENDATIONS)
        self._explaining = Latest(context.jobs, browse.WHY)
        self.heard = Segmented(browse.HEARD, browse.HEARD_NAME)
        self.pane = TablePane(COLUMNS, context, browse.RECOMMENDATIONS)
        self._stability = StabilityColumn(self.pane.table, context.jobs)
        self.reasons = ReasonsCard(context.theme, context.go)
        self.hidden = label("", "dim")
        self._beside = QScrollArea()
        self._beside.setWidgetResizable(True)
        self._beside.setFrameShape(QFrame.Shape.NoFrame)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setWidget(self.reasons)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(theme.L)
        self._halves.addWidget(self.pane, 1)
        self._halves.addWidget(self._beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.heard)
        column.addLayout(self._halves, 1)
        column.addWidget(self.hidden)
        self.heard.chosen.connect(self._ask_again)
        self.pane.table.row_chosen.connect(self._explain)
        context.theme.changed.connect(self._arrange)

    def refresh(self, subject: int) -> None:
        """Load the list of a listener."""
        self._subject = subject
        workspace, query = self._context.workspace, RecommendQuery(heard=self.heard.key)  # type: ignore[arg-type]

        def question() -> Answer:
            info = workspace.model_info()
            return None if info is None else (info, workspace.recommend(subject, query))

        self.pane.start_loading()
        self._stability.drop()
        self._loading.ask(question, self._show, self._fail)

    def forget(self) -> None:
        """Show placeholders and no reasons."""
        self._subject = None
        self._loading.drop()
        self._stability.drop()
        self.pane.forget_rows()
        self.hidden.setText("")
        self._explain(None)

    def _show_anything(self) -> None:
        self.heard.choose("any")
        self._ask_again("any")

    @Slot(str)
    def _ask_again(self, _: str) -> None:
        if self._subject is not None:
            self.refresh(self._subject)

    def _show(self, answer: Answer) -> None:
        if answer is None:
            self._show_nothing()
            say_no_model(self.pane, self._context)
            return
        info, recommended = answer
        self._beside.show()
        table = self.pane.table
        table.table_model.set_title("evidence", *browse.evidence(browse.kind_of(info)))
        self.hidden.setText(browse.hidden(recommended.hidden))
        self.pane.show_rows(rows_of(recommended.rows, info))
        if not recommended.rows:
            self._beside.hide()
            offer = None if self.heard.key == "any" else browse.SHOW_ANYTHING
            self.pane.show_nothing(browse.NOTHING_HERE, recommended.note or "", offer, self._show_anything)
        table.choose_first()
        self._explain(table.chosen)
        self._ask_stability([row.artist_id for row in recommended.rows])

    def _ask_stability(self, artist_ids: list[int]) -> None:
        workspace, subject = self._context.workspace, self._subject
        if artist_ids and subject is not None:
            query = RecommendQuery(heard=self.heard.key)  # type: ignore[arg-type]
            self._stability.ask(
                lambda cancel: workspace.stability.of_recommendations(subject, artist_ids, query, cancel)
            )

    def _fail(self, sentence: str) -> None:
        self._show_nothing()
        self.pane.show_nothing(browse.NOT_LOADED, sentence)

    def _show_nothing(self) -> None:
        self.pane.show_rows(NO_ROWS)
        self.hidden.setText("")
        self._beside.hide()
        self._explain(None)

    @Slot(object)
    def _explain(self, artist_id: int | None) -> None:
        if artist_id is None or self._subject is None:
            self._explaining.drop()
            self.reasons.clear()
            return
        workspace, subject = self._context.workspace, self._subject
        self._explaining.ask(lambda: workspace.explain(subject, artist_id), self._show_explanation, self.reasons.clear)

    def _show_explanation(self, explanation: Explanation | None) -> None:
        if explanation is None:
            self.reasons.clear(browse.WHY_UNKNOWN)
        else:
            self.reasons.show_explanation(explanation)

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
        self._beside.setMinimumHeight(0 if wide else scaled(80))
        self._beside.setMinimumWidth(self.reasons.minimumWidth() if wide else 0)
        self._beside.setMaximumWidth(self.reasons.minimumWidth() if wide else self.maximumWidth())


def rows_of(recommended: tuple[Recommendation, ...], info: ModelInfo) -> Rows:
    """Recommendations of a model as rows; of ratings, with the rating foretold in place of plays."""
    rated = info.row_kind == "ratings"
    because = [tuple(Pill(part.artist_id, part.artist) for part in row.because) for row in recommended]
    return Rows(
        np.array([row.artist_id for row in recommended], dtype=np.int64),
        rank=np.array([row.rank for row in recommended], dtype=np.int64),
        artist=objects([row.artist for row in recommended]),
        stability=stability_column.unknown(len(recommended)),
        match=np.array([row.match for row in recommended], dtype=np.int64),
        because=objects(because),
        evidence=np.array([row.evidence for row in recommended], dtype=np.int64),
        plays=np.array([round(row.score, 1) if rated else row.plays for row in recommended]),
    ).titled(
        plays=(browse.FORETOLD, browse.FORETOLD_HINT) if rated else (browse.PLAYS, browse.YOUR_PLAYS_HINT),
        because=(browse.BECAUSE_RATED, browse.BECAUSE_RATED_HINT) if rated else (browse.BECAUSE, browse.BECAUSE_HINT),
    )
