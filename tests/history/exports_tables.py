"""Invented tables of no known tool."""

import csv
import io
from datetime import UTC, datetime

from tests.history.exports import Row


def plays(rows: list[Row]) -> bytes:
    """Of plays, by somebody's own program."""
    cells = [["Artist", "Song Title", "Release", "Played at", "Seconds played"]]
    for row in rows:
        moment = datetime.fromtimestamp(row.at, UTC)
        cells.append([row.artist, row.track, row.album, f"{moment:%d/%m/%Y %H:%M:%S}", str(row.ms / 1000)])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(cells)
    return text.getvalue().encode()


PLAYS = {"generic_table": plays}

TOTALS = (
    b"user,artist,plays,last played\n"
    b"ann,Mira Holloway,3,15/06/2024\nbob,Velvet Orchard,0,\nbob,Mira Holloway,7,16/06/2024\n"
)
RATINGS = b"artist|album|rating\nMira Holloway|Tin Rivers|3.5\nVelvet Orchard|Paper|0\n"
UNCLEAR = b"Mira Holloway\tSlow\t03/04/2024\nVelvet Orchard\tPaper\t05/04/2024\n"
TABLES = {"table of totals": TOTALS, "table of ratings": RATINGS, "unclear table": UNCLEAR}
