"""Two listeners and more, on a model of two planted tastes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.model import blending
from desktop_als.model.blending import blend, borrow
from desktop_als.model.bundle import Model
from desktop_als.model.members import Member
from desktop_als.model.taste import Taste
from desktop_als.model.together import match
from desktop_als.plays import History
from desktop_als.steering import NEUTRAL, Opinion
from tests.model.builders import SETTINGS, history, info, model

MODEL = model()


def planted() -> Model:
    """Artists 0 to 9 of one taste, 10 to 19 of another, 20 to 29 of both; ids are places."""
    factors = np.zeros((30, SETTINGS.factors), np.float32)
    factors[:10, 0] = factors[10:20, 1] = 1
    factors[20:, :2] = 0.6
    factors[:, 2] = np.linspace(0, 0.05, 30)
    return Model.assemble(
        info(artists=30),
        factors,
        np.zeros((0, SETTINGS.factors), np.float32),
        np.arange(30),
        np.arange(0),
        np.full(30, 9),
        tuple(f"Artist {i}" for i in range(30)),
    )


PLANTED = planted()
ADA = history((0, 40), (1, 30), (2, 20), (3, 9))
BO = history((10, 40), (11, 30), (12, 20), (13, 9))


def members(*histories: History, of: Model = PLANTED) -> list[Member]:
    return [Member.of(of, one) for one in histories]


some_history = st.dictionaries(
    st.sampled_from(MODEL.artist_ids.tolist()), st.integers(1, 10_000), min_size=1, max_size=len(MODEL.names) - 1
).map(lambda played: history(*played.items()))


@given(some_history, some_history, st.integers(1, 15))
def test_parts_and_rests_sum_to_the_cosine(one: History, other: History, parts: int) -> None:
    found = match(*members(one, other, of=MODEL), parts)
    assert found is not None
    assert sum(part.part for part in found.making) + found.rest == pytest.approx(found.cosine, abs=1e-9)
    assert 1 + sum(part.part for part in found.dividing) + found.rest_dividing == pytest.approx(found.cosine, abs=1e-9)
    assert all(part.part > 0 for part in found.making)
    assert all(part.part < 0 for part in found.dividing)
    assert not {part.artist_id for part in found.making} & {part.artist_id for part in found.dividing}
    for part in (*found.making, *found.bridges):
        assert part.part == pytest.approx(part.scores[0] * part.scores[1])
    for part in found.dividing:
        assert part.part == pytest.approx(-((part.scores[0] - part.scores[1]) ** 2) / 2)


@given(some_history, some_history)
def test_the_cosine_is_that_of_the_scores_of_all_artists(one: History, other: History) -> None:
    found = match(*members(one, other, of=MODEL), 5)
    u, v = (MODEL.taste_factors.astype(float) @ Taste.of(MODEL, who).vector for who in (one, other))
    assert found is not None
    assert found.cosine == pytest.approx(u @ v / np.linalg.norm(u) / np.linalg.norm(v), abs=1e-9)
    assert match(*members(other, one, of=MODEL), 5).cosine == pytest.approx(found.cosine)


def test_with_every_artist_listed_there_is_no_rest() -> None:
    found = match(*members(ADA, history((0, 5), (20, 9), (10, 3))), 1_000)
    assert found is not None
    listed = len(found.making) + len(found.dividing)
    assert listed == 30
    apart = {part.artist_id for part in found.dividing}
    u, v = (
        PLANTED.taste_factors.astype(float) @ Taste.of(PLANTED, who).vector
        for who in (ADA, history((0, 5), (20, 9), (10, 3)))
    )
    parts = u * v / np.linalg.norm(u) / np.linalg.norm(v)
    assert found.rest == pytest.approx(sum(parts[i] for i in apart), abs=1e-9)


def test_a_model_with_fewer_artists_than_were_trained_keeps_the_cosine_and_closes_the_sum() -> None:
    one, other = history((1, 9), (7, 5), (13, 2)), history((1, 3), (10, 7), (16, 2))
    few = np.arange(6)
    part = replace(
        MODEL,
        artist_factors=MODEL.artist_factors[few],
        artist_ids=MODEL.artist_ids[few],
        support=MODEL.support[few],
        names=MODEL.names[:6],
        lengths=MODEL.lengths[few],
    )
    whole, packed = match(*members(one, other, of=MODEL), 99), match(*members(one, other, of=part), 99)
    assert whole is not None
    assert packed is not None
    assert packed.cosine == pytest.approx(whole.cosine)
    assert len(packed.making) + len(packed.dividing) <= 6
    assert sum(part.part for part in packed.making) + packed.rest == pytest.approx(packed.cosine, abs=1e-9)


def test_one_taste_is_a_match_of_100_and_nothing_divides_it() -> None:
    found = match(*members(ADA, ADA), 5)
    assert found is not None
    assert found.match == 100
    assert found.cosine == pytest.approx(1)
    assert found.dividing == ()


def test_what_makes_is_liked_by_both_and_what_divides_by_one() -> None:
    found = match(*members(history((0, 40), (1, 30), (20, 9)), history((10, 40), (11, 30), (20, 9))), 8)
    assert found is not None
    assert {part.artist_id for part in found.making} <= set(range(20, 30))
    assert {part.artist_id for part in found.dividing} <= set(range(20))
    assert all(abs(part.matches[0] - part.matches[1]) > 30 for part in found.dividing)


def test_bridges_are_not_played_by_both_and_not_refused_by_either() -> None:
    refusing = NEUTRAL.having(25, Opinion.BANNED).having(26, Opinion.SNOOZED)
    both = [
        Member.of(PLANTED, history((0, 9), (1, 9), (21, 3), (22, 3)), refusing),
        Member.of(PLANTED, history((10, 9), (11, 9), (21, 3))),
    ]
    found = match(*both, 30)
    assert found is not None
    bridges = [part.artist_id for part in found.bridges]
    assert not {21, 25, 26} & set(bridges)
    assert 22 in bridges
    least = [min(part.matches) for part in found.bridges]
    assert least == sorted(least, reverse=True)
    assert set(bridges[:7]) == {20, 22, 23, 24, 27, 28, 29}


def test_a_listener_whom_the_model_does_not_know_matches_nobody() -> None:
    assert match(*members(ADA, history((500, 9))), 5) is None


def test_at_least_misery_what_both_like_is_above_what_one_loves() -> None:
    both = members(ADA, BO)
    at_least = [row.artist_id for row in blend(both, 1.0, 30, only_new=False)]
    assert set(at_least[:10]) == set(range(20, 30))
    alone = members(ADA)
    assert {row.artist_id for row in blend(alone, 0.0, 10, only_new=False)} == set(range(10))


@given(st.lists(some_history, min_size=1, max_size=5), st.floats(0, 1))
def test_a_blend_is_between_the_mean_and_the_least_of_the_likings(histories: list[History], misery: float) -> None:
    several = members(*histories, of=MODEL)
    likings = {int(artist): [] for artist in MODEL.artist_ids}
    for member in several:
        if member.favourite is not None:
            for artist, liking in zip(MODEL.artist_ids, member.likings(np.arange(40)), strict=True):
                likings[int(artist)].append(liking)
    rows = blend(several, misery, 40, only_new=False)
    assert len(rows) == (40 if likings[1] else 0)
    for row in rows:
        of = likings[row.artist_id]
        assert row.score == pytest.approx((1 - misery) * np.mean(of) + misery * min(of), rel=1e-3, abs=1e-3)
    assert all(first.score >= second.score for first, second in pairwise(rows))


def test_a_blend_in_blocks_is_the_blend_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    several = members(history((1, 9), (7, 5)), history((13, 2), (4, 4)), of=MODEL)
    at_once = [row.artist_id for row in blend(several, 0.4, 40, only_new=False)]
    monkeypatch.setattr(blending, "BLOCK", 7)
    assert [row.artist_id for row in blend(several, 0.4, 40, only_new=False)] == at_once


def test_who_scores_higher_does_not_count_more() -> None:
    loud = history(*((i, 5_000) for i in range(10)))
    quiet = history((10, 1))
    scores = {row.artist_id: row.score for row in blend(members(loud, quiet), 0.0, 30, only_new=False)}
    assert scores[10] == pytest.approx(scores[0], rel=0.2)


def test_whom_one_refuses_is_played_to_nobody_and_new_is_new_to_all() -> None:
    for opinion in (Opinion.DISLIKED, Opinion.BANNED, Opinion.SNOOZED):
        pair = [Member.of(PLANTED, ADA, NEUTRAL.having(25, opinion)), Member.of(PLANTED, BO)]
        assert 25 not in {row.artist_id for row in blend(pair, 0.5, 30, only_new=False)}
    known = replace(BO, known=frozenset({21}), unwanted=frozenset({22}))
    new = {row.artist_id for row in blend(members(ADA, known), 0.5, 30, only_new=True)}
    assert not new & {0, 1, 2, 3, 10, 11, 12, 13, 21, 22}
    assert {20, 23} <= new


def test_the_rows_of_a_blend_say_what_each_makes_of_it() -> None:
    rows = blend(members(ADA, BO, history((999, 3))), 0.0, 30, only_new=False)
    assert [row.rank for row in rows] == list(range(1, 31))
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    first = next(row for row in rows if row.artist_id == 0)
    assert first.plays == (40, 0, 0)
    assert first.matches[0] > 90
    assert first.matches[1] < 10
    assert first.matches[2] == -1
    assert blend(members(history((999, 3))), 0.5, 10, only_new=False) == ()


def test_one_borrows_what_the_other_plays_and_one_does_not_know() -> None:
    borrower, lender = members(ADA, history((0, 50), (4, 40), (5, 25), (10, 30), (6, 1)))
    rows = borrow(borrower, lender, 10)
    assert {row.artist_id: row.lender_plays for row in rows[:2]} == {4: 40, 5: 25}
    assert 0 not in {row.artist_id for row in rows}  # known
    assert 6 not in {row.artist_id for row in rows}  # played in passing
    assert [row.match for row in rows] == sorted((row.match for row in rows), reverse=True)
    assert borrow(borrower, members(history((999, 3)))[0], 10) == ()
