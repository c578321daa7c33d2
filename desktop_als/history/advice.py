"""Files that look like a history and are none: what to say of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from desktop_als.history.guessing import sniff_table
from desktop_als.history.head import Head
from desktop_als.history.listenbrainz_feedback import is_feedback

_EXPORT_ENDINGS = (".json", ".csv", ".tsv", ".zip", ".gz", ".tgz", ".txt")


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence for people. ``loud`` when the file was meant to be a history, so that it is told even beside good ones."""

    sentence: str
    loud: bool = False


def advice(head: Head) -> Advice | None:
    """What to do with a file that no reader recognises, or None if there is nothing more helpful than to say so."""
    found = next((sentence for test, sentence in _LOOK_ALIKES if test(head)), None)
    if found is None:
        return None
    meant_as_export = PurePath(head.name).suffix.lower() in _EXPORT_ENDINGS
    broken = not head.data.strip() or _is_web_page(head) or _is_lfs_pointer(head)
    return Advice(f"{head.name} {found}", loud=meant_as_export and broken)


def _is_web_page(head: Head) -> bool:
    return head.text.lstrip()[:15].lower().startswith(("<html", "<!doctype html"))


def _is_lfs_pointer(head: Head) -> bool:
    return head.data.startswith(b"version https://git-lfs")


def _is_technical_log(head: Head) -> bool:
    return sum(key.startswith(("context_", "message_")) for key in head.records) >= 2


def _is_stats_table(head: Head) -> bool:
    return any({"scrobbles", "rank"} <= set(head.cells(sign)) for sign in ";,")


def _is_exportify(head: Head) -> bool:
    cells = head.cells(",")
    names_tracks = any(cell.startswith("artist name") for cell in cells) and bool(
        {"track uri", "spotify uri", "track name"} & set(cells)
    )
    guess = sniff_table(head) if names_tracks else None
    return names_tracks and (guess is None or guess.doubt is not None)


def _is_workbook(head: Head) -> bool:
    return "<workbook" in head.text and "<sheet" in head.text


def _is_part_of_account_data(head: Head) -> bool:
    return any(
        keys <= head.records
        for keys in ({"artistName", "segment"}, {"searchQuery", "searchTime"}, {"message", "shownTimestamp"})
    ) or any(
        keys <= head.keys[0]
        for keys in (
            {"username", "email", "createdFromFacebook"},
            {"displayName", "tasteMaker"},
            {"inferences"},
            {"followerCount"},
        )
    )


def _begins(*signs: bytes) -> Callable[[Head], bool]:
    return lambda head: head.data.startswith(signs)


_LOOK_ALIKES: tuple[tuple[Callable[[Head], bool], str], ...] = (
    (lambda head: not head.data, "is empty. Download it again."),
    (lambda head: not head.data.strip(), "holds nothing but blanks. Download it again."),
    (_is_web_page, "is a web page, not the export itself. Download it again while logged in."),
    (_is_lfs_pointer, "is a pointer of Git LFS, not the file itself. Fetch it with git lfs pull."),
    (lambda head: head.text.strip() == "[]", "holds an empty list: no plays."),
    (
        _is_technical_log,
        "is Spotify's technical log, not a listening history. Ask Spotify for the extended streaming history.",
    ),
    (is_feedback, "holds hearts without names. Drop the whole export of ListenBrainz to have its plays."),
    (_is_exportify, "is a list of tracks without times of play. Ask Spotify for the extended streaming history."),
    (_is_stats_table, "holds totals, not plays. On lastfmstats.com choose the export of all scrobbles."),
    (
        lambda head: {"error", "message"} <= head.keys[0],
        "is an error message of Last.fm, not an export. Export it again.",
    ),
    (
        _is_part_of_account_data,
        "is a part of Spotify's account data without plays. Drop the whole zip, or the files named StreamingHistory.",
    ),
    (_is_workbook, "is a workbook without a known export. Save the sheet with your plays as CSV and drop that."),
    (_begins(b"SQLite format 3\0"), "is the database of another program. Export the plays from there."),
    (_begins(b"bplist00"), "is a binary property list. In Music, choose Export Library and drop the XML file."),
    (
        _begins(b"hdfm", b"hfma"),
        "is the Music app's own database. There, choose File, Library, Export Library and drop the XML file.",
    ),
    (_begins(b"Rar!", b"7z\xbc\xaf"), "is packed in a way that is not opened here. Unpack it and drop the folder."),
    (_begins(b"#EXTM3U"), "is a playlist: it tells no plays."),
)
