"""The tracks of an iTunes or Music library file, one by one, from XML of any size or from a binary property list.

Apple's property list, https://www.apple.com/DTDs/PropertyList-1.0.dtd. Of XML only the dictionaries of ``Tracks`` are
ever held, each as its keys with the text of its plain values. Nothing is expanded, fetched or nested deeply.
"""

from __future__ import annotations

import codecs
import plistlib
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.parsers import expat

from desktop_als.errors import HistoryError
from desktop_als.history.archives import Entry
from desktop_als.history.cleaning import LATEST
from desktop_als.history.formats import Advance
from desktop_als.history.loading import BLOCK, load
from desktop_als.history.packing import Readable
from desktop_als.history.xml_records import without_forbidden
from desktop_als.progress import CancelToken

BINARY = b"bplist00"
_STEP = 65_536
_MAX_DEPTH = 60
_TRACK_DEPTH = 4  # plist, its dictionary, Tracks, the track
_FLAGS = ("true", "false")
_PLAIN = ("string", "integer", "real", "date", *_FLAGS)
_LONGEST_REFERENCE = 12

Track = dict[str, str]


def plist_tracks(entry: Entry, cancel: CancelToken, advance: Advance) -> Iterator[Track]:
    """Yield every track as its keys and values: numbers as digits, dates as ISO 8601 in UTC, flags as ``true`` or ``false``.

    Raises:
        HistoryError: it is damaged, cut off before the end of its tracks, or no such library.
        Cancelled: the person asked to stop.
    """
    with entry.open() as stream:
        is_binary = stream.read(len(BINARY)) == BINARY
    yield from _of_binary(entry, cancel, advance) if is_binary else _of_xml(entry, cancel, advance)


def _of_binary(entry: Entry, cancel: CancelToken, advance: Advance) -> Iterator[Track]:
    try:
        library = plistlib.loads(load(entry, cancel, advance), fmt=plistlib.FMT_BINARY)
    except (plistlib.InvalidFileException, ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise _damaged(entry) from error
    tracks = library.get("Tracks") if isinstance(library, dict) else None
    if not isinstance(tracks, dict):
        raise _damaged(entry)
    for track in tracks.values():
        cancel.check()
        told = track.items() if isinstance(track, dict) else ()
        yield {key: _text(value) for key, value in told if isinstance(key, str)}


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(max(-LATEST, min(LATEST, value)))
    # What is made of other values is never asked for, and could be made to have no end.
    return str(value) if isinstance(value, str | float) else ""


def _of_xml(entry: Entry, cancel: CancelToken, advance: Advance) -> Iterator[Track]:
    tracks = _Tracks(entry.name)
    with entry.open() as stream:
        try:
            for text in _texts(stream, cancel, advance):
                for begin in range(0, len(text), _STEP):
                    cancel.check()
                    tracks.parser.Parse(text[begin : begin + _STEP], False)
                    yield from tracks.take()
            tracks.parser.Parse("", True)
        except expat.ExpatError as error:
            if not tracks.complete:  # playlists follow, of which nothing is wanted
                raise _damaged(entry) from error
    yield from tracks.take()


def _texts(stream: Readable, cancel: CancelToken, advance: Advance) -> Iterator[str]:
    """The file as text that XML allows: titles hold control characters, and single bytes may be damaged."""
    decoder: codecs.IncrementalDecoder | None = None
    held = ""
    while block := stream.read(BLOCK):
        cancel.check()
        if decoder is None:
            is_utf16 = block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            decoder = codecs.getincrementaldecoder("utf-16" if is_utf16 else "utf-8-sig")("replace")
        text = held + decoder.decode(block)
        cut = text.rfind("&", -_LONGEST_REFERENCE)  # a reference that goes on in the next block
        held = text[cut:] if cut >= 0 else ""
        yield without_forbidden(text.removesuffix(held))
        advance(len(block))
    yield held


class _Tracks:
    """What the parser calls. ``take`` hands over the tracks that are complete; ``complete`` is true after the last."""

    def __init__(self, name: str) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.EntityDeclHandler = self._refuse
        self.complete = False
        self._name = name
        self._depth = 0
        self._inside = False  # of Tracks
        self._said: list[str] = []
        self._key = ""
        self._track: Track = {}
        self._done: list[Track] = []

    def take(self) -> list[Track]:
        done, self._done = self._done, []
        return done

    def _begin(self, tag: str, _: dict[str, str]) -> None:
        self._depth += 1
        self._said = []
        if self._depth > _MAX_DEPTH:
            raise HistoryError(f"{self._name} is nested far too deeply to be a library, so nothing was read.")
        if self._depth == _TRACK_DEPTH - 1:
            self._inside = tag == "dict" and self._key == "Tracks"
        elif self._depth == _TRACK_DEPTH and self._inside and tag == "dict":
            self._track = {}

    def _say(self, text: str) -> None:
        self._said.append(text)

    def _end(self, tag: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if tag == "key":
            self._key = "".join(self._said)
        elif self._inside and depth == _TRACK_DEPTH + 1 and tag in _PLAIN:
            self._track[self._key] = tag if tag in _FLAGS else "".join(self._said)
        elif self._inside and depth == _TRACK_DEPTH and tag == "dict":
            self._done.append(self._track)
        elif self._inside and depth == _TRACK_DEPTH - 1:
            self._inside, self.complete = False, True

    def _refuse(self, *_: object) -> None:
        raise HistoryError(f"{self._name} declares entities, as no library does, so it was not read.")


def _damaged(entry: Entry) -> HistoryError:
    return HistoryError(f"{entry.name} is damaged or cut off, so nothing was kept of it. Export it again.")
