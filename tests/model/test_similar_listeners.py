"""Who listens alike and who would like an artist, on a community of two planted tastes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from desktop_als.model.bundle import Ids, Model
from desktop_als.model.members import Member
from desktop_als.model.similar_listeners import TrainedListeners, similar_listeners, usual_cosine, would_like
from desktop_als.model.taste import Taste
from tests.model.builders import SETTINGS, history, info, model

ENOUGH = np.full(20, 9)


def community(**changes: object) -> Model:
    """Listeners 0 to 9 of one taste, 10 to 19 of another; artists likewise, 10 of each; ids are places."""
    rng = np.random.default_rng(1)
    artists, listeners = (np.zeros((20, SETTINGS.factors), np.float32) for _ in range(2))
    for side in (artists, listeners):
        side[:] = rng.normal(0, 0.05, side.shape)
        side[:10, 0] += 1
        side[10:, 1] += 1
    return Model.assemble(
        info(artists=20, rows=20, **changes),
        artists,
        listeners,
        np.arange(20),
        np.arange(20),
        np.full(20, 9),
        tuple(f"Artist {i}" for i in range(20)),
    )


MODEL = community()
ROWS = TrainedListeners.of(MODEL)
ADA = Taste.of(MODEL, history(*((i, 5) for i in range(6))))
FEW = Taste.of(MODEL, history((0, 5), (1, 5)))


def played(listeners: Sequence[int]) -> dict[int, Ids]:
    return {who: np.arange(5) + 10 * (who // 10) for who in listeners}


def test_cosines_and_lengths_are_those_of_the_scores_of_all_artists() -> None:
    whole = model()
    taste = Taste.of(whole, history((4, 30), (10, 2), (16, 7)))
    y = whole.taste_factors.astype(np.float64)
    scores, own = whole.row_factors @ y.T, y @ taste.vector
    expected = scores @ own / np.linalg.norm(scores, axis=1) / np.linalg.norm(own)
    assert TrainedListeners.of(whole).cosines(taste) == pytest.approx(expected, abs=1e-5)


def test_the_nearest_are_of_the_same_taste() -> None:
    rows = similar_listeners(ROWS, ADA, ENOUGH, {}, 10).rows
    assert {row.listener_id for row in rows} == set(range(10))
    assert [row.rank for row in rows] == list(range(1, 11))
    assert [row.similarity for row in rows] == sorted((row.similarity for row in rows), reverse=True)
    assert {row.evidence for row in rows} == {9}


def test_people_who_are_folded_in_now_are_compared_too() -> None:
    near = Taste.of(MODEL, history(*((i, 5) for i in range(6))))
    rows = similar_listeners(ROWS, ADA, np.full(20, 6), {77: near, 78: FEW}, 30).rows
    assert rows[0].listener_id == 77
    assert rows[0].similarity == pytest.approx(1)
    assert rows[0].evidence == 6
    assert 78 not in {row.listener_id for row in rows}  # two artists say nothing


def test_who_plays_too_little_or_has_left_is_not_in_the_list() -> None:
    evidence = ENOUGH.copy()
    evidence[0], evidence[1], evidence[2] = 4, 0, 5
    listed = {row.listener_id for row in similar_listeners(ROWS, ADA, evidence, {}, 30).rows}
    assert not {0, 1} & listed
    assert 2 in listed


def test_of_two_alike_who_plays_more_comes_first() -> None:
    same = Taste.of(MODEL, history(*((i, 5) for i in range(6))))
    evidence = np.zeros(20, np.int64)
    evidence[3] = 500
    rows = similar_listeners(ROWS, ADA, evidence, {77: same}, 30, shrinkage=50).rows
    assert [row.listener_id for row in rows] == [3, 77]
    assert rows[1].similarity > rows[0].similarity  # what is shown is the cosine itself


def test_too_few_artists_is_an_answer() -> None:
    answer = similar_listeners(ROWS, FEW, ENOUGH, {}, 10)
    assert answer.rows == ()
    assert "2 artists" in (answer.note or "")


@pytest.mark.parametrize(("changes", "why"), [({"row_kind": "sessions"}, "sessions"), ({"engine": "pack"}, "without")])
def test_a_model_without_listeners_compares_people_of_the_library(changes: dict[str, str], why: str) -> None:
    bare = community(**changes)
    if bare.info.is_pack:
        bare = Model.assemble(
            bare.info,
            bare.artist_factors,
            bare.row_factors[:0],
            bare.artist_ids,
            bare.row_ids[:0],
            bare.support,
            bare.names,
            bare.gram,
        )
    rows = TrainedListeners.of(bare)
    assert usual_cosine(bare) is None
    nobody = similar_listeners(rows, ADA, np.zeros(0, np.int64), {}, 10)
    assert nobody.rows == ()
    assert why in (nobody.note or "")
    assert "Import" in (nobody.note or "")
    assert len(similar_listeners(rows, ADA, np.zeros(0, np.int64), {77: ADA}, 10).rows) == 1


def test_two_listeners_usually_have_a_cosine_between_one_taste_and_two() -> None:
    usual = usual_cosine(MODEL)
    assert usual is not None
    assert -0.2 < usual < 1
    alone = Model.assemble(
        MODEL.info,
        MODEL.artist_factors,
        MODEL.row_factors[:1],
        MODEL.artist_ids,
        MODEL.row_ids[:1],
        MODEL.support,
        MODEL.names,
    )
    assert usual_cosine(alone) is None


def test_who_would_like_an_artist_does_not_play_it_and_likes_such() -> None:
    evidence = ENOUGH.copy()
    evidence[[0, 1]] = 0  # they play it
    rows = would_like(ROWS, 3, evidence, {}, played, 8).rows
    assert {row.listener_id for row in rows} == set(range(2, 10))
    assert [row.match for row in rows] == sorted((row.match for row in rows), reverse=True)
    assert all(row.match > 80 for row in rows)
    assert max(row.match for row in would_like(ROWS, 3, evidence, {}, played, 30).rows if row.listener_id > 9) < 30


def test_people_who_are_folded_in_now_would_like_it_unless_they_know_or_refuse_it() -> None:
    def person(*artists: int, unwanted: frozenset[int] = frozenset()) -> Member:
        return Member.of(MODEL, replace(history(*((i, 5) for i in artists)), unwanted=unwanted))

    others = {
        70: person(0, 1, 2, 4, 5),
        71: person(0, 1, 2, 3, 4),
        72: person(0, 1, 2, 4, 5, unwanted=frozenset({3})),
        73: person(0, 1),
    }
    rows = would_like(ROWS, 3, np.zeros(20, np.int64), others, played, 30).rows
    assert [row.listener_id for row in rows] == [70]
    assert rows[0].match > 80


def test_nobody_would_like_it_is_an_answer() -> None:
    answer = would_like(ROWS, 3, np.zeros(20, np.int64), {}, played, 30)
    assert answer.rows == ()
    assert answer.note
