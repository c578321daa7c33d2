"""The JSON documents of questions about several listeners. Their keys are a contract with scripts: add, never rename."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desktop_als.cli.documents import Document
from desktop_als.workspace import BlendRow, BorrowRow, MatchPart, SimilarListener, TasteMatch, WouldLike


def match(found: TasteMatch, names: tuple[str, str]) -> Document:
    """How much two tastes agree; ``making`` and ``rest`` sum to the cosine, ``dividing`` and ``rest_dividing`` to it less 1."""

    def parts(told: Sequence[MatchPart]) -> list[dict[str, Any]]:
        return [
            {"artist": part.artist, "part": part.part, "matches": list(part.matches), "plays": list(part.plays)}
            for part in told
        ]

    return {
        "listeners": list(names),
        "match": found.match,
        "usual": found.usual,
        "cosine": found.cosine,
        "making": parts(found.making),
        "rest": found.rest,
        "dividing": parts(found.dividing),
        "rest_dividing": found.rest_dividing,
        "bridges": parts(found.bridges),
    }


def blend(rows: Sequence[BlendRow], names: Sequence[str]) -> Document:
    """What to play for all; a match is null for a listener of whom the model knows nothing."""
    return [
        {
            "rank": row.rank,
            "artist": row.artist,
            "score": row.score,
            "listeners": [
                {"listener": name, "match": None if match < 0 else match, "plays": plays}
                for name, match, plays in zip(names, row.matches, row.plays, strict=True)
            ],
        }
        for row in rows
    ]


def borrow(rows: Sequence[BorrowRow]) -> Document:
    """What one should hear of what the other plays."""
    return [
        {"rank": row.rank, "artist": row.artist, "match": row.match, "lender_plays": row.lender_plays} for row in rows
    ]


def similar_listeners(rows: Sequence[SimilarListener], name: Callable[[int], str]) -> Document:
    """Who listens alike."""
    return [
        {
            "rank": row.rank,
            "listener": name(row.listener_id),
            "similarity": row.similarity,
            "evidence": row.evidence,
        }
        for row in rows
    ]


def would_like(rows: Sequence[WouldLike], name: Callable[[int], str]) -> Document:
    """Who would like an artist."""
    return [
        {"rank": row.rank, "listener": name(row.listener_id), "score": row.score, "match": row.match} for row in rows
    ]
