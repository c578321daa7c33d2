"""Train: from a preset to a saved model, with the loss on screen, a stop that keeps, and plain words when it fails."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desktop_als.als.settings import Settings
from desktop_als.errors import ModelError, TrainingError
from desktop_als.gui.location import Location
from desktop_als.gui.pages.loss_doctor import diagnosis
from desktop_als.gui.pages.train import TrainPage
from desktop_als.gui.pages.training import Course
from desktop_als.gui.pages.training_facts import TrainingFacts
from desktop_als.gui.plots.loss import LossPlot
from desktop_als.gui.tables.view import TableView
from desktop_als.progress import Progress
from desktop_als.workspace import EpochRecord
from tests.gui.standing_alone import Stage, buttons, find_button, text_of


@pytest.fixture
def stage(qtbot, workspace, jobs, themes):
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(stage, community):
    return stage.show(TrainPage(stage.context))


def field(page, name) -> QLineEdit | QComboBox:
    (found,) = [
        w for w in page.findChildren(QWidget) if w.accessibleName() == name and isinstance(w, QLineEdit | QComboBox)
    ]
    return found


def write(stage, page, name, text):
    box = field(page, name)
    box.selectAll()
    if text:
        stage.qtbot.keyClicks(box, text)
    else:
        stage.qtbot.keyClick(box, Qt.Key.Key_Delete)


def make_small(stage, page, epochs="3"):
    stage.click(page, "Advanced")
    for name, text in (("Factors", "4"), ("Epochs", epochs), ("Threads", "1")):
        write(stage, page, name, text)


def loss(page):
    return page.findChild(LossPlot).points("loss")


def test_an_empty_library_leads_home(stage):
    page = stage.show(TrainPage(stage.context))
    assert "Nothing to train on yet" in text_of(page)
    stage.click(page, "Go to Home")
    assert stage.went == [Location("home")]


def test_training_draws_the_loss_and_saves_a_model(stage, page):
    assert "24 listeners · 24 artists" in text_of(page)
    make_small(stage, page)
    stage.click(page, "Train")
    assert "Stop, keep best" in buttons(page)
    stage.settle()
    info = stage.workspace.model_info()
    assert (info.title, info.settings.factors, len(info.epochs)) == ("Custom", 4, 3)
    assert loss(page) == [(record.epoch, record.loss) for record in info.epochs]
    assert page.findChild(TableView).table_model.rowCount() == 3
    words = text_of(page)
    assert "Trained 3 epochs in" in words
    assert "3 of 3" in words
    assert "24 listeners × 24 artists · 240 pairs · 4 factors" in words
    assert "in use" in words
    assert stage.changes == 1
    stage.click(page, "Browse listeners")
    assert stage.went == [Location("listeners")]


def test_a_preset_fills_the_panel_and_names_the_model(stage, page):
    stage.click(page, "Quick")
    stage.settle()
    wanted = stage.workspace.preset("quick")
    assert field(page, "Factors").text() == str(wanted.factors)
    assert field(page, "Epochs").text() == str(wanted.epochs)
    stage.click(page, "Train")
    stage.settle()
    info = stage.workspace.model_info()
    assert info.title == "Quick"
    assert info.settings == wanted


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("Factors", "0", "Factors must be between 1 and 1024, not 0."),
        ("Epochs", "ten", "Epochs must be a whole number, not “ten”."),
        ("Regularization", "-1", "Regularization must be above 0, not -1.0."),
        ("Half-life in days", "soon", "Half-life in days must be a number, not “soon”."),
    ],
)
def test_a_bad_value_is_told_at_the_panel_and_nothing_begins(stage, page, name, text, sentence):
    stage.click(page, "Advanced")
    write(stage, page, name, text)
    stage.click(page, "Train")
    assert sentence in text_of(page)
    assert field(page, name).property("invalid") == "true"
    assert stage.jobs.idle
    assert stage.workspace.model_info() is None
    write(stage, page, name, "5")
    assert sentence not in text_of(page)
    assert field(page, name).property("invalid") == "false"


def test_the_choices_of_the_panel_are_used(stage, page):
    make_small(stage, page)
    box = field(page, "Weighting")
    box.setFocus()
    stage.qtbot.keyClick(box, Qt.Key.Key_Down)
    box = field(page, "Frequency counts")
    box.setFocus()
    stage.qtbot.keyClick(box, Qt.Key.Key_End)
    write(stage, page, "Half-life in days", "365")
    write(stage, page, "Artists' regularization", "0.25")
    stage.click(page, "Train")
    stage.settle()
    used = stage.workspace.model_info().settings
    assert (used.weighting, used.frequency) == ("sqrt", "all")
    assert (used.half_life, used.artist_regularization) == (365, 0.25)


def test_an_empty_field_means_that_it_does_not_apply(stage, page):
    make_small(stage, page)
    write(stage, page, "Half-life in days", "")
    write(stage, page, "Artists' regularization", "")
    stage.click(page, "Train")
    stage.settle()
    used = stage.workspace.model_info().settings
    assert (used.half_life, used.artist_regularization) == (None, None)


def test_a_change_of_the_library_keeps_what_was_typed(stage, page):
    make_small(stage, page)
    page.mark_stale()
    stage.settle()
    assert field(page, "Factors").text() == "4"


def test_stopping_keeps_the_finished_epochs(stage, page):
    make_small(stage, page, epochs="1000")
    stage.click(page, "Train")
    stage.qtbot.waitUntil(lambda: len(loss(page)) > 0, timeout=60_000)
    stage.click(page, "Stop, keep best")
    stage.settle()
    kept = len(stage.workspace.model_info().epochs)
    assert 1 <= kept <= 1000
    assert len(loss(page)) == kept
    assert "Train" in buttons(page)


def test_stopping_before_the_first_epoch_changes_nothing(stage, page, monkeypatch):
    def waits(*_, cancel, **__):
        while True:
            cancel.check()

    monkeypatch.setattr(stage.workspace, "training", waits)
    stage.click(page, "Train")
    stage.click(page, "Stop, keep best")
    stage.settle()
    assert "Stopped before the first epoch was finished. Nothing was changed." in text_of(page)
    assert stage.workspace.model_info() is None


def test_a_failure_is_told_and_the_old_model_stays(stage, page, monkeypatch):
    make_small(stage, page)
    stage.click(page, "Train")
    stage.settle()
    before = stage.workspace.model_info()

    def fails(*_, **__):
        raise TrainingError("The numbers grew without bound in epoch 1.")

    monkeypatch.setattr(stage.workspace, "training", fails)
    stage.click(page, "Train")
    stage.settle()
    assert "The numbers grew without bound in epoch 1. The model in use is as before." in text_of(page)
    assert stage.workspace.model_info() == before
    assert loss(page) == [(record.epoch, record.loss) for record in before.epochs]


def test_an_older_model_can_be_used_again(stage, page):
    make_small(stage, page)
    for _ in range(2):
        stage.click(page, "Train")
        stage.settle()
    newer, older = stage.workspace.models()
    assert stage.workspace.model_info().name == newer.name
    stage.click(page, "Use")
    stage.settle()
    assert stage.workspace.model_info().name == older.name
    assert find_button(page, "Use").accessibleName().startswith("Use Custom")


def test_a_model_that_cannot_be_used_is_told(stage, page, monkeypatch):
    make_small(stage, page)
    for _ in range(2):
        stage.click(page, "Train")
        stage.settle()

    def fails(_):
        raise ModelError("This model cannot be read.")

    monkeypatch.setattr(stage.workspace, "use_model", fails)
    stage.click(page, "Use")
    stage.settle()
    assert "This model cannot be read. The model in use is as before." in text_of(page)


def test_the_page_follows_the_theme(stage, page):
    make_small(stage, page)
    stage.click(page, "Train")
    stage.settle()
    stage.theme.set_mode("dark")
    shown = page.grab().toImage()
    plot = page.findChild(LossPlot)
    corner = plot.mapTo(page, plot.rect().bottomRight())
    assert shown.pixelColor(corner) == QColor(stage.theme.scheme.panel)


def record(epoch, observed, unobserved, regularization):
    return EpochRecord(epoch, observed + unobserved + regularization, observed, unobserved, regularization, 0.1)


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        (record(2, 10, 10, 79), "Regularization is 80 % of the loss: lower it or add factors."),
        (record(2, 10, 79, 10), "Pairs that nobody played are 80 % of the loss: lower the unobserved weight."),
        (record(2, 60, 20, 19), "The loss still falls by 1.0 % an epoch: more epochs will help."),
        (record(2, 60, 20, 25), "The loss rises: raise the regularization."),
        (record(2, 70, 28.9, 1), "Regularization is only 1 % of the loss: raise it for steadier answers."),
        (
            record(2, 60, 20, 19.9),
            "Healthy. Of the loss, 60 % are pairs that were played, 20 % pairs that were not, "
            "and 20 % is regularization.",
        ),
    ],
)
def test_the_doctor_names_the_gravest_thing(last, sentence):
    assert diagnosis([record(1, 60, 20, 20), last]) == sentence


def judged(epoch, ndcg):
    return EpochRecord(epoch, 100 / epoch, 60 / epoch, 20 / epoch, 20 / epoch, 0.1, ndcg)


def test_the_doctor_looks_at_what_was_held_out_before_it_asks_for_more_epochs():
    rising = [judged(n, 0.1 * n) for n in (1, 2, 3)]
    assert diagnosis(rising).endswith("more epochs will help.")
    falling = [judged(n, 0.1 / n) for n in (1, 2, 3)]
    assert "was found best after epoch 1, which is kept" in diagnosis(falling)


@pytest.mark.parametrize(
    ("ndcg", "sentence"),
    [
        (0.33, "It finds more than the model before: NDCG@20 0.330 against 0.300."),
        (0.303, "No clear difference from the model before."),
        (0.27, "It finds less than the model before: NDCG@20 0.270 against 0.300."),
    ],
)
def test_the_doctor_compares_with_the_model_before(trained, ndcg, sentence):
    before = replace(trained.model_info(), epochs=(judged(1, 0.2), judged(2, 0.3)))
    assert diagnosis([judged(1, ndcg), judged(2, 0.1)], before).endswith(sentence)


def test_the_doctor_does_not_compare_before_the_best_is_reached(trained):
    before = replace(trained.model_info(), epochs=(judged(1, 0.2), judged(2, 0.3)))
    assert "model before" not in diagnosis([judged(1, 0.1), judged(2, 0.2)], before)


def test_the_facts_tell_where_in_the_epoch_it_is(qtbot, themes):
    facts = TrainingFacts(themes)
    qtbot.addWidget(facts)
    facts.show_course(Course([record(1, 60, 20, 20), record(2, 60, 20, 19)], 16, 1_000))
    facts.show_progress(Progress("Epoch 3 of 16", 2.5 + 0.63 / 2, 16), 75.0, planned=16)
    shown = [one.text() for one in facts.findChildren(QLabel)]
    for words in ("2 of 16", "artists, 63 %", "0.10 s", "10,000", "2 min"):
        assert words in shown
    assert any(text.endswith((" MB", " GB")) for text in shown) or sys.platform == "win32"
    facts.show_progress(Progress("Trying popularity", 1, 6), None)
    assert "artists, 63 %" not in [one.text() for one in facts.findChildren(QLabel)]


def test_every_control_is_reached_with_tab_and_has_a_name(stage, page):
    make_small(stage, page)
    first = find_button(page, "Balanced")
    first.setFocus()
    reached = []
    while not reached or page.window().focusWidget() is not first:
        focused = page.window().focusWidget()
        assert focused.accessibleName()
        reached.append(focused.accessibleName())
        assert len(reached) < 60
        stage.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    wanted = ["Balanced", "Advanced", "Train", "Factors", "Weighting", "Models"]
    assert [name for name in reached if name in wanted] == ["Balanced", "Advanced", "Train", "Factors", "Weighting"] + [
        "Models"
    ] * 2  # the switch, then the table


def test_the_doctor_waits_for_two_epochs():
    assert diagnosis([record(1, 60, 20, 20)]) == "The first opinion comes after two epochs."


def test_the_panel_does_not_round_what_nobody_touched(qtbot, themes):
    from desktop_als.gui.pages.advanced import AdvancedPanel

    panel = AdvancedPanel(themes)
    qtbot.addWidget(panel)
    settings = Settings(unobserved_weight=1 / 3)
    panel.fill(settings)
    assert panel.settings() == settings
    assert not panel.edited
