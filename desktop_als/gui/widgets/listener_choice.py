"""A box to choose a listener from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.latest import Latest
from desktop_als.workspace import Workspace

MEMBERS = 20
"""Nobody finds themselves among a hundred thousand, so only those who play most stand for them."""

LEAST_LETTERS = 12

Choice = tuple[int, str]


class ListenerChoice(QComboBox):
    """``picked`` tells the id of the chosen listener, also when it came to be chosen by itself; None when there is nobody.

    ``filled`` tells that it is known who there is, before somebody is picked.
    """

    filled = Signal()
    picked = Signal(object)

    def __init__(self, jobs: Jobs, name: str, who: Callable[[Workspace], Sequence[Choice]]) -> None:
        """``name`` is read to those who do not see; ``who``, asked in a worker, tells the choices."""
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(LEAST_LETTERS)
        self._asking = Latest(jobs, name)
        self._who = who
        self._known: Sequence[Choice] | None = None
        self.activated.connect(lambda _: self.picked.emit(self.listener))

    def refresh(self, workspace: Workspace) -> None:
        """Ask who there is."""
        self._asking.ask(lambda: self._who(workspace), self._show)

    @property
    def is_filled(self) -> bool:
        """False until it is known who there is."""
        return self._known is not None

    @property
    def listener(self) -> int | None:
        """The id of the chosen one."""
        chosen = self.currentData()
        return None if chosen is None else int(chosen)

    def _show(self, known: Sequence[Choice]) -> None:
        if known != self._known:
            chosen, self._known = self.listener, known
            self.clear()
            for number, name in known:
                self.addItem(name, number)
            self.setCurrentIndex(max(0, self.findData(chosen)) if known else -1)
            self.setEnabled(bool(known))
        self.filled.emit()
        self.picked.emit(self.listener)


def people_or_members(workspace: Workspace) -> list[Choice]:
    """The people of the library or, where there are none, a few members of its communities; those who play most first."""
    table = workspace.listeners()
    by_plays = (-table.plays).argsort(kind="stable")[:MEMBERS].tolist()
    return own_listeners(workspace) or [(int(table.ids[place]), str(table.names[place])) for place in by_plays]


def own_listeners(workspace: Workspace) -> list[Choice]:
    """The listeners (id, name) who imported a history of their own, those who play most first."""
    table = workspace.listeners()
    people = np.flatnonzero(table.communities == None)  # noqa: E711 - of each, not of the array
    people = people[np.argsort(-table.plays[people], kind="stable")]
    return [(int(table.ids[place]), str(table.names[place])) for place in people.tolist()]
