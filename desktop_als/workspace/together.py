"""The use cases of several listeners: match, blend, borrow, who is alike, who would like an artist."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_als.library import Library
from desktop_als.model.bundle import Model
from desktop_als.model.similar_listeners import SimilarListeners, WouldLikes
from desktop_als.model.together import BlendRow, BorrowRow, TasteMatch
from desktop_als.workspace.histories import Histories
from desktop_als.workspace.steering import Steerings


class Together:
    """Answers about several listeners, each as they steer. Every method raises ModelError without a model."""

    def __init__(
        self,
        library: Library,
        model_in_use: Callable[[], Model],
        histories: Histories,
        steerings: Steerings,
        standing_id: Callable[[int], int],
    ) -> None:
        """``standing_id`` is of the artist that another is credited to."""
        self._library, self._model_in_use = library, model_in_use
        self._histories, self._steerings, self._standing_id = histories, steerings, standing_id

    def match(self, first: int, second: int, parts: int = 12) -> TasteMatch | None:
        """How much two tastes agree, taken apart; None when the model knows no artist of one of them."""
        raise NotImplementedError

    def blend(
        self, listener_ids: Sequence[int], misery: float = 0.5, n: int = 100, *, only_new: bool = False
    ) -> tuple[BlendRow, ...]:
        """What to play for all. ``misery`` 0 counts the average, 1 only whoever likes it least; ``only_new``: nobody knows it."""
        raise NotImplementedError

    def borrow(self, borrower: int, lender: int, n: int = 50) -> tuple[BorrowRow, ...]:
        """What one should hear of what the other plays."""
        raise NotImplementedError

    def similar_listeners(self, listener_id: int, n: int = 50) -> SimilarListeners:
        """Who listens alike."""
        raise NotImplementedError

    def would_like(self, artist_id: int, n: int = 50) -> WouldLikes:
        """Who does not play an artist and would like it."""
        raise NotImplementedError
