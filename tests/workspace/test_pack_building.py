"""A dump becomes a pack, and nothing else of it stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_als.errors import Cancelled, HistoryError, PackError, TrainingError
from desktop_als.model.pack_file import read
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import PackPlan, Workspace, build_pack
from tests.exports import spotify_file
from tests.history.exports import START, Row, write
from tests.history.exports_listenbrainz import lines
from tests.history.exports_research import PACKINGS, dumped, tarred
from tests.library.making import bring, count_batch

PLAN = PackPlan(factors=4, epochs=2, seed=1)
BANDS, PEOPLE = 12, 10


@pytest.fixture
def dumps(tmp_path: Path) -> list[Path]:
    """Two months of one community, each alone with too little support for the artists of the second half."""
    found = []
    for month in range(2):
        played = [(f"person {who}", f"Band {what}") for who in range(month, PEOPLE, 2) for what in range(BANDS)]
        played += [("loner", f"Garage {what}") for what in range(BANDS)]
        rows = [dumped(Row(START + at, band, "Song"), who) for at, (who, band) in enumerate(played)]
        packed = PACKINGS["zst"](tarred({"d/listens/2024/6.listens": lines(rows)}))
        found.append(write(tmp_path, f"dump-{month}.tar.zst", packed))
    return found


def test_dumps_become_one_pack_and_nothing_stays_beside_it(dumps: list[Path], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    steps: list[str] = []
    info = build_pack(dumps, tmp_path / "out" / "june.dals-pack", PLAN, progress=lambda now: steps.append(now.step))
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["june.dals-pack"]
    assert (info.title, info.artists, info.listeners) == ("ListenBrainz dump", BANDS, PEOPLE)
    assert info.data[0].community == "ListenBrainz dump"
    assert info.data[0].licence is not None
    assert info.data[0].licence.startswith("CC0")
    content = (tmp_path / "out" / "june.dals-pack").read_bytes()
    assert b"person" not in content
    assert b"Garage" not in content
    assert {"Reading the dump", "Adding up the plays", "Writing june.dals-pack"} <= set(steps)
    with Workspace.open(tmp_path / "library") as workspace:
        bring(workspace._library, count_batch([("Otto", "Band 1", 4)]), listener="Otto")
        workspace._library_changed()
        workspace.packs.add(tmp_path / "out" / "june.dals-pack")
        assert len(workspace.recommend(workspace.find_listener("Otto").id).rows) == BANDS - 1


def test_the_same_dump_makes_the_same_factors(dumps: list[Path], tmp_path: Path) -> None:
    packs = [tmp_path / "one", tmp_path / "two"]
    for file in packs:
        build_pack(dumps, file, PLAN)
    one, two = map(read, packs)
    assert one.names == two.names
    assert (one.artist_factors == two.artist_factors).all()


def test_support_can_be_asked_for(dumps: list[Path], tmp_path: Path) -> None:
    with pytest.raises(TrainingError):
        build_pack(dumps, tmp_path / "out.dals-pack", PackPlan(least_listeners=PEOPLE + 1))
    assert sorted(tmp_path.iterdir()) == sorted(dumps)


@pytest.mark.parametrize(
    "step", ["Looking at the files", "Reading the dump", "Adding up the plays", "Choosing the artists"]
)
def test_a_stop_leaves_nothing(step: str, dumps: list[Path], tmp_path: Path) -> None:
    cancel = CancelToken()

    def stop(now: Progress) -> None:
        if now.step == step:
            cancel.cancel()

    with pytest.raises(Cancelled):
        build_pack(dumps, tmp_path / "pack", PLAN, cancel=cancel, progress=stop)
    assert sorted(tmp_path.iterdir()) == sorted(dumps)


def test_what_a_killed_process_left_goes_with_the_next_build(dumps: list[Path], tmp_path: Path) -> None:
    (tmp_path / "pack.part-library").mkdir()
    (tmp_path / "pack.part-library" / "library.duckdb").write_bytes(b"half")
    build_pack(dumps, tmp_path / "pack", PLAN)
    assert sorted(tmp_path.iterdir()) == sorted([*dumps, tmp_path / "pack"])


def test_a_history_of_one_person_makes_no_pack(dumps: list[Path], tmp_path: Path) -> None:
    own = spotify_file(tmp_path / "history.json")
    with pytest.raises(HistoryError, match="history of one person"):
        build_pack([*dumps, own], tmp_path / "pack", PLAN)
    with pytest.raises(HistoryError):
        build_pack([tmp_path / "nowhere"], tmp_path / "pack", PLAN)
    with pytest.raises(PackError, match="cannot be written"):
        build_pack(dumps, tmp_path / "nowhere" / "pack", PLAN)
    assert sorted(tmp_path.iterdir()) == sorted([*dumps, own])
