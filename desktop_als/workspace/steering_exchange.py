"""What a listener said, on its way from a library into a file and from a file into another library."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from desktop_als.library.steering import Said, Tuning, Weight
from desktop_als.workspace.steering_entries import Held, SteeringImport
from desktop_als.workspace.steering_file import SteeringFile, ToldOpinion, ToldWeight

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class News:
    """What a file says that is not said here, by artists; ``tuning`` with what was said here of it."""

    opinions: Mapping[int, Said]
    weights: Mapping[int, Weight]
    tuning: Tuning
    result: SteeringImport


def told_by(listener: str, held: Held, names: Mapping[int, str]) -> SteeringFile:
    """What holds for a listener, as a file says it."""
    return SteeringFile(
        listener=listener,
        opinions=[
            ToldOpinion(names[artist], said.opinion, said.until, said.said_at)
            for artist, said in held.opinions.items()
            if said.opinion is not None
        ],
        weights=[ToldWeight(names[artist], told.weight, told.said_at) for artist, told in held.weights.items()],
        half_life=held.tuning.half_life,
        strength=held.tuning.strength,
    )


def news_in(told: SteeringFile, held: Held, found: Mapping[str, Sequence[int]], now: int) -> News:
    """What a file says that leaves be what was said here. Snoozes that are over say nothing.

    Args:
        told: by the file.
        held: what holds here at ``now``, in Unix seconds.
        found: the artists of the names in the file.
    """
    said = [(each.artist, Said(each.opinion, each.until, min(each.said_at, now))) for each in told.opinions]
    said = [(name, each) for name, each in said if each.holds(now)]
    weighed = [(each.artist, Weight(each.weight, min(each.said_at, now))) for each in told.weights if each.weight != 1]
    opinions, weights = _new(said, held.opinions, found), _new(weighed, held.weights, found)
    here, tuning = held.tuning, _tuning(told, held.tuning, now)
    names = [name for name, _ in (*said, *weighed)]
    unknown = [name for name in names if name not in found]
    added = len(opinions) + len(weights) + (tuning.half_life != here.half_life) + (tuning.strength != here.strength)
    entries = len(names) + (told.half_life is not None) + (told.strength != 1)
    result = SteeringImport(added, max(entries - len(unknown) - added, 0), tuple(dict.fromkeys(unknown)))
    return News(opinions, weights, tuning, result)


def _new(said: Sequence[tuple[str, T]], held: Container[int], found: Mapping[str, Sequence[int]]) -> dict[int, T]:
    """By artists of whom nothing is held; the first word of each counts."""
    new: dict[int, T] = {}
    for name, word in said:
        for artist in found.get(name, ()):
            if artist not in held:
                new.setdefault(artist, word)
    return new


def _tuning(told: SteeringFile, here: Tuning, now: int) -> Tuning:
    half_life = told.half_life if here.half_life is None else here.half_life
    strength = told.strength if here.strength == 1 else here.strength
    same = (half_life, strength) == (here.half_life, here.strength)
    return here if same else Tuning(half_life, strength, now)
