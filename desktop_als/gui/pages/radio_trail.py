"""The way a radio went: every station that was, so that each step can be taken back."""

from __future__ import annotations

from dataclasses import replace

from desktop_als.gui.messages import radio as words
from desktop_als.workspace import Heard, RadioOptions, Seed, Station, Verdict

EMPTY = Station(())


class Trail:
    """The station in force, and how it came about."""

    def __init__(self, station: Station = EMPTY) -> None:
        self.station = station
        self._steps: list[tuple[str, Station]] = []  # what was done, and the station before

    @property
    def newest(self) -> str | None:
        """What :meth:`take_back` would take back."""
        return self._steps[-1][0] if self._steps else None

    def take_back(self) -> str | None:
        """Return to the station before; what was taken back, or None where nothing was done."""
        if not self._steps:
            return None
        did, self.station = self._steps.pop()
        return did

    def begin(self, *seeds: Seed, whose: int | None) -> None:
        """Another radio with the same options, for ``whose`` unless it must be new to somebody."""
        options = self.station.options
        self._go(Station(seeds, options if options.only_new else replace(options, whose=whose)), words.BEGUN)

    def add(self, seed: Seed, name: str) -> None:
        """One more seed."""
        if seed not in self.station.seeds:
            self._go(replace(self.station, seeds=(*self.station.seeds, seed)), words.step(words.ADDED, name))

    def remove(self, seed: Seed, name: str) -> None:
        """One seed fewer."""
        seeds = tuple(one for one in self.station.seeds if one != seed)
        self._go(replace(self.station, seeds=seeds), words.step(words.REMOVED, name))

    def set_options(self, options: RadioOptions) -> None:
        """How it goes on; a slider that is dragged is one step."""
        self._go(replace(self.station, options=options), words.CHANGED_OPTIONS)

    def say(self, verdict: Verdict, artist_id: int, name: str) -> None:
        """What became of an artist of the queue."""
        heard = (*self._heard_without(artist_id), Heard(artist_id, verdict))
        self._go(replace(self.station, heard=heard), words.said(verdict, name))

    def forget(self, artist_id: int, name: str) -> None:
        """As if an artist had not been in the queue."""
        heard = self._heard_without(artist_id)
        self._go(replace(self.station, heard=heard), words.step(words.FORGOT, name))

    def _heard_without(self, artist_id: int) -> tuple[Heard, ...]:
        return tuple(one for one in self.station.heard if one.artist_id != artist_id)

    def _go(self, station: Station, did: str) -> None:
        if station == self.station:
            return
        if not (did == words.CHANGED_OPTIONS == self.newest):
            self._steps.append((did, self.station))
        self.station = station
