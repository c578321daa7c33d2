"""Nothing is cut off, nothing overlaps: in the window as it opens, in the smallest one, with text twice as large."""

# ruff: noqa: F401, F811 - fixtures are imported, and found by their names
from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop_als.gui import theme
from desktop_als.gui.tables.ink import Ink
from desktop_als.gui.tables.view import TableView
from tests.exports import ARTISTS, spotify_row
from tests.gui.recommendations_tab import Tab, mira, stage
from tests.gui.standing_alone import Stage, click, cut_off

RAIL, BAR = 184, 48


def sized(tab: Tab, width: int, height: int, scale: float = 1.0) -> Tab:
    tab.stage.theme.set_text_scale(scale)
    rail = round(RAIL * (1 + scale) / 2)
    tab.page.window().resize(width - rail, height - round(BAR * scale))
    tab.page.resize(width - rail, height - round(BAR * scale))
    tab.stage.settle()
    return tab


@pytest.fixture
def opened(mira: Tab) -> Iterator[Tab]:
    yield sized(mira, 1280, 800)
    mira.stage.theme.set_text_scale(1.0)


def place(tab: Tab, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(tab.page, QPoint()), widget.size())


def overlaps(tab: Tab) -> list[tuple[str, str]]:
    """Texts that share a place with others of the toolbar or the foot."""
    shown: list[QLabel | QPushButton] = [
        one
        for part in (tab.tab.options, tab.tab.foot)
        for kind in (QLabel, QPushButton)
        for one in part.findChildren(kind)
        if one.isVisible() and one.text()
    ]
    places = [(one.text(), place(tab, one)) for one in shown]
    return [(a, b) for i, (a, at) in enumerate(places) for b, there in places[i + 1 :] if at.intersects(there)]


def clipped(tab: Tab) -> list[str]:
    """Texts beyond the edges of the page, or of labels that are narrower than what they say."""
    labels = [one for one in tab.tab.options.findChildren(QLabel) if one.isVisible()]
    return [one.text() for one in labels if place(tab, one).right() > tab.page.width()] + [
        one.text() for one in labels if one.width() < one.fontMetrics().horizontalAdvance(one.text())
    ]


def cut_cells(table: TableView) -> list[str]:
    """Titles and numbers of a table that have less room than they need."""
    ink, cut = Ink(table._theme), []
    titles = QFontMetrics(table._theme.font(theme.SIZE_SMALL))
    for place, column in enumerate(table.table_model.columns):
        if table.isColumnHidden(place):
            continue
        room = table.columnWidth(place)
        if column.kind != "pills" and titles.horizontalAdvance(column.title) + 28 > room:
            cut.append(column.title)
        if column.kind not in ("link", "file", "pills", "actions", "match"):
            room -= ink.left + ink.right
            texts = [table.table_model.index(row, place).data() for row in range(table.table_model.rowCount())]
            cut += [text for text in texts if ink.body_metrics.horizontalAdvance(text) > room]
    return cut


def test_the_toolbar_is_one_line_in_the_window_as_it_opens(opened: Tab) -> None:
    options = opened.tab.options
    parts = (options.heard, options.adventure, options.effect, options.more_button)
    middles = {place(opened, part).center().y() for part in parts}
    assert max(middles) - min(middles) <= 4
    assert (overlaps(opened), clipped(opened), cut_off(opened.page)) == ([], [], [])


@pytest.mark.parametrize("choice", ["New to me", "Anything"])
def test_the_table_shows_all_its_numbers_without_scrolling_sideways(stage: Stage, choice: str) -> None:
    stage.workspace.stability.measure(2)
    member = sized(Tab(stage, "2"), 1280, 800)
    click(stage, member.page, choice)
    table = member.table
    assert not table.isColumnHidden([column.key for column in table.table_model.columns].index("stability"))
    assert cut_cells(table) == []
    assert table.horizontalScrollBar().maximum() == 0


