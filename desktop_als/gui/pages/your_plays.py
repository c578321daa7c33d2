"""What the listener at hand plays, for the pages of artists."""

from __future__ import annotations

from desktop_als.errors import NotFoundError
from desktop_als.workspace import ArtistPlays, Workspace

EVERY = 1_000_000


def played_by(workspace: Workspace, listener_id: int | None) -> dict[int, ArtistPlays]:
    """All that a listener plays, by the artist's id; nothing while nobody is at hand."""
    if listener_id is None:
        return {}
    return {one.id: one for one in workspace.top_artists(listener_id, EVERY)}


def name_at_hand(workspace: Workspace, listener_id: int | None) -> str | None:
    """The name of the listener at hand; None while there is nobody, or once they left the library."""
    if listener_id is None:
        return None
    try:
        return workspace.listener(listener_id).name
    except NotFoundError:
        return None
