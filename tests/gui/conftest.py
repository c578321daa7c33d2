"""A window on a library of its own, as a person would have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.window_state import WindowState
from desktop_als.workspace import Workspace
from tests.exports import hetrec_zip
from tests.gui.standing_alone import Stage


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.shutdown()


@pytest.fixture
def themes(qapp: QApplication) -> Iterator[ThemeSource]:
    made = ThemeSource(qapp, "light")
    yield made
    made.deleteLater()


@pytest.fixture
def window(workspace: Workspace, jobs: Jobs, themes: ThemeSource, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window, shown, its first questions answered."""
    made = MainWindow(workspace, jobs, themes, WindowState(workspace.folder))
    made.show()
    qtbot.waitUntil(lambda: jobs.idle)
    yield made
    # Not by qtbot, which closes windows before this runs: one whose jobs are busy would ask for a moment more.
    jobs.stop()
    qtbot.waitUntil(lambda: not jobs.busy)
    made.close()
    made.deleteLater()


@pytest.fixture
def community(workspace: Workspace, tmp_path: Path) -> Workspace:
    """The workspace with two dozen listeners of two tastes."""
    workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    return workspace


@pytest.fixture
def trained(community: Workspace) -> Workspace:
    """The community with a small model."""
    from dataclasses import replace

    run = community.training(replace(community.preset("quick"), factors=8, epochs=2), title="Quick")
    for _ in run:
        pass
    run.save()
    return community


@pytest.fixture
def crowd(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource, tmp_path: Path) -> Stage:
    """A community that is large enough to hold some of it back."""
    workspace.import_history([hetrec_zip(tmp_path / "many.zip", listeners=80)])
    return Stage(qtbot, workspace, jobs, themes)
