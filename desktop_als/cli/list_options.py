"""The options of a list of recommendations, wherever one is asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class HeardName(StrEnum):
    """What a list may hold."""

    new = "new"
    dormant = "dormant"
    any = "any"


Heard = Annotated[HeardName, typer.Option(help="Only new artists, only forgotten ones, or any.")]
Adventure = Annotated[float, typer.Option(min=0, max=1, help="0: familiar artists first. 1: adventurous ones.")]
Variety = Annotated[
    float, typer.Option(min=0, max=1, help="How far artists make place for others that are less alike.")
]
HeardPlays = Annotated[int, typer.Option(min=1, metavar="N", help="Plays from which on an artist is heard.")]
HeardDays = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Heard are only artists played in the last N days of the history."),
]
ForgottenDays = Annotated[
    int, typer.Option(min=1, metavar="N", help="Days without a play after which one is forgotten.")
]
Cap = Annotated[int | None, typer.Option(min=1, metavar="N", help="At most N artists that are close to each other.")]
Tracks = Annotated[bool, typer.Option("--tracks", help="List tracks, not artists.")]
Each = Annotated[int, typer.Option(min=1, max=100, metavar="N", help="How many tracks of one artist at most.")]
