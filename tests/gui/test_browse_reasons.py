from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_als.gui.location import Location
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.elided import ElidedLabel, ElidedLink
from desktop_als.gui.widgets.month_chart import MonthChart, nice_top, without_gaps
from desktop_als.gui.widgets.reasons import ReasonsCard
from desktop_als.gui.widgets.score_parts import parts_of
from desktop_als.gui.widgets.what_is import Number, WhatIs
from desktop_als.workspace import Contribution, Explanation, PullTest
from tests.gui.standing_alone import text_of


def explanation(*parts: float, artist: str = "Tin Rivers") -> Explanation:
    told = sorted(parts, reverse=True)
    named = tuple(Contribution(100 + i, f"Artist {i}", part) for i, part in enumerate(told))
    return Explanation(7, artist, sum(told), named)


@given(st.lists(st.floats(-2, 2), max_size=40))
def test_the_parts_shown_sum_to_the_score_shown(parts: list[float]) -> None:
    told = explanation(*parts)
    rows = parts_of(told)
    assert round(sum(row.value for row in rows), 2) == round(told.score, 2)
    assert len(rows) <= 8


def test_the_five_that_add_most_and_the_two_that_take_most_are_named() -> None:
    rows = parts_of(explanation(0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0.04, -0.01, -0.02, -0.03))
    assert [row.value for row in rows] == [0.3, 0.25, 0.2, 0.15, 0.1, 0.08, -0.02, -0.03]
    assert rows[5].text == "3 others"
    assert rows[5].artist_id is None


def test_one_other_is_one_other() -> None:
    assert parts_of(explanation(0.3, 0.25, 0.2, 0.15, 0.1, 0.05))[5].text == "1 other"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 700)
    made.show()
    yield made
    made.close()


def test_reasons_lead_to_their_artists(qtbot: QtBot, themes: ThemeSource, window: QWidget) -> None:
    went: list[Location] = []
    card = ReasonsCard(themes, went.append)
    card.setParent(window)
    card.resize(304, 600)
    card.show()
    card.show_explanation(explanation(0.31, 0.6, -0.05, artist="<b>Tin</b> & Rivers " * 9))
    qtbot.waitUntil(lambda: all(40 < link.width() < 200 for link in card.findChildren(ElidedLink)))
    assert card.title == f"Why {'<b>Tin</b> & Rivers ' * 9}?"
    assert "+0.86" in text_of(card)
    assert "−0.05" in text_of(card)
    links = [link for link in card.findChildren(ElidedLink) if link.isVisible()]
    assert [link.whole for link in links] == ["Artist 0", "Artist 1", "Artist 2"]
    qtbot.mouseClick(links[1], Qt.MouseButton.LeftButton)
    links[2].setFocus()
    qtbot.keyClick(links[2], Qt.Key.Key_Space)
    assert went == [Location("artist", 101), Location("artist", 102)]
    card.clear()
    assert "Choose a row" in text_of(card)
    assert "+0.86" not in text_of(card)


def test_a_long_name_is_cut_off_and_whole_in_its_tip(window: QWidget) -> None:
    name = "<i>Amber</i> & Kite " * 20
    for made in (ElidedLabel(name, "strong"), ElidedLink(name, lambda: None)):
        made.setParent(window)
        made.resize(160, 24)
        made.show()
        assert made.text().endswith("…")
        assert "&lt;i&gt;Amber&lt;/i&gt;" in made.toolTip()


def test_months_left_out_have_no_plays() -> None:
    months, plays = without_gaps(["2023-11", "2024-02"], [3, 5])
    assert months == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert plays == [3, 0, 0, 5]
    assert without_gaps([], []) == ([], [])


@given(st.integers(0, 10**7))
def test_the_top_of_the_scale_is_round_and_near(most: int) -> None:
    top = nice_top(most)
    assert max(1, most) <= top <= max(2, 2 * most)
    assert int(str(top).rstrip("0")) in (1, 2, 4, 6, 8)


def test_the_chart_tells_the_month_under_the_pointer(qtbot: QtBot, themes: ThemeSource, window: QWidget) -> None:
    chart = MonthChart(themes)
    chart.setParent(window)
    chart.resize(400, 200)
    chart.show_months(["2023-12", "2024-01"], [1, 1204])
    chart.show()
    qtbot.mouseMove(chart, QPoint(380, 100))
    qtbot.waitUntil(lambda: chart.told == "Jan 2024: 1,204 plays")
    drawn = chart.grab().toImage()
    themes.set_mode("dark")
    assert chart.grab().toImage() != drawn
    qtbot.mouseMove(chart, QPoint(5, 100))
    qtbot.waitUntil(lambda: not chart.told)


def test_a_part_is_pulled_out_and_figures_explain_themselves(
    qtbot: QtBot, themes: ThemeSource, window: QWidget
) -> None:
    card = ReasonsCard(themes, lambda _: None)
    card.setParent(window)
    card.resize(304, 600)
    card.show()
    pulled: list[int] = []
    card.pulled.connect(pulled.append)
    card.show_explanation(explanation(0.31, 0.6, -0.05))
    assert pulled == [100]
    card.show_pull_test(PullTest(7, Contribution(100, "Artist 0", 0.6), 0.86, 2, 0.31, 14))
    assert "Without Artist 0 it would be number 14." in text_of(card)
    other = next(b for b in card.findChildren(QPushButton) if b.accessibleName() == "Without Artist 2")
    other.setFocus()
    qtbot.keyClick(other, Qt.Key.Key_Space)
    assert pulled == [100, 102]
    card.show_explanation(explanation(0.3, 0.5, -0.04))
    assert pulled == [100, 102, 102]
    figures = [figure for figure in card.findChildren(Number) if figure.isVisible()]
    assert {"+0.50", "+0.30", "−0.04", "+0.76"} <= {figure.text() for figure in figures}
    card.show_pull_test(PullTest(7, Contribution(102, "Artist 2", -0.04), 0.76, 2, 0.8, None))
    assert "it would be in no list" in text_of(card)
    card.show_pull_test(PullTest(7, Contribution(102, "<b>" + "=Kite " * 60, -0.04), 0.76, 2, 0.8, 3))
    assert "<b>=Kite" in text_of(card)
    assert "&lt;b&gt;=Kite" in card.pull_test.toolTip()
    assert len(card.pull_test.text()) < 100


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_figure_is_explained_by_a_click_and_by_keys(qtbot: QtBot, window: QWidget) -> None:
    figure = Number("Half-life")
    figure.setParent(window)
    figure.setText("30 days")
    figure.explain("Half-life", "After so long a play counts <b>half</b>.")
    figure.resize(80, 20)
    figure.show()
    figure.setFocus()
    for ask in (
        lambda: qtbot.mouseClick(figure, Qt.MouseButton.LeftButton),
        lambda: qtbot.keyClick(figure, Qt.Key.Key_F1),
        lambda: qtbot.keyClick(figure, Qt.Key.Key_Question),
    ):
        ask()
        told = QApplication.activePopupWidget()
        assert isinstance(told, WhatIs)
        assert text_of(told) == "Half-life: 30 days\nAfter so long a play counts <b>half</b>."
        qtbot.keyClick(told, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
