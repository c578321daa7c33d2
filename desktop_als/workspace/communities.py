"""The use cases of communities: fetch a public data set or take one from files, see what it knows, leave it out again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from desktop_als.communities import catalogue
from desktop_als.communities.catalogue import DataSet, data_set, data_set_of
from desktop_als.communities.downloading import download
from desktop_als.communities.kept import Download
from desktop_als.errors import DownloadError, LibraryError, NotFoundError
from desktop_als.history import FORMATS
from desktop_als.library import Library
from desktop_als.library import communities as facts
from desktop_als.library import rules as layer
from desktop_als.library.communities import CommunityTotals
from desktop_als.library.conditions import BySource
from desktop_als.library.rules import Rule
from desktop_als.plays import UNKNOWN
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress
from desktop_als.workspace.reports import ImportReport

OfferState = Literal["offered", "downloading", "unfinished", "downloaded", "imported", "withdrawn"]
"""Where a data set stands: to be had, being fetched now, fetched in part, fetched but not imported, in the library (if removed,
:meth:`Communities.restore` is enough); or no longer offered by its publisher, so that a copy of one's own is needed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A data set that can be asked for by name. ``here`` is how many bytes of it are in the downloads folder."""

    data_set: DataSet
    state: OfferState
    here: int = 0


@dataclass(frozen=True, slots=True)
class Community:
    """A community of the library.

    Attributes:
        name: as listeners show it.
        sources: ids of its files.
        listeners, artists, plays, ratings: what stands of it; 0 once it is removed.
        first_year, last_year: of its plays, None when unknown.
        licence: what its publisher allows, None when unknown.
        removed: all its files are left out; see :meth:`Communities.restore`.
    """

    name: str
    sources: tuple[int, ...]
    listeners: int
    artists: int
    plays: int
    ratings: int
    first_year: int | None
    last_year: int | None
    licence: str | None
    removed: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a listener's plays and artists a community knows; ``last`` is the year in which it ends, None unknown."""

    community: str
    plays: int
    plays_known: int
    artists: int
    artists_known: int
    last: int | None

    @property
    def share(self) -> float | None:
        """Of the plays, or of the artists of a listener who only rates; 0 to 1, None for a listener with neither."""
        if self.plays:
            return self.plays_known / self.plays
        return self.artists_known / self.artists if self.artists else None

    @property
    def sentence(self) -> str:
        """For people, such as "Last.fm-1K knows 43 % of your plays; it ends in 2009."."""
        if self.share is None:
            return f"There is no history yet to compare {self.community} with."
        what = "plays" if self.plays else "artists"
        end = f"; it ends in {self.last}" if self.last is not None else ""
        return f"{self.community} knows {_percent(self.share)} of your {what}{end}."


Importer = Callable[[Sequence[Path], CancelToken, ProgressSink], ImportReport]
"""How files get into the library."""


