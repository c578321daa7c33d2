"""What every tab of the page of several listeners is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import together as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.together_people import Person


class TogetherTab(QWidget):
    """Shows what a question about the people answers; of several questions only the newest."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.people: tuple[Person, ...] = ()
        self._loading = Latest(context.jobs, words.LOADING)

    def refresh(self, people: Sequence[Person]) -> None:
        """Ask about these listeners."""
        self.people = tuple(people)
        self.ask()

    def ask(self) -> None:
        """Ask again about the same."""
        raise NotImplementedError

    def forget(self) -> None:
        """Answers are not wanted any more."""
        self._loading.drop()

    @property
    def names(self) -> list[str]:
        """Of the people, in their order."""
        return [name for _, name in self.people]

    def load(
        self, question: Callable[[], Any], show: Callable[[Any], None], fail: Callable[[str], None] | None = None
    ) -> None:
        """Run ``question`` in a worker."""
        self._loading.ask(question, show, fail)
