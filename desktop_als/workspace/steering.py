"""The use case "steer": what listeners say beside their plays, kept in the library, listed, taken back, carried elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from desktop_als.errors import LibraryError, NotFoundError, SteeringError
from desktop_als.library import Library, exposures
from desktop_als.library import steering as layer
from desktop_als.library.exposures import KEPT_DAYS, MemoryOptions
from desktop_als.library.layers import Cursor
from desktop_als.library.marks import marked
from desktop_als.library.queries import artist_names
from desktop_als.library.steering import Said, Tuning, Weight
from desktop_als.plays import UNKNOWN
from desktop_als.steering import Opinion, Steering
from desktop_als.workspace import steering_file
from desktop_als.workspace import steering_words as words
from desktop_als.workspace.steering_entries import Held, SteeringEntry, SteeringImport, take_back
from desktop_als.workspace.steering_exchange import news_in, told_by
from desktop_als.workspace.steering_file import LEAST_HALF_LIFE, LEAST_STRENGTH, MOST, MOST_DAYS

T = TypeVar("T")

STEP = "steering"
SNOOZE_DAYS = 30

_DAY = 86_400


class Steerings:
    """How the listeners of a workspace steer. Each change is one step of the library, which undo takes back.

    Saying what holds already is no step. Safe to call from any thread. Methods that change something raise
    :class:`NotFoundError` when the listener or all of the artists left the library, and :class:`SteeringError` for numbers that
    make no sense.
    """

    def __init__(
        self,
        library: Library,
        overruled: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``overruled`` is told when a word here goes before one of an export, so that histories are others."""
        self._library, self._overruled, self._clock = library, overruled, clock
        self.forget()

    def forget(self) -> None:
        """The library is another now."""
        # Whoever reads meanwhile keeps what they read in the former ones.
        self._kept: dict[int, tuple[float, Steering]] = {}
        self._shown: dict[tuple[int, int], exposures.Shown] = {}
        self._noted: dict[tuple[int, int], set[int]] = {}

    def of(self, listener_id: int) -> Steering:
        """What holds now: without snoozes that are over, with what the memory of what was shown makes of it.

        The same object until something changes.
        """
        now, kept = self._clock(), self._kept
        known = kept.get(listener_id)
        if known is None or known[0] <= now:
            with self._library.reading() as cursor:
                held = self._held(cursor, listener_id, now)
            ends = [said.until for said in held.opinions.values() if said.opinion is Opinion.SNOOZED]
            known = kept[listener_id] = min([_midnight(now), *ends]), held.steering()
        return known[1]

    def entries(self, listener_id: int) -> list[SteeringEntry]:
        """All that steers a listener, newest first."""
        with self._library.reading() as cursor:
            held, banned = self._held(cursor, listener_id, self._clock()), marked(cursor, listener_id).banned
            return held.entries(artist_names(cursor, [*held.artists | banned]), banned)

    def say(
        self, listener_id: int, artist_ids: Sequence[int], opinion: Opinion | None, days: int | None = None
    ) -> None:
        """Say an opinion of artists, or take it back; ``days`` is how long to snooze, :data:`SNOOZE_DAYS` if None."""
        now, days = int(self._clock()), SNOOZE_DAYS if days is None else days
        _check(1 <= days <= MOST_DAYS, f"A snooze lasts 1 to {MOST_DAYS:,.0f} days.")
        said = Said(opinion, now + _DAY * days if opinion is Opinion.SNOOZED else UNKNOWN, now)
        with self._library.reading() as cursor:
            who, told, names = _about(cursor, listener_id, dict.fromkeys(artist_ids, said))
            held, banned = self._held(cursor, listener_id, now), marked(cursor, listener_id).banned
        if opinion is None:
            new = {artist: said for artist in told if artist in held.opinions or artist in banned}
        else:
            new = {artist: said for artist in told if not said.repeats(held.opinions.get(artist))}
        if new:
            label = words.opinion_said(who, [names[artist] for artist in new], opinion, days)
            with self._step(label, "opinions") as cursor:
                layer.say(cursor, listener_id, new)
        if banned & new.keys():
            self._overruled()

    def weigh(self, listener_id: int, weights: Mapping[int, float]) -> None:
        """Say what the plays of artists count: 1 as they are, 0 not at all."""
        self.keep(listener_id, weights)

    def tune(self, listener_id: int, half_life: float | None, strength: float) -> None:
        """Keep a half-life (None: the model's) and a strength (1: the model's)."""
        self.keep(listener_id, {}, (half_life, strength))

    def keep(
        self, listener_id: int, weights: Mapping[int, float], tuning: tuple[float | None, float] | None = None
    ) -> None:
        """Weigh artists as :meth:`weigh` and tune as :meth:`tune`, in one step."""
        _check(all(0 <= weight <= MOST for weight in weights.values()), f"A weight is a number from 0 to {MOST:g}.")
        now = int(self._clock())
        with self._library.reading() as cursor:
            who, told, names = _about(cursor, listener_id, weights)
            held, tuned = self._held(cursor, listener_id, now).weights, layer.tuning(cursor, listener_id)
        new = {artist: each for artist, each in told.items() if each != held.get(artist, Weight(1)).weight}
        labels = [words.weighed(who, {names[artist]: each for artist, each in new.items()})] if new else []
        if tuning is not None and (tuning[0], tuning[1]) != (tuned.half_life, tuned.strength):
            tuned = _tuning(*tuning, now)
            labels.append(words.tuned(who, tuned))
        if labels:
            with self._step("; ".join(labels), "weights", "tunings") as cursor:
                layer.weigh(cursor, listener_id, {artist: Weight(each, now) for artist, each in new.items()})
                layer.tune(cursor, listener_id, tuned)

    def take_back(self, listener_id: int, entries: Sequence[SteeringEntry]) -> None:
        """Undo these entries alone, whenever they were said; for an overlooked or resting artist, days shown count anew.

        An artist that an export bans is then not banned. Entries that hold no more are passed over.
        """
        now = int(self._clock())
        holding = {(entry.kind, entry.artist_id): entry for entry in self.entries(listener_id)}
        gone = [
            holding[key] for key in dict.fromkeys((entry.kind, entry.artist_id) for entry in entries) if key in holding
        ]
        if not gone:
            return
        with self._library.reading() as cursor:
            who = _who(cursor, listener_id)
        with self._step(words.taken_back(who, gone), "opinions", "weights", "tunings", "forgiven") as cursor:
            take_back(cursor, listener_id, gone, now, _today(now))
        if any(entry.kind == "marked" for entry in gone):
            self._overruled()

    def shown(self, listener_id: int, artist_ids: Sequence[int]) -> None:
        """Remember that a list was looked at; the same artist counts once a day. No step: nothing was decided.

        Tell only the rows that somebody really saw. While an import runs, or when the disk is full, nothing is remembered.
        """
        today = _today(self._clock())
        noted = self._noted.setdefault((listener_id, today), set())
        new = [artist for artist in dict.fromkeys(artist_ids) if artist not in noted]
        with suppress(LibraryError):
            if new and self.memory(listener_id).on:
                with self._library.noting() as cursor:
                    if cursor is not None:
                        exposures.remember(cursor, listener_id, new, today)
                        noted.update(new)

    def memory(self, listener_id: int) -> MemoryOptions:
        """What is made of having been shown."""
        with self._library.reading() as cursor:
            return exposures.options(cursor, listener_id)

    def set_memory(self, listener_id: int, options: MemoryOptions) -> None:
        """Change that."""
        numbers = options.rest_after, options.rest_days, options.overlooked_after
        _check(all(0 <= each <= KEPT_DAYS for each in numbers), f"Days to remember are numbers from 0 to {KEPT_DAYS}.")
        with self._library.reading() as cursor:
            who = _who(cursor, listener_id)
        with self._step(words.remembered(who, options), "memories") as cursor:
            exposures.set_options(cursor, listener_id, options)

    def export(self, listener_id: int, path: Path) -> int:
        """Write everything that was said as JSON, by artists' names; returns the number of entries.

        What was overlooked, or marked in an import, was not said.

        Raises:
            SteeringError: the disk is full or cannot be written.
        """
        with self._library.reading() as cursor:
            held = self._held(cursor, listener_id, self._clock())
            told = told_by(_who(cursor, listener_id), held, artist_names(cursor, [*held.artists]))
        steering_file.write(path, told)
        return told.entries

    def import_(self, listener_id: int, path: Path) -> SteeringImport:
        """Add what such a file says, in one step; what was said here of the same artist stays.

        Raises:
            SteeringError: it cannot be read, or is no such file; nothing is changed.
        """
        told, now = steering_file.read(path), int(self._clock())
        with self._library.reading() as cursor:
            who = _who(cursor, listener_id)
            found = layer.artists_called(cursor, told.artists)
            news = news_in(told, self._held(cursor, listener_id, now), found, now)
        with self._step(words.imported(who, news.result.added, path.name), "opinions", "weights", "tunings") as cursor:
            layer.say(cursor, listener_id, news.opinions)
            layer.weigh(cursor, listener_id, news.weights)
            layer.tune(cursor, listener_id, news.tuning)
        self._overruled()
        return news.result

    @contextmanager
    def _step(self, label: str, *layers: str) -> Iterator[Cursor]:
        try:
            with self._library.changing(STEP, label, *layers) as cursor:
                yield cursor
        finally:
            self._kept = {}
            if not {"forgiven", "memories"}.isdisjoint(layers):
                self._shown = {}

    def _held(self, cursor: Cursor, listener_id: int, now: float) -> Held:
        today, kept = _today(now), self._shown
        if (listener_id, today) not in kept:
            kept[listener_id, today] = exposures.shown(cursor, listener_id, today)
        shown = kept[listener_id, today]
        said = layer.opinions(cursor, listener_id)
        opinions = {artist: each for artist, each in said.items() if each.holds(now)}
        return Held(
            opinions,
            {artist: each for artist, each in layer.weights(cursor, listener_id).items() if each.weight != 1},
            layer.tuning(cursor, listener_id),
            {artist: days for artist, days in shown.overlooked.items() if artist not in opinions},
            shown.resting,
        )


