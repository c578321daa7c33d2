"""Public dumps and research sets as people bring them: communities of totals."""

import os
from pathlib import Path

import duckdb
import pytest

from desktop_als.library import Library, Support
from desktop_als.workspace import Workspace, importing
from desktop_als.workspace.reports import FileReport
from tests.history.exports import START, Row, write, zipped
from tests.history.exports_listenbrainz import lines
from tests.history.exports_research import LFM_2B_COUNTS, PACKINGS, PERSON, SETS, dumped, tarred
from tests.library.making import plays_by_name

DATA = Path(os.environ.get("DESKTOP_ALS_DATA") or Path(__file__).parents[3] / "shared" / "data")
AUDIOSCROBBLER = DATA / "audioscrobbler-2005-small" / "audioscrobbler-2005-small.zip"


def brought(path: Path, folder: Path) -> tuple[FileReport, dict[tuple[str, str], float]]:
    """The report of an import into a new library, and the plays that it brought."""
    with Workspace.open(folder / "workspace") as workspace:
        (report,) = workspace.import_history([path]).files
    with Library.open(folder / "workspace") as library:
        return report, plays_by_name(library)


@pytest.fixture
def _no_support_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "Support", lambda: Support(1, 1))


def test_a_dump_becomes_a_community_of_totals_with_support(tmp_path: Path):
    played = [(f"person {who}", f"Band {what}") for who in range(6) for what in range(6)]
    rare = [("loner", "Band 0"), ("person 0", "Garage")]
    rows = [dumped(Row(START + at, band, "Song"), who) for at, (who, band) in enumerate([*played, *played, *rare])]
    months = {f"d/listens/2024/{half}.listens": lines(rows[half::2]) for half in range(2)}
    report, plays = brought(write(tmp_path, "dump.tar.zst", PACKINGS["zst"](tarred(months))), tmp_path)
    assert report.problem is None
    assert report.tally.kept == 36
    assert report.notes == (
        "Of 74 plays, 72 were kept: those by 6 listeners of 6 artists. "
        "Left out were artists with fewer than 5 listeners, and listeners with fewer than 5 artists.",
    )
    assert plays == dict.fromkeys(played, 2)
    assert not list((tmp_path / "workspace").glob("condensing*"))


@pytest.mark.usefixtures("_no_support_needed")
def test_a_dump_for_spark_is_read_file_by_file(tmp_path: Path):
    members = {f"{at}.parquet": parquet(tmp_path / f"{at}.parquet", at) for at in range(3)}
    report, plays = brought(write(tmp_path, "spark.tar", tarred(members)), tmp_path)
    assert report.problem is None
    assert plays == {("7", "Otto"): 6, ("0", "Mira"): 1, ("1", "Mira"): 1, ("2", "Mira"): 1}


def parquet(path: Path, user: int) -> bytes:
    duckdb.execute(
        f"""
        copy (
            select timestamp_ms '2024-06-15 09:47:01' + to_minutes(minute) as listened_at, user_id, artist_name,
                'Song' as recording_name, ['{user}'] as artist_credit_mbids
            from (values (0, 7::bigint, 'Otto'), (1, 7, 'Otto'), (2, {user}, 'Mira')) as told (minute, user_id, artist_name)
        ) to '{path}' (format parquet)
        """
    )
    return path.read_bytes()


PLAYS = {
    "audioscrobbler_2005": {
        ("1000002", "Mira Holloway"): 57,
        ("1000002", "Тихий Фонарь"): 33,
        ("1000019", "Mira Holloway"): 8,
    },
    "lfm_1b": {("31435741", "Mira Holloway"): 2, ("8", "Velvet Orchard"): 1},
    "lfm_2b": {("7", "Mira Holloway"): 2, ("9", "Mira Holloway"): 1},
    "music4all_onion": {("user_000002", "Mira Holloway"): 1, ("user_000002", "Velvet Orchard"): 1},
    "taste_profile": {(PERSON, "Mira Holloway"): 1, (PERSON, "Velvet Orchard"): 2},
}


@pytest.mark.usefixtures("_no_support_needed")
@pytest.mark.parametrize("ends", ["lf", "crlf"])
@pytest.mark.parametrize("format_id", SETS)
def test_research_sets_bring_plays_by_name(format_id: str, ends: str, tmp_path: Path):
    members = {name: data if ends == "lf" else data.replace(b"\n", b"\r\n") for name, data in SETS[format_id].items()}
    report, plays = brought(write(tmp_path, "set.zip", zipped(members)), tmp_path)
    assert (report.format, report.problem) == (format_id, None)
    assert plays == PLAYS[format_id]
    assert report.tally.no_artist == (1 if format_id == "audioscrobbler_2005" else 0)


@pytest.mark.usefixtures("_no_support_needed")
def test_totals_of_tracks_become_totals_of_artists(tmp_path: Path):
    _, plays = brought(write(tmp_path, "set.zip", zipped(LFM_2B_COUNTS)), tmp_path)
    assert plays == {("7", "Mira Holloway"): 4, ("9", "Mira Holloway"): 1}


@pytest.mark.skipif(not AUDIOSCROBBLER.exists(), reason="no copy of the small Audioscrobbler 2005")
def test_all_of_the_small_audioscrobbler_is_read(tmp_path: Path):
    report, plays = brought(AUDIOSCROBBLER, tmp_path)
    assert (report.tally.kept, report.tally.no_artist, report.tally.rows_read) == (49_342, 139, 49_481)
    assert len({listener for listener, _ in plays}) == 50
    assert len(plays) == 48_802  # of 48,943 after aliases, 139 have no name and 2 share one with another
    assert max(plays.values()) == 439_771
