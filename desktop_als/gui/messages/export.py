"""Words of what leaves the window: playlists, sheets, and searches at services."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages.common import count
from desktop_als.workspace import Exported, PlaylistFormat

# Searches at services

OPEN_IN, COPY_LINK, COPY_NAME = "Open in", "Copy link", "Copy name"
COPIED_LINK, COPIED_NAME = "Copied the link.", "Copied the name."


def no_browser(url: str) -> str:
    """When nothing opens web pages here."""
    return f"No browser could be opened. The address is {url}"


# Playlists and sheets

EXPORT, EXPORT_HINT = "Export", "Take this list along: a sheet, a playlist or text"
KINDS: tuple[tuple[PlaylistFormat, str], ...] = (
    ("csv", "CSV sheet"),
    ("m3u8", "M3U8 playlist of your music files"),
    ("xspf", "XSPF playlist"),
    ("jspf", "JSPF playlist"),
    ("text", "Text"),
    ("spotify", "Spotify track addresses"),
)
"""In the order of the menu."""
SUFFIXES: dict[PlaylistFormat, str] = {
    "csv": "csv",
    "m3u8": "m3u8",
    "xspf": "xspf",
    "jspf": "jspf",
    "text": "txt",
    "spotify": "txt",
}
CHOOSE_MUSIC = "Choose the folder with your music"
COPY_TEXT = "Copy as text"
WRITING, MATCHING, COPYING = "Writing a list", "Looking for your music", "Copying a list"
NOTHING_TO_EXPORT = "There is nothing in the list to take along yet."
STOPPED = "Stopped. Nothing was written."
UNNAMED = "list"
NAMED_LEFT_OUT = 3

LACKS: dict[PlaylistFormat, str] = {"spotify": "Spotify address", "m3u8": "file in that folder"}
"""What an entry needs to be in a file of a format."""


def save_title(text: str) -> str:
    """The title of the dialog."""
    return f"Save as {text}"


def file_filter(kind: PlaylistFormat, text: str) -> str:
    """Which files the dialog shows."""
    return f"{text} (*.{SUFFIXES[kind]})"


def written(done: Exported, file: str, kind: PlaylistFormat, note: str | None = None) -> str:
    """ "Wrote 88 entries to mix.txt. 12 have no Spotify address and were left out: Ada Ray, Bo Lind and 10 more." """
    told = [f"Wrote {count(done.entries, 'entry', 'entries')} to {file}."]
    if missing := len(done.left_out):
        has, was = ("has", "was") if missing == 1 else ("have", "were")
        told.append(
            f"{missing:,} {has} no {LACKS.get(kind, 'place in it')} and {was} left out: {_some(done.left_out)}."
        )
    return " ".join([*told, *([note] if note else [])])


def _some(names: Sequence[str]) -> str:
    named, others = names[:NAMED_LEFT_OUT], len(names) - NAMED_LEFT_OUT
    return ", ".join(named) + (f" and {others:,} more" if others > 0 else "")


def copied(entries: int) -> str:
    """How much is on the clipboard now."""
    return f"Copied {count(entries, 'line')}."
