"""What training on a library would cost."""

from __future__ import annotations

from pathlib import Path

from desktop_als.workspace import EXECUTOR, Measured, Scale, Size, Workspace, estimates, extrapolated
from tests.exports import hetrec_zip

SMALL = Measured("local", 4_000, 2_500, 250_000, 128, 0, 4, 0.5, 0, 300_000_000, 123_456.0)
SCALE = Scale("Invented 9000", 2, 24 << 30, {}, (SMALL,))


def test_the_size_is_that_of_the_matrix_that_is_trained_on(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "library") as workspace:
        assert workspace.costs.size() is None
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        run = workspace.training(workspace.preset("quick"))
        for _ in run:
            pass
        info = run.save()
        found = workspace.costs.size()
        assert found == Size(info.rows, info.artists, info.observations, workspace.preset("balanced").factors)


def test_each_way_is_told_and_time_only_where_it_was_measured() -> None:
    found = estimates(Size(4_000, 2_500, 250_000, 128), 8, SCALE)
    assert [one.way for one in found] == ["local", "rows", "mllib"]
    assert [one.seconds is None for one in found] == [False, True, True]
    assert all(one.limits for one in found)
    assert all(one.seconds is None for one in estimates(Size(4_000, 2_500, 250_000, 128), 8, None))


def test_a_cluster_is_as_large_as_asked_for() -> None:
    size = Size(360_000, 300_000, 17_640_000, 128).grown(10**10)
    few, many = (estimates(size, executors, None)[1] for executors in (8, 512))
    memory = next(limit for limit in few.limits if limit.resource == "memory")
    assert memory.there_is == EXECUTOR.memory
    assert many.cost.memory < few.cost.memory


def test_one_desktop_trains_on_100_million_and_none_on_100_billion() -> None:
    small, large = extrapolated(SCALE)
    assert EXECUTOR.memory / 2 < estimates(small.size.grown(10**9), 8, None)[0].cost.memory < EXECUTOR.memory
    assert small.size.observations == 10**8
    assert small.here.cost.memory < 8e9
    assert large.here.cost.memory > 1e12
    assert large.cluster.limits[0].resource == "driver"
    assert large.cluster.cost.memory < 2 * EXECUTOR.memory
