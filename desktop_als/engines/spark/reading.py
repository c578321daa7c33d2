"""Plays that only the cluster holds become pairs, weighed as als.weighting weighs them.

What comes to this computer are the artists' names and how many listeners each has. Listeners are numbered where they are, and
nobody keeps which number was whose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale, inverse_document_frequency, needs_idf
from desktop_als.engines.spark.columns import Columns, columns_of
from desktop_als.engines.spark.frames import Frames
from desktop_als.engines.spark.lines import heard
from desktop_als.engines.spark.numbering import Support, numbered, with_support
from desktop_als.engines.spark.opening import kinds_of, open_table
from desktop_als.engines.spark.session import Connection
from desktop_als.engines.spark.weighing import raw_weight, scaled
from desktop_als.errors import TrainingError
from desktop_als.plays import UNKNOWN, Fate, Tally
from desktop_als.progress import ProgressSink, ignore_progress

__all__ = ["Choose", "Columns", "PairsFound", "Support", "read_plays"]

Choose = Callable[[int, int, int], Settings]
"""Settings for a matrix of so many rows, artists and observations, as of als.settings.preset."""

_LEFT_OUT = {
    Fate.UNREADABLE: "unreadable",
    Fate.NO_ARTIST: "without an artist",
    Fate.OUTSIDE_CALENDAR: "at impossible times",
}


@dataclass(frozen=True, slots=True, eq=False)
class PairsFound:
    """What the cluster read.

    Attributes:
        address: of the Parquet pairs (row int, artist int, weight float); rows and artists are numbered from 0.
        rows, observations, plays: how many.
        names: of the artists, in the order of their numbers, which is that of their names.
        support: int64 (artists,), rows that play each.
        scale: of the weights, for fold-ins.
        knows_up_to: Unix seconds of the newest play, -1 without times.
        settings: that were chosen for a matrix of this shape; the weights are theirs.
        lines: what became of the lines; what those that were kept tell may still have lacked support.
        plays_told: by the lines that were kept. ``plays`` of them have support.
        asked: what support was asked for.
    """

    address: str
    rows: int
    observations: int
    plays: int
    names: tuple[str, ...]
    support: npt.NDArray[np.int64]
    scale: Scale
    knows_up_to: int
    settings: Settings
    lines: Tally
    plays_told: int
    asked: Support

    @property
    def note(self) -> str:
        """How much was kept and what was left out, for people."""
        lost = [f"{count:,} {how}" for fate, how in _LEFT_OUT.items() if (count := getattr(self.lines, fate))]
        lines = f" Of the lines, {', '.join(lost)} were left out." if lost else ""
        return (
            f"Of {self.plays_told:,} plays, {self.plays:,} were kept: those by {self.rows:,} listeners of "
            f"{len(self.names):,} artists. Left out were artists with fewer than {self.asked.least_listeners} listeners, "
            f"and listeners with fewer than {self.asked.least_artists} artists.{lines}"
        )


def read_plays(
    connection: Connection,
    source: str,
    columns: Columns | None,
    choose: Choose,
    address: str,
    support: Support = Support(),
    progress: ProgressSink = ignore_progress,
) -> PairsFound:
    """Read ``source`` (a path or address of Parquet or CSV that the cluster can read, with * if need be), weigh, write pairs.

    ``columns`` None finds them by their names: those of ListenBrainz dumps, and what people call them. Artists are told apart by
    the spelling of their names. Settings are asked for when the shape is known: they decide the weights.

    Raises:
        TrainingError: the cluster cannot read it, columns cannot be told, or nothing in it has support.
        Cancelled: the connection was asked to stop.
    """
    connection.spark.conf.set("spark.sql.session.timeZone", "UTC")  # dumps tell times in UTC, without saying so
    with Frames(connection, source, progress) as frames:
        frames.step = "Looking for the plays"
        table = frames.act(lambda: open_table(connection.spark, source))
        told = frames.keep(heard(table, columns_of(kinds_of(table), columns)))
        frames.step = "Reading the plays on the cluster"
        lines, plays_told, size = _fates(told, frames)
        frames.step = "Leaving out what few people play"
        pairs, sums = with_support(told.where("fate is null").drop("fate", "lines"), size, support, frames)
        if not sums.pairs:
            raise TrainingError(_nothing(source, lines, support))
        frames.step = "Numbering listeners and artists"
        matrix = _matrix(pairs, frames)
        frames.step = "Weighing the plays"
        newest = UNKNOWN if sums.newest is None else sums.newest
        settings = choose(matrix.rows, len(matrix.names), sums.pairs)
        scale = _write_weights(matrix, settings, sums.plays, newest, address, frames)
        return PairsFound(
            address=address,
            rows=matrix.rows,
            observations=sums.pairs,
            plays=round(sums.plays),
            names=matrix.names,
            support=matrix.support,
            scale=scale,
            knows_up_to=newest,
            settings=settings,
            lines=lines,
            plays_told=plays_told,
            asked=support,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Matrix:
    """A DataFrame (row, artist, plays, time, row_plays, support), and what this computer knows of it."""

    pairs: Any
    rows: int
    names: tuple[str, ...]
    support: npt.NDArray[np.int64]


def _fates(told: Any, frames: Frames) -> tuple[Tally, int, int]:
    """What became of the lines, and the plays and the pairs that the good ones tell."""
    from pyspark.sql.functions import expr  # noqa: PLC0415

    sums = "sum(lines) as lines", "sum(plays) as plays", "count(*) as pairs"
    rows = frames.collect(told.groupBy("fate").agg(*map(expr, sums)))
    lines = {row.fate or Fate.KEPT.value: row.lines for row in rows}
    good = next((row for row in rows if row.fate is None), None)
    return Tally(**lines), round(good.plays) if good else 0, good.pairs if good else 0


def _nothing(source: str, lines: Tally, support: Support) -> str:
    if not lines.kept:
        return f"No line of {source} tells of a play ({lines.rows_read:,} were read). Check which columns hold what."
    return (
        f"Too few people play the same artists in {source}: an artist needs {support.least_listeners} listeners, "
        f"and a listener {support.least_artists} artists."
    )


def _matrix(pairs: Any, frames: Frames) -> _Matrix:
    pairs = pairs.withColumnRenamed("artist", "name")
    people = pairs.groupBy("listener").sum("plays").withColumnRenamed("sum(plays)", "row_plays")
    people, rows = numbered(people.repartition("listener").sortWithinPartitions("listener"), "row", frames)
    acts = pairs.groupBy("name").count().withColumnRenamed("count", "support")
    acts, _ = numbered(acts.orderBy("name"), "artist", frames)
    known = frames.act(acts.orderBy("artist").select("name", "support").toArrow)
    numbers = pairs.join(acts, "name").join(people, "listener")
    return _Matrix(
        pairs=numbers.drop("name", "listener"),
        rows=rows,
        names=tuple(known["name"].to_pylist()),
        support=known["support"].to_numpy(),
    )


def _write_weights(
    matrix: _Matrix, settings: Settings, plays: float, newest: int, address: str, frames: Frames
) -> Scale:
    mean_row_plays = plays / matrix.rows
    raw = raw_weight(settings, matrix.rows, mean_row_plays, newest)
    weights = frames.keep(matrix.pairs.selectExpr("row", "artist", f"{raw} as weight"))
    ((mean,),) = frames.collect(weights.selectExpr("avg(weight)"))
    multiplier = settings.confidence / mean
    written = weights.selectExpr("row", "artist", f"{scaled(multiplier)} as weight")
    frames.act(lambda: written.write.mode("overwrite").parquet(address))
    if not needs_idf(settings.weighting):
        return Scale(multiplier)
    return Scale(multiplier, mean_row_plays, inverse_document_frequency(matrix.support, matrix.rows))
