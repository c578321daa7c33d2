import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest

from desktop_als.errors import Cancelled, LibraryBusyError, LibraryError
from desktop_als.library import Library, schema
from desktop_als.library.failures import plain_failures
from desktop_als.library.lock import FolderLock
from desktop_als.plays import Tally
from tests.library.making import bring, play_batch, rating_batch
from tests.library.version_1 import VERSION_1

THREE = [(0, "Lumen Fields", "Harbour"), (300, "Lumen Fields", "Quay"), (600, "Otto", "Sea")]


def test_what_was_imported_is_there_after_a_restart(folder: Path) -> None:
    with Library.open(folder) as library:
        bring(library, play_batch(THREE))
        before = (library.totals(), library.fingerprint(), library.sources())
    with Library.open(folder) as library:
        assert (library.totals(), library.fingerprint(), library.sources()) == before


def test_an_empty_library_answers(library: Library) -> None:
    assert library.totals().plays == 0
    assert len(library.listeners()) == len(library.artists()) == 0
    assert len(library.listener_history(1).artist_ids) == 0
    assert library.interactions().plays.shape == (0, 0)
    assert library.undo() is None


def test_a_second_library_in_this_process_is_refused(folder: Path, library: Library) -> None:
    with pytest.raises(LibraryBusyError, match="is open in another window or command"):
        Library.open(folder)


def test_a_second_process_is_refused(folder: Path, library: Library) -> None:
    program = (
        "import sys; from pathlib import Path; from desktop_als.library import Library; Library.open(Path(sys.argv[1]))"
    )
    result = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False)
    assert "LibraryBusyError" in result.stderr
    assert library.totals().plays == 0


def test_a_foreign_program_with_the_file_open_is_told(folder: Path) -> None:
    Library.open(folder).close()
    program = (
        "import duckdb, sys, time; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.readline()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(folder / "library.duckdb")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(LibraryBusyError, match="another program"):
            Library.open(folder)
        holder.communicate(b"\n")
    Library.open(folder).close()


def test_closing_twice_is_closing_once(folder: Path) -> None:
    library = Library.open(folder)
    library.close()
    library.close()
    Library.open(folder).close()


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000])
def test_a_damaged_file_is_named_and_left_as_it_is(folder: Path, content: bytes) -> None:
    folder.mkdir()
    file = folder / "library.duckdb"
    file.write_bytes(content)
    with pytest.raises(LibraryError, match=r"library\.duckdb is damaged"):
        Library.open(folder)
    assert file.read_bytes() == content
    file.unlink()
    Library.open(folder).close()


def test_a_cut_off_file_is_damaged(folder: Path) -> None:
    with Library.open(folder) as library:
        bring(library, play_batch(THREE))
    file = folder / "library.duckdb"
    file.write_bytes(file.read_bytes()[:10_000])
    with pytest.raises(LibraryError, match=r"library\.duckdb"):
        Library.open(folder)


def test_a_foreign_database_is_no_library(folder: Path) -> None:
    folder.mkdir()
    with duckdb.connect(folder / "library.duckdb") as foreign:
        foreign.execute("create table plants (name varchar)")
    with pytest.raises(LibraryError, match="is no library"):
        Library.open(folder)


def test_a_newer_library_is_left_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "VERSION", schema.VERSION + 1)
        Library.open(folder).close()
    content = (folder / "library.duckdb").read_bytes()
    with pytest.raises(LibraryError, match="newer version"):
        Library.open(folder)
    assert (folder / "library.duckdb").read_bytes() == content


def test_an_older_library_is_lifted_and_its_copy_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(folder) as library:
        bring(library, play_batch(THREE))
    now = schema.VERSION
    monkeypatch.setattr(schema, "VERSION", now + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {now: "alter table artists add column country varchar;"})
    with Library.open(folder) as library:
        assert library.totals().plays == 3
    monkeypatch.undo()
    with pytest.raises(LibraryError, match="newer version"):
        Library.open(folder)
    (folder / f"library.version{now}.duckdb").replace(folder / "library.duckdb")
    with Library.open(folder) as library:
        assert library.totals().plays == 3


def test_a_library_from_before_ratings_is_lifted(folder: Path) -> None:
    folder.mkdir()
    with duckdb.connect(folder / "library.duckdb") as old:
        old.execute(VERSION_1)
    with Library.open(folder) as library:
        listeners, artists, (source,) = library.listeners(), library.artists(), library.sources()
        assert (listeners.plays.tolist(), listeners.artists.tolist(), listeners.ratings.tolist()) == ([3], [2], [0])
        assert (artists.plays.tolist(), artists.ratings.tolist()) == ([2, 1], [0, 0])
        assert source.tally == Tally(kept=3)
        assert bring(library, play_batch(THREE)).tally == Tally(duplicates=3)
        assert bring(library, rating_batch([("Bo", "Otto", None, 4)]), listener=None).tally == Tally(kept=1)
        assert library.totals().ratings == 1


