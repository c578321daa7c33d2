"""Training on plays that only a cluster holds: what becomes of them here. The cluster is pretended but in the last test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings, preset
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Weights
from desktop_als.engines.spark import session
from desktop_als.engines.spark.columns import Columns
from desktop_als.engines.spark.reading import Choose, PairsFound, Support
from desktop_als.errors import Cancelled, ModelError, PackError, TrainingError
from desktop_als.plays import Tally
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import Cluster, EpochRecord, Workspace, cluster_data
from desktop_als.workspace.cluster_data import train_on
from tests.engines.told_plays import START, Expected, Line, expected
from tests.library.making import bring, count_batch

CLUSTER = Cluster("spark://10.0.0.7:7077")
SETTINGS = Settings(factors=6, epochs=3, threads=1, weighting="bm25", half_life=100.0)
SOURCE = "hdfs://store/dumps/invented/*.parquet"
OWN = [("Otto", "Band 1", 4), ("Otto", "Band 4", 9), ("Otto", "band 7", 2)]


@dataclass
class Pretended:
    """A cluster that is this computer."""

    told: Expected
    fails_at: str = ""
    before_epoch: Callable[[], None] = lambda: None
    open: int = 0
    asked: list[Any] = field(default_factory=list)

    def connect(self, cluster: Cluster, cancel: CancelToken) -> Any:
        self._fail("connecting")
        self.open += 1
        return SimpleNamespace(close=self._close, cancel=cancel)

    def read_plays(
        self,
        connection: Any,
        source: str,
        columns: Columns | None,
        choose: Choose,
        address: str,
        support: Support,
        _: Any,
    ) -> PairsFound:
        self._fail("reading")
        self.asked.append((source, columns, support))
        matrix = self.told.interactions().plays
        settings = choose(*matrix.shape, matrix.nnz)
        self.weights: Weights = self.told.weights(settings)
        return PairsFound(
            address=address,
            rows=matrix.shape[0],
            observations=matrix.nnz,
            plays=int(matrix.sum()),
            names=tuple(self.told.names),
            support=np.bincount(matrix.indices),
            scale=self.weights.scale,
            knows_up_to=self.told.interactions().knows_up_to,
            settings=settings,
            lines=Tally(kept=int(matrix.sum()), no_artist=3),
            plays_told=int(matrix.sum()),
            asked=support,
        )

    def solver_on(self, connection: Any, _: Cluster, __: str, shape: Any, settings: Settings, tell: Any) -> Any:
        self._fail("dealing")
        assert shape == self.weights.matrix.shape
        trainer = Trainer(self.weights, settings, connection.cancel)

        def epoch() -> EpochReport | None:
            self.before_epoch()
            self._fail("solving")
            return next(trainer, None)

        return SimpleNamespace(epoch=epoch, artists=lambda: trainer.factors.artists)

    def _close(self) -> None:
        self.open -= 1

    def _fail(self, step: str) -> None:
        if step == self.fails_at:
            raise TrainingError(f"The cluster failed while {step}.")


def plays() -> list[Line]:
    rng = np.random.default_rng(3)
    return [
        (f"person {who}", f"Band {what}", 1.0 + who % 4, START - 86_400 * (who + what))
        for who in range(40)
        for what in rng.choice(20, 7, replace=False).tolist()
    ]


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    made = Pretended(expected(plays(), 5, 5))
    monkeypatch.setattr(session, "connect", made.connect)
    monkeypatch.setattr(cluster_data, "read_plays", made.read_plays)
    monkeypatch.setattr(cluster_data, "solver_on", made.solver_on)
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "library") as opened:
        bring(opened._library, count_batch(OWN), listener="Otto")
        opened._library_changed()
        yield opened


def trained(workspace: Workspace, choose: Choose = lambda *_: SETTINGS, **more: Any) -> Any:
    given = {"source": SOURCE, "cluster": CLUSTER, **more}
    return train_on(workspace.packs, workspace.folder / "cluster", choose=choose, **given)


def test_it_becomes_the_model_in_use_and_brings_nobody_along(pretended: Pretended, workspace: Workspace) -> None:
    epochs: list[EpochRecord] = []
    found: list[PairsFound] = []
    columns = Columns("who", "what")
    info = trained(workspace, columns=columns, epoch_done=epochs.append, read_done=found.append)
    assert pretended.asked == [(SOURCE, columns, Support(5, 5))]
    assert workspace.model_info() == info
    assert (info.title, info.settings, info.rows, info.artists) == ("invented", SETTINGS, 40, 20)
    assert [record.epoch for record in epochs] == [1, 2, 3]
    assert epochs[2].loss < epochs[0].loss
    assert "3 without an artist" in found[0].note
    assert list(workspace.listeners().names) == ["Otto"]
    files = [path for path in workspace.folder.rglob("*") if path.is_file()]
    assert files
    assert not any(b"person 1" in path.read_bytes() for path in files)
    assert not (workspace.folder / "cluster").exists()
    assert pretended.open == 0


def test_it_answers_for_the_listeners_here(pretended: Pretended, workspace: Workspace) -> None:
    trained(workspace)
    found = {row.artist: row.score for row in workspace.recommend(workspace.find_listener("Otto").id).rows}
    assert set(found) == {f"Band {at}" for at in range(20)} - {"Band 1", "Band 4", "Band 7"}
    assert len(set(found.values())) == len(found)


def test_undo_takes_it_back(pretended: Pretended, workspace: Workspace) -> None:
    trained(workspace, title="What they play")
    assert next(step.label for step in workspace.steps()) == "What they play"
    assert len(workspace.artists().names) == 20
    workspace.undo()
    assert workspace.models() == []
    assert sorted(workspace.artists().names) == ["Band 1", "Band 4", "band 7"]


def test_a_preset_looks_at_what_was_found(pretended: Pretended, workspace: Workspace) -> None:
    info = trained(workspace, partial(preset, "quick"))
    matrix = pretended.told.interactions().plays
    assert info.settings == preset("quick", *matrix.shape, matrix.nnz)


def test_sparks_own_solver_gets_settings_that_it_can_do(pretended: Pretended, workspace: Workspace) -> None:
    info = trained(workspace, cluster=Cluster(CLUSTER.master, solver="mllib"))
    assert (info.settings.objective, info.settings.unobserved_weight) == ("hkv", 1.0)
    assert info.settings.confidence == pytest.approx(1 / SETTINGS.unobserved_weight)
    mean = pretended.weights.matrix.data.mean(dtype=np.float64)
    assert mean == pytest.approx(info.settings.confidence, rel=1e-5), "the weights are of the settings that it got"


@pytest.mark.parametrize("step", ["connecting", "reading", "dealing", "solving"])
def test_a_failure_changes_nothing(step: str, pretended: Pretended, workspace: Workspace) -> None:
    pretended.fails_at = step
    before = workspace._library.fingerprint()
    with pytest.raises(TrainingError, match=f"failed while {step}"):
        trained(workspace)
    untouched(workspace, before, pretended)


@pytest.mark.parametrize(
    "step", ["Connecting to spark://10.0.0.7:7077", "Dealing out the plays to the cluster", "Finding its artists"]
)
def test_a_stop_changes_nothing(step: str, pretended: Pretended, workspace: Workspace) -> None:
    cancel = CancelToken()

    def stop(now: Progress) -> None:
        if now.step == step:
            cancel.cancel()

    before = workspace._library.fingerprint()
    with pytest.raises(Cancelled):
        trained(workspace, cancel=cancel, progress=stop)
    untouched(workspace, before, pretended)


def untouched(workspace: Workspace, before: str, pretended: Pretended) -> None:
    assert workspace._library.fingerprint() == before
    assert workspace.models() == []
    assert pretended.open == 0
    assert not (workspace.folder / "cluster").exists()
    with pytest.raises(ModelError):
        workspace.recommend(workspace.find_listener("Otto").id)


@pytest.mark.parametrize(
    ("choose", "solver", "sentence"),
    [
        (Settings(objective="explicit", unobserved_weight=0), "rows", "are for ratings"),
        (Settings(unobserved_weight=0), "mllib", "unobserved weight above 0"),
    ],
)
def test_what_does_not_suit_is_told_before_the_cluster_works(
    choose: Settings, solver: Any, sentence: str, pretended: Pretended, workspace: Workspace
) -> None:
    pretended.fails_at = "connecting"
    with pytest.raises(TrainingError, match=sentence):
        trained(workspace, lambda *_: choose, cluster=Cluster(CLUSTER.master, solver=solver))


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("/data/plays.csv.gz", "plays.csv.gz"),
        ("s3a://bucket/dump 2026/", "dump 2026"),
        (r"C:\dumps\spark\*.parquet", "spark"),
        ("*.csv", "Plays on a cluster"),
        ("/x/" + "y" * 300, "y" * 100),
    ],
)
def test_the_source_gives_its_name(source: str, title: str, pretended: Pretended, workspace: Workspace) -> None:
    assert trained(workspace, source=source).title == title


@pytest.mark.parametrize("title", ["x" * 101, "two\nlines"])
def test_a_title_must_be_one(title: str, pretended: Pretended, workspace: Workspace) -> None:
    with pytest.raises(PackError, match="1 to 100 letters"):
        trained(workspace, title=title)


def test_the_leftovers_of_a_killed_process_are_removed(pretended: Pretended, workspace: Workspace) -> None:
    (workspace.folder / "cluster" / "old").mkdir(parents=True)
    trained(workspace)
    assert not (workspace.folder / "cluster").exists()


@pytest.mark.spark
def test_on_spark_itself(workspace: Workspace, tmp_path: Path) -> None:
    lines = [f"{who},{what},{count},{at}" for who, what, count, at in plays()]
    (tmp_path / "invented.csv").write_text("\n".join(["user,artist,plays,time", *lines]))
    settings = replace(SETTINGS, epochs=6, regularization=0.1)  # by which any start comes to the same within .1 %
    steps: list[str] = []
    epochs: list[EpochRecord] = []
    info = trained(
        workspace,
        lambda *_: settings,
        source=str(tmp_path / "invented.csv"),
        cluster=Cluster("local[2]", memory=1024),
        progress=lambda now: steps.append(now.step),
        epoch_done=epochs.append,
    )
    weights = expected(plays(), 5, 5).weights(settings)
    here = list(Trainer(weights, settings, CancelToken()))
    assert (info.title, info.rows, info.artists) == ("invented.csv", *weights.matrix.shape)
    assert len(workspace.recommend(workspace.find_listener("Otto").id).rows) == 17
    assert len(epochs) == settings.epochs
    assert epochs[-1].loss == pytest.approx(here[-1].loss, rel=0.005)
    assert list(dict.fromkeys(steps))[:2] == ["Connecting to local[2]", "Looking for the plays"]
    assert "Epoch 6 of 6" in steps
    assert not (workspace.folder / "cluster").exists()
