"""The use case "what next": recommendations, and why, by the model in use and as the listener steers."""

from __future__ import annotations

from collections.abc import Callable

from desktop_als.model.answers import (
    Explanation,
    HiddenArtist,
    PullTest,
    Recommendations,
    RecommendQuery,
)
from desktop_als.model.bundle import Model
from desktop_als.model.explain import explain, pull_test
from desktop_als.model.recommend import hidden, recommend
from desktop_als.steering import Steering
from desktop_als.workspace.histories import Histories
from desktop_als.workspace.steering import Steerings


class Asking:
    """Answers about one listener. ``steering`` is always what-if: without it, what the listener has said holds.

    Every method raises ModelError without a model.
    """

    def __init__(
        self,
        model_in_use: Callable[[], Model],
        histories: Histories,
        steerings: Steerings,
        standing_id: Callable[[int], int],
    ) -> None:
        """``standing_id`` is of the artist that another is credited to."""
        self._model_in_use, self._histories = model_in_use, histories
        self._steerings, self._standing_id = steerings, standing_id

    def recommend(
        self, listener_id: int, query: RecommendQuery | None = None, steering: Steering | None = None
    ) -> Recommendations:
        """What a listener may like."""
        model = self._model_in_use()
        history, steering = self._histories.of(model, listener_id), self._steering(listener_id, steering)
        return recommend(model, history, query or RecommendQuery(), steering)

    def hidden(
        self, listener_id: int, query: RecommendQuery | None = None, steering: Steering | None = None
    ) -> tuple[HiddenArtist, ...]:
        """What the same list leaves out, best scores first."""
        model = self._model_in_use()
        history, steering = self._histories.of(model, listener_id), self._steering(listener_id, steering)
        return hidden(model, history, query or RecommendQuery(), steering)

    def explain(self, listener_id: int, artist_id: int, steering: Steering | None = None) -> Explanation | None:
        """Every reason for one score; None when the model does not know the artist."""
        model = self._model_in_use()
        history, steering = self._histories.of(model, listener_id), self._steering(listener_id, steering)
        return explain(model, history, self._standing_id(artist_id), steering)

    def pull_test(
        self,
        listener_id: int,
        artist_id: int,
        without: int,
        query: RecommendQuery | None = None,
        steering: Steering | None = None,
    ) -> PullTest | None:
        """What becomes of an artist of the list without another one; None when the model does not know both."""
        model = self._model_in_use()
        history, steering = self._histories.of(model, listener_id), self._steering(listener_id, steering)
        artists = self._standing_id(artist_id), self._standing_id(without)
        return pull_test(model, history, query or RecommendQuery(), steering, *artists)

    def _steering(self, listener_id: int, what_if: Steering | None) -> Steering:
        return self._steerings.of(listener_id) if what_if is None else what_if
