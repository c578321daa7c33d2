"""In how many blocks Spark's own ALS lays a side. Loads neither Spark nor the solver."""

from __future__ import annotations

import math

BLOCK_BYTES = 64 << 20
"""What a block of rows may take, ratings and factors: some blocks for each core fit into the smallest executor."""

MOST_BLOCKS = 1000
"""Of a side. While ratings are dealt out, every task holds a buffer for each pair of a user block and an item block."""

ENTRY_BYTES = 20
"""Of a rating while its block is built: 12 as it comes (row, column, weight), 8 in its place (column, weight)."""


def blocks_for(observations: int, length: int, d: int, cores: int) -> int:
    """In how many blocks ALS is to cut a side of ``length`` rows: whole rounds of all cores, each block in :data:`BLOCK_BYTES`.

    No more than that: a row of factors is sent to every block that needs it.
    """
    size = observations * ENTRY_BYTES + length * 4 * d
    rounds = math.ceil(size / (BLOCK_BYTES * cores))
    return max(1, min(cores * rounds, length, MOST_BLOCKS))
