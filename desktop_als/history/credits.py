"""One line for an artist and a title, “Artist - Title”, taken apart. Both sides may hold “ - ” themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

BETWEEN = " - "
_MOST_CUTS = 10  # no name has more; a line that does must not cost its length squared

Known = Callable[[str], bool]


def splits(line: str) -> list[tuple[str, str]]:
    """Every way to take ``line`` apart into an artist and a title, the shortest artist first."""
    steps = line.split(BETWEEN, _MOST_CUTS)
    cuts = ((BETWEEN.join(steps[:at]).strip(), BETWEEN.join(steps[at:]).strip()) for at in range(1, len(steps)))
    return [(artist, title) for artist, title in cuts if artist and title]


def split(line: str, is_artist: Known, is_title: Known = lambda _: False) -> tuple[str, str] | None:
    """The way that gives a known artist or a known title (of two, the one that gives both); else the first; None if none."""
    return max(splits(line), key=lambda way: is_artist(way[0]) + is_title(way[1]), default=None)


def certain_artists(lines: Iterable[str]) -> set[str]:
    """The artists of all lines that can be taken apart in one way only."""
    return {ways[0][0] for ways in map(splits, lines) if len(ways) == 1}
