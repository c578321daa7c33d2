import numpy as np
import pytest

from desktop_als.errors import Cancelled, HistoryError
from desktop_als.library import Library, SourceInfo, SourceRow
from desktop_als.plays import Fate, Precision, RowLog, Tally
from desktop_als.progress import CancelToken
from tests.library.making import NOON, bring, count_batch, play_batch, plays_by_name

THREE = [(0, "Lumen Fields", "Harbour"), (300, "Lumen Fields", "Quay"), (600, "Otto & the Tides", None)]


def test_plays_come_back_as_sums(library: Library) -> None:
    stored = bring(library, play_batch(THREE))
    assert stored.tally == Tally(kept=3)
    assert (stored.first, stored.last) == (NOON, NOON + 600)
    assert plays_by_name(library) == {("Ada", "Lumen Fields"): 2, ("Ada", "Otto & the Tides"): 1}


def test_the_same_file_twice_adds_nothing(library: Library) -> None:
    batch = play_batch([*THREE, (900, "Lumen Fields", "Pier", 4_000, False)])
    assert bring(library, batch).tally == Tally(kept=3, too_short=1)
    before = (library.totals(), library.fingerprint(), library.sources())
    assert bring(library, batch).tally == Tally(duplicates=4)
    assert (library.totals(), library.fingerprint(), library.sources()) == before


def test_a_newer_export_adds_only_what_is_new(library: Library) -> None:
    bring(library, play_batch(THREE))
    stored = bring(library, play_batch([*THREE, (1_000, "Lumen Fields", "Harbour")]))
    assert stored.tally == Tally(kept=1, duplicates=3)
    assert library.totals().plays == 4


def test_equal_rows_of_one_file_are_one_play(library: Library) -> None:
    batch = play_batch([THREE[0], THREE[0], THREE[1]], precision=Precision.MINUTE)
    assert bring(library, batch, batch).tally == Tally(kept=2, duplicates=4)


def test_equal_plays_of_two_people_are_two_plays(library: Library) -> None:
    bring(library, play_batch(THREE, listeners=["Ada", "Bo", "Bo"]), listener=None)
    assert bring(library, play_batch(THREE[:1]), listener="Bo").tally == Tally(kept=1)


def test_a_play_that_began_before_the_same_one_could_end_is_a_duplicate(library: Library) -> None:
    plays = [(0, "Lumen Fields", "Harbour", 100_000), (89, "Lumen Fields", "Harbour", 100_000)]
    assert bring(library, play_batch(plays)).tally == Tally(kept=1, duplicates=1)
    plays = [(1_000, "Lumen Fields", "Harbour", 100_000), (1_090, "Lumen Fields", "Harbour", 100_000)]
    assert bring(library, play_batch(plays)).tally == Tally(kept=2)


def test_an_impossible_play_is_found_across_files_in_either_order(library: Library) -> None:
    early, late = (0, "Lumen Fields", "Harbour", 100_000), (60, "Lumen Fields", "Harbour", 100_000)
    bring(library, play_batch([early]), listener="Ada")
    bring(library, play_batch([late]), listener="Bo")
    assert bring(library, play_batch([late]), listener="Ada").tally == Tally(duplicates=1)
    assert bring(library, play_batch([early]), listener="Bo").tally == Tally(kept=1)
    assert [source.tally for source in library.sources()] == [
        Tally(kept=1),
        Tally(duplicates=1),
        Tally(duplicates=1),
        Tally(kept=1),
    ]
    assert library.listeners().plays.tolist() == [1, 1]
    assert library.listeners().last.tolist() == [library.listeners().last[0]] * 2


def test_short_plays_may_follow_closely(library: Library) -> None:
    plays = [(0, "Lumen Fields", "Harbour", 20_000), (5, "Lumen Fields", "Harbour", 20_000)]
    assert bring(library, play_batch(plays)).tally == Tally(kept=2)


def test_short_plays_are_stored_and_do_not_count(library: Library) -> None:
    stored = bring(library, play_batch([(0, "Lumen Fields", "Harbour", 4_000, False)]))
    assert stored.tally == Tally(too_short=1)
    assert library.totals().plays == 0
    assert library.interactions().plays.shape == (0, 0)
    assert len(library.sources()) == 1


