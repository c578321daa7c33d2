"""Work that dies: ``python -m tests.library.killing --moments 200 --seed 1`` kills it at random moments and looks what is left.

A moment is either a time, at which the process gets SIGKILL, or the number of a file that it opens, renames or removes, at which
it kills itself: both fall between any two writes. Afterwards the library must open, be whole, be as before or as after the work,
have no half-written file beside it; and the work, done again, must come to its end.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from desktop_als.history import ColumnMapping, Meaning
from desktop_als.library import LIBRARY_FILE, backup
from desktop_als.progress import CancelToken
from desktop_als.steering import Opinion
from desktop_als.workspace import Workspace
from tests.exports import spotify_row
from tests.library.checking import check_sums
from tests.library.version_2 import VERSION_2

WORKSPACE, BACKUP, EXPORT = "workspace", "all.dals-backup", "export.json"
ADA = 1

_MANY_PLAYS = """
insert into sources select 7, 7, 'export', 'lastfm_json', null, 'Ada', 8000, 0, 0, 0, 0, 0, 0, 0, 0, 1700900000, 'digest', 0;
insert into imports values (7, 'export', 7, 5, 5, 5);
insert into tracks select 5 + range, 1 + range % 4, 'Track ' || range from range(500);
insert into plays select 1, 1600000000 + 600 * range, 0, 1 + range % 4, 5 + range % 500, null, -1, true, null, 7, range, null
from range(8000);
"""


def _write_export(path: Path, first: int, count: int) -> None:
    path.write_text(
        json.dumps([spotify_row(10 * i, f"Artist {i % 300}", f"Track {i % 900}") for i in range(first, first + count)])
    )


def make_start(folder: Path) -> None:
    """A library with 6,000 plays, a community's totals, a change of names, a model, and a backup and an export to come."""
    for name, first in (("other", 3000), (WORKSPACE, 0)):
        with Workspace.open(folder / name) as workspace:
            _write_export(folder / EXPORT, first, 6000)
            workspace.import_history([folder / EXPORT], listener="Ada")
            _credit(workspace, 4)
            model = workspace.folder / "models" / name
            model.mkdir(parents=True)
            (model / "manifest.json").write_text("{}")
            (model.parent / "in-use").write_text(name)
            if name == "other":
                workspace.backups.make(folder / BACKUP)
    shutil.rmtree(folder / "other")
    _write_export(folder / EXPORT, 4000, 6000)


def make_old_start(folder: Path) -> None:
    """The same with a library of version 2."""
    shutil.rmtree(folder / WORKSPACE)
    (folder / WORKSPACE).mkdir()
    with duckdb.connect(folder / WORKSPACE / LIBRARY_FILE) as old:
        old.execute(VERSION_2 + _MANY_PLAYS)


def _credit(workspace: Workspace, every: int) -> None:
    with workspace._library.changing("names", f"One in {every}", "credits") as cursor:
        cursor.execute(
            "insert into credits select id, id + 1 from artists where id % ? = 1 and id not in (select artist from credits) "
            "and id + 1 in (select id from artists)",
            [every],
        )


def _remember(workspace: Workspace) -> None:
    workspace._mappings.remember(ColumnMapping(",", ("when", "who"), (Meaning.TIME, Meaning.ARTIST)))


@dataclass(frozen=True)
class Work:
    """What is done in the workspace beside ``folder``'s other files; ``first`` is done before."""

    do: Callable[[Workspace], object]
    first: Callable[[Workspace], object] | None = None
    old: bool = False


def _beside(workspace: Workspace, name: str) -> Path:
    return workspace.folder.parent / name


def _import(workspace: Workspace) -> object:
    return workspace.import_history([_beside(workspace, EXPORT)], listener="Ada")


def _replace(workspace: Workspace) -> object:
    return workspace.backups.restore(_beside(workspace, BACKUP), "replace")


def _merge(workspace: Workspace) -> object:
    return workspace.backups.restore(_beside(workspace, BACKUP), "merge")


def _say(workspace: Workspace) -> object:
    return workspace.steering.say(ADA, [1, 2, 3], Opinion.DISLIKED)


def _take_back(workspace: Workspace) -> object:
    return workspace.steering.take_back(ADA, workspace.steering.entries(ADA)[:2])


WORKS: dict[str, Work] = {
    "import": Work(_import),
    "undo an import": Work(Workspace.undo, _import),
    "names": Work(lambda workspace: _credit(workspace, 3), Workspace.undo),
    "undo names": Work(Workspace.undo),
    "backup": Work(lambda workspace: workspace.backups.make(_beside(workspace, BACKUP))),
    "replace": Work(_replace),
    "undo a replace": Work(Workspace.undo, _replace),
    "merge": Work(_merge),
    "undo a merge": Work(Workspace.undo, _merge),
    "say": Work(_say),
    "undo a word": Work(Workspace.undo, _say),
    "take words back": Work(_take_back, _say),
    "weigh": Work(lambda workspace: workspace.steering.weigh(ADA, {4: 0, 5: 2.5})),
    "tune": Work(lambda workspace: workspace.steering.tune(ADA, 90, 2)),
    "show": Work(lambda workspace: workspace.steering.shown(ADA, range(1, 60))),
    "migrate": Work(lambda _: None, old=True),
    "choose a model": Work(lambda workspace: workspace._models._choose("another")),
    "remember columns": Work(_remember),
}

State = tuple[Any, ...]


