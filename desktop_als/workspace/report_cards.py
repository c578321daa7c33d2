"""The use case "report card": how well one listener's next artist can be guessed. Kept while the program runs."""

from __future__ import annotations

from desktop_als.evaluation.report_card import ReportCard, report_card
from desktop_als.library import Library
from desktop_als.plays import UNKNOWN, Listener
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace.models import Models


class ReportCards:
    """The cards of one workspace. One listener and one state of library and model have one card."""

    def __init__(self, library: Library, models: Models) -> None:
        self._library = library
        self._models = models
        self._made: dict[tuple[int, str, str], ReportCard] = {}

    def fit(self, listener: Listener) -> bool:
        """Whether the library learns from sessions, and the listener has some."""
        info = self._models.info_in_use()
        kind = info.row_kind if info else self._library.row_kind()
        return kind == "sessions" and listener.last != UNKNOWN

    def made(self, listener_id: int) -> ReportCard | None:
        """The card of a listener as things are now, if it was made."""
        return self._made.get(self._state(listener_id))

    def make(self, listener_id: int, cancel: CancelToken, progress: ProgressSink) -> ReportCard:
        """See :func:`desktop_als.evaluation.report_card.report_card`; with the settings of a model of sessions in use."""
        state = self._state(listener_id)
        info = self._models.info_in_use()
        settings = info.settings if info and info.row_kind == "sessions" else None
        card = report_card(self._library.listener_plays(listener_id), settings, cancel, progress)
        self._made[state] = card
        return card

    def _state(self, listener_id: int) -> tuple[int, str, str]:
        return listener_id, self._library.fingerprint(), self._models.name_in_use() or ""
