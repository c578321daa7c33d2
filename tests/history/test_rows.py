"""What becomes of single rows."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.history.cleaning import iso_time, iso_times
from desktop_als.plays import UNKNOWN, Batch, Ending, RowLog
from tests.history import exports
from tests.history.exports import (
    ROWS,
    START,
    Row,
    column,
    extended_row,
    nothing_named,
    old_extended_row,
    read_only_part,
    write,
)


def read_json(tmp_path: Path, rows: object) -> tuple[list[Batch], RowLog]:
    return read_only_part(write(tmp_path, "x.json", json.dumps(rows).encode()))


def test_spotify_play_begins_when_the_device_says(tmp_path: Path):
    hour_late = extended_row(Row(START, "A", "T", ms=200_000)) | {"ts": "2024-06-15T10:50:00Z"}
    batches, _ = read_json(tmp_path, [hour_late, old_extended_row(Row(START, "A", "T"))])
    assert column(batches, "played_at") == [START, START]


@pytest.mark.parametrize("clock", [None, 0, 1, START + 900, START - 40 * 86_400, START + 100, -5.5, 1e300])
def test_spotify_play_begins_its_length_before_its_end_when_the_clock_lies(clock: float | None, tmp_path: Path):
    batches, log = read_json(tmp_path, [extended_row(Row(START, "A", "T"), offline_timestamp=clock)])
    assert column(batches, "played_at") == [START]
    assert log.tally.rows_read == 0


def test_what_is_blanked_before_an_export_is_handed_on_costs_no_play(tmp_path: Path):
    blank = dict.fromkeys(("username", "ip_addr_decrypted", "offline", "offline_timestamp", "incognito_mode"), "")
    batches, log = read_json(tmp_path, [extended_row(Row(START, "A", "T"), **blank)])
    assert column(batches, "played_at") == [START]
    assert column(batches, "private") == [False]
    assert log.tally.rows_read == 0


def test_numbers_may_stand_in_quotes(tmp_path: Path):
    row = extended_row(Row(START, "A", "T", ms=200_000))
    batches, log = read_json(tmp_path, [row | {"ms_played": "200000"}, extended_row(Row(START + 900, "A", "null"))])
    assert column(batches, "ms_played")[0] == 200_000
    assert column(batches, "track") == ["T", "null"]
    assert log.tally.rows_read == 0


def test_spotify_tells_how_long_a_play_was_and_whether_it_was_heard_out(tmp_path: Path):
    lengths = [
        extended_row(Row(START, "A", "T", ms=ms), reason_end=end)
        for ms, end in [(29_999, "fwdbtn"), (30_000, None), (5, "trackdone")]
    ]
    batches, log = read_json(tmp_path, lengths)
    assert column(batches, "ending") == [Ending.UNKNOWN, Ending.UNKNOWN, Ending.HEARD_OUT]
    assert column(batches, "ms_played") == [29_999, 30_000, 5]
    assert log.tally.rows_read == 0


def test_spotify_rows_that_are_no_music_are_told_from_nameless_ones(tmp_path: Path):
    rows = [
        nothing_named(episode_name="Episode 3", episode_show_name="The Invented Hour"),
        nothing_named(audiobook_title="A Book", audiobook_uri="spotify:show:1"),
        nothing_named(),
        extended_row(Row(START, "Unknown Artist", "Unknown Track")),
        extended_row(Row(START, " \u200b", "T")),
        extended_row(ROWS[0]),
    ]
    batches, log = read_json(tmp_path, rows)
    assert column(batches, "row") == [6]
    assert column(batches, "track_ref") == ["0AbCdEfGhIjKlMnOpQrStU"]
    assert (log.tally.not_music, log.tally.no_artist, log.tally.rows_read) == (2, 3, 5)


def test_spotify_videos_without_names_are_no_music(tmp_path: Path):
    data = json.dumps([nothing_named(), extended_row(ROWS[0])]).encode()
    batches, log = read_only_part(write(tmp_path, "Streaming_History_Video_2022-2026.json", data))
    assert column(batches, "artist") == [ROWS[0].artist]
    assert log.tally.not_music == 1


def test_spotify_local_files_have_no_reference(tmp_path: Path):
    batches, _ = read_json(tmp_path, [extended_row(ROWS[0], spotify_track_uri="spotify:local:a:b:c:211")])
    assert column(batches, "track_ref") == [None]


def test_podcasts_of_account_data_are_counted(tmp_path: Path):
    data = json.dumps([exports.podcast_row(), exports.podcast_row()]).encode()
    (part,) = exports.one_drop(write(tmp_path, "StreamingHistory_podcast_0.json", data)).parts
    assert part.format.id == "spotify_account_podcast"
    batches, log = exports.read_part(part)
    assert sum(map(len, batches)) == 0
    assert log.tally.not_music == log.tally.rows_read == 2


def test_one_bad_row_costs_that_row_only(tmp_path: Path):
    good = extended_row(ROWS[0])
    bad = [
        good | {"ms_played": "long"},
        good | {"ms_played": -1},
        good | {"ts": "yesterday"},
        {"ts": good["ts"]},
        None,
        [],
        7,
        good | {"ms_played": 10**40},
    ]
    batches, log = read_json(tmp_path, [good, *bad, good])
    assert column(batches, "row") == [1, 10]
    assert log.tally.unreadable == log.tally.rows_read == len(bad)
    assert sorted(row for _, row, _ in log.rows) == list(range(2, 10))


def test_times_outside_the_calendar_are_counted(tmp_path: Path):
    times = [0, 1_033_430_399, 1_033_430_400, START, 32_503_680_000, 10**30, -(10**30)]
    batches, log = read_only_part(
        write(
            tmp_path,
            "g.csv",
            exports.ghan_csv([Row(at, "A", "T") for at in [START]])
            + "".join(f'"{at}","x","A","","","","T",""\r\n' for at in times).encode(),
        )
    )
    assert column(batches, "played_at") == [START, 1_033_430_400, START]
    assert log.tally.outside_calendar == log.tally.rows_read == 5


def test_what_was_playing_during_the_export_is_no_play(tmp_path: Path):
    csv = b"Mira Holloway,Tin Rivers,Slow Kerosene,\n" + exports.benjaminbenben(ROWS)
    batches, log = read_only_part(write(tmp_path, "user.csv", csv))
    assert (sum(map(len, batches)), log.tally.outside_calendar) == (5, 1)
    tracks = [exports.ghan_track(row) for row in ROWS]
    del tracks[0]["date"]
    batches, log = read_json(tmp_path, [{"track": tracks, "@attr": {"page": "1"}}])
    assert (sum(map(len, batches)), log.tally.outside_calendar) == (4, 1)


def test_a_last_fm_page_of_one_track_may_lack_the_list(tmp_path: Path):
    pages = [{"track": exports.ghan_track(ROWS[0])}, {"track": [exports.ghan_track(ROWS[1])]}, {"track": []}, 5]
    batches, log = read_json(tmp_path, pages)
    assert column(batches, "artist") == [ROWS[0].artist, ROWS[1].artist]
    assert log.tally.unreadable == log.tally.rows_read == 1


def test_ghan_files_without_unix_times_are_read_to_the_minute(tmp_path: Path):
    text = b'utc_time,artist,album,track\n"15 Jun 2024, 09:47",Mira Holloway,,Slow Kerosene\n'
    batches, _ = read_only_part(write(tmp_path, "g.csv", text))
    assert column(batches, "played_at") == [START // 60 * 60]
    assert batches[0].precision == 1


def test_last_fm_lengths_and_endings_are_unknown(tmp_path: Path):
    batches, _ = read_only_part(write(tmp_path, "g.csv", exports.ghan_csv(ROWS)))
    assert set(column(batches, "ms_played")) == {UNKNOWN}
    assert set(column(batches, "ending")) == {Ending.UNKNOWN}


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path):
    head, *rows = exports.ghan_csv(ROWS * 20).decode().split("\r\n")
    rows[10] = '"1718444821","15 Jun 2024, 09:47","Mira Hol'
    batches, log = read_only_part(write(tmp_path, "g.csv", "\r\n".join([head, *rows]).encode()))
    assert (sum(map(len, batches)), log.tally.unreadable, log.tally.rows_read) == (99, 1, 1)


@pytest.mark.parametrize("mark", ["", '"'])
def test_an_endless_cell_costs_its_row_only(mark: str, tmp_path: Path):
    endless = f"1718444821,x,{mark}{'A' * 200_000},,,,T,\r\n".encode()
    batches, log = read_only_part(write(tmp_path, "g.csv", exports.ghan_csv(ROWS) + endless + exports.ghan_csv(ROWS)))
    # The second header is a row without a time.
    assert (sum(map(len, batches)), log.tally.unreadable, log.tally.rows_read) == (10, 2, 2)


def test_a_damaged_letter_costs_its_row_only(tmp_path: Path):
    for build in (exports.ghan_csv, exports.spotify_extended):
        data = build(ROWS * 3).replace(b"Velvet Orchard", b"Velvet \xffrchard", 1)
        batches, log = read_only_part(write(tmp_path, "g", data))
        assert (sum(map(len, batches)), log.tally.unreadable) == (14, 1)


def test_half_a_character_pair_costs_a_letter_only(tmp_path: Path):
    rows = json.dumps([extended_row(ROWS[0], master_metadata_track_name="Cut X")]).replace(
        "Cut X", r"Cut \ud83d \ud83d\ude00 \\ud83d"
    )
    batches, _ = read_only_part(write(tmp_path, "g.json", rows.encode()))
    assert column(batches, "track") == ["Cut \ufffd \U0001f600 \\ud83d"]


def test_windows_1252_tables_are_read_with_a_note(tmp_path: Path):
    data = exports.benjaminbenben([Row(START, "Søvnig Måke", "Café")]).decode().encode("cp1252")
    batches, log = read_only_part(write(tmp_path, "old.csv", data))
    assert column(batches, "artist") == ["Søvnig Måke"]
    assert log.notes == ["old.csv is not UTF-8 and was read as Windows-1252. Check a few names with accents."]


def test_private_fields_are_nowhere_in_what_is_read(tmp_path: Path):
    batches, log = read_json(tmp_path, [old_extended_row(ROWS[0]), old_extended_row(ROWS[1]) | {"ts": 1}])
    assert "192.0.2.5" not in repr(batches) + repr(log)


mangled = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_row_has_one_fate_however_mangled(data: st.DataObject, tmp_path: Path):
    build = data.draw(st.sampled_from([exports.account_row, exports.extended_row, exports.old_extended_row]))
    rows = []
    for row in data.draw(st.lists(st.sampled_from(ROWS), max_size=6)):
        changed = build(row)
        for key in data.draw(st.lists(st.sampled_from(sorted(changed)), max_size=3)):
            changed[key] = data.draw(mangled)
        rows.append(changed)
    batches, log = read_json(tmp_path, [build(ROWS[0]), *rows])
    numbers = column(batches, "row")
    assert len(numbers) == len(set(numbers))
    assert len(numbers) + log.tally.rows_read == 1 + len(rows)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_characters='"\r\n'), max_size=6),
            min_size=2,
            max_size=10,
        ),
        max_size=6,
    )
)
def test_every_line_of_a_table_has_one_fate(cells: list[list[str]], tmp_path: Path):
    lines = "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in cells)
    batches, log = read_only_part(write(tmp_path, "g.csv", exports.ghan_csv(ROWS) + lines.encode()))
    assert sum(map(len, batches)) + log.tally.rows_read == len(ROWS) + len(cells)


def test_a_headerless_file_half_in_ruins_is_still_recognised(tmp_path: Path):
    data = exports.benjaminbenben(ROWS) + b"only,three,cells\nA,B,C,some day\nA,B,C,31 Feb 2024 10:00\n,,,\n"
    batches, log = read_only_part(write(tmp_path, "user.csv", data))
    assert (sum(map(len, batches)), log.tally.unreadable, log.tally.rows_read) == (5, 3, 4)
    assert log.tally.no_artist == 1


@pytest.mark.parametrize(
    "texts",
    [
        ["2024-06-15T09:47:01Z", "2024-06-15T09:47:02Z"],
        ["2024-06-15 09:47", "2024-06-15 09:48"],
        ["2024-06-15T09+01"],
        ["2024-06-15T09:47+01", "2024-06-15T09:47-01"],
        ["2024-06-15T09:4Z"],
        ["2024-02-31T09:47:01Z"],
        ["NaT", ""],
        ["٢024-06-15T09:47:01Z"],
        [],
    ],
)
def test_many_times_are_read_as_each_of_them(texts: list[str]):
    moments, known = iso_times(texts)
    assert known.tolist() == [iso_time(text) is not None for text in texts]
    assert moments.tolist() == [iso_time(text) or 0 for text in texts]
