"""What the use cases answer: plain frozen records that any front end can show or print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from desktop_als.history import TableGuess
from desktop_als.library import Totals
from desktop_als.model.bundle import ModelInfo
from desktop_als.plays import UNKNOWN, Tally


@dataclass(frozen=True, slots=True)
class FileReport:
    """One readable part of a drop, or one file that could not be read.

    ``problem`` is a plain sentence when the file was refused or some of its rows could not be read, else None.
    ``notes`` are sentences on how it had to be read, such as a guessed encoding.
    ``source`` is the id under which the library knows the file and the rows behind each count.
    ``unclear`` is the table whose columns somebody must explain before it can be read.
    """

    path: str
    format: str | None
    format_title: str | None
    listener: str | None
    tally: Tally
    first: int = UNKNOWN
    last: int = UNKNOWN
    problem: str | None = None
    notes: tuple[str, ...] = ()
    source: int = 0
    unclear: TableGuess | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole drop. The counts of every file add up to the rows read. ``notes`` are sentences on the drop as a whole."""

    files: tuple[FileReport, ...]
    notes: tuple[str, ...] = ()

    @property
    def totals(self) -> Tally:
        """Sum over the files."""
        return sum((file.tally for file in self.files), Tally())

    @property
    def problems(self) -> tuple[str, ...]:
        """The plain sentences, in the order of the files."""
        return tuple(file.problem for file in self.files if file.problem)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line of the search box: ``kind`` is "artist" or "listener"; ``facts`` is a short line such as "212 listeners"."""

    kind: str
    id: int
    name: str
    facts: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """The sensible thing to do now: "import", "train" (new plays since the model), or "browse" (the model is current)."""

    action: str
    new_plays: int = 0

    @classmethod
    def after(cls, totals: Totals, model: ModelInfo | None, fingerprint: Callable[[], str]) -> Self:
        """With a library of these totals, whose ``fingerprint`` is asked only if it matters, and the model in use."""
        if totals.is_empty:
            return cls("import")
        if model is None:
            return cls("train", totals.plays)
        if not model.is_pack and model.fingerprint != fingerprint():
            return cls("train", max(0, totals.plays - model.plays))
        return cls("browse")
