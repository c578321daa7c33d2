import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from desktop_als.errors import BackupError, Cancelled, LibraryBusyError, LibraryError
from desktop_als.library import backup
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import Workspace
from tests.exports import spotify_row
from tests.library.checking import check_sums

State = tuple[Any, ...]


def history(path: Path, listener: str, first: int, count: int, artists: int = 7) -> Path:
    rows = [spotify_row(10 * i, f"{listener} {i % artists}", f"Track {i}") for i in range(first, first + count)]
    path.write_text(json.dumps(rows))
    return path


def state(workspace: Workspace) -> State:
    check_sums(workspace._library)
    listeners = workspace.listeners()
    return (
        workspace.totals(),
        workspace._library.fingerprint(),
        [(source.path, source.tally) for source in workspace.sources(every=True)],
        [(step.kind, step.label) for step in workspace.steps()],
        dict(zip(listeners.names.tolist(), listeners.plays.tolist(), strict=True)),
        sorted(path.name for path in (workspace.folder / "models").glob("*")),
    )


def model(workspace: Workspace, name: str) -> None:
    """Files like those of a trained model, in use."""
    folder = workspace.folder / "models" / name
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    (folder.parent / "in-use").write_text(name)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workspaces, home and away, and a backup of the first."""
    folder = tmp_path_factory.mktemp("made")
    with Workspace.open(folder / "home") as home:
        home.import_history([history(folder / "ada.json", "Ada", 0, 30)], listener="Ada")
        with home._library.changing("names", "One and two are one", "credits") as cursor:
            cursor.execute("insert into credits select 1, 2")
        model(home, "home")
        (home.folder / "mappings.json").write_text("[]")
        home.backups.make(folder / "all")
    with Workspace.open(folder / "away") as away:
        away.import_history([history(folder / "half.json", "Ada", 20, 20)], listener="Ada")
        away.import_history([history(folder / "bo.json", "Bo", 0, 5)], listener="Bo")
        model(away, "away")
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Workspace]:
    """Ada's library, with a merge of names, a model and what was said of columns."""
    with Workspace.open(Path(shutil.copytree(made / "home", tmp_path / "home"))) as workspace:
        yield workspace


