"""Invented exports of services and servers other than Spotify and Last.fm, in the syntax of the real ones."""

import csv
import html
import io
import json
import plistlib
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from tests.history.exports import Row, month_name, zipped

USER = "0123456789abcdef0123456789abcdef"


def moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def table(cells: Sequence[Sequence[object]], delimiter: str = ",", end: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(cells)
    return text.getvalue().encode()


# Apple


def apple_event(row: Row, **changes: object) -> dict[str, object]:
    return {
        "Album Name": row.album,
        "Content Specific Type": "Song",
        "End Position In Milliseconds": row.ms,
        "End Reason Type": "NATURAL_END_OF_TRACK",
        "Event End Timestamp": f"{moment(row.at + row.ms / 1000):%Y-%m-%dT%H:%M:%S}.250Z",
        "Event Start Timestamp": f"{moment(row.at):%Y-%m-%dT%H:%M:%S}.250Z",
        "Event Type": "PLAY_END",
        "IP Address": "192.0.2.5",
        "Item Type": "ITUNES_STORE_CONTENT",
        "Media Duration In Milliseconds": f"{row.ms}.0",
        "Media Type": "AUDIO",
        "Play Duration Milliseconds": row.ms,
        "Song Name": row.track,
        "Start Position In Milliseconds": 0,
        "User’s Audio Quality": "HIGH",
        "Artist Name": row.artist,
    } | changes


def apple_events(events: list[dict[str, object]]) -> bytes:
    header = list(dict.fromkeys(name for event in events for name in event))
    return table([header, *([event.get(name, "") for name in header] for event in events)], end="\n")


def apple_play_activity(rows: list[Row]) -> bytes:
    return apple_events([apple_event(row) for row in rows])


def apple_daily_tracks(rows: list[Row], **changes: object) -> bytes:
    days = [
        {
            "Country": "NL",
            "Track Identifier": "1440000001",
            "Media type": "AUDIO",
            "Date Played": f"{moment(row.at):%Y%m%d}",
            "Hours": str(moment(row.at).hour),
            "Play Duration Milliseconds": row.ms,
            "End Reason Type": "NATURAL_END_OF_TRACK",
            "Play Count": 1,
            "Skip Count": 0,
            "Track Description": f"{row.artist} - {row.track}",
        }
        | changes
        for row in rows
    ]
    return table([list(days[0]), *(day.values() for day in days)])


def apple_last_plays(rows: list[Row]) -> bytes:
    cells = [[f"{row.artist} - {row.track}", row.at * 1000, "true"] for row in rows]
    return table([["Track Name", "Last Played Date", "Is User Initiated"], *cells])


def apple_song(row: Row, **changes: object) -> dict[str, object]:
    return {
        "Content Type": "Song",
        "Track Identifier": 1440000001,
        "Title": row.track,
        "Artist": row.artist,
        "Album": row.album,
        "Track Play Count": 3,
        "Last Played Date": f"{moment(row.at):%Y-%m-%dT%H:%M:%SZ}",
    } | changes


def apple_library(songs: list[dict[str, object]]) -> bytes:
    return json.dumps(songs, ensure_ascii=False).encode()


# iTunes


def itunes_track(row: Row, **changes: object) -> dict[str, object]:
    return {
        "Track ID": 1001,
        "Name": row.track,
        "Artist": row.artist,
        "Album": row.album,
        "Kind": "Аудиофайл AAC из Apple Music",
        "Total Time": row.ms,
        "Play Count": 3,
        "Play Date": 3_800_000_000,
        "Play Date UTC": datetime.fromtimestamp(row.at, UTC).replace(tzinfo=None),
    } | changes


def itunes_library(tracks: list[dict[str, object]], binary: bool = False) -> bytes:
    library = {
        "Major Version": 1,
        "Application Version": "12.13",
        "Music Folder": "file:///music/",
        "Tracks": {str(1001 + 2 * at): track for at, track in enumerate(tracks)},
        "Playlists": [{"Name": "Mediathek", "Playlist Items": [{"Track ID": 1001}]}],
    }
    return plistlib.dumps(library, fmt=plistlib.FMT_BINARY if binary else plistlib.FMT_XML, sort_keys=False)


# YouTube


def watched(row: Row, **changes: object) -> dict[str, object]:
    return {
        "header": "YouTube Music",
        "title": f"Watched {row.track}",
        "titleUrl": "https://music.youtube.com/watch?v=abcdefghijk",
        "subtitles": [{"name": f"{row.artist} - Topic", "url": "https://www.youtube.com/channel/UCx"}],
        "time": f"{moment(row.at):%Y-%m-%dT%H:%M:%S}.123Z",
        "products": ["YouTube"],
        "activityControls": ["YouTube watch history"],
    } | changes


def youtube_takeout(rows: list[Row]) -> bytes:
    return json.dumps([watched(row) for row in rows], ensure_ascii=False, indent=2).encode()


def youtube_html(rows: list[Row], written: str = "") -> bytes:
    cells = "".join(_outer_cell(row, written or english_date(row.at)) for row in rows)
    style = "<style>.mdl-typography--title{font-size:20px}</style>"
    return f"<html><head><title>My Activity History</title>{style}</head><body>{cells}</body></html>".encode()


def english_date(at: int) -> str:
    when = moment(at)
    half = "PM" if when.hour >= 12 else "AM"
    return f"{month_name(when)} {when.day}, {when.year}, {when.hour % 12 or 12}:{when:%M:%S}\u202f{half} UTC"


def _outer_cell(row: Row, date: str) -> str:
    return (
        '<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid">'
        '<div class="header-cell"><p class="mdl-typography--title">YouTube Music<br></p></div>'
        '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">Watched '
        f'<a href="https://music.youtube.com/watch?v=abcdefghijk">{html.escape(row.track)}</a><br>'
        f'<a href="https://www.youtube.com/channel/UCx">{html.escape(row.artist)} - Topic</a><br>{date}<br></div>'
        '<div class="content-cell mdl-typography--caption"><b>Products:</b><br>&emsp;YouTube<br></div></div></div>'
    )


# Deezer


def written_date(at: int) -> str:
    return f"{moment(at):%Y-%m-%d %H:%M:%S}"


DEEZER_HEADER = [
    "Song Title",
    "Artist",
    "ISRC",
    "Album Title",
    "IP Address",
    "Listening Time",
    "Platform Name",
    "Platform Model",
    "Date",
]


def deezer_cells(rows: list[Row]) -> list[list[str]]:
    return [
        [
            row.track,
            row.artist,
            "XX0000000001",
            row.album,
            "192.0.2.5",
            str(row.ms // 1000),
            "web",
            "",
            written_date(row.at),
        ]
        for row in rows
    ]


def deezer_csv(rows: list[Row]) -> bytes:
    return table([DEEZER_HEADER, *deezer_cells(rows)], ";")


def deezer_xlsx(rows: list[Row]) -> bytes:
    return workbook({"00_readme": [["Hello"]], "10_listeningHistory": [DEEZER_HEADER, *deezer_cells(rows)]})


class SharedText(int):
    """A cell that refers to a shared text by its number."""


def workbook(sheets: dict[str, list[list[object]]], texts: Sequence[str] = ()) -> bytes:
    kind = "http://schemas.openxmlformats.org"
    main, office = f"{kind}/spreadsheetml/2006/main", f"{kind}/officeDocument/2006/relationships"
    named = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, start=1))
    links = "".join(
        f'<Relationship Id="r{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    package = f'<Relationships xmlns="{kind}/package/2006/relationships">'
    members = {
        "[Content_Types].xml": f'<Types xmlns="{kind}/package/2006/content-types"/>',
        "_rels/.rels": (
            f'{package}<Relationship Id="r0" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{package}{links}</Relationships>",
    }
    for at, cells in enumerate(sheets.values(), start=1):
        lines = "".join(f"<row>{''.join(map(_cell, line))}</row>" for line in cells)
        members[f"xl/worksheets/sheet{at}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
        )
    if texts:
        shared = "".join(f"<x:si><x:r><x:t>{escape(text)}</x:t></x:r></x:si>" for text in texts)
        members["xl/sharedStrings.xml"] = f'<x:sst xmlns:x="{main}">{shared}</x:sst>'
    return zipped({name: text.encode() for name, text in members.items()})


def _cell(value: object) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    kind = ' t="s"' if isinstance(value, SharedText) else ""
    return f"<c{kind}><v>{value}</v></c>"


# Servers of one's own


def maloja_scrobble(row: Row, **changes: object) -> dict[str, object]:
    album = {"artists": [row.artist], "albumtitle": row.album} if row.album else None
    track = {"artists": [row.artist], "title": row.track, "album": album, "length": 237}
    return {"time": row.at, "track": track, "duration": None, "origin": "client:default"} | changes


def maloja(rows: list[Row]) -> bytes:
    export = {"maloja": {"export_time": 1718530000}, "scrobbles": [maloja_scrobble(row) for row in rows]}
    return json.dumps(export, ensure_ascii=False).encode()


def aliases(name: str) -> list[dict[str, object]]:
    return [
        {"alias": f"{name}, also", "source": "MusicBrainz", "is_primary": False},
        {"alias": name, "source": "Canonical", "is_primary": True},
    ]


def koito_listen(row: Row, **changes: object) -> dict[str, object]:
    return {
        "listened_at": f"{moment(row.at):%Y-%m-%dT%H:%M:%SZ}",
        "client": "x",
        "track": {"mbid": None, "duration": 237, "aliases": aliases(row.track)},
        "album": {"mbid": None, "aliases": aliases(row.album), "various_artists": False} if row.album else None,
        "artists": [{"mbid": None, "is_primary": True, "aliases": aliases(row.artist)}],
    } | changes


def koito(rows: list[Row]) -> bytes:
    export = {"version": "1", "exported_at": "2024-06-16T09:00:00Z", "user": "inventeduser"}
    return json.dumps(export | {"listens": [koito_listen(row) for row in rows]}, ensure_ascii=False).encode()


def jellyfin_row(row: Row, kind: str = "Audio", user: str = USER) -> tuple[object, ...]:
    line = f"{row.artist} - {row.track} ({row.album or 'Not Known'})"
    clock = f"{moment(row.at):%Y-%m-%d %H:%M:%S}.1234567"
    return clock, user, "f" * 32, kind, line, "DirectPlay", "Finamp", "Phone", row.ms // 1000


def jellyfin_tsv(rows: list[Row]) -> bytes:
    return "".join("\t".join(map(str, jellyfin_row(row))) + "\n" for row in rows).encode()


JELLYFIN_COLUMNS = "DateCreated UserId ItemId ItemType ItemName PlaybackMethod ClientName DeviceName PlayDuration"


def jellyfin_csv(rows: list[Row]) -> bytes:
    return table([JELLYFIN_COLUMNS.split(), *map(jellyfin_row, rows)])


def database(script: str, rows: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """What SQLite writes after ``script`` and with ``rows`` in the tables they are named by."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        connection = sqlite3.connect(path)
        connection.executescript(script)
        for name, values in rows.items():
            if values:
                places = ", ".join("?" * len(values[0]))
                connection.executemany(f"insert into {name} values ({places})", values)
        connection.commit()
        connection.close()
        return path.read_bytes()


def jellyfin_db(rows: list[Row], *more: tuple[object, ...]) -> bytes:
    script = (
        "create table PlaybackActivity (DateCreated datetime not null, UserId text, ItemId text, ItemType text, "
        "ItemName text, PlaybackMethod text, ClientName text, DeviceName text, PlayDuration int)"
    )
    return database(script, {"PlaybackActivity": [*map(jellyfin_row, rows), *more]})


def navidrome_db(
    rows: list[Row], scrobbled: bool = True, plays: int = 1, users: Sequence[str] = ("inventeduser",)
) -> bytes:
    """Each user heard each row once as a scrobble, and ``plays`` times in all."""
    script = """
        create table user (id varchar(255), user_name varchar(255));
        create table media_file (id varchar(255), title varchar(255), album varchar(255), artist varchar(255));
        create table annotation (
            user_id varchar(255), item_id varchar(255), item_type varchar(255), play_count integer, play_date datetime);
    """
    tables = {
        "user": [(f"u{at}", name) for at, name in enumerate(users)],
        "media_file": [(f"m{at}", row.track, row.album, row.artist) for at, row in enumerate(rows)],
        "annotation": [
            (f"u{user}", f"m{at}", "media_file", plays, f"{moment(row.at):%Y-%m-%d %H:%M:%S}+00:00")
            for user in range(len(users))
            for at, row in enumerate(rows)
        ],
    }
    if scrobbled:
        script += (
            "create table scrobbles (id integer primary key, media_file_id text, user_id text, submission_time int);"
        )
        tables["scrobbles"] = [
            (None, f"m{at}", f"u{user}", row.at) for user in range(len(users)) for at, row in enumerate(rows)
        ]
    return database(script, tables)


def tautulli_db(rows: list[Row], users: Sequence[str] = ("inventeduser",), kind: str = "track") -> bytes:
    script = """
        create table session_history (
            id integer primary key, started integer, stopped integer, user text, paused_counter integer, media_type text);
        create table session_history_metadata (
            id integer primary key, title text, parent_title text, grandparent_title text, original_title text);
    """
    heard = [(user, row) for user in users for row in rows]
    return database(
        script,
        {
            "session_history": [
                (at, row.at, row.at + row.ms // 1000 + 7, user, 7, kind)
                for at, (user, row) in enumerate(heard, start=1)
            ],
            "session_history_metadata": [
                (at, row.track, row.album, row.artist, "") for at, (_, row) in enumerate(heard, start=1)
            ],
        },
    )


TEXTS = {
    "apple_play_activity": apple_play_activity,
    "apple_daily_tracks": apple_daily_tracks,
    "apple_last_plays": apple_last_plays,
    "youtube_takeout": youtube_takeout,
    "youtube_html": youtube_html,
    "deezer_csv": deezer_csv,
    "maloja": maloja,
    "koito": koito,
    "jellyfin_tsv": jellyfin_tsv,
    "jellyfin_csv": jellyfin_csv,
}
BINARIES = {
    "deezer_xlsx": deezer_xlsx,
    "jellyfin_db": jellyfin_db,
    "navidrome_db": navidrome_db,
    "tautulli_db": tautulli_db,
}
