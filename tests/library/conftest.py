from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_als.library import Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as library:
        yield library
