"""The radio page."""

from __future__ import annotations

from desktop_als.gui.pages.page import Page


class RadioPage(Page):
    """Not filled yet."""

    def refresh(self) -> None:
        """Load nothing."""
