"""The public data sets that may be asked for by name: where they lie, what their publishers allow, which years they cover.

What is not known of a set is None, and shown as unknown. Nothing here is part of the program: the data comes from the publisher,
once a person has asked for it and accepted the licence.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_als.errors import NotFoundError

NON_COMMERCIAL = "Made available for non-commercial use."
LAST_FM = "Distributed with permission of Last.fm. Made available for non-commercial use."
CC0 = "CC0: in the public domain, free for any use."
CC_BY_NC_SA = "CC BY-NC-SA 1.0: for non-commercial use, with the makers named, and shared under the same licence."
API_TERMS = "The makers call it a derivative work by paragraph 4.1 of the terms of Last.fm's API."

LISTENBRAINZ = "https://data.metabrainz.org/pub/musicbrainz/listenbrainz/fullexport/"


@dataclass(frozen=True, slots=True)
class DataSet:
    """A public set of what many people played.

    Attributes:
        id: what it is asked for by.
        formats: ids of the formats that its files are read as.
        licence: what the publisher allows, in a sentence; None when no text was found.
        address: of the file, or of the list of links where the file is found; None when the publisher offers it no longer, or
            only to people who sign for it.
        links: patterns of the links to follow from ``address``, each time to the last in order of name: the newest.
        size: of the download in bytes.
        checksum: of the download, "sha256:…" or "md5:…".
        checksum_beside: what the address of the publisher's checksum file ends with, beyond that of the download.
        first_year, last_year: of the plays.
        people: how many listeners are in it; None where each edition has others.
    """

    id: str
    title: str
    formats: tuple[str, ...]
    licence: str | None
    address: str | None = None
    links: tuple[str, ...] = ()
    size: int | None = None
    checksum: str | None = None
    checksum_beside: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    people: int | None = None

    @property
    def terms(self) -> str:
        """The licence as a sentence, also when it is not known."""
        return self.licence or "Its licence is not known. Ask the publisher what is allowed."


DATA_SETS = (
    DataSet(
        id="hetrec-lastfm-2k",
        title="HetRec 2011 Last.fm-2K",
        formats=("hetrec_lastfm_2k",),
        licence=NON_COMMERCIAL,
        address="https://files.grouplens.org/datasets/hetrec2011/hetrec2011-lastfm-2k.zip",
        last_year=2011,
        people=1_892,
    ),
    DataSet(
        id="lastfm-360k",
        title="Last.fm-360K",
        formats=("lastfm_360k",),
        licence=LAST_FM,
        address="https://mtg.upf.edu/static/datasets/last.fm/lastfm-dataset-360K.tar.gz",
        people=359_347,
    ),
    DataSet(
        id="lastfm-1k",
        title="Last.fm-1K",
        formats=("lastfm_1k",),
        licence=LAST_FM,
        address="https://mtg.upf.edu/static/datasets/last.fm/lastfm-dataset-1K.tar.gz",
        last_year=2009,
        people=992,
    ),
    DataSet(
        id="listenbrainz",
        title="ListenBrainz dump",
        formats=("listenbrainz_dump",),
        licence=CC0,
        address=LISTENBRAINZ,
        links=(r"listenbrainz-dump-\d+-\d{8}-\d{6}-full/", r"listenbrainz-listens-dump-[\d-]+-full\.tar\.(zst|xz)"),
        checksum_beside=".sha256",
    ),
    DataSet(
        id="listenbrainz-spark",
        title="ListenBrainz dump for Spark",
        formats=("listenbrainz_parquet",),
        licence=CC0,
        address=LISTENBRAINZ,
        links=(r"listenbrainz-dump-\d+-\d{8}-\d{6}-full/", r"listenbrainz-spark-dump-[\d-]+-full\.tar(\.zst|\.xz)?"),
        checksum_beside=".sha256",
    ),
    DataSet(
        id="audioscrobbler-2005",
        title="Audioscrobbler 2005",
        formats=("audioscrobbler_2005",),
        licence=CC_BY_NC_SA,
        last_year=2005,
    ),
    DataSet(id="lfm-1b", title="LFM-1b", formats=("lfm_1b",), licence=API_TERMS),
    DataSet(id="lfm-2b", title="LFM-2b", formats=("lfm_2b",), licence=None),
)


def data_set(name: str) -> DataSet:
    """The data set that is asked for by this id or title, in capitals or not.

    Raises:
        NotFoundError: there is none; the sentence names those there are.
    """
    wanted = name.strip().casefold()
    for known in DATA_SETS:
        if wanted in {known.id, known.title.casefold()}:
            return known
    names = ", ".join(known.id for known in DATA_SETS)
    raise NotFoundError(f"There is no data set and no file “{name}”. Data sets are {names}.")


def data_set_of(format_id: str) -> DataSet | None:
    """The data set whose files are read as this format."""
    return next((known for known in DATA_SETS if format_id in known.formats), None)
