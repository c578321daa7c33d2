"""The traps of Apple Music's export: events instead of plays, artists left out, zips in zips, iTunes libraries."""

import json
import plistlib
from pathlib import Path

import pytest

from desktop_als.errors import HistoryError
from desktop_als.history import Drop
from desktop_als.plays import UNKNOWN, Batch, CountBatch, Ending, MarkBatch, PlayBatch, RowLog
from tests.history import exports_services as services
from tests.history.exports import ROWS, START, Row, column, drops, one_drop, plays, read_part, write, zipped

SONG = Row(START, "Mira Holloway", "Slow Kerosene", "Tin Rivers", 237_000)


def read_events(tmp_path: Path, *events: dict[str, object]) -> tuple[list[Batch], RowLog]:
    (part,) = one_drop(write(tmp_path, "a.csv", services.apple_events(list(events)))).parts
    return read_part(part)


def stretch(begin: int, first: int, last: int, reason: str, **changes: object) -> dict[str, object]:
    """Playing from one position in the track to another, in seconds, ``begin`` seconds after the start."""
    part = Row(START + begin, SONG.artist, SONG.track, SONG.album, (last - first) * 1000)
    return services.apple_event(
        part,
        **{
            "Start Position In Milliseconds": first * 1000,
            "End Position In Milliseconds": f"{last * 1000}.0",
            "Media Duration In Milliseconds": 237_000,
            "End Reason Type": reason,
        }
        | changes,
    )


PAUSED = stretch(0, 0, 120, "PLAYBACK_MANUALLY_PAUSED")
RESUMED = stretch(480, 120, 237, "NATURAL_END_OF_TRACK")


def test_pause_and_resume_are_one_play(tmp_path: Path):
    other = services.apple_event(Row(START + 200, "Velvet Orchard", "Paper Lighthouse"))
    batches, log = read_events(tmp_path, RESUMED, other, PAUSED)
    assert set(plays(batches)) == {
        (START, "Mira Holloway", "Slow Kerosene", "Tin Rivers"),
        (START + 200, "Velvet Orchard", "Paper Lighthouse", None),
    }
    assert sorted(column(batches, "ms_played")) == [200_000, 237_000]
    assert set(column(batches, "ending")) == {Ending.HEARD_OUT}
    assert [(left.row, left.text) for left in log.rows] == [(1, "Goes on with the play of row 3: Slow Kerosene")]


def test_jumps_within_a_track_are_one_play(tmp_path: Path):
    jumps = [
        stretch(0, 0, 20, "SCRUB_BEGIN"),
        stretch(20, 20, 20, "SCRUB_END"),
        stretch(21, 200, 237, "NATURAL_END_OF_TRACK"),
    ]
    batches, log = read_events(tmp_path, *jumps)
    assert column(batches, "ms_played") == [57_000]
    assert log.tally.duplicates == 2


def test_a_track_begun_anew_long_after_a_jump_is_two_plays(tmp_path: Path):
    batches, _ = read_events(tmp_path, stretch(0, 0, 90, "SCRUB_END"), stretch(7200, 0, 237, "NATURAL_END_OF_TRACK"))
    assert column(batches, "ms_played") == [90_000, 237_000]


@pytest.mark.parametrize("reason", ["NATURAL_END_OF_TRACK", "TRACK_SKIPPED_BACKWARDS"])
def test_a_track_heard_again_is_two_plays(reason: str, tmp_path: Path):
    batches, _ = read_events(tmp_path, stretch(0, 0, 237, reason), stretch(237, 0, 237, reason))
    assert column(batches, "played_at") == [START, START + 237]


def test_a_track_begun_anew_after_a_pause_is_two_plays(tmp_path: Path):
    batches, _ = read_events(tmp_path, PAUSED, stretch(480, 0, 237, "NATURAL_END_OF_TRACK"))
    assert column(batches, "ms_played") == [120_000, 237_000]


def test_rows_of_2015_have_no_type_of_event(tmp_path: Path):
    batches, _ = read_events(tmp_path, services.apple_event(SONG, **{"Event Type": ""}))
    assert column(batches, "played_at") == [START]


def test_columns_go_by_name_whatever_their_case_and_order(tmp_path: Path):
    event = services.apple_event(SONG)
    old = {"CONTENT NAME": event.pop("Song Name"), **dict(reversed(event.items()))}
    batches, _ = read_events(tmp_path, old)
    assert list(plays(batches)) == [(START, "Mira Holloway", "Slow Kerosene", "Tin Rivers")]


