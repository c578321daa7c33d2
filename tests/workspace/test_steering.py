"""What listeners say, as the window and the command line use it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.errors import NotFoundError, SteeringError
from desktop_als.library.exposures import MemoryOptions
from desktop_als.steering import NEUTRAL, Opinion, Steering
from desktop_als.workspace import Workspace
from tests.library.making import bring, play_batch
from tests.library.test_marks import mark_batch
from tests.workspace.desk import ADA, BO, COAST, DAY, HARBOUR, LUMEN, NOW, OTTO, Desk


def test_opinions_weights_and_tuning_hold_until_they_are_undone(desk: Desk) -> None:
    steering = desk.steering
    steering.say(ADA, [COAST], Opinion.LIKED)
    steering.say(ADA, [COAST, HARBOUR], Opinion.DISLIKED)
    steering.weigh(ADA, {LUMEN: 0, OTTO: 1})
    steering.weigh(ADA, {LUMEN: 0.5, OTTO: 0.5})
    steering.tune(ADA, 90, 1)
    assert desk.of() == Steering(
        opinions={COAST: Opinion.DISLIKED, HARBOUR: Opinion.DISLIKED},
        weights={LUMEN: 0.5, OTTO: 0.5},
        half_life=90,
    )
    assert steering.of(BO) == NEUTRAL
    assert desk.labels() == [
        "Ada: plays count half after 90 days",
        "Ada: 2 artists counted ×0.5",
        "Ada: Lumen Fields left out",
        "not for Ada: 2 artists",
        "Ada likes Quiet Coast",
    ]
    for _ in range(4):
        desk.undo()
    assert desk.of() == Steering(opinions={COAST: Opinion.LIKED})
    desk.undo()
    assert desk.of() == NEUTRAL


def test_it_is_there_after_a_restart_and_can_be_undone_then(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        bring(workspace._library, play_batch([(0, "Otto", "Sea")]))
        workspace.steering.say(1, [1], Opinion.BANNED)
    with Workspace.open(tmp_path) as workspace:
        assert workspace.steering.of(1).opinions == {1: Opinion.BANNED}
        artists = workspace.artists()
        assert workspace.undo() is not None
        assert workspace.steering.of(1) == NEUTRAL
        assert workspace.artists() is artists  # nothing else has to be read again
        workspace.undo()
        assert len(workspace.artists()) == 0


def test_saying_what_holds_is_no_step(desk: Desk) -> None:
    for _ in range(2):
        desk.steering.say(ADA, [COAST], Opinion.LIKED)
        desk.steering.say(ADA, [OTTO], None)
        desk.steering.weigh(ADA, {LUMEN: 0})
        desk.steering.tune(ADA, 30, 2)
        desk.steering.set_memory(ADA, MemoryOptions(on=False))
        desk.clock.now += 60
    assert len(desk.labels()) == 4


def test_what_holds_is_the_same_object_until_it_changes(desk: Desk) -> None:
    first = desk.steering.of(ADA)
    desk.steering.shown(ADA, [COAST])
    assert desk.steering.of(ADA) is first
    desk.steering.say(ADA, [COAST], Opinion.LIKED)
    assert desk.steering.of(ADA) is not first


def test_what_is_kept_in_memory_is_right_whatever_threads_do(desk: Desk) -> None:
    def speak(number: int) -> None:
        artist = (LUMEN, OTTO, COAST, HARBOUR)[number % 4]
        if number % 3:
            desk.steering.say(ADA, [artist], [*Opinion][number % 4])
        desk.steering.of(ADA)
        desk.steering.shown(ADA, [artist])

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(speak, range(40))) == [None] * 40
    assert desk.of().opinions.keys() == {LUMEN, OTTO, COAST, HARBOUR}


def test_a_snooze_ends(desk: Desk) -> None:
    desk.steering.say(ADA, [COAST], Opinion.SNOOZED, days=7)
    desk.steering.say(ADA, [HARBOUR], Opinion.SNOOZED)
    assert desk.labels()[1] == "snooze for Ada for 7 days: Quiet Coast"
    desk.clock.now += 7 * DAY - 1
    assert desk.of().artists(Opinion.SNOOZED) == {COAST, HARBOUR}
    assert {entry.until for entry in desk.steering.entries(ADA)} == {NOW + 7 * DAY, NOW + 30 * DAY}
    desk.clock.now += 1
    assert desk.of().artists(Opinion.SNOOZED) == {HARBOUR}
    assert [entry.artist for entry in desk.steering.entries(ADA)] == ["Radiant Harbour"]
    desk.clock.now += 30 * DAY
    assert desk.of() == NEUTRAL


def test_everything_is_listed_newest_first(desk: Desk) -> None:
    bring(desk.library, mark_batch([("Radiant Harbour", None, "banned"), ("Otto", None, "liked")]), form="marks")
    desk.steering.say(ADA, [COAST], Opinion.LIKED)
    desk.clock.now += 1
    desk.steering.weigh(ADA, {OTTO: 3})
    desk.clock.now += 1
    desk.steering.tune(ADA, 30, 2)
    assert [(entry.kind, entry.artist, entry.value, entry.said_at) for entry in desk.steering.entries(ADA)] == [
        ("half-life", None, 30, NOW + 2),
        ("strength", None, 2, NOW + 2),
        ("weight", "Otto", 3, NOW + 1),
        ("liked", "Quiet Coast", None, NOW),
        ("marked", "Radiant Harbour", None, -1),
    ]


@pytest.mark.parametrize("kind", ["half-life", "strength", "weight", "liked", "marked", "overlooked"])
def test_one_entry_is_taken_back_alone_and_comes_back_by_undo(desk: Desk, kind: str) -> None:
    bring(desk.library, mark_batch([("Tin Rivers", None, "banned")]), form="marks")
    desk.steering.forget()
    desk.show([HARBOUR], 12)
    desk.steering.say(ADA, [COAST], Opinion.LIKED)
    desk.steering.weigh(ADA, {OTTO: 3})
    desk.steering.tune(ADA, 30, 2)
    before = desk.steering.entries(ADA)
    assert {entry.kind for entry in before} == {"half-life", "strength", "weight", "liked", "marked", "overlooked"}
    (gone,) = [entry for entry in before if entry.kind == kind]
    desk.steering.take_back(ADA, [gone])
    assert [entry.kind for entry in desk.steering.entries(ADA)] == [e.kind for e in before if e.kind != kind]
    steps = len(desk.labels())
    desk.steering.take_back(ADA, [gone])  # it does not hold any more
    assert len(desk.labels()) == steps
    desk.undo()
    assert desk.steering.entries(ADA) == before
    desk.steering.take_back(ADA, before)
    assert desk.steering.entries(ADA) == []
    assert desk.labels()[0] == "Ada takes back 6 entries"


def test_an_entry_that_was_said_anew_is_not_taken_back(desk: Desk) -> None:
    desk.steering.say(ADA, [COAST], Opinion.LIKED)
    entries = desk.steering.entries(ADA)
    desk.steering.say(ADA, [COAST], Opinion.BANNED)
    desk.steering.take_back(ADA, entries)
    assert desk.of().opinions == {COAST: Opinion.BANNED}


def test_a_word_on_what_an_export_bans_changes_the_history(desk: Desk) -> None:
    bring(desk.library, mark_batch([("Radiant Harbour", None, "banned")]), form="marks")
    desk.steering.say(ADA, [COAST], Opinion.LIKED)
    assert desk.overruled == 0
    desk.steering.say(ADA, [HARBOUR], None)
    assert desk.overruled == 1
    assert desk.library.listener_history(ADA).unwanted == frozenset()
    assert [entry.kind for entry in desk.steering.entries(ADA)] == ["liked"]


def test_weights_half_life_and_strength_are_kept_in_one_step(desk: Desk) -> None:
    desk.steering.keep(ADA, {OTTO: 0}, (30, 2))
    assert desk.of() == Steering(weights={OTTO: 0}, half_life=30, strength=2)
    desk.undo()
    assert desk.of() == Steering()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -1, 1e9])
def test_numbers_that_make_no_sense_are_refused(desk: Desk, number: float) -> None:
    with pytest.raises(SteeringError, match="from 0 to 100"):
        desk.steering.weigh(ADA, {OTTO: 1, LUMEN: number})
    with pytest.raises(SteeringError, match="half-life"):
        desk.steering.tune(ADA, number, 1)
    with pytest.raises(SteeringError, match="strength"):
        desk.steering.tune(ADA, None, number)
    for days in (0, -1, 10**9):
        with pytest.raises(SteeringError, match="snooze"):
            desk.steering.say(ADA, [OTTO], Opinion.SNOOZED, days)
        with pytest.raises(SteeringError, match="Days to remember"):
            desk.steering.set_memory(ADA, MemoryOptions(rest_days=days or 401))
    assert desk.of() == NEUTRAL


def test_who_left_the_library_is_told_so(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="artist"):
        desk.steering.say(ADA, [99], Opinion.LIKED)
    with pytest.raises(NotFoundError, match="artists are"):
        desk.steering.weigh(ADA, {98: 0, 99: 0})
    with pytest.raises(NotFoundError, match="listener"):
        desk.steering.tune(99, 30, 1)
    desk.steering.say(ADA, [99, OTTO], Opinion.LIKED)
    assert desk.of().opinions == {OTTO: Opinion.LIKED}


# Any sequence of words

artists = st.sampled_from([LUMEN, OTTO, COAST, HARBOUR])
says = st.tuples(st.just("say"), st.lists(artists, min_size=1, max_size=3), st.sampled_from([None, *Opinion]))
weighs = st.tuples(st.just("weigh"), st.dictionaries(artists, st.sampled_from([0, 0.5, 1, 2.5]), min_size=1))
tunes = st.tuples(st.just("tune"), st.sampled_from([None, 30, 365.25]), st.sampled_from([0.5, 1, 4]))
take_backs = st.tuples(st.just("take back"), st.randoms(use_true_random=False))
waits = st.tuples(st.just("wait"), st.integers(1, 40))
undos = st.tuples(st.just("undo"))
words = st.lists(st.one_of(says, weighs, tunes, take_backs, waits, undos), max_size=12)

Model = tuple[dict[int, tuple[Opinion, int]], dict[int, float], tuple[float | None, float]]


def steering_of(model: Model, now: float) -> Steering:
    said, weights, (half_life, strength) = model
    holding = {artist: op for artist, (op, until) in said.items() if op is not Opinion.SNOOZED or now < until}
    return Steering(holding, {artist: each for artist, each in weights.items() if each != 1}, half_life, strength)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words)
def test_any_sequence_of_words_leaves_what_a_simple_model_says(desk: Desk, sequence: list[tuple[Any, ...]]) -> None:
    while desk.labels():
        desk.undo()
    desk.clock.now = NOW
    desk.steering.forget()
    model: Model = {}, {}, (None, 1)
    former: list[Model] = []
    for what, *told in sequence:
        said, weights, tuning = dict(model[0]), dict(model[1]), model[2]
        if what == "say":
            some, opinion = told
            desk.steering.say(ADA, some, opinion)
            for artist in some:
                said.pop(artist, None)
                if opinion is not None:
                    said[artist] = opinion, int(desk.clock.now) + 30 * DAY if opinion is Opinion.SNOOZED else -1
        elif what == "weigh":
            desk.steering.weigh(ADA, told[0])
            weights |= told[0]
        elif what == "tune":
            desk.steering.tune(ADA, *told)
            tuning = told[0], told[1]
        elif what == "take back":
            entries = desk.steering.entries(ADA)
            some = [entry for entry in entries if told[0].random() < 0.5]
            desk.steering.take_back(ADA, some)
            for entry in some:
                if entry.kind == "half-life":
                    tuning = None, tuning[1]
                elif entry.kind == "strength":
                    tuning = tuning[0], 1
                else:
                    (weights if entry.kind == "weight" else said).pop(entry.artist_id, None)
        elif what == "wait":
            desk.clock.now += told[0] * DAY
        elif former:
            desk.undo()
            model = former.pop()
            assert desk.of() == steering_of(model, desk.clock.now)
            continue
        new: Model = said, weights, tuning
        steps = len(desk.labels())
        if steps > len(former):
            former.append(model)
        assert steps == len(former)
        model = new
        assert desk.of() == steering_of(model, desk.clock.now)
    while former:
        desk.undo()
        assert desk.of() == steering_of(former.pop(), desk.clock.now)
    assert desk.labels() == []
