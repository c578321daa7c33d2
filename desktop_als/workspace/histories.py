"""The histories of the listeners who are looked at: read once for each state of the library."""

from __future__ import annotations

import threading
from collections import OrderedDict

from desktop_als.library import Library
from desktop_als.model.bundle import Model
from desktop_als.model.taste import with_recency
from desktop_als.plays import History

KEPT = 32
"""Histories in memory, a few hundred kilobytes each at most. Enough for a blend, and for clicking to and fro."""


class Histories:
    """What listeners played and rated, as models want it. Safe to call from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, bool], History] = OrderedDict()
        self._state = 0

    def of(self, model: Model, listener_id: int) -> History:
        """The history of a listener; with how recently each artist was played if the model learned from sessions."""
        key = (listener_id, model.info.row_kind == "sessions")
        with self._lock:
            state = self._state
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        history = self._library.listener_history(listener_id)
        if key[1]:
            history = with_recency(history, self._library.listener_plays(listener_id))
        with self._lock:
            if state == self._state:  # else it may be of the library as it was before
                self._kept[key] = history
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return history

    def forget(self) -> None:
        """The library is another now."""
        with self._lock:
            self._kept.clear()
            self._state += 1
