from __future__ import annotations

from pathlib import Path

import pytest

from desktop_als.workspace import Workspace
from tests.cli.test_cli import Cli
from tests.exports import hetrec_zip

OPTIONS = ("train", "--preset", "quick", "--factors", "8", "--epochs", "6")


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Eighty listeners: enough to hold some out."""
    made = Cli(tmp_path / "library", capsys)
    made.json("import", hetrec_zip(tmp_path / "hetrec.zip", listeners=80))
    return made


def cut_off(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        for _ in workspace.training(workspace.preset("quick"), title="Quick"):
            break


def test_the_document_tells_what_held_out_listeners_said(cli: Cli) -> None:
    document = cli.json(*OPTIONS)
    said = [epoch["ndcg"] for epoch in document["epochs"]]
    assert document["metrics"] == {"ndcg@20": max(said)}
    assert said.index(max(said)) + 1 == document["best_epoch"]
    assert document["held_out"] == 10
    assert document["listeners"] == 80


def test_the_table_has_the_ndcg_and_the_best_epoch(cli: Cli) -> None:
    code, out, _ = cli(*OPTIONS)
    assert code == 0
    assert "NDCG@20" in out
    assert "was the best for 10 listeners that were held out" in out


def test_with_nothing_to_resume_a_sentence(cli: Cli) -> None:
    code, out, err = cli("train", "--resume")
    assert code == 1
    assert out == ""
    assert err.startswith("No training was interrupted")


def test_an_interrupted_training_goes_on(cli: Cli) -> None:
    cut_off(cli.folder)
    code, out, err = cli("train", "--resume", "--json")
    assert code == 0, err
    assert "Going on after epoch" in err
    assert '"ndcg@20"' in out
    assert cli("train", "--resume")[0] == 1


def test_a_new_training_replaces_the_interrupted_one(cli: Cli) -> None:
    cut_off(cli.folder)
    cli.json(*OPTIONS)
    assert cli("train", "--resume")[0] == 1
