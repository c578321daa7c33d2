"""Spans of a listener's timeline without a play that are unusual for them: an export may be missing there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import duckdb
import numpy as np

from desktop_als.plays import Ints

# Held against five years of invented listeners, steady, bursty and rare, some with three holidays of three weeks. With these
# numbers a steady listener hears of 0.05 gaps that are none and one who pauses for weeks of 0 to 5; a missing quarter of a year
# is found for all but those who listen on a few days of a year. At 14 days every holiday is told; without the 95 %, every pause
# of a bursty listener.
LEAST_DAYS = 30
MEDIANS = 10
LONGEST = 3
SHARE = 0.95
LEAST_ACTIVE = 10
"""A gap is longer than 30 days, 10 times the median between active days, and 3 times what 95 % of those spans keep within.
With fewer than ten active days nothing is usual.
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """From the last play before to the first play after, Unix seconds; and the ids of the sources that these came from."""

    begins: int
    ends: int
    before: int
    after: int


# Whatever was read tells that there was an export, whether it counts or not.
_DAYS = """
select played_at // 86400 as day, min(played_at) as first, max(played_at) as last,
    arg_min(source, played_at) as first_source, arg_max(source, played_at) as last_source
from plays where listener = ? and played_at <> -1 group by day order by day
"""


def gaps(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> list[Gap]:
    """The gaps of a listener, oldest first; none without times."""
    days = cursor.execute(_DAYS, [listener_id]).fetchnumpy()
    if len(days["day"]) < LEAST_ACTIVE:
        return []
    spans = np.diff(days["day"])
    return [
        Gap(
            int(days["last"][i]),
            int(days["first"][i + 1]),
            int(days["last_source"][i]),
            int(days["first_source"][i + 1]),
        )
        for i in np.flatnonzero(spans > _usual(spans))
    ]


def _usual(spans: Ints) -> float:
    """The days between active days beyond which a span is a gap."""
    within = np.sort(spans)[math.floor(SHARE * (len(spans) - 1))]
    return float(max(LEAST_DAYS, MEDIANS * np.median(spans), LONGEST * within))
