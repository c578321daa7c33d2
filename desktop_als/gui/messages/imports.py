"""Words of the Import page: what is asked before files are read, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from desktop_als.gui.messages.common import count, duration
from desktop_als.plays import UNKNOWN, Fate, Tally
from desktop_als.workspace import FirstRow

_LONG_WORD = re.compile(r"\S{32}")

# Files that were imported

IMPORTED_FILES = "Imported files"
FILES = "Files of this import"
NAME, FORMAT, WHO, ROWS, KEPT = "File", "Format", "Whose", "Rows read", "Kept"
KEPT_HINT = "Rows of this file that count"
FIRST_PLAY, LAST_PLAY, IMPORTED = "First play", "Last play", "Imported"
NOT_READ = "not read"
MORE = "Import more"
GONE = "This file is no longer in the library"
GONE_TEXT = "Its import was undone, so its report went with it."
ALL_FILES = "All imported files"
NOT_LOADED = "The report could not be read"

# The report

NO_ROWS = "No rows were read."
BEHIND = "Rows behind a count"
FATES = {
    Fate.KEPT: "kept",
    Fate.DUPLICATES: "already there",
    Fate.TOO_SHORT: "too short (stored, not counted)",
    Fate.NO_ARTIST: "without an artist",
    Fate.NOT_MUSIC: "not music",
    Fate.UNREADABLE: "unreadable",
    Fate.OUTSIDE_CALENDAR: "outside the calendar",
    Fate.NOT_RATED: "not rated",
}
FATE_TITLES = {
    Fate.KEPT: "Kept",
    Fate.DUPLICATES: "Already there",
    Fate.TOO_SHORT: "Too short",
    Fate.NO_ARTIST: "No artist",
    Fate.NOT_MUSIC: "Not music",
    Fate.UNREADABLE: "Unreadable",
    Fate.OUTSIDE_CALENDAR: "No such date",
    Fate.NOT_RATED: "Not rated",
}
SET_CLOCK = "Set the clock right"
SETTING_CLOCK = "Setting the clock right"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# The rows behind a count

ROW, TEXT = "Row", "What it says"
ROW_HINT = "Number of the row in its file; 0 when the file does not number its rows"
FILTER_ROWS = "Filter rows"
LOADING_ROWS = "Reading the rows"
SAVE = "Save as CSV…"
SAVING = "Saving the rows"
SAVE_TITLE = "Save these rows for a spreadsheet"
CSV_FILTER = "Tables (*.csv)"
NO_ROWS_TITLE = "No rows"
NO_ROWS_TEXT = "No row of this file met this fate, or they are no longer in the library."
BACK_TO_REPORT = "Back to the report"


def adds_up(tally: Tally) -> str:
    """ "200,000 rows read = 160,228 kept + 39,772 already there.": only the fates that occurred."""
    if not tally.rows_read:
        return NO_ROWS
    said = " + ".join(fate_count(fate, number) for fate, number in occurred(tally))
    return f"{count(tally.rows_read, 'row')} read = {said}."


def occurred(tally: Tally) -> list[tuple[Fate, int]]:
    """The fates that rows met, and how many did."""
    told = ((Fate(field.name), getattr(tally, field.name)) for field in fields(tally))
    return [(fate, number) for fate, number in told if number]


def fate_count(fate: Fate, number: int) -> str:
    """ "39,772 already there"."""
    return f"{number:,} {FATES[fate]}"


def more_sentences(number: int) -> str:
    """What was too much to show."""
    return f"And {count(number, 'more remark')} of the same kind: open a file to read what is said of it."


def count_hint(fate: Fate) -> str:
    """What a column of counts holds."""
    return f"Rows of the file: {FATES[fate]}. Click a number to see them."


def rows_of(file: str) -> str:
    """What stands before the links of the counts."""
    return f"Open the rows of {file}:"


def open_rows(fate: Fate, number: int, file: str) -> str:
    """What the link of a count does, for those who do not see."""
    return f"Open the rows of {file}: {fate_count(fate, number)}"


def rows_title(fate: Fate, file: str) -> str:
    """Title of the rows behind a count."""
    return f"{file}: {FATES[fate]}"


def some_rows(shown: int, total: int) -> str:
    """Of a count that is larger than what is shown of it."""
    return f"These are the first {shown:,} of {count(total, 'row')}. To save writes all that the library has kept."


def saved(rows: int, name: str) -> str:
    """After saving."""
    return f"Saved {count(rows, 'row')} as {name}."


def csv_name(file: str, fate: Fate) -> str:
    """The name proposed for a saved table."""
    stem = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in file.rpartition("› ")[2])
    return f"{stem[:80]}-{fate}.csv"


def gap(listener: str, begins: int, ends: int) -> str:
    """A hole in somebody's timeline, and what to do."""
    return (
        f"No plays of {listener} {span(begins, ends)}. If you listened then, an export is missing: "
        "ask the service for one that covers it and drop it here."
    )


def history_gaps(spans: Sequence[tuple[int, int]], shown: int = 3) -> str:
    """The note under the chart of a history; "" without gaps."""
    if not spans:
        return ""
    told = "; ".join(span(begins, ends) for begins, ends in spans[:shown])
    more = f"; and {count(len(spans) - shown, 'more time')}" if len(spans) > shown else ""
    return f"No plays {told}{more}. If you listened then, import an export that covers it."


