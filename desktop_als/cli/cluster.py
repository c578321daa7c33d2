"""Spark clusters: the options that name one, and trying the connection."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.option_groups import takes_groups
from desktop_als.cli.terminal import out, print_table, watched
from desktop_als.errors import TrainingError
from desktop_als.workspace import Cluster, ClusterColumns, ClusterFacts


class SolverName(StrEnum):
    """What solves on the cluster."""

    rows = "rows"
    mllib = "mllib"


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """What was said of the cluster; None leaves it to the default."""

    master: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The Spark master, spark://host:port; or local[*], Spark on this computer."),
    ] = None
    executors: Annotated[
        int | None, typer.Option(metavar="N", help="Executors to ask for; 0 for as many as the cluster gives.")
    ] = None
    memory: Annotated[int | None, typer.Option(metavar="MIB", help="Memory of each executor.")] = None
    exchange: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            help="A folder that this computer and the cluster both see, by path, hdfs:// or s3a://. "
            "Not needed for a cluster on this computer.",
        ),
    ] = None
    solver: Annotated[
        SolverName | None, typer.Option(help="Our own row solver in the executors, or Spark's own ALS.")
    ] = None

    def cluster(self) -> Cluster:
        """The cluster that was named, or Spark on this computer.

        Raises:
            BadParameter: an option makes no sense.
        """
        try:
            return Cluster(**self._said())
        except TrainingError as error:
            raise typer.BadParameter(str(error)) from None

    def refuse_any(self, needed: str) -> None:
        """BadParameter when something was said without the option it needs."""
        _refuse(asdict(self), needed)

    def _said(self) -> dict[str, Any]:
        return {
            name: value.value if isinstance(value, StrEnum) else value
            for name, value in asdict(self).items()
            if value is not None
        }


@dataclass(frozen=True, slots=True)
class PlaysOptions:
    """Plays that the cluster reads, instead of the library."""

    data: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Train on plays that the cluster reads, not on the library: Parquet or CSV, by a path or address, "
            "with * if need be.",
        ),
    ] = None
    listener_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of --data with the listener.")] = (
        None
    )
    artist_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column with the artist.")] = None
    plays_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column with the number of plays, where a line is more than one.")
    ] = None
    time_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column with the time of a play.")] = None

    def columns(self) -> ClusterColumns | None:
        """The named columns; None leaves it to the reader to find them.

        Raises:
            BadParameter: some were named, but not the two that are needed.
        """
        if self.listener_column and self.artist_column:
            return ClusterColumns(self.listener_column, self.artist_column, self.plays_column, self.time_column)
        if any((self.listener_column, self.artist_column, self.plays_column, self.time_column)):
            raise typer.BadParameter("Name both --listener-column and --artist-column, or no column at all.")
        return None

    def refuse_any(self, needed: str) -> None:
        """BadParameter when something was said without the option it needs."""
        _refuse(asdict(self), needed)


@app.command("cluster")
@takes_groups
def cluster(options: ClusterOptions, library: Folder = None, json: Json = False) -> None:
    """Try the connection to a Spark cluster and tell what answered."""
    named = options.cluster()
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        facts = workspace.clusters.try_connection(named, cancel=cancel, progress=progress)
    if json:
        out.out(documents.dump(asdict(facts)))
    else:
        _print_facts(facts)


def _print_facts(facts: ClusterFacts) -> None:
    rows = [
        ("Master", facts.master),
        ("Spark", facts.spark),
        ("Java", facts.java),
        ("Python of the workers", facts.python),
        ("Executors", f"{facts.executors:,}"),
        ("Cores", f"{facts.cores:,}"),
        ("Memory of each", f"{facts.memory:,} MiB"),
    ]
    print_table(("", ""), rows, numbers=())


def _refuse(said: dict[str, object], needed: str) -> None:
    for name, value in said.items():
        if value is not None:
            raise typer.BadParameter(f"--{name.replace('_', '-')} goes with {needed} only.")
