"""Exports of services and servers other than Spotify and Last.fm, in each wrapping that people bring them in."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.errors import HistoryError
from desktop_als.history import Part, read
from desktop_als.plays import RowLog
from desktop_als.progress import CancelToken
from tests.history import exports_servers as servers
from tests.history import exports_services as services
from tests.history.exports import ROWS, drops, one_drop, plays, read_part, write
from tests.history.test_formats import WRAPPINGS

WITHOUT_ALBUM = {"apple_daily_tracks", "apple_last_plays", "youtube_takeout", "youtube_html"}
UNHARMED = ("plain", "zip", "zip in zip", "gzip", "tar.gz", "tar.gz in zip")
TEXTS = services.TEXTS | servers.TEXTS
BINARIES = services.BINARIES | servers.BINARIES
ALL = TEXTS | BINARIES


def expected(format_id: str) -> set[tuple[int, str, str, str | None]]:
    return {
        (
            row.at // 3600 * 3600 if format_id == "apple_daily_tracks" else row.at,
            row.artist,
            row.track.strip("\u2028\u0085"),
            None if format_id in WITHOUT_ALBUM else row.album or None,
        )
        for row in ROWS
    }


def check(format_id: str, data: bytes, tmp_path: Path) -> None:
    drop = one_drop(write(tmp_path, "holiday.photo", data))
    assert drop.problem is None
    (part,) = drop.parts
    assert part.format.id == format_id
    assert part.path.startswith("holiday.photo")
    batches, log = read_part(part)
    assert set(plays([batch for batch in batches if len(batch)])) == expected(format_id)
    assert log.tally.rows_read == 0


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("format_id", TEXTS)
def test_every_wrapping_gives_the_same_plays(format_id: str, wrapping: str, tmp_path: Path):
    check(format_id, WRAPPINGS[wrapping](TEXTS[format_id](ROWS)), tmp_path)


@pytest.mark.parametrize("wrapping", UNHARMED)
@pytest.mark.parametrize("format_id", BINARIES)
def test_every_wrapping_of_a_binary_file_gives_the_same_plays(format_id: str, wrapping: str, tmp_path: Path):
    check(format_id, WRAPPINGS[wrapping](BINARIES[format_id](ROWS)), tmp_path)


@pytest.mark.parametrize("format_id", ALL)
def test_the_order_of_rows_does_not_matter(format_id: str, tmp_path: Path):
    check(format_id, ALL[format_id](random.Random(3).sample(ROWS, len(ROWS))), tmp_path)


@pytest.mark.parametrize("wrapping", ["plain", "zip"])
@pytest.mark.parametrize("format_id", ALL)
def test_progress_adds_up_to_the_size(format_id: str, wrapping: str, tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "x", WRAPPINGS[wrapping](ALL[format_id](ROWS)))).parts
    steps: list[int] = []
    list(read(part, RowLog(), CancelToken(), steps.append))
    assert sum(steps) == part.size


def read_or_sentence(part: Part) -> int | str:
    """How many rows were kept, or what was said instead."""
    try:
        return sum(map(len, read_part(part)[0]))
    except HistoryError as error:
        return str(error)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("format_id", ALL)
def test_a_file_that_is_cut_off_gives_its_good_rows_or_a_sentence(format_id: str, share: float, tmp_path: Path):
    many = [replace(row, at=row.at + 10_000 * again) for again in range(40) for row in ROWS]
    data = ALL[format_id](many)
    drop = one_drop(write(tmp_path, "a", data[: int(share * len(data))]))
    if drop.problem:
        assert drop.problem.endswith(".")
        return
    outcome = read_or_sentence(drop.parts[0])
    if isinstance(outcome, str):
        assert "cut off" in outcome or "nothing was read" in outcome
    else:
        assert 0 < outcome <= len(many)


WHOLE = {
    **{format_id: build(ROWS) for format_id, build in ALL.items()},
    "apple_library": services.apple_library([services.apple_song(row) for row in ROWS]),
    "itunes_library": services.itunes_library([services.itunes_track(row) for row in ROWS]),
    "itunes_library, binary": services.itunes_library([services.itunes_track(row) for row in ROWS], binary=True),
}
WRONG = (
    b"",
    b"\x00",
    b"\xff",
    b'"',
    b"[]",
    b"{}",
    b"-1",
    b"nan",
    b"1e999",
    b"9" * 40,
    b"<dict>",
    b"&b;",
    b"0000-00-00",
)


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(WRONG))))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_gives_fewer_rows_or_a_sentence(tmp_path: Path, format_id: str, damage: list[tuple[float, int, bytes]]):
    data = WHOLE[format_id]
    for share, lost, wrong in damage:
        at = int(share * len(data))
        data = data[:at] + wrong + data[at + lost :]
    for drop in drops(write(tmp_path, "a", data)):
        assert drop.parts or drop.problem
        for part in drop.parts:
            read_or_sentence(part)