def test_counts_of_one_file_add_up(library: Library) -> None:
    counts = [("Ada", "Lumen Fields", 5), ("Ada", "Lumen Fields", 5), ("Bo", "Otto", 2)]
    assert bring(library, count_batch(counts)).tally == Tally(kept=3)
    assert bring(library, count_batch(counts)).tally == Tally(duplicates=3)
    assert plays_by_name(library) == {("Ada", "Lumen Fields"): 10, ("Bo", "Otto"): 2}


def test_counts_of_two_files_of_one_format_do_not_add_up(library: Library) -> None:
    bring(library, count_batch([("Ada", "Lumen Fields", 5), ("Ada", "Otto", 9)]), form="totals")
    stored = bring(library, count_batch([("Ada", "Lumen Fields", 8), ("Ada", "Otto", 3)]), form="totals")
    assert stored.tally == Tally(kept=1, duplicates=1)
    assert plays_by_name(library) == {("Ada", "Lumen Fields"): 8, ("Ada", "Otto"): 9}


def test_counts_of_two_formats_add_up(library: Library) -> None:
    bring(library, count_batch([("Ada", "Lumen Fields", 5)]), form="totals")
    bring(library, count_batch([("Ada", "Lumen Fields", 5)]), form="other totals")
    bring(library, play_batch(THREE))
    assert plays_by_name(library) == {("Ada", "Lumen Fields"): 12, ("Ada", "Otto & the Tides"): 1}


def test_a_person_and_a_namesake_in_a_community_are_two(library: Library) -> None:
    bring(library, count_batch([("Ada", "Lumen Fields", 5)]))
    bring(library, count_batch([("Ada", "Lumen Fields", 5)]), community="Harbour folk")
    listeners = library.listeners()
    assert listeners.names.tolist() == ["Ada", "Ada"]
    assert listeners.communities.tolist() == [None, "Harbour folk"]
    assert library.totals().own_listeners == 1


def test_artists_differ_by_their_exact_name_and_share_a_key(library: Library) -> None:
    bring(library, count_batch([("Ada", "Go‐Go’s", 1), ("Ada", "Go-Go's", 2), ("Ada", "go-go's", 3)]))
    artists = library.artists()
    assert len(artists) == 3
    assert set(artists.keys) == {"go-go's"}


@pytest.mark.parametrize("name", ["'; drop table plays; --", "<b>x</b>", "NULL", "null", "名前", '"', "$1"])
def test_names_are_only_names(library: Library, name: str) -> None:
    bring(library, play_batch([(0, name, name)], listeners=[name]), listener=None)
    assert library.artists().names.tolist() == [name]
    assert library.listeners().names.tolist() == [name]


def test_a_column_may_tell_its_first_text_late(library: Library) -> None:
    plays = [(600 * second, "Lumen Fields", None) for second in range(5_000)]
    plays[4_321] = (1, "Lumen Fields", "Harbour")
    assert bring(library, play_batch(plays)).tally.kept == 5_000


def test_an_error_in_the_block_leaves_the_library_as_it_was(library: Library) -> None:
    bring(library, play_batch(THREE[:1]))
    before = (library.totals(), library.fingerprint(), library.artists().names.tolist())

    def broken():
        yield play_batch(THREE)
        raise ZeroDivisionError

    source = SourceInfo("export", "lastfm_json", None, "Ada")
    with pytest.raises(ZeroDivisionError), library.importing("export") as session:
        session.add(source, broken())
    assert (library.totals(), library.fingerprint(), library.artists().names.tolist()) == before
    assert bring(library, play_batch(THREE)).tally == Tally(kept=2, duplicates=1)


