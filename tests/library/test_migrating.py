"""Libraries of former versions: everything in them is there after they were lifted, and what they could undo still can be."""

import shutil
from pathlib import Path

import duckdb
import pytest

from desktop_als.errors import LibraryError
from desktop_als.library import Library, schema, steering
from desktop_als.library.steering import Said
from desktop_als.steering import Opinion
from tests.library.checking import check_sums
from tests.library.making import plays_by_name, ratings_by_name
from tests.library.version_1 import MORE_1, VERSION_1
from tests.library.version_2 import VERSION_2
from tests.library.version_3 import VERSION_3

PLAYS_1 = {("Ada", "Lumen Fields"): 2, ("Ada", "Otto"): 1, ("Bo", "Otto"): 7}
PLAYS_2 = {
    ("Ada", "Lumen Fields"): 2,
    ("Ada", "Otto"): 2,
    ("Ada", "Quiet Coast"): 1,
    ("Bo", "Otto"): 7,
    ("Cy", "Lumen Fields"): 5,
    ("Cy", "Tin Rivers"): 1,
}
RATINGS_2 = {("Dee", "Otto"): 2.5, ("Dee", "Tin Rivers"): 5.0}


def write(folder: Path, sql: str) -> Path:
    folder.mkdir(exist_ok=True)
    with duckdb.connect(folder / schema.FILE) as old:
        old.execute(sql)
    return folder / schema.FILE


def test_all_of_version_1_is_there_and_can_be_undone(folder: Path) -> None:
    write(folder, VERSION_1 + MORE_1)
    with Library.open(folder) as library:
        check_sums(library)
        assert plays_by_name(library) == PLAYS_1
        assert [step.kind for step in library.steps()] == ["import"] * 3
        for plays in (4, 3, 3):
            undone = library.undo()
            assert undone is not None
            assert undone.plays == plays
            check_sums(library)
        assert library.totals().listeners == len(library.artists()) == 0


def test_all_of_version_2_is_there_and_can_be_undone(folder: Path) -> None:
    write(folder, VERSION_2)
    with Library.open(folder) as library:
        check_sums(library)
        assert (plays_by_name(library), ratings_by_name(library)) == (PLAYS_2, RATINGS_2)
        tallies = [(source.tally.kept, source.tally.too_short, source.tally.duplicates) for source in library.sources()]
        assert tallies == [(1, 0, 3), (4, 0, 0), (3, 0, 0), (1, 0, 1), (3, 0, 0), (1, 0, 0)]
        for plays, ratings in ((0, 0), (0, 2), (4, 0), (9, 0), (2, 0), (3, 0)):
            undone = library.undo()
            assert undone is not None
            assert (undone.plays, undone.ratings) == (plays, ratings)
            check_sums(library)
        assert library.totals().listeners == len(library.artists()) == 0


def test_all_of_version_3_is_there_and_can_be_undone_and_steered(folder: Path) -> None:
    write(folder, VERSION_3)
    with Library.open(folder) as library:
        check_sums(library)
        assert plays_by_name(library) == {("Ada", "Otto"): 2, ("Bo", "Otto"): 3, ("Cy", "Lumen Fields"): 5}
        assert library.artist_names([*library.listener_history(1).unwanted]) == {1: "Lumen Fields", 5: "Quiet Coast"}
        with library.changing("steering", "Ada says", "opinions") as cursor:
            steering.say(cursor, 1, {3: Said(Opinion.LIKED), 5: Said(None)})
        check_sums(library)
        with library.reading() as cursor:
            assert steering.opinions(cursor, 1) == {2: Said(Opinion.LIKED), 5: Said(None)}  # “otto” is “Otto”
        for kind, plays in [
            ("steering", 0),
            ("rules", -1),
            *[("names", 0)] * 2,
            *[("import", count) for count in (0, 0, 8, 3)],
        ]:
            undone = library.undo()
            assert undone is not None
            assert (undone.kind, undone.plays) == (kind, plays)
            check_sums(library)
        assert library.totals().listeners == len(library.artists()) == 0
    assert (folder / "library.version3.duckdb").exists()


def test_the_copy_holds_what_was_not_yet_in_the_file_itself(folder: Path) -> None:
    folder.mkdir()
    beside = folder.parent / "crashed"
    beside.mkdir()
    old = duckdb.connect(folder / schema.FILE)
    old.execute("set checkpoint_threshold = '1GB'; set wal_autocheckpoint = '1GB'")
    old.execute(VERSION_2)
    for name in (schema.FILE, f"{schema.FILE}.wal"):  # as a killed program leaves it
        shutil.copy(folder / name, beside / name)
    old.close()
    Library.open(beside).close()
    with duckdb.connect(beside / "library.version2.duckdb", read_only=True) as copy:
        assert copy.execute("select count(*) from plays").fetchall() == [(8,)]


def test_a_full_disk_leaves_the_old_library_and_no_half_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(folder, VERSION_2)

    def fill(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", fill)
        with pytest.raises(LibraryError, match=r"copied .* \(No space left on device\)\. The library is as it was"):
            Library.open(folder)
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".lock") == [file.name]
    with Library.open(folder) as library:
        assert plays_by_name(library) == PLAYS_2


def test_a_copy_of_a_still_older_version_goes_once_there_is_a_newer_one(folder: Path) -> None:
    write(folder, VERSION_2)
    (folder / "library.version1.duckdb").write_bytes(b"old")
    Library.open(folder).close()
    assert [path.name for path in folder.glob("*.version*")] == ["library.version2.duckdb"]
