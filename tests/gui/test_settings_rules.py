"""Settings: rules, seen in a preview before they are applied."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.settings import SettingsPage
from desktop_als.gui.pages.settings_rule_form import RuleForm
from desktop_als.gui.pages.settings_rule_times import DateFields, HourFields, SessionFields
from desktop_als.workspace import (
    AtHours,
    BetweenDates,
    ByArtist,
    BySource,
    ByTrack,
    Condition,
    InPrivate,
    InSession,
    Rule,
    Workspace,
)
from tests.exports import ARTISTS, hetrec_zip, spotify_row
from tests.gui.standing_alone import Stage, find_button, text_of
from tests.gui.test_browse import column


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes, tmp_path: Path) -> Stage:
    """A community of two tastes with a model, and Mira, who plays some of both."""
    rows = [spotify_row(10 * i, ARTISTS[(0, 1, 2, 3, 14)[i % 5]], f"Track {i % 7}") for i in range(60)]
    (tmp_path / "history.json").write_text(json.dumps(rows), encoding="utf-8")
    workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    workspace.import_history([tmp_path / "history.json"], listener="Mira")
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(stage: Stage) -> SettingsPage:
    shown = stage.show(SettingsPage(stage.context))
    shown.open(Location("settings", part="rules"))
    stage.settle()
    return shown


def train(workspace: Workspace) -> None:
    run = workspace.training(replace(workspace.preset("quick"), factors=8, epochs=5), title="Quick")
    for _ in run:
        pass
    run.save()


def add(stage: Stage, page: SettingsPage, kind: str) -> RuleForm:
    stage.click(page, words.ADD_RULE)
    stage.settle()
    form = page.section("rules").form
    form.kind.setCurrentIndex(form.kind.findData(kind))
    return form


def preview(stage: Stage, page: SettingsPage) -> None:
    stage.click(page, words.PREVIEW)
    stage.settle()


def apply(stage: Stage, page: SettingsPage) -> None:
    stage.click(page, words.APPLY)
    stage.settle()


def type_artist(stage: Stage, form: RuleForm, name: str) -> None:
    box = form.fields[form.kind.currentData()].artist.box  # type: ignore[attr-defined]
    box.setFocus()
    box.selectAll()
    stage.qtbot.keyClicks(box, name)
    stage.settle()


def rule(stage: Stage) -> Condition:
    (found,) = stage.workspace.rules.in_use()
    return found.rule.condition


def test_without_rules_it_says_what_they_are_for(page: SettingsPage) -> None:
    assert words.NO_RULES in text_of(page)
    assert "kids" in text_of(page)


def test_an_artist_is_left_out_after_a_preview(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "artist")
    type_artist(stage, form, ARTISTS[14])
    assert words.APPLY not in enabled(form)
    preview(stage, page)
    assert f"Mira: 12 plays would be left out, of 1 artist. {words.NO_MODEL}" in text_of(page)
    assert stage.workspace.rules.in_use() == []
    apply(stage, page)
    assert rule(stage) == ByArtist(stage.workspace.rules.in_use()[0].rule.condition.artist)  # type: ignore[attr-defined]
    table = page.section("rules").pane.table
    ModelTester(None).check(table.table_model)
    assert column(table, "what") == [ARTISTS[14]]
    assert column(table, "plays") == ["12"]
    assert column(table, "artists") == ["1"]
    assert stage.told[-1][0] == words.RULE_ADDED


def enabled(widget: QWidget) -> list[str]:
    return [b.text() for b in widget.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]


def test_what_was_previewed_is_what_is_applied(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "artist")
    type_artist(stage, form, ARTISTS[0])
    preview(stage, page)
    assert words.APPLY in enabled(form)
    type_artist(stage, form, ARTISTS[1])
    assert words.APPLY not in enabled(form)
    form.kind.setCurrentIndex(form.kind.findData("private"))
    stage.qtbot.keyClick(form.kind, Qt.Key.Key_Return)
    stage.settle()
    assert "Mira: no play would be left out." in text_of(page)
    assert words.APPLY in enabled(form)


def test_who_is_not_in_the_library_cannot_be_left_out(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "artist")
    preview(stage, page)
    assert words.MISSING_ARTIST in text_of(page)
    type_artist(stage, form, "Nobody <i>at all</i>")
    preview(stage, page)
    assert "Nobody <i>at all</i>" in text_of(page)
    assert words.APPLY not in enabled(form)


def test_a_track_of_an_artist(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "track")
    type_artist(stage, form, ARTISTS[0])
    stage.qtbot.keyClicks(form.fields["track"].title, "Track 5")  # type: ignore[attr-defined]
    preview(stage, page)
    apply(stage, page)
    assert rule(stage) == ByTrack(stage.workspace.find_artist(ARTISTS[0]).id, "Track 5")


def test_a_file(stage: Stage, page: SettingsPage) -> None:
    train(stage.workspace)
    form = add(stage, page, "source")
    assert form.fields["source"].file.currentText() == "history.json (Mira)"  # type: ignore[attr-defined]
    preview(stage, page)
    assert "60 plays would be left out" in text_of(page)
    assert words.LEAVING in text_of(page)
    links = [b for b in form.preview.findChildren(QPushButton) if b.isVisible()]
    stage.qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert stage.went[-1].page == "artist"
    assert stage.workspace.rules.in_use() == []
    apply(stage, page)
    assert rule(stage) == BySource(stage.workspace.sources()[-1].id)


def test_hours_of_some_weekdays_in_a_zone(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "hours")
    fields = form.fields["hours"]
    assert isinstance(fields, HourFields)
    fields.begins.setTime(QTime(23, 30))
    fields.ends.setTime(QTime(0, 0))
    for day in (4, 5):
        fields.days[day].setFocus()
        stage.qtbot.keyClick(fields.days[day], Qt.Key.Key_Space)
    fields.zone.setCurrentText("Europe/Berlin")
    preview(stage, page)
    apply(stage, page)
    assert rule(stage) == AtHours(23 * 60 + 30, 1440, "Europe/Berlin", (5, 6))


def test_there_must_be_such_a_zone(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "hours")
    fields = form.fields["hours"]
    assert isinstance(fields, HourFields)
    fields.zone.setCurrentText("Atlantis/Center")
    preview(stage, page)
    assert "There is no time zone “Atlantis/Center”." in text_of(page)


def test_days_must_follow_each_other(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "dates")
    fields = form.fields["dates"]
    assert isinstance(fields, DateFields)
    fields.zone.setCurrentText("UTC")
    fields.first.setDate(QDate(2024, 5, 2))
    fields.last.setDate(QDate(2024, 5, 1))
    preview(stage, page)
    assert "The last day is before the first." in text_of(page)
    fields.last.setDate(QDate(2024, 5, 31))
    preview(stage, page)
    apply(stage, page)
    assert rule(stage) == BetweenDates("2024-05-02", "2024-05-31", "UTC")


def test_one_session(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "session")
    fields = form.fields["session"]
    assert isinstance(fields, SessionFields)
    preview(stage, page)
    apply(stage, page)
    found = rule(stage)
    assert isinstance(found, InSession)
    assert found.ends - found.begins == 3 * 3600 + 59


@pytest.mark.parametrize(
    "condition",
    [
        AtHours(60, 1440, "Europe/Berlin", (1, 7)),
        BetweenDates("2024-05-01", "2024-05-31", "Asia/Kathmandu"),
        InPrivate(),
    ],
)
def test_a_rule_that_is_opened_is_as_it_was(stage: Stage, page: SettingsPage, condition: Condition) -> None:
    mira = stage.workspace.find_listener("Mira").id
    stage.workspace.rules.add(Rule(condition, mira))
    page.mark_stale()
    stage.settle()
    assert column(page.section("rules").pane.table, "who") == ["Mira"]
    page.section("rules").pane.table.selectRow(0)
    stage.click(page, words.EDIT_RULE)
    stage.settle()
    assert page.section("rules").form.whose.currentData() == mira
    preview(stage, page)
    apply(stage, page)
    assert stage.workspace.rules.in_use()[0].rule == Rule(condition, mira)


def test_an_artist_whom_a_rule_leaves_out_can_still_be_edited(stage: Stage, page: SettingsPage) -> None:
    stage.workspace.undo()
    rows = [spotify_row(10 * i, "Only <b>Here</b>", "Track 1") for i in range(6)]
    file = Path(stage.workspace.folder) / "own.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    stage.workspace.import_history([file], listener="Ada")
    number = stage.workspace.find_artist("Only <b>Here</b>").id
    stage.workspace.rules.add(Rule(ByTrack(number, "Track 1")))
    page.mark_stale()
    stage.settle()
    table = page.section("rules").pane.table
    table.selectRow(0)
    table.setFocus()
    stage.qtbot.keyClick(table, Qt.Key.Key_Return)
    stage.settle()
    form = page.section("rules").form
    assert form.fields["track"].artist.name == "Only <b>Here</b>"  # type: ignore[attr-defined]
    form.kind.setCurrentIndex(form.kind.findData("artist"))
    form.whose.setCurrentIndex(form.whose.findText("Ada"))
    form.kind.setCurrentIndex(form.kind.findData("track"))
    preview(stage, page)
    apply(stage, page)
    (found,) = stage.workspace.rules.in_use()
    assert found.rule == Rule(ByTrack(number, "Track 1"), stage.workspace.find_listener("Ada").id)


def test_a_rule_is_removed(stage: Stage, page: SettingsPage) -> None:
    stage.workspace.rules.add(Rule(ByArtist(stage.workspace.find_artist(ARTISTS[0]).id)))
    page.mark_stale()
    stage.settle()
    assert words.REMOVE_RULE not in enabled(page)
    page.section("rules").pane.table.selectRow(0)
    stage.click(page, words.REMOVE_RULE)
    stage.settle()
    assert stage.workspace.rules.in_use() == []
    assert stage.told[-1][0] == words.RULE_REMOVED
    assert words.NO_RULES in text_of(page)


def test_escape_leaves_the_form(stage: Stage, page: SettingsPage) -> None:
    form = add(stage, page, "private")
    stage.qtbot.keyClick(form.kind, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert find_button(page, words.ADD_RULE)