def _about(cursor: Cursor, listener_id: int, told: Mapping[int, T]) -> tuple[str, dict[int, T], dict[int, str]]:
    """The listener's name, what is told by the artists who stand for these, and their names."""
    who, standing = _who(cursor, listener_id), layer.by_standing(cursor, told)
    if told and not standing:
        raise NotFoundError(f"{'This artist is' if len(told) == 1 else 'These artists are'} no longer in the library.")
    return who, standing, artist_names(cursor, [*standing])


def _who(cursor: Cursor, listener_id: int) -> str:
    name = layer.listener_name(cursor, listener_id)
    if name is None:
        raise NotFoundError("This listener is no longer in the library.")
    return name


def _tuning(half_life: float | None, strength: float, now: int) -> Tuning:
    _check(
        half_life is None or LEAST_HALF_LIFE <= half_life <= MOST_DAYS,
        f"A half-life is a number of days from {LEAST_HALF_LIFE:g} to {MOST_DAYS:,.0f}.",
    )
    _check(LEAST_STRENGTH <= strength <= MOST, f"A strength is a number from {LEAST_STRENGTH} to {MOST:g}.")
    return Tuning(half_life, strength, now)


def _local_date(now: float) -> date:
    return datetime.fromtimestamp(now, UTC).astimezone().date()


def _today(now: float) -> int:
    return _local_date(now).toordinal()


def _midnight(now: float) -> float:
    """When the next local day begins."""
    return datetime.combine(_local_date(now) + timedelta(days=1), datetime.min.time()).timestamp()


def _check(makes_sense: bool, sentence: str) -> None:
    if not makes_sense:
        raise SteeringError(sentence)
