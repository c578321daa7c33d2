"""Every invented export that there is, by name, and the ways to pack them."""

import bz2
import importlib
import json
import lzma
import pkgutil
import random
from collections.abc import Iterator, Mapping
from types import ModuleType

import tests.history
from tests.history import exports, exports_research, exports_tables
from tests.history import exports_services as services
from tests.history.exports import ROWS

Files = Mapping[str, bytes]

SINGLE = exports_tables.TABLES | {
    "lastfm_360k": exports.celma_360k(),
    "lastfm_1k": exports.celma_1k(),
    "rateyourmusic": exports.rateyourmusic([("Mira", "Holloway", "Tin &amp; Rivers", "7"), ("", "Velvet", "x", "0")]),
    "endsong": exports.endsong(ROWS),
    "workbook": exports.zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<workbook/>"}),
    "spotify_account_podcast": json.dumps([exports.podcast_row()]).encode(),
    "itunes_library": services.itunes_library([services.itunes_track(row) for row in ROWS]),
    "itunes_library, binary": services.itunes_library([services.itunes_track(row) for row in ROWS], binary=True),
    "listenbrainz_parquet": b"PAR1 and what the database reads of it",
    "listenbrainz_dump": exports_research.dump(ROWS),
}
_APPLE = {
    "activity.csv": services.apple_play_activity(ROWS),
    "daily.csv": services.apple_daily_tracks(ROWS),
    "library.json": services.apple_library([services.apple_song(row) for row in ROWS]),
}
_REGISTRIES = ("PLAYS", "TEXTS", "BINARIES")


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(tests.history.__path__):
        if found.name.startswith("exports"):
            yield importlib.import_module(f"tests.history.{found.name}")


def _seeds() -> dict[str, Files]:
    seeds: dict[str, Files] = {name: {"export": data} for name, data in SINGLE.items()}
    seeds |= exports.MOVIELENS
    seeds["hetrec_lastfm_2k"] = {"user_artists.dat": exports.user_artists(), "artists.dat": exports.artists()}
    seeds["apple_library"] = _APPLE
    for module in _modules():
        for registry in _REGISTRIES:
            seeds |= {name: {"export": build(ROWS)} for name, build in getattr(module, registry, {}).items()}
        seeds |= getattr(module, "SETS", {})
    return seeds


SEEDS = _seeds()


def wrapped(files: Files, rng: random.Random) -> bytes:
    """The files in one archive, now and then in two."""
    one = b"\n".join(files.values())
    packed = rng.choice(
        (
            lambda: exports.zipped(dict(files)),
            lambda: exports.tarred(dict(files)),
            lambda: exports_research.zstandard_packed(exports_research.tarred(files)),
            lambda: exports.gzipped(one),
            lambda: bz2.compress(one),
            lambda: lzma.compress(one),
            lambda: exports_research.zstandard_packed(one),
        )
    )()
    return exports.zipped({"inner": packed}) if rng.random() < 0.2 else packed
