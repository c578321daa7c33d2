"""The traps of YouTube Music's history: other languages, other videos, no lengths, and a web page instead of JSON."""

import json
from pathlib import Path

import pytest

from desktop_als.errors import HistoryError
from desktop_als.history.google_dates import written
from desktop_als.plays import UNKNOWN, Batch, RowLog
from tests.history import exports_services as services
from tests.history.exports import ROWS, START, Row, column, one_drop, plays, read_part, write

SONG = Row(START, "Mira Holloway", "Slow Kerosene")


def read(tmp_path: Path, rows: list[dict[str, object]]) -> tuple[list[Batch], RowLog]:
    (part,) = one_drop(write(tmp_path, "a.json", json.dumps(rows, ensure_ascii=False).encode())).parts
    assert part.format.id == "youtube_takeout"
    return read_part(part)


def test_music_is_told_by_the_product_or_by_the_channel(tmp_path: Path):
    rows = [
        services.watched(SONG, header="YouTube"),
        services.watched(SONG, subtitles=[{"name": "Mira Holloway"}]),
        services.watched(SONG, header="YouTube", subtitles=[{"name": "The Invented Hour"}]),
        services.watched(SONG, titleUrl="https://music.youtube.com/channel/UCx", title="Viewed a post"),
        services.watched(SONG, titleUrl=None, title="Searched for kerosene"),
        services.watched(SONG, details=[{"name": "From Google Ads"}]),
        services.watched(SONG, subtitles=None),
        services.watched(SONG, title="https://www.youtube.com/watch?v=abcdefghijk"),
        services.watched(SONG, time="yesterday"),
    ]
    batches, log = read(tmp_path, rows)
    assert [names[1:] for names in plays(batches)] == [("Mira Holloway", "Slow Kerosene", None)] * 2
    assert (log.tally.not_music, log.tally.no_artist, log.tally.unreadable) == (4, 2, 1)
    assert column(batches, "track_ref") == ["abcdefghijk"] * 2


def test_music_whose_artist_youtube_does_not_know_has_none(tmp_path: Path):
    batches, log = read(
        tmp_path, [services.watched(SONG, subtitles=[{"name": "Release - Topic"}]), services.watched(SONG)]
    )
    assert [names[1] for names in plays(batches)] == ["Mira Holloway"]
    assert log.tally.no_artist == log.tally.rows_read == 1


@pytest.mark.parametrize(
    "frame", ["{} angesehen", "Vous avez regardé {}", "Klippet {} spelades upp", "{}を再生しました"]
)
def test_the_words_around_a_title_are_taken_off_in_any_language(frame: str, tmp_path: Path):
    rows = [services.watched(row, title=frame.format(row.track)) for row in ROWS]
    batches, _ = read(tmp_path, rows)
    assert [names[2] for names in plays(batches)] == [row.track.strip("\u2028\u0085") for row in ROWS]


def test_unknown_words_around_few_titles_are_left_alone(tmp_path: Path):
    batches, _ = read(tmp_path, [services.watched(SONG, title="Klippet Slow Kerosene")])
    assert [names[2] for names in plays(batches)] == ["Klippet Slow Kerosene"]


def test_a_title_that_begins_with_its_artist_does_so_once(tmp_path: Path):
    batches, _ = read(tmp_path, [services.watched(SONG, title="Watched Mira Holloway - Slow Kerosene")])
    assert [names[1:3] for names in plays(batches)] == [("Mira Holloway", "Slow Kerosene")]


def test_the_next_video_bounds_how_long_was_listened(tmp_path: Path):
    seconds = [0, 12, 212, 5000, 5000, 9000]
    rows = [services.watched(Row(START + at, "Mira Holloway", f"Song {at}")) for at in seconds]
    advertisement = services.watched(Row(START + 100, "Advertisement", "Buy"), details=[{"name": "From Google Ads"}])
    video = services.watched(Row(START + 9200, "x", "y"), header="YouTube", subtitles=[{"name": "The Invented Hour"}])
    batches, _ = read(tmp_path, [*reversed(rows), advertisement, video])
    assert column(batches, "ms_played")[::-1] == [12_000, 200_000, UNKNOWN, UNKNOWN, UNKNOWN, 200_000]


def test_the_searches_of_a_takeout_are_no_history(tmp_path: Path):
    search = services.watched(
        SONG, title="Searched for kerosene", titleUrl="https://www.youtube.com/results?search_query=x"
    )
    assert one_drop(write(tmp_path, "search-history.json", json.dumps([search]).encode())).problem


