"""Packs and taste cards on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_als.workspace import Workspace
from tests.cli.test_cli import Cli
from tests.library.making import bring, count_batch
from tests.workspace.doubles import doubles, trained


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


@pytest.fixture
def pack(cli: Cli, tmp_path: Path) -> Path:
    with Workspace.open(cli.folder) as workspace:
        trained(workspace, doubles(genres=3, artists=20, listeners=80, planted=0, namesakes=0))
    return tmp_path / "invented.dals-pack"


def test_a_pack_is_made_looked_at_added_and_undone(cli: Cli, pack: Path, tmp_path: Path) -> None:
    made = cli.json("pack", "make", pack, "--title", "Invented")
    assert (made["title"], made["listeners"], made["coverage"], made["bytes"]) == (
        "Invented",
        80,
        None,
        pack.stat().st_size,
    )
    other = Cli(tmp_path / "other", cli.capsys)
    with Workspace.open(other.folder) as workspace:
        known = doubles(genres=3, artists=20, listeners=80, planted=0, namesakes=0).batch.artist[0]
        bring(workspace._library, count_batch([("Otto", known, 3), ("Otto", "Nobody", 1)]), listener="Otto")
    looked = other.json("pack", "look", pack)
    assert looked["coverage"]["share"] == 0.75
    assert looked["data"] == [{"community": "Invented", "licence": None}]
    code, table, _ = other("pack", "look", pack)
    assert code == 0
    assert "80 listeners, none of whom is in it" in table
    assert "knows 75 % of your plays" in " ".join(table.split())
    assert other.json("pack", "add", pack)["engine"] == "pack"
    assert len(other.json("recommend", "Otto", "-n", "5")) == 5
    assert "Took back the pack Invented" in other("undo")[1]
    assert other("recommend", "Otto")[0] == 1


def test_the_library_may_be_named_before_the_command(cli: Cli, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from desktop_als.cli import main

    assert main(["--library", str(cli.folder), "pack", "make", str(pack), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "invented"


def test_what_goes_wrong_is_a_sentence(cli: Cli, pack: Path) -> None:
    pack.write_bytes(b"no pack")
    code, out, err = cli("pack", "add", pack)
    assert (code, out) == (1, "")
    assert "no pack of Desktop ALS. Nothing was changed" in err
    assert cli("pack", "build", pack)[0] == 2


def test_a_card_is_shown_as_it_is_written(cli: Cli, tmp_path: Path) -> None:
    with Workspace.open(cli.folder) as workspace:
        counts = [("Mira", "Тихий Фонарь", 1234), ("Mira", "Tin Rivers", 12), ("Mira", "Secret", 9)]
        bring(workspace._library, count_batch(counts), listener="Mira")
    options = ("card", "Mira", "--top", "2", "--leave-out", "secret", "--name", "M.")
    code, shown, _ = cli(*options)
    assert code == 0
    assert cli(*options, "--out", tmp_path / "card.taste.json")[0] == 0
    assert (tmp_path / "card.taste.json").read_bytes() == shown.encode()
    assert json.loads(shown)["artists"] == [
        {"artist": "Тихий Фонарь", "plays": 1200},
        {"artist": "Tin Rivers", "plays": 12},
    ]
    _, ranks, _ = cli("card", "Mira", "--ranks-only")
    assert json.loads(ranks)["artists"][0] == {"artist": "Тихий Фонарь"}
    assert cli("import", tmp_path / "card.taste.json")[0] == 0
    assert "M." in cli("listeners")[1]
