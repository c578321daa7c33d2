"""The rules of the house that no type checker sees."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "desktop_als"
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
SPARK_LOCK = (ROOT / "packaging" / "requirements-spark.lock").read_text(encoding="utf-8")


def names(requirements: Iterable[str]) -> set[str]:
    return {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in requirements}


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def python(code: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )


def test_imports_go_one_way():
    answer = python(
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def imported_without(absent: tuple[str, ...], modules: Iterable[str]) -> subprocess.CompletedProcess[str]:
    return python(f"""
import importlib, sys
for name in {absent!r}:
    sys.modules[name] = None
for name in {sorted(modules)!r}:
    importlib.import_module(name)
""")


def test_everything_outside_gui_imports_without_qt():
    modules = {module_name(file) for file in PACKAGE.rglob("*.py") if "gui" not in file.relative_to(PACKAGE).parts}
    answer = imported_without(("PySide6", "shiboken6", "pyqtgraph"), modules)
    assert answer.returncode == 0, answer.stderr


def test_everything_imports_without_spark():
    modules = {module_name(file) for file in PACKAGE.rglob("*.py") if file.name != "__main__.py"}
    answer = imported_without(("pyspark", "py4j", "pyarrow", "pandas"), modules)
    assert answer.returncode == 0, answer.stderr


def test_preparing_loads_neither_numba_nor_qt_nor_numpy():
    answer = python("""
import sys
from desktop_als import boot
boot.prepare()
print(*sorted({"numba", "numpy", "PySide6", "pyqtgraph"} & set(sys.modules)))
""")
    assert (answer.returncode, answer.stdout.strip()) == (0, ""), answer.stderr


def test_packaging_does_not_shadow_the_package_of_that_name():
    assert not (ROOT / "packaging" / "__init__.py").exists()
    answer = python("import packaging.version")
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("lock", [LOCK, SPARK_LOCK])
def test_the_lock_names_no_place(lock):
    assert "://" not in lock
    assert not re.search(r"(^|\s)(/|file:|-f\b|-i\b|--(index|extra|find|trusted))", lock, re.MULTILINE)


@pytest.mark.parametrize("lock", [LOCK, SPARK_LOCK])
def test_every_pin_has_a_hash(lock):
    pins = re.split(r"\n(?=\S)", lock)
    assert [pin.split()[0] for pin in pins if "==" in pin and "--hash=sha256:" not in pin] == []


def test_the_lock_holds_every_requirement():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    assert names(wanted) <= set(re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE))
    wanted = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["spark"]
    assert names(wanted) <= set(re.findall(r"^([\w.-]+)==", SPARK_LOCK, re.MULTILINE))


def test_the_extra_changes_no_pin():
    plain, with_spark = (set(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE)) for lock in (LOCK, SPARK_LOCK))
    changed = {name for name, _ in plain - with_spark} & {name for name, _ in with_spark - plain}
    assert changed == set()


def test_python_3_11_never_gets_the_qt_that_aborts():
    (pin,) = re.findall(r"^pyside6-essentials==(\S+) ; python_full_version < '3\.12'", LOCK, re.MULTILINE)
    assert (6, 11, 2) <= tuple(map(int, pin.split("."))) < (6, 12)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"packaging/dev\.py (\w+)", README))))
def test_the_set_up_commands_of_the_readme_exist(command):
    script = (ROOT / "packaging" / "dev.py").read_text(encoding="utf-8")
    assert f"def {command}(" in script


def test_the_commands_of_the_readme_exist():
    names = set(re.findall(r"^ *desktop-als ([a-z-]+)(?: \| ([a-z]+))?", README, re.MULTILINE))
    help_text = python("import sys; from desktop_als.cli import main; sys.exit(main(['--help']))").stdout
    listed = set(re.findall(r"^  ([a-z-]+)  ", help_text, re.MULTILINE))
    assert {name for pair in names for name in pair if name} <= listed


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_the_files_of_the_readme_exist(name):
    assert (ROOT / name).exists()


def test_no_committed_text_names_a_machine():
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listing.split("\0") if name]
    texts = [file for file in files if file.is_file() and file.suffix not in {".png", ".ico", ".gz", ".zip"}]
    place = re.compile(rb"/(?:work|root|home/\w+)/|" + rb"--(?:extra-)?index.url[ =]")
    assert [file.name for file in texts if place.search(file.read_bytes())] == []
