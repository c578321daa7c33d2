"""Invented research sets and dumps, in the syntax of the real ones."""

import bz2
import io
import json
import lzma
import tarfile
from collections.abc import Mapping
from datetime import UTC, datetime

import zstandard

from tests.history.exports import Row
from tests.history.exports_listenbrainz import MSID, listen

AUDIOSCROBBLER = {
    "user_artist_data.txt": b"1000002 1 55\n1000002 1000006 33\n1000002 77 2\n1000019 1 8\n1000019 404 3\n",
    "artist_data.txt": "garbage\n1\tMira Holloway\n1000006\tТихий Фонарь\n77\t\n5\t311\nx\tNobody\n".encode(),
    "artist_alias.txt": b"\t12\n77\t1\n1000099\t1000006\n",
}
"""Two numbers of one artist, a number without a name, and lines that lack a cell."""

LFM_1B = {
    "LFM-1b_LEs.txt": b"31435741\t2\t4\t4\t1385212958\n31435741\t2\t4\t5\t1385213958\n8\t3\t-1\t9\t1385212958\n",
    "LFM-1b_artists.txt": b"2\tMira Holloway\n3\tVelvet Orchard\n",
}

LFM_2B = {
    "listening-events.tsv": (
        b"user_id\ttrack_id\talbum_id\ttimestamp\n"
        b"7\t11\t4\t2013-01-27 21:42:38\n7\t12\t4\t2013-01-28 21:42:38\n9\t11\t\t2013-01-29 21:42:38\n"
    ),
    "tracks.tsv": b'track_id\tartist_name\ttrack_name\n11\tMira Holloway\t"Slow Kerosene\n12\tMira Holloway\tTin\tRivers\n',
}
LFM_2B_COUNTS = {
    "listening-counts.tsv": b"user_id\ttrack_id\tcount\n7\t11\t4\n9\t12\t1\n",
    "tracks.tsv": LFM_2B["tracks.tsv"],
}

ONION = {
    "userid_trackid_timestamp.tsv": (
        b"user_id\ttrack_id\ttimestamp\n"
        b"user_000002\t0ubAOdUvKyTVRmpy\t2013-01-27 21:42:38\nuser_000002\tTqF2sLMmNPXzVLnB\t2013-01-27 21:38:38\n"
    ),
    "id_information.csv": (
        b"id\tartist\tsong\talbum_name\n0ubAOdUvKyTVRmpy\tMira Holloway\tSlow Kerosene\tTin Rivers\n"
        b"TqF2sLMmNPXzVLnB\tVelvet Orchard\tPaper Lighthouse\t\n"
    ),
}

PERSON = "b80344d063b5ccb3212f76538f3d9e43d87dca9e"
TASTE_PROFILE = {
    "train_triplets.txt": f"{PERSON}\tSOAKIMP12A8C130995\t1\n{PERSON}\tSOBBMDR12A8C13253B\t2\n".encode(),
    "unique_tracks.txt": (
        b"TRMMMYQ128F932D901<SEP>SOAKIMP12A8C130995<SEP>Mira Holloway<SEP>Slow Kerosene\n"
        b"TRMMMKD128F425225D<SEP>SOBBMDR12A8C13253B<SEP>Velvet Orchard<SEP>Paper <SEP> Lighthouse\n"
    ),
}

SETS: Mapping[str, Mapping[str, bytes]] = {
    "audioscrobbler_2005": AUDIOSCROBBLER,
    "lfm_1b": LFM_1B,
    "lfm_2b": LFM_2B,
    "music4all_onion": ONION,
    "taste_profile": TASTE_PROFILE,
}


def dumped(row: Row, listener: str | None = "inventeduser", **changes: object) -> dict[str, object]:
    """A line of the public dump."""
    metadata = listen(row)["track_metadata"]
    told = {"user_id": 8, "user_name": listener, "timestamp": row.at, "track_metadata": metadata}
    return told | {"recording_msid": MSID} | changes


def month(rows: list[Row]) -> bytes:
    return b"".join(json.dumps(dumped(row), ensure_ascii=False).encode() + b"\n" for row in rows)


def dump(rows: list[Row]) -> bytes:
    """The tar of a dump that is not packed yet, with a file for each month."""
    months: dict[str, list[Row]] = {}
    for row in rows:
        day = datetime.fromtimestamp(row.at, UTC)
        months.setdefault(f"{day.year}/{day.month}", []).append(row)
    listens = {f"dump/listens/{name}.listens": month(some) for name, some in months.items()}
    return tarred({"dump/TIMESTAMP": b"2024-06-15", "dump/COPYING": b"CC0 1.0 Universal\n"} | listens)


def tarred(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def zstandard_packed(data: bytes) -> bytes:
    """In two frames, as programs with several threads write it."""
    half = len(data) // 2
    packer = zstandard.ZstdCompressor()
    return packer.compress(data[:half]) + packer.compress(data[half:])


PACKINGS = {"zst": zstandard_packed, "xz": lzma.compress, "bz2": bz2.compress}
