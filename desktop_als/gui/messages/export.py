"""Words of what leaves the window: playlists, sheets, and searches at services."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages.common import count
from desktop_als.workspace import Entry, Exported, PlaylistFormat

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
    ("m3u8", "M3U8 playlist"),
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
WITH_FILES = "M3U8 with files of a music folder…"
CHOOSE_MUSIC = "Choose the folder with your music"
COPY_TEXT = "Copy as text"
WRITING, MATCHING, COPYING = "Writing a list", "Looking for your music", "Copying a list"
NOTHING_TO_EXPORT = "There is nothing in the list to take along yet."
STOPPED = "Stopped. Nothing was written."
UNNAMED = "list"
NAMED_LEFT_OUT = 3

WHY_LEFT_OUT: dict[PlaylistFormat, tuple[str, str]] = {"spotify": ("has no Spotify address", "have no Spotify address")}
NO_FILE = ("has no file in that folder", "have no file in that folder")
CANNOT_HOLD = ("cannot be written in this format", "cannot be written in this format")


def save_title(text: str) -> str:
    """The title of the dialog."""
    return f"Save as {text}"


def file_filter(kind: PlaylistFormat, text: str) -> str:
    """Which files the dialog shows."""
    return f"{text} (*.{SUFFIXES[kind]})"


def written(done: Exported, file: str, kind: PlaylistFormat, *, matched: bool) -> str:
    """ "Wrote 88 entries to mix.txt. 12 have no Spotify address and were left out: Ada Ray, Bo Lind and 10 more." """
    wrote = f"Wrote {count(done.entries, 'entry', 'entries')} to {file}."
    missing = len(done.left_out)
    if not missing:
        return wrote
    one, many = NO_FILE if matched else WHY_LEFT_OUT.get(kind, CANNOT_HOLD)
    why, were = (one, "was") if missing == 1 else (many, "were")
    return f"{wrote} {missing:,} {why} and {were} left out: {_some(done.left_out)}."


def _some(names: Sequence[str]) -> str:
    named, others = names[:NAMED_LEFT_OUT], len(names) - NAMED_LEFT_OUT
    return ", ".join(named) + (f" and {others:,} more" if others > 0 else "")


def line(entry: Entry) -> str:
    """An entry as a line of text."""
    return entry.artist if entry.track is None else f"{entry.artist} – {entry.track}"


def copied(entries: int) -> str:
    """How much is on the clipboard now."""
    return f"Copied {count(entries, 'line')}."
