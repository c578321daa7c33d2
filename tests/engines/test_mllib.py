"""Spark's own ALS: which of our objectives it minimizes, and whether it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.factors import Factors
from desktop_als.als.objective import loss
from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Weights, weigh
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.exchange import ARTISTS, LISTENERS, PAIRS, Exchange
from desktop_als.engines.spark.mllib import Mllib, nearest
from desktop_als.engines.spark.mllib_blocks import BLOCK_BYTES, ENTRY_BYTES, MOST_BLOCKS, blocks_for
from desktop_als.engines.spark.session import Connection, connected
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.progress import CancelToken
from tests.als import oracle

HERE = Cluster("local[2]", memory=600, solver="mllib")
ASKED = Settings(
    factors=6,
    epochs=15,
    regularization=0.04,
    artist_regularization=0.09,
    unobserved_weight=0.2,
    relaxation=1.5,
    threads=1,
)


def matrix() -> Weights:
    """Of a community of two tastes who dislike some artists; the last row and the last artist have nothing."""
    community = oracle.community(rows=70, artists=110)
    community.plays.data[::40] *= -1
    weights = weigh(community, nearest(ASKED))
    weights.matrix.resize(71, 111)
    return weights


WEIGHTS = matrix()


class Trained(NamedTuple):
    solver: Mllib
    report: EpochReport
    factors: Factors
    told: list[float]
    folder: Path


def in_the_end(weights: sp.csr_matrix, settings: Settings) -> Factors:
    """The factors of this computer, run until they stay."""
    trainer = Trainer(Weights(weights, WEIGHTS.scale), replace(settings, epochs=150, cg_steps=8), CancelToken())
    for _ in trainer:
        pass
    return trainer.factors


@given(
    side=st.floats(1e-3, 2),
    others=st.none() | st.floats(1e-3, 2),
    unobserved=st.floats(1e-3, 3),
    confidence=st.floats(0.1, 50),
)
def test_the_nearest_settings_are_what_mllib_minimizes(
    side: float, others: float | None, unobserved: float, confidence: float
) -> None:
    asked = replace(
        ASKED,
        regularization=side,
        artist_regularization=others,
        unobserved_weight=unobserved,
        confidence=confidence,
        half_life=30,
    )
    near = nearest(asked)
    assert (near.objective, near.unobserved_weight, near.relaxation) == ("hkv", 1, 1)
    assert (near.frequency, near.frequency_exponent, near.artist_regularization) == ("observed", 1, None)
    assert near.confidence * asked.unobserved_weight == pytest.approx(asked.confidence)
    assert (near.factors, near.epochs, near.seed, near.half_life) == (asked.factors, asked.epochs, asked.seed, 30)
    assert nearest(near) == near


def test_two_regularizations_or_their_mean_give_the_same_scores() -> None:
    base = replace(nearest(ASKED), regularization=0.1)
    apart = in_the_end(WEIGHTS.matrix, replace(base, regularization=0.05, artist_regularization=0.2))
    both = in_the_end(WEIGHTS.matrix, base)
    assert both.listeners @ both.artists.T == pytest.approx(apart.listeners @ apart.artists.T, abs=2e-2)


@pytest.mark.parametrize(
    ("settings", "match"),
    [
        (Settings(objective="explicit", unobserved_weight=0), "row solver for ratings"),
        (Settings(unobserved_weight=0), "unobserved weight above 0"),
    ],
)
def test_what_it_cannot_do_is_a_sentence(settings: Settings, match: str) -> None:
    with pytest.raises(TrainingError, match=match):
        nearest(settings)


@given(
    observations=st.integers(1, 10**11),
    length=st.integers(1, 10**9),
    d=st.integers(1, 1024),
    cores=st.integers(1, 5000),
)
def test_blocks_keep_all_cores_busy_and_fit_into_memory(observations: int, length: int, d: int, cores: int) -> None:
    blocks = blocks_for(observations, length, d, cores)
    assert 1 <= blocks <= min(length, MOST_BLOCKS)
    if blocks < min(length, MOST_BLOCKS):
        assert blocks % cores == 0
        assert (observations * ENTRY_BYTES + length * 4 * d) / blocks <= BLOCK_BYTES


def test_small_data_has_one_block_for_each_core() -> None:
    assert blocks_for(100_000, 2_000, 64, cores=8) == 8


@pytest.fixture(scope="module")
def cancel() -> CancelToken:
    return CancelToken()


@pytest.fixture(scope="module")
def connection(cancel: CancelToken) -> Iterator[Connection]:
    with connected(HERE, cancel) as opened:
        yield opened


@pytest.fixture(scope="module")
def trained(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("exchange")
    exchange, told = Exchange(HERE, folder), list[float]()
    exchange.write_pairs(WEIGHTS.matrix, CancelToken())
    connection.context.setCheckpointDir(exchange.address("checkpoints"))
    solver = Mllib(connection, exchange.address(PAIRS), WEIGHTS.matrix.shape, nearest(ASKED), told.append)
    report = solver.epoch()
    assert report is not None
    solver.write(exchange.address(LISTENERS), exchange.address(ARTISTS))
    return Trained(solver, report, exchange.read_factors(*WEIGHTS.matrix.shape), told, folder)


@pytest.mark.spark
def test_a_file_system_that_spark_does_not_know_is_a_sentence(connection: Connection, tmp_path: Path) -> None:
    exchange = Exchange(replace(HERE, exchange="nowhere://far/music"), tmp_path)
    with pytest.raises(TrainingError, match="stay as they were"):
        exchange.bring_up(connection)
    exchange.remove()


def names(folder: Path, side: str) -> set[str]:
    return {file.name for file in folder.glob(f"*/{side}/part-*")}


@pytest.mark.spark
def test_pairs_and_factors_pass_through_a_file_system_that_only_spark_knows(
    connection: Connection, tmp_path: Path
) -> None:
    far, scratch = tmp_path / "far", tmp_path / "scratch"
    far.mkdir()
    connection.context._jsc.hadoopConfiguration().set("fs.viewfs.mounttable.far.link./music", far.as_uri())
    exchange = Exchange(replace(HERE, exchange="viewfs://far/music"), scratch)
    exchange.write_pairs(WEIGHTS.matrix, CancelToken())
    exchange.bring_up(connection)
    shape, quick = WEIGHTS.matrix.shape, replace(nearest(ASKED), epochs=1)
    solver = Mllib(connection, exchange.address(PAIRS), shape, quick, lambda _: None)
    solver.epoch()
    for _ in range(2):  # the second time files have other names, and those of the first are no more
        solver.write(exchange.address(LISTENERS), exchange.address(ARTISTS))
        exchange.bring_down(connection)
    assert names(far, ARTISTS) == names(scratch, ARTISTS)
    assert exchange.read_factors(*shape).artists.tolist() == solver.artists().tolist()
    assert len(list(far.iterdir())) == 1
    exchange.remove()
    assert list(far.iterdir()) == list(scratch.iterdir()) == []


@pytest.mark.spark
def test_it_reaches_the_objective_of_this_computer(trained: Trained) -> None:
    settings = nearest(ASKED)
    here = loss(WEIGHTS.matrix, in_the_end(WEIGHTS.matrix, settings), settings).total
    assert loss(WEIGHTS.matrix, trained.factors, settings).total == pytest.approx(here, rel=0.005)


@pytest.mark.spark
def test_its_rows_solve_the_equations_it_is_said_to_solve(trained: Trained) -> None:
    weights, Y = WEIGHTS.matrix.toarray().astype(np.float64), trained.factors.artists.astype(np.float64)
    strength, gram = nearest(ASKED).regularization, Y.T @ Y
    for row, x in zip(weights[:-1], trained.factors.listeners, strict=False):
        c, pull = np.abs(row), np.where(row > 0, 1 + row, 0)
        ridge = strength * np.count_nonzero(row > 0) * np.eye(len(x))
        assert x == pytest.approx(np.linalg.solve(gram + (Y.T * c) @ Y + ridge, Y.T @ pull), abs=1e-4)


@pytest.mark.spark
def test_its_report_tells_the_objective_at_its_factors(trained: Trained) -> None:
    parts = loss(WEIGHTS.matrix, trained.factors, nearest(ASKED))
    report = trained.report
    told = report.observed, report.unobserved, report.regularization
    assert told == pytest.approx((parts.observed, parts.unobserved, parts.regularization), rel=1e-4)
    assert (report.epoch, report.seconds > 0) == (ASKED.epochs, True)
    assert report.rows_per_second == pytest.approx(sum(WEIGHTS.matrix.shape) / report.seconds)


@pytest.mark.spark
def test_there_is_one_report(trained: Trained) -> None:
    assert trained.solver.epoch() is None


@pytest.mark.spark
def test_artists_come_alone_as_they_are_written(trained: Trained) -> None:
    assert trained.solver.artists().tolist() == trained.factors.artists.tolist()
    assert not trained.factors.artists[-1].any()
    assert not trained.factors.listeners[-1].any()


@pytest.mark.spark
def test_progress_rises_to_the_last_epoch(trained: Trained) -> None:
    assert trained.told == sorted(trained.told)
    assert trained.told[-1] == ASKED.epochs
    assert any(0 < epochs < ASKED.epochs for epochs in trained.told)


@pytest.mark.spark
def test_checkpoints_go_beside_the_pairs(trained: Trained) -> None:
    assert list(trained.folder.glob("*/checkpoints/*/rdd-*"))


@pytest.mark.spark
def test_pairs_that_the_cluster_does_not_see_are_a_sentence(connection: Connection, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="every executor sees"):
        Mllib(connection, f"file://{tmp_path}/pairs", (2, 2), nearest(ASKED), lambda _: None)


@pytest.mark.spark
def test_cancel_stops_its_jobs(connection: Connection, cancel: CancelToken, trained: Trained) -> None:
    folder = next(trained.folder.iterdir())
    long = replace(nearest(ASKED), epochs=1000)
    solver = Mllib(connection, f"file://{folder}/{PAIRS}", WEIGHTS.matrix.shape, long, lambda _: None)
    tracker = connection.context.statusTracker()
    threading.Timer(3, cancel.cancel).start()
    with pytest.raises(Cancelled):
        solver.epoch()
    end = time.monotonic() + 20
    while tracker.getActiveJobsIds() and time.monotonic() < end:
        time.sleep(0.1)
    assert list(tracker.getActiveJobsIds()) == []
