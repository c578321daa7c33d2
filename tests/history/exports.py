"""Invented exports in the syntax of the real ones."""

import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from desktop_als.history import Drop, Part, find_parts, read
from desktop_als.plays import Batch, CountBatch, MarkBatch, PlayBatch, RowLog
from desktop_als.progress import CancelToken

START = 1_718_444_821  # 2024-06-15 09:47:01 UTC


@dataclass(frozen=True)
class Row:
    """A play as its listener would tell it."""

    at: int
    artist: str
    track: str
    album: str = ""
    ms: int = 200_000


ROWS = [
    Row(START, "Mira Holloway", "Slow Kerosene", "Tin Rivers"),
    Row(START + 300, "Velvet Orchard", "Paper Lighthouse (feat. Nils Amber)", "", 61_000),
    Row(START + 600, "Тихий Фонарь", 'Glass "Harbour", Pt. 2', "Øst"),
    Row(START + 900, "Doves; Ypsilon", "Line\u2028Break\u0085", "Tin Rivers", 30_000),
    Row(START + 1200, "<b>Loud</b>", "O’Clock", "12"),
]


def month_name(moment: datetime) -> str:
    return ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][moment.month - 1]


def written_time(at: int, comma: str = ",") -> str:
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment.day:02} {month_name(moment)} {moment.year}{comma} {moment:%H:%M}"


