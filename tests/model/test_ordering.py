"""How adventure, variety and shares of clusters change a list, on an invented community and on HetRec where a copy is found."""

from __future__ import annotations

import gc
import os
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.model.answers import Heard, Recommendations, RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.clusters import CLUSTERS, clusters
from desktop_als.model.recommend import recommend
from desktop_als.plays import History
from desktop_als.workspace import Workspace
from tests.model.builders import history, model
from tests.model.crowds import GROUPS, community, people
from tests.model.test_answers import some_history
from tests.model.test_ratings import ARTISTS, person
from tests.model.test_ratings import MODEL as RATED

DATA = Path(os.environ.get("DESKTOP_ALS_DATA") or Path(__file__).parents[3] / "shared" / "data")
HETREC = DATA / "hetrec-lastfm-2k" / "hetrec2011-lastfm-2k.zip"

MODEL = model()
CROWD = community()
PEOPLE = people(CROWD, 30)
STEPS = np.linspace(0, 1, 11).tolist()

queries = st.builds(
    RecommendQuery,
    heard=st.sampled_from(["new", "any"]),
    adventure=st.floats(0, 1),
    variety=st.sampled_from([0.0, 0.2, 1.0]),
    of_cluster=st.sampled_from([None, 1, 3]),
)


def effects(
    of: Model, listeners: list[History], heard: Heard
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Median listeners and the share never heard of each listener's lists, from familiar to adventurous."""
    told = [
        [recommend(of, each, RecommendQuery(heard=heard, adventure=step)).effect for step in STEPS]
        for each in listeners
    ]
    of_lists = np.array([[(e.median_listeners, e.never_heard) for e in row if e is not None] for row in told])
    return of_lists[..., 0], of_lists[..., 1]


def ids(answer: Recommendations) -> list[int]:
    return [row.artist_id for row in answer.rows]


def alike(of: Model, answer: Recommendations) -> float:
    """The mean cosine of two rows."""
    columns = np.searchsorted(of.artist_ids, ids(answer))
    directions = of.taste_factors[columns] / of.lengths[columns, None]
    cosines = directions @ directions.T
    return float((cosines.sum() - len(columns)) / (len(columns) * (len(columns) - 1)))


@pytest.mark.parametrize("heard", ["new", "any"])
def test_the_more_adventurous_the_fewer_listeners_and_the_more_that_was_never_heard(heard: Heard) -> None:
    listeners, unheard = effects(CROWD, PEOPLE, heard)
    typical = np.median(listeners, axis=0)
    assert (np.diff(typical) < 0).all()
    assert typical[0] > 4 * typical[-1]
    assert typical[:-1].tolist() <= (4 * typical[1:]).tolist()  # no step takes it all
    assert (np.diff(listeners) <= 0).mean() > 0.97
    assert (np.diff(unheard.mean(axis=0)) >= 0).all()
    if heard == "any":
        assert unheard.mean(axis=0)[-1] > unheard.mean(axis=0)[0] + 0.2


@pytest.mark.skipif(not HETREC.exists(), reason="no copy of HetRec 2011 Last.fm-2K")
def test_so_it_is_for_real_listeners(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        workspace.import_history([HETREC])
        run = workspace.training(replace(workspace.preset("quick"), factors=32))
        for _ in run:
            pass
        run.save()
        asked = workspace.listeners().ids[::40].tolist()
        for heard in ("new", "any"):
            told = np.array(
                [
                    [
                        (effect.median_listeners, effect.never_heard)
                        for step in STEPS
                        if (
                            effect := workspace.asking.recommend(
                                each, RecommendQuery(heard=heard, adventure=step)
                            ).effect
                        )
                    ]
                    for each in asked
                ]
            )
            assert (np.diff(np.median(told[..., 0], axis=0)) < 0).all()
            assert (np.diff(told[..., 1].mean(axis=0)) > -0.005).all()  # one row of two hundred


@given(some_history, st.floats(0, 1), st.floats(0, 1), st.integers(1, 40))
def test_the_mean_logarithm_of_the_listeners_never_rises_with_adventure(
    heard: History, one: float, other: float, n: int
) -> None:
    def familiarity(adventure: float) -> float:
        rows = recommend(MODEL, heard, RecommendQuery(n=n, adventure=adventure)).rows
        return float(np.mean([np.log(row.evidence + 5) for row in rows]))

    less, more = sorted((one, other))
    assert familiarity(more) <= familiarity(less) + 1e-6


@given(some_history)
def test_in_the_middle_it_is_the_order_of_the_scores(heard: History) -> None:
    middle = recommend(MODEL, heard, RecommendQuery(heard="any", adventure=0.5, variety=0.0))
    assert middle == recommend(MODEL, heard, RecommendQuery(heard="any"))
    nearly = recommend(MODEL, heard, RecommendQuery(heard="any", adventure=0.5 + 1e-9))
    assert ids(nearly) == ids(middle)


@given(some_history, queries, st.integers(1, 40), st.integers(1, 40))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(
    heard: History, query: RecommendQuery, one: int, other: int
) -> None:
    short, long = sorted((one, other))
    begin = recommend(MODEL, heard, replace(query, n=short))
    assert ids(begin) == ids(recommend(MODEL, heard, replace(query, n=long)))[:short]
    assert [row.rank for row in begin.rows] == list(range(1, len(begin.rows) + 1))


def test_variety_makes_a_list_less_alike_and_keeps_its_first_row() -> None:
    varieties = (0.0, 0.2, 0.4, 0.6, 1.0)
    told = [[recommend(CROWD, each, RecommendQuery(n=40, variety=v)) for v in varieties] for each in PEOPLE[:10]]
    for lists in told:
        assert len({ids(each)[0] for each in lists}) == 1
        assert all(len(set(ids(each))) == 40 for each in lists)
    means = np.mean([[alike(CROWD, each) for each in lists] for lists in told], axis=0)
    assert (np.diff(means) < 0).all()


def test_scores_and_reasons_are_of_the_artist_wherever_it_stands() -> None:
    plain = {row.artist_id: row for row in recommend(CROWD, PEOPLE[0], RecommendQuery(n=3_000)).rows}
    moved = recommend(CROWD, PEOPLE[0], RecommendQuery(n=50, adventure=0.9, variety=0.5, of_cluster=4)).rows
    for row in moved:
        there = plain[row.artist_id]
        assert row.score == pytest.approx(there.score, abs=1e-9)
        assert (row.match, row.evidence) == (there.match, there.evidence)
        assert [reason.artist_id for reason in row.because] == [reason.artist_id for reason in there.because]


@pytest.mark.parametrize("share", [1, 3])
def test_no_cluster_has_more_than_its_share_and_the_others_are_counted(share: int) -> None:
    plain = ids(recommend(CROWD, PEOPLE[0], RecommendQuery(n=3_000)))
    capped = recommend(CROWD, PEOPLE[0], RecommendQuery(n=30, of_cluster=share))
    group = dict(zip(CROWD.artist_ids.tolist(), clusters(CROWD).tolist(), strict=True))
    kept: list[int] = []
    for artist in plain:
        if len(kept) < 30 and sum(group[artist] == group[other] for other in kept) < share:
            kept.append(artist)
    assert ids(capped) == kept
    assert capped.hidden["crowded"] == plain.index(kept[-1]) + 1 - 30


def test_clusters_are_the_planted_groups() -> None:
    found = clusters(CROWD)
    known = CROWD.support >= 20
    groups = np.arange(len(found)) % GROUPS
    own = [np.bincount(groups[known & (found == each)], minlength=GROUPS) for each in range(found.max() + 1)]
    assert sum(count.max() for count in own) > 0.8 * known.sum()
    assert found.max() < CLUSTERS


def test_clusters_are_the_same_for_the_same_model_and_found_once() -> None:
    assert clusters(CROWD) is clusters(CROWD)
    assert clusters(CROWD).tolist() == clusters(community()).tolist()


def test_clusters_go_with_their_model() -> None:
    gone = model()
    clusters(gone)
    left = weakref.ref(gone)
    del gone
    gc.collect()
    assert left() is None


def test_a_model_of_one_artist_is_one_cluster() -> None:
    assert clusters(model(artists=1)).tolist() == [0]
    assert clusters(model(artists=3)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("adventure", [0.0, 1.0])
def test_ratings_are_ordered_so_too(adventure: float) -> None:
    rows = recommend(RATED, person(3), RecommendQuery(n=10, adventure=adventure)).rows
    middle = recommend(RATED, person(3), RecommendQuery(n=10)).rows
    listeners, usual = (np.mean([row.evidence for row in each]) for each in (rows, middle))
    assert (listeners > usual) == (adventure == 0)
    assert len(rows) == min(10, ARTISTS)


def test_names_of_all_kinds_are_told_as_they_are() -> None:
    kinds = ("فيروز", "🎻🔥", "<b>bold</b>", "x" * 300, '=HYPERLINK("a")', "line\nbreak", "  blank ")
    named = replace(MODEL, names=kinds + MODEL.names[len(kinds) :])
    rows = recommend(named, history((22, 3), (25, 9)), RecommendQuery(n=40, adventure=0.9, variety=0.3)).rows
    assert {row.artist for row in rows} >= set(kinds)
