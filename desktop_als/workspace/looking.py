"""What must be asked before files are imported. Only their beginnings are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_als.history import Drop, TableGuess, find_parts, first_table
from desktop_als.progress import CancelToken
from desktop_als.workspace.mappings import Mappings


@dataclass(frozen=True, slots=True)
class UnclearTable:
    """A dropped file whose columns somebody must explain."""

    path: Path
    guess: TableGuess


@dataclass(frozen=True, slots=True)
class Look:
    """What files say of themselves before they are read.

    ``listeners`` are whose histories they say they are, each once, in the order of the files. ``wall_clocks`` are the names
    of the files whose times are by a clock of unknown time zone. ``unclear`` are the tables that cannot be read without help,
    ``remembered`` those that are read as they were explained before, their guess being what was said. ``owner`` is the only
    person whose history is in the library, if there is one.
    """

    listeners: tuple[str, ...] = ()
    wall_clocks: tuple[str, ...] = ()
    unclear: tuple[UnclearTable, ...] = ()
    remembered: tuple[UnclearTable, ...] = ()
    owner: str | None = None


def look(paths: Sequence[Path], mappings: Mappings, cancel: CancelToken) -> Look:
    """Look at every path.

    Raises:
        Cancelled: the person asked to stop.
    """
    drops = list(find_parts(paths, cancel, explain=lambda guess: mappings.known(guess.mapping)))
    parts = [part for drop in drops for part in drop.parts]
    own = (part.listener for part in parts if part.listener and not part.format.community)
    return Look(
        listeners=tuple(dict.fromkeys(own)),
        wall_clocks=tuple(part.name for part in parts if part.wall_clock),
        unclear=tuple(UnclearTable(drop.path, drop.unclear) for drop in drops if drop.unclear),
        remembered=tuple(table for drop in drops for table in _remembered(drop, cancel)),
    )


def _remembered(drop: Drop, cancel: CancelToken) -> Iterator[UnclearTable]:
    """The first table of a drop, if it was explained before. Its zone is left open: it may be what was wrong."""
    told = [part.mapping for part in drop.parts if part.mapping]
    if not told:
        return
    guess = first_table(drop.path, cancel)
    mapping = next((mapping for mapping in told if mapping.fits(guess.mapping)), None)
    if mapping is not None:
        yield UnclearTable(drop.path, replace(guess, mapping=replace(mapping, zone=guess.mapping.zone)))
