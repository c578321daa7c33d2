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
from desktop_als.workspace import Extrapolation, Scale, Size, extrapolated, measured_scale

Extrapolations = tuple[Extrapolation, Extrapolation]

WIDE = 860
"""Pixels at 100 % from which a picture or a second text stands beside the first."""


class HowItWorksPage(Page):
    """What has to travel, what this library takes, what was measured, and what follows for very large ones."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asking = Latest(context.jobs, words.LOADING)
        self.costs = CostsCard(context)
        self.measured = MeasuredCard(context.theme)
        self.extrapolations = [(label("", "strong"), label("", wrap=True)) for _ in range(2)]
        self._lay_out()
        context.theme.changed.connect(self._arrange)

    def refresh(self) -> None:
        """Look at the library and at what was measured."""
        costs = self.context.workspace.costs

        def question() -> tuple[Size | None, Scale | None, Extrapolations]:
            scale = measured_scale()
            return costs.size(), scale, extrapolated(scale)

        self._asking.ask(question, lambda answer: self._show(*answer), self.context.tell_failure)

    def _show(self, size: Size | None, scale: Scale | None, found: Extrapolations) -> None:
        self.costs.show_size(size, scale)
        self.measured.show_scale(scale)
        for (title, text), one, said in zip(self.extrapolations, found, words.extrapolations(found), strict=True):
            title.setText(words.extrapolated_to(one.size))
            text.setText(said)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.S, 0)
        column.setSpacing(theme.L)
        self._sides: list[QBoxLayout] = []
        for card in (self._why(), self.costs, self.measured, self._grown()):
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.XL, theme.XL, theme.L, theme.L)
        outer.setSpacing(theme.L)
        outer.addWidget(PageHeader(words.TITLE, words.FACTS))
        outer.addWidget(scrolling(content))

    def _why(self) -> Card:
        card, sides = self._card(words.WHY_TITLE)
        sides.addLayout(_stacked(*(label(paragraph, wrap=True) for paragraph in words.WHY)), 3)
        sides.addWidget(BlocksPicture(self.context.theme), 2)
        return card

    def _grown(self) -> Card:
        card, sides = self._card(words.GROWN_TITLE)
        for part in self.extrapolations:
            sides.addLayout(_stacked(*part), 1)
        return card

    def _card(self, title: str) -> tuple[Card, QBoxLayout]:
        """A card, and what lies side by side in it where there is room."""
        card, sides = Card(spacing=theme.M), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        sides.setSpacing(theme.XL)
        card.body.addWidget(label(title, "section-title"))
        card.body.addLayout(sides)
        self._sides.append(sides)
        return card, sides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put things side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        wide = self.width() >= self.context.theme.scaled(WIDE)
        for sides in self._sides:
            sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _stacked(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.M)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column
