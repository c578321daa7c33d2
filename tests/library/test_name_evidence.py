"""What the rows say of names."""

from __future__ import annotations

import numpy as np

from desktop_als.library import Library
from desktop_als.library.credits import artist_called, credit
from desktop_als.library.name_evidence import shared_works, titles_heard
from tests.library.making import bring, play_batch, rating_batch


def ids(library: Library, *names: str) -> np.ndarray:
    with library.reading() as cursor:
        return np.array([artist_called(cursor, name) for name in names])


def test_titles_and_albums_are_shared_whatever_their_capitals(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "Sea"), (300, "Otto", "Quay"), (600, "otto", "SEA"), (900, "Bo", "Tar")]))
    bring(library, rating_batch([("Ada", "Otto", "Harbour", 4), ("Ada", "otto", "harbour", 3)]), form="ratings")
    first, second = ids(library, "otto", "Bo", "Otto"), ids(library, "Otto", "Otto", "Bo")
    with library.reading() as cursor:
        assert shared_works(cursor, first, second).tolist() == [2, 0, 0]
        assert shared_works(cursor, first[:0], second[:0]).tolist() == []


def test_titles_heard_are_those_of_every_spelling(library: Library) -> None:
    plays = [(0, "Otto", "Sea"), (300, "Otto", "Sea"), (600, "otto", "Quay"), (900, "Bo", "Tar"), (5, "otto", "sea")]
    bring(library, play_batch(plays, ["Ada", "Ada", "Bo", "Bo", "Bo"]))
    otto, spelling = ids(library, "Otto", "otto")
    with library.changing("names", "otto", "credits") as cursor:
        credit(cursor, [([int(spelling)], [int(otto)])])
    with library.reading() as cursor:
        listeners, titles = titles_heard(cursor, int(otto))
    assert sorted(listeners.tolist()) == [1, 2, 2]
    assert len(set(titles.tolist())) == 2
