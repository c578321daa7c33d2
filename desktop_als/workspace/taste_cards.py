"""The use cases of taste cards: show what would be given away, byte for byte, and write exactly that."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop_als.errors import CardError, NotFoundError
from desktop_als.history.taste_card import CARD_FORMAT, CARD_VERSION, CardArtist, TasteCard, encoded
from desktop_als.library import Library, search_key
from desktop_als.library.queries import artist_names
from desktop_als.paths import write_atomically
from desktop_als.plays import Listener

LARGEST = 64 * 1024
"""Bytes of a card: it is to be read by eye before it is given away."""

MOST_ARTISTS = 500
USUAL_ARTISTS = 50
DIGITS = 2


def _today() -> str:
    return time.strftime("%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class CardOptions:
    """What a card tells.

    Attributes:
        name: of the person, as the card calls them; None for their name in the library.
        top: how many artists at most, up to :data:`MOST_ARTISTS`.
        plays: tell them, rounded to two digits; without, the artists come in order alone.
        leave_out: names of artists who are not to be on it, in any case and typography.
        made: the day on it, as ISO 8601.
    """

    name: str | None = None
    top: int = USUAL_ARTISTS
    plays: bool = True
    leave_out: tuple[str, ...] = ()
    made: str = field(default_factory=_today)


class TasteCards:
    """The cards of a workspace's listeners."""

    def __init__(self, library: Library, listener: Callable[[int], Listener]) -> None:
        self._library, self._listener = library, listener

    def preview(self, listener_id: int, options: CardOptions | None = None) -> bytes:
        """The file that :meth:`save` writes with the same options, byte for byte: UTF-8, below 64 KB.

        Raises:
            NotFoundError: the listener left the library, or has no artist for the card.
            CardError: a card with these options would be too large.
        """
        options = options or CardOptions()
        name = (options.name or "").strip() or self._listener(listener_id).name
        artists = self._favourites(listener_id, options)
        if not artists:
            raise NotFoundError(
                f"No artist is left for the card of {name}. Leave fewer out, or import a history first."
            )
        card = encoded(TasteCard(CARD_FORMAT, CARD_VERSION, name, options.made, artists))
        if len(card) >= LARGEST:
            raise CardError(f"This card would be larger than {LARGEST // 1024} KB. Choose fewer artists.")
        return card

    def save(self, listener_id: int, path: Path, options: CardOptions | None = None) -> bytes:
        """Write the card to ``path``, in place of a file of that name, and return what it holds.

        Raises:
            NotFoundError, CardError: as :meth:`preview`.
            CardError: it cannot be written; what was at ``path`` is untouched.
        """
        card = self.preview(listener_id, options)
        try:
            write_atomically(path, card)
        except OSError as error:
            raise CardError(
                f"The card could not be written to {path.parent} ({error.strerror or error}). Nothing was changed."
            ) from error
        return card

    def _favourites(self, listener_id: int, options: CardOptions) -> list[CardArtist]:
        """The most played first; equals, as rounded, by name, so that their order tells nothing more."""
        history = self._library.listener_history(listener_id)
        told = {
            artist: rounded(plays)
            for artist, plays in zip(history.artist_ids.tolist(), history.plays.tolist(), strict=True)
            if plays
        }
        with self._library.reading() as cursor:
            names = artist_names(cursor, list(told))
        unwanted = {search_key(name) for name in options.leave_out}
        chosen = sorted(
            (-plays, names[artist]) for artist, plays in told.items() if search_key(names[artist]) not in unwanted
        )[: max(0, min(options.top, MOST_ARTISTS))]
        return [CardArtist(name, -minus if options.plays else None) for minus, name in chosen]


def rounded(plays: int) -> int:
    """To :data:`DIGITS` digits, halves up: 1,234 becomes 1,200."""
    unit: int = 10 ** max(0, math.floor(math.log10(plays)) + 1 - DIGITS)
    return (plays + unit // 2) // unit * unit
