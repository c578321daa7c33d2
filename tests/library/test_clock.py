"""Sources whose clock was wrong."""

import pytest

from desktop_als.library import Library
from desktop_als.library.clock import ClockSuspicion, set_clock, suspicions
from desktop_als.plays import UNKNOWN, PlayBatch
from tests.library.making import bring, play_batch
from tests.library.test_reconciling import LASTFM, SPOTIFY, standing
from tests.library.test_undoing import state

HOUR = 3600


def diary(plays: int, hours: float = 0, ms: int = UNKNOWN, first: int = 0) -> PlayBatch:
    """One play every 50 minutes of one of 40 tracks, by a clock that is off."""
    late = round(hours * HOUR)
    return play_batch([(i * 3000 + late, "Otto", f"Track {i * i % 41}", ms) for i in range(first, first + plays)])


def found(library: Library) -> tuple[ClockSuspicion, ...]:
    with library.reading() as cursor:
        return suspicions(cursor, 1, {"jellyfin"})


def correct(library: Library, source: int, seconds: int) -> None:
    with library.changing("clock", "Set the clock", "shifts") as cursor:
        set_clock(cursor, source, seconds)


@pytest.mark.parametrize("hours", [-4, 5.75, 14])
def test_a_source_in_another_time_zone_is_found_corrected_and_put_back(library: Library, hours: float) -> None:
    bring(library, diary(80, hours), form=LASTFM)
    bring(library, diary(100, ms=180_000), form=SPOTIFY)
    before = state(library)
    (suspicion,) = found(library)
    assert (suspicion.source, suspicion.seconds, suspicion.beside) == (1, round(-hours * HOUR), 2)
    assert suspicion.matches >= 75
    first = library.sources()[0].first
    correct(library, suspicion.source, suspicion.seconds)
    assert library.sources()[0].first == first + suspicion.seconds
    assert len(standing(library)) == 100
    assert found(library) == ()
    library.undo()
    assert state(library) == before


def test_of_two_files_the_one_without_a_time_zone_is_suspected(library: Library) -> None:
    bring(library, diary(80), form=LASTFM)
    bring(library, diary(80, hours=2, ms=180_000), form="jellyfin")
    (suspicion,) = found(library)
    assert (suspicion.source, suspicion.seconds) == (2, -2 * HOUR)


def test_right_clocks_few_plays_and_different_listening_raise_no_suspicion(library: Library) -> None:
    bring(library, diary(200, ms=180_000), form=SPOTIFY)
    bring(library, diary(200), form=LASTFM)
    bring(library, diary(45, hours=3), form="pano_csv")
    bring(library, diary(200, hours=3, first=5_000), form="listenbrainz")
    assert found(library) == ()


def test_a_loop_around_the_clock_raises_no_suspicion(library: Library) -> None:
    bring(library, play_batch([(i * 2000, "Otto", "Sea", 180_000) for i in range(400)]), form=SPOTIFY)
    bring(library, play_batch([(i * 2300 + 700, "Otto", "Sea") for i in range(300)]), form=LASTFM)
    assert found(library) == ()


def test_a_corrected_file_can_be_imported_again_and_adds_nothing(library: Library) -> None:
    bring(library, diary(60))
    correct(library, 1, 2 * HOUR)
    assert bring(library, diary(70)).tally.kept == 10
