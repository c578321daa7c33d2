"""The JSON documents. Their keys are a contract with scripts: add, never rename."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from desktop_als.plays import UNKNOWN, Tally
from desktop_als.workspace import (
    ROWS_SHOWN,
    ArtistTable,
    Contribution,
    Evaluation,
    Explanation,
    FileReport,
    ImportReport,
    ListenerTable,
    ModelInfo,
    RatingsEvaluation,
    Recommendation,
    ReportCard,
    SimilarArtist,
    Source,
    Stability,
    TableGuess,
    Trial,
    Tuning,
    Undone,
)

Document = dict[str, Any] | list[dict[str, Any]]


def dump(document: Document) -> str:
    """One document, readable, non-Latin names as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def moment(seconds: int) -> str | None:
    """Unix seconds as ISO 8601 UTC, None when unknown."""
    return None if seconds == UNKNOWN else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def tally(counts: Tally) -> dict[str, int]:
    """Rows by fate; ``rows_read`` is their sum."""
    return {"rows_read": counts.rows_read, **asdict(counts)}


def import_report(report: ImportReport) -> dict[str, Any]:
    """What became of a drop."""
    return {
        "files": [_file(file) for file in report.files],
        "totals": tally(report.totals),
        "notes": list(report.notes),
    }


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "path": file.path,
        "format": file.format,
        "listener": file.listener,
        **tally(file.tally),
        "first": moment(file.first),
        "last": moment(file.last),
        "problem": file.problem,
        "notes": list(file.notes),
    }


def listeners(table: ListenerTable, places: Sequence[int]) -> Document:
    """The listeners at ``places`` of the table."""
    return [
        {
            "name": table.names[i],
            "plays": int(table.plays[i]),
            "artists": int(table.artists[i]),
            "ratings": int(table.ratings[i]),
            "first": moment(int(table.first[i])),
            "last": moment(int(table.last[i])),
            "community": table.communities[i],
        }
        for i in places
    ]


def artists(table: ArtistTable, places: Sequence[int]) -> Document:
    """The artists at ``places`` of the table."""
    return [
        {
            "name": table.names[i],
            "listeners": int(table.listeners[i]),
            "plays": int(table.plays[i]),
            "ratings": int(table.ratings[i]),
        }
        for i in places
    ]


def sources(found: Sequence[Source]) -> Document:
    """The imported files."""
    return [
        {
            "id": source.id,
            "path": source.path,
            "format": source.format,
            "listener": source.listener,
            "kept": source.tally.kept,
            "imported_at": moment(source.imported_at),
        }
        for source in found
    ]


def table(guess: TableGuess) -> Document:
    """What the columns of a table seem to mean."""
    return {
        "delimiter": guess.mapping.delimiter,
        "headings": list(guess.headings),
        "columns": list(guess.mapping.columns),
        "time_format": guess.mapping.time_format,
        "time_formats": list(guess.time_formats),
        "timezone": guess.mapping.zone,
        "doubt": guess.doubt,
        "rows": [list(row) for row in guess.rows[:ROWS_SHOWN]],
    }


def undone(found: Undone | None) -> Document:
    """What an undo took back."""
    return {
        "undone": found.label if found else None,
        "kind": found.kind if found else None,
        "plays": found.plays if found else 0,
        "ratings": found.ratings if found else 0,
    }


def training(info: ModelInfo) -> Document:
    """A finished training."""
    return {
        "model": info.name,
        "engine": info.engine,
        "listeners": info.rows,
        "artists": info.artists,
        "observations": info.observations,
        "seconds": round(info.seconds, 3),
        "epochs": [asdict(epoch) for epoch in info.epochs],
        "metrics": info.metrics,
        "best_epoch": info.best_epoch,
        "held_out": info.held_out,
        "rows": info.row_kind,
        "settings": info.settings.as_dict(),
    }


def ratings_evaluation(found: RatingsEvaluation) -> Document:
    """A model of ratings beside simpler methods."""
    return {
        "protocol": found.protocol,
        "listeners": found.listeners,
        "ratings": found.ratings,
        "models": [
            {"name": card.name, "rmse": card.rmse, "mae": card.mae, "interval": list(card.interval)}
            for card in found.cards
        ],
        "verdict": found.verdict,
    }


def evaluation(found: Evaluation) -> Document:
    """The model beside simpler methods."""
    return {
        "protocol": found.protocol,
        "listeners": found.listeners,
        "models": [
            {
                "name": card.name,
                "ndcg@20": card.ndcg20,
                "ndcg@100": card.ndcg100,
                "recall@20": card.recall20,
                "recall@50": card.recall50,
                "coverage": card.coverage,
                "median_listeners": card.median_listeners,
                "unheard": card.unheard,
                "interval": list(card.interval),
            }
            for card in found.cards
        ],
        "verdict": found.verdict,
    }


def _contributions(parts: Sequence[Contribution]) -> list[dict[str, Any]]:
    return [{"artist": part.artist, "contribution": part.contribution} for part in parts]


def parts(explained: Explanation) -> list[dict[str, Any]]:
    """All contributions; behind them how the artist is rated in general and what its recency adds, where that is something."""
    found = _contributions(explained.contributions)
    if explained.general:
        found.append({"artist": explained.artist, "contribution": explained.general, "reason": "general"})
    if explained.recency:
        found.append({"artist": explained.artist, "contribution": explained.recency, "reason": "recency"})
    return found


def recommendations(
    rows: Sequence[Recommendation],
    explanations: Sequence[Explanation | None] | None = None,
    stability: Stability | None = None,
) -> Document:
    """The list; with explanations ``because`` holds all parts of the score, summing to it."""
    document = []
    for place, row in enumerate(rows):
        explained = explanations[place] if explanations else None
        document.append(
            {
                "rank": row.rank,
                "artist": row.artist,
                "score": explained.score if explained else row.score,
                "match": row.match,
                "evidence": row.evidence,
                "plays": row.plays,
                "rating": row.rating,
                "opinion": row.opinion,
                "last_played": moment(row.last_played),
                "stability": stability.shares[place] if stability else None,
                "because": parts(explained) if explained else _contributions(row.because),
            }
        )
    return document


def similar(rows: Sequence[SimilarArtist], stability: Stability | None = None) -> Document:
    """The neighbours of an artist."""
    return [
        {
            "rank": row.rank,
            "artist": row.artist,
            "similarity": row.similarity,
            "evidence": row.evidence,
            "stability": stability.shares[place] if stability else None,
        }
        for place, row in enumerate(rows)
    ]


def report_card(card: ReportCard) -> Document:
    """How well one listener's next artist is guessed."""
    return {
        "sessions_learned": card.learned,
        "sessions_predicted": card.predicted,
        "guesses": card.guesses,
        "artists": card.artists,
        "methods": [
            {"name": mark.method, "ndcg@10": mark.ndcg, "interval": list(mark.interval), "hits@10": mark.hits}
            for mark in card.marks
        ],
        "verdict": card.verdict,
    }


def tuning(found: Tuning, model: str) -> Document:
    """Every trial, the best of them, and the model trained with its settings."""
    trials = [_trial(trial) for trial in found.trials]
    return {"trials": trials, "best": _trial(found.best) if found.best else None, "model": model}


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "number": trial.number,
        "ndcg@20": trial.ndcg,
        "epochs": trial.epochs,
        "seconds": round(trial.seconds, 3),
        "state": trial.state,
        "share": trial.share,
        "settings": trial.settings.as_dict(),
    }
