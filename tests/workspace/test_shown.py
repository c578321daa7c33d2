"""What is made of having been shown."""

from __future__ import annotations

import pytest

from desktop_als.library.exposures import MemoryOptions
from desktop_als.steering import Opinion, Steering
from tests.workspace.desk import ADA, COAST, HARBOUR, OTTO, Desk


def test_who_is_shown_often_rests_and_then_is_overlooked(desk: Desk) -> None:
    desk.show([COAST, OTTO], 5)
    assert desk.of().resting == {COAST, OTTO}
    desk.show([HARBOUR], 14)
    assert desk.of().resting == {HARBOUR}
    desk.show([COAST, OTTO], 7)
    assert desk.of().overlooked == {COAST, HARBOUR}  # Ada played Otto
    listed = {(entry.kind, entry.artist, entry.value) for entry in desk.steering.entries(ADA)}
    assert listed == {
        ("overlooked", "Quiet Coast", 12),
        ("overlooked", "Radiant Harbour", 14),
        ("resting", "Otto", None),
    }
    desk.steering.say(ADA, [COAST], Opinion.LIKED)
    assert desk.of().overlooked == {HARBOUR}
    desk.steering.set_memory(ADA, MemoryOptions(on=False))
    assert desk.of() == Steering(opinions={COAST: Opinion.LIKED})


def test_the_rest_of_one_artist_can_be_ended_and_comes_back_by_undo(desk: Desk) -> None:
    desk.show([COAST, OTTO], 5)
    desk.steering.take_back(ADA, [entry for entry in desk.steering.entries(ADA) if entry.artist_id == COAST])
    assert desk.of().resting == {OTTO}
    desk.undo()
    assert desk.of().resting == {COAST, OTTO}


def test_nothing_is_remembered_while_the_memory_is_off_or_others_write(desk: Desk) -> None:
    desk.steering.set_memory(ADA, MemoryOptions(on=False))
    desk.steering.shown(ADA, [COAST])
    desk.undo()
    with desk.library.changing("rules", "meanwhile", "rules"):
        desk.steering.shown(ADA, [COAST])
    assert exposures_of(desk) == []
    desk.steering.shown(ADA, [COAST])
    desk.steering.shown(ADA, [COAST, COAST])
    assert exposures_of(desk) == [COAST]


def test_a_library_that_cannot_be_written_forgets_without_a_word(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_als.errors import LibraryError
    from desktop_als.library import exposures

    def full(*_: object) -> None:
        raise LibraryError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(exposures, "remember", full)
        desk.steering.shown(ADA, [COAST])
    assert exposures_of(desk) == []
    desk.steering.shown(ADA, [COAST])
    assert exposures_of(desk) == [COAST]


def exposures_of(desk: Desk) -> list[int]:
    with desk.library.reading() as cursor:
        return [artist for (artist,) in cursor.execute("select artist from exposures").fetchall()]
