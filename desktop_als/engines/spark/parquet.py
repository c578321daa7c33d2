"""What a cluster and this computer hand each other, as Parquet: pairs with their weights, and factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import row_blocks
from desktop_als.progress import CancelToken

Floats = npt.NDArray[np.float32]

FILE_ENTRIES = 1 << 20
"""Pairs of a file, some megabytes: the cluster reads files side by side, and cancel is looked at between two."""

BATCH = 1 << 16
"""Rows of factors decoded at once."""


def write_pairs(weights: sp.csr_matrix, folder: Path, cancel: CancelToken) -> None:
    """Write CSR float32 (rows, artists) as files of (row int32, artist int32, weight float32), without a copy of the whole.

    Raises:
        OSError: ``folder`` cannot be made or written.
        Cancelled: after at most one file more.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for number, (rows, entries) in enumerate(row_blocks(weights, FILE_ENTRIES)):
        cancel.check()
        lengths = np.diff(weights.indptr[rows.start : rows.stop + 1])
        columns = {
            "row": np.repeat(np.arange(rows.start, rows.stop, dtype=np.int32), lengths),
            "artist": weights.indices[entries].astype(np.int32, copy=False),
            "weight": weights.data[entries].astype(np.float32, copy=False),
        }
        pq.write_table(pa.table(columns), folder / f"part-{number:05}.parquet")


def read_factors(folder: Path, rows: int) -> Floats | None:
    """The factors, float32 (rows, d), that lie in ``folder`` as files of (id int, factors list<float>).

    As :func:`factors_of`; also:

    Raises:
        OSError: a file cannot be read.
        ValueError: it holds no factors.
    """
    return factors_of(_batches(folder), rows)


def factors_of(batches: Iterable[Any], rows: int) -> Floats | None:
    """The factors, float32 (rows, d), in Arrow batches of (id int, factors list<float>); an id that is missing there has 0.

    None where the batches hold no row at all, and so no d.

    Raises:
        ValueError: they are not the factors of so many rows, or not finite.
    """
    table: Floats | None = None
    for ids, factors in (_numbers(batch) for batch in batches if len(batch)):
        if table is None:
            table = np.zeros((rows, factors.shape[1]), np.float32)
        if factors.shape[1] != table.shape[1]:
            raise ValueError("rows of different lengths")
        if ids.min() < 0 or ids.max() >= rows:
            raise ValueError("a row that was not asked for")
        if not np.isfinite(factors).all():
            raise ValueError("a number that is not finite")
        table[ids] = factors
    return table


def _batches(folder: Path) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    for file in sorted(folder.glob("part-*.parquet")):
        if file.is_symlink():  # Spark makes none: whoever did wants another file read
            continue
        try:
            with pq.ParquetFile(file) as parts:
                yield from parts.iter_batches(BATCH, columns=["id", "factors"])
        except pa.ArrowException as error:
            raise ValueError(f"{file.name} holds no factors") from error


def _numbers(batch: Any) -> tuple[npt.NDArray[np.integer], Floats]:
    if set(batch.schema.names) != {"id", "factors"}:
        raise ValueError("other columns than those of factors")
    lists = batch.column("factors")
    values = lists.flatten().to_numpy(zero_copy_only=False)
    ids = batch.column("id").to_numpy(zero_copy_only=False)
    lengths, length = lists.value_lengths().to_numpy(zero_copy_only=False), len(values) // len(ids)
    if ids.dtype.kind != "i" or values.dtype.kind != "f" or (lengths != length).any():  # NaN where there is no list
        raise ValueError("rows of different lengths")
    return ids, values.astype(np.float32, copy=False).reshape(len(ids), length)
