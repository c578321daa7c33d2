"""Who is credited with whose plays, as a map that needs one look-up: nobody who is credited away is credited anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


class Crediting:
    """Which artists' plays are credited to others, by id. There is no chain and no cycle, whatever is done in which order."""

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        """Take up pairs of an artist and one who is credited instead, as :meth:`pairs` gave them."""
        self._ends: dict[int, tuple[int, ...]] = {}
        self._earlier: dict[int, set[int]] = {}
        for artist, end in pairs:
            self._point(artist, (*self._ends.get(artist, ()), end))

    @property
    def ends(self) -> Mapping[int, tuple[int, ...]]:
        """To whom each artist is credited that does not stand for itself."""
        return self._ends

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Artist and credited artist, one pair for each guest of a "feat."."""
        return ((artist, end) for artist, ends in self._ends.items() for end in ends)

    def credit(self, artists: Iterable[int], to: Iterable[int]) -> None:
        """Credit the plays of ``artists`` to each of ``to``, with all that was credited to them before.

        Where one of ``to`` is credited away itself, those whom it is credited to are meant; unless they are among
        ``artists``: then the name that was credited away stands again, and they are credited to it.
        """
        away = set(artists)
        targets: dict[int, None] = {}
        for artist in to:
            ends = self._ends.get(artist, (artist,))
            targets |= dict.fromkeys((artist,) if away.intersection(ends) else ends)
        for target in targets:
            self.restore(target)
        for artist in away.difference(targets):
            for earlier in [artist, *self._earlier.get(artist, ())]:
                kept = [end for end in self._ends.get(earlier, ()) if end != artist]
                self._point(earlier, tuple(dict.fromkeys((*kept, *targets))) if earlier != artist else (*targets,))

    def restore(self, artist: int) -> None:
        """Let an artist stand for itself again."""
        for end in self._ends.pop(artist, ()):
            self._earlier[end].discard(artist)

    def _point(self, artist: int, ends: tuple[int, ...]) -> None:
        self.restore(artist)
        self._ends[artist] = ends
        for end in ends:
            self._earlier.setdefault(end, set()).add(artist)
