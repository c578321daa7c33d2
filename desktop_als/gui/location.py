"""Where the window is: a page and what it shows. The only thing that back, forward and links pass around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PageName = Literal[
    "home",
    "import",
    "train",
    "listeners",
    "listener",
    "artists",
    "artist",
    "names",
    "communities",
    "radio",
    "together",
    "how-it-works",
    "settings",
]


@dataclass(frozen=True, slots=True)
class Location:
    """``subject`` is the library's id of the listener, artist, track or imported file that the page is about, else None.

    ``part`` is what is seen of it: of a file, the rows that met this fate; of the settings, a section; of the
    communities, a listener or an artist, a tab. Of the radio, it says what the subject is, from which it starts: "artist",
    "track", "listener", or "mood:2", a mood of the listener. Of a comparison, it is the id of the other listener.
    """

    page: PageName
    subject: int | None = None
    part: str | None = None
