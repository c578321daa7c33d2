"""The use case "train on what only a cluster holds": plays of any size become a model here, and nothing of a listener comes along.

It arrives as a pack does: the artists enter the library in one step, which can be undone.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from desktop_als.als.settings import Settings
from desktop_als.engines.spark import session
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.columns import Columns
from desktop_als.engines.spark.exchange import PAIRS, Exchange
from desktop_als.engines.spark.reading import Choose, PairsFound, Support, read_plays
from desktop_als.engines.spark.session import Connection
from desktop_als.engines.spark.trainer import Floats, epochs_told, solver_on
from desktop_als.errors import PackError, TrainingError
from desktop_als.model import pack_file
from desktop_als.model.bundle import EpochRecord, ModelInfo, measures
from desktop_als.model.pack import LEAST_LISTENERS, Pack, PackData, PackManifest
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress
from desktop_als.workspace.engines import OnCluster
from desktop_als.workspace.packs import LONGEST_TITLE, Packs

SUPPORT = Support(least_listeners=LEAST_LISTENERS)
"""As in a pack: no name tells of one person."""

_PATTERN = re.compile(r"[*?{\[]")

EpochDone = Callable[[EpochRecord], None]


def train_on(
    packs: Packs,
    folder: Path,
    source: str,
    choose: Choose,
    cluster: Cluster,
    columns: Columns | None = None,
    title: str = "",
    *,
    cancel: CancelToken | None = None,
    progress: ProgressSink = ignore_progress,
    read_done: Callable[[PairsFound], None] = lambda _: None,
    epoch_done: EpochDone = lambda _: None,
) -> ModelInfo:
    """Let the cluster read plays and train on them; what it learned of artists becomes a model here, which is then in use.

    Args:
        packs: of the workspace.
        folder: for what comes and goes meanwhile; removed at the end.
        source: a path or address of Parquet or CSV that the cluster can read, with * if need be.
        choose: settings for what is found there: ``partial(preset, "balanced")`` or ``lambda *_: settings``.
        cluster: where to train.
        columns: None finds them by their names.
        title: of the model; "" for the name of the source.
        cancel, progress: as everywhere.
        read_done: hears what was read, and in its ``note`` what was left out.
        epoch_done: hears of every epoch.

    Raises:
        TrainingError: the cluster or its data failed, or the settings do not suit. Nothing was changed, here and below.
        PackError, ModelError, LibraryError: the title is too long, there is no room, or the library cannot be written.
        Cancelled: ``cancel`` was raised.
    """
    cancel, title = cancel or CancelToken(), title.strip() or _name_of(source)
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise PackError(f"Give the model a title of 1 to {LONGEST_TITLE} letters.")
    suited = _suited(choose, OnCluster(cluster, folder))
    suited(1, 1, 1)  # what does not suit is told before the cluster has worked for nothing
    with _scratch(folder):
        with _connected(cluster, folder, cancel, progress) as (connection, pairs):
            found = read_plays(connection, source, columns, suited, pairs, SUPPORT, progress)
            read_done(found)
            artists = _solved(connection, cluster, found, epoch_done, progress)
        path = folder / f"learned{pack_file.SUFFIX}"
        pack_file.write(_pack(found, artists, title), path)
        return packs.add(path, cancel=cancel, progress=progress)


@contextmanager
def _scratch(folder: Path) -> Iterator[None]:
    """The folder, empty: what a killed process left of it goes at the beginning, the rest at the end."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise TrainingError(f"{folder} cannot be written ({error.strerror or error}). Nothing was changed.") from error
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _connected(
    cluster: Cluster, folder: Path, cancel: CancelToken, progress: ProgressSink
) -> Iterator[tuple[Connection, str]]:
    """An open session, and the address at which it may write pairs; both are gone at the end."""
    with ExitStack() as opened:
        exchange = Exchange(cluster, folder)
        opened.callback(exchange.remove)
        progress(Progress(f"Connecting to {cluster.master}"))
        connection = session.connect(cluster, cancel)
        opened.callback(connection.close)
        opened.callback(exchange.remove)  # also before, for it may need the connection
        exchange.bring_up(connection)
        yield connection, exchange.address(PAIRS)


def _suited(choose: Choose, engine: OnCluster) -> Choose:
    """``choose``, and of its settings what the cluster's solver can do."""

    def suited(rows: int, artists: int, observations: int) -> Settings:
        settings = choose(rows, artists, observations)
        if settings.objective == "explicit":
            raise TrainingError("The cluster reads plays, and these settings are for ratings. Choose others.")
        return engine.nearest(settings)

    return suited


def _solved(
    connection: Connection, cluster: Cluster, found: PairsFound, epoch_done: EpochDone, progress: ProgressSink
) -> Floats:
    """Y (m, d)."""
    progress(Progress("Dealing out the plays to the cluster"))
    shape, told = (found.rows, len(found.names)), epochs_told(found.settings.epochs, progress)
    solver = solver_on(connection, cluster, found.address, shape, found.settings, told)
    while (report := solver.epoch()) is not None:
        parts = report.loss, report.observed, report.unobserved, report.regularization
        epoch_done(EpochRecord(report.epoch, *parts, report.seconds))
    return solver.artists()


def _pack(found: PairsFound, artists: Floats, title: str) -> Pack:
    order = np.argsort(-found.support, kind="stable")  # the best known first, and else by name
    gram, _ = measures(artists)
    manifest = PackManifest(
        title=title,
        made_at=int(time.time()),
        settings=found.settings,
        row_kind="listeners",
        listeners=found.rows,
        artists=len(order),
        all_artists=len(order),
        observations=found.observations,
        knows_up_to=found.knows_up_to,
        data=(PackData(title, None),),
        weight_scale=found.scale.multiplier,
        mean_row_plays=found.scale.mean_row_plays,
    )
    names = tuple(found.names[place] for place in order.tolist())
    return Pack(manifest, artists[order], gram, found.support[order], names)


def _name_of(source: str) -> str:
    """The last part that is no pattern."""
    parts = [part for part in re.split(r"[/\\]+", source) if part and not _PATTERN.search(part)]
    name = "".join(filter(str.isprintable, parts[-1])) if parts else ""
    return name.strip()[:LONGEST_TITLE] or "Plays on a cluster"
