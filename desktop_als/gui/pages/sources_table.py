"""Imported files as rows of a table; the name of each is a link to its report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_als.gui.messages import common
from desktop_als.gui.messages import imports as words
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.plays import Fate
from desktop_als.workspace import FORMATS, Source

TITLES = {known.id: known.title for known in FORMATS}

NAME = Column("name", words.NAME, "file", width=140, stretch=4, link="import")
FORMAT = Column("format", words.FORMAT, "text", width=128, stretch=3)
WHO = Column("who", words.WHO, "text", width=80, stretch=1)
ROWS = Column("rows", words.ROWS, "number", width=104)
KEPT = Column("kept", words.KEPT, "number", words.KEPT_HINT, width=96)
FIRST = Column("first", words.FIRST_PLAY, "date", width=112)
LAST = Column("last", words.LAST_PLAY, "date", width=120)
WIDTHS = {Fate.KEPT: 88, Fate.DUPLICATES: 104, Fate.UNREADABLE: 96, Fate.OUTSIDE_CALENDAR: 104}
COUNTS = tuple(
    Column(fate.value, title, "count", words.count_hint(fate), WIDTHS.get(fate, 86), link="import", part=fate.value)
    for fate, title in words.FATE_TITLES.items()
)
"""One column for each fate; those that no row met are best hidden."""
IMPORTED = Column("imported", words.IMPORTED, "date", width=112)


def source_rows(sources: Sequence[Source]) -> Rows:
    """One row a source, its id that of the row, in their order."""

    def numbers(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, dtype=np.int64)

    return Rows(
        numbers([source.id for source in sources]),
        name=objects([common.file_name(source.path) for source in sources]),
        format=objects([format_title(source) for source in sources]),
        who=objects([source.community or source.listener or common.DASH for source in sources]),
        rows=numbers([source.tally.rows_read for source in sources]),
        first=numbers([source.first for source in sources]),
        last=numbers([source.last for source in sources]),
        imported=numbers([source.imported_at for source in sources]),
        **{fate.value: numbers([getattr(source.tally, fate) for source in sources]) for fate in Fate},
    )


def format_title(source: Source) -> str:
    """What its format is called."""
    if not source.format:
        return words.NOT_READ
    return TITLES.get(source.format, source.community or source.format)
