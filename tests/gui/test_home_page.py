"""Home: three ways in at the first start, later the next step, the sources, and a way back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop_als.als.settings import Settings
from desktop_als.gui.location import Location
from desktop_als.gui.pages.home import HomePage
from desktop_als.gui.tables.view import TableView
from tests.exports import hetrec_zip, spotify_file
from tests.gui.standing_alone import Stage, buttons, text_of


@pytest.fixture
def stage(qtbot, workspace, jobs, themes):
    return Stage(qtbot, workspace, jobs, themes)


def train(workspace):
    run = workspace.training(Settings(factors=4, epochs=2, threads=1))
    list(run)
    return run.save()


def test_the_first_start_offers_three_ways_in(stage):
    page = stage.show(HomePage(stage.context))
    assert "Your listening, your machine, your next favourite." in text_of(page)
    assert {"Choose files", "Choose a folder", "Add the sample", "Choose a data set", "Show me how"} <= set(
        buttons(page)
    )
    stage.click(page, "Add the sample")
    assert stage.samples == 1


def test_chosen_files_go_to_the_import(stage, monkeypatch, tmp_path):
    page = stage.show(HomePage(stage.context))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "a.json")], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    stage.click(page, "Choose files")
    stage.click(page, "Choose a folder")
    assert stage.imports == [[tmp_path / "a.json"]]


def test_with_a_library_the_next_step_is_to_train_then_to_browse(stage, tmp_path):
    stage.workspace.import_history([hetrec_zip(tmp_path / "set.zip")])
    page = stage.show(HomePage(stage.context))
    assert "24 listeners" in text_of(page)
    stage.click(page, "Train")
    assert stage.went == [Location("train")]
    train(stage.workspace)
    page.mark_stale()
    stage.settle()
    stage.click(page, "Browse listeners")
    assert stage.went[-1] == Location("listeners")


def test_plays_that_the_model_does_not_know_are_counted(stage, tmp_path):
    stage.workspace.import_history([hetrec_zip(tmp_path / "set.zip")])
    train(stage.workspace)
    stage.workspace.import_history([spotify_file(tmp_path / "endsong_0.json")])
    page = stage.show(HomePage(stage.context))
    assert "40 new plays since the model was trained." in text_of(page)


def test_every_source_has_a_row_and_undo_takes_the_last_one(stage, tmp_path):
    stage.workspace.import_history([hetrec_zip(tmp_path / "set.zip")])
    stage.workspace.import_history([spotify_file(tmp_path / "endsong_0.json")], listener="Mara")
    page = stage.show(HomePage(stage.context))
    table = page.findChild(TableView).table_model
    cells = [[table.index(row, column).data() for column in range(4)] for row in range(table.rowCount())]
    assert cells[0] == ["endsong_0.json", "Spotify extended streaming history", "Mara", "40"]
    assert cells[1][2] == "HetRec 2011 Last.fm-2K"
    stage.click(page, "Undo the newest step")
    stage.settle()
    assert table.rowCount() == 1
    assert "40 plays removed" in text_of(page)
    assert stage.changes == 1


def test_undoing_the_only_import_leads_back_to_the_start(stage, tmp_path):
    stage.workspace.import_history([hetrec_zip(tmp_path / "set.zip")])
    page = stage.show(HomePage(stage.context))
    stage.click(page, "Undo the newest step")
    stage.settle()
    assert "Drop your listening history here" in text_of(page)


def test_a_change_of_theme_repaints_the_icons(stage):
    page = stage.show(HomePage(stage.context))
    before = page.grab().toImage()
    stage.theme.set_mode("dark")
    assert page.grab().toImage() != before
