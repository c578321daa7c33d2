"""What the pages read: the tables of listeners and artists with their search index, read once for each state of the library."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from desktop_als.errors import NotFoundError
from desktop_als.library import ArtistTable, Library, ListenerTable, search_key
from desktop_als.plays import Artist, Ints, Listener
from desktop_als.workspace.former_names import FormerNames
from desktop_als.workspace.reports import SearchHit
from desktop_als.workspace.search import NameIndex


@dataclass(frozen=True, slots=True)
class ArtistPlays:
    """A listener's plays of one artist, ``last_played`` in Unix seconds, -1 unknown; and their rating, if they gave one."""

    id: int
    name: str
    plays: int
    last_played: int
    rating: float | None = None


@dataclass(frozen=True, slots=True)
class ListenerPlays:
    """One listener's plays of an artist, and their rating, if they gave one."""

    id: int
    name: str
    plays: int
    rating: float | None = None


def given(rating: float) -> float | None:
    """A rating out of a column, where NaN stands for none."""
    return None if np.isnan(rating) else float(rating)


class Catalogue:
    """The tables of one state of the library. Everything is read when first asked for, by whichever thread asks."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()

    @cached_property
    def _listeners(self) -> ListenerTable:
        return self._library.listeners()

    @cached_property
    def _artists(self) -> ArtistTable:
        return self._library.artists()

    @cached_property
    def _former(self) -> FormerNames:
        return FormerNames.of(self._library.credits(), self._artists)

    @cached_property
    def _artist_index(self) -> NameIndex:
        table, former = self._artists, self._former
        weight = table.plays + table.ratings
        return NameIndex(np.append(table.keys, former.keys), np.append(weight, weight[former.places]))

    @cached_property
    def _listener_index(self) -> NameIndex:
        keys = np.array([search_key(name) for name in self._listeners.names], dtype=object)
        of_data_set = np.array([community is not None for community in self._listeners.communities], dtype=bool)
        return NameIndex(keys, self._listeners.plays + self._listeners.ratings, opaque=of_data_set)

    def listeners(self) -> ListenerTable:
        """Every listener."""
        with self._lock:
            return self._listeners

    def artists(self) -> ArtistTable:
        """Every artist."""
        with self._lock:
            return self._artists

    def former_names(self) -> FormerNames:
        """The spellings that are credited to others."""
        with self._lock:
            return self._former

    def artist(self, artist_id: int) -> Artist:
        """One artist by id; of a spelling that is credited to others, the best known of these.

        Raises:
            NotFoundError: it left the library.
        """
        table = self.artists()
        return _artist_at(table, _place(table.ids, self.standing_id(artist_id), "artist"))

    def only_own_listener(self) -> int | None:
        """The only listener who is in no community, or None."""
        table = self.listeners()
        own = [int(who) for who, community in zip(table.ids, table.communities, strict=True) if community is None]
        return own[0] if len(own) == 1 else None

    def only_owner(self) -> str | None:
        """The name of that listener."""
        only = self.only_own_listener()
        return None if only is None else self.listener(only).name

    def listener(self, listener_id: int) -> Listener:
        """One listener by id.

        Raises:
            NotFoundError: they left the library.
        """
        table = self.listeners()
        return _listener_at(table, _place(table.ids, listener_id, "listener"))

    def standing_id(self, artist_id: int) -> int:
        """Of whom plays count where this artist's did: the artist itself, or the best known one that it is credited to."""
        credited = self.former_names().places_of(artist_id)
        return int(self.artists().ids[_best_known(self.artists(), credited)]) if len(credited) else artist_id

    def find_artist(self, name: str) -> Artist:
        """The artist spelled so, now or formerly, else the best known one with the same key.

        Raises:
            NotFoundError: none; the sentence proposes likely spellings.
        """
        table, former = self.artists(), self.former_names()
        key = search_key(name)
        for places in (
            np.flatnonzero(table.names == name),
            former.places[former.names == name],
            np.flatnonzero(table.keys == key),
            former.places[former.keys == key],
        ):
            if len(places):
                return _artist_at(table, _best_known(table, places))
        raise NotFoundError(_nobody("artist", name, self._hits("artist", name, 3)))

    def find_listener(self, name: str) -> Listener:
        """The listener of that name; a person's own history goes before a community's.

        Raises:
            NotFoundError: none; the sentence proposes likely names.
        """
        table = self.listeners()
        exact = np.flatnonzero(table.names == name)
        if not len(exact):
            key = search_key(name)
            exact = np.array([i for i, other in enumerate(table.names) if search_key(other) == key], dtype=np.int64)
        if not len(exact):
            raise NotFoundError(_nobody("listener", name, self._hits("listener", name, 3)))
        own = [i for i in exact if table.communities[i] is None]
        return _listener_at(table, int(own[0] if own else exact[0]))

    def search(self, text: str, limit: int) -> list[SearchHit]:
        """Artists, then listeners, whose name is like ``text``."""
        return self._hits("artist", text, limit) + self._hits("listener", text, limit)

    def prepare(self) -> None:
        """Read the tables and build the index now, so that the first search does not wait for it."""
        with self._lock:
            self._artist_index  # noqa: B018 - reading it builds it
        with self._lock:
            self._listener_index  # noqa: B018

    def _hits(self, kind: Literal["artist", "listener"], text: str, limit: int) -> list[SearchHit]:
        with self._lock:
            if kind == "artist":
                artists, former = self._artists, self._former
                found = self._artist_index.find(text, limit + min(limit, len(former.places)))
                places = [i if i < len(artists) else int(former.places[i - len(artists)]) for i in found]
                return [
                    SearchHit(
                        kind, int(artists.ids[i]), artists.names[i], _count(int(artists.listeners[i]), "listener")
                    )
                    for i in list(dict.fromkeys(places))[:limit]
                ]
            people = self._listeners
            return [
                SearchHit(
                    kind, int(people.ids[i]), people.names[i], _does(int(people.plays[i]), int(people.ratings[i]))
                )
                for i in self._listener_index.find(text, limit)
            ]


