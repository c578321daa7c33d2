"""Fetch a file of any size: go on where an earlier try ended, check it, and give it its name only when it is whole."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop_als.communities.catalogue import DataSet
from desktop_als.communities.finding import find, withdrawn
from desktop_als.communities.kept import Begun, Download, Fetched, Part
from desktop_als.communities.web import Answer, GoneError, PassingError, Patience, asked, whole_number
from desktop_als.errors import DownloadError
from desktop_als.progress import CancelToken, Progress, ProgressSink

LARGEST = 1 << 40
"""Bytes that a download may have, whatever its server says."""

SPARE = 1 << 27
"""Bytes that stay free on the disk."""

KEPT = "What was fetched is kept: try again later to go on."

_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+)")
_TELL_EVERY = 1 / 30


def download(
    wanted: DataSet, downloads: Path, cancel: CancelToken, progress: ProgressSink, largest: int = LARGEST
) -> Fetched:
    """Fetch a data set into a folder of its own among the ``downloads``, or take what is whole there already.

    Raises:
        DownloadError: it is offered no longer, the network or the disk failed, it is too large, or it came damaged. Unless it
            came damaged, what was fetched is kept.
        Cancelled: ``cancel`` was raised; what was fetched is kept.
    """
    here = Download(downloads, wanted.id)
    if finished := here.finished:
        return finished
    transfer = partial(_transferred, wanted=wanted, here=here, cancel=cancel, progress=progress, largest=largest)
    try:
        if here.size and (earlier := here.begun):
            try:
                return transfer(earlier)
            except GoneError:
                if find(wanted, cancel).address == earlier.address:
                    raise
                here.discard()  # something newer is in its place
        progress(Progress(f"Looking for {wanted.title}"))
        return transfer(find(wanted, cancel))
    except GoneError as error:
        raise DownloadError(withdrawn(wanted)) from error
    except PassingError as trouble:
        raise DownloadError(f"{trouble} {KEPT}" if here.size else str(trouble)) from trouble
    except OSError as error:
        raise DownloadError(f"{here.folder} cannot be written ({error.strerror}). {KEPT}") from error


def _transferred(
    begun: Begun, wanted: DataSet, here: Download, cancel: CancelToken, progress: ProgressSink, largest: int
) -> Fetched:
    """Ask again and again until all of it is here."""
    progress(Progress(f"Looking at what is here of {wanted.title}"))
    with here.begin(begun).open("rb+") as file:
        part = Part(file, begun.checksum, cancel)
        transfer = _Transfer(wanted.title, here, begun, part, cancel, progress, largest)
        patience = Patience(cancel)
        while not transfer.whole:
            before = transfer.furthest
            try:
                transfer.ask()
            except PassingError as trouble:
                progress(Progress(f"Trying again. {trouble}"))
                patience.take(trouble, in_vain=transfer.furthest == before)
        sound = part.finish()
    if not sound:
        here.discard()
        raise DownloadError(
            f"{wanted.title} came damaged: its checksum is not the published one. It was deleted; fetch it again."
        )
    return here.complete(begun)


class _Transfer:
    """The bytes of one file, from its server to the disk."""

    def __init__(
        self,
        title: str,
        here: Download,
        begun: Begun,
        part: Part,
        cancel: CancelToken,
        progress: ProgressSink,
        largest: int,
    ) -> None:
        self.whole = False
        self.furthest = part.size
        self._title = title
        self._here = here
        self._begun = begun
        self._part = part
        self._cancel = cancel
        self._progress = progress
        self._largest = largest
        self._told = 0.0

    def ask(self) -> None:
        """One request; it becomes ``whole`` or fails.

        Raises:
            PassingError: another request may bring more.
        """
        if not self._begun.validator:
            self._part.empty()
        start = self._part.size
        headers = {"Range": f"bytes={start}-", "If-Range": self._begun.validator or ""} if start else {}
        with asked(self._begun.address, self._cancel, headers) as (answer, pieces):
            first, total = _range(answer)
            if answer.status == 416 and start and total == start:
                self.whole = True
                return
            if first not in {0, start} or self._differs(answer):
                self._part.empty()
                raise PassingError(f"{self._title} has changed at its publisher.")
            if first < start:
                self._part.empty()
            if answer.status == 200:
                self._remember(_validator(answer))
            self._make_room(total)
            self._take(pieces, total)

    def _take(self, pieces: Iterator[bytes], total: int | None) -> None:
        for piece in pieces:
            self._refuse_more(self._part.size + len(piece))
            self._part.append(piece)
            self.furthest = max(self.furthest, self._part.size)
            self._tell(total)
        if total is not None and self._part.size < total:
            raise PassingError("The connection broke off.")
        self.whole = True

    def _differs(self, answer: Answer) -> bool:
        """Whether a server that goes on tells of another state of the file than it did before."""
        return answer.status == 206 and _validator(answer) not in {None, self._begun.validator}

    def _remember(self, validator: str | None) -> None:
        if validator != self._begun.validator:
            self._begun = replace(self._begun, validator=validator)
            self._here.begin(self._begun)

    def _make_room(self, total: int | None) -> None:
        if total is None:
            return
        self._refuse_more(total)
        missing, free = total - self._part.size, shutil.disk_usage(self._here.folder).free - SPARE
        if missing > free:
            raise DownloadError(
                f"{self._title} needs {in_bytes(missing)} more on the disk, and {in_bytes(max(0, free))} are free for it. "
                f"Make room. {KEPT}"
            )

    def _refuse_more(self, size: int) -> None:
        if size > self._largest:
            raise DownloadError(f"{self._title} is far larger than it should be, so it was not fetched.")

    def _tell(self, total: int | None) -> None:
        now, done = time.monotonic(), self._part.size
        if now - self._told > _TELL_EVERY or done == total:
            self._told = now
            amount = f"{in_bytes(done)} of {in_bytes(total)}" if total else in_bytes(done)
            self._progress(Progress(f"Fetching {self._title}: {amount}", done, total or 0))


def in_bytes(count: int) -> str:
    """For people: "3.4 GB"."""
    amount, units = float(count), ["bytes", "kB", "MB", "GB", "TB"]
    while amount >= 1000 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{amount:.1f} {units[0]}" if units[0] != "bytes" else f"{count} bytes"


def _range(answer: Answer) -> tuple[int, int | None]:
    """Where the bytes of an answer begin in the file, -1 if it does not tell, and how many the file has."""
    if answer.status == 200:
        return 0, answer.length
    told = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    return (int(told[1] or -1), whole_number(told[2])) if told else (-1, None)


def _validator(answer: Answer) -> str | None:
    """What proves that the file is still the same: a strong tag, or else its date."""
    tag = answer.headers.get("ETag", "")
    return tag if tag.startswith('"') else answer.headers.get("Last-Modified")
