from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.model.agreement import Direction, Fits, soft_minimum
from desktop_als.model.bundle import Model
from desktop_als.model.queueing import queue
from desktop_als.model.radio import Heard, RadioItem, RadioOptions, Verdict
from tests.model.builders import model
from tests.model.tastes import Community, community

NOTHING = np.empty(0, np.int64)
EVERYONE = community(12, 60)


def play(
    whole: Model,
    *seeds: Direction | int,
    n: int = 30,
    heard: tuple[Heard, ...] = (),
    barred: np.ndarray = NOTHING,
    first: np.ndarray = NOTHING,
    **options: float,
) -> tuple[RadioItem, ...]:
    """Seeds are directions, or columns of artists."""
    directions = [seed if isinstance(seed, Direction) else Direction.of_artist(whole, seed) for seed in seeds]
    return queue(whole, directions, RadioOptions(**options), heard, barred, first, n)


def genres(everyone: Community, items: tuple[RadioItem, ...]) -> list[int]:
    return [everyone.genre(item.artist_id) for item in items]


def place_of(items: tuple[RadioItem, ...], artist_id: int) -> int:
    return next((place for place, item in enumerate(items) if item.artist_id == artist_id), len(items))


def test_radio_from_two_tastes_stays_in_both_where_their_mean_does_not() -> None:
    worst, foreign, worst_of_mean, foreign_of_mean = [], [], [], []
    for seed in range(6):
        everyone = community(12, 60, seed=seed)
        first, second = 3, 304
        found = genres(everyone, play(everyone.model, first, second))
        directions = everyone.model.taste_factors / everyone.model.lengths[:, None]
        near_mean = np.argsort(-(directions @ (directions[first] + directions[second])))[:30]
        of_mean = everyone.genre_of[near_mean].tolist()
        for genre_list, least, strangers in ((found, worst, foreign), (of_mean, worst_of_mean, foreign_of_mean)):
            least.append(min(genre_list.count(0), genre_list.count(5)))
            strangers.append(30 - genre_list.count(0) - genre_list.count(5))
    assert min(worst) >= 12  # 40 % of the first 30
    assert max(foreign) <= 1  # below 5 %
    assert min(worst_of_mean) < 6
    assert max(foreign_of_mean) > max(foreign)


def test_two_tastes_take_turns_from_the_beginning() -> None:
    found = genres(EVERYONE, play(EVERYONE.model, 3, 304))
    for length in (4, 10, 20):
        assert min(found[:length].count(0), found[:length].count(5)) >= 0.4 * length


def test_what_both_seeds_like_comes_before_what_one_loves() -> None:
    """In a plane: seeds to the right and upwards, an artist between them, and many that only one of the seeds likes."""
    angles = np.radians([0, 90, 45, *np.linspace(-30, -12, 12), *np.linspace(102, 120, 12), *np.linspace(180, 270, 20)])
    size = len(angles)
    plane = np.zeros((size, 6), np.float32)
    plane[:, 0], plane[:, 1] = np.cos(angles), np.sin(angles)
    whole = Model.assemble(
        replace(model().info, artists=size),
        plane,
        np.zeros((0, 6), np.float32),
        np.arange(size),
        NOTHING,
        np.full(size, 50),
        tuple(f"Artist {i}" for i in range(size)),
    )
    items = play(whole, 0, 1, variety=0)
    assert items[0].artist_id == 2
    assert items[0].agreement == max(item.agreement for item in items)


def test_one_genre_is_not_left() -> None:
    assert set(genres(EVERYONE, play(EVERYONE.model, 61, 64))) == {1}


def test_the_same_station_has_the_same_queue_and_no_artist_twice() -> None:
    heard = (Heard(5, "liked"), Heard(310, "skipped"))
    items = play(EVERYONE.model, 3, 304, n=200, heard=heard)
    assert items == play(EVERYONE.model, 3, 304, n=200, heard=heard)
    ids = [item.artist_id for item in items]
    assert len(set(ids)) == len(ids)
    assert not {5, 310} & set(ids)


def test_a_longer_queue_begins_with_the_shorter_one() -> None:
    assert play(EVERYONE.model, 3, 304, n=40)[:10] == play(EVERYONE.model, 3, 304, n=10)


@pytest.mark.parametrize("verdict", ["liked", "skipped"])
def test_a_like_pulls_its_neighbours_up_and_a_skip_pushes_them_down(verdict: Verdict) -> None:
    before = play(EVERYONE.model, 3, n=60, variety=0)
    judged = before[20].artist_id
    after = play(EVERYONE.model, 3, n=60, variety=0, heard=(Heard(judged, verdict),))
    directions = EVERYONE.model.taste_factors / EVERYONE.model.lengths[:, None]
    nearest = np.argsort(-(directions @ directions[judged - 1]))[1:9] + 1
    moved = [place_of(before, artist) - place_of(after, artist) for artist in nearest.tolist()]
    assert (np.mean(moved) > 2) if verdict == "liked" else (np.mean(moved) < -2)


