"""Invented exports of ListenBrainz, in the syntax of the real ones."""

import json

from tests.history.exports import ROWS, Row

MSID = "00000000-0000-4000-8000-00000000000a"
MBID = "00000000-0000-4000-8000-00000000000b"


def mapping(artist: str) -> dict[str, object]:
    credit = {"artist_mbid": MBID, "join_phrase": "", "artist_credit_name": artist}
    return {
        "recording_mbid": MBID,
        "recording_name": "Slow Kerosene",
        "release_mbid": MBID,
        "artist_mbids": [MBID],
        "artists": [credit],
        "caa_id": None,
        "caa_release_mbid": None,
    }


def listen(row: Row, **metadata: object) -> dict[str, object]:
    told = {
        "track_name": row.track,
        "artist_name": row.artist,
        "release_name": row.album,
        "recording_msid": MSID,
        "mbid_mapping": None,
        "additional_info": {"duration_ms": "237000", "submission_client": "invented"},
    }
    return {"inserted_at": row.at + 3.25, "listened_at": row.at, "track_metadata": told | metadata}


def lines(listens: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(told).encode() + b"\n" for told in listens)


def export(rows: list[Row]) -> bytes:
    return lines([listen(row) for row in rows])


def array(rows: list[Row]) -> bytes:
    told = [listen(row) | {"recording_msid": MSID, "user_name": "inventeduser"} for row in rows]
    return json.dumps(told, indent=1).encode()


def flat(rows: list[Row]) -> bytes:
    told = [
        {
            "artist_name": row.artist,
            "track_name": row.track,
            "release_name": row.album,
            "timestamp": row.at,
            "artist_msid": MSID,
            "recording_msid": MSID,
            "release_msid": None,
            "additional_info": {"artist_mbids": None, "recording_mbid": None, "tags": []},
        }
        for row in rows
    ]
    return json.dumps(told).encode()


def page(rows: list[Row]) -> bytes:
    listens = [listen(row) for row in rows]
    return json.dumps({"payload": {"count": len(rows), "user_id": "inventeduser", "listens": listens}}).encode()


def submission(rows: list[Row]) -> bytes:
    return json.dumps({"listen_type": "import", "payload": [listen(row) for row in rows]}).encode()


def feedback(row: Row, score: int) -> dict[str, object]:
    metadata = {"artist_name": row.artist, "track_name": row.track, "release_name": row.album}
    return {"created": row.at, "recording_mbid": MBID, "recording_msid": MSID, "score": score} | {
        "track_metadata": metadata,
        "user_id": "inventeduser",
    }


PLAYS = {
    "listenbrainz": export,
    "listenbrainz_array": array,
    "listenbrainz_flat": flat,
    "listenbrainz_page": page,
}

HEARTS = [feedback(ROWS[0], 1), feedback(ROWS[1], -1)]
SETS = {
    "listenbrainz_feedback": {"feedback.jsonl": lines(HEARTS)},
    "listenbrainz_feedback_array": {"inventeduser_lb_feedback.json": json.dumps(HEARTS).encode()},
}
