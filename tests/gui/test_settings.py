"""Settings: what counts, private sessions, the theme, and what was done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.errors import LibraryError, NotFoundError
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.messages import settings as words
from desktop_als.gui.messages.sections import SECTIONS
from desktop_als.gui.pages.settings import SettingsPage
from desktop_als.gui.screenshot import draw
from desktop_als.gui.window_state import WindowState
from desktop_als.workspace import CountingRule, InPrivate, Rule, Workspace
from tests.exports import ARTISTS, spotify_row
from tests.gui.standing_alone import Stage, buttons, find_button, text_of
from tests.gui.test_browse import column


def bring_short_plays(workspace: Workspace, folder: Path, name: str = "Mira") -> None:
    """Twelve plays of a minute, six of ten seconds by another artist; a third of all in private sessions."""
    rows = [spotify_row(10 * i, ARTISTS[0], ms_played=60_000) for i in range(12)]
    rows += [spotify_row(500 + 10 * i, ARTISTS[1], ms_played=10_000, reason_end="fwdbtn") for i in range(6)]
    for row in rows[::3]:
        row["incognito_mode"] = True
    file = folder / f"{len(name)}.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    workspace.import_history([file], listener=name)


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes, tmp_path: Path) -> Stage:
    bring_short_plays(workspace, tmp_path)
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(stage: Stage) -> SettingsPage:
    return open_section(stage, stage.show(SettingsPage(stage.context)), "counting")


def open_section(stage: Stage, page: SettingsPage, part: str) -> SettingsPage:
    page.open(Location("settings", part=part))
    stage.settle()
    return page


def tick(qtbot: QtBot, box: QCheckBox) -> None:
    """Click on the box itself: beside its words there is nothing to click on."""
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def see_preview(stage: Stage, page: SettingsPage) -> str:
    stage.qtbot.waitUntil(lambda: page.section("counting").preview.text() not in ("", words.LOOKING, words.AS_NOW))
    return page.section("counting").preview.text()


def test_another_number_of_seconds_is_previewed_applied_and_told(stage: Stage, page: SettingsPage) -> None:
    counting = page.section("counting")
    assert (counting.seconds.value(), counting.heard_out.isChecked()) == (30, True)
    assert not counting.apply.isEnabled()
    assert counting.preview.text() == words.AS_NOW
    counting.seconds.setFocus()
    counting.seconds.selectAll()
    stage.qtbot.keyClicks(counting.seconds, "5")
    assert counting.slider.value() == 5
    assert see_preview(stage, page) == "6 plays more would count, 1 artist more."
    assert stage.workspace.totals().plays == 12
    stage.click(page, words.APPLY)
    stage.settle()
    assert stage.workspace.totals().plays == 18
    ((said, step),) = stage.told
    assert said == "Plays count from 5 seconds on, or heard to their end."
    assert step == stage.workspace.steps()[0].id
    assert counting.preview.text() == words.AS_NOW
    stage.workspace.undo()
    page.mark_stale()
    stage.settle()
    assert counting.seconds.value() == 30


def test_the_slider_moves_with_the_keys(stage: Stage, page: SettingsPage) -> None:
    page.section("counting").slider.setFocus()
    stage.qtbot.keyClick(page.section("counting").slider, Qt.Key.Key_End)
    assert page.section("counting").seconds.value() == 240
    assert see_preview(stage, page) == words.NO_CHANGE
    page.section("counting").heard_out.setFocus()
    stage.qtbot.keyClick(page.section("counting").heard_out, Qt.Key.Key_Space)
    assert see_preview(stage, page) == "12 plays would no longer count, 1 artist fewer."


def test_several_people_are_told_apart(stage: Stage, page: SettingsPage, tmp_path: Path) -> None:
    bring_short_plays(stage.workspace, tmp_path, "<b>Ada</b>")
    page.section("counting").seconds.setValue(0)
    assert set(see_preview(stage, page).splitlines()) == {
        "Mira: 6 plays more would count, 1 artist more.",
        "<b>Ada</b>: 6 plays more would count, 1 artist more.",
    }


def test_a_choice_that_was_not_applied_stays(stage: Stage, page: SettingsPage) -> None:
    page.section("counting").seconds.setValue(90)
    page.mark_stale()
    stage.settle()
    assert page.section("counting").seconds.value() == 90
    assert stage.workspace.counting.rule() == CountingRule()


def test_private_sessions_are_a_rule(stage: Stage, page: SettingsPage) -> None:
    tick(stage.qtbot, page.section("counting").private)
    stage.settle()
    assert [found.rule for found in stage.workspace.rules.in_use()] == [Rule(InPrivate())]
    assert stage.workspace.totals().plays == 8
    page.section("counting").private.setFocus()
    stage.qtbot.keyClick(page.section("counting").private, Qt.Key.Key_Space)
    stage.settle()
    assert stage.workspace.rules.in_use() == []
    assert [said for said, _ in stage.told] == [words.PRIVATE_OUT, words.PRIVATE_BACK]


def test_what_was_done_is_listed_and_the_newest_undone(stage: Stage, page: SettingsPage) -> None:
    stage.workspace.rules.add(Rule(InPrivate()))
    open_section(stage, page, "steps")
    table = page.section("steps").pane.table
    ModelTester(None).check(table.table_model)
    assert column(table, "kind") == ["Rules", "Import"]
    assert column(table, "step") == ["Leave out private sessions", "4.json"]
    stage.click(page, words.UNDO_NEWEST)
    stage.settle()
    assert column(table, "kind") == ["Import"]
    assert stage.told == [("Undone: leave out private sessions.", None)]
    stage.click(page, words.UNDO_NEWEST)
    stage.settle()
    assert words.NO_STEPS in text_of(page)
    assert not any(b.isEnabled() for b in page.findChildren(QPushButton) if b.text() == words.UNDO_NEWEST)


def test_a_failure_is_told(stage: Stage, page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: CountingRule) -> None:
        raise LibraryError("The disk is full. Nothing was changed.")

    monkeypatch.setattr(stage.workspace.counting, "change", refuse)
    page.section("counting").seconds.setValue(5)
    stage.click(page, words.APPLY)
    stage.settle()
    assert stage.failures == ["The disk is full. Nothing was changed."]
    assert page.section("counting").apply.isEnabled()


def test_everything_can_be_named_for_those_who_do_not_see(stage: Stage, page: SettingsPage) -> None:
    for field in (page.section("counting").seconds, page.section("counting").slider, page.section("counting").theme):
        assert field.accessibleName()
    assert set(SECTIONS.values()) <= set(buttons(page))


def test_the_window_leads_to_the_settings(window: MainWindow, qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window._stack.currentWidget(), SettingsPage))
    qtbot.waitUntil(lambda: jobs.idle)
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    qtbot.mouseClick(find_button(page, "Dark"), Qt.MouseButton.LeftButton)
    assert window.context.theme.scheme.is_dark
    assert WindowState(window.context.workspace.folder).mode == "dark"
    window.go(Location("settings", part="rules"))
    qtbot.waitUntil(lambda: jobs.idle)
    assert words.NO_RULES in text_of(page)
    rail = next(b for b in window.findChildren(QPushButton) if b.text().strip() == words.SETTINGS)
    assert rail.isChecked()


def test_the_notice_takes_a_change_of_settings_back(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    bring_short_plays(workspace, tmp_path)
    window.go(Location("settings", part="counting"))
    qtbot.waitUntil(lambda: jobs.idle)
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    tick(qtbot, page.section("counting").private)
    qtbot.waitUntil(lambda: jobs.idle)
    qtbot.mouseClick(find_button(window.notice, "Undo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: jobs.idle)
    assert workspace.rules.in_use() == []
    assert not page.section("counting").private.isChecked()


def test_every_section_can_be_drawn(workspace: Workspace, tmp_path: Path, qapp: QApplication) -> None:
    bring_short_plays(workspace, tmp_path)
    workspace.close()
    pictures = set()
    for part in SECTIONS:
        draw(workspace.folder, f"settings:{part}", tmp_path / "page.png", (1280, 800), "dark")
        pictures.add((tmp_path / "page.png").read_bytes())
    assert len(pictures) == len(SECTIONS)
    with pytest.raises(NotFoundError, match="settings:SECTION"):
        draw(workspace.folder, "settings:garden", tmp_path / "page.png", (1280, 800), "dark")


def test_large_text_in_a_small_window_is_not_cut_off(stage: Stage, page: SettingsPage) -> None:
    stage.theme.set_text_scale(2.0)
    try:
        for part in SECTIONS:
            open_section(stage, page, part)
            for shown in (b for b in page.findChildren(QPushButton) if b.isVisible()):
                assert shown.width() >= shown.minimumSizeHint().width(), (part, shown.text())
    finally:
        stage.theme.set_text_scale(1.0)
