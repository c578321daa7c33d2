"""The matrix of all rows, which a training needs at its beginning and once more at its end.

A large one is let go of in between, so that its room is there for the solver, and is read from the library again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_als.als.interactions import Interactions, RowKind, row_blocks
from desktop_als.errors import LibraryError, TrainingError
from desktop_als.library import Library
from desktop_als.plays import Ints
from desktop_als.progress import CancelToken
from desktop_als.workspace.unfinished import Run

READ_AGAIN_FROM = 30_000_000
"""Pairs: 240 MB, or 480 MB with a half-life. To read as many takes about 5 seconds, as two or three
epochs of 64 factors."""

BLOCK = 1 << 20
"""Pairs counted at once, some milliseconds."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a model says of its matrix.

    Attributes:
        row_kind, row_ids, artist_ids, knows_up_to: as in :class:`Interactions`.
        observations: stored pairs.
        support: int64 (artists,), rows in which each artist stands.
    """

    row_kind: RowKind
    row_ids: Ints
    artist_ids: Ints
    knows_up_to: int
    observations: int
    support: Ints

    @classmethod
    def of(cls, matrix: Interactions) -> Facts:
        """Those of ``matrix``."""
        support = np.zeros(len(matrix.artist_ids), np.int64)
        for _, entries in row_blocks(matrix.plays, BLOCK):
            support += np.bincount(matrix.plays.indices[entries], minlength=len(support))
        observations = int(matrix.plays.nnz)
        return cls(matrix.row_kind, matrix.row_ids, matrix.artist_ids, matrix.knows_up_to, observations, support)


class Everybody:
    """All rows of one training.

    Attributes:
        facts: of the matrix, whether it is there or not.

    Raises:
        TrainingError: at once, when the settings are for ratings and the library's rows are not, or the other way round.
        Cancelled: at once, ``cancel`` was raised.
    """

    def __init__(self, library: Library, run: Run, cancel: CancelToken) -> None:
        self._library, self._run = library, run
        self._matrix: Interactions | None = self._read(cancel)
        self.facts = Facts.of(self._matrix)
        if (self.facts.row_kind == "ratings") != (run.settings.objective == "explicit"):
            raise TrainingError("Ratings are trained on with the objective explicit, and plays with another.")

    def matrix(self) -> Interactions:
        """The matrix, read again if it was let go of; the caller has it then, and not this object.

        Raises:
            LibraryError: it has to be read again, and the library is not as it was.
        """
        if self._matrix is not None:
            return self._matrix
        if self._library.fingerprint() != self._run.fingerprint:
            raise LibraryError(
                "The library has changed since the training began, and it has to be read once more. "
                "Undo the last import, then resume the training."
            )
        return self._read(CancelToken())  # without all rows there is no model to keep

    def let_go(self) -> None:
        """Make room, where that matters."""
        if self.facts.observations > READ_AGAIN_FROM:
            self._matrix = None

    def _read(self, cancel: CancelToken) -> Interactions:
        timed = self._run.settings.half_life is not None
        matrix = self._library.interactions(self._run.rows, cancel, timed=timed)
        if matrix.plays.nnz > READ_AGAIN_FROM:
            self._library.give_back_memory()
        return matrix
