from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.gui.location import Location
from desktop_als.gui.tables.columns import Column, Pill
from desktop_als.gui.tables.model import ArrayTableModel
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource

COLUMNS = (
    Column("name", "Artist", "link", width=200, stretch=1, link="artist"),
    Column("because", "Because you play", "pills", width=240, link="artist"),
    Column("match", "Match", "match", "How well it fits", width=110),
    Column("plays", "Plays", "number", width=80),
    Column("last", "Last play", "date", width=100),
)
NAMES = ["Tin Rivers", "amber Kite", "فرقة الورق", "<b>Slow Doves</b>", "🦆🦆 Ducks", "Long " * 60]


def rows(names: list[str] | None = None) -> Rows:
    names = NAMES if names is None else names
    n = len(names)
    pills = [(Pill(900 + i, "Paper Kite"), Pill(800 + i, "Velvet Orchard" * 9)) for i in range(n)]
    return Rows(
        np.arange(n, dtype=np.int64) + 10,
        name=objects(list(names)),
        because=objects(pills),
        match=np.arange(n) * 10,
        plays=np.array([1234, 7, 7, 99, 50, 3])[np.arange(n) % 6],
        last=np.where(np.arange(n) % 2, -1, 1_700_000_000),
    )


@pytest.fixture
def table(qtbot: QtBot, themes: ThemeSource) -> Iterator[TableView]:
    # Inside a bare widget, for the offscreen platform warns of size hints of windows.
    window = QWidget()
    qtbot.addWidget(window)
    view = TableView(COLUMNS, themes, "Artists")
    view.setParent(window)
    view.resize(900, 500)
    window.resize(900, 500)
    window.show()
    view.show_rows(rows())
    yield view
    window.close()


def names(model: ArrayTableModel) -> list[str]:
    return [model.index(i, 0).data() for i in range(model.rowCount())]


def click(qtbot: QtBot, table: TableView, row: int, column: int, x: int = 20, *, double: bool = False) -> None:
    rect = table.visualRect(table.model().index(row, column))
    act = qtbot.mouseDClick if double else qtbot.mouseClick
    act(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + x, rect.center().y()))


def click_title(qtbot: QtBot, table: TableView, column: int) -> None:
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_model_keeps_qt_s_rules_after_every_change(qtmodeltester: ModelTester) -> None:
    model = ArrayTableModel(COLUMNS)
    qtmodeltester.check(model)
    for change in (
        lambda: model.show_placeholders(8),
        lambda: model.replace(rows()),
        lambda: model.sort(3, Qt.SortOrder.DescendingOrder),
        lambda: model.keep(np.arange(6) % 2 == 0),
        lambda: model.sort(0),
        lambda: model.keep(np.zeros(6, dtype=bool)),
        lambda: model.sort(-1),
        lambda: model.keep(None),
        lambda: model.replace(rows(NAMES * 3)),
        lambda: model.set_title("plays", "Sessions", "How many"),
        lambda: model.replace(rows([])),
    ):
        change()
        qtmodeltester.check(model)


def test_numbers_sort_largest_first_and_equals_keep_their_order(qtbot: QtBot, table: TableView) -> None:
    click_title(qtbot, table, 3)
    assert names(table.table_model) == [NAMES[i] for i in (0, 3, 4, 1, 2, 5)]
    click_title(qtbot, table, 3)
    assert names(table.table_model) == [NAMES[i] for i in (5, 1, 2, 4, 3, 0)]


def test_names_sort_without_regard_to_case(qtbot: QtBot, table: TableView) -> None:
    click_title(qtbot, table, 0)
    assert names(table.table_model)[:3] == ["<b>Slow Doves</b>", "amber Kite", "Long " * 60]


def test_a_title_of_reasons_sorts_nothing(qtbot: QtBot, table: TableView) -> None:
    click_title(qtbot, table, 1)
    assert names(table.table_model) == NAMES


def test_the_selected_row_stays_selected_when_sorted_filtered_and_replaced(qtbot: QtBot, table: TableView) -> None:
    click(qtbot, table, 3, 3)
    assert table.chosen == 13
    click_title(qtbot, table, 3)
    assert table.table_model.id_at(table.currentIndex().row()) == 13
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    table.keep(np.array([False, True, True, True, True, True]))
    assert (table.chosen, table.currentIndex().row()) == (13, 0)
    table.show_rows(rows(NAMES * 2))
    assert table.chosen == 13
    with qtbot.waitSignal(table.row_chosen) as told:
        table.keep(np.zeros(12, dtype=bool))
    assert told.args == [None]