def account_row(row: Row) -> dict[str, object]:
    ended = datetime.fromtimestamp(row.at + row.ms // 1000, UTC)
    return {"endTime": f"{ended:%Y-%m-%d %H:%M}", "artistName": row.artist, "trackName": row.track, "msPlayed": row.ms}


def podcast_row(at: int = START) -> dict[str, object]:
    ended = datetime.fromtimestamp(at, UTC)
    return {
        "endTime": f"{ended:%Y-%m-%d %H:%M}",
        "podcastName": "The Invented Hour",
        "episodeName": "12: Nothing happens",
        "msPlayed": 1_802_331,
    }


def extended_row(row: Row, **changes: object) -> dict[str, object]:
    ended = datetime.fromtimestamp(row.at + row.ms // 1000, UTC)
    return {
        "ts": f"{ended:%Y-%m-%dT%H:%M:%SZ}",
        "platform": "android",
        "ms_played": row.ms,
        "conn_country": "NL",
        "ip_addr": "192.0.2.17",
        "master_metadata_track_name": row.track,
        "master_metadata_album_artist_name": row.artist,
        "master_metadata_album_album_name": row.album or None,
        "spotify_track_uri": "spotify:track:0AbCdEfGhIjKlMnOpQrStU",
        "episode_name": None,
        "episode_show_name": None,
        "spotify_episode_uri": None,
        "audiobook_title": None,
        "audiobook_uri": None,
        "audiobook_chapter_uri": None,
        "audiobook_chapter_title": None,
        "reason_start": "clickrow",
        "reason_end": "fwdbtn",
        "shuffle": False,
        "skipped": False,
        "offline": False,
        "offline_timestamp": row.at,
        "incognito_mode": False,
    } | changes


def old_extended_row(row: Row, **changes: object) -> dict[str, object]:
    modern = extended_row(row)
    dropped = {"ip_addr", "audiobook_title", "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title"}
    private = {"username": "inventeduser", "ip_addr_decrypted": "192.0.2.5", "user_agent_decrypted": "unknown"}
    old = {key: value for key, value in modern.items() if key not in dropped}
    return old | private | {"skipped": None, "offline_timestamp": row.at * 1000 + 123} | changes


def nothing_named(**changes: object) -> dict[str, object]:
    """An extended row without artist and track, as podcasts, books and removed tracks leave it."""
    names = ("master_metadata_track_name", "master_metadata_album_artist_name", "master_metadata_album_album_name")
    return extended_row(ROWS[0]) | dict.fromkeys((*names, "spotify_track_uri")) | changes


def spotify_account(rows: list[Row]) -> bytes:
    return json.dumps(
        [account_row(row) for row in rows], indent=2, ensure_ascii=False, separators=(",", " : ")
    ).encode()


def spotify_extended(rows: list[Row]) -> bytes:
    return json.dumps([extended_row(row) for row in rows], indent=2, ensure_ascii=False).encode()


def endsong(rows: list[Row]) -> bytes:
    return json.dumps([old_extended_row(row) for row in rows], separators=(",", ":"), ensure_ascii=False).encode()


def _table(rows: list[list[str]], end: str, **style: object) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, **style).writerows(rows)
    return text.getvalue().encode()


def ghan_csv(rows: list[Row]) -> bytes:
    header = b"uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\r\n"
    cells = [[str(row.at), written_time(row.at), row.artist, "", row.album, "", row.track, ""] for row in rows]
    return header + _table(cells, "\r\n", quoting=csv.QUOTE_ALL)


def ghan_track(row: Row) -> dict[str, object]:
    return {
        "artist": {"mbid": "", "#text": row.artist},
        "streamable": "0",
        "image": [],
        "mbid": "",
        "album": {"mbid": "", "#text": row.album},
        "name": row.track,
        "url": "https://www.last.fm/music/x",
        "date": {"uts": str(row.at), "#text": written_time(row.at)},
    }


def ghan_json(rows: list[Row]) -> bytes:
    pages = [{"track": [ghan_track(row) for row in page], "@attr": {"page": "1"}} for page in (rows[:2], rows[2:])]
    return json.dumps(pages).encode()


def without_punctuation(text: str) -> str:
    return text.replace(",", "").replace('"', "")


def benjaminbenben(rows: list[Row]) -> bytes:
    cells = [[without_punctuation(cell) for cell in (row.artist, row.album, row.track)] for row in rows]
    lines = [",".join([*names, written_time(row.at, "")]) for names, row in zip(cells, rows, strict=True)]
    return ("\n".join(lines) + "\n").encode()


def lastfmstats_csv(rows: list[Row]) -> bytes:
    cells = [["Artist", "Album", "AlbumId", "Track", "Date#inventeduser"]]
    cells += [[row.artist, row.album, "", row.track, str(row.at * 1000)] for row in rows]
    return b"\xef\xbb\xbf" + _table(cells, "\r\n", delimiter=";")


def lastfmstats_json(rows: list[Row]) -> bytes:
    scrobbles = [
        {"track": row.track, "artist": row.artist, "album": row.album, "albumId": "", "date": row.at * 1000}
        for row in rows
    ]
    return json.dumps({"username": "inventeduser", "scrobbles": scrobbles}, ensure_ascii=False).encode()


def user_artists(header: bool = True) -> bytes:
    return b"userID\tartistID\tweight\r\n" * header + b"2\t51\t13883\r\n2\t52\t11690\r\n9\t51\t7\r\n"


def artists(header: bool = True) -> bytes:
    heading = "id\tname\turl\tpictureURL\n" * header
    return (heading + '51\tMira Holloway\thttp://x/1\thttp://x/1.jpg\n52\t"OSKÃO\thttp://x/2\t\n').encode()


SHA = "00000c289a1829a808ac09c00daf10bc3c4e223b"
MBID = "00000000-0000-4000-8000-000000000001"


def celma_360k() -> bytes:
    return f'{SHA}\t{MBID}\tMira Holloway\t2137\n{SHA}\t\t"Doves\t1099\n'.encode()


def celma_1k() -> bytes:
    return (
        f"user_000001\t2009-05-04T23:08:57Z\t{MBID}\tMira Holloway\t\tSlow Kerosene (Live)\n"
        f'user_000001\t2009-05-04T13:54:10Z\t\t"Doves\t{MBID}\tGlass Harbour\n'
    ).encode()


MOVIELENS = {
    "movielens": {
        "ratings.csv": b"userId,movieId,rating,timestamp\n1,7,4.0,964982703\n1,12,0.5,964981247\n2,7,3.5,847117005\n",
        "movies.csv": 'movieId,title,genres\n7,"Harbour, The (1995)",Drama\n12,"Café ""Øst"" (2001)",Comedy|Drama\n'.encode(),
        "tags.csv": b"userId,movieId,tag,timestamp\n1,7,slow,1445714994\n",
    },
    "movielens_1m": {
        "ratings.dat": b"1::7::4::964982703\n1::12::0.5::964981247\n2::7::3.5::847117005\n",
        "movies.dat": '7::Harbour, The (1995)::Drama\n12::Café "Øst" (2001)::Comedy|Drama\n'.encode("latin-1"),
        "users.dat": b"1::F::1::10::48067\n2::M::56::16::70072\n",
    },
    "movielens_100k": {
        "u.data": b"1\t7\t4\t964982703\n1\t12\t1\t964981247\n2\t7\t3\t847117005\n",
        "u.item": (
            "7|Harbour, The (1995)|01-Jan-1995||http://x/7" + "|0" * 18 + "|1\n"
            '12|Café "Øst" (2001)|01-Jan-2001||http://x/12' + "|1" + "|0" * 18 + "\n"
        ).encode("latin-1"),
        "u.user": b"1|24|M|technician|85711\n",
        "u1.base": b"2\t7\t3\t847117005\n",
    },
}

RYM_HEADER = (
    "RYM Album, First Name,Last Name,First Name localized, Last Name localized,Title,Release_Date,Rating,Ownership,"
    "Purchase Date,Media Type,Review\n"
)


def rateyourmusic(ratings: list[tuple[str, str, str, str]]) -> bytes:
    """First name, last name, title, rating of each album."""
    cells = [
        [str(9637 + at), first, last, "", "", title, "1997", rating, "o", "", "CD", 'A "fine"\nrecord, this']
        for at, (first, last, title, rating) in enumerate(ratings)
    ]
    return RYM_HEADER.encode() + _table(cells, "\n", quoting=csv.QUOTE_ALL)


PLAYS = {
    "spotify_account": spotify_account,
    "spotify_extended": spotify_extended,
    "lastfm_ghan_csv": ghan_csv,
    "lastfm_ghan_json": ghan_json,
    "lastfm_benjaminbenben": benjaminbenben,
    "lastfmstats_csv": lastfmstats_csv,
    "lastfmstats_json": lastfmstats_json,
}


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data)


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def drops(*paths: Path, format_id: str | None = None) -> list[Drop]:
    return list(find_parts(paths, CancelToken(), format_id))


