"""What a listener said, as a file that another library can read: JSON, artists by their names.

What is read is trusted in nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from desktop_als.errors import SteeringError
from desktop_als.paths import write_atomically
from desktop_als.steering import Opinion

FORMAT: Literal["desktop-als steering"] = "desktop-als steering"
VERSION = 1

LEAST_STRENGTH, MOST = 0.01, 100.0
"""Of strengths; weights are from 0 to ``MOST``."""
LEAST_HALF_LIFE, MOST_DAYS = 1.0, 36_500.0
"""Of half-lives and snoozes, in days."""

_LARGEST = 16 << 20
_MOST_ENTRIES = 100_000

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=10_000)]
_Seconds = Annotated[int, msgspec.Meta(ge=-1, le=1 << 40)]


class ToldOpinion(msgspec.Struct, frozen=True):
    """An opinion; ``until``, the end of a snooze, and ``said_at`` are Unix seconds, -1 where there is none."""

    artist: _Name
    opinion: Opinion
    until: _Seconds = -1
    said_at: _Seconds = -1


class ToldWeight(msgspec.Struct, frozen=True):
    """What the plays of an artist count."""

    artist: _Name
    weight: Annotated[float, msgspec.Meta(ge=0, le=MOST)]
    said_at: _Seconds = -1


class SteeringFile(msgspec.Struct, frozen=True, kw_only=True):
    """All that one listener said; ``half_life`` in days."""

    format: Literal["desktop-als steering"] = FORMAT
    version: int = VERSION
    listener: str
    opinions: Annotated[list[ToldOpinion], msgspec.Meta(max_length=_MOST_ENTRIES)] = []
    weights: Annotated[list[ToldWeight], msgspec.Meta(max_length=_MOST_ENTRIES)] = []
    half_life: Annotated[float, msgspec.Meta(ge=LEAST_HALF_LIFE, le=MOST_DAYS)] | None = None
    strength: Annotated[float, msgspec.Meta(ge=LEAST_STRENGTH, le=MOST)] = 1.0

    @property
    def artists(self) -> list[str]:
        """The names of all that something is said of."""
        return [each.artist for each in self.opinions] + [each.artist for each in self.weights]

    @property
    def entries(self) -> int:
        """How many things are said."""
        return len(self.opinions) + len(self.weights) + (self.half_life is not None) + (self.strength != 1)


class _Kind(msgspec.Struct):
    format: str = ""
    version: int = 0


def write(path: Path, told: SteeringFile) -> None:
    """Write it; a file of that name gives way once the new one is whole.

    Raises:
        SteeringError: the disk is full or cannot be written.
    """
    try:
        write_atomically(path, msgspec.json.format(msgspec.json.encode(told)) + b"\n")
    except OSError as error:
        raise SteeringError(f"{path.name} could not be written ({error.strerror}). Choose another folder.") from error


def read(path: Path) -> SteeringFile:
    """Read it.

    Raises:
        SteeringError: it cannot be read, is no such file, or a newer version of this program made it.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
    except OSError as error:
        raise SteeringError(f"{path.name} could not be read ({error.strerror}). Nothing was changed.") from error
    try:
        kind = msgspec.json.decode(text, type=_Kind)
        if kind.format == FORMAT and kind.version > VERSION:
            raise SteeringError(
                f"{path.name} was made by a newer version of Desktop ALS. Nothing was changed. Update this program to read it."
            )
        if len(text) <= _LARGEST and kind.format == FORMAT and kind.version == VERSION:
            return msgspec.json.decode(text, type=SteeringFile)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _no_such_file(path) from error
    raise _no_such_file(path)


def _no_such_file(path: Path) -> SteeringError:
    return SteeringError(f"{path.name} is damaged or holds nothing that a listener said. Nothing was changed.")
