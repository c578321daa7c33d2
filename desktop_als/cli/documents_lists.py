"""The JSON documents around lists. Their keys are a contract with scripts: add, never rename."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from desktop_als.cli.documents import Document, parts
from desktop_als.workspace import (
    Explanation,
    Exported,
    HiddenArtist,
    Link,
    PlaylistFormat,
    PullTest,
    Recommendations,
    TrackRecommendation,
)


def about(answer: Recommendations) -> Document:
    """What a list is like, and how many artists each reason keeps from it."""
    effect = answer.effect
    return {
        "rows": len(answer.rows),
        "median_listeners": effect.median_listeners if effect else None,
        "never_heard": effect.never_heard if effect else None,
        "hidden": dict(answer.hidden),
        "note": answer.note,
    }


def hidden(found: Sequence[HiddenArtist]) -> Document:
    """What a list leaves out, and why."""
    return [
        {"artist": row.artist, "reason": row.reason, "score": row.score, "match": row.match, "plays": row.plays}
        for row in found
    ]


def pull_test(artists: Sequence[str], found: Sequence[PullTest]) -> Document:
    """Where each artist of a list would be without another one, whose contribution to its score is told; ranks may be null."""
    return [
        {
            "rank": test.rank,
            "artist": artist,
            "score": test.score,
            "without": test.without.artist,
            "contribution": test.without.contribution,
            "rank_without": test.rank_without,
            "score_without": test.score_without,
        }
        for artist, test in zip(artists, found, strict=True)
    ]


def tracks(rows: Sequence[TrackRecommendation], explanations: Sequence[Explanation | None] | None = None) -> Document:
    """A list of tracks; with explanations ``because`` holds all parts of the score, summing to it."""
    return [
        {
            "rank": row.rank,
            "track": row.title,
            "artist": row.artist,
            "score": row.score,
            "match": row.match,
            "share": row.share,
            "listeners": row.listeners,
            "plays": row.yours,
            "because": parts(explained) if explanations and (explained := explanations[place]) else None,
        }
        for place, row in enumerate(rows)
    ]


def exported(done: Exported, path: Path, kind: PlaylistFormat) -> Document:
    """A file that was written."""
    return {"file": str(path), "format": kind, "entries": done.entries, "left_out": list(done.left_out)}


def links(found: Sequence[Link]) -> Document:
    """Searches at services."""
    return [asdict(link) for link in found]
