"""The commands of ``steer``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cli import Cli
from tests.exports import spotify_row


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    rows = [
        spotify_row(10 * i, artist, f"{i}") for i, artist in enumerate(("Otto", "Tin Rivers", "[b]Lumen[/b] Fields"))
    ]
    (tmp_path / "history.json").write_text(json.dumps(rows))
    cli = Cli(tmp_path / "library", capsys)
    cli("import", tmp_path / "history.json", "--listener", "Mira")
    return cli


def said(document: dict[str, Any]) -> list[tuple[str, str | None, float | None]]:
    return sorted(
        ((entry["kind"], entry["artist"], entry["value"]) for entry in document["entries"]), key=lambda entry: entry[0]
    )


def test_what_is_said_is_listed_and_taken_back(cli: Cli) -> None:
    assert cli.json("steer") == cli.json("steer", "list", "--listener", "mira") == {"listener": "Mira", "entries": []}
    cli.json("steer", "like", "otto", "Tin Rivers")
    cli.json("steer", "snooze", "Otto", "--days", "7")
    cli.json("steer", "weigh", "tin rivers", "0.5")
    cli.json("steer", "tune", "--half-life", "90")
    document = cli.json("steer", "tune", "--strength", "2")
    assert said(document) == [
        ("half-life", None, 90),
        ("liked", "Tin Rivers", None),
        ("snoozed", "Otto", None),
        ("strength", None, 2),
        ("weight", "Tin Rivers", 0.5),
    ]
    assert set(document["entries"][0]) == {"kind", "artist", "value", "until", "said_at"}
    (snoozed,) = [entry for entry in document["entries"] if entry["kind"] == "snoozed"]
    assert snoozed["until"] > snoozed["said_at"]
    assert cli.json("undo")["kind"] == "steering"
    assert said(cli.json("steer", "tune", "--half-life", "0"))[0][0] == "liked"
    assert said(cli.json("steer", "clear", "Tin Rivers")) == [("snoozed", "Otto", None)]
    assert said(cli.json("steer", "clear")) == []


def test_people_get_words_and_names_as_they_are(cli: Cli) -> None:
    assert "said nothing yet" in cli("steer")[2]
    for opinion, word in (("like", "liked"), ("dislike", "disliked"), ("ban", "banned"), ("snooze", "snoozed until")):
        out = cli("steer", opinion, "[b]Lumen[/b] Fields")[1]
        assert word in out
        assert "[b]Lumen[/b] Fields" in out
    assert cli("undo")[1] == "Took back: snooze for Mira for 30 days: [b]Lumen[/b] Fields.\n"
    assert "counts ×0" in cli("steer", "weigh", "Otto", "0")[1]
    assert "counts half after 30 days" in cli("steer", "tune", "--half-life", "30")[1]


def test_a_file_goes_to_another_library(cli: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli("steer", "like", "Otto")
    cli("steer", "weigh", "Tin Rivers", "0")
    file = tmp_path / "steering.json"
    assert cli.json("steer", "export", file) == {"written": 2, "file": str(file)}
    assert "Wrote 2 entries" in cli("steer", "export", file)[1]
    other = Cli(tmp_path / "other", capsys)
    (tmp_path / "history.json").write_text(json.dumps([spotify_row(0, "Otto")]))
    other("import", tmp_path / "history.json", "--listener", "Bo")
    assert other.json("steer", "import", file) == {"added": 1, "known": 0, "unknown": ["Tin Rivers"]}
    assert (
        "0 entries added; 1 entry already here; nobody here is called “Tin Rivers”."
        in other("steer", "import", file)[1]
    )
    assert said(other.json("steer")) == [("liked", "Otto", None)]


def test_the_memory_of_what_was_shown(cli: Cli) -> None:
    usual = {"listener": "Mira", "on": True, "rest_after": 5, "rest_days": 14, "overlooked_after": 12}
    assert cli.json("steer", "memory") == usual
    assert cli.json("steer", "memory", "--rest-after", "3", "--overlooked-after", "0") == cli.json("steer", "memory")
    assert "shown on 3 days rests for 14" in cli("steer", "memory")[1]
    assert "not remembered" in cli("steer", "memory", "--off")[1]
    assert cli.json("undo", "--list")[0]["label"] == "Mira: what is shown is not remembered"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("like", "Nobody At All"), 1, "no artist called"),
        (("like", "Otto", "--listener", "Nobody"), 1, "no listener called"),
        (("clear", "Otto"), 1, "Nothing was said of “Otto”"),
        (("weigh", "Otto", "-1"), 2, "FACTOR"),
        (("weigh", "Otto", "nan"), 2, "FACTOR"),
        (("tune", "--strength", "0"), 2, "--strength"),
        (("tune", "--half-life", "0.5"), 1, "A half-life is a number of days from 1"),
        (("import", "gone.json"), 1, "gone.json could not be read"),
        (("export", "gone/steering.json"), 1, "could not be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(cli: Cli, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    got, out, err = cli("steer", *arguments)
    assert (got, out) == (code, "")
    assert sentence in " ".join(err.replace("│", " ").split())
    assert cli.json("steer")["entries"] == []


def test_of_several_people_one_is_named(cli: Cli, tmp_path: Path) -> None:
    cli("import", tmp_path / "history.json", "--listener", "Bo")
    assert "--listener" in cli("steer", "like", "Otto")[2]
    assert cli.json("steer", "like", "Otto", "--listener", "Bo")["listener"] == "Bo"
    assert cli.json("steer", "--listener", "Mira")["entries"] == []
