"""Checking the stability of a model's answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop_als.errors import Cancelled, ModelError, TrainingError
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import SimilarQuery, Workspace
from tests.exports import ARTISTS, hetrec_zip, movielens_zip, spotify_file
from tests.workspace.test_workspace import train


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "library") as opened:
        opened.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        train(opened, epochs=8)
        yield opened


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def model_folder(workspace: Workspace) -> Path:
    info = workspace.model_info()
    assert info is not None
    return workspace.folder / "models" / info.name


def test_what_tastes_agree_on_returns_in_every_run(workspace: Workspace) -> None:
    asked = workspace.find_artist(ARTISTS[0]).id
    alike, others = ([workspace.find_artist(name).id for name in part] for part in (ARTISTS[1:12], ARTISTS[12:]))
    assert workspace.stability.count() == 0
    assert workspace.stability.of_neighbours(asked, alike) is None
    assert workspace.stability.measure(4) == 4
    query = SimilarQuery(n=11)
    near = workspace.stability.of_neighbours(asked, alike, query)
    far = workspace.stability.of_neighbours(asked, others, query)
    assert near is not None
    assert far is not None
    assert near.runs == far.runs == workspace.stability.count() == 4
    assert np.mean(near.shares) > 2 * np.mean(far.shares)

    listener = workspace.find_listener("2").id
    rows = workspace.recommend(listener).rows
    told = workspace.stability.of_recommendations(listener, [row.artist_id for row in rows])
    assert told is not None
    assert told.returned == (4,) * len(rows)  # the list is longer than the catalogue


def test_a_check_in_parts_gives_the_same_runs_and_leaves_the_model_alone(workspace: Workspace) -> None:
    own = files_of(model_folder(workspace))
    workspace.stability.measure(3)
    at_once = files_of(model_folder(workspace) / "stability")
    assert len(at_once) == 12
    for run in ("run-002", "run-003"):
        (model_folder(workspace) / "stability" / run / "artists.npy").write_bytes(b"half")
    seen: list[Progress] = []
    assert workspace.stability.measure(3, progress=seen.append) == 3
    assert files_of(model_folder(workspace) / "stability") == at_once
    assert {now.step for now in seen[1:]} == {"Run 2 of 3", "Run 3 of 3"}
    assert [now.fraction or 0 for now in seen] == sorted(now.fraction or 0 for now in seen)
    after = {name: data for name, data in files_of(model_folder(workspace)).items() if "stability" not in name}
    assert after == own


def test_a_stopped_check_keeps_complete_runs(workspace: Workspace) -> None:
    cancel = CancelToken()

    def stop_in_the_second_run(now: Progress) -> None:
        if now.done > 1.4:
            cancel.cancel()

    with pytest.raises(Cancelled):
        workspace.stability.measure(3, cancel=cancel, progress=stop_in_the_second_run)
    assert workspace.stability.count() == 1
    assert not list((model_folder(workspace) / "stability").glob("*.part"))
    assert workspace.stability.measure(3) == 3


def test_more_runs_are_added_to_those_there_are(workspace: Workspace) -> None:
    assert workspace.stability.measure(1) == 1
    first = files_of(model_folder(workspace) / "stability" / "run-001")
    assert workspace.stability.measure(2) == 2
    assert workspace.stability.measure(1) == 2
    assert files_of(model_folder(workspace) / "stability" / "run-001") == first


def test_a_library_that_has_changed_is_a_sentence_and_old_runs_still_answer(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.stability.measure(1)
    workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
    with pytest.raises(TrainingError, match="Train again, then check"):
        workspace.stability.measure(2)
    assert workspace.stability.count() == 1
    assert workspace.stability.measure(1) == 1  # nothing is missing


def test_each_model_has_its_own_runs(workspace: Workspace) -> None:
    workspace.stability.measure(1)
    train(workspace, epochs=2)
    assert workspace.stability.count() == 0


def test_without_a_model_there_is_nothing_to_check(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "empty") as workspace:
        assert workspace.stability.count() == 0
        with pytest.raises(ModelError, match="no trained model"):
            workspace.stability.measure()


def test_what_a_killed_process_left_half_written_is_no_run_and_is_swept_away(workspace: Workspace) -> None:
    half = model_folder(workspace) / "stability" / "run-001.part"
    half.mkdir(parents=True)
    (half / "artists.npy").write_bytes(b"half")
    assert workspace.stability.count() == 0
    assert workspace.stability.measure(1) == 1
    assert not half.exists()


def test_answers_of_a_model_of_ratings_are_checked_too(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "library") as rated:
        rated.import_history([movielens_zip(tmp_path / "ml-latest.zip")])
        train(rated)
        assert rated.stability.measure(2) == 2
        listener = rated.find_listener("7").id
        rows = rated.recommend(listener).rows
        told = rated.stability.of_recommendations(listener, [row.artist_id for row in rows])
        assert told is not None
        assert max(told.returned) == 2
        artist = int(rated.artists().ids[0])
        near = rated.stability.of_neighbours(artist, [row.artist_id for row in rated.similar(artist).rows])
        assert near is not None
        assert max(near.returned) == 2
