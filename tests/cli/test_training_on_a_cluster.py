"""The command line on a cluster, which is pretended here but for the last test."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_als.engines.spark import session
from desktop_als.workspace import ClusterColumns, ClusterFacts, EpochRecord, ModelInfo, cluster_data
from desktop_als.workspace.packs import Packs
from tests.cli.test_cli import Cli
from tests.conftest import ROOT
from tests.exports import hetrec_zip
from tests.model.builders import info
from tests.workspace.pretended_cluster import LOST, Pretended, pretended

__all__ = ["pretended"]

OPTIONS = ("train", "--preset", "quick", "--factors", "8", "--epochs", "6")
THERE = ("--engine", "spark", "--master", "spark://10.0.0.7:7077")


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Eighty listeners: enough to hold some out."""
    made = Cli(tmp_path / "library", capsys)
    made.json("import", hetrec_zip(tmp_path / "hetrec.zip", listeners=80))
    return made


@pytest.fixture
def no_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)


def test_a_model_is_trained_there_and_used_here(cli: Cli, pretended: Pretended) -> None:
    document = cli.json(
        *OPTIONS, *THERE, "--executors", "2", "--memory", "1024", "--exchange", "/mnt/öl", "--solver", "rows"
    )
    assert document["engine"] == "spark"
    assert document["listeners"] == 80
    assert document["held_out"] == 10
    cluster = pretended.trained[0].cluster
    assert (cluster.master, cluster.executors, cluster.memory) == ("spark://10.0.0.7:7077", 2, 1024)
    assert (cluster.solver, cluster.exchange) == ("rows", "/mnt/öl")
    assert cli.json("recommend", "2")
    assert pretended.open == 0


def test_the_table_is_that_of_any_training(cli: Cli, pretended: Pretended) -> None:
    code, out, err = cli(*OPTIONS, "--engine", "spark", "--title", "Elsewhere")
    assert code == 0, err
    assert "NDCG@20" in out
    assert "It is now in use." in out
    assert pretended.trained[0].cluster.master == "local[*]"


def test_the_title_is_kept(cli: Cli, pretended: Pretended) -> None:
    name = cli.json(*OPTIONS, *THERE, "--title", "Elsewhere")["model"]
    manifest = json.loads((cli.folder / "models" / name / "manifest.json").read_text())
    assert manifest["title"] == "Elsewhere"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--master", "local[2]"), "--master goes with --engine spark only"),
        (("--engine", "local", "--executors", "0"), "--executors goes with --engine spark only"),
        (("--solver", "rows"), "--solver goes with --engine spark only"),
        (("--data", "plays.csv"), "--data goes with --engine spark only"),
        (("--engine", "spark", "--time-column", "when"), "--time-column goes with --data only"),
        (("--engine", "spark", "--master", "yarn"), "no address of a Spark master"),
        (("--engine", "spark", "--memory", "64"), "at least 512 MiB"),
        (("--engine", "spark", "--executors", "-1"), "Executors must be between"),
        (("--engine", "spark", "--solver", "sgd"), "--solver"),
        (("--engine", "flink"), "--engine"),
        (("--engine", "spark", "--resume"), "cannot be resumed"),
    ],
)
def test_wrong_usage_is_told(cli: Cli, pretended: Pretended, said: tuple[str, ...], sentence: str) -> None:
    code, out, err = cli("train", *said)
    assert code == 2
    assert out == ""
    assert sentence in " ".join(err.split())
    assert not pretended.trained


def test_a_lost_cluster_is_one_sentence_and_the_model_stays(cli: Cli, pretended: Pretended) -> None:
    before = cli.json(*OPTIONS)["model"]
    pretended.lost_in_epoch = 2
    code, out, err = cli(*OPTIONS, *THERE)
    assert (code, out, err) == (1, "", LOST + "\n")
    assert [folder.name for folder in (cli.folder / "models").iterdir() if folder.is_dir()] == [before]
    assert cli("train", "--resume")[0] == 1
    assert not (cli.folder / "cluster").exists()


