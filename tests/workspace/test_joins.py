"""One history from many files, as people meet it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_als.errors import LibraryError
from desktop_als.workspace import Workspace
from tests.exports import spotify_row


def spotify(file: Path, plays: int) -> Path:
    rows = [spotify_row(60 * i, "Tin Rivers", f"Track {i * i % 23}") for i in range(plays)]
    file.write_text(json.dumps(rows))
    return file


def lastfm(file: Path, starts: list[tuple[int, str]], hours: int = 0) -> Path:
    lines = ["uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid"]
    for start, track in starts:
        at = start + 3600 * hours
        spelled = datetime.fromtimestamp(at, UTC).strftime("%d %b %Y, %H:%M")
        lines.append(f'"{at}","{spelled}","Tin Rivers","","","","{track}",""')
    file.write_text("\n".join([*lines, ""]))
    return file


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "library") as workspace:
        yield workspace


def both(workspace: Workspace, tmp_path: Path, plays: int, hours: int = 0) -> tuple[str, ...]:
    """Spotify and, from an hour before, Last.fm; returns the notes of the second import."""
    workspace.import_history([spotify(tmp_path / "spotify.json", plays)], listener="Mira")
    with workspace._library.reading() as cursor:
        told = cursor.execute(
            "select played_at, title from plays join tracks on tracks.id = track order by 1"
        ).fetchall()
    file = lastfm(tmp_path / "recenttracks.csv", [(told[0][0] - 3600, "Before"), *told], hours)
    return workspace.import_history([file], listener="Mira").files[0].notes


def test_the_report_says_what_counts_once_and_the_pairs_can_be_seen(workspace: Workspace, tmp_path: Path) -> None:
    notes = both(workspace, tmp_path, 12)
    assert notes == ("12 plays of recenttracks.csv are also in Spotify extended streaming history and count once.",)
    assert workspace.sources()[-1].notes == notes
    assert workspace.totals().plays == 13
    mira = workspace.find_listener("Mira").id
    (join,) = workspace.joins.summary(mira)
    assert (join.told, join.standing, join.plays) == ("lastfm_ghan_csv", "spotify_extended", 12)
    plays = workspace.joins.joined_plays(mira, join.told, join.standing)
    assert [play.seconds for play in plays] == [0] * 12
    workspace.joins.keep_apart([(play.source, play.row) for play in plays[:2]])
    assert workspace.totals().plays == 15
    assert [(play.source, play.row, play.seconds) for play in workspace.joins.apart_plays(mira)] == [
        (play.source, play.row, None) for play in plays[:2]
    ]
    assert workspace.joins.formats(mira) == ("lastfm_ghan_csv", "spotify_extended")
    workspace.joins.join_again([(plays[0].source, plays[0].row)])
    assert workspace.totals().plays == 14
    assert [step.kind for step in workspace.steps()] == ["joining", "joining", "import", "import"]
    workspace.undo()
    workspace.undo()
    assert workspace.totals().plays == 13


def test_files_dropped_together_say_it_once(workspace: Workspace, tmp_path: Path) -> None:
    both(workspace, tmp_path, 12)
    while workspace.undo():
        pass
    report = workspace.import_history([tmp_path / "recenttracks.csv", tmp_path / "spotify.json"], listener="Mira")
    assert (report.totals.kept, report.totals.duplicates) == (13, 12)
    assert [len(file.notes) for file in report.files] == [1, 0]


def test_the_choice_how_to_join_is_a_step(workspace: Workspace, tmp_path: Path) -> None:
    both(workspace, tmp_path, 12)
    mira = workspace.find_listener("Mira").id
    workspace.joins.choose(mira, "keep")
    assert (workspace.totals().plays, workspace.joins.joining(mira).policy) == (25, "keep")
    workspace.joins.choose(mira, "prefer", "lastfm_ghan_csv")
    assert workspace.totals().plays == 13
    with pytest.raises(LibraryError, match="lastfm_ghan_csv, spotify_extended"):
        workspace.joins.choose(mira, "prefer", "maloja")
    while len(workspace.steps()) > 2:
        workspace.undo()
    assert (workspace.totals().plays, workspace.joins.joining(mira).policy) == (13, "merge")


def test_a_file_of_another_time_zone_is_told_and_set_right(workspace: Workspace, tmp_path: Path) -> None:
    notes = both(workspace, tmp_path, 60, hours=-4)
    assert "recenttracks.csv looks 4 h behind" in notes[-1]
    mira = workspace.find_listener("Mira").id
    (suspicion,) = workspace.joins.clock_suspicions(mira)
    workspace.joins.move_clocks([(suspicion.source, suspicion.seconds)])
    assert workspace.joins.clock_suspicions(mira) == ()
    assert (workspace.totals().plays, workspace.sources()[-1].shift) == (61, 4 * 3600)
    workspace.undo()
    assert workspace.sources()[-1].shift == 0
