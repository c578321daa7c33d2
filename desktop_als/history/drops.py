"""What was dropped on the window or named on the command line, sorted into histories that can be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from desktop_als.errors import HistoryError
from desktop_als.history.advice import Advice, advice
from desktop_als.history.archives import Entry, file_entry, is_clutter, unfold
from desktop_als.history.formats import Part, Reader
from desktop_als.history.generic import TABLE, is_wall_clock, only_listener, unclear
from desktop_als.history.guessing import TableGuess, sniff_table
from desktop_als.history.head import Head
from desktop_als.history.mapping import ColumnMapping, Meaning
from desktop_als.history.readers import COMPANIONS, readers
from desktop_als.history.sqlite_files import table_names
from desktop_als.progress import CancelToken

_KNOWN = (
    "Known are the exports of Spotify, Last.fm, ListenBrainz, Apple Music, YouTube Music, Deezer and others, public data sets, "
    "and tables that name artists."
)


@dataclass(frozen=True, slots=True)
class Drop:
    """One file that was dropped (a zip counts as one), or one data set of several files, to be imported as a whole.

    ``problem`` is a sentence for people when there is nothing to read; then ``parts`` is empty. ``unclear`` is the table whose
    columns somebody must explain before it can be read.
    """

    path: Path
    parts: list[Part] = field(default_factory=list)
    problem: str | None = None
    unclear: TableGuess | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """A file that a reader recognised as its file number ``slot``, in ``dropped`` or being that itself.

    Files that belong together lie in one ``place``: a folder on disk or in an archive.
    """

    reader: Reader
    slot: int
    entry: Entry
    dropped: Path
    place: str
    listener: str | None = None
    wall_clock: bool = False
    mapping: ColumnMapping | None = None


@dataclass(slots=True)
class _Sighting:
    """What was seen in one dropped file: all that readers recognised, the best advice on the rest, and the first unclear table."""

    matches: list[_Match] = field(default_factory=list)
    advice: Advice | None = None
    problem: str | None = None
    unclear: tuple[Entry, TableGuess] | None = None

    @property
    def pieces(self) -> list[_Match]:
        """The only file found in it, when that may belong together with others of its folder: as all that it may be."""
        alone = len({match.entry.path for match in self.matches}) == 1
        if not alone or not all(_keeps_company(match.reader) for match in self.matches):
            return []
        return [replace(match, place=str(match.dropped.parent)) for match in self.matches]


Explain = Callable[[TableGuess], ColumnMapping | None]
"""What somebody said of the columns of a table, None when they said nothing."""


def find_parts(
    paths: Sequence[Path],
    cancel: CancelToken,
    format_id: str | None = None,
    explain: Explain = lambda _: None,
) -> Iterator[Drop]:
    """Look into files, folders and archives and yield what can be read, one :class:`Drop` for each file.

    Files of a folder that are no histories are passed over, unless they are broken or nothing else is found.

    Args:
        paths: files and folders.
        cancel: looked at between files.
        format_id: reads files as this format even when they do not look like it.
        explain: asked about each table that no other format claims.

    Raises:
        HistoryError: there is no such format. Trouble with a file is the :attr:`Drop.problem` of that file alone.
        Cancelled: the person asked to stop.
    """
    wanted = readers(format_id)
    forced = wanted[0] if format_id else None
    seen: set[str] = set()
    pieces: list[_Match] = []
    for path in map(Path.absolute, paths):
        silent: Drop | None = None
        found = False
        is_folder = _is_folder(path)
        for file in _files(path) if is_folder else [path]:
            cancel.check()
            real = os.path.realpath(file)
            if real in seen:
                found = True
                continue
            seen.add(real)
            sighting = _look(file, wanted, forced, cancel, explain)
            pieces += sighting.pieces
            drop = _drop(file, sighting, quiet=is_folder)
            found = found or bool(sighting.matches) or drop is not None
            silent = silent or _advised(path, sighting)
            if drop is not None:
                yield drop
        if not found:
            yield silent or Drop(path, problem=f"{path.name} holds no listening history. {_KNOWN}")
    yield from _joined(pieces)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above may not be entered; opening the file will say so
        return False


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(here, name)
            if not is_clutter(path.as_posix()) and path.is_file():
                yield path


def _look(
    file: Path, wanted: Sequence[Reader], forced: Reader | None, cancel: CancelToken, explain: Explain
) -> _Sighting:
    sighting = _Sighting()
    unknown: list[Entry] = []
    try:
        for entry, data in unfold(file_entry(file), cancel):
            head = Head(entry.name, data, partial(table_names, entry, cancel))
            matches = _recognised(entry, head, wanted, file)
            if entry.tar and any(match.reader.in_one_pass for match in matches):
                sighting.matches.append(replace(matches[0], entry=entry.tar))
                break
            if TABLE in wanted and all(match.reader is TABLE for match in matches):
                explained = _explained(entry, head, file, explain)
                matches = [explained] if explained else matches
            sighting.matches += matches
            if not matches:
                unknown.append(entry)
                said = advice(head)
                if said and (sighting.advice is None or said.loud > sighting.advice.loud):
                    sighting.advice = said
                guess = None if said or sighting.unclear else sniff_table(head)
                if guess is not None:
                    sighting.unclear = (entry, guess)
    except HistoryError as error:
        return _Sighting(problem=str(error))
    if forced and len(forced.files) == 1 and len(unknown) == 1 and not sighting.matches:
        sighting.matches.append(_Match(forced, 0, unknown[0], file, unknown[0].folder))
    return sighting


def _recognised(entry: Entry, head: Head, wanted: Iterable[Reader], dropped: Path) -> list[_Match]:
    """Whose file it is: the first reader's that knows it or, where sets of files have the like in common, a piece of each."""
    matches: list[_Match] = []
    for reader in wanted:
        if matches and len(reader.files) == 1:
            continue
        slot = next((slot for slot, test in enumerate(reader.files) if test(head)), None)
        if slot is not None:
            told = (reader.listener(head), reader.wall_clock(head))
            matches.append(_Match(reader, slot, entry, dropped, entry.folder, *told))
            if len(reader.files) == 1:
                break
    return matches


