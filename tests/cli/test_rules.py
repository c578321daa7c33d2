"""The commands rules, counting, report and gaps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import Cli
from tests.exports import spotify_row

DAY = 24 * 60


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Mira's plays at midnight and, of 20 seconds, at 01:00 UTC; two months are missing."""
    days = (*range(20), *range(80, 100))
    rows = [spotify_row(DAY * day + 3, "Otto", f"{day}") for day in days]
    rows += [spotify_row(DAY * day + 60, "Tin Rivers", f"{day}", ms_played=20_000, reason_end="fwdbtn") for day in days]
    (tmp_path / "history.json").write_text(json.dumps([*rows, rows[0], {**rows[0], "ts": "soon"}]))
    cli = Cli(tmp_path / "library", capsys)
    cli("import", tmp_path / "history.json", "--listener", "Mira")
    return cli


@pytest.mark.parametrize(
    ("rule", "plays"),
    [
        (("artist", "otto"), 40),
        (("track", "Otto", "3"), 1),
        (("source", "1"), 40),
        (("hours", "23:30", "00:30"), 40),
        (("hours", "23:30", "00:30", "--zone", "Asia/Tokyo"), 0),
        (("hours", "23", "1", "--weekdays", "sun"), 6),
        (("dates", "2024-01-02", "2024-01-04"), 3),
        (("session", "2024-01-02T00:00", "2024-01-02T01:00"), 1),
        (("session", "2024-01-02T01:00", "2024-01-02T02:00", "--zone", "Europe/Berlin"), 1),
        (("private",), 0),
    ],
)
def test_a_rule_is_previewed_added_listed_and_removed(cli: Cli, rule: tuple[str, ...], plays: int) -> None:
    preview = cli.json("rules", "preview", *rule)
    assert set(preview) == {"left_out", "artists", "first", "last", "leaving", "arriving"}
    assert preview["left_out"] == plays
    added = cli.json("rules", "add", *rule, "--listener", "Mira")
    assert set(added) == {"id", "kind", "condition", "listener", "words", "plays", "ratings"}
    assert (added["kind"], added["plays"], added["listener"]) == (rule[0], plays, "Mira")
    assert cli.json("rules") == cli.json("rules", "list") == [added]
    assert cli.json("listeners")[0]["plays"] == 40 - plays
    assert cli.json("rules", "remove", "1") == {"removed": 1}
    assert cli.json("rules", "list") == []
    assert cli.json("listeners")[0]["plays"] == 40
    for _ in range(2):
        assert cli.json("undo")["kind"] == "rules"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("rules", "add", "artist", "Nobody At All"), 1, "no artist called"),
        (("rules", "add", "artist"), 2, "artist NAME"),
        (("rules", "add", "source", "x"), 2, "source ID"),
        (("rules", "add", "source", "9"), 1, "no imported file 9"),
        (("rules", "add", "hours", "25:00", "26:00"), 1, "00:00 to 24:00"),
        (("rules", "add", "hours", "22:00", "06:00", "--weekdays", "someday"), 2, "hours 22:00 06:00"),
        (("rules", "add", "hours", "22:00", "06:00", "--zone", "Mars"), 1, "no time zone “Mars”"),
        (("rules", "add", "session", "2024-01-01", "2024-01-02", "--zone", "Mars"), 2, "Europe/Berlin"),
        (("rules", "remove", "7"), 1, "no rule 7"),
        (("rules", "add", "moods"), 2, "moods"),
        (("counting", "--least", "300"), 2, "240"),
        (("report", "9"), 2, "no imported file 9"),
        (("report", "--rows", "kept"), 2, "SOURCE_ID"),
        (("report", "1", "--csv", "x.csv"), 2, "--rows"),
        (("gaps", "Nobody"), 1, "no listener called"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(cli: Cli, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    got, out, err = cli(*arguments)
    assert (got, out) == (code, "")
    assert sentence in " ".join(err.replace("│", " ").split())
    assert cli.json("rules") == []


def test_people_get_words(cli: Cli) -> None:
    assert "every play counts" in cli("rules")[2]
    assert "40 plays" in cli("rules", "preview", "artist", "Otto")[1]
    assert "leaves out 40 plays: Otto" in cli("rules", "add", "artist", "Otto")[1]
    assert "Otto" in cli("rules", "list")[1]
    assert "counts again" in cli("rules", "remove", "1")[1]


def test_counting_again(cli: Cli) -> None:
    assert cli.json("counting") == {"least_seconds": 30, "heard_out": True, "changes": []}
    foreseen = cli.json("counting", "--least", "15", "--preview")
    assert foreseen["changes"] == [{"listener": "Mira", "gained": 40, "lost": 0, "plays": 80}]
    assert cli.json("listeners")[0]["plays"] == 40
    assert cli.json("counting", "--least", "15") == foreseen
    assert cli.json("listeners")[0]["plays"] == 80
    assert cli.json("counting") == {"least_seconds": 15, "heard_out": True, "changes": []}
    assert not cli.json("counting", "--no-heard-out")["heard_out"]
    assert "15 seconds on." in cli("counting")[1]


def test_the_report_opens_into_rows(cli: Cli, tmp_path: Path) -> None:
    (file,) = cli.json("report")
    assert (file["kept"], file["too_short"], file["duplicates"], file["rows_read"]) == (40, 40, 1, 82)
    assert cli.json("report", "1") == [file]
    for fate in ("kept", "too_short", "duplicates", "unreadable", "not_music"):
        assert len(cli.json("report", "1", "--rows", fate)) == file[fate]
    saved = tmp_path / "rows.csv"
    assert "Saved 40 rows" in " ".join(cli("report", "1", "--rows", "kept", "--csv", saved)[2].split())
    assert cli.json("report", "1", "--rows", "kept", "--csv", saved) == {"saved": 40, "file": str(saved)}
    assert len(saved.read_text(encoding="utf-8-sig").splitlines()) == 41
    assert "Too short" in cli("report")[1]
    assert "Tin Rivers" in cli("report", "1", "--rows", "too_short")[1]


def test_gaps(cli: Cli) -> None:
    (gap,) = cli.json("gaps")
    assert cli.json("gaps", "mira") == [gap]
    assert set(gap) == {"listener", "begins", "ends", "before", "after"}
    assert (gap["begins"][:10], gap["ends"][:10]) == ("2024-01-20", "2024-03-21")
    assert "2024-03-21" in cli("gaps")[1]
    cli("rules", "add", "artist", "Otto")
    assert cli.json("gaps") == [gap]


def test_library_may_stand_before_the_command(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    from desktop_als.cli import main

    cli("rules", "add", "private")
    for command in (["rules"], ["rules", "list"], ["report"], ["counting"], ["gaps"]):
        assert main(["--library", str(cli.folder), *command]) == 0
    assert "private sessions" in capsys.readouterr().out
