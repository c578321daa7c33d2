"""The use case "moods": what a listener's sessions fall into, and what suits each."""

from __future__ import annotations

from collections.abc import Callable

from desktop_als.library import Library
from desktop_als.model.answers import Recommendations, RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.moods import Moods
from desktop_als.plays import History
from desktop_als.progress import CancelToken
from desktop_als.workspace.histories import Histories
from desktop_als.workspace.steering import Steerings


class MoodsOf:
    """Moods by the model in use. Every method raises ModelError without a model."""

    def __init__(
        self, library: Library, model_in_use: Callable[[], Model], histories: Histories, steerings: Steerings
    ) -> None:
        self._library, self._model_in_use = library, model_in_use
        self._histories, self._steerings = histories, steerings

    def find(self, listener_id: int, cancel: CancelToken | None = None) -> Moods:
        """The moods of a listener, found once for each library and model."""
        raise NotImplementedError

    def history(self, listener_id: int, mood: int) -> History:
        """What the listener played in one mood. NotFoundError when there is no such mood now."""
        raise NotImplementedError

    def recommend(
        self, listener_id: int, mood: int | None = None, query: RecommendQuery | None = None
    ) -> Recommendations:
        """What suits one mood; without a number, all moods in turn, each by its share: several tastes in place of one mean."""
        raise NotImplementedError