@pytest.mark.parametrize(
    ("changes", "heard"),
    [
        ({"Play Duration Milliseconds": "87266000", "Media Duration In Milliseconds": "237000.0"}, 237_000),
        ({"Play Duration Milliseconds": "87266000", "Media Duration In Milliseconds": ""}, 237_250),
        ({"Play Duration Milliseconds": "-58"}, 237_000),
        ({"Play Duration Milliseconds": "186000.0"}, 186_000),
        ({"Play Duration Milliseconds": ""}, UNKNOWN),
    ],
)
def test_lengths_are_never_absurd(changes: dict[str, object], heard: int, tmp_path: Path):
    batches, _ = read_events(tmp_path, services.apple_event(SONG, **changes))
    assert column(batches, "ms_played") == pytest.approx([heard], abs=250)
    assert column(batches, "played_at") == [START]


def test_without_a_start_it_is_found_from_the_end(tmp_path: Path):
    batches, _ = read_events(tmp_path, services.apple_event(SONG, **{"Event Start Timestamp": ""}))
    assert column(batches, "played_at") == [START]


def test_what_is_no_play_of_music_is_left_out_with_a_reason(tmp_path: Path):
    others = [
        {"Event Type": "PLAY_START"},
        {"Event Type": "LYRIC_DISPLAY"},
        {"Item Type": "AGGREGATE_NON_CATALOG_PLAY_TIME"},
        {"Item Type": "ORIGINAL_CONTENT_SHOWS"},
        {"Item Type": "AD"},
        {"Media Type": "VIDEO"},
        {"Event Start Timestamp": "", "Event End Timestamp": "soon"},
        {"Artist Name": ""},
    ]
    batches, log = read_events(tmp_path, *(services.apple_event(SONG, **changes) for changes in others))
    assert sum(map(len, batches)) == 0
    tally = log.tally
    assert (tally.duplicates, tally.not_music, tally.unreadable, tally.no_artist) == (1, 5, 1, 1)
    assert tally.rows_read == len(others)


NAMELESS = [
    Row(START, "", "Slow - Kerosene"),
    Row(START + 86_400 * 9, "", "Intro", "Øst"),
    Row(START + 900, "", "Lost"),
]
MEMBERS = {
    "Apple Music Play Activity.csv": services.apple_play_activity(NAMELESS),
    "Apple Music - Play History Daily Tracks.csv": services.apple_daily_tracks(
        [Row(START, "Mira - Holloway", "Slow - Kerosene"), Row(START, "Velvet Orchard", "Intro")]
    ),
    "Apple Music - Track Play History.csv": services.apple_last_plays([Row(START, "Velvet Orchard", "Intro")]),
    "Apple Music Library Tracks.json.zip": zipped(
        {"Apple Music Library Tracks.json": services.apple_library([services.apple_song(ROWS[2], Title="Intro")])}
    ),
}
RECOVERED = {(START, "Mira - Holloway", "Slow - Kerosene", None), (START + 86_400 * 9, "Тихий Фонарь", "Intro", "Øst")}


def check_recovered(drop: Drop) -> None:
    (part,) = drop.parts
    assert part.format.id == "apple_play_activity"
    batches, log = read_part(part)
    assert set(plays(batches)) == RECOVERED
    assert [left.text for left in log.rows] == ["Lost"]
    (note,) = log.notes
    assert all(name.removesuffix(".zip") in note for name in list(MEMBERS)[1:])


def test_artists_are_recovered_from_the_zip_in_the_zip(tmp_path: Path):
    folder = "Apple_Media_Services/Apple Music Activity"
    inner = zipped({f"{folder}/{name}": data for name, data in MEMBERS.items()})
    check_recovered(one_drop(write(tmp_path, "a.zip", zipped({"Apple_Media_Services.zip": inner}))))


def test_artists_are_recovered_from_the_unpacked_folder(tmp_path: Path):
    paths = [write(tmp_path / "apple", name, data) for name, data in MEMBERS.items()]
    for dropped in ([tmp_path], paths):
        (drop,) = drops(*dropped)
        assert drop.path == tmp_path / "apple"
        check_recovered(drop)


