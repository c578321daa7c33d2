"""Reading the exports that people have, and saying what became of every row."""

from desktop_als.history.cleaning import clock
from desktop_als.history.drops import Drop, find_parts
from desktop_als.history.formats import Format, Part
from desktop_als.history.generic import TABLE_ID, first_table
from desktop_als.history.guessing import ROWS_SHOWN, TableGuess
from desktop_als.history.mapping import ColumnMapping, Meaning
from desktop_als.history.readers import FORMATS, WALL_CLOCKS, read
from desktop_als.history.times import UNITS as TIME_UNITS

__all__ = [
    "FORMATS",
    "ROWS_SHOWN",
    "TABLE_ID",
    "TIME_UNITS",
    "WALL_CLOCKS",
    "ColumnMapping",
    "Drop",
    "Format",
    "Meaning",
    "Part",
    "TableGuess",
    "clock",
    "find_parts",
    "first_table",
    "read",
]
