from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_als.communities import catalogue, web
from tests.cli.test_cli import Cli
from tests.communities.publisher import Publisher, publishing, saying
from tests.exports import hetrec_zip, spotify_file

HETREC = "HetRec 2011 Last.fm-2K"


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setattr(web, "LONGEST_PAUSE", 0.0)
    with publishing() as publisher:
        publisher.files["/set.zip"] = hetrec_zip(tmp_path / "made.zip").read_bytes()
        monkeypatch.setattr(catalogue, "DATA_SETS", (publisher.data_set(last_year=2011),))
        yield publisher


def test_a_set_is_added_by_name_once_its_licence_is_accepted(cli: Cli, publisher: Publisher, tmp_path: Path) -> None:
    (offer,) = cli.json("community", "offers")
    assert (offer["name"], offer["state"], offer["last_year"], offer["size"]) == ("invented", "offered", 2011, None)
    code, _, err = cli("community", "add", "invented")
    assert (code, publisher.asked) == (1, [])
    assert "For tests." in err
    cli.json("import", spotify_file(tmp_path / "history.json"), "--listener", "Mira")
    publisher.moods = [saying(503)]
    document = cli.json("community", "add", "invented", "--accept-licence")
    assert document["totals"]["kept"] == 240
    (known,) = document["coverage"]
    assert known["sentence"] == f"{HETREC} knows 100 % of your plays; it ends in 2011."
    assert cli.json("community", "coverage", "Mira") == [known]
    assert "40 of 40" in cli("community", "coverage")[1]
    assert "imported" in cli("community", "offers")[1]


def test_a_set_is_added_from_a_file_removed_and_restored(cli: Cli, tmp_path: Path) -> None:
    assert cli.json("community") == []
    _, table, _ = cli("community", "add", str(hetrec_zip(tmp_path / "hetrec.zip")))
    assert "240" in table
    (found,) = cli.json("community", "list")
    assert set(found) == {
        "name",
        "sources",
        "listeners",
        "artists",
        "plays",
        "ratings",
        "first_year",
        "last_year",
        "licence",
        "removed",
    }
    assert (found["name"], found["listeners"], found["removed"]) == (HETREC, 24, False)
    assert cli.json("community", "remove", HETREC) == {"removed": HETREC}
    assert cli.json("community", "list")[0]["removed"] is True
    assert "removed" in cli("community")[1]
    cli.json("community", "restore", HETREC)
    assert cli.json("community", "list") == [found]


def test_what_is_wrong_is_told(cli: Cli, tmp_path: Path) -> None:
    code, _, err = cli("community", "coverage")
    assert (code, err) == (1, "There is no history of your own yet to compare with. Import one first.\n")
    code, _, err = cli("community", "add", "nothing-like-it")
    assert code == 1
    assert "There is no data set and no file “nothing-like-it”" in err
    code, _, err = cli("community", "add", str(spotify_file(tmp_path / "history.json")))
    assert code == 1
    assert "history of one person" in err
    for name in ("Mira", "Otto"):
        cli.json("import", spotify_file(tmp_path / f"{name}.json"), "--listener", name)
    assert cli("community", "coverage")[0] == 2
    assert cli.json("community", "discard", "lastfm-1k") == {"discarded": "lastfm-1k"}
