"""Tables of no known tool: what is read by the headings alone, and what must be asked."""

from pathlib import Path

import pytest

from desktop_als.errors import HistoryError
from desktop_als.history import Drop, TableGuess, first_table
from desktop_als.plays import Batch, CountBatch, Fate, Precision, RatingBatch, RowLog
from desktop_als.progress import CancelToken
from tests.history import exports_tables
from tests.history.exports import column, one_drop, plays, read_only_part, read_part, totals, write

AT = 1_718_444_821  # 2024-06-15 09:47:01 UTC


def read_table(folder: Path, text: str) -> tuple[list[Batch], RowLog]:
    return read_only_part(write(folder, "a.csv", text.encode()))


def drop_of(folder: Path, text: str) -> Drop:
    return one_drop(write(folder, "a.csv", text.encode()))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("time", "precision"),
    [
        ("1718444821", Precision.SECOND),
        ("1718444821000", Precision.SECOND),
        ("1718444821.5", Precision.SECOND),
        ("1718444821000000", Precision.SECOND),
        ("1718444821000000000", Precision.SECOND),
        ("2024-06-15T09:47:01Z", Precision.SECOND),
        ("2024-06-15 11:47:01+02:00", Precision.SECOND),
        ("2024-06-15 09:47:01 UTC", Precision.SECOND),
        ("2024-06-15 09:47", Precision.MINUTE),
        ("15.06.2024 09:47:01", Precision.SECOND),
        ("15/06/2024 09:47", Precision.MINUTE),
        ("06/15/2024 9:47 AM", Precision.MINUTE),
        ("15 Jun 2024 09:47", Precision.MINUTE),
        ("June 15 2024 9:47:01 am", Precision.SECOND),
        ("2024-06-15", Precision.DAY),
        ("15-06-2024", Precision.DAY),
    ],
)
def test_times_are_understood_as_they_are_written(time: str, precision: Precision, sign: str, tmp_path: Path) -> None:
    rows = [["ARTIST NAME", "Song", "played_at"], ["Mira", "Slow", time], ["Velvet", "Paper", time]]
    batches, log = read_table(tmp_path, "\n".join(map(sign.join, rows)))
    lengths = {Precision.SECOND: 1, Precision.MINUTE: 60, Precision.DAY: 86_400}
    at = AT - AT % lengths[precision]
    assert list(plays(batches)) == [(at, "Mira", "Slow", None), (at, "Velvet", "Paper", None)]
    assert {batch.precision for batch in batches} == {precision}  # type: ignore[union-attr]
    assert log.tally.rows_read == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("artist,track,date\nMira,Slow,03/04/2024\nMira,Slow,05/04/2024\n", "how its times are written"),
        ("Mira,Slow,2024-06-15\nMira,Slow,2024-06-16\n", "which column holds the artist"),
        ("artist,title,added at\nMira,Slow,2024-06-15\n", "whether its times are those of plays"),
        ("artist,title,length\nMira,Slow,200\n", "which column holds the time of a play"),
        ("artist,plays,date\nMira,4,2024-06-15\n", "whether a row is a play or a total"),
    ],
)
def test_what_is_not_clear_is_asked(text: str, told: str, tmp_path: Path) -> None:
    drop = drop_of(tmp_path, text)
    assert told in (drop.problem or "")
    assert drop.unclear is not None
    assert drop.unclear.rows[0][0] == "Mira"


@pytest.mark.parametrize(
    "text",
    [
        "Track URI,Track Name,Artist Name(s),Added At\nx,Slow,Mira,2024-06-15T09:47:01Z\n",
        "Artist;Name;Scrobbles;Rank\nMira;Slow;3;1\n",
        "Read me.\nThis folder holds songs, pictures, and more.\nCall Nils, or Mira.\n",
        '{"artist": "Mira",\n"time": 3}\n',
    ],
)
def test_what_is_no_table_of_plays_is_not_taken_for_one(text: str, tmp_path: Path) -> None:
    drop = drop_of(tmp_path, text)
    assert drop.problem
    assert drop.unclear is None


def test_a_table_with_headings_of_artist_and_track_is_told_even_in_a_folder_of_other_files(tmp_path: Path) -> None:
    write(tmp_path, "in/a.csv", b"artist,track,date\nMira,Slow,03/04/2024\n")
    write(tmp_path, "in/weather.csv", b"day,rain\n2024-06-15,3\n")
    drop = one_drop(tmp_path / "in")
    assert drop.path.name == "a.csv"


def test_totals_become_counts_and_the_never_played_are_told(tmp_path: Path) -> None:
    batches, log = read_only_part(write(tmp_path, "a", exports_tables.TOTALS))
    assert totals(batches) == {("ann", "Mira Holloway", 3), ("bob", "Mira Holloway", 7)}
    assert isinstance(batches[0], CountBatch)
    assert column(batches, "last_played") == [1_718_409_600, 1_718_496_000]
    assert [(left.fate, left.row) for left in log.rows] == [(Fate.TOO_SHORT, 2)]