def test_a_companion_that_is_damaged_costs_artists_and_not_the_plays(tmp_path: Path):
    library = "Apple Music Library Tracks.json"
    write(tmp_path, "a.csv", services.apple_play_activity([SONG]))
    write(tmp_path, library, services.apple_library([services.apple_song(SONG)])[:-9])
    (part,) = drops(tmp_path)[0].parts
    batches, log = read_part(part)
    assert len(list(plays(batches))) == 1
    assert log.notes[1:] == [
        f"{library} is damaged or cut off, so nothing was kept of it. Download it again. Artists may be missing for that."
    ]


def test_the_activity_alone_says_where_artists_are(tmp_path: Path):
    _, log = read_events(tmp_path, services.apple_event(SONG, **{"Artist Name": ""}))
    assert log.tally.no_artist == 1
    assert "Drop the whole folder" in log.notes[0]


def test_a_single_play_without_an_artist_is_no_reason_to_ask_for_more_files(tmp_path: Path):
    nameless = services.apple_event(SONG, **{"Artist Name": ""})
    others = [services.apple_event(Row(START + 1000 * at, "Mira Holloway", f"Song {at}")) for at in range(1, 30)]
    _, log = read_events(tmp_path, nameless, *others)
    assert log.tally.no_artist == 1
    assert log.notes == []


def test_a_track_by_two_artists_is_not_guessed(tmp_path: Path):
    songs = [services.apple_song(Row(START, name, "Intro", "")) for name in ("Velvet Orchard", "Mira Holloway")]
    write(tmp_path, "a.csv", services.apple_play_activity([Row(START, "", "Intro", "Elsewhere")]))
    write(tmp_path, "b.json", services.apple_library(songs))
    _, log = read_part(drops(tmp_path)[0].parts[0])
    assert log.tally.no_artist == 1


def test_daily_tracks_give_each_play_in_its_hour(tmp_path: Path):
    data = services.apple_daily_tracks(
        [SONG], **{"Hours": "20, 21", "Play Count": 3, "Play Duration Milliseconds": 600_000}
    )
    batches, _ = read_part(one_drop(write(tmp_path, "a", data)).parts[0])
    midnight = START // 86_400 * 86_400
    assert sorted(column(batches, "played_at")) == [midnight + 72_000, midnight + 72_030, midnight + 75_600]
    assert column(batches, "ms_played") == [200_000] * 3
    assert sorted(column(batches, "row")) == [1, 2, 3]


def test_daily_tracks_without_hours_are_to_the_day_and_skips_are_skips(tmp_path: Path):
    data = services.apple_daily_tracks([SONG], **{"Hours": "", "Play Count": 0, "Skip Count": 1})
    batches, _ = read_part(one_drop(write(tmp_path, "a", data)).parts[0])
    (batch,) = [batch for batch in batches if len(batch)]
    assert isinstance(batch, PlayBatch)
    assert batch.precision.name == "DAY"
    assert batch.ending.tolist() == [Ending.SKIPPED]


def test_daily_tracks_reject_what_makes_no_sense(tmp_path: Path):
    for changes in ({"Date Played": "yesterday"}, {"Play Count": 10**9}):
        data = services.apple_daily_tracks([SONG], **changes)
        _, log = read_part(one_drop(write(tmp_path, "a", data)).parts[0])
        assert log.tally.unreadable == 1


def counts_and_marks(batches: list[Batch]) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    counts, marks = set(), set()
    for batch in batches:
        if isinstance(batch, CountBatch):
            counts |= set(zip(batch.artist, batch.track, batch.plays.tolist(), batch.last_played.tolist(), strict=True))
        elif isinstance(batch, MarkBatch):
            marks |= set(zip(batch.artist, batch.track, batch.mark, strict=True))
    return counts, marks


def test_the_library_alone_gives_totals_and_what_was_never_played(tmp_path: Path):
    songs = [
        services.apple_song(SONG),
        services.apple_song(SONG, Title="Unheard", **{"Track Play Count": None}),
        services.apple_song(SONG, **{"Content Type": "Music Video"}),
        {"Title": 5},
    ]
    batches, log = read_part(one_drop(write(tmp_path, "a", json.dumps(songs).encode())).parts[0])
    assert counts_and_marks(batches) == (
        {("Mira Holloway", "Slow Kerosene", 3, START)},
        {("Mira Holloway", "Unheard", "known")},
    )
    assert (log.tally.not_music, log.tally.unreadable) == (1, 1)