@pytest.fixture
def away(made: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A library with half of what Ada has, and Bo."""
    with Workspace.open(Path(shutil.copytree(made / "away", tmp_path / "away"))) as workspace:
        yield workspace


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    """A backup of home."""
    return Path(shutil.copy(made / "all", tmp_path / f"all{backup.SUFFIX}"))


def left_over(workspace: Workspace) -> list[str]:
    known = {"library.duckdb", "library.duckdb.wal", "library.lock", "models", "mappings.json", "before-restore"}
    return [path.name for path in workspace.folder.iterdir() if path.name not in known]


def test_a_backup_tells_what_is_in_it(home: Workspace, file: Path) -> None:
    info = home.backups.look(file)
    assert info.totals == home.totals()
    assert info.models == 1
    assert {"library.duckdb", "mappings.json", "models/in-use", "models/home/manifest.json"} == set(info.files)
    assert left_over(home) == []


def test_a_new_computer_gets_everything_back(home: Workspace, file: Path, tmp_path: Path) -> None:
    before = state(home)
    with Workspace.open(tmp_path / "new") as new:
        restored = new.backups.restore(file, "replace")
        assert restored.after == home.totals()
        assert state(new) == before
        assert (new.folder / "mappings.json").exists()
        new.undo()
        new.undo()
        assert new.totals().plays == 0


def test_replacing_is_one_step_back_also_after_a_restart(home: Workspace, away: Workspace, file: Path) -> None:
    before, folder = state(away), away.folder
    away.backups.restore(file, "replace")
    assert away.totals() == home.totals()
    assert (folder / "models" / "in-use").read_text() == "home"
    away.close()
    with Workspace.open(folder) as again:
        assert again.totals() == home.totals()
        undone = again.undo()
        assert undone is not None
        assert undone.kind == "restore"
        assert state(again) == before
        assert (folder / "models" / "in-use").read_text() == "away"
        assert not list((folder / "before-restore").iterdir())
        again.undo()
        assert again.listeners().names.tolist() == ["Ada"]


def test_merging_adds_what_is_missing_in_one_step(away: Workspace, file: Path, home: Workspace) -> None:
    before = state(away)
    restored = away.backups.restore(file, "merge")
    assert (restored.sources, restored.layers, restored.contradicted) == (1, {"credits": 1}, {})
    assert restored.after.plays - restored.before.plays == 20
    assert state(away)[4] == {"Ada": 40, "Bo": 5}
    again = away.backups.restore(file, "merge")
    assert (again.sources, again.layers, again.before) == (0, {}, again.after)
    undone = away.undo()
    assert undone is not None
    assert undone.kind == "merge"
    assert state(away) == before


def test_what_the_library_says_stands_against_the_backup(away: Workspace, file: Path) -> None:
    with away._library.changing("names", "The other way round", "credits") as cursor:
        ids = dict(cursor.execute("select name, id from artists").fetchall())
        cursor.execute("insert into credits values (?, ?)", [ids["Ada 0"], ids["Ada 5"]])
    restored = away.backups.restore(file, "merge")
    assert (restored.layers, restored.contradicted) == ({}, {"credits": 1})


@pytest.mark.parametrize("mode", ["replace", "merge"])
def test_a_dry_run_tells_the_same_and_keeps_nothing(away: Workspace, file: Path, mode: Any) -> None:
    before = state(away)
    told = away.backups.restore(file, mode, dry_run=True)
    assert state(away) == before
    assert left_over(away) == []
    done = away.backups.restore(file, mode)
    assert (told.before, told.after, told.sources, told.layers) == (done.before, done.after, done.sources, done.layers)


def test_sources_that_brought_nothing_come_along(home: Workspace, away: Workspace, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text("no export")
    home.import_history([tmp_path / "odd.json"])
    home.backups.make(tmp_path / "b")
    away.backups.restore(tmp_path / "b", "merge")
    assert [source.problem for source in away.sources(every=True) if not source.holds] == [
        source.problem for source in home.sources(every=True) if not source.holds
    ]


def test_reports_and_layers_that_name_sources_come_along(home: Workspace, away: Workspace, tmp_path: Path) -> None:
    (ada,) = home.sources()
    with home._library.changing("rules", "Not this file", "rules", "shifts", "counting") as cursor:
        cursor.execute("insert into rules values (1, null, 'source', ?)", [json.dumps({"source": ada.id})])
        cursor.execute("insert into shifts values (?, 60)", [ada.id])
        cursor.execute("update counting set least_ms = 10000")
    home.backups.make(tmp_path / "b")
    restored = away.backups.restore(tmp_path / "b", "merge")
    assert restored.layers == {"credits": 1, "rules": 1, "shifts": 1, "counting": 1}
    came = away.sources()[-1]
    assert (came.shift, came.path, came.imported_at) == (60, ada.path, ada.imported_at)
    with away._library.reading() as cursor:
        (condition,) = cursor.execute("select condition from rules").fetchall()[0]
    assert json.loads(condition) == {"source": came.id}


def spoil(file: Path, change: Callable[[dict[str, bytes]], None], method: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(file) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    change(held)
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def manifest(**fields: Any) -> Callable[[dict[str, bytes]], None]:
    def change(held: dict[str, bytes]) -> None:
        held["manifest.json"] = json.dumps(json.loads(held["manifest.json"]) | fields).encode()

    return change


def bent(held: dict[str, bytes]) -> None:
    content = bytearray(held["library.duckdb"])
    content[len(content) // 2] ^= 1
    held["library.duckdb"] = bytes(content)


def foreign(held: dict[str, bytes]) -> None:
    info = json.loads(held["manifest.json"])
    info["files"]["../escaped"] = info["files"]["models/in-use"]
    held["manifest.json"], held["../escaped"] = json.dumps(info).encode(), held["models/in-use"]


def no_library(held: dict[str, bytes]) -> None:
    info = json.loads(held["manifest.json"])
    info["files"]["library.duckdb"] = info["files"]["mappings.json"]
    held["manifest.json"], held["library.duckdb"] = json.dumps(info).encode(), held["mappings.json"]


def bomb(held: dict[str, bytes]) -> None:
    info = json.loads(held["manifest.json"])
    info["files"]["tuning/a.jsonl"] = {"size": 1 << 40, "sha256": ""}
    held["manifest.json"], held["tuning/a.jsonl"] = json.dumps(info).encode(), b""


def nonsense(sql: str) -> Callable[[dict[str, bytes]], None]:
    """A library that is whole as a file, and holds what no library would."""

    def change(held: dict[str, bytes]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "l.duckdb")
            path.write_bytes(held["library.duckdb"])
            with duckdb.connect(path) as connection:
                connection.execute(sql)
            content = held["library.duckdb"] = path.read_bytes()
        info = json.loads(held["manifest.json"])
        info["files"]["library.duckdb"] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        held["manifest.json"] = json.dumps(info).encode()

    return change


HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "newer": (manifest(format_version=99), "newer version"),
    "newer schema": (manifest(schema_version=99), "newer version"),
    "other": (manifest(format="other"), "damaged or no backup"),
    "types": (manifest(made_at="yesterday"), "damaged or no backup"),
    "list": (lambda held: held.update({"manifest.json": b"[1]"}), "damaged or no backup"),
    "binary": (lambda held: held.update({"manifest.json": b"\xff\xfe"}), "damaged or no backup"),
    "without manifest": (lambda held: held.pop("manifest.json") and None, "damaged or no backup"),
    "without library": (lambda held: held.pop("library.duckdb") and None, "damaged or no backup"),
    "more": (lambda held: held.update({"models/more": b"x"}), "damaged or no backup"),
    "bent": (bent, "damaged or no backup"),
    "foreign path": (foreign, "damaged or no backup"),
    "bomb": (bomb, "damaged or no backup"),
    "no library": (no_library, "could not be opened"),
    "other table": (nonsense("create table other (x integer)"), "another kind of tables"),
    "fate": (nonsense("insert into left_out values (1, 'eaten', 1, 'x')"), "makes no sense"),
    "step": (nonsense("update steps set before = '[1'"), "makes no sense"),
}


@pytest.mark.parametrize("mode", ["replace", "merge"])
def test_what_is_no_whole_backup_is_told_and_changes_nothing(away: Workspace, file: Path, mode: Any) -> None:
    before, whole = state(away), file.read_bytes()
    for change, words in HOSTILE.values():
        file.write_bytes(whole)
        spoil(file, change)
        with pytest.raises(LibraryError, match=f"{words}.*Nothing was changed"):
            away.backups.restore(file, mode)
        assert left_over(away) == []
    assert state(away) == before
    assert not list(away.folder.parent.glob("**/escaped"))


def test_a_compressed_or_cut_or_foreign_file_is_no_backup(away: Workspace, file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    spoil(file, lambda held: None, zipfile.ZIP_DEFLATED)
    with pytest.raises(BackupError, match="damaged"):
        away.backups.look(file)
    for length in (0, 1000, len(whole) - 10):
        file.write_bytes(whole[:length])
        with pytest.raises(BackupError, match="damaged"):
            away.backups.look(file)
    with pytest.raises(BackupError, match="could not be read"):
        away.backups.look(tmp_path / "nowhere")
    with pytest.raises(BackupError, match="could not be read"):
        away.backups.look(tmp_path)


def test_there_must_be_room(away: Workspace, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(away)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))  # type: ignore[attr-defined]
    with pytest.raises(BackupError, match=r"no room for the backup: .* 0 MB are free"):
        away.backups.make(file.with_name("other"))
    with pytest.raises(BackupError, match="no room to unpack"):
        away.backups.restore(file, "merge")
    assert state(away) == before
    assert not file.with_name("other").exists()


def test_a_folder_that_is_not_there_is_told(home: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="Nothing was changed"):
        home.backups.make(tmp_path / "nowhere" / "b")
    assert left_over(home) == []


@pytest.mark.parametrize("work", ["make", "replace", "merge"])
def test_stopping_leaves_everything_as_it_was(away: Workspace, file: Path, work: Any) -> None:
    before, content = state(away), file.read_bytes()

    def run(moment: int) -> None:
        cancel, moments = CancelToken(), iter(range(moment))

        def stop(_: Progress) -> None:
            if next(moments, None) is None:
                cancel.cancel()

        if work == "make":
            away.backups.make(file, cancel=cancel, progress=stop)
        else:
            away.backups.restore(file, work, cancel=cancel, progress=stop)

    for moment in (0, 3, 6, 8):
        with pytest.raises(Cancelled):
            run(moment)
        assert left_over(away) == []
        assert not list(file.parent.glob("*.part"))
    assert (state(away), file.read_bytes()) == (before, content)


def test_the_folder_of_the_library_is_no_place_for_its_backup(home: Workspace) -> None:
    for name in ("b", "library.duckdb", "models/b"):
        with pytest.raises(BackupError, match="Choose another folder"):
            home.backups.make(home.folder / name)
    check_sums(home._library)


def test_two_at_once(home: Workspace, file: Path) -> None:
    with pytest.raises(LibraryBusyError, match="open in another window"):
        Workspace.open(home.folder)
