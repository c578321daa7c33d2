from __future__ import annotations

import signal
from pathlib import Path

import pytest

from desktop_als.evaluation import tuning
from desktop_als.workspace import Trial
from tests.cli.test_cli import Cli
from tests.exports import hetrec_zip


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setattr(tuning, "ROUNDS", ((4, 0.6), (6, 1.0)))
    monkeypatch.setattr(tuning, "EPOCHS", 4)
    cli = Cli(tmp_path / "library", capsys)
    cli.json("import", hetrec_zip(tmp_path / "hetrec.zip", listeners=80))
    return cli


def test_tune_trains_the_best_and_keeps_every_trial(cli: Cli):
    document = cli.json("tune", "--trials", "3")
    assert set(document) == {"trials", "best", "model"}
    assert [trial["number"] for trial in document["trials"]] == [0, 1, 2]
    assert set(document["best"]) == {"number", "ndcg@20", "epochs", "seconds", "state", "share", "settings"}
    assert document["best"]["ndcg@20"] == max(trial["ndcg@20"] for trial in document["trials"])
    more = cli.json("tune", "--trials", "1")
    assert more["trials"][:3] == document["trials"]
    assert len(more["trials"]) == 4

    tuned = cli.json("train", "--preset", "tuned")["settings"]
    assert tuned == more["best"]["settings"]
    changed = cli.json("train", "--preset", "tuned", "--factors", "5")["settings"]
    assert changed == {**tuned, "factors": 5}


def test_trials_are_told_as_they_end_and_in_a_table(cli: Cli):
    code, out, err = cli("tune", "--minutes", "1", "--trials", "2")
    assert code == 0
    assert "Trial 1: NDCG@20 0." in err
    assert "Trial 2:" in err
    assert "best" in out
    assert "in use" in out


def test_a_stopped_search_tells_what_is_kept(cli: Cli, monkeypatch: pytest.MonkeyPatch):
    def stop(trial: Trial) -> None:
        if trial.number == 1:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("desktop_als.cli.tuning._tell", stop)
    code, _, err = cli("tune", "--trials", "5")
    assert code == 1
    assert err.strip() == "Stopped. 2 new trials are kept; the next search goes on from there."


def test_without_trials_there_is_nothing_tuned(cli: Cli):
    code, _, err = cli("train", "--preset", "tuned")
    assert code == 1
    assert "Tune first" in err
    code, _, err = cli("tune")
    assert code == 2
    assert "--minutes" in err


def test_a_regularization_from_the_literature_is_meant_as_there(cli: Cli):
    assert cli.json("train", "--epochs", "1")["settings"]["frequency"] == "observed"
    assert cli.json("train", "--epochs", "1", "--regularization", "0.007")["settings"]["frequency"] == "all"
    said = cli.json("train", "--epochs", "1", "--regularization", "0.1", "--frequency", "observed")["settings"]
    assert said["frequency"] == "observed"
