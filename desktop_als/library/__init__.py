"""The store of everything that was imported: one DuckDB file in the workspace folder."""

from desktop_als.library.backup import BackupInfo
from desktop_als.library.condensing import Support, condense
from desktop_als.library.credits import Credit
from desktop_als.library.importing import ImportSession
from desktop_als.library.merging import Merged
from desktop_als.library.names import search_key
from desktop_als.library.records import (
    ArtistTable,
    ListenerTable,
    MatrixShape,
    Source,
    SourceInfo,
    SourceRow,
    SourceRows,
    Step,
    Stored,
    Totals,
    Undone,
)
from desktop_als.library.replacing import KEPT as KEPT_FOLDER
from desktop_als.library.schema import FILE as LIBRARY_FILE
from desktop_als.library.store import Library
from desktop_als.library.time_split import TimeSplit

__all__ = [
    "KEPT_FOLDER",
    "LIBRARY_FILE",
    "ArtistTable",
    "BackupInfo",
    "Credit",
    "ImportSession",
    "Library",
    "ListenerTable",
    "MatrixShape",
    "Merged",
    "Source",
    "SourceInfo",
    "SourceRow",
    "SourceRows",
    "Step",
    "Stored",
    "Support",
    "TimeSplit",
    "Totals",
    "Undone",
    "condense",
    "search_key",
]