def test_skips_in_one_taste_leave_the_other_alone() -> None:
    skipped = tuple(Heard(artist, "skipped") for artist in range(1, 7))
    found = genres(EVERYONE, play(EVERYONE.model, 3, 304, n=20, heard=skipped))
    assert found.count(5) >= 12
    assert found.count(5) > 2 * found.count(0)


def test_one_by_one_the_seeds_take_turns_too() -> None:
    heard: tuple[Heard, ...] = ()
    for _ in range(12):
        heard += (Heard(play(EVERYONE.model, 3, 304, n=1, heard=heard)[0].artist_id, "played"),)
    assert [EVERYONE.genre(one.artist_id) for one in heard] == [0, 5] * 6


def test_likes_in_one_taste_do_not_silence_the_other() -> None:
    liked = tuple(Heard(artist, "liked") for artist in range(1, 9))
    found = genres(EVERYONE, play(EVERYONE.model, 3, 304, n=20, heard=liked))
    assert 4 <= found.count(5) < found.count(0)


def test_what_was_heard_long_ago_may_come_again() -> None:
    others = tuple(Heard(artist, "played") for artist in range(121, 321))
    assert 5 not in [item.artist_id for item in play(EVERYONE.model, 3, n=400, heard=(Heard(5, "played"),))]
    again = play(EVERYONE.model, 3, n=400, heard=(Heard(5, "played"), *others))
    assert 5 in [item.artist_id for item in again]


def test_adventure_goes_to_artists_whom_fewer_know() -> None:
    def known(adventure: float) -> float:
        items = play(EVERYONE.model, 3, n=20, adventure=adventure)
        return float(np.median([EVERYONE.model.support[item.artist_id - 1] for item in items]))

    medians = [known(adventure) for adventure in (0, 0.25, 0.5, 0.75, 1)]
    assert medians == sorted(medians, reverse=True)
    assert medians[0] > medians[-1]


def test_variety_keeps_neighbours_apart() -> None:
    def alike(variety: float) -> float:
        items = play(EVERYONE.model, 3, 8, n=20, variety=variety)
        own = EVERYONE.model.taste_factors[[item.artist_id - 1 for item in items]]
        own = own / np.linalg.norm(own, axis=1, keepdims=True)
        return float(np.mean(np.einsum("ij,ij->i", own[1:], own[:-1])))

    assert alike(1) < alike(0.5) < alike(0)


def test_what_is_barred_does_not_come_and_what_is_first_comes_first() -> None:
    items = play(EVERYONE.model, 3, 304, barred=np.array([3, 4, 5]), first=np.array([304, 3]))
    assert items[0].artist_id == 305
    assert not {4, 5, 6} & {item.artist_id for item in items}


def test_a_taste_and_an_artist_are_on_one_scale() -> None:
    taste = EVERYONE.model.taste_factors[600:660].mean(axis=0) * 40
    found = genres(EVERYONE, play(EVERYONE.model, Direction(taste), 64))
    assert 9 <= found.count(10) <= 21
    assert found.count(1) + found.count(10) >= 27


def test_nothing_is_played_that_does_not_fit() -> None:
    items = play(EVERYONE.model, 3, n=5000)
    assert len(items) < len(EVERYONE.model.names)
    assert all(item.agreement >= 0 for item in items)


@given(
    st.lists(st.integers(0, 39), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 150), st.sampled_from(["liked", "played", "skipped"])), max_size=30),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_any_station_has_a_queue_that_adds_up(
    seeds: list[int], verdicts: list[tuple[int, Verdict]], variety: float, adventure: float
) -> None:
    whole = model()
    heard = tuple(Heard(artist, verdict) for artist, verdict in verdicts)
    items = play(whole, *seeds, heard=heard, variety=variety, adventure=adventure)
    ids = {item.artist_id for item in items}
    assert len(ids) == len(items) <= 30
    assert not ids & {one.artist_id for one in heard}
    for item in items:
        assert len(item.fits) == len(seeds)
        assert item.agreement == min(item.fits)
        assert item.fits[item.near] == max(item.fits)
        assert all(0 <= fit <= 100 for fit in item.fits)


def test_fits_are_of_the_median_and_of_the_nearest() -> None:
    fits = Fits.of(EVERYONE.model, [Direction.of_artist(EVERYONE.model, 3)])
    everybody = fits.at(np.arange(len(EVERYONE.model.names)))[0]
    assert (everybody == 0).mean() == pytest.approx(0.5, abs=0.02)
    assert everybody[3] == 1
    assert np.sort(fits.unclipped[0])[-11:-1].mean() == pytest.approx(1, abs=0.01)


def test_the_soft_minimum_is_between_the_least_and_the_mean() -> None:
    fits = np.random.default_rng(2).random((4, 100)).astype(np.float32)
    least = soft_minimum(fits)
    assert (least >= fits.min(axis=0) - 1e-6).all()
    assert (least <= fits.mean(axis=0) + 1e-6).all()
    assert soft_minimum(np.full((3, 1), 0.7, np.float32)) == pytest.approx(0.7)
