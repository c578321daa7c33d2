from __future__ import annotations

from pathlib import Path

import pytest

from desktop_als.errors import Cancelled, TrainingError
from desktop_als.evaluation import tuning
from desktop_als.progress import CancelToken
from desktop_als.workspace import Trial, Workspace
from tests.exports import hetrec_zip, spotify_file


@pytest.fixture(autouse=True)
def small_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "ROUNDS", ((4, 0.6), (6, 1.0)))
    monkeypatch.setattr(tuning, "EPOCHS", 4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip", listeners=80)])
    return tmp_path / "library"


def kept_file(folder: Path) -> Path:
    (file,) = (folder / "tuning").iterdir()
    return file


def test_trials_are_kept_and_the_next_search_goes_on(folder):
    heard: list[Trial] = []
    with Workspace.open(folder) as workspace:
        assert workspace.tuning() is None
        first = workspace.tune(trials=3, trial_done=heard.append)
        assert list(first.trials) == heard
        assert workspace.tuning() == first
    with Workspace.open(folder) as again:
        more = again.tune(trials=2)
        assert more.trials[:3] == first.trials
        assert [trial.number for trial in more.trials] == [0, 1, 2, 3, 4]
        assert again.tuning() == more
        assert more.best is not None
        assert again.preset("tuned") == more.best.settings


def test_a_line_cut_off_by_a_killed_process_is_passed_over(folder):
    with Workspace.open(folder) as workspace:
        workspace.tune(trials=3)
        file = kept_file(folder)
        whole = file.read_bytes()
        for cut in (len(whole) - 1, len(whole) - 20, whole.rindex(b"\n") + 1):
            file.write_bytes(whole[:cut])
            left = workspace.tuning()
            assert left is not None
            assert [trial.number for trial in left.trials] == [0, 1]
        file.write_bytes(whole[: len(whole) - 20])
        gone_on = workspace.tune(trials=1)
        assert [trial.number for trial in gone_on.trials] == [0, 1, 2]
        assert workspace.tuning() == gone_on


@pytest.mark.parametrize("line", [b"[]", b"3", b"{}", b'{"settings": {"factors": 0}}', b'{"settings": 1}', b"\xff\xfe"])
def test_a_line_that_is_no_trial_is_passed_over(folder, line):
    with Workspace.open(folder) as workspace:
        found = workspace.tune(trials=1)
        with kept_file(folder).open("ab") as file:
            file.write(b"\n" + line)
        assert workspace.tuning() == found


def test_trials_are_about_one_state_of_the_library(folder, tmp_path):
    with Workspace.open(folder) as workspace:
        workspace.tune(trials=1)
        workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
        assert workspace.tuning() is None
        with pytest.raises(TrainingError, match="Tune first"):
            workspace.preset("tuned")
        workspace.undo()
        assert workspace.tuning() is not None


def test_a_cancelled_search_keeps_its_finished_trials(folder):
    cancel = CancelToken()
    with Workspace.open(folder) as workspace:
        with pytest.raises(Cancelled):
            workspace.tune(trials=5, cancel=cancel, trial_done=lambda _: cancel.cancel())
        kept = workspace.tuning()
        assert kept is not None
        assert len(kept.trials) == 1


def test_an_empty_library_says_so(tmp_path):
    with Workspace.open(tmp_path / "empty") as workspace, pytest.raises(TrainingError, match="Import"):
        workspace.tune(trials=1)
