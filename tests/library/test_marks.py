"""What people said of artists without playing them."""

import numpy as np

from desktop_als.library import Library, SourceInfo
from desktop_als.plays import MarkBatch, Tally
from tests.library.making import bring, play_batch, texts


def mark_batch(marks: list[tuple[str, str | None, str]]) -> MarkBatch:
    """Of artist, track or None, mark."""
    return MarkBatch(
        row=np.arange(1, len(marks) + 1),
        artist=texts([artist for artist, _, _ in marks]),
        track=texts([track for _, track, _ in marks]),
        mark=texts([mark for _, _, mark in marks]),
    )


SAID = [
    ("Otto", None, "banned"),
    ("Quiet Coast", "Sea", "banned"),
    ("Lumen Fields", "Quay", "liked"),
    ("Radiant Harbour", None, "known"),
    ("Radiant Harbour", None, "known"),
]


def named(library: Library, ids: frozenset[int]) -> set[str]:
    return set(library.artist_names(sorted(ids)).values())


def test_marks_are_kept_once_and_are_no_plays(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "Sea")]))
    assert bring(library, mark_batch(SAID), form="spotify_library").tally == Tally(kept=4, duplicates=1)
    assert bring(library, mark_batch(SAID), form="spotify_library").tally == Tally(duplicates=5)
    assert library.totals().plays == 1
    assert library.artists().names.tolist() == ["Otto"]


def test_a_history_knows_who_is_banned_and_who_is_known(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "Sea")]))
    bring(library, mark_batch(SAID), form="spotify_library")
    history = library.listener_history(1)
    assert named(library, history.unwanted) == {"Otto"}
    assert named(library, history.known) == {"Lumen Fields", "Radiant Harbour"}
    library.undo()
    assert library.listener_history(1).known == library.listener_history(1).unwanted == frozenset()


def test_marks_and_plays_of_one_drop_are_kept_together(library: Library) -> None:
    library_source = SourceInfo("YourLibrary.json", "spotify_library", None, "Ada")
    plays_source = SourceInfo("StreamingHistory0.json", "spotify_account", None, "Ada")
    with library.importing("my_spotify_data.zip") as session:
        said = session.add(library_source, [mark_batch(SAID)])
        heard = session.add(plays_source, [play_batch([(0, "Otto", "Sea"), (900, "Lumen Fields", "Quay")])])
    assert session.stored[said].tally == Tally(kept=4, duplicates=1)
    assert session.stored[heard].tally == Tally(kept=2)
    assert library.totals().plays == 2
