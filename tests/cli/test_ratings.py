"""From a file of ratings to what a listener would give, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import Cli, cli  # noqa: F401
from tests.exports import ARTISTS, hetrec_zip, movielens_zip
from tests.history.exports import rateyourmusic


@pytest.fixture
def rated(cli: Cli, tmp_path: Path) -> Cli:  # noqa: F811
    cli.json("import", movielens_zip(tmp_path / "ml-latest.zip"))
    return cli


@pytest.fixture
def trained(rated: Cli) -> Cli:
    document = rated.json("train", "--factors", "4", "--epochs", "10")
    assert document["rows"] == "ratings"
    assert document["settings"]["objective"] == "explicit"
    losses = [epoch["loss"] for epoch in document["epochs"]]
    assert losses[-1] < 0.9 * losses[0]
    return rated


def test_ratings_are_imported_once_and_counted(rated: Cli, tmp_path: Path) -> None:
    listeners, artists = rated.json("listeners"), rated.json("artists")
    assert len(listeners) == 60
    assert {row["plays"] for row in listeners} == {0}
    assert sum(row["ratings"] for row in listeners) == sum(row["ratings"] for row in artists)
    assert all(row["artists"] == row["ratings"] and row["first"].startswith("2000-") for row in listeners)
    assert {row["name"] for row in artists} == {f"{name}, The (1999)" for name in ARTISTS}
    again = rated.json("import", movielens_zip(tmp_path / "ml-latest.zip"))["totals"]
    assert (again["kept"], again["duplicates"]) == (0, again["rows_read"])
    assert rated.json("undo")["ratings"] == sum(row["ratings"] for row in listeners)
    assert rated.json("listeners") == []


def test_a_listener_is_told_what_they_would_give_and_why(trained: Cli) -> None:
    rows = trained.json("recommend", "7", "-n", "5", "--explain")
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    for row in rows:
        assert 1 < row["score"] < 6
        assert 0 <= row["match"] <= 100
        assert row["plays"] == 0
        assert row["rating"] is None
        assert sum(part["contribution"] for part in row["because"]) == pytest.approx(row["score"], abs=1e-6)
        assert [part["artist"] for part in row["because"] if part.get("reason") == "general"] == [row["artist"]]
    known = trained.json("recommend", "7", "-n", "24", "--heard", "any")
    assert {row["rating"] is None for row in known} == {True, False}
    code, out, _ = trained("recommend", "7")
    assert code == 0
    assert "Foretold" in out


def test_films_of_one_taste_are_alike(trained: Cli) -> None:
    rows = trained.json("similar", f"{ARTISTS[0]}, The (1999)", "-n", "3")
    assert len(rows) == 3
    assert rows[0]["similarity"] > 0.3
    assert rows[0]["evidence"] >= 5


def test_the_model_is_closer_than_means(trained: Cli) -> None:
    document = trained.json("evaluate")
    assert document["protocol"] == "ratings"
    by_name = {card["name"]: card for card in document["models"]}
    assert list(by_name) == ["mean of all", "mean of the artist", "biases alone", "model"]
    assert by_name["model"]["rmse"] < by_name["biases alone"]["rmse"] < by_name["mean of all"]["rmse"]
    assert by_name["model"]["mae"] < by_name["model"]["rmse"]
    code, out, _ = trained("evaluate", "--protocol", "ratings")
    assert code == 0
    assert "RMSE" in out
    code, _, said = trained("evaluate", "--protocol", "newcomer")
    assert code == 1
    assert "hidden ratings" in said


def test_one_catalogue_alone_is_foretold_as_far_as_it_goes(cli: Cli, tmp_path: Path) -> None:  # noqa: F811
    albums = [("", f"Artist {at}", f"Album {at}", str(1 + at % 10)) for at in range(30)] + [("", "Shelf", "Dust", "0")]
    export = tmp_path / "inventeduser-music-export.csv"
    export.write_bytes(rateyourmusic(albums))
    file = cli.json("import", export)["files"][0]
    assert (file["format"], file["listener"], file["kept"], file["not_rated"]) == (
        "rateyourmusic",
        "inventeduser",
        30,
        1,
    )
    assert file["rows_read"] == 31
    cli.json("train", "--preset", "quick")
    assert cli.json("recommend", "inventeduser") == []
    rows = cli.json("recommend", "inventeduser", "--heard", "any", "-n", "30")
    assert len(rows) == 30
    assert rows[0]["rating"] > rows[-1]["rating"]


def test_plays_and_ratings_are_trained_on_apart(rated: Cli, tmp_path: Path) -> None:
    rated.json("import", hetrec_zip(tmp_path / "hetrec.zip"))
    assert rated.json("train", "--preset", "quick", "--factors", "4")["rows"] == "listeners"
    document = rated.json("train", "--preset", "quick", "--factors", "4", "--rows", "ratings")
    assert (document["rows"], document["listeners"]) == ("ratings", 60)