class Communities:
    """The communities of a library. Adding and removing one is a step that can be undone."""

    def __init__(self, library: Library, folder: Path, importer: Importer, changed: Callable[[], None]) -> None:
        self._library = library
        self._folder = folder / "downloads"
        self._import = importer
        self._changed = changed
        self._under_way: set[str] = set()
        self._lock = threading.Lock()

    # Getting one

    def offers(self) -> list[Offer]:
        """The data sets that can be asked for by name, and how far each is. Asks nobody."""
        imported = {format_id for found in self._totals() for format_id in found.formats}
        return [self._offer(known, not imported.isdisjoint(known.formats)) for known in catalogue.DATA_SETS]

    def add(
        self,
        name: str,
        *,
        accept_licence: bool = False,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
    ) -> ImportReport:
        """Fetch the data set of this name, going on where an earlier try ended, and import it. Long work for a thread.

        What was removed of the community before is restored. The file that was fetched is deleted once its rows are in the
        library; and when it could not be read, unless its checksum says that it came whole.

        Raises:
            NotFoundError: there is no such data set.
            DownloadError: the licence was not accepted (nothing was asked of anybody), the publisher offers it no longer, the
                network or the disk failed, or it came damaged. What was fetched is kept for the next try.
            Cancelled: ``cancel`` was raised; what was fetched is kept, the library is as before.
            LibraryError: the library cannot be written.
        """
        wanted = data_set(name)
        if not accept_licence:
            raise DownloadError(f"{wanted.title} was not fetched. Accept its licence first: {wanted.terms}")
        cancel = cancel or CancelToken()
        with self._alone(wanted):
            fetched = download(wanted, self._folder, cancel, _share(progress, 0.0, 0.5))
            report = self.add_files([fetched.path], cancel=cancel, progress=_share(progress, 0.5, 1.0))
            if not (report.problems and fetched.verified):
                self._download(wanted).discard()
        return report

    def add_files(
        self, paths: Sequence[Path], *, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> ImportReport:
        """Import copies of data sets that lie on this machine; nothing is fetched. What was removed of them before is restored.

        Raises:
            Cancelled, LibraryError: as of :meth:`add`.
        """
        report = self._import(paths, cancel or CancelToken(), progress)
        formats = {file.format for file in report.files}
        for community in self._totals():
            if community.removals and not formats.isdisjoint(community.formats):
                self.restore(community.name)
        return report

    def discard(self, name: str) -> None:
        """Delete what was fetched of a data set and is not needed; it can be fetched again.

        Raises:
            NotFoundError: there is no such data set.
            DownloadError: it is being fetched, or cannot be deleted.
        """
        wanted = data_set(name)
        with self._alone(wanted):
            self._download(wanted).discard()

    # What there is

    def in_library(self) -> list[Community]:
        """The communities of the library by name, also removed ones."""
        with self._library.reading() as cursor:
            artists = facts.artists_of(cursor)
        return [_community(found, artists.get(found.name, 0)) for found in self._totals()]

    def coverage(self, listener_id: int) -> list[Coverage]:
        """How much each community that is not removed knows of a listener, the one that knows most first."""
        with self._library.reading() as cursor:
            plays, artists = facts.own_plays(cursor, listener_id)
            known = facts.known(cursor, listener_id)
            communities = facts.communities(cursor)
        nothing = facts.Known(0, 0)
        found = [
            Coverage(
                community.name,
                plays,
                known.get(community.name, nothing).plays,
                artists,
                known.get(community.name, nothing).artists,
                _years(community)[1],
            )
            for community in communities
            if not _removed(community)
        ]
        return sorted(found, key=lambda coverage: (-coverage.plays_known, -coverage.artists_known, coverage.community))

    def remove(self, name: str) -> None:
        """Leave out all that the files of a community brought; nothing is deleted, see :meth:`restore`.

        Raises:
            NotFoundError: there is no such community.
            LibraryError: it is removed already.
        """
        found = self._find(name)
        if _removed(found):
            raise LibraryError(f"{found.name} is removed already.")
        with self._library.changing("rules", f"leave out {found.name}", "rules") as cursor:
            gone = {rule.condition for rule in layer.rules(cursor).values() if rule.listener is None}
            for source in found.sources:
                if BySource(source) not in gone:
                    layer.add(cursor, Rule(BySource(source)))
        self._changed()

    def restore(self, name: str) -> None:
        """Take back :meth:`remove`, also long after it.

        Raises:
            NotFoundError: there is no such community.
            LibraryError: it is not removed.
        """
        found = self._find(name)
        if not found.removals:
            raise LibraryError(f"{found.name} is not removed.")
        with self._library.changing("rules", f"no longer leave out {found.name}", "rules") as cursor:
            for number in found.removals:
                layer.remove(cursor, number)
        self._changed()

    def _totals(self) -> list[CommunityTotals]:
        with self._library.reading() as cursor:
            return facts.communities(cursor)

    def _find(self, name: str) -> CommunityTotals:
        found = self._totals()
        for community in found:
            ids = {known.id for known in map(data_set_of, community.formats) if known}
            if name.strip().casefold() in {community.name.casefold(), *ids}:
                return community
        names = ", ".join(community.name for community in found)
        there = f"There are {names}." if names else "There is none yet."
        raise NotFoundError(f"There is no community “{name}” in the library. {there}")

    # Downloads

    def _download(self, wanted: DataSet) -> Download:
        return Download(self._folder, wanted.id)

    def _offer(self, known: DataSet, imported: bool) -> Offer:
        here = self._download(known)
        state: OfferState = "offered" if known.address else "withdrawn"
        if imported:
            state = "imported"
        if here.finished:
            state = "downloaded"
        elif here.size:
            state = "unfinished"
        if known.id in self._under_way:
            state = "downloading"
        return Offer(known, state, here.size)

    @contextmanager
    def _alone(self, wanted: DataSet) -> Iterator[None]:
        with self._lock:
            if wanted.id in self._under_way:
                raise DownloadError(f"{wanted.title} is being fetched already.")
            self._under_way.add(wanted.id)
        try:
            yield
        finally:
            with self._lock:
                self._under_way.discard(wanted.id)


def _community(found: CommunityTotals, artists: int) -> Community:
    return Community(
        found.name,
        found.sources,
        found.listeners,
        artists,
        found.plays,
        found.ratings,
        *_years(found),
        _licence(found),
        _removed(found),
    )


def _years(found: CommunityTotals) -> tuple[int | None, int | None]:
    """In which the plays lie: by the publisher's word, for single times in a set may be wrong, or else by the plays."""
    known = data_set_of(found.formats[0])
    first, last = (known.first_year, known.last_year) if known else (None, None)
    return first or _year(found.first), last or _year(found.last)


def _licence(found: CommunityTotals) -> str | None:
    known = data_set_of(found.formats[0])
    if known:
        return known.licence
    return next((kind.licence for kind in FORMATS if kind.id == found.formats[0]), None)


def _removed(found: CommunityTotals) -> bool:
    return len(found.removals) == len(found.sources)


def _year(seconds: int) -> int | None:
    return None if seconds == UNKNOWN else datetime.fromtimestamp(seconds, UTC).year


def _percent(share: float) -> str:
    """Nothing only for nothing, and all only for all."""
    if 0 < share < 0.01:
        return "less than 1 %"
    if 0.99 < share < 1:
        return "more than 99 %"
    return f"{share:.0%}".replace("%", " %")


def _share(progress: ProgressSink, begin: float, end: float) -> ProgressSink:
    """The sink of a part of work that goes from ``begin`` to ``end`` of the whole."""

    def told(now: Progress) -> None:
        if now.fraction is None:
            progress(Progress(now.step))
        else:
            progress(Progress(now.step, begin + now.fraction * (end - begin), 1.0))

    return told
