"""The environment that the rest of the package wakes up in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

KERNEL = """
import numba

@numba.njit(cache=True)
def successor(number):
    return number + 1
"""


@pytest.fixture
def start(tmp_path):
    """Prepare a new process, then define and call a cached kernel in it."""
    (tmp_path / "kernel.py").write_text(KERNEL)

    def run(**variables: str) -> list[str]:
        code = "from desktop_als import boot; boot.prepare(); import os, kernel; print(kernel.successor(3))\n"
        code += (
            "for name in ('NUMBA_CACHE_DIR', 'NUMBA_THREADING_LAYER', 'OPENBLAS_NUM_THREADS'): print(os.environ[name])"
        )
        ours = {"NUMBA_CACHE_DIR", "NUMBA_THREADING_LAYER", "OPENBLAS_NUM_THREADS"}
        inherited = {name: value for name, value in os.environ.items() if name not in ours}
        inherited["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(tmp_path)])
        answer = subprocess.run(
            [sys.executable, "-c", code], env=inherited | variables, capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.split()

    return run


def test_kernels_are_kept_in_the_cache_folder(start, tmp_path):
    answer, folder, *_ = start(XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert answer == "4"
    assert Path(folder) == tmp_path / "cache" / "desktop-als" / "numba"
    assert list(Path(folder).rglob("*.nbi"))


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(start, tmp_path):
    blocked = tmp_path / "a file where the folder should be"
    blocked.touch()
    answer, folder, *_ = start(XDG_CACHE_HOME=str(blocked))
    assert answer == "4"
    assert not Path(folder).exists()  # a passing folder, cleared away at the end


def test_what_the_person_has_set_is_left(start, tmp_path):
    own = {"NUMBA_CACHE_DIR": str(tmp_path / "own"), "NUMBA_THREADING_LAYER": "default", "OPENBLAS_NUM_THREADS": "2"}
    assert start(**own)[1:] == list(own.values())
