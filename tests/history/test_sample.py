import numpy as np
import pytest

from desktop_als.history.sample import ARTISTS, LISTENERS, sample_batches
from desktop_als.history.sample_names import artist_names, title
from desktop_als.plays import FIRST_DAY, PlayBatch


@pytest.fixture(scope="module")
def batches() -> list[PlayBatch]:
    return list(sample_batches())


def column(batches: list[PlayBatch], name: str) -> np.ndarray:
    return np.concatenate([getattr(batch, name) for batch in batches])


def test_same_seed_gives_the_same_plays(batches):
    again = list(sample_batches())
    for name in ("listener", "artist", "track", "played_at", "ms_played", "ending"):
        assert np.array_equal(column(batches, name), column(again, name))


def test_another_seed_gives_other_plays(batches):
    other = list(sample_batches(seed=99))
    assert not np.array_equal(column(batches, "played_at")[:1000], column(other, "played_at")[:1000])


def test_size_and_span_are_those_of_a_small_community(batches):
    listener, played_at = column(batches, "listener"), column(batches, "played_at")
    assert len(set(listener)) == LISTENERS
    assert 0.99 * ARTISTS <= len(set(column(batches, "artist"))) <= ARTISTS
    assert 300_000 <= len(played_at) <= 400_000
    assert played_at.min() > FIRST_DAY
    assert played_at.max() < 1_767_225_600  # 2026
    assert list(column(batches, "row")) == list(range(1, len(played_at) + 1))


def test_a_listener_plays_one_track_at_a_time(batches):
    listener, played_at = column(batches, "listener"), column(batches, "played_at")
    same = listener[1:] == listener[:-1]
    assert (np.diff(played_at)[same] > 0).all()


def test_few_artists_have_most_of_the_plays(batches):
    _, plays = np.unique(column(batches, "artist").astype(str), return_counts=True)
    plays = np.sort(plays)[::-1]
    assert plays[:500].sum() > 0.4 * plays.sum()


def test_those_who_share_listeners_share_a_scene(batches):
    scene = {
        name: at
        for at, names in enumerate(artist_names(np.random.Generator(np.random.PCG64(12)), ARTISTS))
        for name in names
    }
    artists, columns = np.unique(column(batches, "artist").astype(str), return_inverse=True)
    _, rows = np.unique(column(batches, "listener").astype(str), return_inverse=True)
    heard = np.zeros((LISTENERS, len(artists)), dtype=np.float32)
    heard[rows, columns] = 1
    popular = np.argsort(-heard.sum(axis=0))[:600]
    heard = heard[:, popular] / np.sqrt(heard[:, popular].sum(axis=0))
    alike = heard.T @ heard
    np.fill_diagonal(alike, 0)
    scenes = np.array([scene[str(name)] for name in artists[popular]])
    nearest = np.argsort(-alike, axis=1)[:, :5]
    assert (scenes[nearest] == scenes[:, None]).mean() > 0.9


def test_an_artist_has_no_two_tracks_of_one_title():
    assert all(len({title(artist, number) for number in range(14)}) == 14 for artist in range(0, ARTISTS, 7))
