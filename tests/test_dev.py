"""What the set-up script says when it cannot go on. That it works is shown by every run of these tests."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture
def dev():
    spec = importlib.util.spec_from_file_location("dev", ROOT / "packaging" / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("words", "status"), [([], 0), (["--help"], 0), (["build"], 2)])
def test_usage(dev, capsys, words, status):
    assert dev.main(words) == status
    assert "packaging/dev.py run" in capsys.readouterr().err


def test_an_old_python_is_told(dev, capsys, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert dev.main(["test"]) == 1
    assert capsys.readouterr().err.startswith("This needs Python 3.11 or newer")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves Qt's libraries to the system")
@pytest.mark.parametrize(
    ("apt", "expected"),
    [
        (
            "/usr/bin/apt-get",
            "please type: sudo apt-get install -y --no-install-recommends libegl1 fonts-dejavu-core fonts-droid-fallback",
        ),
        (None, "install what Debian calls: libegl1 fonts-dejavu-core fonts-droid-fallback"),
    ],
)
def test_missing_system_packages_are_one_line_to_type(dev, capsys, monkeypatch, apt, expected):
    monkeypatch.setattr(dev, "install_pinned", lambda: None)
    monkeypatch.setattr(dev, "loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(dev, "FONT_FOLDERS", ())
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev.shutil, "which", lambda _: apt)
    assert dev.main(["test"]) == 1
    told = capsys.readouterr().err.strip()
    assert told.endswith(expected)
    assert "\n" not in told


def test_a_step_that_fails_is_named(dev, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(dev.sys, "executable", str(tmp_path / "no-python"))
    assert dev.main(["run"]) == 1
    assert "no-python cannot be started: No such file or directory." in capsys.readouterr().err
