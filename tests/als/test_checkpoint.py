"""A training that was cut off goes on to the factors of an undisturbed one."""

from __future__ import annotations

import dataclasses
import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from desktop_als.als import checkpoint as module
from desktop_als.als.checkpoint import MANIFEST, Checkpoint
from desktop_als.als.factors import Factors
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.errors import Cancelled
from desktop_als.progress import CancelToken, Progress
from tests.als import oracle

SETTINGS = Settings(factors=8, epochs=6, relaxation=1.5, threads=1)


@pytest.fixture(autouse=True)
def every_half_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHORTEST_PAUSE", 0.0)
    monkeypatch.setattr(module, "WRITING_SHARE", 0)


def train(folder: Path | None, settings: Settings = SETTINGS, until: float = 1e9, seed: int = 3) -> Trainer:
    """Train until so many epochs are done."""
    cancel = CancelToken()

    def look(event: Progress) -> None:
        if event.done >= until:
            cancel.cancel()

    checkpoint = None if folder is None else Checkpoint(folder)
    trainer = Trainer(oracle.community(seed=seed), settings, cancel, look, checkpoint=checkpoint)
    try:
        for _ in trainer:
            pass
    except Cancelled:
        pass
    return trainer


def assert_same(one: Trainer, other: Trainer) -> None:
    assert np.array_equal(one.factors.listeners, other.factors.listeners)
    assert np.array_equal(one.factors.artists, other.factors.artists)
    assert [report.loss for report in one.reports] == [report.loss for report in other.reports]


@pytest.mark.parametrize("objective", ["ials", "explicit"])
@pytest.mark.parametrize("until", [0.5, 1.0, 1.5, 2.5, 3.0, 5.5])
def test_a_training_cut_off_ends_as_if_nothing_had_happened(tmp_path: Path, until: float, objective: str) -> None:
    unobserved = 0.0 if objective == "explicit" else SETTINGS.unobserved_weight
    settings = dataclasses.replace(SETTINGS, objective=objective, unobserved_weight=unobserved)
    train(tmp_path, settings, until)
    resumed = Trainer(oracle.community(), settings, CancelToken(), checkpoint=Checkpoint(tmp_path))
    assert len(resumed.reports) >= until - 1
    for _ in resumed:
        pass
    assert_same(resumed, train(None, settings))


def test_it_goes_on_from_the_last_half_epoch(tmp_path: Path) -> None:
    train(tmp_path, until=3.6)
    steps: list[float] = []
    go_on = Trainer(
        oracle.community(),
        SETTINGS,
        CancelToken(),
        lambda event: steps.append(event.done),
        checkpoint=Checkpoint(tmp_path),
    )
    next(go_on)
    assert min(steps) > 3.5


def test_other_threads_go_on(tmp_path: Path) -> None:
    train(tmp_path, until=3.6)
    assert_same(train(tmp_path, dataclasses.replace(SETTINGS, threads=2)), train(None))


def test_another_matrix_or_setting_begins_anew(tmp_path: Path) -> None:
    train(tmp_path, until=3)
    other = dataclasses.replace(SETTINGS, regularization=0.1)
    assert_same(train(tmp_path, other), train(None, other))
    assert_same(train(tmp_path, seed=4), train(None, seed=4))


def test_given_first_factors_belong_to_the_state(tmp_path: Path) -> None:
    train(tmp_path, until=3)
    start = Factors(np.zeros((60, 8), np.float32), np.ones((40, 8), np.float32))
    trainer = Trainer(oracle.community(), SETTINGS, CancelToken(), start=start, checkpoint=Checkpoint(tmp_path))
    assert not trainer.reports


@pytest.mark.parametrize("damage", ["manifest", "tables", "gone"])
def test_a_damaged_state_begins_anew(tmp_path: Path, damage: str) -> None:
    train(tmp_path, until=3)
    for file in tmp_path.iterdir():
        if (file.name == MANIFEST) == (damage == "manifest"):
            os.truncate(file, file.stat().st_size // 2) if damage != "gone" else file.unlink()
    assert_same(train(tmp_path), train(None))


def test_a_full_disk_ends_the_record_but_not_the_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "write_atomically", full)
    checkpoint = Checkpoint(tmp_path)
    trainer = Trainer(oracle.community(), SETTINGS, CancelToken(), checkpoint=checkpoint)
    assert len(list(trainer)) == SETTINGS.epochs
    assert checkpoint.problem
    assert "No space left" in checkpoint.problem
    assert_same(trainer, train(None))


def test_discarding_leaves_nothing(tmp_path: Path) -> None:
    train(tmp_path / "state", until=3)
    checkpoint = Checkpoint(tmp_path / "state")
    assert checkpoint.exists
    checkpoint.discard()
    assert not checkpoint.exists
    assert not list(tmp_path.iterdir())


LONG = dataclasses.replace(SETTINGS, epochs=1000)

KILLED = """
import sys
from pathlib import Path
from tests.als import test_checkpoint as here
here.module.SHORTEST_PAUSE = here.module.WRITING_SHARE = 0
print("begun", flush=True)
here.train(Path(sys.argv[1]), here.LONG)
"""


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.25])
def test_a_killed_process_leaves_a_state_to_go_on_from(tmp_path: Path, seconds: float) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        while not (tmp_path / MANIFEST).exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(seconds)
        process.kill()
    resumed = Trainer(oracle.community(), LONG, CancelToken(), checkpoint=Checkpoint(tmp_path))
    done = len(resumed.reports)
    assert done
    anew = Trainer(oracle.community(), LONG, CancelToken())
    for _ in range(done + 1):
        next(anew)
    next(resumed)
    assert_same(resumed, anew)
