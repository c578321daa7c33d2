from __future__ import annotations

from pathlib import Path

import pytest

from desktop_als.workspace import Workspace
from tests.cli.test_cli import Cli
from tests.workspace.test_joins import both


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


def bring(cli: Cli, tmp_path: Path, plays: int, hours: int = 0) -> None:
    with Workspace.open(cli.folder) as workspace:
        both(workspace, tmp_path, plays, hours)


def test_joins_are_listed_chosen_and_undone(cli: Cli, tmp_path: Path) -> None:
    bring(cli, tmp_path, 12)
    document = cli.json("joins")
    assert set(document) == {"listener", "policy", "preferred", "joins"}
    assert (document["listener"], document["policy"]) == ("Mira", "merge")
    assert set(document["joins"][0]) == {"told", "standing", "paired", "plays", "first", "last"}
    rows = cli.json("joins", "Mira", "--list", "-n", "3")["joins"][0]["rows"]
    assert [row["seconds"] for row in rows] == [0, 0, 0]
    _, table, _ = cli("joins", "Mira", "--list")
    assert f"{rows[0]['source']}:{rows[0]['row']}" in table
    left = cli.json("joins", "--apart", f"{rows[0]['source']}:{rows[0]['row']}")
    assert left["joins"][0]["plays"] == 11
    assert cli.json("joins", "--policy", "keep")["joins"] == []
    assert cli.json("joins", "--prefer", "lastfm_ghan_csv")["preferred"] == "lastfm_ghan_csv"
    for _ in range(3):
        cli.json("undo")
    assert cli.json("joins") == document


def test_wrong_words_are_told(cli: Cli, tmp_path: Path) -> None:
    bring(cli, tmp_path, 3)
    assert cli("joins", "--policy", "prefer")[0] == 2
    assert cli("joins", "--apart", "first")[0] == 2
    code, _, err = cli("joins", "--prefer", "maloja")
    assert code == 1
    assert "spotify_extended" in err


def test_a_clock_is_shown_set_right_and_put_back(cli: Cli, tmp_path: Path) -> None:
    bring(cli, tmp_path, 60, hours=-4)
    (found,) = cli.json("clock")
    assert (found["seconds"], found["path"], found["applied"]) == (4 * 3600, "recenttracks.csv", False)
    assert "+4 h" in cli("clock", "--apply")[1]
    assert cli.json("clock") == []
    cli.json("undo")
    assert cli.json("clock") == [found]