def test_google_escapes_the_sign_of_equality(tmp_path: Path):
    data = services.youtube_takeout([SONG]).replace(b"watch?v=", b"watch?v\\u003d")
    batches, _ = read_part(one_drop(write(tmp_path, "a", data)).parts[0])
    assert column(batches, "track_ref") == ["abcdefghijk"]


@pytest.mark.parametrize(
    "date",
    [
        "15 Jun 2024, 11:47:01 CEST",
        "Jun 15, 2024, 5:47:01 AM EDT",
        "Jun 15, 2024, 3:17:01\u202fPM GMT+05:30",
        "Jun 15, 2024, 12:47:01\u202fPM TRT",
        "15 June 2024, 19:47:01 AEST",
        "15.06.2024, 11:47:01 MESZ",
        "15 juin 2024 à 11:47:01 UTC+2",
        "15 jun 2024, 11:47:01 CEST",
        "15 giu 2024, 11:47:01 CEST",
        "15 de jun. de 2024, 06:47:01 BRT",
        "15 cze 2024, 11:47:01 CEST",
        "15 Haz 2024 12:47:01 GMT+3",
        "15 июн. 2024 г., 12:47:01 MSK",
        "2024/06/15 18:47:01 JST",
        "2024年6月15日 下午5:47:01 [GMT+8]",
        "2024. 6. 15. 오후 6:47:01 KST",
    ],
)
def test_a_web_page_is_read_in_the_language_of_its_dates(date: str, tmp_path: Path):
    data = services.youtube_html([SONG], date)
    batches, log = read_part(one_drop(write(tmp_path, "watch-history.html", data)).parts[0])
    assert list(plays(batches)) == [(START, "Mira Holloway", "Slow Kerosene", None)]
    assert log.notes == []


def test_a_zone_that_several_places_share_is_read_and_told(tmp_path: Path):
    data = services.youtube_html([SONG], "Jun 15, 2024, 3:17:01 PM IST")
    batches, log = read_part(one_drop(write(tmp_path, "a", data)).parts[0])
    assert column(batches, "played_at") == [START]
    assert [note for note in log.notes if "IST" in note and "UTC+05:30" in note]


def test_dates_of_old_pages_without_a_zone_are_read_as_utc_and_told(tmp_path: Path):
    data = services.youtube_html([SONG], "Jun 15, 2024, 9:47:01 AM")
    batches, log = read_part(one_drop(write(tmp_path, "a", data)).parts[0])
    assert column(batches, "played_at") == [START]
    assert "no time zone" in log.notes[0]


@pytest.mark.parametrize("beside", ["IDT", "GMT"])
def test_the_other_half_of_the_year_tells_which_zone_it_is(beside: str, tmp_path: Path):
    hours = {"IDT": "11", "GMT": "10"}[beside]
    data = services.youtube_html([SONG], f"15 Jun 2024, {hours}:47:01 IST")
    winter = services.youtube_html([SONG], f"15 Jan 2024, 11:00:00 {beside}")
    batches, log = read_part(one_drop(write(tmp_path, "a", data + winter)).parts[0])
    assert START in column(batches, "played_at")
    assert log.notes == []


def test_the_long_style_that_google_puts_before_a_page_is_passed_over(tmp_path: Path):
    data = services.youtube_html(ROWS).replace(b"</style>", b".a{color:red}" * 20_000 + b"</style>")
    batches, _ = read_part(one_drop(write(tmp_path, "a.html", data)).parts[0])
    assert [names[0] for names in plays(batches)] == [row.at for row in ROWS]


@pytest.mark.parametrize("date", ["06/05/2024, 11:47:01 CEST", "gestern um 11:47 MESZ", "15 juin 2024"])
def test_a_web_page_with_other_dates_asks_for_json(date: str, tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "a", services.youtube_html(ROWS, date))).parts
    with pytest.raises(HistoryError, match="choose JSON"):
        read_part(part)


def test_another_web_page_is_still_told_as_one(tmp_path: Path):
    assert "web page" in (one_drop(write(tmp_path, "a.json", b"<!DOCTYPE html><p>Log in")).problem or "")


@pytest.mark.parametrize("year", ["9" * 12, "9" * 30, "9" * 5000])
def test_a_date_beyond_every_calendar_costs_only_its_row(year: str):
    assert written(f"15 Jun {year}, 09:47:01 UTC") is None
