from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_als.errors import NotFoundError
from desktop_als.steering import Opinion
from desktop_als.workspace import Heard, RadioItem, RadioOptions, Seed, Station, Workspace
from tests.library.making import bring, count_batch
from tests.workspace.two_tastes import OFTEN, SELDOM, genre_of, name


def artist(shared: Workspace, genre: int, place: int = 1) -> Seed:
    return Seed("artist", shared.find_artist(name(genre, place)).id)


def genres(items: tuple[RadioItem, ...]) -> list[int]:
    return [genre_of(item.artist) for item in items]


def test_radio_from_two_artists_stays_with_both(shared: Workspace) -> None:
    station = Station((artist(shared, 1), artist(shared, 4)))
    queue = shared.radio.queue(station, 30)
    assert queue.note is None
    found = genres(queue.items)
    assert min(found.count(1), found.count(4)) >= 12
    assert found.count(1) + found.count(4) >= 29
    assert shared.radio.queue(station, 30) == queue


def test_radio_from_a_listener_of_two_tastes_and_from_one_of_their_moods(shared: Workspace, mira: int) -> None:
    taste = genres(shared.radio.queue(Station((Seed("listener", mira),)), 20).items)
    assert {OFTEN, SELDOM} == set(taste)
    mood = genres(shared.radio.queue(Station((Seed("mood", mira, 1),)), 20).items)
    assert set(mood) == {SELDOM}


def test_a_mood_that_is_left_out_of_the_taste_can_still_be_played(shared: Workspace, mira: int) -> None:
    station = Station((Seed("mood", mira, 1),))
    before = shared.radio.queue(station, 10)
    shared.steering.weigh(mira, shared.moods.without(mira, [1]))
    assert shared.radio.queue(station, 10) == before


def test_radio_from_a_track_begins_with_it(shared: Workspace) -> None:
    asked = shared.find_artist(name(OFTEN, 4))
    tracks = shared.tracks.of_artist(asked.id)
    station = Station((Seed("track", tracks[-1].track_id), artist(shared, 5)))
    first, *others = shared.radio.queue(station, 10).items
    assert (first.artist_id, first.track_id, first.track) == (asked.id, tracks[-1].track_id, tracks[-1].title)
    assert set(genres(tuple(others))) == {OFTEN, 5}


def test_items_have_the_track_that_most_people_play_where_there_is_one(shared: Workspace) -> None:
    items = shared.radio.queue(Station((artist(shared, OFTEN), artist(shared, 5))), 30).items
    played = {item.artist_id: item for item in items if item.track}
    assert played
    best = shared.tracks.best_of(list(played))
    assert {artist_id: item.track_id for artist_id, item in played.items()} == {
        artist_id: tracks[0].track_id for artist_id, tracks in best.items()
    }
    assert all(item.track is None for item in items if genre_of(item.artist) == 5)


def test_only_new_leaves_out_what_the_listener_heard_and_what_they_refused(shared: Workspace, mira: int) -> None:
    heard = set(shared._library.listener_history(mira).artist_ids.tolist())
    station = Station((Seed("listener", mira),), RadioOptions(only_new=True, whose=mira))
    before = shared.radio.queue(station, 15).items
    assert not heard & {item.artist_id for item in before}
    refused = [before[0].artist_id, before[1].artist_id, before[2].artist_id]
    for artist_id, opinion in zip(refused, (Opinion.BANNED, Opinion.DISLIKED, Opinion.SNOOZED), strict=True):
        shared.steering.say(mira, [artist_id], opinion)
    for options in (station.options, RadioOptions(whose=mira), RadioOptions()):
        after = shared.radio.queue(replace(station, options=options), 15).items
        assert not set(refused) & {item.artist_id for item in after}


def test_what_was_heard_does_not_come_again(shared: Workspace) -> None:
    station = Station((artist(shared, 2),))
    first = shared.radio.queue(station, 5).items
    station = replace(station, heard=tuple(Heard(item.artist_id, "played") for item in first))
    assert not {item.artist_id for item in first} & {item.artist_id for item in shared.radio.queue(station, 40).items}


def test_a_seed_that_the_model_does_not_know_is_left_out_and_told(shared: Workspace) -> None:
    bring(shared._library, count_batch([("Bela", "Newcomer", 9)]), form="totals", listener=None, community="Others")
    shared._library_changed()
    newcomer = Seed("artist", shared.find_artist("Newcomer").id)
    queue = shared.radio.queue(Station((newcomer, artist(shared, 1), Seed("track", 10**6))), 10)
    assert "“Newcomer”" in (queue.note or "")
    assert "a track that is no longer there" in (queue.note or "")
    assert set(genres(queue.items)) == {1}
    assert {(item.near, item.fits[0], item.fits[2]) for item in queue.items} == {(1, 0, 0)}
    assert all(item.agreement == item.fits[1] for item in queue.items)
    with pytest.raises(NotFoundError, match="Newcomer"):
        shared.radio.queue(Station((newcomer,)), 10)


def test_without_seeds_a_sentence(shared: Workspace) -> None:
    with pytest.raises(NotFoundError, match="needs a seed"):
        shared.radio.queue(Station(()), 10)


def test_a_short_queue_says_why(shared: Workspace) -> None:
    queue = shared.radio.queue(Station((artist(shared, 1),)), 10_000)
    assert 0 < len(queue.items) < 180
    assert "Nothing else fits" in (queue.note or "")


def test_seeds_have_names(shared: Workspace, mira: int) -> None:
    track = shared.tracks.of_artist(shared.find_artist(name(OFTEN, 4)).id)[0]
    seeds = (artist(shared, 1), Seed("track", track.track_id), Seed("listener", mira), Seed("mood", mira, 1))
    first, second, third, fourth = shared.radio.names(seeds)
    assert (first, second, third) == (name(1, 1), f"{name(OFTEN, 4)} – {track.title}", "Mira")
    told = shared.moods.mood(mira, 1).artists
    assert fourth == f"Mira: {told[0]}, {told[1]}"
    for gone in (Seed("artist", 10**6), Seed("track", 10**6), Seed("listener", 10**6), Seed("mood", mira, 7)):
        with pytest.raises(NotFoundError):
            shared.radio.names((gone,))
