"""How it works: what training needs, and what it takes when a library outgrows one machine."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import how_it_works as words
from desktop_als.gui.pages.measured_trainings import MeasuredCard
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.training_costs import CostsCard
from desktop_als.gui.widgets.basics import Card, PageHeader, label
from desktop_als.gui.widgets.blocks_picture import BlocksPicture
from desktop_als.workspace import Scale, Size, extrapolated, measured_scale

WIDE = 860
"""Pixels at 100 % from which the picture stands beside the words."""


class HowItWorksPage(Page):
    """What has to travel, what this library takes, what was measured, and what follows for very large ones."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asking = Latest(context.jobs, words.LOADING)
        self.costs = CostsCard(context)
        self.measured = MeasuredCard(context.theme)
        self._grown = Card(spacing=theme.M)
        self._grown.body.addWidget(label(words.GROWN_TITLE, "section-title"))
        self.extrapolations = [label("", wrap=True) for _ in range(2)]
        for text in self.extrapolations:
            self._grown.body.addWidget(text)
        self._lay_out()
        context.theme.changed.connect(self._arrange)

    def refresh(self) -> None:
        """Look at the library and at what was measured."""
        costs = self.context.workspace.costs

        def question() -> tuple[Size | None, Scale | None]:
            return costs.size(), measured_scale()

        self._asking.ask(question, lambda found: self._show(*found), self.context.tell_failure)

    def _show(self, size: Size | None, scale: Scale | None) -> None:
        self.costs.show_size(size, scale)
        self.measured.show_scale(scale)
        for text, said in zip(self.extrapolations, words.extrapolations(extrapolated(scale)), strict=True):
            text.setText(said)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.S, 0)
        column.setSpacing(theme.L)
        for card in (self._why(), self.costs, self.measured, self._grown):
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.XL, theme.XL, theme.L, theme.L)
        outer.setSpacing(theme.L)
        outer.addWidget(PageHeader(words.TITLE, words.FACTS))
        outer.addWidget(scrolling(content))

    def _why(self) -> Card:
        card = Card(spacing=theme.M)
        card.body.addWidget(label(words.WHY_TITLE, "section-title"))
        told = QVBoxLayout()
        told.setSpacing(theme.M)
        for paragraph in words.WHY:
            told.addWidget(label(paragraph, wrap=True))
        told.addStretch(1)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(theme.XL)
        self._across.addLayout(told, 3)
        self._across.addWidget(BlocksPicture(self.context.theme), 2)
        card.body.addLayout(self._across)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the picture where there is room for it."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        wide = self.width() >= self.context.theme.scaled(WIDE)
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