def span(begins: int, ends: int) -> str:
    """ "from 3 May to 9 July 2019"; the year is said once when it is the same."""
    first, last = (datetime.fromtimestamp(moment).astimezone() for moment in (begins, ends))
    year = "" if first.year == last.year else f" {first.year}"
    return f"from {first.day} {MONTHS[first.month - 1]}{year} to {last.day} {MONTHS[last.month - 1]} {last.year}"


def clock_off(file: str, shift: str, later: bool, matches: int, beside: str) -> str:
    """What setting a clock right would do."""
    return (
        f"Move the times of {file} {shift} {'later' if later else 'earlier'}: {count(matches, 'more play')} would be the same "
        f"as in {beside} and count once. It can be undone."
    )


def clock_moved(file: str, shift: str, later: bool) -> str:
    """A file whose clock was set right."""
    return f"The times of {file} were moved {shift} {'later' if later else 'earlier'}."


# Questions before files are read

GO_ON = "Go on"
BACK = "Back"
EXPLAIN_ANEW = "Say anew what the columns hold"
LEAVE_OUT = "Leave this file out"
LOOKING = "Looking at the files"
ZONE = "Time zone"
WHICH_ZONE = "In which time zone was it recorded?"
IGNORE = "Ignore"
HEADING = "Column {}"
COLUMNS_NAME = "First rows of the table"
COLUMNS_TEXT = (
    "Say above each column what it holds. The artist is needed, and the time of each play or a number of plays or a rating. "
    "It is remembered for tables that look like this one."
)
TIMES = "How its times are written"
TIMES_HINT = "Choose, or write it like %d/%m/%Y %H:%M"
LOOKING_AT_TIMES = "Looking at the times of this column."
NO_FIRST_ROW = "The first row cannot be read so: its artist or its time is missing. Other rows may be fine."
ALL_LEFT_OUT = "No files were imported"
ALL_LEFT_OUT_TEXT = "All of them were left out. The library is as before."
MEANINGS = {
    "artist": "Artist",
    "track": "Track",
    "album": "Album",
    "time": "Time it began",
    "ended": "Time it ended",
    "ms": "Milliseconds played",
    "seconds": "Seconds played",
    "user": "User",
    "plays": "Number of plays",
    "rating": "Rating",
}
_CODES = {
    "%d": "DD",
    "%m": "MM",
    "%Y": "YYYY",
    "%y": "YY",
    "%b": "Mon",
    "%B": "Month",
    "%H": "hh",
    "%I": "hh",
    "%M": "mm",
    "%S": "ss",
    "%p": "am/pm",
    "%z": "zone",
}


def which_zone(files: Sequence[str], shown: int = 3) -> str:
    """Why a time zone is asked."""
    names = ", ".join(files[:shown]) + (f" and {len(files) - shown:,} more" if len(files) > shown else "")
    tell, its = ("does not tell", "its") if len(files) == 1 else ("do not tell", "their")
    return f"{names} {tell} the time zone of {its} times."


def no_zone(typed: str) -> str:
    """A name that is no zone."""
    return f"There is no time zone “{typed}”. Type a city, such as Berlin, and choose from the list."


def columns_title(file: str, place: int, total: int) -> str:
    """Title of the question about a table."""
    which = f" ({place:,} of {total:,})" if total > 1 else ""
    return f"What do the columns of {file} hold?{which}"


def columns_left(number: int) -> str:
    """Columns beyond those that are offered."""
    return f"{count(number, 'more column')} of this table {'is' if number == 1 else 'are'} passed over."


def choice_name(heading: str) -> str:
    """What the box above a column is, for those who do not see."""
    return f"Meaning of {heading}"


def time_format(way: str) -> str:
    """ "DD/MM/YYYY hh:mm" of a way in which times are written."""
    if way == "iso":
        return "YYYY-MM-DD hh:mm:ss"
    if not way.startswith("%"):
        return f"{way.capitalize()} since 1970"
    for code, said in _CODES.items():
        way = way.replace(code, said)
    return way


def first_row(row: FirstRow) -> str:
    """How the first row will be read."""
    about = " by ".join(part for part in (_quoted(row.track or row.album), row.artist) if part)
    listener = f" of {row.listener}" if row.listener else ""
    if row.rows_of == "counts":
        what = f"{count(round(row.amount or 0), 'play')}{listener}, {about}{_when(', the last on', row.played_at)}"
    elif row.rows_of == "ratings":
        what = f"a rating of {row.amount:g}{listener}, {about}{_when(', given on', row.played_at)}"
    else:
        heard = f", heard for {duration(row.ms_played / 1000)}" if row.ms_played != UNKNOWN else ""
        what = f"a play{listener}, {about}{_when(', on', row.played_at)}{heard}"
    return f"The first row will be read as {what}."


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else ""


def _when(before: str, seconds: int) -> str:
    if seconds == UNKNOWN:
        return ""
    moment = datetime.fromtimestamp(seconds).astimezone()
    return f"{before} {moment.day} {MONTHS[moment.month - 1]} {moment.year} at {moment:%H:%M} here"


def breakable(text: str) -> str:
    """The same to the eye, but words of any length can go on in the next line."""
    return _LONG_WORD.sub(lambda found: f"{found[0]}\u200b", text)
