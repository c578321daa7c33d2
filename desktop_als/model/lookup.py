"""From library ids to the places of a model's artists, all at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from desktop_als.model.bundle import Ids, Model

Bools = npt.NDArray[np.bool_]
Number = TypeVar("Number", bound=np.generic)


def places(model: Model, artist_ids: Ids) -> tuple[Ids, Bools]:
    """The columns of those of ``artist_ids`` (k,) that the model knows, in their order, and which (k,) these are."""
    at, known = _found(artist_ids, model.artist_ids)
    return at[known], known


def columns_of(model: Model, artist_ids: Collection[int]) -> Ids:
    """The columns, ascending, of those artists that the model knows."""
    return places(model, ids_of(artist_ids))[0]


def ids_of(artist_ids: Collection[int]) -> Ids:
    """Ids as an ascending array."""
    return np.sort(np.fromiter(artist_ids, np.int64, len(artist_ids)))


def looked_up(asked: Ids, keys: Ids, values: npt.NDArray[Number], missing: float) -> npt.NDArray[Number]:
    """The value of each of the ``asked`` (k,), where ``keys`` (h,) ascend and have ``values`` (h,); else ``missing``."""
    at, there = _found(asked, keys)
    found = np.full(len(asked), missing, values.dtype)
    found[there] = values[at[there]]
    return found


def _found(asked: Ids, keys: Ids) -> tuple[Ids, Bools]:
    at = np.searchsorted(keys, asked)
    there = at < len(keys)
    there[there] = keys[at[there]] == asked[there]
    return at, there
