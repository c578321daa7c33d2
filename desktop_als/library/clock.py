"""Sources whose clock was wrong: their plays match those of another service once all are moved by the same time.

Loggers without a time zone, servers and tables made by hand write local time as if it were UTC.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import duckdb
import numpy as np

from desktop_als.library import rules
from desktop_als.library.matching import CLOSE, Tellings, match
from desktop_als.library.reconciling import reconcile_formats
from desktop_als.library.services import Compared, compare
from desktop_als.plays import Ints

STEP = 15 * 60
"""Time zones lie whole quarters of an hour apart."""

FARTHEST = 14 * 3600

REACH = FARTHEST + CLOSE

ENOUGH = 50
"""Plays more that must match once the clock is moved."""

# Of a table of thousands of people the first few tell as much of its clock.
_WORTH_A_LOOK = """
select plays.listener from plays join sources on sources.id = source
where plays.listener in (select id from listeners where community is null)
group by plays.listener having count(distinct format) > 1 and count(*) filter (source in $sources) >= $enough
order by count(*) desc, plays.listener limit 3
"""


@dataclass(frozen=True, slots=True)
class ClockSuspicion:
    """``seconds`` to add to the times of a source, so that ``matches`` more of its plays are those of another service.

    ``beside`` is a source of that service.
    """

    source: int
    seconds: int
    matches: int
    beside: int


def suspicions(
    cursor: duckdb.DuckDBPyConnection, listener_id: int, doubtful: Collection[str]
) -> tuple[ClockSuspicion, ...]:
    """The sources of a listener that seem to be off, each once.

    Of two that disagree it is the one of a ``doubtful`` format (by id), whose files tell no time zone, or else the one that
    tells less.
    """
    cursor.execute("create or replace temp table touched as select ?::integer as listener", [listener_id])
    reconcile_formats(cursor, rules.rules(cursor))
    compared = compare(cursor)
    if compared is None:
        return ()
    formats = dict(cursor.execute("select id, format from sources").fetchall())
    sources, numbers, plays = np.unique(compared.sources, return_inverse=True, return_counts=True)
    doubt = np.array([formats[source] in doubtful for source in sources.tolist()])
    trust = doubt[numbers] * (compared.places.max() + 1) + compared.places
    found = (_suspicion(compared, int(source), trust) for source in sources[plays >= ENOUGH])
    return tuple(suspicion for suspicion in found if suspicion)


def suspicions_about(
    cursor: duckdb.DuckDBPyConnection, sources: Collection[int], doubtful: Collection[str]
) -> tuple[ClockSuspicion, ...]:
    """Those in which these sources of people's own histories take part, of the three who have most plays."""
    listeners = cursor.execute(_WORTH_A_LOOK, {"sources": list(sources), "enough": ENOUGH}).fetchall()
    found = (suspicion for (listener,) in listeners for suspicion in suspicions(cursor, listener, doubtful))
    return tuple(one for one in found if one.source in sources or one.beside in sources)


def move_clock(cursor: duckdb.DuckDBPyConnection, source_id: int, seconds: int) -> None:
    """Add ``seconds`` to the times of a source as they are now; in a step that changes the layer "shifts"."""
    ((already,),) = cursor.execute("select coalesce(max(shift), 0) from sources where id = ?", [source_id]).fetchall()
    set_clock(cursor, source_id, already + seconds)


def set_clock(cursor: duckdb.DuckDBPyConnection, source_id: int, seconds: int) -> None:
    """Add ``seconds`` in all to the times that a source tells; in a step that changes the layer "shifts"."""
    cursor.execute("delete from shifts where source = ?", [source_id])
    if seconds:
        cursor.execute("insert into shifts values (?, ?)", [source_id, seconds])


def _suspicion(compared: Compared, source: int, trust: Ints) -> ClockSuspicion | None:
    """What the plays of a source say beside all that earn more trust, the less the number."""
    mine = compared.sources == source
    told, start = compared.tellings.at(mine), compared.tellings.start
    within = (start >= told.start.min() - REACH) & (start <= told.start.max() + REACH)
    better = (trust < trust[mine][0]) & within
    others = compared.tellings.at(better)
    seconds = _likeliest(told, others)
    if seconds == 0:
        return None
    moved = match(others, replace(told, start=told.start + seconds))
    matches = int((moved >= 0).sum() - (match(others, told) >= 0).sum())
    if matches < ENOUGH:
        return None
    beside = np.bincount(compared.sources[better][moved[moved >= 0]]).argmax()
    return ClockSuspicion(source, seconds, matches, int(beside))


def _likeliest(told: Tellings, others: Tellings) -> int:
    """The shift by which most plays come near one of the same track; 0 where none stands out."""
    apart = _gaps(told, others)
    steps = np.rint(apart / STEP).astype(np.int64)
    farthest = FARTHEST // STEP
    near = steps[(np.abs(apart - steps * STEP) <= CLOSE) & (np.abs(steps) <= farthest)]
    plays = np.bincount(near + farthest, minlength=2 * farthest + 1)
    best = int(plays.argmax())
    # Who plays few tracks around the clock has some near by chance, whatever the shift.
    by_chance = max(int(plays[farthest]), 2 * int(np.median(plays)))
    return (best - farthest) * STEP if plays[best] - by_chance >= ENOUGH else 0


def _gaps(told: Tellings, others: Tellings) -> Ints:
    """Seconds from every play to every play of the same group in ``others`` that is not too far."""
    everything = np.concatenate([told.start, others.start])
    if not len(told) or not len(others):
        return np.zeros(0, np.int64)
    # One number for group and time, in which groups never come within reach of each other.
    _, groups = np.unique(np.concatenate([told.group, others.group]), return_inverse=True)
    line = groups * (int(np.ptp(everything)) + 2 * REACH + 1) + everything - everything.min()
    mine, theirs = line[: len(told)], np.sort(line[len(told) :])
    begins, ends = np.searchsorted(theirs, mine - REACH), np.searchsorted(theirs, mine + REACH, side="right")
    counts = ends - begins
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(begins, counts)
    apart: Ints = theirs[place] - np.repeat(mine, counts)
    return apart
