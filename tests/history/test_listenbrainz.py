"""The traps in the exports of ListenBrainz."""

import json
from pathlib import Path

import pytest

from desktop_als.errors import Cancelled
from desktop_als.history import json_lines, read
from desktop_als.plays import UNKNOWN, MarkBatch, RowLog
from desktop_als.progress import CancelToken
from tests.history import exports_listenbrainz as lb
from tests.history.exports import ROWS, START, Row, column, one_drop, read_only_part, read_part, write, zipped

FIRST = ROWS[0]


def test_the_whole_zip_is_one_drop_with_a_part_for_each_month(tmp_path: Path):
    members = {
        "user.json": b'{"user_id": 7, "username": "inventeduser"}',
        "listens/2024/6.jsonl": lb.export(ROWS[:2]),
        "listens/2024/12.jsonl": lb.export(ROWS[2:]),
        "feedback.jsonl": lb.lines([{"score": 1, "recording_mbid": lb.MBID, "created": 1, "recording_msid": None}]),
        "pinned_recording.jsonl": lb.lines([{"created": 1, "track_metadata": {"track_name": "x"}}]),
    }
    drop = one_drop(write(tmp_path, "listenbrainz_inventeduser_1718444821.zip", zipped(members)))
    assert [part.path.partition("/")[2] for part in drop.parts] == ["listens/2024/6.jsonl", "listens/2024/12.jsonl"]
    batches = [batch for part in drop.parts for batch in read_part(part)[0]]
    assert column(batches, "artist") == [row.artist for row in ROWS]


@pytest.mark.parametrize(
    ("metadata", "artist"),
    [
        ({"additional_info": {"artist_names": ["Nils Amber", "Mira"]}, "mbid_mapping": lb.mapping("B")}, "Nils Amber"),
        ({"additional_info": {"artist_names": []}, "mbid_mapping": lb.mapping("Mira Holloway")}, "Mira Holloway"),
        ({"additional_info": {"artist_names": "A"}, "mbid_mapping": {"artists": []}}, "Mira feat. Nils"),
        ({"additional_info": {"artist_names": [None]}, "mbid_mapping": {}}, "Mira feat. Nils"),
        ({"additional_info": None, "mbid_mapping": None}, "Mira feat. Nils"),
    ],
)
def test_one_artist_is_taken_where_it_is_known(metadata: dict[str, object], artist: str, tmp_path: Path):
    data = lb.lines([lb.listen(Row(START, "Mira feat. Nils", "T"), **metadata)])
    batches, _ = read_only_part(write(tmp_path, "6.jsonl", data))
    assert column(batches, "artist") == [artist]


@pytest.mark.parametrize(
    ("info", "ms"),
    [
        ({"ms_played": 61_000, "duration_ms": 1}, 61_000),
        ({"duration_played": 61}, 61_000),
        ({"duration_played": "61.5"}, 61_500),
        ({"ms_played": "soon", "duration_played": 2}, 2000),
        ({"ms_played": -1}, UNKNOWN),
        ({"ms_played": 1e300}, UNKNOWN),
        ({"ms_played": [1]}, UNKNOWN),
        ({"duration_ms": 237_000, "duration": 237}, UNKNOWN),
    ],
)
def test_the_length_played_is_no_length_of_the_track(info: dict[str, object], ms: int, tmp_path: Path):
    batches, _ = read_only_part(write(tmp_path, "6.jsonl", lb.lines([lb.listen(FIRST, additional_info=info)])))
    assert column(batches, "ms_played") == [ms]


def test_the_id_is_of_musicbrainz_or_else_of_listenbrainz(tmp_path: Path):
    listens = [
        lb.listen(FIRST, additional_info={"recording_mbid": "sent"}),
        lb.listen(FIRST, mbid_mapping=lb.mapping("A")),
        lb.listen(FIRST),
    ]
    batches, _ = read_only_part(write(tmp_path, "6.jsonl", lb.lines(listens)))
    assert column(batches, "track_ref") == ["sent", lb.MBID, lb.MSID]


def test_times_may_have_fractions_and_may_lie_outside_the_calendar(tmp_path: Path):
    times = [START + 0.75, 1_033_430_399, START]
    data = lb.lines([lb.listen(FIRST) | {"listened_at": at} for at in times])
    batches, log = read_only_part(write(tmp_path, "6.jsonl", data))
    assert column(batches, "played_at") == [START, START]
    assert log.tally.outside_calendar == log.tally.rows_read == 1


