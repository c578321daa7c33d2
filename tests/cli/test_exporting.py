"""Lists leave by the command line in each format, and what cannot leave is named."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.test_cli import Cli
from tests.export.audio import music
from tests.exports import ARTISTS, hetrec_zip, spotify_file

TRACK = "{http://xspf.org/ns/0/}track"


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "library", capsys)


@pytest.fixture
def both(cli: Cli, tmp_path: Path) -> Cli:
    cli.json("import", spotify_file(tmp_path / "history.json", 300), "--listener", "Mira")
    cli.json("import", hetrec_zip(tmp_path / "hetrec.zip"))
    cli.json("train", "--preset", "quick", "--factors", "8", "--epochs", "3")
    return cli


def test_a_list_is_written_as_its_file_is_called(both: Cli, tmp_path: Path) -> None:
    artists = [row["artist"] for row in both.json("recommend", "2", "-n", "6")]
    for ending, kind in (("csv", "csv"), ("xspf", "xspf"), ("jspf", "jspf"), ("txt", "text")):
        done = both.json("export", "recommendations", "2", tmp_path / f"list.{ending}", "-n", "6")
        assert done == {"file": str(tmp_path / f"list.{ending}"), "format": kind, "entries": 6, "left_out": []}
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Artist"] for row in rows] == artists
    assert [row["Rank"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert {row["Track"] for row in rows} == {"Slow Kerosene"}
    assert {row["Spotify"] for row in rows} == {"spotify:track:0AbCdEfGhIjKlMnOpQrStU"}
    assert len(list(ET.parse(tmp_path / "list.xspf").iter(TRACK))) == 6
    creators = [
        track["creator"] for track in json.loads((tmp_path / "list.jspf").read_text("utf-8"))["playlist"]["track"]
    ]
    assert creators == artists
    assert (tmp_path / "list.txt").read_text("utf-8").splitlines() == [f"{name} – Slow Kerosene" for name in artists]


def test_every_kind_of_list_can_be_written(both: Cli, tmp_path: Path) -> None:
    for question in (("top", "Mira"), ("similar", ARTISTS[0]), ("tracks", ARTISTS[0])):
        code, out, err = both("export", *question, tmp_path / "list.csv", "-n", "5")
        assert (code, err) == (0, ""), question
        entries = "1 entry" if question[0] == "tracks" else "5 entries"
        assert out == f"Wrote {entries} to {tmp_path / 'list.csv'}.\n"
    done = both.json("export", "recommendations", "Mira", tmp_path / "t.csv", "--tracks", "--heard", "any", "-n", "4")
    assert done["entries"] == 4
    assert both.json("export", "top", "2", tmp_path / "names.txt", "--each", "0")["entries"] == 10
    assert set((tmp_path / "names.txt").read_text().splitlines()) <= set(ARTISTS)


def test_files_of_a_music_folder_are_found_and_the_others_named(both: Cli, tmp_path: Path) -> None:
    first, second, *others = [row["artist"] for row in both.json("recommend", "2", "-n", "4")]
    files = [music(tmp_path / "music" / f"{name}.mp3", name.upper(), "slow kerosene") for name in (first, second)]
    (tmp_path / "music" / "broken.flac").write_bytes(b"")
    command = ("export", "recommendations", "2", tmp_path / "mix.m3u8", "-n", "4", "--music", tmp_path / "music")
    code, _, err = both(*command)
    assert code == 0
    assert "1 file of" in err
    assert "Left out are 2 that are not among your music files" in err
    lines = (tmp_path / "mix.m3u8").read_text("utf-8").splitlines()
    places = [Path(line) for line in lines if not line.startswith("#")]
    assert places == files
    assert all(place.is_file() for place in places)
    assert both.json(*command)["left_out"] == [f"{name} – Slow Kerosene" for name in others]


def test_addresses_are_asked_for_by_name(both: Cli, tmp_path: Path) -> None:
    done = both.json("export", "top", "Mira", tmp_path / "list.txt", "--format", "spotify", "-n", "3")
    assert (done["format"], done["entries"]) == ("spotify", 3)
    assert set((tmp_path / "list.txt").read_text().splitlines()) == {"spotify:track:0AbCdEfGhIjKlMnOpQrStU"}


def test_what_a_person_can_cause_is_one_sentence(both: Cli, tmp_path: Path) -> None:
    code, _, err = both("export", "top", "Mira", tmp_path / "list.doc")
    assert (code, "Let it end in" in err) == (2, True)
    code, _, err = both("export", "top", "Mira", tmp_path / "gone" / "list.csv")
    assert (code, err.count("\n")) == (1, 1)
    assert "could not be written" in err
    code, _, err = both("export", "top", "Mira", tmp_path / "list.m3u8", "--music", tmp_path / "gone")
    assert (code, "cannot be read" in err) == (1, True)
    code, _, err = both("export", "recommendations", "2", tmp_path / "list.csv", "--heard", "dormant")
    assert (code, "The list is empty, so nothing was written." in err) == (1, True)
    assert not (tmp_path / "list.csv").exists()


def test_links_are_told_without_a_library(capsys: pytest.CaptureFixture[str]) -> None:
    from desktop_als.cli import main

    assert main(["links", "Nobody <b>", "--track", "=1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [link["service"] for link in found] == ["Spotify", "Last.fm", "MusicBrainz", "YouTube", "Bandcamp"]
    assert found[0]["url"] == "https://open.spotify.com/search/Nobody%20%3Cb%3E%20%3D1"
    assert main(["links", "Nobody"]) == 0
    assert "https://bandcamp.com/search?q=Nobody&item_type=b" in capsys.readouterr().out
