"""The traps of Deezer's workbook and of the music servers people run themselves."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_als.errors import Cancelled, HistoryError
from desktop_als.history import read
from desktop_als.plays import UNKNOWN, CountBatch, PlayBatch, RowLog
from desktop_als.progress import CancelToken
from tests.history import exports_servers as servers
from tests.history import exports_services as services
from tests.history.exports import ROWS, START, Row, column, one_drop, plays, read_part, write, zipped

SONG = Row(START, "Mira Holloway", "Slow Kerosene", "Tin Rivers", 237_000)


def only_part(tmp_path: Path, data: bytes):
    (part,) = one_drop(write(tmp_path, "a.backup", data)).parts
    return part


def heard(batches: list[object]) -> PlayBatch:
    (batch,) = [batch for batch in batches if isinstance(batch, PlayBatch) and len(batch)]
    return batch


def test_deezer_times_and_lengths_may_be_numbers_or_text(tmp_path: Path):
    (cells,) = services.deezer_cells([SONG])
    numbers = [*cells[:5], 237, *cells[6:8], (START + 2_209_161_600) / 86_400]
    broken = [*cells[:5], "long", *cells[6:8], "soon"]
    sheet = [services.DEEZER_HEADER, cells, numbers, [""] * 9, broken]
    batches, log = read_part(only_part(tmp_path, services.workbook({"10_listeningHistory": sheet})))
    batch = heard(batches)
    assert batch.played_at.tolist() == [START, START]
    assert batch.ms_played.tolist() == [237_000, 237_000]
    assert batch.track_ref.tolist() == ["XX0000000001"] * 2
    assert [(left.fate.value, left.row) for left in log.rows] == [("unreadable", 3)]


def test_a_workbook_without_the_sheet_is_told(tmp_path: Path):
    drop = one_drop(write(tmp_path, "a.xlsx", services.workbook({"Budget": [["Rent", 1]]})))
    assert "workbook" in (drop.problem or "")


def test_an_answer_of_malojas_api_is_read_like_its_export(tmp_path: Path):
    data = json.dumps({"status": "ok", "list": [servers.maloja_scrobble(row) for row in ROWS]}).encode()
    (part,) = one_drop(write(tmp_path, "a", data)).parts
    assert part.format.id == "maloja"
    assert column(read_part(part)[0], "played_at") == [row.at for row in ROWS]


def test_maloja_joins_artists_in_an_order_that_does_not_change(tmp_path: Path):
    album = {"artists": ["Velvet Orchard"], "albumtitle": "Øst"}
    rows = [
        servers.maloja_scrobble(SONG, track={"artists": artists, "title": "Duet", "album": album})
        for artists in (["Mira Holloway", "Velvet Orchard", "Anna"], ["Velvet Orchard", "Anna", "Mira Holloway"])
    ]
    data = json.dumps({"scrobbles": [*rows, servers.maloja_scrobble(SONG, duration=61), {"time": 1}]}).encode()
    batches, log = read_part(only_part(tmp_path, data))
    batch = heard(batches)
    assert batch.artist.tolist() == ["Velvet Orchard, Anna, Mira Holloway"] * 2 + ["Mira Holloway"]
    assert batch.ms_played.tolist() == [UNKNOWN, UNKNOWN, 61_000]
    assert log.tally.unreadable == 1


def test_koito_names_the_primary_artists_and_its_user(tmp_path: Path):
    guest = {"is_primary": False, "aliases": servers.aliases("A Guest")}
    first = {"is_primary": True, "aliases": servers.aliases("Mira Holloway")}
    listens = [servers.koito_listen(SONG, artists=artists) for artists in ([guest, first], [guest], [])]
    part = only_part(tmp_path, json.dumps({"version": "1", "user": "inventeduser", "listens": listens}).encode())
    assert part.listener == "inventeduser"
    batches, log = read_part(part)
    assert heard(batches).artist.tolist() == ["Mira Holloway", "A Guest"]
    assert log.tally.no_artist == 1


@pytest.mark.parametrize("build", [servers.jellyfin_db, servers.jellyfin_tsv, servers.jellyfin_csv])
def test_jellyfin_times_are_by_the_clock_of_the_server(build, tmp_path: Path):
    part = only_part(tmp_path, build([SONG]))
    assert part.wall_clock
    batches, _ = read_part(replace(part, zone="Europe/Berlin"))
    assert column(batches, "played_at") == [START - 7200]
    assert column(batches, "ms_played") == [237_000]


def test_jellyfin_lines_are_taken_apart_as_well_as_can_be(tmp_path: Path):
    rows = [
        SONG,
        Row(START + 1, "Mira - Holloway", "Solo", "Live (Deluxe)"),
        Row(START + 2, "Mira Holloway", "One - Two", ""),
        Row(START + 3, "Not Known", "Nameless"),
    ]
    batches, log = read_part(only_part(tmp_path, servers.jellyfin_db(rows)))
    assert [names[1:] for names in plays(batches)] == [
        ("Mira Holloway", "Slow Kerosene", "Tin Rivers"),
        ("Mira", "Holloway - Solo", "Live (Deluxe)"),
        ("Mira Holloway", "One - Two", None),
    ]
    assert log.tally.no_artist == 1


def test_jellyfin_leaves_out_films_and_tells_users_apart(tmp_path: Path):
    film = servers.jellyfin_row(SONG, kind="Movie")
    other = servers.jellyfin_row(SONG, user="e" * 32)
    batches, log = read_part(only_part(tmp_path, servers.jellyfin_db([SONG], film, other)))
    assert heard(batches).listener.tolist() == [servers.USER, "e" * 32]
    assert log.tally.not_music == 1
    batches, _ = read_part(only_part(tmp_path, servers.jellyfin_db([SONG], film)))
    assert heard(batches).listener is None


def counted(batches: list[object]) -> list[tuple[object, ...]]:
    (batch,) = [batch for batch in batches if isinstance(batch, CountBatch) and len(batch)]
    people = [None] * len(batch) if batch.listener is None else batch.listener.tolist()
    return list(zip(people, batch.artist, batch.plays.tolist(), batch.last_played.tolist(), strict=True))


def test_navidrome_before_scrobbles_gives_totals(tmp_path: Path):
    batches, _ = read_part(only_part(tmp_path, servers.navidrome_db([SONG], scrobbled=False, plays=7)))
    assert counted(batches) == [(None, "Mira Holloway", 7, START)]


def test_navidrome_counts_no_scrobble_twice_and_tells_users_apart(tmp_path: Path):
    users = ("anna", "nils")
    batches, log = read_part(only_part(tmp_path, servers.navidrome_db([SONG], plays=7, users=users)))
    assert heard(batches).listener.tolist() == ["anna", "nils"]
    assert counted(batches) == [("anna", "Mira Holloway", 6, UNKNOWN), ("nils", "Mira Holloway", 6, UNKNOWN)]
    assert log.tally.rows_read == 0


def test_tautulli_takes_pauses_off_and_leaves_out_films(tmp_path: Path):
    batches, _ = read_part(only_part(tmp_path, servers.tautulli_db([SONG], users=("anna", "nils"))))
    assert heard(batches).listener.tolist() == ["anna", "nils"]
    assert heard(batches).ms_played.tolist() == [237_000, 237_000]
    _, log = read_part(only_part(tmp_path, servers.tautulli_db([SONG], kind="movie")))
    assert log.tally.not_music == 1


def test_a_database_of_another_program_is_told(tmp_path: Path):
    drop = one_drop(write(tmp_path, "a.db", servers.database("create table x (y)", {})))
    assert drop.problem


def test_a_view_that_poses_as_a_table_is_not_read(tmp_path: Path):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i as DateCreated from n"
    drop = one_drop(write(tmp_path, "a.db", servers.database(f"create view PlaybackActivity as {endless}", {})))
    assert drop.problem


def test_columns_that_are_missing_or_of_another_type_cost_a_sentence_or_rows(tmp_path: Path):
    with pytest.raises(HistoryError):
        read_part(only_part(tmp_path, servers.database("create table PlaybackActivity (DateCreated)", {})))
    odd = (b"\xff", 5, None, "Audio", 2.5, None, None, None, "x")
    batches, log = read_part(only_part(tmp_path, servers.jellyfin_db([SONG], odd)))
    assert len(heard(batches)) == 1
    assert log.tally.unreadable == 1


def test_reading_a_database_leaves_it_and_its_folder_alone(tmp_path: Path):
    part = only_part(tmp_path, servers.navidrome_db(ROWS))
    before = (tmp_path / "a.backup").read_bytes()
    read_part(part)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.backup", before)]


def test_a_journal_beside_a_database_is_told(tmp_path: Path):
    part = only_part(tmp_path, servers.navidrome_db(ROWS))
    write(tmp_path, "a.backup-wal", b"x" * 100)
    _, log = read_part(part)
    assert "stop its server" in log.notes[0].lower()


def test_reading_a_database_can_be_stopped(tmp_path: Path):
    many = [replace(SONG, at=START + at) for at in range(30_000)]
    part = only_part(tmp_path, servers.jellyfin_db(many))
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(read(part, RowLog(), cancel, lambda _: None))


def test_a_cell_far_out_takes_no_memory(tmp_path: Path):
    data = services.deezer_xlsx([SONG])
    members = {}
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            members[name] = book.read(name).replace(b"</sheetData>", far)
    batches, log = read_part(only_part(tmp_path, zipped(members)))
    assert len(heard(batches)) == 1
    assert log.tally.rows_read == 0


def test_workbooks_of_other_programs_share_their_texts_and_prefix_their_tags(tmp_path: Path):
    cells = [services.DEEZER_HEADER, *services.deezer_cells([SONG])]
    words = list(dict.fromkeys(cell for line in cells for cell in line))
    numbers = [[services.SharedText(words.index(cell)) for cell in line] for line in cells]
    batches, _ = read_part(only_part(tmp_path, services.workbook({"10_listeningHistory": numbers}, words)))
    assert list(plays(batches)) == [(START, "Mira Holloway", "Slow Kerosene", "Tin Rivers")]
