"""Invented exports of services other than Spotify and Last.fm, in the syntax of the real ones."""

import csv
import html
import io
import json
import plistlib
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from tests.history.exports import Row, month_name, zipped


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


TEXTS = {
    "apple_play_activity": apple_play_activity,
    "apple_daily_tracks": apple_daily_tracks,
    "apple_last_plays": apple_last_plays,
    "youtube_takeout": youtube_takeout,
    "youtube_html": youtube_html,
    "deezer_csv": deezer_csv,
}
BINARIES = {
    "deezer_xlsx": deezer_xlsx,
}
