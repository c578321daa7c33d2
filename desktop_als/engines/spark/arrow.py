"""Between Parquet and blocks: what mapInArrow is given. Runs in the executors.

Spark hands over record batches and takes some back; a block's share of a batch travels as three buffers of numbers in one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from desktop_als.engines.spark import blocks
from desktop_als.engines.spark.blocks import Entries

DEALT = "block int, rows binary, columns binary, weights binary"
PACKED = "block int, first int, rows int, factors binary"
FACTORS = "id int, factors array<float>"

PACKED_ROWS = 4096
"""Rows of factors in one row of :data:`PACKED`."""

AT_ONCE = 1 << 22
"""Pairs that are dealt out together: 50 MB."""


def deal(number: int, batches: Iterable[Any]) -> Iterator[Any]:
    """Batches of (row, column, weight) become batches of :data:`DEALT` for so many blocks."""
    import pyarrow as pa  # noqa: PLC0415

    for rows, columns, weights in _gathered(batches):
        dealt = list(blocks.deal((rows, columns, weights), number))
        if dealt:
            buffers = zip(*((part.tobytes() for part in parts) for _, parts in dealt), strict=True)
            arrays = [pa.array([block for block, _ in dealt], pa.int32())]
            arrays += [pa.array(list(same), pa.binary()) for same in buffers]
            yield pa.RecordBatch.from_arrays(arrays, ["block", "rows", "columns", "weights"])


def entries(rows: bytes, columns: bytes, weights: bytes) -> Entries:
    """The numbers of a row of :data:`DEALT`."""
    return np.frombuffer(rows, np.int32), np.frombuffer(columns, np.int32), np.frombuffer(weights, np.float32)


def unpack(number: int, batches: Iterable[Any]) -> Iterator[Any]:
    """Batches of :data:`PACKED` become batches of :data:`FACTORS`, of a side in so many blocks."""
    import pyarrow as pa  # noqa: PLC0415

    for batch in batches:
        for block, first, rows, packed in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            values = np.frombuffer(packed, np.float32)
            ids = (block + number * np.arange(first, first + rows)).astype(np.int32)
            offsets = (np.arange(rows + 1) * (len(values) // rows)).astype(np.int32)
            factors = pa.ListArray.from_arrays(pa.array(offsets), pa.array(values))
            yield pa.RecordBatch.from_arrays([pa.array(ids), factors], ["id", "factors"])


def _gathered(batches: Iterable[Any]) -> Iterator[Entries]:
    held: list[tuple[Any, ...]] = []
    size = 0
    for batch in batches:
        held.append(tuple(column.to_numpy() for column in batch.columns))
        size += batch.num_rows
        if size >= AT_ONCE:
            yield _joined(held)
            held, size = [], 0
    if held:
        yield _joined(held)


def _joined(held: list[tuple[Any, ...]]) -> Entries:
    rows, columns, weights = (np.concatenate(same) for same in zip(*held, strict=True))
    return rows.astype(np.int32), columns.astype(np.int32), weights.astype(np.float32)
