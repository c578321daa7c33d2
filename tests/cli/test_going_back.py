from pathlib import Path

import pytest

from tests.cli.test_cli import Cli
from tests.exports import spotify_file


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


@pytest.fixture
def other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "other", capsys)


def test_a_backup_goes_to_another_folder_and_back(cli: Cli, other: Cli, tmp_path: Path) -> None:
    cli.json("import", spotify_file(tmp_path / "a.json", 40), "--listener", "Ada")
    made = cli.json("backup", tmp_path / "b")
    assert (made["plays"], made["listeners"], made["models"]) == (40, 1, 0)
    other.json("import", spotify_file(tmp_path / "b.json", 10), "--listener", "Bo")

    told = other.json("restore", tmp_path / "b", "--merge", "--dry-run")
    assert (told["sources"], told["before"]["plays"], told["after"]["plays"]) == (1, 10, 50)
    assert other.json("undo", "--list")[0]["kind"] == "import"

    assert other("restore", tmp_path / "b", "--merge")[1].startswith("Added 1 source with 40 plays")
    assert [step["kind"] for step in other.json("undo", "--list")] == ["merge", "import"]
    assert other("undo")[1] == "Took back the merge of b: 40 plays left.\n"

    assert other("restore", tmp_path / "b")[1].startswith("Replaced 10 plays of 1 listener")
    assert [step["label"] for step in other.json("undo", "--list")] == ["b", "b.json"]
    assert other("undo")[1] == "Took back the restore of b: 30 plays left.\n"
    assert [listener["name"] for listener in other.json("listeners")] == ["Bo"]


def test_what_cannot_be_read_or_written_is_one_sentence(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("no backup")
    assert cli("restore", tmp_path / "b") == (
        1,
        "",
        "b is damaged or no backup of Desktop ALS. Nothing was changed.\n",
    )
    code, out, err = cli("backup", tmp_path / "nowhere" / "b")
    assert (code, out) == (1, "")
    assert "Nothing was changed" in err


def test_the_list_is_a_table_too(cli: Cli, tmp_path: Path) -> None:
    cli.json("import", spotify_file(tmp_path / "a.json", 10))
    code, out, _ = cli("undo", "--list")
    assert code == 0
    assert "a.json" in out
    assert len(cli.json("undo", "--list")) == 1
