"""Who made the tracks that Apple's play activity names without their artist: other files of the same export tell.

The library tells artist and title apart. The daily tracks and the track history put both in one line, "Artist - Title", and
the daily tracks tell the day as well. An artist is named only where these files agree; a guess would be worse than a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from desktop_als.errors import HistoryError
from desktop_als.history.apple_library import songs
from desktop_als.history.apple_tables import DAILY, LAST_PLAYS
from desktop_als.history.cleaning import clean_text
from desktop_als.history.credits import certain_artists, split
from desktop_als.history.formats import Advance, Part
from desktop_als.plays import RowLog
from desktop_als.progress import CancelToken

Day = str
"""As Apple writes it: ``20240615``, or empty where it is not told."""

_ONE_DAY = timedelta(days=1)


class Credits:
    """Artists by title, from more to less certain: on that day, on that album, anywhere.

    Args:
        titles: those whose artists will be asked for. They tell where a line with two " - " is to be cut.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        self._titles = {_key(title) for title in titles}
        self._on_day: defaultdict[tuple[str, Day], set[str]] = defaultdict(set)
        self._on_album: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._anywhere: defaultdict[str, set[str]] = defaultdict(set)
        self._artists: set[str] = set()

    def add_song(self, artist: str, title: str, album: str) -> None:
        """Learn a track of which all is told apart."""
        self._artists.add(artist)
        self._titles.add(_key(title))
        self._on_album[_key(title), _key(album)].add(artist)
        self._anywhere[_key(title)].add(artist)

    def add_lines(self, lines: Iterable[tuple[Day, str]]) -> None:
        """Learn days, or nothing, and lines of "Artist - Title". Songs come first: their artists help to cut the lines."""
        told = list(lines)
        self._artists |= certain_artists(line for _, line in told)
        for day, line in told:
            artist, title = self.cut(line)
            if artist:
                self._anywhere[_key(title)].add(artist)
                self._on_day[_key(title), day].add(artist)

    def cut(self, line: str) -> tuple[str, str]:
        """Artist and title in a line, where what was learned tells which " - " is between them. An empty artist if none is."""
        return split(line, self._artists.__contains__, self._is_title) or ("", line)

    def artist(self, title: str, album: str, day: date) -> str | None:
        """The one artist who made ``title``, or None if none or several are known."""
        key = _key(title)
        found = (self._on_day_of(key, day), self._on_album.get((key, _key(album))), self._anywhere.get(key))
        return next((next(iter(artists)) for artists in found if artists and len(artists) == 1), None)

    def _on_day_of(self, key: str, day: date) -> set[str]:
        """The artists on that day or, as the files need not share a time zone, on those beside it."""
        for days in ((day,), (day - _ONE_DAY, day + _ONE_DAY)):
            found = [self._on_day.get((key, f"{near:%Y%m%d}"), set()) for near in days]
            if any(found):
                return set().union(*found)
        return set()

    def _is_title(self, title: str) -> bool:
        return _key(title) in self._titles


def credits_of(part: Part, titles: Iterable[str], log: RowLog, cancel: CancelToken, advance: Advance) -> Credits:
    """What the companions of ``part`` tell. ``log`` is told of those that cannot be read; their rows are none of the part's."""
    found = Credits(titles)
    if part.companions:
        names = ", ".join(companion.name for companion in part.companions)
        log.notes.append(f"Artists were looked up in {names}. What is told there too was not counted a second time.")
    for companion in sorted(part.companions, key=lambda companion: companion.format.id != "apple_library"):
        try:
            if companion.format.id == "apple_library":
                _learn_library(companion, found, cancel, advance)
            else:
                found.add_lines(_lines(companion, cancel, advance))
        except HistoryError as error:
            log.notes.append(f"{error} Artists may be missing for that.")
    return found


def _learn_library(companion: Part, found: Credits, cancel: CancelToken, advance: Advance) -> None:
    for song in songs(companion, RowLog(), cancel, advance)[1]:
        if song.artist and song.name:
            found.add_song(song.artist, song.name, song.album or "")


def _lines(companion: Part, cancel: CancelToken, advance: Advance) -> Iterator[tuple[Day, str]]:
    table = DAILY if companion.format.id == "apple_daily_tracks" else LAST_PLAYS
    line = "track description" if table is DAILY else "track name"
    for _, row in table.rows(companion.files[0], RowLog(), cancel, advance):
        yield row.get("date played", ""), row[line]


def _key(name: str) -> str:
    return clean_text(name).casefold()
