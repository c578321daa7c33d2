from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import Cli
from tests.exports import ARTISTS, hetrec_zip, spotify_row

MARKED = "[b]x[/b] <b>x</b>"


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


@pytest.fixture
def trained(cli: Cli, tmp_path: Path) -> Cli:
    """A community of two tastes, and somebody whose name looks like markup."""
    cli.json("import", hetrec_zip(tmp_path / "hetrec.zip"))
    rows = [spotify_row(10 * (6 * i + k), ARTISTS[i]) for i in range(7) for k in range(6)]
    (tmp_path / "own.json").write_text(json.dumps(rows))
    cli.json("import", tmp_path / "own.json", "--listener", MARKED)
    cli.json("train", "--preset", "quick", "--factors", "8", "--epochs", "6")
    return cli


def test_a_match_in_numbers_that_add_up(trained: Cli) -> None:
    found = trained.json("match", MARKED, "2", "-n", "3")
    assert found["listeners"] == [MARKED, "2"]
    assert sum(part["part"] for part in found["making"]) + found["rest"] == pytest.approx(found["cosine"], abs=1e-9)
    taken = sum(part["part"] for part in found["dividing"]) + found["rest_dividing"]
    assert 1 + taken == pytest.approx(found["cosine"], abs=1e-9)
    assert set(found["bridges"][0]) == {"artist", "part", "matches", "plays"}
    code, out, _ = trained("match", MARKED, "2")
    assert code == 0
    assert f"{MARKED} and 2: {found['match']} of 100" in " ".join(out.split())
    assert "all others" in out


def test_a_blend_has_a_match_of_each(trained: Cli) -> None:
    rows = trained.json("blend", MARKED, "2", "3", "2", "--misery", "1", "-n", "5")
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    assert [one["listener"] for one in rows[0]["listeners"]] == [MARKED, "2", "3"]
    new = trained.json("blend", MARKED, "2", "--new")
    assert not {row["artist"] for row in new} & set(ARTISTS[:7])
    code, out, _ = trained("blend", MARKED, "2")
    assert code == 0
    assert "[b]x[/b]" in " ".join(out.split())
    assert trained("blend", MARKED, "--misery", "2")[0] == 2


def test_one_borrows_from_another(trained: Cli) -> None:
    rows = trained.json("borrow", MARKED, "2")
    assert rows
    assert set(rows[0]) == {"rank", "artist", "match", "lender_plays"}
    code, out, _ = trained("borrow", MARKED, "2")
    assert code == 0
    assert rows[0]["artist"] in out
    code, out, err = trained("borrow", "2", "2")
    assert (code, out) == (0, "")
    assert "plays nobody whom" in " ".join(err.split())


def test_who_is_alike_and_who_would_like(trained: Cli) -> None:
    alike = trained.json("similar-listeners", MARKED, "-n", "3")
    assert [row["rank"] for row in alike] == [1, 2, 3]
    assert set(alike[0]) == {"rank", "listener", "similarity", "evidence"}
    assert trained("similar-listeners", MARKED)[0] == 0
    fans = trained.json("would-like", ARTISTS[8])
    assert MARKED in {row["listener"] for row in fans}
    code, out, _ = trained("would-like", ARTISTS[8])
    assert code == 0
    assert "<b>x</b>" in out


def test_without_a_model_or_a_name_there_is_one_sentence(cli: Cli, tmp_path: Path) -> None:
    cli.json("import", hetrec_zip(tmp_path / "hetrec.zip"))
    for command in (("match", "2", "3"), ("blend", "2"), ("borrow", "2", "3"), ("similar-listeners", "2")):
        code, out, err = cli(*command)
        assert (code, out) == (1, "")
        assert "no trained model" in err
    code, _, err = cli("match", "2", "Nobody Of That Name")
    assert code == 1
    assert len(err.strip().splitlines()) == 1
