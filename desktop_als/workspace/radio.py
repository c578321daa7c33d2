"""The use case "radio": a queue from artists, tracks, listeners and moods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from desktop_als.errors import NotFoundError
from desktop_als.library import Library
from desktop_als.model.agreement import Direction
from desktop_als.model.bundle import Ids, Model
from desktop_als.model.lookup import columns_of
from desktop_als.model.queueing import queue
from desktop_als.model.radio import RadioItem, RadioQueue, Seed, Station
from desktop_als.steering import Opinion
from desktop_als.workspace.histories import Histories
from desktop_als.workspace.moods import MoodsOf
from desktop_als.workspace.seeds import Seeds
from desktop_als.workspace.steering import Steerings
from desktop_als.workspace.tracks import TrackPlays

UNWELCOME = (Opinion.DISLIKED, Opinion.BANNED, Opinion.SNOOZED)

BestTracks = Callable[[Sequence[int]], Mapping[int, tuple[TrackPlays, ...]]]


class Radio:
    """Queues by the model in use. Every method raises ModelError without a model."""

    def __init__(
        self,
        library: Library,
        model_in_use: Callable[[], Model],
        histories: Histories,
        steerings: Steerings,
        moods: MoodsOf,
        standing_id: Callable[[int], int],
        best_tracks: BestTracks = lambda _: {},
    ) -> None:
        """``standing_id`` is of the artist that another is credited to; ``best_tracks`` are of artists, see Tracks.best_of."""
        self._model_in_use, self._histories, self._steerings = model_in_use, histories, steerings
        self._seeds = Seeds(library, histories, steerings, moods, standing_id)
        self._best_tracks = best_tracks

    def queue(self, station: Station, n: int = 30) -> RadioQueue:
        """The next ``n`` of a station, none of what it heard lately.

        Seeds that the model does not know are left out: the note tells them, and their fits are 0.

        Raises:
            NotFoundError: no seed is known to the model; the sentence says which and what to do.
        """
        model = self._model_in_use()
        found = self._directions(model, station.seeds)
        unknown = [self._called(seed) for place, seed in enumerate(station.seeds) if place not in found]
        if not found:
            raise NotFoundError(_none_known(unknown))
        tracks: dict[int, int] = {}
        for place, direction in found.items():
            if station.seeds[place].kind == "track" and direction.column is not None:
                tracks.setdefault(direction.column, station.seeds[place].id)
        items = queue(
            model,
            list(found.values()),
            station.options,
            station.heard,
            self._barred(model, station),
            np.array(list(tracks), np.int64),
            n,
        )
        places = list(found)
        items = tuple(_among_all(item, places, len(station.seeds)) for item in items)
        chosen = {int(model.artist_ids[column]): track for column, track in tracks.items()}
        return RadioQueue(self._with_tracks(items, chosen), _note(unknown, len(items), n))

    def names(self, seeds: tuple[Seed, ...]) -> tuple[str, ...]:
        """What people call the seeds.

        Raises:
            NotFoundError: one of them left the library, or is no mood now.
        """
        return tuple(map(self._seeds.name, seeds))

    def _directions(self, model: Model, seeds: Sequence[Seed]) -> dict[int, Direction]:
        """Where the seeds point, by their place; those that left the library or that the model does not know are missing."""
        found = {}
        for place, seed in enumerate(seeds):
            with suppress(NotFoundError):
                if (direction := self._seeds.direction(model, seed)) is not None:
                    found[place] = direction
        return found

    def _called(self, seed: Seed) -> str:
        try:
            return f"“{self._seeds.name(seed)}”"
        except NotFoundError:
            return f"a {seed.kind} that is no longer there"

    def _barred(self, model: Model, station: Station) -> Ids:
        """What must not come: by ``whose``, or else by every listener among the seeds."""
        whose = station.options.whose
        listeners = (
            {seed.id for seed in station.seeds if seed.kind in {"listener", "mood"}} if whose is None else {whose}
        )
        barred: set[int] = set()
        for listener in listeners:
            history, opinions = self._histories.of(model, listener), self._steerings.of(listener).opinions
            barred |= history.unwanted | {artist for artist, opinion in opinions.items() if opinion in UNWELCOME}
            if station.options.only_new:
                barred |= history.known | set(history.artist_ids.tolist())
        return columns_of(model, barred)

    def _with_tracks(self, items: tuple[RadioItem, ...], chosen: Mapping[int, int]) -> tuple[RadioItem, ...]:
        """A track for each item: the seed's own (by artist), or the one that most people play."""
        titles = {artist: (track, self._seeds.title(track)) for artist, track in chosen.items()}
        best = self._best_tracks([item.artist_id for item in items if item.artist_id not in titles])
        titles |= {artist: (tracks[0].track_id, tracks[0].title) for artist, tracks in best.items()}
        return tuple(
            replace(item, track_id=titles[item.artist_id][0], track=titles[item.artist_id][1])
            if item.artist_id in titles
            else item
            for item in items
        )


def _among_all(item: RadioItem, places: Sequence[int], seeds: int) -> RadioItem:
    """The same with a fit for every seed of the station, where the model knows only those at ``places``."""
    fits = dict(zip(places, item.fits, strict=True))
    return replace(item, near=places[item.near], fits=tuple(fits.get(place, 0) for place in range(seeds)))


def _none_known(seeds: Sequence[str]) -> str:
    if not seeds:
        return "A radio needs a seed: choose an artist, a track, a listener or a mood."
    return f"The model does not know {_all_of(seeds)}. Choose another seed, or train again to include it."


def _note(unknown: Sequence[str], found: int, n: int) -> str | None:
    notes = []
    if unknown:
        notes.append(
            f"The model does not know {_all_of(unknown)}, so the queue is made without. Train again to include it."
        )
    if found < n:
        notes.append("Nothing else fits these seeds: everything near was heard, or is hidden.")
    return " ".join(notes) or None


def _all_of(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
