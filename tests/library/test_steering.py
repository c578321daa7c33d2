"""What listeners say, in the library: through merges of names, undo, backups and other libraries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_als.library import Library, exposures, steering, steps
from desktop_als.library.credits import credit
from desktop_als.library.steering import Said, Tuning, Weight
from desktop_als.progress import CancelToken
from desktop_als.steering import Opinion
from tests.library.making import bring, play_batch
from tests.library.test_marks import mark_batch

NOBODY = CancelToken()
ADA = 1
LUMEN, OTTO, COAST, SMALL_OTTO = 1, 2, 3, 4
LIKED, BANNED = Said(Opinion.LIKED, said_at=10), Said(Opinion.BANNED, said_at=20)
FOUR = [(0, "Lumen Fields", "Quay"), (300, "Otto", "Sea"), (600, "otto", "Sea"), (900, "Quiet Coast", "Ebb")]


@pytest.fixture
def library(library: Library) -> Library:
    bring(library, play_batch(FOUR))
    return library


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    """A library where the same artists have other ids."""
    with Library.open(tmp_path / "other") as other:
        for play in FOUR[::-1]:
            bring(other, play_batch([play]))
        yield other


def say(library: Library, said: dict[int, Said], listener: int = ADA) -> None:
    with library.changing("steering", "Ada says", "opinions") as cursor:
        steering.say(cursor, listener, said)


def weigh(library: Library, weights: dict[int, float]) -> None:
    with library.changing("steering", "Ada weighs", "weights") as cursor:
        steering.weigh(cursor, ADA, {artist: Weight(weight, 10) for artist, weight in weights.items()})


def merge(library: Library, artists: list[int], into: list[int]) -> None:
    with library.changing("names", "the same", "credits") as cursor:
        credit(cursor, [(artists, into)])


def opinions(library: Library) -> dict[int, Opinion | None]:
    with library.reading() as cursor:
        return {artist: said.opinion for artist, said in steering.opinions(cursor, ADA).items()}


def weights(library: Library) -> dict[int, float]:
    with library.reading() as cursor:
        return {artist: told.weight for artist, told in steering.weights(cursor, ADA).items()}


def by_name(library: Library) -> dict[str, Opinion | None]:
    said = opinions(library)
    names = library.artist_names(list(said))
    return {names[artist]: opinion for artist, opinion in said.items()}


def test_an_opinion_of_a_spelling_holds_for_whoever_it_is_credited_to(library: Library) -> None:
    say(library, {SMALL_OTTO: LIKED})
    weigh(library, {SMALL_OTTO: 0})
    merge(library, [SMALL_OTTO], [OTTO])
    assert (opinions(library), weights(library)) == ({OTTO: Opinion.LIKED}, {OTTO: 0})
    merge(library, [OTTO], [LUMEN, COAST])
    assert opinions(library) == {LUMEN: Opinion.LIKED, COAST: Opinion.LIKED}
    library.undo()
    library.undo()
    assert (opinions(library), weights(library)) == ({SMALL_OTTO: Opinion.LIKED}, {SMALL_OTTO: 0})


def test_what_was_said_of_the_artist_itself_goes_before_what_was_said_of_a_spelling(library: Library) -> None:
    say(library, {OTTO: LIKED, SMALL_OTTO: BANNED})
    weigh(library, {SMALL_OTTO: 0})
    merge(library, [SMALL_OTTO], [OTTO])
    assert opinions(library) == {OTTO: Opinion.LIKED}
    say(library, {OTTO: Said(None)})
    weigh(library, {OTTO: 1})
    assert (opinions(library), weights(library)) == ({OTTO: None}, {OTTO: 1})
    library.undo()
    library.undo()
    library.undo()
    assert opinions(library) == {OTTO: Opinion.LIKED, SMALL_OTTO: Opinion.BANNED}


def test_of_several_spellings_the_newest_word_holds(library: Library) -> None:
    say(library, {SMALL_OTTO: LIKED, LUMEN: BANNED})
    merge(library, [SMALL_OTTO, LUMEN], [OTTO])
    assert opinions(library) == {OTTO: Opinion.BANNED}


def test_a_word_here_goes_before_a_ban_in_an_export(library: Library) -> None:
    bring(library, mark_batch([("Otto", None, "banned"), ("Radiant Harbour", None, "banned")]), form="spotify_library")
    assert len(library.listener_history(ADA).unwanted) == 2
    say(library, {OTTO: LIKED})
    assert library.artist_names([*library.listener_history(ADA).unwanted]) == {5: "Radiant Harbour"}
    say(library, {OTTO: Said(None)})
    assert opinions(library) == {OTTO: None}
    assert len(library.listener_history(ADA).unwanted) == 1
    library.undo()
    library.undo()
    assert len(library.listener_history(ADA).unwanted) == 2


def test_what_is_said_changes_no_play_and_no_model(library: Library) -> None:
    before = library.fingerprint(), library.totals()
    say(library, {OTTO: BANNED})
    weigh(library, {LUMEN: 0})
    assert (library.fingerprint(), library.totals()) == before
    undone = library.undo()
    assert undone is not None
    assert (undone.kind, undone.label, undone.plays, undone.artists) == ("steering", "Ada weighs", 0, 0)


def test_a_word_and_its_undo_do_not_wait_for_all_plays(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def settle(*_: object, **__: object) -> None:
        pytest.fail("nothing of what stands has changed")

    monkeypatch.setattr(steps, "settle", settle)
    say(library, {OTTO: BANNED})
    library.undo()
    assert opinions(library) == {}


def test_a_step_remembers_what_changed_and_not_all_that_was_said(library: Library) -> None:
    say(library, dict.fromkeys(range(1000, 6000), LIKED))
    say(library, {OTTO: BANNED})
    with library.reading() as cursor:
        sizes = [size for (size,) in cursor.execute("select length(before) from steps order by id").fetchall()]
    assert sizes[-1] < 200
    library.undo()
    assert len(opinions(library)) == 5000


def test_saying_the_same_again_is_no_step(library: Library) -> None:
    say(library, {OTTO: LIKED})
    say(library, {OTTO: LIKED})
    say(library, {LUMEN: Said(None)})
    assert [step.kind for step in library.steps()] == ["steering", "import"]


def test_artists_are_found_by_their_names(library: Library) -> None:
    merge(library, [SMALL_OTTO], [OTTO])
    with library.reading() as cursor:
        found = steering.artists_called(cursor, ["otto", "OTTO", "quiet coast", "Nobody", "", "Otto", "Otto"])
    assert found == {"otto": [OTTO], "OTTO": [OTTO], "quiet coast": [COAST], "Otto": [OTTO]}


def test_a_merged_library_brings_what_was_said_there_and_ours_wins(library: Library, other: Library) -> None:
    say(other, {1: LIKED, 2: BANNED, 4: LIKED})  # Quiet Coast, otto, Lumen Fields
    with other.changing("steering", "tune", "tunings", "memories") as cursor:
        steering.tune(cursor, ADA, Tuning(30, 2, 5))
        exposures.set_options(cursor, ADA, exposures.MemoryOptions(on=False))
    say(library, {COAST: BANNED, LUMEN: Said(Opinion.LIKED, said_at=99)})
    library.snapshot(library.folder / "before.duckdb", NOBODY)
    other.snapshot(library.folder / "theirs.duckdb", NOBODY)
    merged = library.merge(library.folder / "theirs.duckdb", "theirs", NOBODY)
    assert by_name(library) == {
        "Quiet Coast": Opinion.BANNED,
        "otto": Opinion.BANNED,
        "Lumen Fields": Opinion.LIKED,
    }
    assert merged.layers.came == {"opinions": 1, "tunings": 1, "memories": 1}
    assert merged.layers.contradicted == {"opinions": 1}
    with library.reading() as cursor:
        assert steering.tuning(cursor, ADA) == Tuning(30, 2, 5)
    library.undo()
    assert by_name(library) == {"Quiet Coast": Opinion.BANNED, "Lumen Fields": Opinion.LIKED}


def test_a_restored_library_says_what_its_backup_said(library: Library, other: Library) -> None:
    say(library, {OTTO: LIKED})
    say(other, {1: BANNED})
    with other.noting() as cursor:
        assert cursor is not None
        exposures.remember(cursor, ADA, [1], 700_000)
    kept = library.folder / "before-restore" / "1"
    kept.mkdir(parents=True)
    library.snapshot(kept / "library.duckdb", NOBODY)
    other.snapshot(library.folder / "theirs.duckdb", NOBODY)
    library.replace(library.folder / "theirs.duckdb", "theirs", "1", NOBODY)
    assert by_name(library) == {"Quiet Coast": Opinion.BANNED}
    assert exposed(library) == [(1, 1, 700_000)]
    library.undo()
    assert by_name(library) == {"Otto": Opinion.LIKED}
    assert exposed(library) == []


def exposed(library: Library) -> list[tuple[int, int, int]]:
    with library.reading() as cursor:
        return cursor.execute("select listener, artist, day from exposures order by all").fetchall()
