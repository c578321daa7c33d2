"""Answers asked of several runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale
from desktop_als.errors import Cancelled, ModelError
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.recommend import recommend
from desktop_als.model.similar import SimilarQuery, similar
from desktop_als.model.stability import (
    ARTISTS,
    MANIFEST,
    Stability,
    of_neighbours,
    of_recommendations,
    read_run,
    resampled,
    run_of,
    write_run,
)
from desktop_als.progress import CancelToken
from desktop_als.steering import NEUTRAL
from tests.als import oracle
from tests.model.builders import history, model

MODEL = model()
EVERYBODY = oracle.interactions(np.ones((9, 40)))
LISTENER = history((4, 30), (10, 2), (16, 7), (31, 1))


def saved_run(folder: Path, seed: int, sample: Interactions = EVERYBODY) -> Model:
    factors = np.random.default_rng(seed).normal(size=MODEL.artist_factors.shape).astype(np.float32)
    write_run(folder, run_of(MODEL, factors, sample, Scale(0.3, 8.0)))
    run = read_run(MODEL, folder)
    assert run is not None
    return run


@given(run=st.integers(1, 50), seed=st.integers(0, 2**63 - 1))
def test_a_run_draws_whole_rows_with_their_times(run: int, seed: int) -> None:
    community = oracle.community()
    community = dataclasses.replace(community, last_played=np.arange(community.plays.nnz), row_ids=np.arange(60) * 7)
    sample, settings = resampled(community, Settings(seed=seed, half_life=30), run)
    again, _ = resampled(community, Settings(seed=seed, half_life=30), run)
    assert sample.plays.shape == community.plays.shape
    assert (sample.plays != again.plays).nnz == 0
    assert settings.seed != seed
    starts = community.plays.indptr
    for place, owner in enumerate((sample.row_ids // 7).tolist()):
        original, drawn = community.plays[owner], sample.plays[place]
        assert (original != drawn).nnz == 0
        times = sample.last_played[sample.plays.indptr[place] : sample.plays.indptr[place + 1]]
        assert times.tolist() == list(range(starts[owner], starts[owner + 1]))
    assert 20 < len(set(sample.row_ids.tolist())) < 55  # 38 of 60 are expected


def test_another_run_is_another_sample() -> None:
    first, second = (resampled(oracle.community(), Settings(), run)[0] for run in (1, 2))
    assert first.row_ids.tolist() != second.row_ids.tolist()


def test_a_run_comes_back_with_its_own_factors_and_scale(tmp_path: Path) -> None:
    run = saved_run(tmp_path / "run", seed=5)
    factors = np.random.default_rng(5).normal(size=MODEL.artist_factors.shape).astype(np.float32)
    np.testing.assert_array_equal(run.artist_factors, factors)
    assert run.gram == pytest.approx(factors.T.astype(np.float64) @ factors)
    assert run.scale.multiplier == 0.3
    assert isinstance(run.artist_factors.base, np.memmap)  # mapped, not read
    assert run.names == MODEL.names


def test_an_artist_whom_nobody_drew_is_in_no_answer_of_that_run(tmp_path: Path) -> None:
    plays = np.ones((9, 40))
    plays[:, [3, 8]] = 0
    run = saved_run(tmp_path / "run", seed=5, sample=oracle.interactions(plays))
    query = SimilarQuery(n=40, support=1)
    assert len(similar(run, 1, "", query).rows) == 37
    told = of_neighbours([run], 1, (np.arange(40) * 3 + 1).tolist(), query, CancelToken())
    assert (told.returned[3], told.returned[8], told.returned[9]) == (0, 0, 1)
    assert not any(of_neighbours([run], 10, [1, 4, 7], query, CancelToken()).returned)


def test_the_stability_is_the_share_of_lists_that_hold_an_artist(tmp_path: Path) -> None:
    runs = [saved_run(tmp_path / str(seed), seed) for seed in range(4)]
    neighbours, recommended = SimilarQuery(n=8, support=1), RecommendQuery(n=6)
    asked = (np.arange(40) * 3 + 1).tolist()

    near = of_neighbours(runs, 13, asked, neighbours, CancelToken())
    lists = [[row.artist_id for row in similar(run, 13, "", neighbours).rows] for run in runs]
    assert near.shares == pytest.approx([sum(artist in found for found in lists) / 4 for artist in asked])
    assert sum(near.returned) == 4 * 8

    next_ = of_recommendations(runs, LISTENER, asked, recommended, NEUTRAL, CancelToken())
    lists = [[row.artist_id for row in recommend(run, LISTENER, recommended).rows] for run in runs]
    assert next_.shares == pytest.approx([sum(artist in found for found in lists) / 4 for artist in asked])
    assert sum(next_.returned) == 4 * 6


def test_what_every_run_says_is_certain(tmp_path: Path) -> None:
    runs = [saved_run(tmp_path / str(place), seed=9) for place in range(3)]
    found = [row.artist_id for row in similar(runs[0], 13, "", SimilarQuery(n=5, support=1)).rows]
    assert of_neighbours(runs, 13, found, SimilarQuery(n=5, support=1), CancelToken()) == Stability(3, (3,) * 5)


def test_a_question_that_nobody_waits_for_stops(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        of_neighbours([saved_run(tmp_path / "run", 1)], 13, [1], SimilarQuery(), cancel)


@pytest.mark.parametrize("part", [ARTISTS, MANIFEST])
@pytest.mark.parametrize("damage", ["gone", "cut", "empty"])
def test_a_damaged_run_is_as_if_it_were_not_there(tmp_path: Path, part: str, damage: str) -> None:
    saved_run(tmp_path / "run", seed=1)
    file = tmp_path / "run" / part
    whole = file.read_bytes()
    file.unlink()
    if damage != "gone":
        file.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"")
    assert read_run(MODEL, tmp_path / "run") is None
    saved_run(tmp_path / "run", seed=2)


def test_a_run_of_another_model_is_none_of_this_one(tmp_path: Path) -> None:
    saved_run(tmp_path / "run", seed=1)
    assert read_run(model(artists=41), tmp_path / "run") is None


def test_a_full_disk_leaves_no_half_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(ModelError, match="No space left"):
        saved_run(tmp_path / "run", seed=1)
    assert not list(tmp_path.iterdir())


def test_factors_that_are_not_finite_make_no_run() -> None:
    spoiled = np.full(MODEL.artist_factors.shape, np.nan, np.float32)
    with pytest.raises(ModelError, match="not finite"):
        run_of(MODEL, spoiled, EVERYBODY, Scale(0.3))
