"""What somebody said of a table is kept, and asked no second time; the zone of a clock is asked for and heeded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_als.errors import HistoryError
from desktop_als.progress import CancelToken
from desktop_als.workspace import ColumnMapping, Workspace, first_table

TABLE = b"Mira Holloway\tSlow\t15/07/2024 10:00\nVelvet Orchard\tPaper\t16/07/2024 11:00\n"
COLUMNS = {"artist": "1", "track": "2", "time": "3"}
AT = 1_721_037_600  # 2024-07-15 10:00 UTC


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.tsv"
    path.write_bytes(TABLE)
    return path


def explained(table: Path) -> ColumnMapping:
    return first_table(table, CancelToken()).choose(COLUMNS)


def test_a_table_is_explained_once(workspace: Workspace, table: Path, tmp_path: Path) -> None:
    (asked,) = workspace.look([table]).unclear
    assert asked.path == table
    assert workspace.import_history([table]).files[0].unclear == asked.guess
    report = workspace.import_history([table], mapping=explained(table), timezone="Europe/Berlin")
    assert (report.totals.kept, report.files[0].first) == (2, AT - 2 * 3600)
    later = tmp_path / "later.tsv"
    later.write_bytes(TABLE.replace(b"/07/", b"/01/"))
    assert workspace.look([later]).unclear == ()
    report = workspace.import_history([later])
    assert report.totals.kept == 2
    assert report.files[0].first == 1_705_312_800 - 3600  # winter time
    assert report.files[0].notes == ("The columns of later.tsv were read as you explained them before.",)


def test_a_mapping_is_for_tables_that_look_alike(workspace: Workspace, table: Path) -> None:
    workspace.remember_mapping(explained(table))
    table.write_bytes(TABLE.replace(b"\n", b"\tx\n"))
    assert len(workspace.look([table]).unclear) == 1
    with_four = workspace.import_history([table], mapping=ColumnMapping("\t", (), (None, None)))
    assert "other columns than those that were described" in (with_four.files[0].problem or "")


def test_the_last_explanation_counts(workspace: Workspace, table: Path) -> None:
    workspace.remember_mapping(explained(table))
    workspace.remember_mapping(first_table(table, CancelToken()).choose(COLUMNS | {"artist": "2", "track": "1"}))
    workspace.import_history([table])
    assert set(workspace.artists().names) == {"Slow", "Paper"}


def test_mappings_that_cannot_be_read_are_set_aside(workspace: Workspace, table: Path) -> None:
    for damaged in (b"{", b"[3]", b'[{"delimiter": ","}]', b"\xff", b'{"a": 1}'):
        (workspace.folder / "mappings.json").write_bytes(damaged)
        report = workspace.import_history([table])
        assert "mappings-unreadable.json" in report.notes[0]
        assert (workspace.folder / "mappings-unreadable.json").read_bytes() == damaged
    workspace.remember_mapping(explained(table))
    assert workspace.look([table]).unclear == ()
    assert workspace.import_history([table]).notes == ()


def test_a_mapping_that_cannot_be_kept_is_a_note_and_the_plays_stay(workspace: Workspace, table: Path) -> None:
    (workspace.folder / "mappings.new").mkdir()
    report = workspace.import_history([table], mapping=explained(table))
    assert report.totals.kept == 2
    assert "could not be kept for the next time" in report.notes[0]


def test_times_of_an_unknown_zone_are_utc_and_said_to_be(workspace: Workspace, table: Path) -> None:
    table.write_bytes(b"artist,title,played at\nMira Holloway,Slow,2024-07-15 10:00\n")
    assert workspace.look([table]).wall_clocks == ("own.tsv",)
    report = workspace.import_history([table])
    assert report.files[0].first == AT
    assert "does not tell the time zone" in report.files[0].notes[0]
    workspace.undo()
    report = workspace.import_history([table], timezone="America/New_York")
    assert report.files[0].first == AT + 4 * 3600
    assert report.files[0].notes == ()


def test_a_zone_changes_no_time_that_tells_its_own(workspace: Workspace, table: Path) -> None:
    table.write_bytes(b"artist,title,played at\nMira Holloway,Slow,2024-07-15T10:00:00Z\n")
    assert workspace.look([table]).wall_clocks == ()
    assert workspace.import_history([table], timezone="America/New_York").files[0].first == AT


def test_an_unknown_zone_stops_before_anything_is_read(workspace: Workspace, table: Path) -> None:
    with pytest.raises(HistoryError, match="no time zone Mars/Olympus"):
        workspace.import_history([table], timezone="Mars/Olympus")
    assert workspace.sources() == []
