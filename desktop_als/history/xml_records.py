"""XML into records, without trust: nothing is ever expanded or fetched, and nothing may be nested deeply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from desktop_als.errors import HistoryError
from desktop_als.history.formats import Advance, Part
from desktop_als.history.loading import load_text
from desktop_als.plays import RowLog
from desktop_als.progress import CancelToken

MAX_DEPTH = 50
_STEP = 65_536

_LONGEST_TEXT = 10_000
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|&#(?:x[0-9a-f]{1,8}|[0-9]{1,8});", re.IGNORECASE
)


def xml_records(part: Part, tag: str, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[dict[str, str]]:
    """Yield each element ``tag`` of the part's only file as a record.

    Its keys are the paths of what is inside: ``artist`` for the text of a child, ``artist/name`` for that of a grandchild,
    and ``date@uts`` for an attribute.

    Raises:
        HistoryError: the file is no whole XML, declares entities of its own or is nested too deeply.
        Cancelled: the person asked to stop.
    """
    text = without_forbidden(load_text(part.files[0], log, cancel, advance))
    records = _Records(part.name, tag)
    try:
        for begin in range(0, len(text), _STEP):
            cancel.check()
            records.parser.Parse(text[begin : begin + _STEP], False)
            yield from records.take()
        records.parser.Parse("", True)
    except expat.ExpatError as error:
        raise HistoryError(
            f"{part.name} is damaged or cut off, so nothing was kept of it. Download it again."
        ) from error
    yield from records.take()


def without_forbidden(text: str) -> str:
    """``text`` with U+FFFD for each sign that XML forbids, also when written as a number: names hold them all the same."""
    return _SUSPECT.sub(_allowed, text)


def _allowed(sign: re.Match[str]) -> str:
    """A sign as it is, or U+FFFD: names in Last.fm hold some that XML forbids, also when written as a number."""
    written = sign[0]
    if len(written) == 1:
        return "\ufffd"
    code = int(written[3:-1], 16) if written[2] in "xX" else int(written[2:-1])
    sound = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    return written if sound else "\ufffd"


class _Records:
    """What the parser calls. ``take`` hands over the records that are complete."""

    def __init__(self, name: str, tag: str) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.EntityDeclHandler = self._refuse
        self._name, self._tag = name, tag
        self._depth = 0
        self._path: list[str] = []  # below the record
        self._record: dict[str, str] | None = None
        self._done: list[dict[str, str]] = []

    def take(self) -> list[dict[str, str]]:
        done, self._done = self._done, []
        return done

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise HistoryError(f"{self._name} is nested far too deeply to be an export, so nothing was read.")
        if self._record is not None:
            self._path.append(tag)
            path = "/".join(self._path)
        elif tag == self._tag:
            self._record, path = {}, ""
        else:
            return
        self._record |= {f"{path}@{key}": value for key, value in attributes.items()}

    def _say(self, text: str) -> None:
        if self._record is not None:
            path = "/".join(self._path)
            self._record[path] = (self._record.get(path, "") + text)[:_LONGEST_TEXT]

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._path:
            self._path.pop()
        elif self._record is not None:
            self._done.append(self._record)
            self._record = None

    def _refuse(self, *_: object) -> None:
        raise HistoryError(f"{self._name} declares entities, as no export does, so it was not read.")