def test_interrupted_there_the_best_finished_epoch_is_kept(
    cli: Cli, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretended.before_epoch[3] = lambda: signal.raise_signal(signal.SIGINT)
    code, out, err = cli(*OPTIONS, *THERE, "--json")
    assert code == 0
    assert "Stopped. The model of epoch" in err
    assert len(json.loads(out)["epochs"]) == 2
    assert pretended.open == 0


def test_interrupted_before_an_epoch_all_is_as_before(cli: Cli, pretended: Pretended) -> None:
    pretended.before_epoch[1] = lambda: signal.raise_signal(signal.SIGINT)
    code, out, err = cli(*OPTIONS, *THERE)
    assert (code, out) == (1, "")
    assert err.startswith("Stopped. Everything is as it was before.")
    assert not (cli.folder / "models").exists()


def test_a_connection_is_tried(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = ClusterFacts("spark://ada:7077", "4.1.0", "17.0.9", "3.11.7", 2, 4, 1024)
    asked = []
    monkeypatch.setattr(session, "try_connection", lambda cluster, cancel: asked.append(cluster) or facts)
    document = cli.json("cluster", "--master", "spark://ada:7077", "--memory", "1024")
    assert document == {
        "master": "spark://ada:7077",
        "spark": "4.1.0",
        "java": "17.0.9",
        "python": "3.11.7",
        "executors": 2,
        "cores": 4,
        "memory": 1024,
    }
    assert asked[0].memory == 1024
    code, out, _ = cli("cluster")
    assert code == 0
    assert "1,024 MiB" in out
    assert cli("cluster", "--master", "http://ada")[0] == 2


@pytest.mark.parametrize("command", [("cluster",), (*OPTIONS, *THERE), (*OPTIONS, *THERE, "--json")])
def test_without_pyspark_one_sentence(cli: Cli, no_pyspark: None, command: tuple[str, ...]) -> None:
    code, out, err = cli(*command)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "pyspark" in err


@dataclass
class Reader:
    """In place of a cluster that reads plays of its own."""

    asked: list[Any] = field(default_factory=list)

    def __call__(
        self, packs: Packs, folder: Path, source: str, choose: Any, cluster: Any, columns: Any, title: str, **how: Any
    ) -> ModelInfo:
        assert not folder.exists(), "what a killed process left is gone"
        folder.mkdir()
        self.asked = [source, choose(50_000, 2_000, 900_000), cluster, columns, title]
        how["read_done"](SimpleNamespace(note="Of 900,000 plays, 880,000 were kept."))
        how["epoch_done"](EpochRecord(1, 4.0, 2.0, 1.0, 1.0, 0.5))
        return replace(info(), title=title or "Plays")


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader()
    monkeypatch.setattr(cluster_data, "train_on", made)
    return made


def test_plays_that_only_the_cluster_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str], reader: Reader) -> None:
    cli = Cli(tmp_path / "empty", capsys)
    (cli.folder / "cluster" / "desktop-als-0").mkdir(parents=True)
    columns = ("--listener-column", "who", "--artist-column", "whom", "--time-column", "when")
    code, out, err = cli(
        *OPTIONS, *THERE, "--data", "hdfs://ada/plays/*.parquet", *columns, "--title", "Ours", "--json"
    )
    assert code == 0, err
    assert err == "Of 900,000 plays, 880,000 were kept.\n"
    source, settings, cluster, asked, title = reader.asked
    assert (source, title) == ("hdfs://ada/plays/*.parquet", "Ours")
    assert (settings.factors, settings.epochs) == (8, 6)
    assert cluster.master == "spark://10.0.0.7:7077"
    assert asked == ClusterColumns("who", "whom", None, "when")
    assert [epoch["loss"] for epoch in json.loads(out)["epochs"]] == [4.0]
    assert cli("train", "--engine", "spark", "--data", "plays.csv")[0] == 0
    assert reader.asked[3:] == [None, ""]
    assert not (cli.folder / "cluster").exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--preset", "tuned"), "is for the library"),
        (("--rows", "sessions"), "a row is a listener"),
        (("--plays-column", "n"), "Name both"),
    ],
)
def test_what_does_not_go_with_plays_of_the_cluster_is_told_first(
    cli: Cli, reader: Reader, said: tuple[str, ...], sentence: str
) -> None:
    code, out, err = cli("train", "--engine", "spark", "--data", "plays.csv", *said)
    assert (code, out) == (2, "")
    assert sentence in " ".join(err.split())
    assert not reader.asked


def test_without_pyspark_all_else_works(cli: Cli, no_pyspark: None) -> None:
    assert cli.json(*OPTIONS)["engine"] == "local"
    assert cli.json("recommend", "2")


def test_spark_is_not_loaded_before_it_is_asked_for(tmp_path: Path) -> None:
    look = (
        "import sys, desktop_als.cli; print([n for n in ('pyspark', 'py4j', 'pyarrow', 'pandas') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.spark
def test_with_spark_on_this_computer(cli: Cli) -> None:
    asked = ("--engine", "spark", "--master", "local[2]", "--memory", "1024", "--json")
    few = (*OPTIONS, "--epochs", "3")
    command = [sys.executable, "-m", "desktop_als", *few, *asked, "--library", str(cli.folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    there, here = json.loads(done.stdout), cli.json(*few)
    assert there["engine"] == "spark"
    assert there["held_out"] == here["held_out"] == 10
    losses = [[epoch["loss"] for epoch in document["epochs"]] for document in (there, here)]
    assert losses[0][-1] == pytest.approx(losses[1][-1], rel=0.005)
    assert cli.json("recommend", "2")
    assert not (cli.folder / "cluster").exists()
