"""What the set-up script says when it cannot go on. That it works is shown by every run of these tests."""

from __future__ import annotations

import importlib.util
import os
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


@pytest.fixture
def set_up(dev, monkeypatch):
    """All is installed but what a test takes away."""
    monkeypatch.setattr(dev, "install_pinned", lambda _: None)
    monkeypatch.setattr(dev, "missing_system_packages", list)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    return dev


def told_java(folder, words):
    """A Java that says only its version."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho '{words}' >&2\n")
    java.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="the Java of this test is a shell script")
@pytest.mark.parametrize(
    ("words", "version"),
    [('openjdk version "17.0.13" 2024-10-15', 17), ('openjdk version "21" 2023-09-19', 21), ("no Java at all", 0)],
)
def test_the_java_that_spark_would_start_is_asked(dev, monkeypatch, tmp_path, words, version):
    monkeypatch.setenv("JAVA_HOME", str(told_java(tmp_path, words)))
    assert dev.java_version() == version


@pytest.mark.skipif(os.name == "nt", reason="the Java of this test is a shell script")
def test_an_old_java_is_told(set_up, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(told_java(tmp_path, 'java version "1.8.0_401"')))
    monkeypatch.setattr(set_up, "missing_for_spark", list)
    assert set_up.main(["spark"]) == 1
    assert capsys.readouterr().err.startswith("Spark needs Java 17 or newer and found")


def test_what_spark_needs_is_one_line_to_type(set_up, capsys, monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(set_up.shutil, "which", lambda name: name if name == "apt-get" else None)
    assert set_up.main(["spark"]) == 1
    assert "apt-get install -y --no-install-recommends default-jre-headless procps" in capsys.readouterr().err


def test_the_tests_of_spark_may_not_be_skipped(set_up, monkeypatch):
    asked = []
    monkeypatch.setattr(set_up, "java_version", lambda: 17)
    monkeypatch.setattr(set_up, "missing_for_spark", list)
    monkeypatch.setattr(set_up, "call", lambda *command, **options: asked.append((command, options)) or 0)
    assert set_up.main(["spark", "-x"]) == 0
    ((command, options),) = asked
    assert command[1:] == ("-m", "pytest", "-m", "spark", "-x")
    assert options["variables"]["DESKTOP_ALS_SPARK"] == "required"


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
    monkeypatch.setattr(dev, "install_pinned", lambda _: None)
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
