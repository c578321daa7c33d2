from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import Cli
from tests.workspace.two_tastes import OFTEN, SELDOM, build, genre_of


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tastes") / "library"
    build(folder)
    return folder


@pytest.fixture
def cli(library: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(library, capsys)


def test_moods_are_listed(cli: Cli) -> None:
    document = cli.json("moods", "Mira")
    assert set(document) == {"moods", "note"}
    keys = {"mood", "artists", "at_home", "sessions", "plays", "share", "hours", "first", "last"}
    assert [set(mood) for mood in document["moods"]] == [keys, keys]
    assert [(mood["mood"], mood["sessions"], mood["plays"]) for mood in document["moods"]] == [
        (1, 80, 480),
        (2, 40, 240),
    ]
    code, out, _ = cli("moods", "Mira")
    assert code == 0
    assert len(out.splitlines()) == 3
    assert "67%" in out


def test_moods_are_recommended_for(cli: Cli) -> None:
    rows = cli.json("moods", "Mira", "--recommend", "2", "-n", "5")
    assert [(row["rank"], row["mood"], genre_of(row["artist"])) for row in rows] == [
        (rank, 2, SELDOM) for rank in range(1, 6)
    ]
    everything = cli.json("moods", "Mira", "--recommend", "all", "-n", "9")
    assert [row["mood"] for row in everything].count(1) == 6
    assert len(cli("moods", "Mira", "--recommend", "all", "-n", "9")[1].splitlines()) == 10


def test_a_mood_is_left_out_until_it_is_taken_back(cli: Cli) -> None:
    def genres() -> set[int]:
        return {genre_of(row["artist"]) for row in cli.json("recommend", "Mira", "-n", "8")}

    code, _, err = cli("moods", "Mira", "--leave-out", "1")
    assert code == 0
    assert "count less" in err
    assert genres() == {SELDOM}
    assert cli("undo")[0] == 0
    assert OFTEN in genres()


def test_radio_is_queued(cli: Cli) -> None:
    document = cli.json("radio", "--artist", "B01", "--artist", "E01", "-n", "10")
    assert set(document) == {"seeds", "queue", "note"}
    assert document["seeds"] == ["B01", "E01"]
    assert {frozenset(row) for row in document["queue"]} == {
        frozenset({"place", "artist", "track", "agreement", "near", "fits"})
    }
    assert sorted(genre_of(row["artist"]) for row in document["queue"]) == [1] * 5 + [4] * 5
    assert len(cli("radio", "--artist", "B01", "-n", "10")[1].splitlines()) == 11


def test_radio_from_everything_and_with_verdicts(cli: Cli) -> None:
    title = "Song 1 of A04"
    document = cli.json("radio", "--track", f"A04 – {title}", "--mood", "Mira:2", "--listener", "Mira", "-n", "12")
    assert document["queue"][0]["track"] == title
    assert document["seeds"][0] == f"A04 – {title}"
    assert document["seeds"][2].startswith("Mira: D")
    heard = cli.json("radio", "--artist", "B01", "--like", "B03", "--skip", "B04", "--variety", "0", "--adventure", "1")
    assert not {"B03", "B04"} & {row["artist"] for row in heard["queue"]}
    new = cli.json("radio", "--listener", "Mira", "--new", "-n", "8")
    assert all(int(row["artist"][1:]) >= 20 for row in new["queue"] if genre_of(row["artist"]) in {OFTEN, SELDOM})


def test_the_queue_is_written_to_a_file(cli: Cli, tmp_path: Path) -> None:
    document = cli.json("radio", "--listener", "Mira", "-n", "6", "--to", tmp_path / "radio.csv")
    assert document["entries"] == 6
    assert len((tmp_path / "radio.csv").read_text(encoding="utf-8-sig").splitlines()) == 7
    code, _, err = cli("radio", "--listener", "Mira", "--to", tmp_path / "radio.tape")
    assert code == 2
    assert "radio.tape" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["radio"], "needs a seed"),
        (["radio", "--artist", "Nobody At All"], "no artist called"),
        (["radio", "--mood", "Mira"], "is no mood"),
        (["radio", "--mood", "Mira:x"], "is no number"),
        (["radio", "--mood", "Mira:9"], "no mood 9"),
        (["radio", "--track", "A04"], "is no track"),
        (["radio", "--track", "A04 - Unheard"], "no track called"),
        (["moods", "Nobody"], "no listener called"),
        (["moods", "Mira", "--recommend", "9"], "no mood 9"),
        (["moods", "Mira", "--leave-out", "0"], "no mood 0"),
    ],
)
def test_what_a_person_can_cause_is_one_sentence(cli: Cli, arguments: list[str], sentence: str) -> None:
    code, out, err = cli(*arguments)
    assert code == 1
    assert out == ""
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
