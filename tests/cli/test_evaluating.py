from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import Cli
from tests.exports import hetrec_zip


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


@pytest.fixture
def community(cli: Cli, tmp_path: Path) -> Cli:
    cli.json("import", hetrec_zip(tmp_path / "hetrec.zip", listeners=60))
    return cli


SMALL = ("--factors", "4", "--epochs", "3")


def test_the_document_of_evaluate(community: Cli) -> None:
    document = community.json("evaluate", *SMALL)
    assert list(document) == ["protocol", "listeners", "models", "verdict"]
    assert (document["protocol"], document["listeners"]) == ("newcomer", 12)
    assert [model["name"] for model in document["models"]] == ["random", "popularity", "item cosine", "EASE", "model"]
    for model in document["models"]:
        assert list(model) == [
            "name",
            "ndcg@20",
            "ndcg@100",
            "recall@20",
            "recall@50",
            "coverage",
            "median_listeners",
            "unheard",
            "interval",
        ]
        low, high = model["interval"]
        assert 0 <= low <= model["ndcg@20"] <= high <= 1
        assert 0 <= model["recall@20"] <= model["recall@50"] <= 1
        assert 0 <= model["unheard"] <= 1
    assert document["verdict"].endswith(".")


def test_people_get_a_table_that_fits_and_a_sentence(community: Cli) -> None:
    code, out, _ = community("evaluate", *SMALL, "--splits", "2")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Judged: 24 listeners who were not trained on, each shown with four fifths of their artists."
    assert lines[1].split()[:2] == ["NDCG@20", "±"]
    assert [line.split()[0] for line in lines[2:7]] == ["random", "popularity", "item", "EASE", "model"]
    assert max(map(len, lines[1:7])) <= 80
    assert "model" in lines[7]


def test_without_options_the_model_in_use_is_judged(community: Cli) -> None:
    name = community.json("train", *SMALL)["model"]
    kept = community.folder / "models" / name / "evaluation.json"
    community.json("evaluate", "--epochs", "2")
    assert not kept.exists()
    community.json("evaluate")
    assert kept.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--protocol", "future"), 1, "No play in the library has a time."),
        (("--factors", "0"), 1, "Factors must be between 1 and 1024"),
        (("--protocol", "past"), 2, "past"),
        (("--splits", "0"), 2, "splits"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    community: Cli, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ended, out, err = community("evaluate", *arguments)
    assert (ended, out) == (code, "")
    assert sentence in err
    assert "Traceback" not in err


def test_an_empty_library_asks_for_a_history(cli: Cli) -> None:
    code, out, err = cli("evaluate")
    assert (code, out) == (1, "")
    assert "Import a listening history" in err
