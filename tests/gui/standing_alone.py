"""Pages without a window: a real workspace in a folder of its own, and a record of where they wanted to go."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import Workspace

PageT = TypeVar("PageT", bound=Page)
WAIT = 60_000


class Stage:
    """What a window would give to its pages."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource) -> None:
        self.qtbot = qtbot
        self.went: list[Location] = []
        self.imports: list[list[Path]] = []
        self.samples = 0
        self.told: list[tuple[str, int | None]] = []
        self.failures: list[str] = []
        self.changes = 0
        self.workspace, self.jobs, self.theme = workspace, jobs, themes
        self.pages: list[Page] = []
        self.windows: list[QWidget] = []
        self.context = Context(
            self.workspace,
            self.jobs,
            self.theme,
            self.went.append,
            self._changed,
            self.imports.append,
            self._sample,
            lambda sentence, step: self.told.append((sentence, step)),
            self.failures.append,
        )

    def _changed(self) -> None:
        self.changes += 1
        for page in self.pages:
            page.mark_stale()

    def _sample(self) -> None:
        self.samples += 1

    def show(self, page: PageT) -> PageT:
        self.pages.append(page)
        # A bare widget around it, for a window with a layout would make the offscreen platform warn of its size hints.
        window = QWidget()
        self.windows.append(window)
        self.qtbot.addWidget(window)
        window.resize(1096, 752)
        page.setParent(window)
        page.resize(1096, 752)
        window.show()
        page.open(Location("home"))
        self.settle()
        return page

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.jobs.idle, timeout=WAIT)
        QApplication.processEvents()  # what the answers added is shown by a posted event

    def click(self, page: QWidget, text: str) -> None:
        self.qtbot.mouseClick(find_button(page, text), Qt.MouseButton.LeftButton)


def find_button(page: QWidget, text: str) -> QPushButton:
    """The button that a person would see and could click."""
    found = [b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisible() and b.isEnabled()]
    assert len(found) == 1, f"{len(found)} buttons “{text}”; there are {buttons(page)}"
    return found[0]


def buttons(page: QWidget) -> list[str]:
    return [b.text() for b in page.findChildren(QPushButton) if b.isVisible()]


def text_of(page: QWidget) -> str:
    """All words that are seen."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def find_any(page: QWidget, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text)


def cut_off(page: QWidget) -> list[str]:
    """Texts of buttons and of wrapped labels that have less room than they need."""
    pressed = [b for kind in (QPushButton, QCheckBox) for b in page.findChildren(kind) if b.isVisible()]
    wrapped = [one for one in page.findChildren(QLabel) if one.isVisible() and one.wordWrap()]
    return [b.text() for b in pressed if b.width() < b.minimumSizeHint().width()] + [
        one.text() for one in wrapped if one.height() < one.heightForWidth(one.width())
    ]


def shown(table: TableView, column: int = 0) -> list[str]:
    """What a column says, row by row."""
    return [table.table_model.index(row, column).data() for row in range(table.table_model.rowCount())]


def choose(stage: Stage, table: TableView, name: str) -> None:
    """Click the row whose first column says ``name``, beside its words."""
    cell = table.visualRect(table.table_model.index(shown(table).index(name), 0))
    stage.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.right() - 4, cell.center().y()))
    stage.settle()


def click(stage: Stage, page: QWidget, text: str) -> None:
    """Click a button and wait for what it does."""
    stage.click(page, text)
    stage.settle()
