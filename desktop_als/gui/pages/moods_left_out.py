"""Which moods a listener has left out of their taste, as the weights of their artists tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desktop_als.workspace import Mood, Workspace


def left_out(workspace: Workspace, listener_id: int, moods: Sequence[Mood]) -> frozenset[int]:
    """Numbers of the moods whose artists all count as little as leaving them out makes them, or less."""
    weights = workspace.steering.of(listener_id).weights

    def out(mood: Mood) -> bool:
        wanted = workspace.moods.without(listener_id, [mood.number])
        return bool(wanted) and all(weights.get(artist, 1.0) <= wanted.get(artist, 1.0) for artist in mood.artist_ids)

    return frozenset(mood.number for mood in moods if out(mood))


def leave_out(workspace: Workspace, listener_id: int, before: Collection[int], after: Collection[int]) -> None:
    """Leave other moods out than before, in one step. Weights of several are no sum: they are asked for together."""
    again = dict.fromkeys(workspace.moods.without(listener_id, before), 1.0)
    workspace.steering.weigh(listener_id, again | workspace.moods.without(listener_id, after))
