"""VLC's own reading of a playlist, through its library."""

from __future__ import annotations

import ctypes
import ctypes.util
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

_TITLE, _ARTIST = 0, 1
_TEN_SECONDS = 10_000


class Item(NamedTuple):
    """One place of a playlist: what VLC would open, and what it shows."""

    address: str
    title: str
    artist: str


def _library() -> Any:
    name = ctypes.util.find_library("vlc")
    if name is None:
        pytest.skip("VLC is not installed")
    library = ctypes.CDLL(name)
    for function in (
        *("new", "media_new_path", "media_subitems", "media_list_item_at_index", "media_get_mrl", "media_get_meta"),
    ):
        getattr(library, f"libvlc_{function}").restype = ctypes.c_void_p
    return library


def read_playlist(path: Path) -> list[Item]:
    """The places of a playlist; skips the test where VLC is not installed."""
    vlc = _library()
    options = (ctypes.c_char_p * 2)(b"--no-xlib", b"--quiet")
    instance = ctypes.c_void_p(vlc.libvlc_new(2, options))
    media = ctypes.c_void_p(vlc.libvlc_media_new_path(instance, bytes(path)))
    vlc.libvlc_media_parse_with_options(media, 0, _TEN_SECONDS)
    while not vlc.libvlc_media_get_parsed_status(media):
        time.sleep(0.01)
    items = ctypes.c_void_p(vlc.libvlc_media_subitems(media))
    found = [_item(vlc, items, place) for place in range(vlc.libvlc_media_list_count(items))]
    vlc.libvlc_media_release(media)
    vlc.libvlc_release(instance)
    return found


def _item(vlc: Any, items: ctypes.c_void_p, place: int) -> Item:
    item = ctypes.c_void_p(vlc.libvlc_media_list_item_at_index(items, place))
    texts = vlc.libvlc_media_get_mrl(item), *(vlc.libvlc_media_get_meta(item, kind) for kind in (_TITLE, _ARTIST))
    return Item(*(ctypes.string_at(text).decode() if text else "" for text in texts))
