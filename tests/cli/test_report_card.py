from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import Cli
from tests.evaluation import histories
from tests.exports import ARTISTS, hetrec_zip, spotify_row


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


def alone(cli: Cli, folder: Path, sessions: int) -> Cli:
    """A library of Mira's plays only."""
    plays = histories.moods(sessions=sessions, artists=len(ARTISTS))
    minutes = (plays.played_at - plays.played_at[0]) // 60
    rows = [
        spotify_row(int(minute), ARTISTS[artist - 1]) for artist, minute in zip(plays.artist_ids, minutes, strict=True)
    ]
    (folder / "mira.json").write_text(json.dumps(rows))
    cli.json("import", folder / "mira.json", "--listener", "Mira")
    return cli


def test_the_card_of_one_listener(cli: Cli, tmp_path: Path) -> None:
    alone(cli, tmp_path, sessions=70)
    card = cli.json("report-card", "Mira")
    assert set(card) == {"sessions_learned", "sessions_predicted", "guesses", "artists", "methods", "verdict"}
    assert (card["sessions_learned"], card["sessions_predicted"], card["artists"]) == (63, 7, 24)
    assert [set(method) for method in card["methods"]] == [{"name", "ndcg@10", "interval", "hits@10"}] * 7
    code, out, err = cli("report-card", "Mira")
    assert code == 0
    assert len(out.splitlines()) == 8
    assert card["verdict"] in " ".join(err.split())


def test_every_part_sums_to_the_score_with_recency(cli: Cli, tmp_path: Path) -> None:
    alone(cli, tmp_path, sessions=20)
    cli.json("train", "--preset", "quick", "--factors", "8", "--epochs", "2")
    rows = cli.json("recommend", "Mira", "--explain", "--heard", "any", "-n", "5")
    assert len(rows) == 5
    for row in rows:
        assert sum(part["contribution"] for part in row["because"]) == pytest.approx(row["score"], abs=1e-9)
        recency = [part for part in row["because"] if part.get("reason") == "recency"]
        assert [part["artist"] for part in recency] == [row["artist"]]
    code, out, _ = cli("recommend", "Mira", "--explain", "--heard", "any")
    assert code == 0
    assert "lately played +" in " ".join(out.split())


def test_alone_there_is_nobody_new(cli: Cli, tmp_path: Path) -> None:
    alone(cli, tmp_path, sessions=20)
    cli.json("train", "--preset", "quick", "--factors", "8", "--epochs", "2")
    code, out, err = cli("recommend", "Mira")
    assert code == 0
    assert out == ""
    assert "no artist beyond the ones this listener plays" in " ".join(err.split())


@pytest.mark.parametrize(("who", "sentence"), [("Mira", "there are 20"), ("2", "there are 0")])
def test_without_enough_sessions_there_is_a_sentence(cli: Cli, tmp_path: Path, who: str, sentence: str) -> None:
    alone(cli, tmp_path, sessions=20)
    cli("import", hetrec_zip(tmp_path / "hetrec.zip"))
    code, out, err = cli("report-card", who)
    assert code == 1
    assert out == ""
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
