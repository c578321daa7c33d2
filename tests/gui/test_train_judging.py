"""Train: what a model finds of what it has not seen, beside others, by epoch, and by trial."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSpinBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.als.settings import Settings
from desktop_als.errors import EvaluationError
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.pages import epochs_table, models_table, trials_table
from desktop_als.gui.pages.train import TrainPage
from desktop_als.gui.plots.quality import QualityPlot
from desktop_als.gui.plots.trials import TrialsPlot
from desktop_als.gui.tables.model import ArrayTableModel
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import EpochRecord, Evaluation, ModelInfo, Scorecard, Trial, Tuning, Workspace
from tests.gui.standing_alone import Stage, buttons, find_any, text_of

SMALL = Settings(factors=4, epochs=4, threads=1)


@pytest.fixture
def page(crowd: Stage) -> TrainPage:
    return crowd.show(TrainPage(crowd.context))


def train(workspace: Workspace, title: str = "Quick", settings: Settings = SMALL) -> ModelInfo:
    run = workspace.training(settings, title=title)
    for _ in run:
        pass
    return run.save()


def table(page: TrainPage, name: str) -> TableView:
    (found,) = [one for one in page.findChildren(TableView) if one.accessibleName() == name]
    return found


def cells(model: ArrayTableModel) -> list[dict[str, str]]:
    keys = [column.key for column in model.columns]
    return [{key: model.index(row, place).data() for place, key in enumerate(keys)} for row in range(model.rowCount())]


# NDCG by epoch


def test_ndcg_is_drawn_as_epochs_end_and_the_best_is_marked(crowd: Stage, page: TrainPage) -> None:
    crowd.click(page, "Quick")
    crowd.settle()
    crowd.click(page, "Train")
    crowd.settle()
    info = crowd.workspace.model_info()
    assert page.findChild(QualityPlot).points() == [(record.epoch, record.ndcg) for record in info.epochs]
    assert f"Epoch {info.best_epoch} was the best." in text_of(page)
    crowd.click(page, "Epochs")
    crowd.click(page, "Balanced")
    crowd.settle()
    rows = cells(table(page, "Loss by epoch").table_model)
    assert [row["ndcg"] for row in rows] == [f"{record.ndcg:.3f}" for record in info.epochs]
    assert [row["epoch"] for row in rows if row["best"] == "best"] == [str(info.best_epoch)]
    assert table(page, "Loss by epoch").isVisible()  # another preset does not turn to another table


def test_the_model_before_is_named_beside_the_new_one(crowd: Stage, page: TrainPage) -> None:
    train(crowd.workspace, "First")
    page.mark_stale()
    crowd.settle()
    assert "First, " not in text_of(page.findChild(QualityPlot))
    train(crowd.workspace, "Second")
    page.mark_stale()
    crowd.settle()
    assert "First, " in text_of(page.findChild(QualityPlot))


def test_too_few_listeners_are_told(qtbot: QtBot, community: Workspace, jobs: Jobs, themes: ThemeSource) -> None:
    crowd = Stage(qtbot, community, jobs, themes)
    train(community)
    page = crowd.show(TrainPage(crowd.context))
    assert "Not measured: that takes 50 listeners" in text_of(page)
    assert table(page, "Loss by epoch").isColumnHidden(5)


# Models side by side


def test_the_model_is_compared_with_simple_methods(crowd: Stage, page: TrainPage) -> None:
    info = train(crowd.workspace, "Quick")
    page.mark_stale()
    crowd.settle()
    assert "is not known yet" in text_of(page)
    crowd.click(page, "Compare with popularity and others")
    assert "Stop" in buttons(page)
    crowd.settle()
    kept = crowd.workspace.evaluation(info.name)
    assert isinstance(kept, Evaluation)
    assert kept.verdict in text_of(page)
    assert "Compare again" in buttons(page)
    rows = cells(table(page, "Models").table_model)
    assert rows[0]["title"].startswith("Quick, ")
    assert rows[0]["use"] == "in use"
    assert {"Item cosine", "Popularity", "Random"} <= {row["title"] for row in rows}
    popularity = next(card for card in kept.cards if card.name == "popularity")
    shown = next(row for row in rows if row["title"] == "Popularity")
    assert shown["ndcg"] == f"{popularity.ndcg20:.3f}"
    assert shown["spread"] == f"± {(popularity.interval[1] - popularity.interval[0]) / 2:.3f}"
    assert shown["coverage"] == f"{popularity.coverage:.1%}".replace("%", " %")


def test_a_comparison_can_be_stopped(crowd: Stage, page: TrainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def waits(*, cancel: Any, progress: Any) -> None:
        while True:
            cancel.check()

    monkeypatch.setattr(crowd.workspace, "evaluate", waits)
    train(crowd.workspace)
    page.mark_stale()
    crowd.settle()
    crowd.click(page, "Compare with popularity and others")
    assert not find_any(page, "Quick").isEnabled()
    crowd.click(page, "Stop")
    crowd.settle()
    assert "Stopped. Nothing was changed." in text_of(page)
    assert find_any(page, "Quick").isEnabled()


def test_a_comparison_that_cannot_be_made_is_told(
    crowd: Stage, page: TrainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> None:
        raise EvaluationError("There are too few listeners.")

    monkeypatch.setattr(crowd.workspace, "evaluate", fails)
    train(crowd.workspace)
    page.mark_stale()
    crowd.settle()
    crowd.click(page, "Compare with popularity and others")
    crowd.settle()
    assert "There are too few listeners. The model in use is as before." in text_of(page)


def test_a_model_is_chosen_with_the_keys_alone(crowd: Stage, page: TrainPage) -> None:
    older, newer = train(crowd.workspace, "Older"), train(crowd.workspace, "Newer")
    page.mark_stale()
    crowd.settle()
    models = table(page, "Models")
    models.setFocus()
    crowd.qtbot.keyClick(models, Qt.Key.Key_Tab)
    focused = page.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.accessibleName().startswith("Use Older")
    assert crowd.workspace.model_info().name == newer.name
    crowd.qtbot.keyClick(focused, Qt.Key.Key_Space)
    crowd.settle()
    assert crowd.workspace.model_info().name == older.name


# Tuning


def test_tuning_keeps_its_trials_and_trains_with_the_best(
    crowd: Stage, page: TrainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tune = crowd.workspace.tune
    minutes: list[float] = []

    def two_trials(wanted: float, **how: Any) -> Tuning:
        minutes.append(wanted)
        return tune(trials=2, **how)

    monkeypatch.setattr(crowd.workspace, "tune", two_trials)
    crowd.click(page, "Tune for me")
    crowd.settle()
    crowd.click(page, "1 h")
    crowd.click(page, "Tune")
    assert "Stop, train the best" in buttons(page)
    crowd.settle()
    assert minutes == [60]
    found = crowd.workspace.tuning()
    assert found is not None
    assert found.best is not None
    info = crowd.workspace.model_info()
    assert (info.title, info.settings) == ("Tuned", found.best.settings)
    crowd.click(page, "Trials")
    rows = cells(table(page, "Trials").table_model)
    assert [row["ndcg"] for row in rows] == [f"{trial.ndcg:.3f}" for trial in found.trials]
    assert "2 trials kept from before." in text_of(page)


def test_a_search_that_is_stopped_trains_with_the_best_so_far(
    crowd: Stage, page: TrainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tune = crowd.workspace.tune

    def one_trial_then_waits(_: float, *, cancel: Any, **how: Any) -> None:
        tune(trials=1, cancel=cancel, **how)
        while True:
            cancel.check()

    monkeypatch.setattr(crowd.workspace, "tune", one_trial_then_waits)
    crowd.click(page, "Tune for me")
    crowd.settle()
    crowd.click(page, "Tune")
    crowd.qtbot.waitUntil(lambda: crowd.workspace.tuning() is not None, timeout=60_000)
    crowd.click(page, "Stop, train the best")
    crowd.settle()
    assert crowd.workspace.model_info().title == "Tuned"


def test_a_search_without_a_trial_changes_nothing(
    crowd: Stage, page: TrainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(_: float, *, cancel: Any, **__: Any) -> None:
        while True:
            cancel.check()

    monkeypatch.setattr(crowd.workspace, "tune", waits)
    crowd.click(page, "Tune for me")
    crowd.settle()
    crowd.click(page, "Tune")
    crowd.click(page, "Stop, train the best")
    crowd.settle()
    assert "No trial was finished, so nothing was changed." in text_of(page)
    assert crowd.workspace.model_info() is None
    assert "Tune" in buttons(page)


def test_trials_of_another_day_can_be_trained_with_at_once(
    crowd: Stage, page: TrainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Tuning((trial(0, 0.2), trial(1, 0.3)))
    monkeypatch.setattr(crowd.workspace, "tuning", lambda: found)
    crowd.click(page, "Tune for me")
    crowd.settle()
    assert "2 trials kept from before." in text_of(page)
    crowd.click(page, "Train with the best so far")
    crowd.settle()
    assert crowd.workspace.model_info().settings == found.trials[1].settings


def test_any_number_of_minutes_can_be_asked_for(crowd: Stage, page: TrainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    minutes: list[float] = []
    monkeypatch.setattr(crowd.workspace, "tune", lambda wanted, **_: minutes.append(wanted))
    crowd.click(page, "Tune for me")
    crowd.settle()
    crowd.click(page, "Other")
    field = page.findChild(QSpinBox)
    field.selectAll()
    crowd.qtbot.keyClicks(field, "7")
    crowd.click(page, "Tune")
    crowd.settle()
    assert minutes == [7]


def trial(number: int, ndcg: float, state: Any = "kept") -> Trial:
    return Trial(number, Settings(factors=4 + number, epochs=2, threads=1), ndcg, 2, 0.1, state)


def test_the_line_of_trials_never_falls(qtbot: QtBot, themes: ThemeSource) -> None:
    plot = TrialsPlot(themes)
    qtbot.addWidget(plot)
    plot.show_trials([trial(0, 0.2), trial(1, 0.1, "pruned"), trial(2, 0.0, "failed"), trial(3, 0.3)])
    assert plot.points() == [(1, 0.2), (2, 0.2), (4, 0.3)]
    reading = plot.read(1.8)
    assert reading is not None
    assert reading.text == "Trial 2 · NDCG@20 0.100 · 5 factors"
    assert plot.plot.accessibleDescription() == "Trial 4 · NDCG@20 0.300 · 7 factors"


def card(name: str, ndcg: float) -> Scorecard:
    return Scorecard(name, ndcg, ndcg, ndcg, ndcg, 0.24, 61.5, 0.5, (ndcg - 0.01, ndcg + 0.02))


EPOCHS = [EpochRecord(n, 9_000 / n, 6_000 / n, 2_000 / n, 1_000 / n, 0.5, q) for n, q in ((1, 0.1), (2, 0.3), (3, 0.2))]
ENTRIES = [
    models_table.Entry("This model", {"ndcg": 0.281, "spread": 0.012, "listeners": 61.5}),
    models_table.Entry("Older", {}),
]


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (epochs_table.COLUMNS, epochs_table.epoch_rows(EPOCHS)),
        (epochs_table.COLUMNS, epochs_table.epoch_rows([])),
        (models_table.COLUMNS, models_table.entry_rows(ENTRIES)),
        (trials_table.COLUMNS, trials_table.trial_rows([trial(0, 0.2), trial(1, 0.0, "failed")])),
    ],
)
def test_the_tables_keep_qt_s_rules(qtmodeltester: ModelTester, columns: Any, rows: Any) -> None:
    model = ArrayTableModel(columns)
    model.replace(rows)
    qtmodeltester.check(model)
    for place in range(len(columns)):
        model.sort(place, Qt.SortOrder.DescendingOrder)
    qtmodeltester.check(model)


def test_what_was_not_measured_is_a_dash_and_sorts_last() -> None:
    model = ArrayTableModel(models_table.COLUMNS)
    model.replace(models_table.entry_rows(ENTRIES[::-1]))
    for order in Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder:
        model.sort(1, order)
        assert [row["ndcg"] for row in cells(model)] == ["0.281", "–"]
    assert cells(model)[0]["spread"] == "± 0.012"
    assert cells(model)[0]["listeners"] == "62"


def test_others_have_figures_if_they_were_checked_in_the_same_way() -> None:
    now, same, other = (model_info(name) for name in ("c", "b", "a"))
    checked = {
        "c": Evaluation("newcomer", 9, (card("random", 0.01), card("popularity", 0.1), card("model", 0.3)), ""),
        "b": Evaluation("newcomer", 9, (card("model", 0.2),), ""),
        "a": Evaluation("future", 9, (card("model", 0.4),), ""),
    }
    entries = models_table.entries_of([now, same, other], now, checked)
    assert [entry.figures.get("ndcg") for entry in entries] == [0.3, 0.2, None, 0.1, 0.01]
    assert [entry.in_use for entry in entries] == [True, False, False, False, False]


def model_info(name: str) -> ModelInfo:
    return ModelInfo(
        name=name,
        title=name.upper(),
        created_at=0,
        engine="local",
        settings=SMALL,
        row_kind="listeners",
        rows=2,
        artists=2,
        observations=2,
        plays=2,
        weight_scale=None,
        knows_up_to=-1,
        fingerprint="",
        seconds=0.0,
        epochs=(),
    )