def one_drop(path: Path, format_id: str | None = None) -> Drop:
    (drop,) = drops(path, format_id=format_id)
    return drop


def read_part(part: Part) -> tuple[list[Batch], RowLog]:
    log = RowLog()
    return list(read(part, log, CancelToken(), lambda done: None)), log


def read_only_part(path: Path) -> tuple[list[Batch], RowLog]:
    drop = one_drop(path)
    assert drop.problem is None
    (part,) = drop.parts
    return read_part(part)


def plays(batches: list[Batch]) -> Iterator[tuple[int, str, str, str | None]]:
    """Start, artist, track, album of each play."""
    for batch in batches:
        assert isinstance(batch, PlayBatch)
        yield from zip(batch.played_at.tolist(), batch.artist, batch.track, batch.album, strict=True)


def column(batches: list[Batch], name: str) -> list[object]:
    return np.concatenate([getattr(batch, name) for batch in batches]).tolist()


def totals(batches: list[Batch]) -> set[tuple[str, str, int]]:
    """Listener, artist, plays of each total."""
    found = set()
    for batch in batches:
        assert isinstance(batch, CountBatch)
        found |= set(zip(batch.listener, batch.artist, batch.plays.tolist(), strict=True))
    return found


def marks(batches: list[Batch]) -> list[tuple[str, str | None, str]]:
    """Artist, track and mark of each."""
    found = [batch for batch in batches if isinstance(batch, MarkBatch)]
    return [row for batch in found for row in zip(batch.artist, batch.track, batch.mark, strict=True)]
