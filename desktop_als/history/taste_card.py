"""Taste cards: the favourite artists of one person in a small JSON file, made by this program to be given away by hand.

No times, no tracks and no numbers of a library are in it, only a name, a day, and artists with rounded plays or in order alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import LATEST, clean_text
from desktop_als.history.counts import Counted, count_batches
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import Layout, json_rows
from desktop_als.history.loading import load_json
from desktop_als.plays import CountBatch, RowLog
from desktop_als.progress import CancelToken

CARD_FORMAT, CARD_VERSION = "desktop-als taste card", 1
SUFFIX = ".taste.json"


class CardArtist(msgspec.Struct, omit_defaults=True):
    """An artist of a card; without plays only its place in the list tells how much it is liked."""

    artist: str | None = None
    plays: int | None = None


class TasteCard(msgspec.Struct):
    """A card; ``made`` is a day as ISO 8601, ``artists`` the favourite first. Its keys are written in this order."""

    format: str
    version: int
    name: str
    made: str
    artists: list[CardArtist]


class _Head(msgspec.Struct):
    format: str = ""
    version: int = 0
    name: str = ""


class _Undecoded(msgspec.Struct):
    artists: list[msgspec.Raw]
    version: int = 0


_RAW = msgspec.json.Decoder(_Undecoded)


def encoded(card: TasteCard) -> bytes:
    """The file of a card: always the same bytes for the same card."""
    return msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n"


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[CountBatch]:
    def undecoded(data: bytes) -> list[msgspec.Raw]:
        card = _RAW.decode(data)
        if card.version > CARD_VERSION:
            raise HistoryError(f"{part.name} was made by a newer version of this program. Update it to read this card.")
        return card.artists

    numbers, rows = json_rows(part, load_json(part, cancel, advance), Layout(CardArtist, undecoded), log)
    if rows and all(row.plays is None for row in rows):
        log.notes.append(f"{part.name} tells favourites without plays, so each of its artists counts as one play.")
        rows = [CardArtist(row.artist, 1) for row in rows]
    counted = (Counted(number, row.artist, _plays(row)) for number, row in zip(numbers, rows, strict=True))
    yield from count_batches(counted, log, cancel)


def _plays(row: CardArtist) -> int | None:
    return None if row.plays is None else min(row.plays, LATEST)


def _is_card(head: Head) -> bool:
    return head.root == "{" and head.string("format") == CARD_FORMAT


def _person(head: Head) -> str | None:
    try:
        name = msgspec.json.decode(head.text, type=_Head).name
    except (msgspec.MsgspecError, RecursionError):
        name = head.string("name") or ""
    return clean_text(name) or None


READERS = (Reader(Format("taste_card", "Taste card", precision=None), (_is_card,), _read, listener=_person),)
