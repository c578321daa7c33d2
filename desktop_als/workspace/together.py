"""The use cases of several listeners: match, blend, borrow, who is alike, who would like an artist."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from desktop_als.library import Library
from desktop_als.library.audience import artists_of_listeners, heard_by, listeners_of, own_listeners, shared_listeners
from desktop_als.model.blending import blend, borrow
from desktop_als.model.bundle import Ids, Model
from desktop_als.model.lookup import places
from desktop_als.model.members import Member, as_match
from desktop_als.model.similar_listeners import (
    SimilarListeners,
    TrainedListeners,
    WouldLikes,
    similar_listeners,
    usual_cosine,
    would_like,
)
from desktop_als.model.together import BlendRow, BorrowRow, TasteMatch, match
from desktop_als.workspace.histories import KEPT, Histories
from desktop_als.workspace.steering import Steerings

OWN_AT_ONCE = KEPT - 1
"""So many people of the library are folded in to be compared, who play most first. Of others the model's rows stand."""


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
        self._measured: TrainedListeners | None = None

    def match(self, first: int, second: int, parts: int = 12, bridges: int | None = None) -> TasteMatch | None:
        """How much two tastes agree, taken apart; None when the model knows no artist of one of them."""
        model = self._model_in_use()
        found = match(self._member(model, first), self._member(model, second), parts, bridges)
        usual = usual_cosine(model)
        return found if found is None or usual is None else replace(found, usual=as_match(usual))

    def blend(
        self, listener_ids: Sequence[int], misery: float = 0.5, n: int = 100, *, only_new: bool = False
    ) -> tuple[BlendRow, ...]:
        """What to play for all. ``misery`` 0 counts the average, 1 only whoever likes it least; ``only_new``: nobody knows it."""
        model = self._model_in_use()
        return blend([self._member(model, who) for who in listener_ids], misery, n, only_new=only_new)

    def borrow(self, borrower: int, lender: int, n: int = 50) -> tuple[BorrowRow, ...]:
        """What one should hear of what the other plays."""
        model = self._model_in_use()
        return borrow(self._member(model, borrower), self._member(model, lender), n)

    def similar_listeners(self, listener_id: int, n: int = 50) -> SimilarListeners:
        """Who listens alike."""
        model = self._model_in_use()
        rows, own = self._rows(model), self._own(model)
        asked = own.pop(listener_id, None) or self._member(model, listener_id)
        evidence = self._evidence(rows, np.array([listener_id, *own]))
        return similar_listeners(rows, asked.taste, evidence, {who: member.taste for who, member in own.items()}, n)

    def would_like(self, artist_id: int, n: int = 50) -> WouldLikes:
        """Who does not play an artist and would like it."""
        model, artist_id = self._model_in_use(), self._standing_id(artist_id)
        column = model.column(artist_id)
        if column is None:
            return WouldLikes((), "The model does not know this artist yet. Train it again to include it.")
        rows, own = self._rows(model), self._own(model)
        with self._library.reading() as cursor:
            playing = listeners_of(cursor, artist_id)
        evidence = self._evidence(rows, np.append(playing, list(own)).astype(np.int64))
        return would_like(rows, column, evidence, own, lambda ids: self._heard_by(model, ids), n)

    def shared_listeners(self, artist_id: int, artist_ids: Sequence[int]) -> list[int]:
        """How many listeners of an artist play or rate each of the others, too; needs no model."""
        with self._library.reading() as cursor:
            asked = self._standing_id(artist_id)
            return shared_listeners(cursor, asked, [self._standing_id(artist) for artist in artist_ids])

    def _member(self, model: Model, listener_id: int) -> Member:
        return Member.of(model, self._histories.of(model, listener_id), self._steerings.of(listener_id))

    def _own(self, model: Model) -> dict[int, Member]:
        with self._library.reading() as cursor:
            listeners = own_listeners(cursor, OWN_AT_ONCE)
        return {who: self._member(model, who) for who in listeners}

    def _rows(self, model: Model) -> TrainedListeners:
        if self._measured is None or self._measured.model is not model:
            self._measured = TrainedListeners.of(model)
        return self._measured

    def _evidence(self, rows: TrainedListeners, left_out: Ids) -> Ids:
        """How many artists (n,) the listener of each row plays; 0 for those left out, and who are not in the library any more."""
        with self._library.reading() as cursor:
            ids, artists = artists_of_listeners(cursor)
        last = max(int(of.max(initial=0)) for of in (rows.ids, ids, left_out))
        counts = np.zeros(last + 1, np.int64)
        counts[ids] = artists
        counts[left_out] = 0
        return counts[rows.ids]

    def _heard_by(self, model: Model, listener_ids: Sequence[int]) -> Mapping[int, Ids]:
        with self._library.reading() as cursor:
            listeners, artists = heard_by(cursor, listener_ids)
        columns, here = places(model, artists)
        listeners = listeners[here]
        return {who: columns[listeners == who] for who in listener_ids}
