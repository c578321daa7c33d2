"""Invented exports and databases of the servers that people run themselves, in the syntax of the real ones."""

import json
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.history.exports import Row
from tests.history.exports_services import moment, table

USER = "0123456789abcdef0123456789abcdef"


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
    "maloja": maloja,
    "koito": koito,
    "jellyfin_tsv": jellyfin_tsv,
    "jellyfin_csv": jellyfin_csv,
}
BINARIES = {
    "jellyfin_db": jellyfin_db,
    "navidrome_db": navidrome_db,
    "tautulli_db": tautulli_db,
}
