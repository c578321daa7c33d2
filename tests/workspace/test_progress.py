from __future__ import annotations

from pathlib import Path

from desktop_als.progress import Progress
from desktop_als.workspace import Workspace
from tests.exports import spotify_file


def test_a_large_table_tells_how_far_it_is(tmp_path: Path) -> None:
    table = tmp_path / "usersha1-artmbid-artname-plays.tsv"
    with table.open("w", encoding="utf-8") as file:
        for listener in range(50):
            file.writelines(f"{listener:040x}\t\tInvented Artist {artist}\t{artist + 1}\n" for artist in range(20))
    told: list[Progress] = []
    with Workspace.open(tmp_path / "library") as workspace:
        report = workspace.import_history([table], progress=told.append)
    assert report.totals.kept == 1000
    shares = [now.fraction for now in told if now.fraction is not None]
    assert shares == sorted(shares)
    assert any(0.1 < share < 0.9 for share in shares)


def test_reading_files_ends_at_the_whole(tmp_path: Path) -> None:
    told: list[Progress] = []
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([spotify_file(tmp_path / f"{n}.json", seed=n) for n in range(3)], progress=told.append)
    assert told[-1].fraction == 1.0
    assert told[-1].step.startswith("Saving")
