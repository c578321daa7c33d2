"""Trying out how the list would be: ticks, weights, half-life, strength."""

# ruff: noqa: F401, F811 - fixtures are imported, and found by their names
from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from desktop_als.errors import LibraryError
from desktop_als.gui.location import Location
from desktop_als.gui.pages.draft import NO_DRAFT
from desktop_als.gui.tables.view import TableView
from desktop_als.steering import NEUTRAL, Opinion, Steering
from tests.gui.recommendations_tab import Tab, column, mira, stage
from tests.gui.standing_alone import click, find_button, text_of


@pytest.fixture
def steered(mira: Tab) -> Tab:
    click(mira.stage, mira.page, "Anything")
    click(mira.stage, mira.page, "Steer")
    return mira


def artists_of(tab: Tab) -> TableView:
    return tab.tab.side.steering.pane.table


def tick(tab: Tab, row: int) -> None:
    table = artists_of(tab)
    cell = table.visualRect(table.table_model.index(row, 0))
    tab.stage.qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.right() - 24, cell.center().y())
    )
    tab.stage.settle()


def listed(tab: Tab, steering: Steering) -> list[str]:
    rows = tab.workspace.asking.recommend(tab.listener, tab.tab.options.query, steering).rows
    return [row.artist for row in rows]


def test_the_artists_are_those_played_most(steered: Tab) -> None:
    top = steered.workspace.top_artists(steered.listener)
    assert column(artists_of(steered), "name") == [artist.name for artist in top]


def test_to_untick_reorders_the_list_and_keeps_nothing(steered: Tab) -> None:
    before, artist = steered.artists(), artists_of(steered).table_model.id_at(1)
    assert artist is not None
    tick(steered, 1)
    assert steered.artists() == listed(steered, NEUTRAL.weighing(artist, 0)) != before
    assert column(artists_of(steered), "weight")[1] == "×0"
    assert steered.workspace.steering.of(steered.listener) == NEUTRAL
    click(steered.stage, steered.page, "Reset")
    assert steered.artists() == before
    assert not find_any(steered, "Keep").isEnabled()


def find_any(tab: Tab, text: str) -> QPushButton:
    return next(b for b in tab.page.findChildren(QPushButton) if b.text() == text and b.isVisible())


def test_space_ticks_the_current_artist_and_the_slider_weighs_it(steered: Tab) -> None:
    table = artists_of(steered)
    table.setFocus()
    table.selectRow(2)
    artist = table.chosen
    assert artist is not None
    steered.stage.qtbot.keyClick(table, Qt.Key.Key_Space)
    steered.stage.settle()
    panel = steered.tab.side.steering
    assert panel.weight.figure.text() == "×0"
    assert panel.draft.weights == {artist: 0.0}
    panel.weight.stops.slider.setFocus()
    for _ in range(6):
        steered.stage.qtbot.keyClick(panel.weight.stops.slider, Qt.Key.Key_Right)
    steered.stage.settle()
    assert panel.draft.weights == {artist: 1.5}
    assert steered.artists() == listed(steered, NEUTRAL.weighing(artist, 1.5))
    assert table.chosen == artist


def test_what_is_kept_is_in_the_library_and_an_undo_takes_it_back(steered: Tab) -> None:
    before = steered.artists()
    tick(steered, 0)
    after = steered.artists()
    click(steered.stage, steered.page, "Keep")
    artist = artists_of(steered).table_model.id_at(0)
    assert steered.workspace.steering.of(steered.listener).weights == {artist: 0.0}
    assert steered.artists() == after
    assert steered.stage.changes == 0
    assert steered.stage.told[-1][1] == steered.workspace.steps()[0].id
    assert not find_any(steered, "Keep").isEnabled()
    steered.workspace.undo()
    steered.page.mark_stale()
    steered.stage.settle()
    assert steered.artists() == before