def test_a_failed_migration_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(folder) as library:
        bring(library, play_batch(THREE))
    with monkeypatch.context() as patch:
        now = schema.VERSION
        patch.setattr(schema, "VERSION", now + 1)
        patch.setattr(schema, "MIGRATIONS", {now: "drop table tracks; alter table nowhere add column country varchar;"})
        with pytest.raises(duckdb.Error):
            Library.open(folder)
    with Library.open(folder) as library:
        assert library.totals().plays == 3


def test_a_file_in_place_of_the_folder_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "workspace").write_text("a file")
    with pytest.raises(LibraryError, match="cannot be written"):
        Library.open(tmp_path / "workspace")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_told_plainly(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    with pytest.raises(LibraryError, match="cannot be written"):
        Library.open(folder)


def test_a_released_lock_is_free(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "lock")
    lock.release()
    lock.release()
    FolderLock(tmp_path / "lock").release()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (duckdb.IOException("IO Error: Could not write file: No space left on device"), "disk is full"),
        (duckdb.OutOfMemoryException("failed to offload: max_temp_directory_size reached"), "disk is full"),
        (duckdb.OutOfMemoryException("could not allocate block"), "not enough memory"),
        (duckdb.IOException("IO Error: input/output error"), "could not be read or written"),
    ],
)
def test_failures_of_the_machine_are_sentences(error: duckdb.Error, words: str) -> None:
    with pytest.raises(LibraryError, match=words) as told, plain_failures():
        raise error
    assert "\n" not in str(told.value)


def test_a_disk_that_is_too_full_to_import_leaves_the_library_as_it_was(folder: Path, library: Library) -> None:
    bring(library, play_batch(THREE))
    before = (library.totals(), library.fingerprint())
    library._connection.execute("set memory_limit = '16MB'; set max_temp_directory_size = '1MB'")
    many = [(600 * place, f"Artist {place}", f"Track {place}") for place in range(300_000)]
    with pytest.raises(LibraryError, match=r"(disk is full|not enough memory)\. The library is as it was"):
        bring(library, play_batch(many))
    library._connection.execute("set memory_limit = '1GB'")
    assert (library.totals(), library.fingerprint()) == before


def _import_for_ever(folder: Path) -> None:
    with Library.open(folder) as library:
        for drop in range(1_000_000):
            plays = [
                (drop * 10_000_000 + 600 * place, f"Artist {place % 97}", f"Track {place}") for place in range(2_000)
            ]
            bring(library, play_batch(plays))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_import_is_there_whole_or_not_at_all(folder: Path) -> None:
    with Library.open(folder) as library:
        bring(library, play_batch(THREE))
    for wait in (0.05, 0.2, 0.45):
        with Library.open(folder) as library:
            before = library.totals()
        process = multiprocessing.get_context("spawn").Process(target=_import_for_ever, args=(folder,))
        process.start()
        while not _is_held(folder):
            time.sleep(0.01)
        time.sleep(wait)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        process.close()
        with Library.open(folder) as library:
            totals = library.totals()
            assert totals.sources >= before.sources
            assert (totals.plays - 3) % 2_000 == 0
            assert totals.plays == library.interactions("listeners").plays.sum() == library.artists().plays.sum()
            while (undone := library.undo()) is not None and undone.plays == 2_000:
                pass
            bring(library, play_batch(THREE))
            assert library.totals().plays == 3


def _is_held(folder: Path) -> bool:
    try:
        FolderLock(folder / "library.lock").release()
    except LibraryBusyError:
        return True
    return False


@pytest.mark.parametrize(
    ("first", "told"),
    [(duckdb.InterruptException("INTERRUPT"), Cancelled), (duckdb.IOException("No space left"), LibraryError)],
)
def test_what_fails_first_is_told_and_not_what_tidies_up_after_it(first: duckdb.Error, told: type[Exception]) -> None:
    def tidy_up() -> None:
        raise duckdb.TransactionException("Current transaction is aborted (please ROLLBACK)")

    def work() -> None:
        with plain_failures(), ExitStack() as stack:
            stack.callback(tidy_up)
            raise first

    with pytest.raises(told) as seen:
        work()
    assert "ROLLBACK" not in str(seen.value)
