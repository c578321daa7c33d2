"""What lines tell: who played whom, how often and when, or why a line is left out.

The rules are those of history and library, with what a table of unknown origin needs besides: a cell without a time tells a play of
unknown time, one that holds no time counts as outside the calendar, and totals may have fractions.
"""

from __future__ import annotations

import time
from typing import Any

from desktop_als.engines.spark.columns import Columns
from desktop_als.engines.spark.opening import UNFIT
from desktop_als.plays import FIRST_DAY, Fate

LONGEST_NAME = 2_000
MOST_PLAYS = 2**53
_DAY = 86_400

# Java's regular expressions for what history.cleaning takes away.
_CONTROL = r"[\x00-\x1f\x7f\ufffe]"
_BLANK = r"[\s\x85\p{Z}\u200b-\u200f\u2060\ufeff]+"

_FATE = f"""
case
    when unfit is not null or not coalesce(plays > 0 and plays <= {MOST_PLAYS}, false)
        or not coalesce(length(listener) between 1 and {LONGEST_NAME}, false) then '{Fate.UNREADABLE}'
    when artist = 'Unknown Artist' or not coalesce(length(artist) between 1 and {LONGEST_NAME}, false)
        then '{Fate.NO_ARTIST}'
    when tells_time and not coalesce(time between {FIRST_DAY} and {{latest}}, false) then '{Fate.OUTSIDE_CALENDAR}'
end
"""

# So many digits are no seconds that anybody lived through, but thousandths of them, and so on.
_SECONDS = """
case when abs({number}) >= 1e17 then {number} / 1e9 when abs({number}) >= 1e14 then {number} / 1e6
    when abs({number}) >= 1e11 then {number} / 1e3 else {number} end
"""


def heard(table: Any, columns: Columns) -> Any:
    """Add the lines up: a DataFrame (fate, listener, artist, plays double, time long, lines long), a row for each pair.

    ``fate`` is null for pairs; a row with one tells how many lines of that fate were left out, and names nobody. ``time`` is the
    newest play, Unix seconds, null where no line tells one.
    """
    from pyspark.sql import functions as F  # noqa: PLC0415

    kinds = dict(table.dtypes)
    told = table.selectExpr(
        f"{quoted(UNFIT)} as unfit",
        f"{_name(columns.listener)} as listener",
        f"{_name(columns.artist)} as artist",
        "1D as plays" if columns.plays is None else f"try_cast({quoted(columns.plays)} as double) as plays",
        *(_no_time() if columns.time is None else _time(columns.time, kinds[columns.time])),
    )
    judged = told.selectExpr("*", f"{_FATE.format(latest=int(time.time()) + _DAY)} as fate")
    named = judged.selectExpr(
        "fate",
        "if(fate is null, listener, null) as listener",
        "if(fate is null, artist, null) as artist",
        "plays",
        "time",
    )
    sums = F.sum("plays").alias("plays"), F.max("time").alias("time"), F.count("*").alias("lines")
    return named.groupBy("fate", "listener", "artist").agg(*sums)


def _no_time() -> tuple[str, str]:
    return "cast(null as bigint) as time", "false as tells_time"


def _time(name: str, kind: str) -> tuple[str, str]:
    """Seconds, and whether a time is told at all: what is told must be one. Without a zone it is of the session's."""
    column = quoted(name)
    if kind.startswith(("timestamp", "date")):
        return f"cast(cast({column} as timestamp) as bigint) as time", f"{column} is not null as tells_time"
    seconds = f"try_cast({_SECONDS.format(number=f'try_cast({column} as double)')} as bigint)"
    if kind != "string":
        return f"{seconds} as time", f"{column} is not null as tells_time"
    text = f"cast(try_cast({column} as timestamp) as bigint)"
    return f"coalesce({seconds}, {text}) as time", f"coalesce(trim({column}) <> '', false) as tells_time"


def _name(name: str) -> str:
    """Without control characters and what cannot be seen at its ends; the spelling stays."""
    text = rf"regexp_replace(cast({quoted(name)} as string), r'{_CONTROL}', '')"
    return rf"regexp_replace({text}, r'\A{_BLANK}|{_BLANK}\z', '')"


def quoted(name: str) -> str:
    """The name of a column in SQL."""
    return "`" + name.replace("`", "``") + "`"
