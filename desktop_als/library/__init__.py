"""The store of everything that was imported: one DuckDB file in the workspace folder."""

from desktop_als.library.importing import ImportSession
from desktop_als.library.names import search_key
from desktop_als.library.records import (
    ArtistTable,
    ListenerTable,
    MatrixShape,
    Source,
    SourceInfo,
    SourceRow,
    Step,
    Stored,
    Totals,
    Undone,
)
from desktop_als.library.store import Library
from desktop_als.library.time_split import TimeSplit

__all__ = [
    "ArtistTable",
    "ImportSession",
    "Library",
    "ListenerTable",
    "MatrixShape",
    "Source",
    "SourceInfo",
    "SourceRow",
    "Step",
    "Stored",
    "TimeSplit",
    "Totals",
    "Undone",
    "search_key",
]
