"""Entries of menus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu


def add_entry(menu: QMenu, text: str, act: Callable[[], object]) -> None:
    """Add an entry that calls ``act``; an ``&`` of the text is shown, not taken for a key."""
    menu.addAction(text.replace("&", "&&")).triggered.connect(lambda: act())  # noqa: PLW0108 - it would pass its `checked`