def _explained(entry: Entry, head: Head, dropped: Path, explain: Explain) -> _Match | None:
    """The table that somebody explained."""
    guess = sniff_table(head)
    mapping = explain(guess) if guess else None
    if guess is None or mapping is None:
        return None
    listener, wall_clock = only_listener(guess, mapping), is_wall_clock(guess, mapping)
    return _Match(TABLE, 0, entry, dropped, entry.folder, listener, wall_clock, mapping)


def _keeps_company(reader: Reader) -> bool:
    """Whether its file is one of several that belong together."""
    return len(reader.files) > 1 or bool(reader.companions) or reader.format.id in COMPANIONS


def _drop(file: Path, sighting: _Sighting, quiet: bool) -> Drop | None:
    """The drop of one file, or None when it waits for its other pieces or is passed over."""
    if sighting.problem:
        return Drop(file, problem=sighting.problem)
    if sighting.pieces:
        return None
    parts, lacking = _parts(sighting.matches, file)
    if parts:
        return Drop(file, parts)
    if lacking:
        return Drop(file, problem=lacking)
    return None if quiet and not _is_loud(sighting) else _advised(file, sighting)


def _is_loud(sighting: _Sighting) -> bool:
    """Whether something was meant to be a history, though it cannot be read."""
    if sighting.unclear and Meaning.ARTIST in sighting.unclear[1].mapping.columns:
        return True
    return sighting.advice is not None and sighting.advice.loud


def _advised(path: Path, sighting: _Sighting) -> Drop | None:
    """What to do with something that cannot be read as it is."""
    if sighting.unclear and not (sighting.advice and sighting.advice.loud):
        entry, guess = sighting.unclear
        return Drop(path, problem=unclear(entry.name, guess), unclear=guess)
    return Drop(path, problem=sighting.advice.sentence) if sighting.advice else None


def _parts(matches: list[_Match], dropped: Path) -> tuple[list[Part], str | None]:
    """The parts that are whole, and a sentence on the first one that is not."""
    groups: dict[tuple[str, str], dict[int, _Match]] = {}
    for number, match in enumerate(matches):
        place = match.place if len(match.reader.files) > 1 else str(number)
        groups.setdefault((match.reader.format.id, place), {}).setdefault(match.slot, match)
    parts: list[Part] = []
    lacking: list[_Match] = []
    for group in groups.values():
        first = next(iter(group.values()))
        if len(group) < len(first.reader.files):
            lacking.append(first)
            continue
        files = tuple(group[slot].entry for slot in sorted(group))
        shown = files[0].path[len(dropped.as_posix()) - len(dropped.name) :]
        size = sum(file.size for file in files)
        parts.append(
            Part(shown, first.reader.format, size, first.listener, files, first.wall_clock, mapping=first.mapping)
        )
    read = {file.path for part in parts for file in part.files}
    sentences = (f"{match.entry.name} {match.reader.incomplete}" for match in lacking if match.entry.path not in read)
    return _accompanied(parts), next(sentences, None)


def _accompanied(parts: list[Part]) -> list[Part]:
    """The parts with those that only help to read another one attached to that one."""
    present = {part.format.id for part in parts}
    leaders = {form: COMPANIONS.get(form, frozenset()) & present for form in present}
    helpers = [part for part in parts if leaders[part.format.id]]
    return [_with_companions(part, helpers, leaders) for part in parts if not leaders[part.format.id]]


def _with_companions(part: Part, helpers: list[Part], leaders: dict[str, frozenset[str]]) -> Part:
    companions = tuple(helper for helper in helpers if part.format.id in leaders[helper.format.id])
    return replace(part, companions=companions, size=part.size + sum(helper.size for helper in companions))


def _joined(pieces: list[_Match]) -> Iterator[Drop]:
    """One drop for each folder that holds files which belong together."""
    folders: dict[Path, list[_Match]] = {}
    for piece in pieces:
        folders.setdefault(piece.dropped.parent, []).append(piece)
    for folder, group in folders.items():
        path = folder if len(group) > 1 else group[0].dropped
        parts, lacking = _parts(group, path)
        yield Drop(path, parts, None if parts else lacking)
