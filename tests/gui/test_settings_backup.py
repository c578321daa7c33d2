"""Settings: a backup, and back from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.settings import SettingsPage
from desktop_als.workspace import CountingRule, Workspace
from tests.exports import spotify_file
from tests.gui.standing_alone import Stage, text_of


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes, tmp_path: Path) -> Stage:
    workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(stage: Stage) -> SettingsPage:
    shown = stage.show(SettingsPage(stage.context))
    shown.open(Location("settings", part="backup"))
    stage.settle()
    return shown


@pytest.fixture
def backup(stage: Stage, tmp_path: Path) -> Path:
    """A backup, after which Mira's history was undone and what counts was changed."""
    path = tmp_path / "mine.dals-backup"
    stage.workspace.counting.change(CountingRule(20_000))
    stage.workspace.backups.make(path)
    stage.workspace.undo()
    stage.workspace.undo()
    stage.workspace.import_history([spotify_file(tmp_path / "other.json", plays=7, seed=5)], listener="Ada")
    return path


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def test_a_backup_is_saved_where_the_person_chose(
    stage: Stage, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "a.dals-backup")
    stage.click(page, words.SAVE_BACKUP)
    stage.settle()
    assert stage.workspace.backups.look(tmp_path / "a.dals-backup").totals.plays == 40
    assert "Saved everything as a.dals-backup" in text_of(page)
    choose(monkeypatch, "")
    stage.click(page, words.SAVE_BACKUP)
    assert stage.jobs.idle


def test_saving_can_be_stopped(
    stage: Stage, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(path: Path, *, cancel, progress) -> None:  # type: ignore[no-untyped-def]
        while True:
            cancel.check()

    choose(monkeypatch, tmp_path / "a.dals-backup")
    monkeypatch.setattr(stage.workspace.backups, "make", wait)
    stage.click(page, words.SAVE_BACKUP)
    assert page.section("backup").work.isVisible()
    stage.click(page, "Stop")
    stage.settle()
    assert words.STOPPED in text_of(page)


def test_a_restore_shows_first_what_would_come(
    stage: Stage, page: SettingsPage, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, backup)
    before = stage.workspace.totals()
    stage.click(page, words.RESTORE)
    stage.settle()
    said = text_of(page)
    assert "40 plays of 1 listener from 1 file" in said
    assert "It adds 1 file with 40 plays that count" in said
    assert "The library of 7 plays of 1 listener from 1 file gives way to it." in said
    assert stage.workspace.totals() == before
    stage.click(page, words.CANCEL)
    assert not page.section("backup").trial.isVisible()
    assert stage.told == []


@pytest.mark.parametrize(("button", "plays"), [(words.MERGE, 47), (words.REPLACE, 40)])
def test_then_it_is_merged_or_replaces(
    stage: Stage, page: SettingsPage, backup: Path, monkeypatch: pytest.MonkeyPatch, button: str, plays: int
) -> None:
    choose(monkeypatch, backup)
    stage.click(page, words.RESTORE)
    stage.settle()
    stage.click(page, button)
    stage.settle()
    assert stage.workspace.totals().plays == plays
    ((said, step),) = stage.told
    assert "mine.dals-backup" in said
    assert step == stage.workspace.steps()[0].id
    stage.workspace.undo()
    assert stage.workspace.totals().plays == 7


def test_what_is_no_backup_is_refused(
    stage: Stage, page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "history.json")
    stage.click(page, words.RESTORE)
    stage.settle()
    assert len(stage.failures) == 1
    assert not page.section("backup").trial.isVisible()


def test_it_says_where_the_library_lies(stage: Stage, page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    assert str(stage.workspace.folder) in text_of(page).replace("\u200b", "")
    assert "MB, with its models." in text_of(page)
    stage.click(page, words.OPEN_FOLDER)
    assert opened == [str(stage.workspace.folder)]
