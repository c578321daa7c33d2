"""Home: three ways in at the first start, later the library and the next sensible step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job
from desktop_als.gui.messages import work as words
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.overview import Overview, Standing
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.welcome import Welcome
from desktop_als.gui.widgets.basics import EmptyState


class HomePage(Page):
    """Shows nothing until it knows which of the two it is: that takes some milliseconds."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asked: Job | None = None
        self._welcome = Welcome(context)
        self._overview = Overview(context)
        self._failure = EmptyState(words.HOME_FAILED, "", words.TRY_AGAIN, self.mark_stale)
        self._views = QStackedWidget()
        self._views.addWidget(QLabel())
        for view in (scrolling(self._welcome), self._overview, self._failure):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.addWidget(self._views)
        context.theme.changed.connect(self._dress)

    def refresh(self) -> None:
        """Read the library anew."""
        self.context.jobs.forget(self._asked)
        self._asked = self.context.jobs.submit(
            words.HOME,
            asking(lambda: Standing.read(self.context.workspace)),
            lane="query",
            done=self._show,
            failed=self._fail,
            quiet=True,
        )

    def _show(self, standing: Any) -> None:
        if standing.sources:
            self._overview.show_standing(standing)
        self._views.setCurrentIndex(2 if standing.sources else 1)

    def _fail(self, sentence: str) -> None:
        self._failure.say(words.HOME_FAILED, sentence)
        self._views.setCurrentIndex(3)

    @Slot()
    def _dress(self) -> None:
        self._welcome.dress()
