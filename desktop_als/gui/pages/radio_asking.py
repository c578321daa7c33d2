"""What the radio page asks the workspace; all of it runs in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_als.errors import ModelError, NotFoundError
from desktop_als.gui.messages import radio as words
from desktop_als.workspace import Heard, RadioQueue, Seed, Station, Workspace

QUEUE = 30
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Named:
    """What people call the seeds of a station, and what it has heard; whether there is a model to go on by."""

    seeds: Sequence[tuple[Seed, str]] = ()
    heard: Sequence[tuple[Heard, str]] = ()
    has_model: bool = True


def names(workspace: Workspace, station: Station) -> Named:
    """The names of all that a station knows; of what has left the library, a word for that."""
    seeds = _each(workspace, station.seeds)
    heard = _each(workspace, [Seed("artist", one.artist_id) for one in station.heard])
    return Named(
        list(zip(station.seeds, seeds, strict=True)),
        list(zip(station.heard, heard, strict=True)),
        has_model=workspace.model_info() is not None,
    )


def _each(workspace: Workspace, seeds: Sequence[Seed]) -> tuple[str, ...]:
    if not seeds:
        return ()
    try:
        return workspace.radio.names(tuple(seeds))
    except (NotFoundError, ModelError) as error:
        if len(seeds) == 1:
            return (words.GONE_SEED if isinstance(error, NotFoundError) else words.KINDS[seeds[0].kind],)
    return tuple(name for seed in seeds for name in _each(workspace, [seed]))


def queue(workspace: Workspace, station: Station) -> RadioQueue:
    """What comes next. NotFoundError and ModelError as :meth:`Radio.queue`."""
    return workspace.radio.queue(station, QUEUE)


def offers(workspace: Workspace, listener_id: int | None) -> tuple[str, list[tuple[Seed, str]]]:
    """Where to begin, and why there: what the listener at hand plays most, or else what everybody plays."""
    if listener_id is not None:
        try:
            name = workspace.listener(listener_id).name
        except NotFoundError:
            return offers(workspace, None)
        top = workspace.top_artists(listener_id, OFFERED)
        return words.plays(name), [
            (Seed("listener", listener_id), name),
            *((Seed("artist", artist.id), artist.name) for artist in top),
        ]
    table = workspace.artists()
    most = np.argsort(-table.plays, kind="stable")[:OFFERED].tolist()
    return words.MUCH_PLAYED, [(Seed("artist", int(table.ids[place])), str(table.names[place])) for place in most]