@pytest.mark.parametrize("place", range(len(NAMES)))
def test_names_of_all_kinds_are_shown_as_written(table: TableView, place: int) -> None:
    index = table.table_model.index(place, 0)
    assert index.data() == NAMES[place]
    assert table.grab().width() == 900


def test_a_tool_tip_never_takes_a_name_for_markup(table: TableView) -> None:
    table.show_rows(rows(["<b>" + "Slow Doves " * 9 + "</b>"]))
    tip = table.table_model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip
    assert "<b>" not in tip


def test_a_click_on_a_name_follows_it_and_beside_it_only_selects(qtbot: QtBot, table: TableView) -> None:
    followed: list[Location] = []
    table.followed.connect(followed.append)
    click(qtbot, table, 0, 0, x=200)
    assert (followed, table.chosen) == ([], 10)
    click(qtbot, table, 1, 0)
    assert followed == [Location("artist", 11)]


def test_a_click_on_a_pill_follows_it(qtbot: QtBot, table: TableView) -> None:
    with qtbot.waitSignal(table.followed) as told:
        click(qtbot, table, 2, 1, x=24)
    assert told.args == [Location("artist", 902)]


def test_the_pointer_on_a_link_is_a_hand(qtbot: QtBot, table: TableView) -> None:
    rect = table.visualRect(table.model().index(0, 0))
    qtbot.mouseMove(table.viewport(), QPoint(rect.left() + 20, rect.center().y()))
    qtbot.waitUntil(lambda: table.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor)
    qtbot.mouseMove(table.viewport(), QPoint(rect.right() - 4, rect.center().y()))
    qtbot.waitUntil(lambda: table.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor)


def test_enter_and_a_double_click_open_the_row(qtbot: QtBot, table: TableView) -> None:
    followed: list[Location] = []
    table.followed.connect(followed.append)
    click(qtbot, table, 0, 3)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    click(qtbot, table, 4, 3)
    click(qtbot, table, 4, 3, double=True)
    assert followed == [Location("artist", 11), Location("artist", 14)]


def test_selected_rows_are_copied_as_a_table(qtbot: QtBot, table: TableView) -> None:
    table.show_rows(rows(["Tin\tRivers", "Amber Kite"]))
    click(qtbot, table, 0, 3)
    select = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(table.table_model.index(1, 0), select)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Artist\tBecause you play\tMatch\tPlays\tLast play"
    assert [line.split("\t")[0] for line in lines[1:]] == ["Tin Rivers", "Amber Kite"]
    assert lines[1].split("\t")[3:] == ["1234", "14 Nov 2023"]
    assert lines[2].split("\t")[4] == "–"


def test_it_shows_which_row_the_keys_act_on(qtbot: QtBot, table: TableView) -> None:
    line = QLineEdit(table.window())
    line.show()
    line.setFocus()
    click(qtbot, table, 1, 3)
    qtbot.waitUntil(table.hasFocus)
    focused = table.grab().toImage()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    assert table.grab().toImage() != focused
    assert table.chosen == 11


def test_coming_by_tab_chooses_the_first_row(qtbot: QtBot, table: TableView) -> None:
    line = QLineEdit(table.window())
    line.show()
    line.setFocus()
    QWidget.setTabOrder(line, table)
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(table.hasFocus)
    assert table.chosen == 10


def test_placeholders_say_nothing_and_cannot_be_opened(qtbot: QtBot, table: TableView) -> None:
    table.show_placeholders(5)
    assert table.table_model.rowCount() == 5
    assert table.table_model.index(0, 0).data() is None
    with qtbot.assertNotEmitted(table.followed):
        click(qtbot, table, 0, 0)
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.chosen is None
    assert table.selection_as_tsv().count("\n") == 0


def test_rows_grow_with_the_text_and_follow_the_theme(table: TableView, themes: ThemeSource) -> None:
    light = table.grab().toImage()
    assert table.rowHeight(0) == 40
    themes.set_text_scale(2.0)
    assert table.rowHeight(0) == 80
    themes.set_text_scale(1.0)
    themes.set_mode("dark")
    assert table.grab().toImage() != light


def test_titles_say_what_their_numbers_are(table: TableView) -> None:
    tip = table.table_model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "How well it fits" in tip


@given(st.lists(st.text(alphabet="aB ß日🦆", max_size=40)))
def test_texts_that_begin_alike_are_in_order_too(texts: list[str]) -> None:
    texts = [*texts, *(f"{text}{'x' * 20}{i % 3}" for i, text in enumerate(texts))]
    shown = Rows(np.arange(len(texts)), name=objects(texts))
    expected = sorted(range(len(texts)), key=lambda i: texts[i].casefold())
    assert shown.order("name", descending=False).tolist() == expected
