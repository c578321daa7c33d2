"""Marks and totals of the listener's own, in each wrapping that people bring them in."""

from pathlib import Path

import pytest

from tests.history import exports_lastfm, exports_listenbrainz, exports_spotify_library
from tests.history.exports import ROWS, column, marks, one_drop, read_part, write
from tests.history.test_formats import WRAPPINGS

SETS = exports_lastfm.SETS | exports_listenbrainz.SETS | exports_spotify_library.SETS
HEARTS = [(ROWS[0].artist, ROWS[0].track, "liked"), (ROWS[1].artist, ROWS[1].track, "banned")]
EXPECTED = {
    "lastfm_own_archive_counts": [],
    "lastfm_own_archive_loved": [("Mira Holloway", "Slow Kerosene", "liked")],
    "listenbrainz_feedback": HEARTS,
    "listenbrainz_feedback_array": HEARTS,
    "spotify_library": [
        ("Mira Holloway", "Slow Kerosene", "liked"),
        ("Velvet Orchard", None, "known"),
        ("Nils Amber", None, "liked"),
        ("Mira Holloway", "Glass Harbour", "banned"),
        ("Doves", None, "banned"),
    ],
    "spotify_playlists": [("Mira Holloway", "Slow Kerosene", "known")],
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("format_id", SETS)
def test_every_wrapping_gives_the_same_marks(format_id: str, wrapping: str, tmp_path: Path):
    (data,) = SETS[format_id].values()
    (part,) = one_drop(write(tmp_path, "holiday.photo", WRAPPINGS[wrapping](data))).parts
    assert (part.format.id, part.format.precision) == (format_id, None)
    batches, log = read_part(part)
    assert marks(batches) == EXPECTED[format_id]
    assert log.tally.rows_read == log.tally.not_music
    if not EXPECTED[format_id]:
        assert (column(batches, "artist"), column(batches, "plays")) == (["Mira Holloway"], [17])
