"""What a cluster is asked for and told, and the code that goes to it. Needs no Spark."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desktop_als.engines.spark import shipping
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.configuration import DRIVER_MEMORY, configuration, on_this_computer
from desktop_als.engines.spark.executors import Given, of_equal_size

ELSEWHERE = "192.0.2.7"


def settings(cluster: Cluster, address: str = "127.0.0.1") -> dict[str, str]:
    return configuration(cluster, address, Path(__file__).with_name("log4j2.properties"))


def test_the_memory_goes_to_those_who_work() -> None:
    assert settings(Cluster("local[4]", memory=3000))["spark.driver.memory"] == "3000m"
    there = settings(Cluster("spark://music.example:7077", memory=3000), ELSEWHERE)
    assert there["spark.executor.memory"] == "3000m"
    assert there["spark.driver.memory"] == DRIVER_MEMORY


def test_spark_opens_no_web_page() -> None:
    assert settings(Cluster())["spark.ui.enabled"] == "false"


def test_workers_of_this_computer_use_its_compiled_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/kernels")
    assert settings(Cluster())["spark.executorEnv.NUMBA_CACHE_DIR"] == "/kernels"


def test_workers_elsewhere_are_told_of_no_folder_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/kernels")
    monkeypatch.setenv("PYTHONPATH", "/mine")
    there = settings(Cluster("spark://music.example:7077"), ELSEWHERE)
    told = {name: value for name, value in there.items() if name.startswith("spark.executorEnv.")}
    assert told == {
        "spark.executorEnv.NUMBA_THREADING_LAYER": "workqueue",
        "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
    }


@pytest.mark.parametrize(
    ("address", "here"), [("127.0.0.1", True), ("127.0.1.1", True), ("[::1]", True), (ELSEWHERE, False)]
)
def test_what_this_computer_is(address: str, here: bool) -> None:
    assert on_this_computer(address) is here


@pytest.mark.parametrize(
    ("there", "wanted", "cores"),
    [
        (Given(2, 8), 1, 4),  # one of two workers, whole
        (Given(2, 8), 4, 2),  # two on each
        (Given(2, 8), 3, 2),
        (Given(2, 2), 5, 1),  # fewer cores than asked for: as many as there are will come
    ],
)
def test_as_many_executors_as_asked_for_share_the_cores_alike(there: Given, wanted: int, cores: int) -> None:
    asked = of_equal_size(there, wanted)
    assert asked == {"spark.executor.cores": str(cores), "spark.cores.max": str(cores * wanted)}


def test_the_code_that_is_sent_is_enough_for_a_worker(tmp_path: Path) -> None:
    archive, unpacked = tmp_path / "code.zip", tmp_path / "there" / "desktop_als"
    shipping.pack(archive)
    with zipfile.ZipFile(archive) as zipped:
        assert not [name for name in zipped.namelist() if name.startswith(("gui/", "cli/"))]
        zipped.extractall(unpacked)
    program = "import desktop_als.engines.spark.block_step as step; print(step.__file__)"
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(unpacked.parent)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (ran.stdout.strip(), ran.stderr) == (str(unpacked / "engines" / "spark" / "block_step.py"), "")