TRACKS = [
    services.itunes_track(SONG),
    services.itunes_track(SONG, **{"Name": "Un<heard> & \u2028", "Play Count": 0}),
    services.itunes_track(SONG, **{"Name": "Loved", "Play Count": 0, "Loved": True}),
    services.itunes_track(SONG, **{"Artist": "", "Album Artist": "Velvet Orchard"}),
    *(
        services.itunes_track(SONG, **{flag: True})
        for flag in ("Podcast", "Movie", "TV Show", "Has Video", "Music Video")
    ),
    {"Name": "Nobody", "Play Count": 2},
]


@pytest.mark.parametrize("wrapping", ["xml", "binary", "utf-16", "crlf", "mark", "zip"])
def test_an_itunes_library_gives_totals_by_flags_and_never_by_kind(wrapping: str, tmp_path: Path):
    xml = services.itunes_library(TRACKS)
    data = {
        "xml": xml,
        "binary": services.itunes_library(TRACKS, binary=True),
        "utf-16": xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        "crlf": xml.replace(b"\n", b"\r\n"),
        "mark": b"\xef\xbb\xbf" + xml,
        "zip": zipped({"Library.xml": xml}),
    }[wrapping]
    (part,) = one_drop(write(tmp_path, "photo.jpg", data)).parts
    assert part.format.id == "itunes_library"
    batches, log = read_part(part)
    assert counts_and_marks(batches) == (
        {("Mira Holloway", "Slow Kerosene", 3, START), ("Velvet Orchard", "Slow Kerosene", 3, START)},
        {("Mira Holloway", "Un<heard> &", "known"), ("Mira Holloway", "Loved", "liked")},
    )
    assert (log.tally.not_music, log.tally.no_artist, log.tally.rows_read) == (5, 1, 6)


def test_playlists_that_are_cut_off_cost_no_track_and_tracks_that_are_cost_the_file(tmp_path: Path):
    xml = services.itunes_library(TRACKS)
    playlists = xml.index(b"Playlists")
    batches, _ = read_part(one_drop(write(tmp_path, "a", xml[: playlists + 20])).parts[0])
    assert len(counts_and_marks(batches)[0]) == 2
    (part,) = one_drop(write(tmp_path, "a", xml[: playlists // 2])).parts
    with pytest.raises(HistoryError, match="cut off"):
        read_part(part)


def test_signs_that_xml_forbids_cost_no_library(tmp_path: Path):
    xml = services.itunes_library([SONG_TRACK]).replace(b"Slow Kerosene", b"Slow\x02&#3; \xffKerosene")
    batches, _ = read_part(one_drop(write(tmp_path, "a", xml)).parts[0])
    ((_, track, *_),) = counts_and_marks(batches)[0]
    assert str(track).startswith("Slow")


SONG_TRACK = services.itunes_track(SONG)


def test_a_library_that_declares_entities_is_refused(tmp_path: Path):
    bomb = b'<!DOCTYPE plist [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    xml = services.itunes_library([SONG_TRACK]).replace(b"<plist", bomb + b"<plist").replace(b"Slow", b"&b;")
    (part,) = one_drop(write(tmp_path, "a", xml)).parts
    with pytest.raises(HistoryError):
        read_part(part)


@pytest.mark.parametrize(
    "library", [[1, 2], {"Tracks": 3, "Major Version": 1}, {"Tracks": {"1": 2}, "Major Version": 1}]
)
def test_a_binary_list_of_another_shape_gives_a_sentence_or_nothing(library: object, tmp_path: Path):
    drop = one_drop(write(tmp_path, "a", plistlib.dumps(library, fmt=plistlib.FMT_BINARY)))
    if drop.parts and isinstance(library, dict) and not isinstance(library["Tracks"], dict):
        with pytest.raises(HistoryError):
            read_part(drop.parts[0])
    elif drop.parts:
        _, log = read_part(drop.parts[0])
        assert log.tally.no_artist == 1
    else:
        assert drop.problem


def test_the_own_database_of_itunes_is_told_apart_from_its_export(tmp_path: Path):
    assert "Export Library" in (one_drop(write(tmp_path, "iTunes Library.itl", b"hdfm\0\0\0\x90")).problem or "")
