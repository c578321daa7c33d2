"""Options that several commands share: a dataclass of them stands for all among the arguments of a command."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import is_dataclass
from functools import wraps
from typing import Any


def takes_groups(command: Callable[..., None]) -> Callable[..., None]:
    """Let each argument that is a dataclass be filled from options of the names and types of its fields."""
    own = inspect.signature(command, eval_str=True).parameters
    groups: dict[str, Any] = {
        name: parameter.annotation for name, parameter in own.items() if is_dataclass(parameter.annotation)
    }
    fields = {name: inspect.signature(group, eval_str=True).parameters for name, group in groups.items()}

    @wraps(command)
    def run(**said: Any) -> None:
        made = {name: groups[name](**{field: said.pop(field) for field in fields[name]}) for name in groups}
        command(**made, **said)

    keyword = inspect.Parameter.KEYWORD_ONLY
    options = [p for name in own for p in fields.get(name, {name: own[name]}).values()]
    run.__signature__ = inspect.Signature([p.replace(kind=keyword) for p in options])  # type: ignore[attr-defined]
    return run
