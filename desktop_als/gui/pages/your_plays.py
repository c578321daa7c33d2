"""What the listener at hand plays, for the pages of artists."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_als.errors import NotFoundError
from desktop_als.workspace import ArtistPlays, ListenerTable, Workspace

EVERY = 1_000_000


class YourPlays:
    """Read once for each listener and state of the library. Asked by workers of one lane, one at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._read: tuple[int, ListenerTable] | None = None  # the library makes another table when it changes
        self._plays: Mapping[int, ArtistPlays] = {}

    def of(self, listener_id: int | None) -> Mapping[int, ArtistPlays]:
        """All that a listener plays, by the artist's id; nothing while nobody is at hand."""
        if listener_id is None:
            return {}
        table = self._workspace.listeners()
        if self._read is None or self._read[0] != listener_id or self._read[1] is not table:
            self._plays = {one.id: one for one in self._workspace.top_artists(listener_id, EVERY)}
            self._read = listener_id, table
        return self._plays


def name_at_hand(workspace: Workspace, listener_id: int | None) -> str | None:
    """The name of the listener at hand; None while there is nobody, or once they left the library."""
    if listener_id is None:
        return None
    try:
        return workspace.listener(listener_id).name
    except NotFoundError:
        return None
