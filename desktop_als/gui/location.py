"""Where the window is: a page and what it shows. The only thing that back, forward and links pass around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PageName = Literal["home", "import", "train", "listeners", "listener", "artists", "artist"]


@dataclass(frozen=True, slots=True)
class Location:
    """``subject`` is the library's id of the listener or the artist on the pages of one of them, else None."""

    page: PageName
    subject: int | None = None
