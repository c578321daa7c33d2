"""One thing that was chosen: a chip that leads to it, with a cross."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.location import Location
from desktop_als.gui.pages.page import Context
from desktop_als.gui.theme import ThemeSource, role
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.elided import ElidedLabel, ElidedLink

NAME_WIDTH = 220
"""Pixels that a name takes at most, at text scale 1."""

NameT = TypeVar("NameT", ElidedLabel, ElidedLink)


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen.

    Attributes:
        key: what the page knows it by.
        leads_to: where its chip leads.
        picture: an icon of its chip; ``kind`` says what that means.
        offer: what a link to choose it says, where its name alone would not do.
    """

    key: object
    name: str
    leads_to: Location | None = None
    picture: str = ""
    kind: str = ""
    offer: str = ""


class ChoiceChip(QFrame):
    """What becomes of a click on ``remove`` is for others to say."""

    def __init__(self, context: Context, choice: Choice, remove: str) -> None:
        """``remove`` is read to those who do not see the cross."""
        super().__init__()
        role(self, "chip")
        scaled, dim, where = context.theme.scaled, context.theme.scheme.dim, choice.leads_to
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, 0, theme.XS, 0)
        row.setSpacing(theme.S)
        if choice.picture:
            picture = label()
            picture.setPixmap(icon(choice.picture, dim, scaled(16)).pixmap(scaled(16), scaled(16)))
            picture.setAccessibleName(choice.kind)
            row.addWidget(picture)
        if where is None:
            row.addWidget(fitting(ElidedLabel(choice.name, ""), context.theme))
        else:
            row.addWidget(fitting(ElidedLink(choice.name, lambda: context.go(where)), context.theme))
        self.remove = button("", lambda: None, "bare")
        self.remove.setAccessibleName(remove)
        self.remove.setToolTip(f"<p>{escape(remove)}</p>")
        self.remove.setIcon(icon("close", dim, scaled(14)))
        self.remove.setIconSize(QSize(scaled(14), scaled(14)))
        row.addWidget(self.remove)


def fitting(name: NameT, themes: ThemeSource) -> NameT:
    """Give a name the room that it needs, up to a limit."""
    name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    name.setMaximumWidth(themes.scaled(NAME_WIDTH))
    return name
