"""What people said of artists and tracks without playing them: known, liked, banned."""

from __future__ import annotations

import duckdb

from desktop_als.library.records import Stored
from desktop_als.plays import Tally

_STORE = """
insert into marks
select listener, artist, track, mark, $source, min(row) from staged_marks
where not exists (
    from marks where marks.listener = staged_marks.listener and marks.artist = staged_marks.artist
        and marks.track is not distinct from staged_marks.track and marks.mark = staged_marks.mark
)
group by listener, artist, track, mark
"""


def keep_marks(cursor: duckdb.DuckDBPyConnection, source_id: int) -> Stored:
    """Store the staged marks that the library does not hold."""
    (staged,) = cursor.execute("select count(*) from staged_marks").fetchall()[0]
    if not staged:
        return Stored(Tally())
    (stored,) = cursor.execute(_STORE, {"source": source_id}).fetchall()[0]
    return Stored(Tally(kept=stored, duplicates=staged - stored))
