"""Invented taste cards."""

from collections.abc import Sequence

from desktop_als.history.taste_card import CARD_FORMAT, CARD_VERSION, CardArtist, TasteCard, encoded
from tests.history.exports import ROWS, Row


def card(rows: Sequence[Row], name: str = "Mira Holloway") -> bytes:
    names = dict.fromkeys(row.artist for row in rows)
    artists = [CardArtist(artist, 10 * (len(names) - place)) for place, artist in enumerate(names)]
    return encoded(TasteCard(CARD_FORMAT, CARD_VERSION, name, "2024-06-15", artists))


SETS = {"taste_card": {"mira.taste.json": card(ROWS)}}
