"""What listeners say, carried elsewhere: by files and by backups."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from desktop_als.errors import SteeringError
from desktop_als.library import Library
from desktop_als.library.exposures import MemoryOptions
from desktop_als.steering import NEUTRAL, Opinion, Steering
from desktop_als.workspace import SteeringImport, Workspace, steering_file
from tests.library.making import bring, play_batch
from tests.workspace.desk import ADA, COAST, HARBOUR, NOW, OTTO, Desk

# Files


def test_a_file_brings_everything_to_another_library(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "steering.json"
    desk.steering.say(ADA, [COAST], Opinion.LIKED)
    desk.steering.say(ADA, [HARBOUR], Opinion.SNOOZED)
    desk.steering.weigh(ADA, {OTTO: 0.1})
    desk.steering.tune(ADA, 45.5, 0.3)
    assert desk.steering.export(ADA, file) == 5
    before = desk.steering.entries(ADA)
    with Library.open(tmp_path / "other") as library:
        for name in ("Radiant Harbour", "Otto", "Quiet Coast"):
            bring(library, play_batch([(0, name, "Sea")]))
        other = Desk(library)
        assert other.steering.import_(1, file) == SteeringImport(5, 0, ())
        assert [(e.kind, e.artist, e.value, e.until, e.said_at) for e in other.steering.entries(1)] == [
            (e.kind, e.artist, e.value, e.until, e.said_at) for e in before
        ]
        assert other.steering.import_(1, file) == SteeringImport(0, 5, ())
        assert other.labels() == ["Ada: 5 entries from steering.json"]
        other.undo()
        assert other.of() == NEUTRAL


def test_what_was_said_here_goes_before_a_file(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "steering.json"
    desk.steering.say(ADA, [COAST, HARBOUR], Opinion.LIKED)
    desk.steering.tune(ADA, 45, 2)
    desk.steering.export(ADA, file)
    for _ in range(2):
        desk.undo()
    desk.steering.say(ADA, [COAST], Opinion.BANNED)
    desk.steering.tune(ADA, None, 3)
    assert desk.steering.import_(ADA, file) == SteeringImport(2, 2, ())
    assert desk.of() == Steering({COAST: Opinion.BANNED, HARBOUR: Opinion.LIKED}, {}, 45, 3)


def as_told(**changed: Any) -> dict[str, Any]:
    return {"format": "desktop-als steering", "version": 1, "listener": "Ada"} | changed


def test_names_that_nobody_has_and_snoozes_that_are_over_are_passed_over(desk: Desk, tmp_path: Path) -> None:
    odd = ["نور", "🎧", "<b>Ada</b>", "=1+1", "x" * 300]
    told: list[dict[str, Any]] = [{"artist": name, "opinion": "liked"} for name in [*odd, odd[0], "OTTO"]]
    told += [{"artist": "Quiet Coast", "opinion": "snoozed", "until": NOW - 1}]
    file = tmp_path / "steering.json"
    file.write_text(json.dumps(as_told(opinions=told)))
    assert desk.steering.import_(ADA, file) == SteeringImport(1, 0, tuple(odd))
    assert desk.of().opinions == {OTTO: Opinion.LIKED}


HOSTILE = {
    "nothing": b"",
    "no JSON": b"\x00\xff\xfe",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "deep inside": b'{"format": "desktop-als steering", "version": 1, "listener": "A", "x": ' + b"[" * 100_000,
    "another format": json.dumps(as_told(format="desktop-als-backup")).encode(),
    "no version": json.dumps(as_told(version="1")).encode(),
    "no listener": b'{"format": "desktop-als steering", "version": 1}',
    "NaN": json.dumps(as_told(strength=float("nan"))).encode(),
    "endless": json.dumps(as_told(half_life=float("inf"))).encode(),
    "too much": json.dumps(as_told(strength=1e300)).encode(),
    "a negative weight": json.dumps(as_told(weights=[{"artist": "Otto", "weight": -1}])).encode(),
    "a weight in words": json.dumps(as_told(weights=[{"artist": "Otto", "weight": "1"}])).encode(),
    "an unknown opinion": json.dumps(as_told(opinions=[{"artist": "Otto", "opinion": "adored"}])).encode(),
    "no name": json.dumps(as_told(opinions=[{"artist": "", "opinion": "liked"}])).encode(),
    "half a letter": json.dumps(as_told(opinions=[{"artist": "\ud800", "opinion": "liked"}])).encode(),
    "a distant end": json.dumps(as_told(opinions=[{"artist": "Otto", "opinion": "snoozed", "until": 10**30}])).encode(),
    "too many": json.dumps(as_told(weights=[{"artist": "Otto", "weight": 1}] * 100_001)).encode(),
    "too large": json.dumps(as_told(listener="x" * (17 << 20))).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_makes_no_sense_is_one_sentence(tmp_path: Path, name: str) -> None:
    file = tmp_path / "steering.json"
    file.write_bytes(HOSTILE[name])
    with pytest.raises(SteeringError, match=r"^steering.json is damaged .*\. Nothing was changed\.$"):
        steering_file.read(file)


def test_a_damaged_file_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.steering.say(ADA, [OTTO], Opinion.LIKED)
    file = tmp_path / "steering.json"
    desk.steering.export(ADA, file)
    text = file.read_bytes()
    for length in range(0, len(text) - 2, 7):
        file.write_bytes(text[:length])
        with pytest.raises(SteeringError, match="damaged"):
            desk.steering.import_(ADA, file)
    assert len(desk.labels()) == 1
    assert desk.of().opinions == {OTTO: Opinion.LIKED}


def test_a_file_of_a_newer_version_or_none_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "steering.json"
    file.write_text(json.dumps(as_told(version=2, opinions="of another kind")))
    with pytest.raises(SteeringError, match="newer version"):
        desk.steering.import_(ADA, file)
    for path in (tmp_path / "gone.json", tmp_path):
        with pytest.raises(SteeringError, match="could not be read"):
            desk.steering.import_(ADA, path)


def test_a_file_that_cannot_be_written_leaves_the_old_one(desk: Desk, tmp_path: Path, monkeypatch: Any) -> None:
    desk.steering.say(ADA, [OTTO], Opinion.LIKED)
    file = tmp_path / "steering.json"
    file.write_bytes(b"mine")
    assert stat.S_ISREG(file.stat().st_mode)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SteeringError, match="No space left"):
            desk.steering.export(ADA, file)
    assert file.read_bytes() == b"mine"
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(SteeringError, match="could not be written"):
        desk.steering.export(ADA, tmp_path / "gone" / "steering.json")


# Backups


def shown_in(workspace: Workspace) -> list[tuple[int, ...]]:
    with workspace._library.reading() as cursor:
        return cursor.execute("select listener, artist from exposures order by all").fetchall()


def test_a_backup_takes_along_what_was_said_and_shown(tmp_path: Path) -> None:
    file = tmp_path / "all.dals-backup"
    with Workspace.open(tmp_path / "home") as home:
        bring(home._library, play_batch([(0, "Lumen Fields", "Quay"), (300, "Otto", "Sea")]))
        home.steering.say(1, [1, 2], Opinion.LIKED)
        home.steering.weigh(1, {2: 0})
        home.steering.tune(1, 60, 2)
        home.steering.set_memory(1, MemoryOptions(rest_after=2))
        home.steering.shown(1, [2])
        home.backups.make(file)
        said = home.steering.of(1)
    with Workspace.open(tmp_path / "new") as new:
        new.backups.restore(file, "replace")
        assert new.steering.of(1) == said
        assert new.steering.memory(1) == MemoryOptions(rest_after=2)
        assert shown_in(new) == [(1, 2)]
        assert [step.kind for step in new.steps()] == ["steering"] * 4 + ["import"]
        new.undo()
        assert new.steering.memory(1) == MemoryOptions()
    with Workspace.open(tmp_path / "away") as away:
        bring(away._library, play_batch([(0, "Otto", "Sea")]))
        away.steering.say(1, [1], Opinion.BANNED)
        away.steering.tune(1, None, 3)
        before = away.steering.of(1)
        restored = away.backups.restore(file, "merge")
        assert restored.layers == {"opinions": 1, "weights": 1, "memories": 1}
        assert restored.contradicted == {"opinions": 1, "tunings": 1}
        lumen = away.find_artist("Lumen Fields").id
        assert away.steering.of(1) == Steering({1: Opinion.BANNED, lumen: Opinion.LIKED}, {1: 0}, None, 3)
        assert shown_in(away) == [(1, 1)]
        away.undo()
        assert away.steering.of(1) == before
