"""How often an artist returns, beside the answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.pages.artist import ArtistPage
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.stability_check import StabilityCheck
from desktop_als.gui.pages.train import TrainPage
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import ArrayTableModel
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import Workspace
from tests.exports import ARTISTS
from tests.gui.standing_alone import Stage, buttons, find_button, text_of

COLUMNS = (
    Column("artist", "Artist", "link", width=200, stretch=1, link="artist"),
    Column("stability", "Stability", "tally", width=88),
)


def rows(*tallies: int) -> Rows:
    n = len(tallies)
    return Rows(np.arange(n), artist=objects(list(ARTISTS[:n])), stability=np.array(tallies, dtype=np.int64))


def texts(model: ArrayTableModel) -> list[str]:
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_a_column_that_is_filled_later_keeps_qt_s_rules(qtmodeltester: ModelTester) -> None:
    model = ArrayTableModel(COLUMNS)
    model.replace(rows(-1, -1, -1))
    assert texts(model) == ["", "", ""]
    model.fill("stability", np.array([2, 5, 0]), out_of=5)
    assert texts(model) == ["2 of 5", "5 of 5", "0 of 5"]
    qtmodeltester.check(model)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert texts(model) == ["5 of 5", "2 of 5", "0 of 5"]
    model.fill("stability", np.array([1, 0, 12]), out_of=12)
    assert texts(model) == ["12 of 12", "1 of 12", "0 of 12"]
    assert model.id_at(0) == 2
    qtmodeltester.check(model)
    model.keep(np.array([True, False, False]))
    model.fill("stability", np.array([4, 0, 0]), out_of=5)
    assert texts(model) == ["4 of 5"]
    qtmodeltester.check(model)


def test_the_chosen_row_stays_chosen_when_tallies_arrive(qtbot: QtBot, themes: ThemeSource) -> None:
    table = TableView(COLUMNS, themes, "Artists")
    qtbot.addWidget(table)
    table.show_rows(rows(-1, -1, -1))
    table.sort_by("stability")
    table.selectRow(1)
    table.table_model.fill("stability", np.array([1, 5, 3]), out_of=5)
    assert (table.chosen, table.currentIndex().row()) == (1, 0)


def test_a_hidden_column_is_not_copied(qtbot: QtBot, themes: ThemeSource) -> None:
    table = TableView(COLUMNS, themes, "Artists")
    qtbot.addWidget(table)
    table.show_rows(rows(3, 4))
    table.selectRow(0)
    assert table.selection_as_tsv() == f"Artist\tStability\n{ARTISTS[0]}\t3 of 0"
    table.show_column("stability", shown=False)
    assert table.selection_as_tsv() == f"Artist\n{ARTISTS[0]}"


class Shown:
    """A page that stands alone."""

    def __init__(self, qtbot: QtBot, context: Context, page: type[ListenerPage | ArtistPage], subject: int) -> None:
        self._qtbot, self._jobs = qtbot, context.jobs
        self._window = QWidget()
        qtbot.addWidget(self._window)
        self.page = page(context)
        self.page.setParent(self._window)
        self._window.resize(1100, 700)
        self.page.resize(1100, 700)
        self.page.open(Location("home", subject))
        self._window.show()
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self._jobs.idle)

    def again(self) -> None:
        self.page.mark_stale()
        self.settle()


@pytest.fixture
def context(trained: Workspace, jobs: Jobs, themes: ThemeSource) -> Context:
    return Context(trained, jobs, themes, *[lambda *_: None] * 6)


def tallies(table: TableView) -> list[str] | None:
    """What the column says, or None while it is hidden."""
    place = [column.key for column in table.table_model.columns].index("stability")
    if table.isColumnHidden(place):
        return None
    return [table.table_model.index(row, place).data() for row in range(table.table_model.rowCount())]


def test_recommendations_tell_their_stability_once_it_was_checked(
    qtbot: QtBot, context: Context, trained: Workspace
) -> None:
    listener = trained.find_listener("2").id
    shown = Shown(qtbot, context, ListenerPage, listener)
    table = shown.page.recommendations.pane.table
    assert tallies(table) is None
    trained.stability.measure(2)
    shown.again()
    artists = [row.artist_id for row in trained.recommend(listener).rows]
    told = trained.stability.of_recommendations(listener, artists)
    assert told is not None
    assert tallies(table) == [f"{count} of 2" for count in told.returned]


def test_neighbours_tell_their_stability_until_a_model_without_runs_is_used(
    qtbot: QtBot, context: Context, trained: Workspace
) -> None:
    trained.stability.measure(3)
    artist = trained.find_artist(ARTISTS[0]).id
    shown = Shown(qtbot, context, ArtistPage, artist)
    table = shown.page.similar.pane.table
    told = trained.stability.of_neighbours(artist, [row.artist_id for row in trained.similar(artist).rows])
    assert told is not None
    assert tallies(table) == [f"{count} of 3" for count in told.returned]

    run = trained.training(trained.preset("quick"))
    next(iter(run))
    run.save()
    shown.again()
    assert tallies(table) is None


@pytest.fixture
def check(qtbot: QtBot, context: Context) -> Iterator[StabilityCheck]:
    window = QWidget()
    qtbot.addWidget(window)
    made = StabilityCheck(context)
    made.setParent(window)
    window.resize(500, 80)
    made.resize(500, 80)
    window.show()
    made.refresh()
    qtbot.waitUntil(lambda: context.jobs.idle)
    yield made
    window.close()


def press(qtbot: QtBot, check: StabilityCheck, text: str) -> None:
    qtbot.mouseClick(find_button(check, text), Qt.MouseButton.LeftButton)


def test_a_click_checks_the_stability_and_offers_it_no_more(
    qtbot: QtBot, context: Context, trained: Workspace, check: StabilityCheck
) -> None:
    assert "not been checked" in text_of(check)
    press(qtbot, check, "Check stability")
    assert [job.title for job in context.jobs.running()] == ["Checking stability"]
    qtbot.waitUntil(lambda: context.jobs.idle, timeout=30_000)
    assert trained.stability.count() == 5
    assert "5 more models" in text_of(check)
    assert buttons(check) == []


@pytest.mark.parametrize("by", ["button", "training"])
def test_a_check_stops_and_can_go_on(qtbot: QtBot, context: Context, check: StabilityCheck, by: str) -> None:
    press(qtbot, check, "Check stability")
    if by == "button":
        press(qtbot, check, "Stop")
    else:
        check.give_way()
    qtbot.waitUntil(lambda: context.jobs.idle, timeout=30_000)
    assert "Stopped" in text_of(check)
    assert find_button(check, "Check stability").isEnabled()


def test_a_library_that_has_changed_is_told(
    qtbot: QtBot, context: Context, trained: Workspace, check: StabilityCheck
) -> None:
    trained.undo()
    press(qtbot, check, "Check stability")
    qtbot.waitUntil(lambda: context.jobs.idle, timeout=30_000)
    assert "Train again" in text_of(check)


def test_without_a_model_nothing_is_offered(
    qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource
) -> None:
    check = StabilityCheck(Context(workspace, jobs, themes, *[lambda *_: None] * 6))
    qtbot.addWidget(check)
    check.refresh()
    qtbot.waitUntil(lambda: jobs.idle)
    assert check.isHidden()


def test_a_training_does_not_wait_for_a_check(
    qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource
) -> None:
    stage = Stage(qtbot, trained, jobs, themes)
    page = stage.show(TrainPage(stage.context))
    assert "not been checked" in text_of(page)
    stage.click(page, "Check stability")
    stage.click(page, "Train")
    stage.settle()
    assert len(trained.models()) == 2
    assert trained.stability.count() == 0
    assert "Check stability" in buttons(page)