def state(folder: Path) -> State:
    """Assert that a workspace is whole, and tell what is in it."""
    with Workspace.open(folder) as workspace:
        check_sums(workspace._library)
        models = folder / "models"
        found = (
            workspace.totals(),
            workspace._library.fingerprint(),
            [(source.path, source.tally) for source in workspace.sources(every=True)],
            [(step.kind, step.label) for step in workspace.steps()],
            sorted(path.name for path in models.glob("*")),
            (models / "in-use").read_text() if (models / "in-use").exists() else None,
            json.loads((folder / "mappings.json").read_bytes()) if (folder / "mappings.json").exists() else None,
            workspace.steering.of(ADA),
            _shown(workspace),
            workspace._library.kept_folders(),
        )
        kept = {path.name for path in folder.glob("before-restore/*")}
    with tempfile.TemporaryDirectory(dir=folder.parent) as unpacked:
        backup.unpack(folder.parent / BACKUP, Path(unpacked), CancelToken(), lambda _: None)
    assert kept == set(found[-1])
    half = [path.name for path in folder.iterdir() if path.suffix == ".part"]  # the next one would begin with them
    assert not half, half
    return found


def _shown(workspace: Workspace) -> list[tuple[int, ...]]:
    with workspace._library.reading() as cursor:
        return cursor.execute("select listener, artist from exposures order by all").fetchall()


class Killing:
    """Works on copies of the same beginning, in a folder of its own. Raises AssertionError for whatever is not whole."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._folder = folder
        self._begun: dict[str, Path] = {}
        self._states: dict[str, tuple[State, State]] = {}
        self._seconds: dict[str, float] = {}
        self._events: dict[str, int] = {}
        self._spawn = multiprocessing.get_context("forkserver")
        self._spawn.set_forkserver_preload(["desktop_als.workspace", "tests.library.checking"])
        make_start(folder / "start")
        shutil.copytree(folder / "start", folder / "old")
        make_old_start(folder / "old")
        for name in names:
            self._rehearse(name)

    def kill(self, name: str, random_: random.Random) -> str:
        """Kill one work once; returns what was left of it: "as before" or "done"."""
        here = Path(shutil.copytree(self._begun[name], self._folder / "here"))
        if self._events[name] and random_.random() < 0.5:
            self._run(name, here, event=random_.randint(1, self._events[name]))
        else:
            self._run(name, here, seconds=random_.uniform(0, 1.1 * self._seconds[name]))
        before, after = self._states[name]
        left = state(here / WORKSPACE)
        assert left in (before, after), (left, before, after)
        if left == before:
            self._run(name, here)
        assert state(here / WORKSPACE) == after
        shutil.rmtree(here)
        return "as before" if left == before else "done"

    def _rehearse(self, name: str) -> None:
        work = WORKS[name]
        begun = Path(shutil.copytree(self._folder / ("old" if work.old else "start"), self._folder / f"begun-{name}"))
        if work.first:
            with Workspace.open(begun / WORKSPACE) as workspace:
                work.first(workspace)
        done = Path(shutil.copytree(begun, self._folder / "done"))
        self._seconds[name], self._events[name] = self._run(name, done)
        after = state(done / WORKSPACE)
        # What is to be lifted is not there before: then both states are the one after it.
        self._states[name] = (after if work.old else state(begun / WORKSPACE), after)
        self._begun[name] = begun
        shutil.rmtree(done)

    def _run(self, name: str, folder: Path, seconds: float | None = None, event: int = 0) -> tuple[float, int]:
        """Do it, to its end or to its death; returns how long that took and how many files it touched."""
        ours, theirs = self._spawn.Pipe()
        process = self._spawn.Process(target=_do, args=(name, folder, event, theirs))
        process.start()
        theirs.close()
        ours.recv()
        began, events = time.monotonic(), 0
        if seconds is not None:
            time.sleep(seconds)
            assert process.pid is not None
            with suppress(ProcessLookupError):  # it has come to its end
                os.kill(process.pid, signal.SIGKILL)
        with suppress(EOFError):
            events = ours.recv()
        took = time.monotonic() - began
        process.join()
        assert process.exitcode in ({0} if seconds is None and not event else {0, -signal.SIGKILL}), process.exitcode
        process.close()
        ours.close()
        return took, events


def _do(name: str, folder: Path, event: int, told: Any) -> None:
    work = WORKS[name]
    if work.old:
        told.send("ready")
        seen = _die_at(event, folder)
        Workspace.open(folder / WORKSPACE).close()
    else:
        with Workspace.open(folder / WORKSPACE) as workspace:
            told.send("ready")
            seen = _die_at(event, folder)
            work.do(workspace)
    told.send(len(seen))


def _die_at(moment: int, folder: Path) -> list[str]:
    seen: list[str] = []

    def look(event: str, details: tuple[Any, ...]) -> None:
        if event in {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove"} and str(details[0]).startswith(
            str(folder)
        ):
            seen.append(event)
            if len(seen) == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)
    return seen


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--moments", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", choices=WORKS, action="append")
    chosen = arguments.parse_args()
    names = chosen.only or list(WORKS)
    random_ = random.Random(chosen.seed)
    left: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        killing = Killing(Path(folder), names)
        for moment in range(chosen.moments):
            name = names[moment % len(names)]
            left[name, killing.kill(name, random_)] += 1
    for name in names:
        print(f"{name:16} {left[name, 'as before']:4} as before {left[name, 'done']:4} done")
    print(f"{chosen.moments} moments, every library whole")


if __name__ == "__main__":
    main()
