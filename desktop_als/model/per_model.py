"""What follows from a model alone: worked out when first asked for, and kept as long as the model is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from desktop_als.model.bundle import Model

T = TypeVar("T")


def once_per_model(work: Callable[[Model], T]) -> Callable[[Model], T]:
    """Remember what ``work`` returned for each model. Two threads that ask at once may both work; either answer is right."""
    kept: WeakKeyDictionary[Model, T] = WeakKeyDictionary()

    @wraps(work)
    def remembered(model: Model) -> T:
        found = kept.get(model)
        if found is None:
            found = kept[model] = work(model)
        return found

    return remembered
