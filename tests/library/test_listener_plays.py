from __future__ import annotations

from desktop_als.library import Library
from tests.library.making import NOON, bring, count_batch, play_batch


def test_plays_come_in_the_order_of_time_without_what_does_not_count(library: Library) -> None:
    bring(
        library,
        play_batch(
            [
                (9_000, "Tin Rivers", "Kerosene"),
                (0, "Amber Kite", "Dust"),
                (500, "Tin Rivers", "Skipped", 4_000, False),
                (4_000, "Amber Kite", "Dust"),
            ]
        ),
    )
    bring(library, play_batch([(100, "Slow Doves", "Elsewhere")]), listener="Bo")
    bring(library, count_batch([("Ada", "Paper Orchard", 7)]), form="hetrec", listener=None, community="Town")
    listeners = library.listeners()
    ada = int(listeners.ids[listeners.names.tolist().index("Ada")])
    plays = library.listener_plays(ada)
    assert (plays.played_at - NOON).tolist() == [0, 4_000, 9_000]
    names = library.artist_names(plays.artist_ids.tolist())
    assert [names[artist] for artist in plays.artist_ids] == ["Amber Kite", "Amber Kite", "Tin Rivers"]


def test_nobody_has_no_plays(library: Library) -> None:
    plays = library.listener_plays(4_711)
    assert len(plays.artist_ids) == len(plays.played_at) == 0
