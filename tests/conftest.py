"""What every test stands on: no display, folders of its own, and nothing left behind (``tests/leaks.py``)."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import hypothesis
import pytest

from desktop_als import boot

ROOT = Path(__file__).resolve().parent.parent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault(
    "NUMBA_CACHE_DIR", str(ROOT / "build" / "numba")
)  # lasting: compiling takes longer than the tests
boot.prepare()

pytest_plugins = ["pytester", "tests.leaks"]

hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile("ci")


def pytest_configure() -> None:
    """Where the tests of training on a cluster have to run, none may be skipped."""
    if os.environ.get("DESKTOP_ALS_SPARK") == "required" and (missing := missing_for_spark()):
        raise pytest.UsageError(f"training on a cluster cannot be tested here: no {', no '.join(missing)}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what is marked ``spark`` where Spark is absent, before its fixtures start anything."""
    if item.get_closest_marker("spark") and (missing := missing_for_spark()):
        pytest.skip(f"training on a cluster is an extra, and here is no {', no '.join(missing)}")


def missing_for_spark() -> list[str]:
    missing = [name for name in ("pyspark", "pyarrow", "pandas") if importlib.util.find_spec(name) is None]
    return missing if os.environ.get("JAVA_HOME") or shutil.which("java") else [*missing, "Java"]


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the person's own data, settings and cache out of reach."""
    home = tmp_path_factory.mktemp("home")
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Public data sets and real exports, which are not part of the project."""
    folder = Path(os.environ.get("DESKTOP_ALS_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("no data sets here: set DESKTOP_ALS_DATA to their folder")
    return folder
