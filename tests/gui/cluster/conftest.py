"""The Train page, open at its settings, and clusters that answer as a test says."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_als.gui.pages.train import TrainPage
from desktop_als.workspace import Cluster
from tests.gui.cluster.pretending import (
    Clusters,
)
from tests.gui.standing_alone import Stage


@pytest.fixture
def stage(qtbot, workspace, jobs, themes):
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def clusters(workspace, monkeypatch) -> Clusters:
    known = Clusters()
    monkeypatch.setattr(workspace, "clusters", known, raising=False)
    return known


@pytest.fixture
def began(workspace, monkeypatch) -> list[Cluster | None]:
    """Where each training was to run. All of them run here."""
    where: list[Cluster | None] = []
    local = workspace.training

    def training(*told: Any, cluster: Cluster | None = None, **more: Any) -> Any:
        where.append(cluster)
        return local(*told, **more)

    monkeypatch.setattr(workspace, "training", training)
    return where


@pytest.fixture
def page(stage, community, clusters, began):
    made = stage.show(TrainPage(stage.context))
    stage.click(made, "Advanced")
    return made