def test_what_cannot_be_kept_is_told(steered: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise LibraryError("The disk is full.")

    before = steered.artists()
    monkeypatch.setattr(steered.workspace.steering, "keep", refuse)
    tick(steered, 0)
    click(steered.stage, steered.page, "Keep")
    assert steered.stage.failures == ["The disk is full."]
    assert steered.artists() == before


def test_a_half_life_moves_the_list_and_says_what_it_leaves_as_it_was(steered: Tab) -> None:
    panel = steered.tab.side.steering
    assert panel.half_life.figure.text() == "as trained"
    assert "Train again" not in text_of(steered.page)
    panel.half_life.stops.slider.setValue(0)
    panel.strength.stops.slider.setValue(panel.strength.stops.slider.maximum())
    steered.stage.settle()
    assert panel.half_life.figure.text() == "30 days"
    assert steered.artists() == listed(steered, replace(NEUTRAL, half_life=30.0, strength=8.0))
    assert "The artists' side stays as it was trained. Train again" in text_of(steered.page)
    click(steered.stage, steered.page, "Go to Train")
    assert steered.stage.went[-1] == Location("train")


def test_what_is_tried_out_outlives_an_opinion_and_a_refresh(steered: Tab) -> None:
    tick(steered, 0)
    steered.choose(2)
    steered.press(Qt.Key.Key_L)
    steered.stage.settle()
    steered.page.mark_stale()
    steered.stage.settle()
    panel = steered.tab.side.steering
    assert len(panel.draft.weights) == 1
    said = steered.workspace.steering.of(steered.listener)
    assert steered.artists() == listed(steered, panel.draft.over(said))


def test_another_listener_begins_without_what_was_tried_out(steered: Tab) -> None:
    tick(steered, 0)
    other = steered.workspace.find_listener("2").id
    steered.page.open(Location("listener", other))
    steered.stage.settle()
    rows = steered.workspace.asking.recommend(other, steered.tab.options.query).rows
    assert steered.artists() == [row.artist for row in rows]


def test_the_artists_are_filtered_while_typing(steered: Tab) -> None:
    panel = steered.tab.side.steering
    name = column(artists_of(steered), "name")[3]
    steered.stage.qtbot.keyClicks(panel.filter, name.lower())
    assert column(artists_of(steered), "name") == [name]
    tick(steered, 0)
    assert column(artists_of(steered), "weight") == ["×0"]


def test_everything_unticked_leaves_the_controls_where_they_are(steered: Tab) -> None:
    click(steered.stage, steered.page, "New to me")
    for row in range(len(column(artists_of(steered), "name"))):
        tick(steered, row)
    assert steered.tab.pane.empty is not None
    assert find_button(steered.page, "Reset").isEnabled()
    click(steered.stage, steered.page, "Reset")
    assert steered.tab.pane.empty is None


def test_a_value_between_two_stops_stays_what_it_is(steered: Tab) -> None:
    steered.workspace.steering.tune(steered.listener, 75.0, 1.37)
    steered.page.mark_stale()
    steered.stage.settle()
    panel = steered.tab.side.steering
    assert (panel.half_life.figure.text(), panel.strength.figure.text()) == ("75 days", "×1.37")
    slider = panel.strength.stops.slider
    slider.setValue(slider.value() + 1)
    steered.stage.settle()
    assert panel.draft.tuning is not None
    assert panel.draft.tuning[0] == 75.0


weights = st.dictionaries(st.integers(1, 6), st.sampled_from([0.0, 0.5, 1.0, 2.0]), max_size=6)


@given(weights, weights)
def test_a_draft_lies_over_what_was_said(kept: dict[int, float], tried: dict[int, float]) -> None:
    said = Steering(opinions={1: Opinion.LIKED})
    for artist, weight in kept.items():
        said = said.weighing(artist, weight)
    draft = NO_DRAFT
    for artist, weight in tried.items():
        draft = draft.weighing(artist, weight, said)
    over = draft.over(said)
    assert all(over.weights.get(artist, 1.0) == weight for artist, weight in tried.items())
    assert over.opinions == said.opinions
    assert draft.is_empty == (over.weights == said.weights)
    assert draft.tuned(None, 1.0, said) == draft
    for artist in tried:
        draft = draft.weighing(artist, said.weights.get(artist, 1.0), said)
    assert draft.is_empty
