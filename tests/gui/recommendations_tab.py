"""The recommendations of one listener on a stage, and how tests click them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.pages.recommendations import RecommendationsTab
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.steering import Opinion
from desktop_als.workspace import RecommendQuery, Workspace
from tests.exports import ARTISTS, spotify_row
from tests.gui.standing_alone import Stage

menus = pytest.mark.qt_log_ignore("This plugin does not support")
"""The offscreen platform warns that it cannot raise a menu or grab the keyboard for it."""


class Tab:
    """The tab of one listener on a stage."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.stage, self.workspace = stage, stage.workspace
        self.listener = stage.workspace.find_listener(name).id
        self.page = ListenerPage(stage.context)
        stage.show(self.page)
        self.page.open(Location("listener", self.listener))
        stage.settle()
        self.tab: RecommendationsTab = self.page.recommendations

    @property
    def table(self) -> TableView:
        return self.tab.lists.pane.table

    def artists(self) -> list[str]:
        return column(self.table, "artist")

    def expected(self, **query: object) -> list[str]:
        rows = self.workspace.recommend(self.listener, RecommendQuery(**query)).rows  # type: ignore[arg-type]
        return [row.artist for row in rows]

    def id_of(self, artist: str) -> int:
        return self.workspace.find_artist(artist).id

    def choose(self, row: int) -> str:
        self.table.setFocus()
        self.table.selectRow(row)
        self.stage.settle()
        return self.artists()[row]

    def press(self, key: Qt.Key) -> None:
        self.stage.qtbot.keyClick(self.table, key)

    def click_cell(self, row: int, key: str, from_right: int) -> None:
        place = [column.key for column in self.table.table_model.columns].index(key)
        cell = self.table.visualRect(self.table.table_model.index(row, place))
        point = QPoint(cell.right() - from_right, cell.center().y())
        self.stage.qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, pos=point)
        self.stage.settle()

    def said(self) -> dict[int, Opinion]:
        return dict(self.workspace.steering.of(self.listener).opinions)


def column(table: TableView, key: str) -> list[str]:
    model = table.table_model
    place = [column.key for column in model.columns].index(key)
    return [model.index(row, place).data() for row in range(model.rowCount())]


@pytest.fixture
def stage(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    return Stage(qtbot, trained, jobs, themes)


@pytest.fixture
def member(stage: Stage) -> Tab:
    """Somebody of the community."""
    return Tab(stage, "2")


@pytest.fixture
def mira(stage: Stage, tmp_path: Path) -> Tab:
    """A person of this library, who plays a few artists of the model."""
    rows = [spotify_row(10 * i, ARTISTS[(i * i + i) % 13], f"Slow Kerosene {i % 3}") for i in range(90)]
    (tmp_path / "mira.json").write_text(json.dumps(rows), encoding="utf-8")
    stage.workspace.import_history([tmp_path / "mira.json"], listener="Mira")
    return Tab(stage, "Mira")


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def right_click(member: Tab, row: int, key: str) -> QMenu:
    place = [column.key for column in member.table.table_model.columns].index(key)
    point = member.table.visualRect(member.table.table_model.index(row, place)).center()
    viewport = member.table.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)
    return open_menu()


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]
