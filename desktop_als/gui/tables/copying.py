"""Rows as text that a sheet takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import ArrayTableModel


def as_tsv(model: ArrayTableModel, rows: Sequence[int], columns: Sequence[Column]) -> str:
    """The titles of these columns and these rows, tabs between cells. Actions are no data."""
    columns = [column for column in columns if column.kind != "actions"]
    cells = [[_plain(column, value) for value in model.values(rows, column)] for column in columns]
    lines = ["\t".join(column.title for column in columns), *("\t".join(line) for line in zip(*cells, strict=True))]
    return "\n".join(lines)


def _plain(column: Column, value: Any) -> str:
    """A cell for a sheet: a bare number can be pasted everywhere, "1,234" cannot; no break starts another cell."""
    if isinstance(value, int) and column.kind not in ("date", "moment", "tally"):
        return str(value)
    return " ".join(column.text(value).split())
