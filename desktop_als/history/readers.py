"""The formats that can be read. A new one is a module with READERS and a line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_als.errors import HistoryError
from desktop_als.history import (
    apple_activity,
    apple_daily,
    apple_library,
    audioscrobbler,
    celma,
    deezer,
    generic,
    hetrec,
    itunes,
    jellyfin,
    koito,
    lastexport,
    lastfm_benjaminbenben,
    lastfm_ghan,
    lastfm_own_archive,
    lastfm_pages,
    lastfm_tables,
    lastfm_xml,
    lastfmstats,
    lfm,
    listenbrainz,
    listenbrainz_dump,
    listenbrainz_feedback,
    maloja,
    movielens,
    music4all_onion,
    navidrome,
    pano,
    rateyourmusic,
    scrobbler_log,
    spotify,
    spotify_library,
    taste_card,
    taste_profile,
    tautulli,
    youtube,
    youtube_html,
)
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.plays import Batch, RowLog
from desktop_als.progress import CancelToken

# The first that recognises a file reads it, so those with the plainest looks come last.
READERS: tuple[Reader, ...] = (
    *taste_card.READERS,
    *spotify.READERS,
    *spotify_library.READERS,
    *deezer.READERS,
    *itunes.READERS,
    *jellyfin.READERS,
    *koito.READERS,
    *maloja.READERS,
    *navidrome.READERS,
    *tautulli.READERS,
    *youtube.READERS,
    *apple_activity.READERS,
    *apple_daily.READERS,
    *apple_library.READERS,
    *youtube_html.READERS,
    *listenbrainz.READERS,
    *listenbrainz_feedback.READERS,
    *lastfm_pages.READERS,
    *lastfm_xml.READERS,
    *lastfm_ghan.READERS,
    *lastfmstats.READERS,
    *lastfm_own_archive.READERS,
    *lastfm_tables.READERS,
    *pano.READERS,
    *scrobbler_log.READERS,
    *lastexport.READERS,
    *lastfm_benjaminbenben.READERS,
    *listenbrainz_dump.READERS,
    *celma.READERS,
    *taste_profile.READERS,
    *hetrec.READERS,
    *rateyourmusic.READERS,
    *movielens.READERS,
    *lfm.READERS,
    *music4all_onion.READERS,
    *audioscrobbler.READERS,
    *generic.READERS,  # takes what no other claims
)

FORMATS: tuple[Format, ...] = tuple(reader.format for reader in READERS)

WALL_CLOCKS = frozenset(reader.format.id for reader in READERS if reader.by_a_clock)
"""The ids of formats with files whose times are by a clock of unknown zone."""

COMPANIONS: Mapping[str, frozenset[str]] = {
    helper: frozenset(reader.format.id for reader in READERS if helper in reader.companions)
    for helper in {helper for reader in READERS for helper in reader.companions}
}
"""For each format that helps to read others, the ids of those others."""


def readers(format_id: str | None) -> tuple[Reader, ...]:
    """All readers, or the one that was asked for.

    Raises:
        HistoryError: there is no such format.
    """
    if format_id is None:
        return READERS
    found = tuple(reader for reader in READERS if reader.format.id == format_id)
    if not found:
        raise HistoryError(f"There is no format {format_id}. Known are: {', '.join(f.id for f in FORMATS)}.")
    return found


def read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[Batch]:
    """Read ``part`` in batches of about 10,000 rows. Every row is in a batch or rejected in ``log``, exactly once.

    A :class:`~desktop_als.plays.TableScan` names a file that may be gone after the next step of the iterator; its rows
    are counted by whoever scans it.

    Raises:
        HistoryError: nothing of the part can be trusted; keep nothing of what came before.
        Cancelled: the person asked to stop.
    """
    (reader,) = readers(part.format.id)
    return reader.read(part, log, cancel, advance)