def test_ratings_are_read_and_the_unrated_are_told(tmp_path: Path) -> None:
    batches, log = read_only_part(write(tmp_path, "a", exports_tables.RATINGS))
    assert isinstance(batches[0], RatingBatch)
    assert column(batches, "rating") == [3.5]
    assert [left.fate for left in log.rows] == [Fate.NOT_RATED]


def test_each_bad_row_costs_itself(tmp_path: Path) -> None:
    text = "artist,track,played at,ms_played\nMira,Slow,1718444821,200000\n,Slow,1718444822,1\nVelvet,Paper,soon,1\n"
    text += "Doves,Glass\nMira,Late,99999999999999,1\nMira,Again,1718445000,-4\nMira,More,1718445001,a\n"
    batches, log = read_table(tmp_path, text)
    assert column(batches, "row") == [1, 6, 7]
    assert column(batches, "ms_played") == [200_000, -1, -1]
    fates = [Fate.UNREADABLE, Fate.UNREADABLE, Fate.NO_ARTIST, Fate.OUTSIDE_CALENDAR]
    assert sorted((left.row, left.fate) for left in log.rows) == sorted(zip([3, 4, 2, 5], fates, strict=True))


def test_a_time_of_the_end_is_turned_into_the_start(tmp_path: Path) -> None:
    batches, _ = read_table(tmp_path, "endTime,artistName,trackName,msPlayed\n2024-06-15 09:47,Mira,Slow,200000\n")
    assert column(batches, "played_at") == [1_718_444_820 - 200]


def test_one_name_in_each_row_is_the_listener_and_several_are_told_apart(tmp_path: Path) -> None:
    text = "user,artist,time\nann,Mira,1718444821\nann,Velvet,1718444922\n"
    (part,) = drop_of(tmp_path, text).parts
    assert part.listener == "ann"
    (batch,), _ = read_part(part)
    assert batch.listener is None  # type: ignore[union-attr]
    (part,) = drop_of(tmp_path, text + "bob,Mira,1718444990\n").parts
    assert part.listener is None
    assert column(read_part(part)[0], "listener") == ["ann", "ann", "bob"]


@pytest.mark.parametrize(
    ("heading", "time", "asks"),
    [
        ("date", "2024-06-15 09:47:01", True),
        ("date", "2024-06-15T09:47:01Z", False),
        ("utc_date", "2024-06-15 09:47:01", True),
        ("utc time", "2024-06-15 09:47:01", False),
        ("timestamp", "1718444821", False),
    ],
)
def test_a_zone_is_asked_for_only_where_none_is_told(heading: str, time: str, asks: bool, tmp_path: Path) -> None:
    guess = guess_of(tmp_path, f"artist,{heading}\nMira,{time}\n")
    drop = drop_of(tmp_path, f"artist,{heading}\nMira,{time}\n")
    if guess.doubt is None:
        assert drop.parts[0].wall_clock is asks
    else:
        assert "whether its times are those of plays" in guess.doubt


def guess_of(folder: Path, text: str) -> TableGuess:
    return first_table(write(folder, "a.csv", text.encode()), CancelToken())


def test_columns_are_chosen_by_number_or_heading(tmp_path: Path) -> None:
    guess = guess_of(tmp_path, "who,what,when\nMira,Slow,03/04/2024 10:00\n")
    mapping = guess.choose({"artist": "WHO", "track": "2", "time": "when"}, "%m/%d/%Y %H:%M")
    assert mapping.columns == ("artist", "track", "time")
    for columns, told in (
        ({"artist": "4"}, "There is no column “4”"),
        ({"artist": "1", "track": "who"}, "at once"),
        ({"singer": "1"}, "cannot mean “singer”"),
        ({"artist": "1"}, "time of a play, or a number of plays"),
        ({"artist": "1", "time": "3"}, "how its times are written"),
    ):
        with pytest.raises(HistoryError, match=told):
            guess.choose(columns)
    with pytest.raises(HistoryError, match="Dates cannot be read"):
        guess.choose({"artist": "1", "time": "3"}, "%Q")


def test_a_song_called_time_is_no_heading(tmp_path: Path) -> None:
    guess = guess_of(tmp_path, "Mira,Time,1718444821\nVelvet,Name,1718444822\n")
    assert guess.headings == ()
    assert len(guess.rows) == 2
    assert guess.mapping.columns == (None, None, "time")


def test_a_file_that_is_no_table_has_no_columns(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="no table"):
        guess_of(tmp_path, "Just words.\n")
