"""Our row solver inside executors, on Spark in processes of this computer, beside the solver that needs no Spark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from desktop_als.als.factors import Factors
from desktop_als.als.objective import Loss, loss
from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Weights, prepared
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.exchange import ARTISTS, LISTENERS, PAIRS, Exchange
from desktop_als.engines.spark.rows import RowSolver
from desktop_als.engines.spark.session import Connection, connected
from desktop_als.engines.spark.trainer import solver_on
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken
from tests.engines.matrices import invented

pytestmark = pytest.mark.spark

CLUSTER = Cluster("local[2]", memory=768)
CHOSEN = Settings(factors=16, epochs=9, regularization=0.05, frequency="observed", relaxation=1.5)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with connected(CLUSTER, CancelToken()) as opened:
        yield opened


def solver(connection: Connection, weights: Weights, chosen: Settings, folder: Path) -> tuple[RowSolver, Exchange]:
    exchange = Exchange(CLUSTER, folder)
    exchange.write_pairs(weights.matrix, CancelToken())
    shape = weights.matrix.shape
    made = solver_on(connection, CLUSTER, exchange.address(PAIRS), shape, chosen, lambda _: None)
    assert isinstance(made, RowSolver)
    return made, exchange


def trained(
    connection: Connection, weights: Weights, chosen: Settings, folder: Path
) -> tuple[Factors, list[EpochReport]]:
    made, exchange = solver(connection, weights, chosen, folder)
    reports = list(iter(made.epoch, None))
    made.write(exchange.address(LISTENERS), exchange.address(ARTISTS))
    return exchange.read_factors(*weights.matrix.shape), reports


def here(weights: Weights, chosen: Settings) -> Factors:
    trainer = Trainer(weights, chosen, CancelToken())
    for _ in trainer:
        pass
    return trainer.factors


def parts(found: Loss | EpochReport) -> tuple[float, float, float]:
    return found.observed, found.unobserved, found.regularization


@pytest.mark.parametrize(
    "chosen",
    [
        CHOSEN,
        replace(CHOSEN, objective="hkv", unobserved_weight=1.0),
        replace(CHOSEN, frequency="all", frequency_exponent=0.5, half_life=200.0, weighting="bm25"),
        replace(CHOSEN, artist_regularization=0.2, relaxation=1.0),
    ],
    ids=["ials", "hkv", "half-life, bm25, all pairs counted", "two regularizations"],
)
def test_the_objective_is_that_of_training_here_and_its_parts_are_told(
    connection: Connection, tmp_path: Path, chosen: Settings
) -> None:
    weights = prepared(invented(), chosen)
    factors, reports = trained(connection, weights, chosen, tmp_path)
    found, local = loss(weights.matrix, factors, chosen), loss(weights.matrix, here(weights, chosen), chosen)
    assert found.total == pytest.approx(local.total, rel=0.005)
    assert parts(reports[-1]) == pytest.approx(parts(found), rel=2e-3)
    assert [report.epoch for report in reports] == list(range(1, 10))
    totals = [report.loss for report in reports]
    assert all(later <= earlier * 1.001 for earlier, later in pairwise(totals))


def test_ratings_with_their_biases(connection: Connection, tmp_path: Path) -> None:
    chosen = Settings(objective="explicit", unobserved_weight=0.0, factors=4, epochs=6, regularization=0.1)
    random, matrix = np.random.default_rng(1), invented()
    stars = 3 + random.standard_normal(300)[matrix.plays.indices] + 0.3 * random.standard_normal(matrix.plays.nnz)
    ratings = sp.csr_matrix((stars.astype(np.float32), matrix.plays.indices, matrix.plays.indptr), matrix.plays.shape)
    weights = prepared(replace(matrix, plays=ratings, row_kind="ratings"), chosen)
    factors, reports = trained(connection, weights, chosen, tmp_path)
    local = here(weights, chosen)
    assert (factors.listeners[:, -1] == 1).all()
    assert (factors.artists[:, -2] == 1).all()

    def error(of: Factors) -> float:
        scores = np.einsum("ij,ij->i", of.listeners[_rows(ratings)], of.artists[ratings.indices])
        return float(np.sqrt(((weights.matrix.data - scores) ** 2).mean()))

    assert error(factors) == pytest.approx(error(local), rel=0.01)
    assert reports[-1].unobserved == 0


def test_listeners_and_artists_without_plays_are_zero_and_harm_nobody(connection: Connection, tmp_path: Path) -> None:
    plays = np.zeros((9, 7), np.float32)
    plays[2, 1], plays[4, 1], plays[4, 6] = 1.0, 2.0, 1.0
    weights = replace(prepared(invented(), CHOSEN), matrix=sp.csr_matrix(plays))
    factors, _ = trained(connection, weights, replace(CHOSEN, epochs=2), tmp_path)
    assert np.flatnonzero(factors.listeners.any(axis=1)).tolist() == [2, 4]
    assert np.flatnonzero(factors.artists.any(axis=1)).tolist() == [1, 6]


def test_the_same_seed_gives_the_same_factors_and_another_seed_others(connection: Connection, tmp_path: Path) -> None:
    few = replace(CHOSEN, epochs=2)
    weights = prepared(invented(), few)
    one, again, other = (
        trained(connection, weights, replace(few, seed=seed), tmp_path)[0].artists for seed in (1, 1, 2)
    )
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)


def test_the_artists_of_the_moment_fold_the_same_listeners_in(connection: Connection, tmp_path: Path) -> None:
    weights = prepared(invented(), CHOSEN)
    made, exchange = solver(connection, weights, CHOSEN, tmp_path)
    made.epoch()
    now = made.artists()
    made.write(exchange.address(LISTENERS), exchange.address(ARTISTS))
    written = exchange.read_factors(*weights.matrix.shape).artists
    assert now.shape == written.shape
    assert np.allclose(now @ now.T, written @ written.T, atol=1e-4)  # whatever basis they are in


def test_plays_never_move_again_only_factors_do(connection: Connection, tmp_path: Path) -> None:
    chosen = replace(CHOSEN, factors=8)
    weights = prepared(invented(listeners=1500, artists=50), chosen)
    made, _ = solver(connection, weights, chosen, tmp_path)
    made.epoch()
    before = connection.shuffled_bytes()
    made.epoch()
    moved = connection.shuffled_bytes() - before
    of_factors = 2 * 8 * (1500 + 50) * 2  # two bytes a number, each row to both blocks
    assert 0 < moved < 1.3 * of_factors + 20_000


def test_numbers_that_grow_without_bound_end_in_a_sentence(connection: Connection, tmp_path: Path) -> None:
    weights = prepared(invented(), CHOSEN)
    huge = weights.matrix.copy()
    huge.data *= np.float32(1e37)
    made, _ = solver(connection, replace(weights, matrix=huge), replace(CHOSEN, unobserved_weight=1e-9), tmp_path)
    with pytest.raises(TrainingError, match="grew without bound"):
        list(iter(made.epoch, None))


def _rows(matrix: sp.csr_matrix) -> np.ndarray:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