def test_a_source_that_breaks_off_leaves_nothing_and_stops_no_other(library: Library) -> None:
    def cut_off():
        yield play_batch([(0, "Never Heard", "Sea")])
        raise HistoryError("cut off")

    with library.importing("zip") as session:
        with pytest.raises(HistoryError, match="cut off"):
            session.add(SourceInfo("a", "lastfm_json", None, "Bo"), cut_off())
        number = session.add(SourceInfo("b", "lastfm_json", None, "Ada"), [play_batch(THREE)])
    assert session.stored[number].tally == Tally(kept=3)
    assert library.listeners().names.tolist() == ["Ada"]
    assert library.totals().plays == 3
    assert [source.path for source in library.sources()] == ["b"]
    library.undo()
    assert library.totals().listeners == 0


def test_all_sources_of_one_block_or_none(library: Library) -> None:
    good, bad = SourceInfo("a", "lastfm_json", None, "Ada"), SourceInfo("b", "lastfm_json", None, "Ada")
    cancel = CancelToken()

    def bring_both() -> None:
        with library.importing("zip") as session:
            session.add(good, [play_batch(THREE)], cancel)
            cancel.cancel()
            session.add(bad, [play_batch(THREE)], cancel)

    with pytest.raises(Cancelled):
        bring_both()
    assert library.sources() == []
    assert len(library.listeners()) == 0


def test_a_source_remembers_what_its_reader_rejected(library: Library) -> None:
    source = SourceInfo("export.zip/history.json", "spotify_extended", None, "Ada")
    log = RowLog()
    for row in range(4):
        log.reject(Fate.NOT_MUSIC, 10 + row, "A podcast")
    log.reject(Fate.UNREADABLE, 9, "{")
    with library.importing("export.zip") as session:
        session.add(source, [play_batch(THREE)], log=log)
    (kept,) = library.sources()
    assert kept.tally == Tally(kept=3, not_music=4, unreadable=1)
    assert (kept.path, kept.format, kept.listener) == ("export.zip/history.json", "spotify_extended", "Ada")
    assert (kept.first, kept.last) == (NOON, NOON + 600)
    assert list(library.source_rows(kept.id, Fate.NOT_MUSIC)) == [SourceRow(10 + row, "A podcast") for row in range(4)]
    assert list(library.source_rows(kept.id, Fate.UNREADABLE)) == [SourceRow(9, "{")]
    assert [row.row for row in library.source_rows(kept.id, Fate.KEPT)] == [1, 2, 3]


def test_nobody_is_no_listener(library: Library) -> None:
    with pytest.raises(ValueError, match="whose"):
        bring(library, play_batch(THREE), listener=None)


def test_tables_agree_with_each_other(library: Library) -> None:
    bring(library, play_batch(THREE * 2, listeners=["Ada", "Bo", "Cy"] * 2), listener=None)
    bring(library, count_batch([("Ada", "Quiet Coast", 7)]))
    listeners, artists, totals = library.listeners(), library.artists(), library.totals()
    assert listeners.plays.sum() == artists.plays.sum() == totals.plays == 10
    assert listeners.artists.sum() == artists.listeners.sum() == 4
    assert (totals.first, totals.last) == (NOON, NOON + 600)
    for place, listener in enumerate(listeners.ids.tolist()):
        history = library.listener_history(listener)
        assert history.plays.sum() == listeners.plays[place]
        assert len(history.artist_ids) == listeners.artists[place]
        assert np.all(np.diff(history.artist_ids) > 0)
        assert history.last_played.max() == listeners.last[place]
    for artist in artists.ids.tolist():
        who, plays, _ = library.artist_listeners(artist, 2)
        assert len(who) == min(2, artists.listeners[artists.ids == artist][0])
        assert np.all(np.diff(plays) <= 0)


def test_the_timeline_goes_by_month(library: Library) -> None:
    bring(
        library, play_batch([(0, "Lumen Fields", "Harbour"), (1, "Lumen Fields", "Quay"), (40 * 86_400, "Otto", "Sea")])
    )
    assert library.listener_timeline(1) == (["2023-11", "2023-12"], [2, 1])
    assert library.listener_timeline(99) == ([], [])


def test_names_are_found_by_id(library: Library) -> None:
    bring(library, count_batch([("Ada", "Lumen Fields", 5), ("Ada", "Otto", 5)]))
    assert library.artist_names([1, 2, 99]) == {1: "Lumen Fields", 2: "Otto"}
    assert library.artist_names([]) == {}
