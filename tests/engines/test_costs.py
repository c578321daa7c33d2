"""The formulas of what a training takes, against what it takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_als.als.half_epoch import HALVES_FROM
from desktop_als.als.kernels import LANES
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import prepared
from desktop_als.engines import costs
from desktop_als.engines.costs import WAYS, Machines, Size, Way, blocks_met, cost, popularity, rows_sent
from desktop_als.engines.limits import limits
from desktop_als.engines.scale import Measured, Scale, measured_scale, speed
from desktop_als.engines.spark.blocks import Grid, assemble, deal
from desktop_als.progress import CancelToken
from tests.engines.matrices import invented

LASTFM = Size(359_480, 299_695, 17_640_000, 128)
DESKTOP = Machines(cores=8, memory=32e9)
CLUSTER = Machines(cores=8, memory=32e9, executors=100, network=1e9, driver=32e9)

sizes = st.builds(
    Size, st.integers(1, 10**8), st.integers(1, 10**7), st.integers(1, 10**11), st.sampled_from([16, 32, 64, 128, 256])
)
ways = st.sampled_from(WAYS)


def test_memory_on_one_computer_is_what_the_trainer_holds() -> None:
    plays, chosen = invented(), Settings(factors=20, epochs=1, threads=1)
    trainer = Trainer(prepared(plays, chosen), chosen, CancelToken())
    held = trainer._X.values.nbytes + trainer._Y.values.nbytes
    for side in trainer._sides:
        held += sum(part.nbytes for part in (side.indptr, side.columns, side.weights, side.ridge))
    next(trainer)
    held += trainer._crew._room.nbytes
    n, m = plays.plays.shape
    assert costs.local(Size(n, m, plays.plays.nnz, 20)).memory == pytest.approx(held, rel=0.001)


def test_numbers_that_are_the_solver_s_own() -> None:
    assert (costs.LANES, costs.HALVES_FROM) == (LANES, HALVES_FROM)


@settings(max_examples=20)
@given(st.integers(1, 40), st.integers(1, 30), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_rows_that_are_sent_are_those_of_the_formula(listeners: int, artists: int, blocks: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    hears = random.random((listeners, artists)) < 0.3
    rows, columns = hears.nonzero()
    counted = []
    for _ in range(300):
        block_of = random.integers(0, blocks, listeners)
        counted.append(len({(block_of[row], column) for row, column in zip(rows, columns, strict=True)}))
    formula = rows_sent([(1, support) for support in hears.sum(axis=0)], blocks)
    assert formula == pytest.approx(np.mean(counted), abs=5 * np.std(counted) / 300**0.5 + 1e-9)


def test_blocks_of_the_cluster_receive_as_many_rows_as_the_formula_says() -> None:
    plays = invented().plays.tocoo()
    listeners, artists = plays.shape
    grid = Grid(listeners, 6, artists, 4)
    entries = plays.row.astype(np.int32), plays.col.astype(np.int32), plays.data
    received = sum(len(assemble(number, grid, [part]).needed) for number, part in deal(entries, 6))
    supports = np.bincount(plays.col, minlength=artists)
    assert received == pytest.approx(rows_sent([(1, support) for support in supports], 6), rel=0.02)


@given(st.floats(1, 1e9), st.integers(1, 10**6))
def test_a_row_goes_to_no_more_blocks_than_there_are_nor_than_it_has_observations(support: float, blocks: int) -> None:
    met = blocks_met(support, blocks)
    assert 0.999 <= met <= min(support, blocks) * (1 + 1e-6)


def test_by_zipf_s_law_all_observations_have_an_artist() -> None:
    listed = list(popularity(LASTFM))
    assert sum(count for count, _ in listed) == LASTFM.artists
    assert sum(count * support for count, support in listed) == pytest.approx(LASTFM.observations)
    assert 30_000 < listed[0][1] < 90_000  # of 359,480; 58,000 in the generator of that shape


@given(sizes, ways, st.integers(2, 50))
def test_more_of_anything_costs_more(size: Size, way: Way, times: int) -> None:
    machines = DESKTOP if way == "local" else CLUSTER
    before = cost(way, size, machines)
    more = cost(way, replace(size, observations=size.observations * times), machines)
    wider = cost(way, replace(size, factors=size.factors * 2), machines)
    assert more.work > before.work
    assert more.memory > before.memory
    assert wider.work > before.work
    assert wider.memory > before.memory


@given(st.integers(10**6, 10**11), st.sampled_from(["rows", "mllib"]))
def test_more_executors_hold_less_each_and_send_more_together(observations: int, way: Way) -> None:
    size = LASTFM.grown(observations)
    few, many = (cost(way, size, replace(CLUSTER, executors=executors)) for executors in (4, 64))
    assert many.memory < few.memory
    assert many.moved >= few.moved
    assert many.work == few.work


def test_halves_are_half_of_singles_and_cholesky_is_more_work_than_two_steps() -> None:
    ours, theirs = (cost(way, LASTFM, CLUSTER) for way in ("rows", "mllib"))
    assert ours.moved < 0.55 * theirs.moved
    assert ours.work < theirs.work / 5


def test_a_community_that_grows_ends_at_the_size_of_a_service() -> None:
    grown = LASTFM.grown(10**11)
    assert grown.observations == 10**11
    assert 4e8 < grown.rows < 7e8
    assert 1e7 < grown.artists < 4e7
    assert LASTFM.grown(LASTFM.observations) == LASTFM


def test_the_fullest_resource_comes_first() -> None:
    here = limits(cost("local", LASTFM, DESKTOP), DESKTOP, 2e10)
    assert [limit.resource for limit in here] == ["memory", "processor"]
    assert here[0].share < 0.1
    large = LASTFM.grown(10**11)
    there = limits(cost("rows", large, CLUSTER), CLUSTER, 2e10)
    assert there[0].resource == "driver"
    assert [limit.share for limit in there] == sorted((limit.share for limit in there), reverse=True)
    assert "processor" not in {limit.resource for limit in limits(cost("rows", large, CLUSTER), CLUSTER, None)}


def planted(way: Way, executors: int, fixed: float, flops: float) -> Scale:
    machines = Machines(1, 0, executors) if executors else Machines(2, 0)
    trainings = []
    for observations in (10**5, 10**6, 10**7):
        size = LASTFM.grown(observations)
        seconds = fixed + cost(way, size, machines).work / machines.all_cores / flops
        shape = (size.rows, size.artists, size.observations, size.factors)
        trainings.append(Measured(way, *shape, executors, 4, seconds, 0, 0, 0.0))
    return Scale("Invented 9000", 2, 24 << 30, {"Spark": "4.3.0"}, tuple(trainings))


@pytest.mark.parametrize(("way", "executors"), [("local", 0), ("rows", 2), ("mllib", 2)])
def test_speed_is_what_measurements_say(way: Way, executors: int) -> None:
    scale = planted(way, executors, fixed=0.7, flops=3e9)
    found = speed(scale, way)
    assert found is not None
    assert (found.fixed, found.flops) == (pytest.approx(0.7, rel=0.01), pytest.approx(3e9, rel=0.01))
    takes = cost(way, LASTFM, CLUSTER)
    alone = found.seconds(takes.work, 0, CLUSTER)
    assert found.seconds(takes.work, takes.moved, CLUSTER) - alone == pytest.approx(CLUSTER.sending(takes.moved))


def test_our_row_solver_is_as_fast_as_its_kernels_and_takes_longer_by_what_spark_takes() -> None:
    here, there = planted("local", 2, 0.0, 4e9), planted("rows", 2, 0.8, 4e9)
    both = msgspec.structs.replace(here, trainings=here.trainings + there.trainings)
    found = speed(both, "rows")
    assert found is not None
    assert found.fixed == pytest.approx(0.8, rel=0.02)
    assert found.flops == pytest.approx(4e9, rel=0.02)


def test_what_was_not_measured_has_no_speed() -> None:
    assert speed(planted("rows", 2, 0.7, 3e9), "mllib") is None


def test_one_measurement_is_a_speed_without_a_fixed_part() -> None:
    scale = planted("rows", 2, 0.7, 3e9)
    found = speed(msgspec.structs.replace(scale, trainings=scale.trainings[-1:]), "rows")
    assert found is not None
    assert found.fixed == 0
    assert found.flops < 3e9


def test_one_computer_sends_nothing() -> None:
    assert DESKTOP.sending(1e12) == 0


def test_a_file_of_measurements_is_read_or_left(tmp_path: Path) -> None:
    scale, file = planted("rows", 2, 0.7, 3e9), tmp_path / "scale.json"
    assert measured_scale(file) is None
    file.write_bytes(msgspec.json.encode(scale))
    assert measured_scale(file) == scale
    file.write_text('{"processor": 4}')
    assert measured_scale(file) is None
