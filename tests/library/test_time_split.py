import pytest

from desktop_als.errors import Cancelled
from desktop_als.library import Library
from desktop_als.progress import CancelToken
from tests.library.making import NOON, bring, count_batch, play_batch

HOUR = 3600


def by_name(library: Library, later: float):
    split = library.time_split(later)
    assert split is not None
    artists = library.artists()
    names = {int(i): str(name) for i, name in zip(artists.ids, artists.names, strict=True)}
    listeners = {int(i): str(name) for i, name in zip(library.listeners().ids, library.listeners().names, strict=True)}

    def pairs(matrix):
        table = matrix.tocoo()
        return {
            (listeners[int(split.before.row_ids[row])], names[int(split.before.artist_ids[column])]): int(value)
            for row, column, value in zip(table.row, table.col, table.data, strict=True)
        }

    return split, pairs(split.before.plays), pairs(split.discovered)


def test_a_discovery_is_an_artist_first_played_after_the_moment(library: Library) -> None:
    ada = [(hour * HOUR, "Lumen Fields", "Harbour") for hour in range(7)]
    bo = [(0, "Otto", "Sea"), (8 * HOUR, "Lumen Fields", "Pier"), (9 * HOUR, "Nobody Knew", "Mole")]
    bring(library, play_batch(ada), listener="Ada")
    bring(library, play_batch(bo), listener="Bo")
    split, before, discovered = by_name(library, later=0.1)
    assert split.moment > NOON
    assert before == {("Ada", "Lumen Fields"): 7, ("Bo", "Otto"): 1}
    assert discovered == {("Bo", "Lumen Fields"): 1}  # "Nobody Knew" was nobody's before
    assert split.before.knows_up_to < split.moment
    assert split.before.plays.shape == split.discovered.shape == (2, 2)


def test_totals_without_times_count_as_known_before(library: Library) -> None:
    ada = [(0, "Otto", "Sea"), (HOUR, "Otto", "Sea"), (2 * HOUR, "Lumen Fields", "Pier")]
    bring(library, play_batch(ada), listener="Ada")
    bring(library, count_batch([("Ada", "Lumen Fields", 12), ("Bo", "Quiet Coast", 3)]), listener=None)
    split, before, discovered = by_name(library, later=0.1)
    assert discovered == {}
    assert sum(before.values()) == 2 + 12 + 3
    assert sorted(split.before.last_played.tolist()) == [-1, -1, NOON + HOUR]


def test_without_times_there_is_no_moment(library: Library) -> None:
    assert library.time_split(0.15) is None
    bring(library, count_batch([("Bo", "Quiet Coast", 3)]), listener=None)
    assert library.time_split(0.15) is None


def test_dividing_can_be_stopped(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "Sea")]))
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        library.time_split(0.15, cancel)
