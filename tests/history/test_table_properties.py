"""Whatever a table holds and whatever somebody says of its columns: every row is kept or told, and no time is shifted twice."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.errors import HistoryError
from desktop_als.history import ColumnMapping, Meaning, TableGuess, find_parts
from desktop_als.history.times import parser, ways
from desktop_als.progress import CancelToken
from tests.history.exports import column, read_part, write
from tests.history.fuzz import check

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["Mira Holloway", "1718444821", "15/06/2024 09:47", "2024-06-15T09:47:01Z", "7", "-1", "1e400", "NaN", '"', ""]
    ),
)
MEANINGS = st.one_of(st.none(), st.sampled_from(list(Meaning)))
WAYS = st.sampled_from([None, "iso", "seconds", "nanoseconds", "%d/%m/%Y %H:%M"])
SLOW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(data=st.data(), width=st.integers(2, 5), sign=st.sampled_from(",;\t|"), way=WAYS)
def test_rows_add_up_under_any_mapping(
    data: st.DataObject, width: int, sign: str, way: str | None, tmp_path: Path
) -> None:
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8))
    columns = tuple(data.draw(st.lists(MEANINGS, min_size=width, max_size=width)))
    text = "\n".join(sign.join(row) for row in rows)
    path = write(tmp_path, "a.csv", text.encode("utf-8", errors="replace"))

    def explain(guess: TableGuess) -> ColumnMapping:
        return replace(
            guess.mapping, columns=columns[: len(guess.mapping.columns)], time_format=way, zone="Europe/Berlin"
        )

    for drop in find_parts([path], CancelToken(), "generic_table", explain):
        for part in drop.parts:
            with suppress(HistoryError):
                check(part)


MOMENTS = st.datetimes(min_value=datetime(2003, 1, 1), max_value=datetime(2024, 12, 31))  # noqa: DTZ001 - a wall clock


@given(moment=MOMENTS, date=st.sampled_from(["%d/%m/%Y", "%m-%d-%Y", "%d %b %Y", "%b %d, %Y", "%Y.%m.%d"]))
def test_what_is_written_in_a_way_is_read_back_by_it(moment: datetime, date: str) -> None:
    way = f"{date} %H:%M:%S"
    at = moment.replace(tzinfo=UTC, microsecond=0)
    assert parser(way)(at.strftime(way)) == (int(at.timestamp()), False)


@given(moments=st.lists(MOMENTS, min_size=1, max_size=20))
def test_a_way_that_fits_is_among_those_found(moments: list[datetime]) -> None:
    for way in ("%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%d.%m.%Y"):
        assert way in ways(moment.strftime(way) for moment in moments)


@pytest.mark.parametrize(
    ("zone", "hour"), [*product(["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"], range(0, 24, 5))]
)
def test_a_clock_of_a_zone_is_heeded_in_summer_and_winter(zone: str, hour: int, tmp_path: Path) -> None:
    for month in (1, 7):
        there = datetime(2024, month, 15, hour, 30, tzinfo=ZoneInfo(zone))
        path = write(tmp_path, "a.csv", f"artist,title,played at\nMira,Slow,{there:%Y-%m-%d %H:%M}\n".encode())
        (drop,) = find_parts([path], CancelToken())
        batches, _ = read_part(replace(drop.parts[0], zone=zone))
        assert column(batches, "played_at") == [int(there.timestamp())]
