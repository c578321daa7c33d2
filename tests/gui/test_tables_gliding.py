from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.gui.location import Location
from desktop_als.gui.tables import gliding
from desktop_als.gui.tables.columns import Action, Column
from desktop_als.gui.tables.gliding import Gliding
from desktop_als.gui.tables.model import ArrayTableModel
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource

COLUMNS = (
    Column("title", "Track", "file", width=200, stretch=1),
    Column("artist", "Artist", "link", width=200, link="artist", subject="artist_id"),
    Column("actions", "", "actions", width=120),
)
LIKE, LEAVE = Action("like", "More like this", "heart"), Action("leave", "Show again")


def rows(*ids: int) -> Rows:
    return Rows(
        np.array(ids, dtype=np.int64),
        title=objects([f"Slow Kerosene {i}" for i in ids]),
        artist=objects([f"Tin Rivers {i}" for i in ids]),
        artist_id=np.array([100 + i for i in ids], dtype=np.int64),
        actions=objects([(LIKE, LEAVE) for _ in ids]),
    )


@pytest.fixture
def table(qtbot: QtBot, themes: ThemeSource) -> Iterator[TableView]:
    window = QWidget()
    qtbot.addWidget(window)
    view = TableView(COLUMNS, themes, "Tracks")
    view.setParent(window)
    view.resize(700, 420)
    window.resize(700, 420)
    view.let_rows_glide()
    window.show()
    view.show_rows(rows(*range(10)))
    view.setFocus()
    yield view
    window.close()


def gliding_of(table: TableView) -> Gliding:
    return table.findChildren(Gliding)[0]


def settle(qtbot: QtBot, table: TableView) -> None:
    qtbot.waitUntil(lambda: not table.gliding)


def test_rows_come_from_where_they_were_and_new_ones_appear(qtbot: QtBot, table: TableView) -> None:
    settle(qtbot, table)
    table.show_rows(rows(3, 1, 99))
    moves = gliding_of(table)
    assert table.gliding
    assert (moves.offset(0), moves.offset(1), moves.offset(2)) == (3 * 40, 0, 0)
    assert (moves.opacity(0), moves.opacity(2)) == (1, 0)
    settle(qtbot, table)
    assert (moves.offset(0), moves.opacity(2)) == (0, 1)


def test_a_move_that_is_interrupted_goes_on_from_where_it_is_seen(qtbot: QtBot, table: TableView) -> None:
    table.show_rows(rows(9, *range(9)))
    moves = gliding_of(table)
    for turn in range(30):
        before = moves.places()
        order = [9, *range(9)] if turn % 2 else [*range(10)]
        table.show_rows(rows(*order))
        after = moves.places()
        assert all(abs(after[each] - place) < 1 for each, place in before.items() if each in after)
        qtbot.wait(5)
    settle(qtbot, table)
    assert list(moves.places().values()) == [table.rowViewportPosition(row) for row in range(10)]


def test_the_current_row_stays_current_wherever_it_goes(qtbot: QtBot, table: TableView) -> None:
    table.selectRow(2)
    table.show_rows(rows(*range(9, -1, -1)))
    assert (table.chosen, table.currentIndex().row(), table.hasFocus()) == (2, 7, True)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen == 1
    settle(qtbot, table)


def test_the_place_that_is_scrolled_to_stays(qtbot: QtBot, table: TableView) -> None:
    table.show_rows(rows(*range(60)))
    table.selectRow(0)
    table.verticalScrollBar().setValue(1000)
    table.show_rows(rows(*range(59, -1, -1)))
    assert table.verticalScrollBar().value() == 1000
    settle(qtbot, table)


def test_nothing_moves_where_the_system_asks_for_calm(table: TableView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gliding, "calm", lambda _: True)
    table.show_rows(rows(3, 1, 99))
    assert not table.gliding


def test_rows_are_painted_on_their_way(qtbot: QtBot, table: TableView) -> None:
    settle(qtbot, table)
    still = table.grab().toImage()
    table.show_rows(rows(*range(9, -1, -1)))
    assert table.grab().toImage() != still
    settle(qtbot, table)


def click(qtbot: QtBot, table: TableView, row: int, column: int, x: int) -> None:
    cell: QRect = table.visualRect(table.table_model.index(row, column))
    at = QPoint(cell.left() + x if x >= 0 else cell.right() + x, cell.center().y())
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_click_at_the_row_s_end_acts_and_follows_no_link(qtbot: QtBot, table: TableView) -> None:
    acted: list[tuple[str, int]] = []
    table.acted.connect(lambda key, row: acted.append((key, row)))
    with qtbot.assertNotEmitted(table.followed):
        click(qtbot, table, 4, 2, -24)
    assert acted == [("leave", 4)]
    click(qtbot, table, 4, 2, -20 - table.fontMetrics().horizontalAdvance("Show again") - 12)
    assert acted[1:] == [("like", 4)]
    with qtbot.waitSignal(table.followed) as told:
        click(qtbot, table, 5, 1, 20)
    assert told.args == [Location("artist", 105)]


def test_the_model_keeps_qt_s_rules_with_actions(qtmodeltester: ModelTester) -> None:
    model = ArrayTableModel(COLUMNS)
    for change in (
        lambda: model.replace(rows(3, 1, 2)),
        lambda: model.sort(2),
        lambda: model.sort(0, Qt.SortOrder.DescendingOrder),
        lambda: model.replace(rows(2, 5)),
    ):
        change()
        qtmodeltester.check(model)
    assert model.subject(0, model.columns[1]) == 100 + (model.id_at(0) or 0)
