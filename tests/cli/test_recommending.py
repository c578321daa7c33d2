"""A list on the command line: ordered as asked, with what it leaves out and what carries it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import Cli
from tests.exports import hetrec_zip, spotify_file


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


@pytest.fixture
def both(cli: Cli, tmp_path: Path) -> Cli:
    """Mira, whose plays name tracks, in a community whose counts do not."""
    cli.json("import", spotify_file(tmp_path / "history.json", 300), "--listener", "Mira")
    cli.json("import", hetrec_zip(tmp_path / "hetrec.zip"))
    cli.json("train", "--preset", "quick", "--factors", "8", "--epochs", "3")
    return cli


def names(rows: list[dict[str, object]]) -> list[object]:
    return [row["artist"] for row in rows]


def test_adventure_brings_those_with_fewer_listeners(both: Cli) -> None:
    asked = ("recommend", "2", "--heard", "any", "-n", "6", "--effect")
    familiar, adventurous = (both.json(*asked, "--adventure", at)["median_listeners"] for at in ("0", "1"))
    assert familiar > adventurous


def test_heard_is_what_the_listener_says_it_is(both: Cli) -> None:
    known = {row["artist"]: row["plays"] for row in both.json("recommend", "2", "--heard", "any") if row["plays"]}
    least = min(known.values())
    now_new = set(names(both.json("recommend", "2", "--heard-plays", str(least + 1))))
    assert {artist for artist, plays in known.items() if plays == least} <= now_new
    assert not {artist for artist, plays in known.items() if plays > least} & now_new
    assert both("recommend", "2", "--adventure", "2")[0] == 2


def test_what_a_list_is_like_and_leaves_out_adds_up(both: Cli) -> None:
    about = both.json("recommend", "2", "--effect")
    hidden = both.json("recommend", "2", "--hidden", "-n", "1000")
    assert about["hidden"] == {"known": len(hidden)}
    assert {row["reason"] for row in hidden} == {"known"}
    assert all(row["plays"] for row in hidden)
    assert about["never_heard"] == 1
    code, table, beside = both("recommend", "2")
    assert code == 0
    assert f"Hidden: {len(hidden)} known." in beside
    assert "Hidden" not in table
    assert "known" in both("recommend", "2", "--hidden")[1]


def test_a_banned_artist_is_hidden_and_said_so(both: Cli) -> None:
    first = both.json("recommend", "2")[0]["artist"]
    assert both("steer", "ban", first, "--listener", "2")[0] == 0
    assert first not in names(both.json("recommend", "2"))
    assert first not in names(both.json("recommend", "2", "--tracks", "--heard", "any"))
    assert {"banned"} == {row["reason"] for row in both.json("recommend", "2", "--hidden") if row["artist"] == first}


def test_the_pull_test_is_of_every_row(both: Cli) -> None:
    rows = both.json("recommend", "2", "-n", "5", "--heard", "any")
    heavy = next(row["artist"] for row in rows if row["plays"])
    tests = both.json("recommend", "2", "-n", "5", "--heard", "any", "--without", heavy)
    assert names(tests) == names(rows)
    assert [test["rank"] for test in tests] == [1, 2, 3, 4, 5]
    assert {test["without"] for test in tests} == {heavy}
    assert all(test["score_without"] != test["score"] for test in tests)
    assert "without" in both("recommend", "2", "-n", "5", "--heard", "any", "--without", heavy)[1]
    assert "no artist called" in both("recommend", "2", "--without", "Nobody At All")[2]


def test_tracks_are_listed_with_reasons_that_add_up(both: Cli) -> None:
    rows = both.json("recommend", "Mira", "--tracks", "--heard", "any", "--explain", "-n", "8")
    assert len(rows) == 8
    for row in rows:
        assert sum(part["contribution"] for part in row["because"]) == pytest.approx(row["score"], abs=1e-6)
    assert {"rank", "track", "artist", "score", "match", "share", "listeners", "plays", "because"} == set(rows[0])
    code, table, _ = both("recommend", "2", "--tracks")
    assert code == 0
    assert "Slow Kerosene" in table


def test_one_question_at_a_time(both: Cli) -> None:
    assert both("recommend", "2", "--tracks", "--hidden")[0] == 2
