"""The page that explains what training takes, by the clicks and keys of a person."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.modeltest import ModelTester

from desktop_als.gui.location import Location
from desktop_als.gui.messages import how_it_works as words
from desktop_als.gui.messages import quantities
from desktop_als.gui.pages import how_it_works
from desktop_als.gui.pages.how_it_works import HowItWorksPage
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.widgets.blocks_picture import BlocksPicture
from desktop_als.gui.widgets.slider import NamedSlider
from desktop_als.workspace import Measured, Scale, Workspace
from tests.gui.standing_alone import Stage, click, cut_off, shown, text_of

HERE = Measured("local", 40_000, 25_000, 2_500_000, 64, 0, 4, 0.5, 0, 300_000_000, 123_456.0)
SCALE = Scale(
    processor="Invented 9000",
    cores=2,
    memory=24_000_000_000,
    versions={"Spark": "4.3.0"},
    trainings=(
        HERE,
        msgspec.structs.replace(HERE, way="rows", executors=2, seconds=2.0, shuffled=20_000_000),
        msgspec.structs.replace(HERE, way="mllib", executors=2, seconds=12.0, shuffled=40_000_000),
    ),
)


@pytest.fixture
def stage(qtbot, workspace, jobs, themes, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(how_it_works, "measured_scale", lambda: SCALE)
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(community: Workspace, stage: Stage) -> HowItWorksPage:
    return stage.show(HowItWorksPage(stage.context))


def press(stage: Stage, slider: NamedSlider, key: Qt.Key, times: int = 1) -> None:
    slider.stops.setFocus()
    for _ in range(times):
        stage.qtbot.keyClick(slider.stops.slider, key)
    stage.settle()


def column(table: TableView, title: str) -> list[str]:
    titles = [one.title for one in table.table_model.columns]
    return shown(table, titles.index(title))


def test_it_says_what_this_library_takes_in_each_way(page: HowItWorksPage) -> None:
    table = page.costs.table
    assert column(table, words.WAY) == list(words.WAYS.values())
    for title, unit in ((words.MEMORY, "B"), (words.WORK, "flop"), (words.MOVED, "B"), (words.SECONDS, "s")):
        assert all(value.endswith(unit) for value in column(table, title)), title
    assert page.costs.verdict.text().startswith("This computer can train it.")
    assert words.NO_TIME not in text_of(page)


def test_a_library_that_grows_outgrows_this_computer(stage: Stage, page: HowItWorksPage) -> None:
    small = column(page.costs.table, words.MEMORY)
    press(stage, page.costs.observations, Qt.Key.Key_End)
    assert "100 billion observations" in text_of(page)
    assert column(page.costs.table, words.MEMORY) != small
    assert page.costs.verdict.text().startswith("This computer cannot train it: it lacks memory")
    assert words.REMEDIES["memory"] in page.costs.verdict.text()
    assert column(page.costs.table, words.FIRST)[0].startswith("memory, ")
    press(stage, page.costs.executors, Qt.Key.Key_End)
    assert words.REMEDIES["driver"] in page.costs.verdict.text()
    press(stage, page.costs.observations, Qt.Key.Key_Home)
    assert column(page.costs.table, words.MEMORY) == small


def test_more_executors_and_fewer_factors_take_less_of_each(stage: Stage, page: HowItWorksPage) -> None:
    press(stage, page.costs.observations, Qt.Key.Key_End)
    before = page.costs.table.table_model.value(1, 1)
    press(stage, page.costs.executors, Qt.Key.Key_Right, 3)
    fewer = page.costs.table.table_model.value(1, 1)
    assert fewer < before
    press(stage, page.costs.factors, Qt.Key.Key_Home)
    assert page.costs.table.table_model.value(1, 1) < fewer
    assert "32 factors" in text_of(page)


def test_an_empty_library_is_asked_for_a_history(stage: Stage) -> None:
    page = stage.show(HowItWorksPage(stage.context))
    assert words.YOUR_NOTHING in text_of(page)
    click(stage, page, words.IMPORT)
    assert stage.went == [Location("import")]
    assert words.WHY[0] in text_of(page)


def test_what_was_measured_stands_beside_its_conditions(page: HowItWorksPage) -> None:
    table = page.measured.table
    assert table.isVisible()
    assert column(table, words.WAY) == list(words.WAYS.values())
    assert column(table, words.TIMES) == ["–", "6", "–"]
    assert column(table, words.SHUFFLED) == ["0 B", "20 MB", "40 MB"]
    assert "Invented 9000, 2 cores" in text_of(page)
    assert "Spark 4.3.0" in text_of(page)


def test_without_measurements_there_is_no_time(
    stage: Stage, community: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(how_it_works, "measured_scale", lambda: None)
    page = stage.show(HowItWorksPage(stage.context))
    assert words.MEASURED_NOTHING in text_of(page)
    assert not page.measured.table.isVisible()
    assert words.NO_TIME in text_of(page)
    assert column(page.costs.table, words.SECONDS) == ["–", "–", "–"]


def test_it_says_what_runs_out_first_at_100_million_and_100_billion(page: HowItWorksPage) -> None:
    (desktop, small), (cluster, large) = ((title.text(), text.text()) for title, text in page.extrapolations)
    assert (desktop, cluster) == ("100 million observations", "100 billion observations")
    assert "still does it" in small
    assert "On one machine memory runs out first" in large
    assert "2 GiB" in large


def test_the_library_that_changed_is_looked_at_again(stage: Stage) -> None:
    page = stage.show(HowItWorksPage(stage.context))
    stage.workspace.import_sample()
    page.mark_stale()
    stage.settle()
    assert words.YOUR_NOTHING not in text_of(page)
    assert page.costs.shown == stage.workspace.costs.size()


@pytest.mark.parametrize("width", [700, 1096])
def test_nothing_is_cut_off_at_large_text(stage: Stage, page: HowItWorksPage, width: int) -> None:
    stage.theme.set_text_scale(2.0)
    page.resize(width, 752)
    stage.settle()
    assert not cut_off(page)
    scroll = page.findChild(QScrollArea)
    assert scroll is not None
    assert scroll.horizontalScrollBar().maximum() == 0


def test_tables_keep_qt_s_rules_and_show_all_their_rows(page: HowItWorksPage, qtmodeltester: ModelTester) -> None:
    for table in (page.costs.table, page.measured.table):
        qtmodeltester.check(table.table_model)
        assert table.verticalScrollBar().maximum() == 0


def test_the_picture_has_words(page: HowItWorksPage) -> None:
    picture = page.findChild(BlocksPicture)
    assert picture is not None
    assert (picture.accessibleName(), picture.accessibleDescription()) == (words.PICTURE, words.PICTURE_TEXT)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 B"),
        (999, "1 kB"),
        (1_640_000_000, "1.6 GB"),
        (17_400, "17 kB"),
        (996_000, "1 MB"),
        (3e27, "3,000,000 ZB"),
    ],
)
def test_bytes_are_said_with_two_digits(number: float, said: str) -> None:
    assert quantities.in_bytes(number) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.0421, "0.042 s"), (3.14, "3.1 s"), (119, "120 s"), (130, "2.2 min"), (9_000, "2.5 h"), (1e6, "12 days")],
)
def test_times_are_said_with_two_digits(seconds: float, said: str) -> None:
    assert quantities.span(seconds) == said
