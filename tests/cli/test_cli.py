from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_als.cli import main
from tests.exports import ARTISTS, hetrec_zip, spotify_file, spotify_row


class Cli:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        code = main([*map(str, arguments), "--library", str(self.folder)])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err

    def json(self, *arguments: str | Path) -> Any:
        code, out, err = self(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


@pytest.fixture
def trained(cli: Cli, tmp_path: Path) -> Cli:
    cli.json("import", hetrec_zip(tmp_path / "hetrec.zip"))
    cli.json("train", "--preset", "quick", "--factors", "8", "--epochs", "3")
    return cli


def test_import_counts_add_up(cli: Cli, tmp_path: Path) -> None:
    rows = [spotify_row(10 * i, "Tin Rivers", f"Track {i}") for i in range(6)]
    rows[0]["ms_played"], rows[0]["reason_end"] = 900, "fwdbtn"
    rows[1]["master_metadata_album_artist_name"] = rows[1]["master_metadata_track_name"] = None
    rows[1] |= {"episode_name": "Episode 3", "spotify_track_uri": None, "spotify_episode_uri": "spotify:episode:x"}
    rows[2]["ts"] = "1998-01-01T00:00:00Z"
    (tmp_path / "h.json").write_text(json.dumps([*rows, rows[3]]))
    document = cli.json("import", tmp_path / "h.json", "--listener", "Mira")
    file = document["files"][0]
    assert file["format"] == "spotify_extended"
    assert file["listener"] == "Mira"
    fates = {
        "too_short": 1,
        "not_music": 1,
        "outside_calendar": 1,
        "duplicates": 1,
        "kept": 3,
        "no_artist": 0,
        "unreadable": 0,
    }
    assert {name: file[name] for name in fates} == fates
    assert file["rows_read"] == sum(fates.values()) == document["totals"]["rows_read"]


def test_the_documents_have_their_keys(trained: Cli, tmp_path: Path) -> None:
    assert set(trained.json("listeners")[0]) == {"name", "plays", "ratings", "artists", "first", "last", "community"}
    assert set(trained.json("artists")[0]) == {"name", "listeners", "plays", "ratings"}
    assert set(trained.json("sources")[0]) == {"id", "path", "format", "listener", "kept", "imported_at"}
    train = trained.json("train", "--preset", "quick", "--factors", "4", "--epochs", "2")
    assert {"model", "engine", "listeners", "artists", "observations", "seconds", "epochs", "metrics"} <= set(train)
    assert [set(epoch) for epoch in train["epochs"]] == [
        {"epoch", "loss", "observed", "unobserved", "regularization", "seconds", "ndcg"}
    ] * 2
    row = trained.json("recommend", "2")[0]
    keys = ("rank", "artist", "score", "match", "evidence", "plays", "rating", "stability", "because")
    assert set(row) == {*keys, "opinion", "last_played"}
    assert set(row["because"][0]) == {"artist", "contribution"}
    assert set(trained.json("similar", ARTISTS[0])[0]) == {*("rank", "artist", "similarity", "evidence", "stability")}


def test_stability_is_told_once_it_was_checked(trained: Cli) -> None:
    asked = (("recommend", "2", "-n", "6"), ("similar", ARTISTS[0], "-n", "6"))
    for question in asked:
        assert [row["stability"] for row in trained.json(*question)] == [None] * 6
        assert "Stability" not in trained(*question)[1]
    assert trained.json("stability", "--runs", "2")["runs"] == 2
    for question in asked:
        shares = {row["stability"] for row in trained.json(*question)}
        assert shares <= {0, 0.5, 1}
        assert shares & {0.5, 1}
        assert " of 2" in trained(*question)[1]
    assert trained("stability", "--runs", "0")[0] == 2


def test_bm25_and_the_artists_own_regularization_can_be_chosen(trained: Cli) -> None:
    trained.json(
        "train", "--preset", "quick", "--factors", "4", "--weighting", "bm25", "--artist-regularization", "0.02"
    )
    assert trained.json("recommend", "2")


def test_every_reason_sums_to_the_score(trained: Cli) -> None:
    for row in trained.json("recommend", "2", "--explain", "--heard", "any", "-n", "5"):
        assert sum(part["contribution"] for part in row["because"]) == pytest.approx(row["score"], abs=1e-9)
        assert len(row["because"]) == 10


def test_people_get_tables(trained: Cli) -> None:
    for command in (
        ["listeners"],
        ["artists", "--search", "tin"],
        ["sources"],
        ["recommend", "2"],
        ["similar", "Tin Kite"],
    ):
        code, out, _ = trained(*command)
        assert code == 0
        assert len(out.splitlines()) > 1


def test_undo(trained: Cli) -> None:
    assert trained("undo")[0] == 0
    assert trained.json("listeners") == []
    code, _, err = trained("undo")
    assert code == 0
    assert "nothing to take back" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["recommend", "2"], "Train"),
        (["recommend", "Nobody"], "no listener called"),
        (["similar", "Nobody At All"], "no artist called"),
        (["train", "--factors", "0"], "Factors must be"),
        (["train", "--half-life", "nan"], "half-life must be"),
        (["train", "--artist-regularization", "0"], "artists' regularization must be"),
    ],
)
def test_what_a_person_can_cause_is_one_sentence(cli: Cli, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    cli("import", hetrec_zip(tmp_path / "hetrec.zip"))
    code, out, err = cli(*arguments)
    assert code == 1
    assert out == ""
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["import"], ["train", "--preset", "fast"], ["import", "x", "--format", "tape"], ["similar"], ["dance"]],
)
def test_wrong_usage_exits_with_2(cli: Cli, arguments: list[str]) -> None:
    assert cli(*arguments)[0] == 2


def test_an_unreadable_row_is_told_and_the_rest_is_kept(cli: Cli, tmp_path: Path) -> None:
    rows = [spotify_row(10 * i, "Tin Rivers", f"Track {i}") for i in range(3)]
    rows[1]["ms_played"] = "three minutes"
    (tmp_path / "h.json").write_text(json.dumps(rows))
    code, out, err = cli("import", tmp_path / "h.json", "--json")
    assert code == 1
    assert json.loads(out)["totals"] | {"rows_read": 3, "kept": 2, "unreadable": 1} == json.loads(out)["totals"]
    assert "1 row of h.json could not be read" in err


def test_a_bad_file_is_told_and_a_good_one_is_kept(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_bytes(b"")
    code, _, err = cli("import", tmp_path / "empty.json", spotify_file(tmp_path / "good.json"))
    assert code == 1
    assert "empty.json" in err
    assert len(err.strip().splitlines()) == 1
    assert cli.json("listeners")[0]["plays"] == 40


def test_names_are_printed_as_written(cli: Cli, tmp_path: Path) -> None:
    hostile = ["[bold]Tin[/bold]", "<b>Rivers</b>", "=SUM(1)", "نجوم", "🎷 Doves"]
    (tmp_path / "h.json").write_text(json.dumps([spotify_row(10 * i, name) for i, name in enumerate(hostile)]))
    cli("import", tmp_path / "h.json")
    out = cli("artists")[1]
    assert all(name in out for name in hostile)
