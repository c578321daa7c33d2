"""How the matrix lies on a cluster, so that it moves once and then never again. Runs in the executors; needs no pyspark.

Row r of a side belongs to block r mod B, and is its row r div B: every block has its share of the busy rows without anybody
knowing which they are. A listener's plays all live in one block of listeners, and an artist's all in one block of artists: the
matrix is held twice, once each way, and no play crosses the network after that.

What crosses it in each half-epoch are factors. A block that is solved needs the other side's rows that stand in its columns, no
more; so each of its columns is a place among the rows that it will be sent, in the order of the blocks they come from, and each
block of the other side knows which of its rows go where (Johnson, "Music Recommendations at Scale with Spark", Spark Summit 2014,
calls it half gridify; Spark's own ALS has in-blocks and out-blocks).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grid:
    """The sizes of two sides and in how many blocks each lies, seen from the side that is solved.

    Attributes:
        rows, blocks: of the side that is solved.
        others, other_blocks: of the side that is read.
    """

    rows: int
    blocks: int
    others: int
    other_blocks: int

    @property
    def turned(self) -> Grid:
        """The same seen from the other side."""
        return Grid(self.others, self.other_blocks, self.rows, self.blocks)

    def rows_of(self, block: int) -> int:
        """How many rows a block has."""
        return (self.rows - block + self.blocks - 1) // self.blocks


@dataclass(frozen=True, slots=True)
class Block:
    """A block's part of the matrix.

    Attributes:
        indptr: (r + 1,) where each row's entries lie.
        columns: (entries,) places among the rows that are received.
        weights: (entries,) as als.weighting gives them.
        starts: (other blocks + 1,) where the rows from each of them begin among those received.
        needed: (received,) rows of the block each comes from.
    """

    indptr: Offsets
    columns: Ints
    weights: Floats
    starts: Offsets
    needed: Ints


@dataclass(frozen=True, slots=True)
class Route:
    """The rows of a block that block ``to`` of the other side needs."""

    to: int
    places: Ints


Entries = tuple[Ints, Ints, Floats]
"""Rows, columns and weights (k,) of some pairs."""


def deal(entries: Entries, blocks: int) -> Iterator[tuple[int, Entries]]:
    """Pairs by the block of their row."""
    rows, columns, weights = entries
    block = rows % blocks
    order = np.argsort(block, kind="stable")
    cuts = np.searchsorted(block[order], np.arange(blocks + 1))
    for number in np.unique(block).tolist():
        chosen = order[cuts[number] : cuts[number + 1]]
        yield number, (rows[chosen], columns[chosen], weights[chosen])


def assemble(number: int, grid: Grid, parts: Iterable[Entries]) -> Block:
    """A block of its pairs, which come in any order, each once."""
    none = np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32)
    rows, columns, weights = (np.concatenate(same) for same in zip(none, *parts, strict=True))
    span = -(-grid.others // grid.other_blocks)
    sender, row = columns % grid.other_blocks, columns // grid.other_blocks
    received, column = np.unique(sender.astype(np.int64) * span + row, return_inverse=True)
    place = rows // grid.blocks
    order = np.lexsort((column, place))
    lengths = np.bincount(place, minlength=grid.rows_of(number))
    return Block(
        indptr=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        columns=column[order].astype(np.int32),
        weights=weights[order],
        starts=np.searchsorted(received, np.arange(grid.other_blocks + 1) * span).astype(np.int64),
        needed=(received % span).astype(np.int32),
    )


def routes(number: int, block: Block) -> Iterator[tuple[int, Route]]:
    """By the block of the other side: what it has to send to block ``number``."""
    for sender in range(len(block.starts) - 1):
        places = block.needed[block.starts[sender] : block.starts[sender + 1]]
        if len(places):
            yield sender, Route(number, places)


def blocks_for(side: int, observations: int, factors: int, cores: int) -> int:
    """Into how many blocks a side of so many rows is cut.

    As few as there are cores, for every further block takes its own copy of popular rows; but no block may be so large that
    beside its pairs there is no room for its rows and those it receives, and none beyond 2 GiB can be sent at all.
    """
    pairs = 8 * observations
    rows = 4 * factors * side
    return max(1, min(side, max(cores, -(-pairs // LARGEST_BLOCK), -(-rows // LARGEST_BLOCK))))


LARGEST_BLOCK = 256 << 20
"""Bytes of a block's pairs, or of its rows."""


def only(parts: Iterable[Any], kind: type) -> Iterator[Any]:
    """Those of one kind."""
    return (part for part in parts if isinstance(part, kind))
