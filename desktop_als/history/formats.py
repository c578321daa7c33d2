"""What a format is, and what a module must provide to add one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_als.history.archives import Entry
from desktop_als.history.head import Head
from desktop_als.history.mapping import ColumnMapping
from desktop_als.plays import Batch, Precision, RowLog
from desktop_als.progress import CancelToken

Advance = Callable[[int], None]
"""Told how many bytes were done since the last call."""

NON_COMMERCIAL = "for non-commercial use"
"""What Last.fm allows with the sets made of its listeners' plays."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of export: ``id`` for ``--format``, ``title`` for people.

    ``community`` says that its rows belong to many listeners of a data set. ``precision`` is None for totals without times.
    ``licence`` is what those who publish a data set allow, in a few words. ``condensed`` says that it is of any size, so that
    only totals of listeners and artists with some support are kept of it (:mod:`desktop_als.library.condensing`).
    """

    id: str
    title: str
    community: bool = False
    precision: Precision | None = Precision.SECOND
    licence: str | None = None
    condensed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A recognised history, ready to be read.

    ``path`` is for people and begins with the name of what was dropped. ``size`` is in bytes, with its companions.
    ``listener`` is whose it is by its own account, a proposal. ``files`` are what the reader opens, in the order of
    :attr:`Reader.files`. ``wall_clock`` says that its times are by a clock whose time zone the file does not tell; ``zone``
    is the IANA name that the person gave for it, None for UTC. ``companions`` are parts found beside it that help to read it.
    ``mapping`` is what the columns of a plain table mean, None when its headings say so.
    """

    path: str
    format: Format
    size: int
    listener: str | None
    files: tuple[Entry, ...]
    wall_clock: bool = False
    zone: str | None = None
    companions: tuple[Part, ...] = ()
    mapping: ColumnMapping | None = None

    @property
    def name(self) -> str:
        """The name of its (first) file."""
        return self.files[0].name


def _nobody(_: Head) -> str | None:
    return None


def _tells_its_zone(_: Head) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is recognised and read.

    ``files`` holds one test for each file that the format consists of: nearly always one. ``read`` yields batches of
    about 10,000 rows and logs every row that it does not pass on; it raises :class:`HistoryError` when nothing of the
    part can be trusted. ``incomplete`` is the sentence for people who bring only some of the files. ``wall_clock`` tells
    whether the times of a file are by a clock of unknown zone; then ``read`` turns them into UTC by the part's zone with
    :func:`~desktop_als.history.cleaning.utc`. ``companions`` are the ids of formats that know something which this one
    lacks, and hold nothing else: found in the same archive or folder, they are read with it and not on their own.
    ``in_one_pass`` says that its files come by the hundred in one tar: the part's file is then that tar as a whole, for
    :func:`~desktop_als.history.archives.members`.
    """

    format: Format
    files: tuple[Callable[[Head], bool], ...]
    read: Callable[[Part, RowLog, CancelToken, Advance], Iterator[Batch]]
    listener: Callable[[Head], str | None] = _nobody
    incomplete: str = ""
    wall_clock: Callable[[Head], bool] = _tells_its_zone
    companions: tuple[str, ...] = ()
    in_one_pass: bool = False

    @property
    def by_a_clock(self) -> bool:
        """Whether there are files of this format whose time zone nobody knows."""
        return self.wall_clock is not _tells_its_zone