def test_tracks_and_hidden_artists_need_no_scrolling_sideways(opened: Tab) -> None:
    click(opened.stage, opened.page, "Options")
    click(opened.stage, opened.page, "Tracks")
    click(opened.stage, opened.page, "Anything")
    assert opened.table.table_model.rowCount()
    assert (cut_cells(opened.table), opened.table.horizontalScrollBar().maximum()) == ([], 0)
    click(opened.stage, opened.page, "Artists")
    click(opened.stage, opened.page, "New to me")
    click(opened.stage, opened.page, "show")
    assert opened.table.table_model.rowCount()
    assert (cut_cells(opened.table), opened.table.horizontalScrollBar().maximum()) == ([], 0)


def test_the_reasons_and_the_controls_have_the_room_they_need(opened: Tab) -> None:
    side = opened.tab.side
    assert place(opened, side).left() >= place(opened, opened.tab.lists).right()
    for card in (side.reasons, side.steering.card):
        assert card.minimumSizeHint().width() <= side.width()
    assert cut_off(side) == []
    click(opened.stage, opened.page, "Steer")
    side.steering.half_life.stops.slider.setValue(0)
    opened.stage.settle()
    assert cut_off(side) == []
    assert place(opened, side.steering.keep_button).bottom() <= place(opened, side).bottom()


@pytest.mark.parametrize("kind", ["Artists", "Tracks"])
@pytest.mark.parametrize(
    ("width", "height", "scale"), [(880, 560, 1.0), (880, 560, 2.0), (1280, 800, 2.0), (1920, 1080, 1.0)]
)
def test_nothing_is_cut_off_in_windows_of_all_sizes(
    opened: Tab, width: int, height: int, scale: float, kind: str
) -> None:
    click(opened.stage, opened.page, "Options")
    click(opened.stage, opened.page, "Anything")
    click(opened.stage, opened.page, kind)
    sized(opened, width, height, scale)
    assert (overlaps(opened), clipped(opened), cut_off(opened.page)) == ([], [], [])
    assert opened.table.viewport().height() >= opened.table.rowHeight(0)
    for tab in ("Steer", "Why"):
        click(opened.stage, opened.page, tab)
        assert cut_off(opened.tab.side) == []
        assert opened.page.width() == width - round(RAIL * (1 + scale) / 2)


def test_it_is_all_reached_by_tab(opened: Tab) -> None:
    options = opened.tab.options
    options.heard.findChildren(QPushButton)[0].setFocus()
    reached: list[QWidget | None] = []
    for _ in range(14):
        reached.append(opened.page.window().focusWidget())
        opened.stage.qtbot.keyClick(opened.page.window().focusWidget(), Qt.Key.Key_Tab)
    for part in (options.adventure.slider, options.effect, options.more_button, opened.table):
        assert part in reached


def test_it_is_painted_anew_in_the_dark(opened: Tab) -> None:
    light = opened.tab.grab().toImage()
    opened.stage.theme.set_mode("dark")
    assert opened.tab.grab().toImage() != light


STRANGE = [
    "<b>Slow</b> & Doves",
    "فرقة الورق",
    "🦆🦆 Ducks",
    "Long " * 60,
    '=HYPERLINK("x")',
    "&amp; Kite",
    "ホレホリレ",
]


def test_names_of_all_kinds_are_shown_as_written(stage: Stage, tmp_path: Path) -> None:
    names = [name.strip() for name in STRANGE]
    rows = [spotify_row(7 * i, (names + ARTISTS)[i * i % 23], f"<i>Track</i> {i % 4}") for i in range(120)]
    (tmp_path / "strange.json").write_text(json.dumps(rows), encoding="utf-8")
    stage.workspace.import_history([tmp_path / "strange.json"], listener="<u>Mira</u>")
    run = stage.workspace.training(replace(stage.workspace.preset("quick"), factors=8, epochs=2), title="Quick")
    for _ in run:
        pass
    run.save()
    tab = sized(Tab(stage, "<u>Mira</u>"), 1280, 800)
    click(stage, tab.page, "Anything")
    shown = set(tab.artists()) & set(names)
    assert len(shown) >= 3
    for name in shown:
        tab.choose(tab.artists().index(name))
        assert tab.tab.reasons.title == f"Why {name}?"
        assert cut_off(tab.tab.side) == []
    for choice in ("Steer", "Options", "Tracks"):
        click(stage, tab.page, choice)
        assert (overlaps(tab), clipped(tab), cut_off(tab.page)) == ([], [], [])
    assert tab.page.width() == 1280 - RAIL
