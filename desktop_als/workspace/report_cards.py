"""The use case "report card": how well one listener's next artist can be guessed. Kept while the program runs."""

from __future__ import annotations

from collections.abc import Callable

from desktop_als.evaluation.report_card import ReportCard, report_card
from desktop_als.library import Library
from desktop_als.plays import UNKNOWN, Listener
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress
from desktop_als.workspace.models import Models


class ReportCards:
    """The cards of one workspace. One listener and one state of library and model have one card."""

    def __init__(self, library: Library, models: Models, listener: Callable[[int], Listener]) -> None:
        self._library, self._models, self._listener = library, models, listener
        self._made: dict[tuple[int, str, str], ReportCard] = {}

    def fits(self, listener_id: int) -> bool:
        """Whether a card says something here: the model learns from sessions, and the listener's plays have times."""
        listener = self._listener(listener_id)
        info = self._models.info_in_use()
        kind = info.row_kind if info else self._library.row_kind()
        return kind == "sessions" and listener.last != UNKNOWN

    def made(self, listener_id: int) -> ReportCard | None:
        """The card of a listener as things are now, if it was made."""
        return self._made.get(self._state(listener_id))

    def make(
        self, listener_id: int, *, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> ReportCard:
        """Check how well a listener's next artist can be guessed; on the thread that trains.

        The settings are those of the model in use if it learned from sessions.

        Raises:
            EvaluationError: the listener has too few sessions with dates.
            Cancelled: ``cancel`` was raised.
        """
        state = self._state(listener_id)
        info = self._models.info_in_use()
        settings = info.settings if info and info.row_kind == "sessions" else None
        card = report_card(self._library.listener_plays(listener_id), settings, cancel or CancelToken(), progress)
        self._made[state] = card
        return card

    def _state(self, listener_id: int) -> tuple[int, str, str]:
        return listener_id, self._library.fingerprint(), self._models.name_in_use() or ""
