from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_als.library import Library
from desktop_als.workspace import Workspace
from tests.library.making import bring, count_batch, play_batch
from tests.workspace.desk import Desk
from tests.workspace.two_tastes import build


@pytest.fixture(scope="session")
def two_tastes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a trained library, to be copied."""
    folder = tmp_path_factory.mktemp("tastes") / "library"
    build(folder)
    return folder


@pytest.fixture
def shared(two_tastes: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace in which Mira has two tastes."""
    shutil.copytree(two_tastes, tmp_path / "library")
    with Workspace.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def mira(shared: Workspace) -> int:
    return shared.find_listener("Mira").id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Ada plays two artists; Bo, of a community, two others."""
    with Library.open(tmp_path / "library") as library:
        bring(library, play_batch([(0, "Lumen Fields", "Quay"), (300, "Otto", "Sea")]))
        others = [("Bo", "Quiet Coast", 1), ("Bo", "Radiant Harbour", 2)]
        bring(library, count_batch(others), form="totals", listener=None, community="Invented")
        yield Desk(library)
