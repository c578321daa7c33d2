from __future__ import annotations

from pathlib import Path

import pytest

from desktop_als.als.settings import Settings
from desktop_als.errors import Cancelled, LibraryBusyError, ModelError, NotFoundError, TrainingError
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import ModelInfo, RecommendQuery, Workspace
from tests.exports import ARTISTS, hetrec_zip, movielens_zip, spotify_file


def train(workspace: Workspace, epochs: int = 3, **changes: int) -> ModelInfo:
    from dataclasses import replace

    run = workspace.training(replace(workspace.preset("quick"), factors=8, epochs=epochs, **changes), title="Quick")
    for _ in run:
        pass
    return run.save()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_from_a_drop_to_recommendations_and_back_after_a_restart(folder: Path, tmp_path: Path) -> None:
    with Workspace.open(folder) as workspace:
        report = workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        assert report.problems == ()
        assert (report.totals.rows_read, report.totals.kept) == (240, 240)
        assert workspace.next_step().action == "train"
        info = train(workspace, epochs=10)
        assert (info.rows, info.artists, info.observations) == (24, 24, 240)
        assert workspace.next_step().action == "browse"
        before = workspace.recommend(workspace.find_listener("2").id)
    with Workspace.open(folder) as again:
        assert again.model_info() == info
        assert again.recommend(again.find_listener("2").id) == before
        neighbours = again.similar(again.find_artist(ARTISTS[0]).id).rows
        assert {row.artist for row in neighbours[:4]} <= set(ARTISTS[:12])


def test_a_second_import_adds_nothing_and_undo_takes_the_first_back(folder: Path, tmp_path: Path) -> None:
    export = spotify_file(tmp_path / "history.json")
    with Workspace.open(folder) as workspace:
        workspace.import_history([export], listener="Mira")
        totals = workspace.totals()
        again = workspace.import_history([export], listener="Mira")
        assert (again.totals.kept, again.totals.duplicates) == (0, 40)
        assert workspace.totals() == totals
        undone = workspace.undo()
        assert undone is not None
        assert undone.plays == 40
        assert workspace.totals().plays == 0
        assert workspace.undo() is None


def test_one_bad_file_stops_no_other(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(hetrec_zip(tmp_path / "whole.zip").read_bytes()[:500])
    with Workspace.open(folder) as workspace:
        report = workspace.import_history([broken, spotify_file(tmp_path / "history.json"), tmp_path / "gone.json"])
        assert report.totals.kept == 40
        assert len(report.problems) == 2
        assert "broken.zip" in report.problems[0]
        assert "gone.json" in report.problems[1]


def test_a_cancelled_import_leaves_the_library_as_it_was(folder: Path, tmp_path: Path) -> None:
    cancel = CancelToken()

    def stop_at_the_second_file(now: Progress) -> None:
        if "second" in now.step:
            cancel.cancel()

    with Workspace.open(folder) as workspace:
        workspace.import_history([spotify_file(tmp_path / "zero.json", seed=5)], listener="Tomas")
        before = workspace.totals()
        files = [spotify_file(tmp_path / "first.json"), spotify_file(tmp_path / "second.json", seed=1)]
        with pytest.raises(Cancelled):
            workspace.import_history(files, cancel=cancel, progress=stop_at_the_second_file)
        assert workspace.totals() == before
        assert len(workspace.sources()) == 1


def test_fewer_than_five_listeners_train_on_sessions(folder: Path, tmp_path: Path) -> None:
    with Workspace.open(folder) as workspace:
        workspace.import_history([spotify_file(tmp_path / "history.json", plays=400)], listener="Mira")
        info = train(workspace)
        assert info.row_kind == "sessions"
        mira = workspace.find_listener("mira").id
        assert workspace.recommend(mira).rows == ()
        assert "no artist beyond" in (workspace.recommend(mira).note or "")
        assert workspace.recommend(mira, RecommendQuery(heard="any")).rows


def test_stopping_a_training_keeps_the_last_epoch(folder: Path, tmp_path: Path) -> None:
    cancel = CancelToken()
    with Workspace.open(folder) as workspace:
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        run = workspace.training(workspace.preset("quick"), cancel=cancel)
        next(epochs := iter(run))
        next(epochs)
        cancel.cancel()
        with pytest.raises(Cancelled):
            next(epochs)
        assert len(run.save().epochs) == 2


def test_a_training_stopped_at_once_keeps_nothing(folder: Path, tmp_path: Path) -> None:
    cancel = CancelToken()
    with Workspace.open(folder) as workspace:
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        run = workspace.training(workspace.preset("quick"), cancel=cancel)
        cancel.cancel()
        with pytest.raises(Cancelled):
            list(run)
        with pytest.raises(TrainingError, match="first epoch"):
            run.save()
        assert workspace.models() == []


def test_what_is_missing_is_told_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    with Workspace.open(folder) as workspace:
        with pytest.raises(TrainingError, match="Import"):
            workspace.preset("balanced")
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        with pytest.raises(ModelError, match="Train"):
            workspace.recommend(workspace.find_listener("2").id)
        with pytest.raises(NotFoundError, match="Did you mean “Velvet Rivers”"):
            workspace.find_artist("velvt rivers")


def test_a_second_instance_says_so(folder: Path) -> None:
    with Workspace.open(folder), pytest.raises(LibraryBusyError):
        Workspace.open(folder)
    Workspace.open(folder).close()


def test_the_sample_needs_no_file_and_is_labelled_invented(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        report = workspace.import_sample()
        assert report.problems == ()
        assert 1_800 <= len(workspace.listeners()) <= 2_200
        assert 4_500 <= len(workspace.artists()) <= 5_500
        assert all("invented" in str(name) for name in workspace.listeners().communities)
        assert workspace.import_sample().totals.kept == 0


def test_plays_and_ratings_have_objectives_of_their_own(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([movielens_zip(tmp_path / "ml-latest.zip")])
        with pytest.raises(TrainingError, match="objective explicit"):
            workspace.training(Settings())
        assert workspace.preset("quick").objective == "explicit"
        assert workspace.next_step().action == "train"
