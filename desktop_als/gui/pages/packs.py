"""The tab of packs: a model to give away without any listener, and one that came from elsewhere."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.pages.pack_adding import AddPackCard
from desktop_als.gui.pages.pack_making import MakePackCard
from desktop_als.gui.pages.page import Context


class PacksTab(QWidget):
    """Two cards."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.adding = AddPackCard(context)
        self.making = MakePackCard(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addWidget(self.adding)
        column.addWidget(self.making)
        column.addStretch(1)

    def refresh(self) -> None:
        """Ask which model is in use."""
        self.making.refresh()
