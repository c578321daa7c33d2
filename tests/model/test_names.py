"""A model and the names that were merged after it was trained; and what its factors say of names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.errors import Cancelled
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.crediting import credited_history, credited_model, credited_plays
from desktop_als.model.likeness import taste_of_pairs
from desktop_als.model.recommend import recommend
from desktop_als.model.two_tastes import cut, cuts
from desktop_als.plays import History, TimedPlays
from desktop_als.progress import CancelToken, ignore_progress
from tests.model.builders import SETTINGS, history, model

MODEL = model()
IDS = MODEL.artist_ids.tolist()


def test_a_model_without_merged_artists_stays_itself() -> None:
    assert credited_model(MODEL, {}, {}) is MODEL
    assert credited_model(MODEL, {5_000: (IDS[0],)}, {}) is MODEL


def test_a_merged_artist_is_recommended_no_more() -> None:
    heard = history((IDS[0], 5), (IDS[1], 3))
    first = recommend(MODEL, heard, RecommendQuery()).rows[0]
    seen = credited_model(MODEL, {first.artist_id: (IDS[0],)}, {})
    rows = recommend(seen, heard, RecommendQuery()).rows
    assert first.artist_id not in [row.artist_id for row in rows]
    assert len(rows) == len(IDS) - 3
    assert seen.column(first.artist_id) is None
    assert np.array_equal(seen.gram, MODEL.gram)


def test_a_target_that_the_model_does_not_know_takes_over_the_row() -> None:
    seen = credited_model(MODEL, {IDS[4]: (9_000,)}, {9_000: "Otto"})
    column = seen.column(9_000)
    assert column is not None
    assert seen.names[column] == "Otto"
    assert np.array_equal(seen.artist_factors[column], MODEL.artist_factors[4])


def test_of_united_rows_the_one_with_more_listeners_speaks() -> None:
    known = replace(MODEL, support=np.arange(len(IDS)))
    seen = credited_model(known, {IDS[9]: (IDS[2],)}, {IDS[2]: "Two"})
    column = seen.column(IDS[2])
    assert column is not None
    assert np.array_equal(seen.artist_factors[column], MODEL.artist_factors[9])
    assert seen.names[column] == "Two"
    seen = credited_model(known, {IDS[2]: (IDS[9],)}, {})
    column = seen.column(IDS[9])
    assert column is not None
    assert np.array_equal(seen.artist_factors[column], MODEL.artist_factors[9])


def test_nobody_takes_over_the_row_of_a_featuring() -> None:
    seen = credited_model(MODEL, {IDS[3]: (IDS[0], 9_000)}, {})
    assert seen.artist_ids.tolist() == [artist for artist in IDS if artist != IDS[3]]


@given(
    st.dictionaries(st.sampled_from(IDS[:8]), st.lists(st.sampled_from(IDS[8:12]), min_size=1, max_size=2, unique=True))
)
def test_the_parts_of_a_model_stay_together(credited: dict[int, list[int]]) -> None:
    seen = credited_model(MODEL, credited, {})
    assert (np.diff(seen.artist_ids) > 0).all()
    assert set(seen.artist_ids.tolist()) == set(IDS) - set(credited)
    assert len(seen.names) == len(seen.support) == len(seen.artist_factors) == len(seen.lengths)
    np.testing.assert_allclose(np.linalg.norm(seen.artist_factors, axis=1), seen.lengths, rtol=1e-5)


def test_a_merged_history_adds_up() -> None:
    told = History(np.array([1, 2, 5]), np.array([3, 4, 1]), np.array([50, 90, -1]), np.array([np.nan, 2.0, 4.0]))
    merged = credited_history(told, {2: (1,), 5: (1, -2)})
    assert merged.artist_ids.tolist() == [-2, 1]
    assert merged.plays.tolist() == [1, 8]
    assert merged.last_played.tolist() == [-1, 90]
    assert merged.ratings is not None
    assert merged.ratings.tolist() == [4.0, 3.0]
    plays = credited_plays(TimedPlays(np.array([2, 1, 5]), np.array([7, 8, 9])), {5: (1, 2)})
    assert (plays.artist_ids.tolist(), plays.played_at.tolist()) == ([2, 1, 1, 2], [7, 8, 9, 9])


def test_a_merged_history_of_nothing_is_nothing() -> None:
    none = np.empty(0, np.int64)
    assert len(credited_history(History(none, none, none), {2: (1,)}).artist_ids) == 0


def test_taste_of_pairs_is_the_cosine_and_its_place_among_others() -> None:
    many = model(artists=900)
    factors = many.artist_factors.copy()
    factors[7] = factors[3] * 2
    twins = replace(many, artist_factors=factors, lengths=np.linalg.norm(factors, axis=1).astype(np.float32))
    ids = twins.artist_ids
    taste = taste_of_pairs(twins, np.array([ids[7], ids[8], ids[9], 5]), np.array([ids[3], ids[3], 5, ids[9]]))
    unit = factors / np.linalg.norm(factors, axis=1, keepdims=True)
    np.testing.assert_allclose(taste.cosine[:2], [1.0, unit[8] @ unit[3]], atol=1e-5)
    assert taste.closer[0] > 0.99
    assert np.isnan(taste.cosine[2:]).all()
    assert np.isnan(taste.closer[2:]).all()
    assert taste.support.tolist() == [twins.support[7], twins.support[8], twins.support[9], 0]


def test_two_groups_of_listeners_are_told_apart() -> None:
    rng = np.random.default_rng(1)
    tastes = 5 * np.eye(4)[[0] * 12 + [1] * 7] + rng.normal(size=(19, 4))
    tastes = (tastes / np.linalg.norm(tastes, axis=1, keepdims=True)).astype(np.float32)
    group, cosine = cut(tastes)
    assert {tuple(group), tuple(~group)} == {(True,) * 12 + (False,) * 7, (False,) * 12 + (True,) * 7}
    assert cosine < 0.4
    same = np.repeat(tastes[:1], 9, axis=0)
    assert cut(same)[1] == pytest.approx(1)
    assert cut(np.zeros((9, 4), np.float32))[1] == 1


def test_a_name_of_two_artists_lies_beyond_the_others() -> None:
    rng = np.random.default_rng(4)
    d, listeners, artists = SETTINGS.factors, 300, 60
    genre = rng.integers(0, 2, listeners)
    tastes = np.eye(d, dtype=np.float32)[genre] * 4 + rng.normal(size=(listeners, d)).astype(np.float32)
    played = (rng.random((listeners, artists)) < 0.2) & (genre[:, None] == np.arange(artists) % 2)
    played[:, 5] = rng.random(listeners) < 0.1
    base = model(artists=artists)
    known = replace(base, row_factors=tastes, row_ids=np.arange(listeners))
    found = cuts(known, sp.csc_matrix(played.astype(np.float32)), CancelToken(), ignore_progress)
    assert found.columns[np.argmax(found.beyond)] == 5
    assert found.beyond.max() > 4
    stopped = CancelToken()
    stopped.cancel()
    with pytest.raises(Cancelled):
        cuts(known, sp.csc_matrix(played.astype(np.float32)), stopped, ignore_progress)


def test_a_model_without_artists_with_enough_listeners_has_no_cuts() -> None:
    found = cuts(MODEL, sp.csc_matrix((9, 40), dtype=np.float32), CancelToken(), ignore_progress)
    assert len(found.columns) == len(found.beyond) == 0
