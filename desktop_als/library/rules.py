"""Rules that leave plays out of the history, without touching them."""

from __future__ import annotations

import duckdb


def leave_out(cursor: duckdb.DuckDBPyConnection) -> None:
    """Mark the plays, totals and ratings of the listeners in ``touched`` that a rule leaves out, and unmark the others."""
    del cursor
