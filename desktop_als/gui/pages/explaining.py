"""Asks why an artist is in the list, and where it would stand without one of the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from desktop_als.gui.following import Following
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.reasons import ReasonsCard
from desktop_als.steering import Steering
from desktop_als.workspace import Explanation, RecommendQuery


@dataclass(frozen=True, slots=True)
class Chosen:
    """An artist in a list, as the list is asked for."""

    listener_id: int
    artist_id: int
    query: RecommendQuery
    steering: Steering


class Explaining(QObject):
    """Fills a card of reasons."""

    def __init__(self, context: Context, card: ReasonsCard) -> None:
        super().__init__(card)
        self._model, self._card = context.workspace.asking, card
        self._explaining = Following(context.jobs, browse.WHY)
        self._pulling = Latest(context.jobs, browse.WHY)
        self._chosen: Chosen | None = None
        card.pulled.connect(self._pull)

    def explain(self, chosen: Chosen | None) -> None:
        """Explain another artist, or none; what is there stays until the answer comes."""
        self._pulling.drop()
        self._chosen = chosen
        if chosen is None:
            self._explaining.drop()
            self._card.clear()
            return
        self._explaining.ask(
            lambda: self._model.explain(chosen.listener_id, chosen.artist_id, chosen.steering),
            lambda explanation: self._show(chosen, explanation),
            self._card.clear,
        )

    def _show(self, chosen: Chosen, explanation: Explanation | None) -> None:
        if self._chosen is None or chosen.artist_id != self._chosen.artist_id:
            return  # another row was chosen meanwhile
        if explanation is None:
            self._card.clear(browse.WHY_UNKNOWN)
        else:
            self._card.show_explanation(explanation)

    @Slot(object)
    def _pull(self, without: int) -> None:
        chosen = self._chosen
        if chosen is not None:
            self._pulling.ask(
                lambda: self._model.pull_test(
                    chosen.listener_id, chosen.artist_id, without, chosen.query, chosen.steering
                ),
                self._card.show_pull_test,
                lambda _: self._card.show_pull_test(None),
            )
