"""The use case "moods": what a listener's sessions fall into, and what suits each."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from desktop_als.errors import NotFoundError
from desktop_als.library import Library
from desktop_als.model.answers import Recommendations, RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.in_turn import in_turn
from desktop_als.model.moods import Mood, Moods
from desktop_als.model.recommend import recommend
from desktop_als.model.unmixing import Unmixed, unmix
from desktop_als.plays import UNKNOWN, History
from desktop_als.progress import CancelToken
from desktop_als.steering import Steering
from desktop_als.workspace.histories import Histories
from desktop_als.workspace.steering import Steerings

KEPT = 8
"""Listeners whose moods stay in memory."""

DAY = 86_400


class MoodsOf:
    """Moods by the model in use. Every method raises ModelError without a model. Safe to call from any thread."""

    def __init__(
        self, library: Library, model_in_use: Callable[[], Model], histories: Histories, steerings: Steerings
    ) -> None:
        self._library, self._model_in_use = library, model_in_use
        self._histories, self._steerings = histories, steerings
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str, int], Unmixed] = OrderedDict()

    def find(self, listener_id: int, cancel: CancelToken | None = None) -> Moods:
        """The moods of a listener, found once for each library and model."""
        return self._unmixed(listener_id, cancel or CancelToken()).moods

    def mood(self, listener_id: int, mood: int) -> Mood:
        """One mood. NotFoundError when there is no such mood now."""
        unmixed = self._unmixed(listener_id, CancelToken())
        _check(unmixed, mood)
        return unmixed.moods.moods[mood]

    def history(self, listener_id: int, mood: int) -> History:
        """What the listener played in one mood; what they heard in another one is known.

        Raises:
            NotFoundError: there is no such mood now.
        """
        unmixed = self._unmixed(listener_id, CancelToken())
        return _history(unmixed, mood, RecommendQuery())

    def recommend(
        self,
        listener_id: int,
        mood: int | None = None,
        query: RecommendQuery | None = None,
        steering: Steering | None = None,
    ) -> Recommendations:
        """What suits one mood; without a number, all moods in turn, each by its share: several tastes in place of one mean.

        Raises:
            NotFoundError: there is no such mood now.
        """
        query = query or RecommendQuery()
        steering = self._steerings.of(listener_id) if steering is None else steering
        unmixed = self._unmixed(listener_id, CancelToken())
        if not unmixed.moods.moods:
            return Recommendations((), {}, unmixed.moods.note)
        numbers = range(len(unmixed.moods.moods)) if mood is None else [mood]
        model = self._model_in_use()
        lists = {number: recommend(model, _history(unmixed, number, query), query, steering) for number in numbers}
        shares = {number: unmixed.moods.moods[number].share for number in numbers}
        return in_turn(lists, shares, query.n, unmixed.history)

    def without(self, listener_id: int, moods: Collection[int]) -> dict[int, float]:
        """The weights (see :meth:`Steerings.weigh`) that leave moods out of the taste; 1 for each of them brings them back.

        Raises:
            NotFoundError: one of them is no mood now.
        """
        unmixed = self._unmixed(listener_id, CancelToken())
        for mood in moods:
            _check(unmixed, mood)
        return unmixed.without(moods)

    def _unmixed(self, listener_id: int, cancel: CancelToken) -> Unmixed:
        model = self._model_in_use()
        key = self._library.fingerprint(), model.info.name, listener_id
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        history = self._histories.of(model, listener_id)
        unmixed = unmix(model, history, self._library.listener_plays(listener_id), cancel)
        if self._library.fingerprint() == key[0]:  # else the library has changed meanwhile
            with self._lock:
                self._kept[key] = unmixed
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return unmixed


def _check(unmixed: Unmixed, mood: int) -> None:
    if not 0 <= mood < len(unmixed.moods.moods):
        raise NotFoundError(
            f"There is no mood {mood + 1} now: this listener has {len(unmixed.moods.moods)}. Choose one of them."
        )


def _history(unmixed: Unmixed, mood: int, query: RecommendQuery) -> History:
    """Of one mood; what the question takes for heard in the whole history is known."""
    _check(unmixed, mood)
    whole = unmixed.history
    heard = whole.plays >= query.heard_plays
    if query.heard_days is not None:
        newest = int(whole.last_played.max(initial=UNKNOWN))
        heard &= (whole.last_played < 0) | (whole.last_played >= newest - query.heard_days * DAY)
    if whole.ratings is not None:
        heard |= ~np.isnan(whole.ratings)
    known = whole.known | set(whole.artist_ids[heard].tolist())
    return replace(unmixed.history_of(mood), known=known)
