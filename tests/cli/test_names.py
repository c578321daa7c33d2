from __future__ import annotations

from pathlib import Path

import pytest

from desktop_als.library import Library
from tests.cli.test_cli import Cli
from tests.library.making import bring, count_batch


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    told = [
        ("1", "Ada", 9),
        ("1", "ADA", 2),
        ("2", "Ada ft. Bo", 3),
        ("1", "Zoë Tin Rivers", 5),
        ("2", "Zoe Tin Rivers", 1),
    ]
    with Library.open(tmp_path / "library") as library:
        bring(library, count_batch(told), form="totals")
    return Cli(tmp_path / "library", capsys)


def test_names_are_proposed_as_a_document_and_as_a_table(cli: Cli) -> None:
    document = cli.json("names")
    assert {(one["kind"], one["certain"]) for one in document["proposals"]} == {
        ("typography", True),
        ("feat", False),
        ("spelling", False),
    }
    first = document["proposals"][0]
    assert first["names"] == [{"name": "ADA", "plays": 2, "listeners": 1}]
    assert first["into"] == [{"name": "Ada", "plays": 9, "listeners": 1}]
    assert {"reason", "likeness", "taste", "closer_than", "titles_shared"} < set(first)
    assert document["two_artists"] == []
    assert [one["kind"] for one in cli.json("names", "--certain")["proposals"]] == ["typography"]
    code, out, _ = cli("names")
    assert code == 0
    assert "ADA" in out


def test_certain_names_are_merged_listed_and_taken_back(cli: Cli) -> None:
    assert cli.json("names", "--apply-certain") == {"applied": 1}
    assert cli.json("credits") == [{"name": "ADA", "into": ["Ada"], "plays": 2}]
    assert "ADA" in cli("credits")[1]
    code, _, err = cli("names", "--apply-certain")
    assert (code, err.strip()) == (0, "Nothing is certain enough to merge without asking.")
    cli.json("undo")
    assert cli.json("credits") == []
    assert "Merged 1 name." in cli("names", "--apply-certain")[1]


def test_merge_and_split_by_hand(cli: Cli) -> None:
    assert cli.json("merge", "ADA", "Ada ft. Bo", "--into", "Ada") == {"artist": "Ada", "plays": 14, "listeners": 2}
    assert cli.json("split", "ada ft. bo") == {"split": "ada ft. bo"}
    assert [one["name"] for one in cli.json("credits")] == ["ADA"]
    code, out, _ = cli("split", "ADA")
    assert (code, out.strip()) == (0, "ADA stands for itself again.")
    code, out, err = cli("split", "ADA")
    assert (code, out) == (1, "")
    assert "not merged" in err
    code, _, err = cli("merge", "Ada", "--into", "Nobody")
    assert code == 1
    assert "There is no artist" in err
    assert "Ada: 14 plays" in cli("merge", "ADA", "Ada ft. Bo", "--into", "Ada")[1]


def test_a_merge_can_be_foreseen(cli: Cli) -> None:
    assert cli.json("merge", "ADA", "--into", "Ada", "--preview", "1") == {"plays": 2, "leave": [], "arrive": []}
    assert "2 plays would move." in cli("merge", "ADA", "--into", "Ada", "--preview", "1")[1]
    assert cli.json("credits") == []


def test_names_can_be_kept_apart(cli: Cli) -> None:
    assert cli.json("apart", "ADA", "Ada") == {"apart": ["ADA", "Ada"]}
    assert "not proposed again" in cli("apart", "Ada ft. Bo")[1]
    assert [one["kind"] for one in cli.json("names")["proposals"]] == ["spelling"]
    cli.json("undo")
    assert {one["kind"] for one in cli.json("names")["proposals"]} == {"feat", "spelling"}
    assert cli("apart", "Nobody")[0] == 1
