"""A disk that is full in the middle of any work, as a limit on the size of files and, where the tests may mount one, as a disk."""

import multiprocessing
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_als.errors import DesktopAlsError
from desktop_als.workspace import Workspace
from tests.library.killing import BACKUP, WORKS, WORKSPACE, make_old_start, make_start, state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limits on files, no tmpfs")

CHOSEN = [
    "import",
    "undo an import",
    "replace",
    "merge",
    "migrate",
    "remember columns",
    "backup",
    "undo a replace",
    "say",
]


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starts")
    make_start(folder / "new")
    shutil.copytree(folder / "new", folder / "old")
    make_old_start(folder / "old")
    return folder


def begin(starts: Path, name: str, folder: Path) -> None:
    work = WORKS[name]
    shutil.copytree(starts / ("old" if work.old else "new"), folder, dirs_exist_ok=True)
    if work.first:
        with Workspace.open(folder / WORKSPACE) as workspace:
            work.first(workspace)


def do(name: str, folder: Path) -> str | None:
    """Do it; returns the sentence of its failure."""
    try:
        with Workspace.open(folder / WORKSPACE) as workspace:
            WORKS[name].do(workspace)
    except DesktopAlsError as error:
        return str(error)
    return None


def _do_limited(name: str, folder: Path, limit: int, told: Any) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        told.send(do(name, folder))
    except BaseException as error:
        told.send(repr(error))
        raise


def do_limited(name: str, folder: Path, limit: int) -> str | None:
    """Do it in a process whose files may have ``limit`` bytes."""
    spawn = multiprocessing.get_context("forkserver")
    spawn.set_forkserver_preload(["desktop_als.workspace", "tests.library.checking"])
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_do_limited, args=(name, folder, limit, theirs))
    process.start()
    theirs.close()
    told = ours.recv()
    process.join()
    process.close()
    ours.close()
    return None if told is None else str(told)


@pytest.mark.parametrize("name", CHOSEN[::2])
def test_a_file_that_may_not_grow_is_a_sentence_and_does_no_damage(starts: Path, name: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    begin(starts, name, here)
    before = None if WORKS[name].old else state(here / WORKSPACE)
    for limit in (0, 200_000):
        told = do_limited(name, here, limit)
        if told is None:
            break
        assert "\n" not in told
        assert "too large" in told or "full" in told or "CHECKPOINT" in told
        assert before is None or state(here / WORKSPACE) == before
    assert do(name, here) is None
    state(here / WORKSPACE)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_full_disk_is_a_sentence_and_the_work_goes_on_once_there_is_room(starts: Path, name: str, disk: Path) -> None:
    begin(starts, name, disk)
    ballast = disk / "ballast"
    if WORKS[name].old:
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free))
        assert "(No space left on device)" in (do(name, disk) or "")
        ballast.unlink()
        state(disk / WORKSPACE)
        return
    before = state(disk / WORKSPACE)
    with Workspace.open(disk / WORKSPACE) as workspace:
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free))
        with pytest.raises(DesktopAlsError, match=r"disk is full|no room|No space left"):
            WORKS[name].do(workspace)
        assert workspace.totals() == before[0]
        ballast.unlink()
        WORKS[name].do(workspace)
    state(disk / WORKSPACE)


def test_a_disk_that_may_only_be_read_is_a_sentence_and_its_backups_can_be_restored(
    starts: Path, disk: Path, tmp_path: Path
) -> None:
    begin(starts, "merge", disk)
    begin(starts, "merge", tmp_path / "here")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert "cannot be written (Read-only file system)" in (do("merge", disk) or "")
    with Workspace.open(tmp_path / "here" / WORKSPACE) as workspace:
        with pytest.raises(DesktopAlsError, match=r"could not be written .* \(Read-only file system\)\. Nothing was"):
            workspace.backups.make(disk / "other")
        assert workspace.backups.restore(disk / BACKUP, "merge").sources == 1
