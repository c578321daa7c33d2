"""What the headings of tables mean, as many programs write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_als.history.mapping import Meaning

_NO_LETTER = re.compile(r"[\W_]+")

_HEADINGS: dict[Meaning, tuple[str, ...]] = {
    Meaning.ARTIST: (
        *("artist", "artistname", "artists", "artistnames", "trackartist", "band", "performer", "creator"),
        *("mastermetadataalbumartistname", "albumartist", "albumartistname"),
    ),
    Meaning.TRACK: (
        *("track", "trackname", "tracktitle", "song", "songtitle", "songname", "title", "name"),
        "mastermetadatatrackname",
    ),
    Meaning.ALBUM: (*("album", "albumname", "albumtitle", "release", "releasename", "mastermetadataalbumalbumname"),),
    Meaning.TIME: (
        *("uts", "unixtime", "unixtimestamp", "timestamp", "utctime", "playedat", "dateplayed", "timeplayed"),
        *("listenedat", "scrobbletime", "scrobbledat", "starttime", "startedat", "datetime", "time", "date"),
    ),
    Meaning.ENDED: ("endtime", "endedat", "ts"),
    Meaning.MILLISECONDS: ("msplayed", "playdurationmilliseconds", "playdurationms", "millisecondsplayed"),
    Meaning.SECONDS: ("listeningtime", "playduration", "secondsplayed", "playedseconds"),
    Meaning.LISTENER: ("user", "username", "userid", "listener", "listenername"),
    Meaning.PLAYS: ("plays", "playcount", "scrobbles", "listens", "timesplayed", "count"),
    Meaning.RATING: ("rating", "stars", "score"),
}
LAST_PLAYED = ("lastplayed", "lastplayedat", "lastplay")


def folded(heading: str) -> str:
    """Letters and digits alone, in lower case."""
    return _NO_LETTER.sub("", heading.lower())


def meanings_of(known: Sequence[str]) -> list[Meaning | None]:
    """What the headings say, each meaning at most once: the one whose name is the clearest."""
    columns: list[Meaning | None] = [None] * len(known)
    for meaning, names in _HEADINGS.items():
        place = next((known.index(name) for name in names if name in known), None)
        if place is not None:
            columns[place] = meaning
    if Meaning.TIME in columns and Meaning.ENDED in columns:
        columns[columns.index(Meaning.ENDED)] = None
    if Meaning.PLAYS in columns and not {Meaning.TIME, Meaning.ENDED} & set(columns):
        place = next((known.index(name) for name in LAST_PLAYED if name in known), None)
        if place is not None:
            columns[place] = Meaning.TIME
    return columns