def _place(ids: np.ndarray[tuple[int], np.dtype[np.int64]], wanted: int, what: str) -> int:
    place = int(np.searchsorted(ids, wanted))
    if place == len(ids) or ids[place] != wanted:
        raise NotFoundError(f"This {what} is no longer in the library.")
    return place


def _best_known(table: ArtistTable, places: Ints) -> int:
    return int(places[np.argmax(table.listeners[places])])


def _artist_at(table: ArtistTable, i: int) -> Artist:
    return Artist(
        int(table.ids[i]), table.names[i], int(table.listeners[i]), int(table.plays[i]), int(table.ratings[i])
    )


def _listener_at(table: ListenerTable, i: int) -> Listener:
    return Listener(
        int(table.ids[i]),
        table.names[i],
        table.communities[i],
        int(table.plays[i]),
        int(table.artists[i]),
        int(table.first[i]),
        int(table.last[i]),
        int(table.ratings[i]),
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _does(plays: int, ratings: int) -> str:
    return _count(ratings, "rating") if ratings and not plays else _count(plays, "play")


def _nobody(what: str, name: str, hits: list[SearchHit]) -> str:
    if not hits:
        return f"There is no {what} called “{name}” in the library."
    return f"There is no {what} called “{name}”. Did you mean {_any_of([hit.name for hit in hits])}?"


def _any_of(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def top_artists(library: Library, listener_id: int, limit: int) -> list[ArtistPlays]:
    """What a listener plays most, then what they rate highest."""
    history = library.listener_history(listener_id)
    ratings = np.full(len(history.plays), np.nan) if history.ratings is None else history.ratings
    order = np.lexsort((-ratings, -history.plays))[:limit]
    ids = history.artist_ids[order].tolist()
    known = library.artist_names(ids)
    return [
        ArtistPlays(artist_id, known[artist_id], int(history.plays[i]), int(history.last_played[i]), given(ratings[i]))
        for artist_id, i in zip(ids, order, strict=True)
    ]