def test_a_bad_line_costs_that_line_only(tmp_path: Path):
    bad = ["{", "[]", "7", '{"listened_at": "x", "track_metadata": {}}', '{"listened_at": 1}', '{"x": "\\ud83d'] * 2
    text = lb.export(ROWS) + "\n\n".join(bad).encode() + b"\n" + lb.export([FIRST])[:-30]
    batches, log = read_only_part(write(tmp_path, "6.jsonl", text))
    assert column(batches, "row") == [1, 2, 3, 4, 5]
    assert log.tally.unreadable == log.tally.rows_read == len(bad) + 1
    assert [row.row for row in log.rows] == list(range(6, 19))


def test_half_a_character_pair_costs_a_letter_only(tmp_path: Path):
    data = lb.export([Row(START, "A", "Cut X")]).replace(b"Cut X", b"Cut \\ud83d")
    batches, _ = read_only_part(write(tmp_path, "6.jsonl", data))
    assert column(batches, "track") == ["Cut \ufffd"]


def test_lines_may_be_long(tmp_path: Path):
    long = lb.listen(ROWS[1], additional_info={"tags": ["slow"] * 500_000})
    data = lb.lines([lb.listen(FIRST), long, lb.listen(ROWS[2])])
    batches, log = read_only_part(write(tmp_path, "6.jsonl", data))
    assert column(batches, "artist") == [row.artist for row in ROWS[:3]]
    assert log.tally.rows_read == 0


def test_an_endless_line_costs_that_line_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(json_lines, "MAX_LINE", 1000)
    endless = b'{"listened_at": 1, "x": "' + b"A" * 3 * 2**20 + b'"}\n'
    batches, log = read_only_part(write(tmp_path, "6.jsonl", lb.export(ROWS) + endless + lb.export(ROWS)))
    assert (sum(map(len, batches)), log.tally.unreadable, log.tally.rows_read) == (10, 1, 1)


def test_reading_lines_stops_when_asked(tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "6.jsonl", lb.export(ROWS))).parts
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(read(part, RowLog(), cancel, lambda done: None))


def test_progress_of_lines_adds_up_to_the_size(tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "6.jsonl", lb.export(ROWS * 3000))).parts
    steps: list[int] = []
    list(read(part, RowLog(), CancelToken(), steps.append))
    assert len(steps) > 1
    assert sum(steps) == part.size


@pytest.mark.parametrize("build", [lb.array, lb.page])
def test_the_user_is_proposed(build: object, tmp_path: Path):
    assert one_drop(write(tmp_path, "x", build(ROWS))).parts[0].listener == "inventeduser"


def test_what_is_sent_to_listenbrainz_is_read_too(tmp_path: Path):
    batches, _ = read_only_part(write(tmp_path, "x", lb.submission(ROWS)))
    assert column(batches, "artist") == [row.artist for row in ROWS]


def test_lines_of_the_public_dump_are_no_export_of_one_person(tmp_path: Path):
    line = {"user_id": 7, "user_name": "nils", "timestamp": START, "track_metadata": {"artist_name": "A"}}
    drop = one_drop(write(tmp_path, "6.listens", lb.lines([line] * 3)))
    assert not any(part.format.id.startswith("listenbrainz") and not part.format.community for part in drop.parts)


@pytest.mark.parametrize("as_lines", [True, False])
def test_hearts_with_names_are_marks(as_lines: bool, tmp_path: Path):
    hearts = [lb.feedback(FIRST, 1), lb.feedback(ROWS[1], -1), lb.feedback(ROWS[2], 0)]
    hearts.append(lb.feedback(FIRST, 1) | {"track_metadata": None})
    data = lb.lines(hearts) if as_lines else json.dumps(hearts).encode()
    (batch,), log = read_only_part(write(tmp_path, "x", data))
    assert isinstance(batch, MarkBatch)
    assert list(zip(batch.artist, batch.track, batch.mark, strict=True)) == [
        (FIRST.artist, FIRST.track, "liked"),
        (ROWS[1].artist, ROWS[1].track, "banned"),
    ]
    assert (log.tally.not_rated, log.tally.no_artist, log.tally.rows_read) == (1, 1, 2)
