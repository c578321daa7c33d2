"""The traps in the exports of the tools around Last.fm."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_als.errors import HistoryError
from desktop_als.history import Part
from desktop_als.plays import Batch, CountBatch, Ending, PlayBatch, RowLog
from tests.history import exports_lastfm as lastfm
from tests.history.exports import ROWS, START, Row, column, gzipped, marks, one_drop, read_only_part, read_part, write

FIRST, SECOND = ROWS[0], ROWS[1]


def part_of(tmp_path: Path, data: bytes, name: str = "x") -> Part:
    drop = one_drop(write(tmp_path, name, data))
    assert drop.problem is None
    (part,) = drop.parts
    return part


def read_text(tmp_path: Path, text: str, name: str = "x") -> tuple[list[Batch], RowLog]:
    return read_only_part(write(tmp_path, name, text.encode()))


def counts(batches: list[Batch]) -> list[tuple[str, str | None, int]]:
    """Artist, track and plays of each."""
    found = [batch for batch in batches if isinstance(batch, CountBatch)]
    return [row for batch in found for row in zip(batch.artist, batch.track, batch.plays.tolist(), strict=True)]


class TestLastexport:
    @pytest.mark.parametrize(("name", "mark"), [("my_loved.txt", "liked"), ("banned_tracks.txt", "banned")])
    def test_loved_and_banned_tracks_are_told_by_the_name(self, name: str, mark: str, tmp_path: Path):
        batches, log = read_only_part(write(tmp_path, name, lastfm.lastexport(ROWS[:2])))
        assert marks(batches) == [(FIRST.artist, FIRST.track, mark), (SECOND.artist, SECOND.track, mark)]
        assert log.tally.rows_read == 0

    def test_empty_cells_at_the_end_may_be_missing(self, tmp_path: Path):
        batches, log = read_text(tmp_path, lastfm.lastexport(ROWS).decode().replace("\t\t\t\n", "\n"))
        assert (sum(map(len, batches)), log.tally.rows_read) == (5, 0)

    def test_quotes_are_letters(self, tmp_path: Path):
        batches, _ = read_text(tmp_path, f'{START}\t"Heroes\tMira Holloway\t\t\t\t\n{START}\tA "B"\tNils\t\t\t\t\n')
        assert column(batches, "track") == ['"Heroes', 'A "B"']

    def test_a_row_of_another_width_is_counted(self, tmp_path: Path):
        batches, log = read_text(tmp_path, lastfm.lastexport(ROWS).decode() + "17184\t\n" + "a\tb\tc\td\te\tf\tg\th\n")
        assert (sum(map(len, batches)), log.tally.unreadable, log.tally.rows_read) == (5, 2, 2)

    def test_a_semicolon_inside_a_name_costs_its_row_only(self, tmp_path: Path):
        bad = f"Line;Break;;Doves;{lastfm.written_time(START)};{START}\n"
        batches, log = read_text(tmp_path, bad + lastfm.semicolons(ROWS).decode())
        assert (sum(map(len, batches)), log.tally.unreadable) == (5, 1)
        assert log.rows[0].text == bad.strip()


class TestPages:
    @pytest.mark.parametrize("form", ["lines", "array", "one under another"])
    def test_many_pages_may_be_in_one_file(self, form: str, tmp_path: Path):
        pages = [lastfm.answer([lastfm.ghan_track(row)]) for row in ROWS]
        whole = {
            "lines": "\n".join(map(json.dumps, pages)),
            "array": json.dumps(pages),
            "one under another": "\n".join(json.dumps(page, indent=2) for page in pages),
        }[form]
        part = part_of(tmp_path, whole.encode())
        assert (part.format.id, part.listener) == ("lastfm_api_json", "inventeduser")
        batches, log = read_part(part)
        assert column(batches, "row") == [1, 2, 3, 4, 5]
        assert log.tally.rows_read == 0

    def test_a_page_may_be_packed_and_hold_one_track_without_a_list(self, tmp_path: Path):
        batches, _ = read_only_part(write(tmp_path, "200_001.gz", gzipped(lastfm.api_json_lines(ROWS))))
        assert column(batches, "played_at") == [row.at for row in ROWS]

    def test_the_tracks_of_pages_may_be_joined(self, tmp_path: Path):
        part = part_of(tmp_path, json.dumps([lastfm.now_playing(FIRST), *map(lastfm.ghan_track, ROWS)]).encode())
        assert part.format.id == "lastfm_api_json"
        batches, log = read_part(part)
        assert (sum(map(len, batches)), log.tally.outside_calendar) == (5, 1)

    def test_what_was_playing_is_no_play(self, tmp_path: Path):
        page = lastfm.answer([lastfm.now_playing(FIRST), lastfm.ghan_track(SECOND)])
        batches, log = read_text(tmp_path, json.dumps(page))
        assert column(batches, "artist") == [SECOND.artist]
        assert log.tally.outside_calendar == log.tally.rows_read == 1

    def test_an_old_bootstrap_of_1970_is_outside_the_calendar(self, tmp_path: Path):
        page = lastfm.answer([lastfm.ghan_track(Row(0, "A", "T")), lastfm.ghan_track(FIRST)])
        _, log = read_text(tmp_path, json.dumps(page))
        assert log.tally.outside_calendar == 1

    def test_extended_pages_name_the_artist_otherwise(self, tmp_path: Path):
        track = lastfm.ghan_track(FIRST) | {"artist": {"name": "Mira Holloway", "mbid": "", "url": "u"}, "loved": "0"}
        batches, _ = read_text(tmp_path, json.dumps(lastfm.answer([track])))
        assert column(batches, "artist") == ["Mira Holloway"]

    def test_a_page_that_failed_costs_one_row(self, tmp_path: Path):
        failed = '{"error":8,"message":"Operation failed"}\n'
        batches, log = read_text(tmp_path, lastfm.api_json_lines(ROWS).decode() + failed)
        assert (sum(map(len, batches)), log.tally.unreadable) == (5, 1)

    def test_of_pages_that_are_cut_off_the_whole_ones_are_kept(self, tmp_path: Path):
        batches, log = read_only_part(write(tmp_path, "x", lastfm.api_json_lines(ROWS)[:-40]))
        assert (sum(map(len, batches)), log.tally.unreadable) == (4, 1)


class TestXml:
    def test_answers_of_the_api_are_read_too(self, tmp_path: Path):
        part = part_of(tmp_path, lastfm.api_xml(ROWS))
        assert (part.format.id, part.listener) == ("lastfm_xml", "inventeduser")
        assert column(read_part(part)[0], "artist") == [row.artist for row in ROWS]

    def test_what_was_playing_is_no_play_and_extended_artists_have_a_name(self, tmp_path: Path):
        tracks = (
            '<track nowplaying="true"><artist>A</artist><name>T</name></track>'
            f"<track><artist>\n<name>Mira &amp; Nils</name>\n</artist><name>T</name><date uts='{START}'>x</date></track>"
        )
        batches, log = read_text(tmp_path, f"<lfm><recenttracks>{tracks}</recenttracks></lfm>")
        assert column(batches, "artist") == ["Mira & Nils"]
        assert log.tally.outside_calendar == log.tally.rows_read == 1

    @pytest.mark.parametrize("sign", ["\x1f", "&#31;", "&#x1F;", "\ufffe", "&#xD800;", "&#99999999;"])
    def test_signs_that_xml_forbids_cost_no_play(self, sign: str, tmp_path: Path):
        batches, log = read_text(tmp_path, lastfm.ghan_xml(ROWS).decode().replace("Slow", "Slow" + sign))
        assert (sum(map(len, batches)), log.tally.rows_read) == (5, 0)
        assert column(batches, "track")[0] == "Slow\ufffd Kerosene"

    def test_a_file_that_declares_entities_is_refused(self, tmp_path: Path):
        laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        part = part_of(tmp_path, (laughs + lastfm.api_xml(ROWS).decode()).encode())
        with pytest.raises(HistoryError, match="declares entities"):
            read_part(part)

    def test_a_file_nested_too_deeply_is_refused(self, tmp_path: Path):
        deep = "<a>" * 100_000 + "</a>" * 100_000
        part = part_of(tmp_path, lastfm.ghan_xml(ROWS).replace(b"<mbid/>", deep.encode(), 1))
        with pytest.raises(HistoryError, match="nested far too deeply"):
            read_part(part)

    def test_a_file_that_is_cut_off_is_refused(self, tmp_path: Path):
        part = part_of(tmp_path, lastfm.ghan_xml(ROWS)[:-20])
        with pytest.raises(HistoryError, match="cut off"):
            read_part(part)


class TestOwnArchive:
    def test_corrected_names_are_read(self, tmp_path: Path):
        batches, _ = read_only_part(write(tmp_path, "scrobbles.tsv", lastfm.own_archive(ROWS[:1])))
        assert (column(batches, "artist"), column(batches, "track")) == ([FIRST.artist], [FIRST.track])

    @pytest.mark.parametrize("build", [lastfm.own_archive, lastfm.own_archive_quoted, lastfm.own_archive_json])
    def test_skipped_tracks_are_told_by_the_name(self, build: Callable[[list[Row]], bytes], tmp_path: Path):
        for name, ending in (("skipped.x", Ending.SKIPPED), ("scrobbles.x", Ending.UNKNOWN)):
            batches, _ = read_only_part(write(tmp_path, name, build(ROWS[:1])))
            assert column(batches, "played_at") == [START]
            assert column(batches, "ending") == [ending]

    def test_a_month_of_scrobbles_without_albums_holds_no_loved_tracks(self, tmp_path: Path):
        row = {"timestamp": {"unixtimestamp": START}, "track": {"name": "T", "artist": {"name": "A"}}}
        part = part_of(tmp_path, json.dumps([row]).encode(), "scrobbles-2012-03.json")
        assert part.format.id == "lastfm_own_archive"

    def test_json_is_read_like_the_tables(self, tmp_path: Path):
        part = part_of(tmp_path, lastfm.own_archive_json(ROWS))
        assert part.format.id == "lastfm_own_archive"
        batches, _ = read_part(part)
        assert column(batches, "played_at") == [row.at for row in ROWS]
        assert column(batches, "artist")[0] == FIRST.artist

    def test_the_totals_and_marks_of_json_are_of_the_same_formats(self, tmp_path: Path):
        bare = {"timestamp": {"unixtimestamp": START}, "track": {"name": "T", "artist": {"name": "A"}}}
        part = part_of(tmp_path, json.dumps([bare | {"bootstrapCount": 17}]).encode(), "1")
        assert part.format.id == "lastfm_own_archive_counts"
        assert counts(read_part(part)[0]) == [("A", "T", 17)]
        for name, mark in (("2", "liked"), ("banned.json", "banned")):
            part = part_of(tmp_path, json.dumps([bare]).encode(), name)
            assert part.format.id == "lastfm_own_archive_loved"
            assert marks(read_part(part)[0]) == [("A", "T", mark)]

    def test_json_that_is_cut_off_is_a_sentence(self, tmp_path: Path):
        part = part_of(tmp_path, lastfm.own_archive_json(ROWS)[:-20])
        with pytest.raises(HistoryError, match="cut off"):
            read_part(part)

    def test_bootstraps_are_totals(self, tmp_path: Path):
        part = part_of(tmp_path, lastfm.BOOTSTRAPS + b"X\t\t\t3\nX\t\tA\tno\n", "bootstraps.tsv")
        assert part.format.precision is None
        batches, log = read_part(part)
        assert counts(batches) == [("Mira Holloway", "Slow Kerosene", 17)]
        assert (log.tally.no_artist, log.tally.unreadable, log.tally.rows_read) == (1, 1, 2)

    def test_loved_tracks_are_liked(self, tmp_path: Path):
        text = (
            f"ISO time\tunixtime\ttrack name\tartist name\n2012-03-04T18:22:05\t{START}\tSlow Kerosene\tMira Holloway\n"
        )
        batches, _ = read_text(tmp_path, text)
        assert marks(batches) == [("Mira Holloway", "Slow Kerosene", "liked")]


class TestScrobblerLog:
    def test_skipped_and_untagged_rows(self, tmp_path: Path):
        lines = [
            lastfm.log_line(FIRST),
            lastfm.log_line(SECOND, "S"),
            lastfm.log_line(Row(START, "<UNTAGGED>", "/music/a.mp3")),
            lastfm.log_line(Row(START, "<Untagged>", "/music/b.mp3")),
        ]
        batches, log = read_text(tmp_path, lastfm.LOG_HEADER + "".join(lines))
        assert column(batches, "ending") == [Ending.UNKNOWN, Ending.SKIPPED]
        assert column(batches, "ms_played") == [-1, -1]
        assert log.tally.no_artist == log.tally.rows_read == 2

    @pytest.mark.parametrize(
        ("header", "asked"),
        [
            (lastfm.LOG_HEADER, True),
            (lastfm.LOG_HEADER.replace("UNKNOWN", "UTC"), False),
            (lastfm.LOG_HEADER.replace("UNKNOWN", ""), True),
            ("", True),
            ("\ufeff", True),
        ],
    )
    def test_the_time_zone_is_asked_for_unless_it_is_told(self, header: str, asked: bool, tmp_path: Path):
        part = part_of(tmp_path, lastfm.scrobbler_log(ROWS, header))
        assert (part.format.id, part.wall_clock) == ("scrobbler_log", asked)

    def test_times_are_of_the_zone_that_was_given_also_in_summer(self, tmp_path: Path):
        winter = START - 182 * 86_400
        part = part_of(tmp_path, lastfm.scrobbler_log([FIRST, Row(winter, "A", "T")]))
        batches, _ = read_part(replace(part, zone="Europe/Berlin"))
        assert column(batches, "played_at") == [START - 7200, winter - 3600]

    def test_a_zone_that_does_not_exist_is_told(self, tmp_path: Path):
        part = part_of(tmp_path, lastfm.scrobbler_log(ROWS))
        with pytest.raises(HistoryError, match="no time zone"):
            read_part(replace(part, zone="Atlantis/Center"))

    def test_only_lines_that_begin_with_the_sign_are_comments(self, tmp_path: Path):
        lines = lastfm.log_line(Row(START, "A", "Take #5")) + "# a note\n" + lastfm.log_line(FIRST)
        batches, log = read_text(tmp_path, lastfm.LOG_HEADER + lines)
        assert column(batches, "track") == ["Take #5", "Slow Kerosene"]
        assert column(batches, "row") == [1, 2]
        assert log.tally.rows_read == 0

    def test_what_the_player_failed_to_write_is_counted(self, tmp_path: Path):
        text = lastfm.scrobbler_log(ROWS).decode() + "# FAILED - Mira\tTin\n" + "A\tB\n"
        _, log = read_text(tmp_path, text)
        assert log.tally.unreadable == log.tally.rows_read == 2

    def test_version_one_has_seven_columns(self, tmp_path: Path):
        text = "#AUDIOSCROBBLER/1.0\n#TZ/UTC\n" + "".join(
            lastfm.log_line(row).removesuffix("\t\n") + "\n" for row in ROWS
        )
        batches, log = read_text(tmp_path, text)
        assert (sum(map(len, batches)), log.tally.rows_read) == (5, 0)

    def test_junk_in_the_place_of_the_id_is_no_reference(self, tmp_path: Path):
        good = "00000000-0000-4000-8000-000000000001"
        lines = [lastfm.log_line(FIRST).replace("\t\n", f"\t{mbid}\n") for mbid in (good, "junk")]
        batches, _ = read_text(tmp_path, lastfm.LOG_HEADER + "".join(lines))
        assert column(batches, "track_ref") == [good, None]

    def test_a_player_without_a_clock_gives_totals(self, tmp_path: Path):
        lines = [lastfm.log_line(FIRST, at=0), lastfm.log_line(FIRST, at=0), lastfm.log_line(SECOND, "S", at=0)]
        part = part_of(tmp_path, (lastfm.LOG_HEADER + "".join(lines)).encode(), ".scrobbler-timeless.log")
        assert not part.wall_clock
        batches, log = read_part(part)
        assert counts(batches) == [(FIRST.artist, FIRST.track, 1)] * 2
        assert log.tally.too_short == log.tally.rows_read == 1

    def test_a_clock_that_was_reset_costs_its_rows_only(self, tmp_path: Path):
        text = lastfm.scrobbler_log(ROWS).decode() + lastfm.log_line(FIRST, at=978_307_200)
        batches, log = read_text(tmp_path, text)
        assert (sum(map(len, batches)), log.tally.outside_calendar) == (5, 1)


class TestPano:
    @pytest.mark.parametrize("build", [lastfm.pano_jsonl, lastfm.pano_csv])
    def test_loved_tracks_are_liked_unless_they_were_unloved(self, build: object, tmp_path: Path):
        events = [(FIRST, "scrobble"), (FIRST, "love"), (SECOND, "love"), (SECOND, "unlove")]
        if build is lastfm.pano_jsonl:
            text = "".join(json.dumps(lastfm.pano_event(*event)) + "\n" for event in events)
        else:
            cells = [list(map(str, lastfm.pano_event(*event).values())) for event in events]
            text = lastfm.PANO_HEADER + lastfm.quoted(cells)
        batches, log = read_text(tmp_path, text)
        assert sum(len(batch) for batch in batches if isinstance(batch, PlayBatch)) == 1
        assert marks(batches) == [(FIRST.artist, FIRST.track, "liked")]
        assert log.tally.not_rated == log.tally.rows_read == 2

    def test_a_csv_may_lack_the_header_and_old_rows_some_cells(self, tmp_path: Path):
        rows = lastfm.pano_csv(ROWS).decode().removeprefix(lastfm.PANO_HEADER)
        old = f'"June 15, 2024, 11:47",{START}000,Nils Amber,Old Row,null,null,null,org.example.player\n'
        part = part_of(tmp_path, (rows + old).encode())
        assert part.format.id == "pano_csv"
        batches, log = read_part(part)
        assert column(batches, "track")[-1] == "Old Row"
        assert column(batches, "album")[-1] is None
        assert (column(batches, "row"), log.tally.rows_read) == ([1, 2, 3, 4, 5, 6], 0)

    def test_the_last_line_of_a_log_may_be_cut_off(self, tmp_path: Path):
        batches, log = read_only_part(write(tmp_path, "x", lastfm.pano_jsonl(ROWS)[:-30]))
        assert (sum(map(len, batches)), log.tally.unreadable) == (4, 1)

    def test_an_unknown_event_is_counted(self, tmp_path: Path):
        lines = [json.dumps(lastfm.pano_event(FIRST, event)) for event in ("scrobble", "dream")]
        _, log = read_text(tmp_path, "\n".join(lines))
        assert log.tally.unreadable == log.tally.rows_read == 1


class TestTables:
    def test_scraped_rows_without_a_date_are_outside_the_calendar(self, tmp_path: Path):
        text = lastfm.dbeley(ROWS).decode() + "T\tA\t\t01 Jan 1970, 00:00\t0\nT\tA\t\t\t\nT\tA\t\tx\t1718444821.0\n"
        batches, log = read_text(tmp_path, text)
        assert column(batches, "played_at")[-1] == START
        assert log.tally.outside_calendar == log.tally.rows_read == 2

    def test_tables_of_r_ask_for_their_zone(self, tmp_path: Path):
        part = part_of(tmp_path, lastfm.r_csv(ROWS))
        assert (part.format.id, part.wall_clock) == ("r_csv", True)
        batches, _ = read_part(replace(part, zone="Europe/Berlin"))
        assert column(batches, "played_at") == [row.at - 7200 for row in ROWS]

    def test_what_r_does_not_have_is_na(self, tmp_path: Path):
        text = '"","date","artist","track","album"\n"1",2024-06-15 09:47:01,"A","T",NA\n"2",NA,"A","T",NA\n'
        batches, log = read_text(tmp_path, text)
        assert (column(batches, "played_at"), column(batches, "album")) == ([START], [None])
        assert log.tally.outside_calendar == log.tally.rows_read == 1

    def test_tables_of_r_that_tell_their_zone_ask_for_none(self, tmp_path: Path):
        text = '"","date","artist","track","album"\n"1",2024-06-15T09:47:01Z,"A","T","B"\n'
        part = part_of(tmp_path, text.encode())
        assert not part.wall_clock
        assert column(read_part(part)[0], "played_at") == [START]

    @pytest.mark.parametrize("sign", [",", ";", "\t"])
    def test_libre_fm_may_have_been_saved_with_another_sign(self, sign: str, tmp_path: Path):
        text = sign.join(["time", "artist", "track"]) + "\n" + sign.join([str(START), "Mira", "Slow"]) + "\n"
        assert part_of(tmp_path, text.encode()).format.id == "librefm_csv"
        assert "librefm_csv" not in {
            part.format.id for part in one_drop(write(tmp_path, "x", text.replace("17", "x").encode())).parts
        }

    def test_libre_fm_may_have_no_comments_and_other_columns(self, tmp_path: Path):
        text = f'"userid","time","artist","track"\n7,{START},"Mira Holloway","Slow Kerosene"\n'
        part = part_of(tmp_path, text.encode())
        assert part.format.id == "librefm_csv"
        assert column(read_part(part)[0], "played_at") == [START]


class TestBenjaminbenben:
    ROW = "Mira Holloway,Tin Rivers,Slow Kerosene"

    def test_headings_that_people_add_are_no_row(self, tmp_path: Path):
        text = f"Artist Name(s),Album Name,Track Name,Date Played\n{self.ROW},15 Jun 2024 09:47\n"
        batches, log = read_text(tmp_path, text)
        assert column(batches, "track") == ["Slow Kerosene"]
        assert log.tally.rows_read == 0

    def test_headings_in_another_order_are_followed(self, tmp_path: Path):
        text = "Track,Artist,Album,Date\n" + "Slow Kerosene,Mira Holloway,Tin Rivers,15 Jun 2024 09:47\n" * 3
        batches, _ = read_text(tmp_path, text)
        assert set(column(batches, "artist")) == {"Mira Holloway"}

    def test_an_artist_may_have_such_a_name(self, tmp_path: Path):
        batches, _ = read_text(tmp_path, f"The Artists,A,B,15 Jun 2024 09:47\n{self.ROW},15 Jun 2024 09:43\n")
        assert column(batches, "artist") == ["The Artists", "Mira Holloway"]
