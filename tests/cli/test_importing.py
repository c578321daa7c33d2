"""Tables and time zones on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import Cli, cli

__all__ = ["cli"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("who,what,when\nMira Holloway,Slow,03/04/2024 10:00\nVelvet Orchard,Paper,05/04/2024 11:00\n")
    return path


def test_a_preview_shows_the_columns_and_imports_nothing(cli: Cli, table: Path) -> None:
    document = cli.json("import", "--preview", table)
    assert document["headings"] == ["who", "what", "when"]
    assert document["columns"] == [None, None, "time"]
    assert document["rows"][0] == ["Mira Holloway", "Slow", "03/04/2024 10:00"]
    code, out, err = cli("import", "--preview", table)
    assert code == 0
    assert "Velvet Orchard" in out
    assert "which column holds the artist" in err
    assert cli.json("sources") == []


def test_a_table_is_explained_and_then_known(cli: Cli, table: Path) -> None:
    code, _, err = cli("import", table)
    assert code == 1
    assert "--columns" in err
    columns = ("--columns", "artist=who,track=2,time=3")
    code, _, err = cli("import", table, *columns)
    assert (code, err.strip()) == (1, "It is not clear how its times are written.")
    known = cli.json("import", table, *columns, "--date-format", "%d/%m/%Y %H:%M", "--timezone", "Asia/Tokyo")
    assert known["files"][0]["first"] == "2024-04-03T01:00:00Z"
    cli("undo")
    again = cli.json("import", table)
    assert again["files"][0]["first"] == "2024-04-03T01:00:00Z"
    assert "as you explained them before" in again["files"][0]["notes"][0]


@pytest.mark.parametrize("columns", ["artist", "artist=", ""])
def test_columns_that_cannot_be_understood_are_wrong_usage(cli: Cli, table: Path, columns: str) -> None:
    assert cli("import", table, "--columns", columns)[0] == 2


def test_a_file_without_columns_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("Just words.\n")
    code, _, err = cli("import", "--preview", tmp_path / "words.txt")
    assert (code, err.strip()) == (1, "words.txt is no table with as many columns in each row.")
    assert cli("import", "--preview")[0] == 2
