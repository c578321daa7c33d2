"""Hearts of ListenBrainz, as JSON lines or an array: tracks that a person loved (1) or hated (-1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_lines import json_lines
from desktop_als.history.json_rows import array_of, json_rows
from desktop_als.history.listenbrainz import TrackMetadata
from desktop_als.history.loading import load_json
from desktop_als.history.marks import Marked, mark_batches
from desktop_als.plays import Fate, Mark, MarkBatch, RowLog
from desktop_als.progress import CancelToken

_MARKS = {1: Mark.LIKED, -1: Mark.BANNED}


class _Feedback(msgspec.Struct):
    score: int
    recording_mbid: str | None = None
    track_metadata: TrackMetadata | None = None


_ARRAY = array_of(_Feedback)


def _read_lines(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[MarkBatch]:
    rows = json_lines(part, part.files[0], _Feedback, log, cancel, advance)
    yield from mark_batches(_marked(rows, log), log, cancel)


def _read_array(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[MarkBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _ARRAY, log)
    yield from mark_batches(_marked(zip(numbers, rows, strict=True), log), log, cancel)


def _marked(rows: Iterable[tuple[int, _Feedback]], log: RowLog) -> Iterator[Marked]:
    for number, row in rows:
        mark = _MARKS.get(row.score)
        if mark is None:
            log.reject(Fate.NOT_RATED, number, f"Neither loved nor hated: {row.score}")
        elif row.track_metadata is None:
            log.reject(Fate.NO_ARTIST, number, row.recording_mbid or "")
        else:
            yield Marked(number, row.track_metadata.artist, row.track_metadata.track_name, mark)


def is_feedback(head: Head) -> bool:
    """Whether these are hearts, with names or without."""
    return "score" in head.keys[0] and not {"recording_mbid", "recording_msid"}.isdisjoint(head.keys[0])


def _names_tracks(head: Head) -> bool:
    return is_feedback(head) and "artist_name" in head.keys[1]


READERS = (
    Reader(
        Format("listenbrainz_feedback", "Hearts of ListenBrainz", precision=None),
        (lambda head: head.root == "{" and _names_tracks(head),),
        _read_lines,
    ),
    Reader(
        Format("listenbrainz_feedback_array", "Hearts of ListenBrainz, 2018 to 2024", precision=None),
        (lambda head: head.root == "[" and _names_tracks(head),),
        _read_array,
    ),
)
