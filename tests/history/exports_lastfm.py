"""Invented exports of the tools around Last.fm, in the syntax of the real ones."""

import csv
import io
import json
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from tests.history.exports import Row, ghan_track, written_time

OWN_ARCHIVE_HEADER = (
    "ISO time\tunixtime\ttrack name\ttrack mbid\tartist name\tartist mbid\tuncorrected track name\t"
    "uncorrected track mbid\tuncorrected artist name\tuncorrected artist mbid\talbum name\talbum mbid\t"
    "album artist name\talbum artist mbid\tapplication\n"
)
LOG_HEADER = (
    "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox ipodvideo $Revision$\n"
    "#ARTIST\t#ALBUM\t#TITLE\t#TRACKNUM\t#LENGTH\t#RATING\t#TIMESTAMP\t#MUSICBRAINZ_TRACKID\n"
)
PANO_HEADER = (
    "timeHuman,timeMs,artist,track,album,albumArtist,durationMs,"
    "mediaPlayerPackage,mediaPlayerName,mediaPlayerVersion,event\n"
)


def iso(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}"


def quoted(cells: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows(cells)
    return text.getvalue()


def lastexport(rows: list[Row]) -> bytes:
    return "".join(f"{row.at}\t{row.track}\t{row.artist}\t{row.album}\t\t\t\n" for row in rows).encode()


def without_semicolons(text: str) -> str:
    return text.replace(";", "")


def semicolons(rows: list[Row]) -> bytes:
    lines = [
        ";".join([*map(without_semicolons, (row.track, row.album, row.artist)), written_time(row.at), str(row.at)])
        for row in rows
    ]
    return ("\n".join(lines) + "\n").encode()


def now_playing(row: Row) -> dict[str, object]:
    track = ghan_track(row) | {"@attr": {"nowplaying": "true"}}
    del track["date"]
    return track


def answer(tracks: object, user: str = "inventeduser") -> dict[str, object]:
    about = {"user": user, "page": "1", "perPage": "200", "totalPages": "1", "total": "5"}
    return {"recenttracks": {"track": tracks, "@attr": about}}


def api_json(rows: list[Row]) -> bytes:
    return json.dumps(answer([ghan_track(row) for row in rows])).encode()


def api_json_lines(rows: list[Row]) -> bytes:
    return b"".join(json.dumps(answer(ghan_track(row))).encode() + b"\n" for row in rows)


def xml_track(row: Row) -> str:
    return (
        f'<track><artist mbid="">{escape(row.artist)}</artist><name>{escape(row.track)}</name><mbid/>'
        f'<album mbid="">{escape(row.album)}</album><url>https://www.last.fm/music/x</url>'
        f'<date uts="{row.at}">{written_time(row.at)}</date></track>'
    )


def ghan_xml(rows: list[Row]) -> bytes:
    tracks = "\n".join(map(xml_track, rows))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<scrobbles>{tracks}</scrobbles>\n'.encode()


def api_xml(rows: list[Row]) -> bytes:
    tracks = "".join(map(xml_track, rows))
    return f'<lfm status="ok"><recenttracks user="inventeduser" page="1">{tracks}</recenttracks></lfm>'.encode()


def lastfm_archive(rows: list[Row]) -> bytes:
    header = "id,mbid,name,url,datetime_unix,datetime,date,mmdd,year,artist,artist_mbid,artist_url,album,album_mbid"
    cells = [
        [
            "1",
            "",
            row.track,
            "u",
            str(row.at),
            iso(row.at),
            iso(row.at)[:10],
            "0615",
            "2024",
            row.artist,
            "",
            "u",
            row.album,
            "",
        ]
        for row in rows
    ]
    return quoted([header.split(","), *cells], "\t").encode()


def own_archive(rows: list[Row]) -> bytes:
    lines = [
        f"{iso(row.at)}\t{row.at}\t{row.track}\t\t{row.artist}\t\tslow kerosine\t\tmira\t\t{row.album}\t\t\t\tPlayer\n"
        for row in rows
    ]
    return (OWN_ARCHIVE_HEADER + "".join(lines)).encode()


def own_archive_quoted(rows: list[Row]) -> bytes:
    cells = [line.split("\t") for line in own_archive(rows).decode().removesuffix("\n").split("\n")]
    return quoted(cells, "\t", csv.QUOTE_ALL).encode()


def own_archive_json(rows: list[Row]) -> bytes:
    return json.dumps([_own_archive_scrobble(row) for row in rows], ensure_ascii=False).encode()


def _own_archive_scrobble(row: Row) -> dict[str, object]:
    artist = {"name": row.artist}
    return {
        "timestamp": {"iso": iso(row.at), "unixtimestamp": row.at},
        "track": {"name": row.track, "mbid": "", "artist": artist},
        "uncorrectedTrack": {"name": "slow kerosine", "artist": {"name": "mira"}},
        "album": {"name": row.album, "artist": artist},
        "application": "Player",
    }


def log_line(row: Row, rating: str = "L", at: int | None = None) -> str:
    when = row.at if at is None else at
    return f"{row.artist}\t{row.album}\t{row.track}\t3\t{row.ms // 1000}\t{rating}\t{when}\t\n"


def scrobbler_log(rows: list[Row], header: str = LOG_HEADER) -> bytes:
    return (header + "".join(map(log_line, rows))).encode()


def pano_event(row: Row, event: str = "scrobble") -> dict[str, object]:
    return {
        "timeHuman": "June 15, 2024, 11:47 CEST",
        "timeMs": row.at * 1000 + 417,
        "artist": row.artist,
        "track": row.track,
        "album": row.album,
        "albumArtist": row.artist,
        "durationMs": row.ms,
        "mediaPlayerPackage": "org.example.player",
        "mediaPlayerName": "Player",
        "mediaPlayerVersion": "1.0",
        "event": event,
    }


def pano_jsonl(rows: list[Row]) -> bytes:
    return b"".join(json.dumps(pano_event(row), ensure_ascii=False).encode() + b"\n" for row in rows)


def pano_csv(rows: list[Row]) -> bytes:
    cells = [["null" if value == 30_000 else str(value) for value in pano_event(row).values()] for row in rows]
    return (PANO_HEADER + quoted(cells)).encode()


def librefm(rows: list[Row]) -> bytes:
    cells = [["Time", "Artist", "Track", "Album"]] + [[str(row.at), row.artist, row.track, row.album] for row in rows]
    return ("# Libre.fm listening history\n# of inventeduser\n" + quoted(cells, quoting=csv.QUOTE_ALL)).encode()


def dbeley(rows: list[Row]) -> bytes:
    cells = [[row.track, row.artist, row.album, written_time(row.at), str(row.at)] for row in rows]
    return quoted([["Title", "Artist", "Album", "Date", "Timestamp"], *cells], "\t").encode()


def r_csv(rows: list[Row]) -> bytes:
    def text(value: str) -> str:
        return '"' + value.replace('"', '""') + '"'

    lines = [
        ",".join([text(str(number)), iso(row.at).replace("T", " "), *map(text, (row.artist, row.track, row.album))])
        for number, row in enumerate(rows, start=1)
    ]
    return ('"","date","artist","track","album"\n' + "\n".join(lines) + "\n").encode()


PLAYS = {
    "lastexport_tsv": lastexport,
    "lastfm_semicolon": semicolons,
    "lastfm_api_json": api_json,
    "lastfm_xml": ghan_xml,
    "lastfm_archive_csv": lastfm_archive,
    "lastfm_own_archive": own_archive,
    "scrobbler_log": scrobbler_log,
    "pano_jsonl": pano_jsonl,
    "pano_csv": pano_csv,
    "librefm_csv": librefm,
    "dbeley": dbeley,
    "r_csv": r_csv,
}

BOOTSTRAPS = b"track name\ttrack mbid\tartist name\tcount\nSlow Kerosene\t\tMira Holloway\t17\n"
LOVED = b"ISO time\tunixtime\ttrack name\tartist name\n2012-03-04T18:22:05\t1330885325\tSlow Kerosene\tMira Holloway\n"
SETS = {
    "lastfm_own_archive_counts": {"bootstraps.tsv": BOOTSTRAPS},
    "lastfm_own_archive_loved": {"loved.tsv": LOVED},
}
