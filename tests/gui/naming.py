"""An invented history in which artists are spelled in several ways."""

from __future__ import annotations

from desktop_als.workspace import Workspace
from tests.library.making import bring, count_batch

HOSTILE = "<b>Bold</b> & Co"
TOLD = (
    ("Mira", "Tin Rivers", 30),
    ("Mira", "tin rivers", 4),
    ("Mira", "Ada", 12),
    ("Mira", "Bo", 9),
    ("Mira", "Ada feat. Bo", 5),
    ("Mira", "Zoë Paper Kites", 8),
    ("Mira", "Zoe Paper Kites", 2),
    ("Mira", HOSTILE, 7),
    ("Mira", HOSTILE.upper(), 1),
)


def tell(workspace: Workspace, *counts: tuple[str, str, int]) -> None:
    bring(workspace._library, count_batch(counts), form="totals")
    workspace._library_changed()


def credited(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    return {one.name: one.into for one in workspace.names.credits()}
