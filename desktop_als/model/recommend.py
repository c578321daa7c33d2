"""What to hear next: the best scores of the artists that the question leaves in, each with the reasons that carry it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from desktop_als.model.answers import (
    Contribution,
    Effect,
    HiddenArtist,
    HiddenReason,
    Recommendation,
    Recommendations,
    RecommendQuery,
)
from desktop_als.model.bundle import Model
from desktop_als.model.candidates import REASONS
from desktop_als.model.explain import named
from desktop_als.model.ordering import best
from desktop_als.model.ranking import Ranking
from desktop_als.model.taste import Doubles, Taste
from desktop_als.plays import History
from desktop_als.steering import NEUTRAL, Steering

MOST_HIDDEN = 5_000
"""Hidden artists that are told one by one. The counts are of all."""

REASONS_SHOWN = 3
BLOCK = 1_024
"""Rows that are explained at once: a list of all artists would need gigabytes."""


def recommend(model: Model, history: History, query: RecommendQuery, steering: Steering = NEUTRAL) -> Recommendations:
    """The best artists for a listener. Ties fall to the artist that came into the library first.

    Raises:
        ModelError, TrainingError: as Taste.of.
    """
    ranking = Ranking.of(model, history, query, steering)
    if not ranking.has_taste:
        return Recommendations((), {}, _no_taste(ranking, history))
    counts = np.bincount(ranking.standing[ranking.standing < len(REASONS)], minlength=len(REASONS)).tolist()
    hidden = {reason: count for reason, count in zip(REASONS, counts, strict=True) if count}
    rows = tuple(
        row for start in range(0, len(ranking.columns), BLOCK) for row in _rows(ranking, steering, start, start + BLOCK)
    )
    return Recommendations(rows, hidden, None if rows else _empty(ranking, hidden), _effect(rows))


def hidden(
    model: Model, history: History, query: RecommendQuery, steering: Steering = NEUTRAL
) -> tuple[HiddenArtist, ...]:
    """The artists that :func:`recommend` leaves out, best scores first, :data:`MOST_HIDDEN` at most.

    Raises:
        ModelError, TrainingError: as Taste.of.
    """
    ranking = Ranking.of(model, history, query, steering)
    if not ranking.has_taste:
        return ()
    columns = best(ranking.scores, ranking.standing < len(REASONS), MOST_HIDDEN)
    plays, _, _ = ranking.past.at(columns)
    each = zip(columns.tolist(), ranking.scores[columns].tolist(), plays.tolist(), strict=True)
    return tuple(
        HiddenArtist(
            int(model.artist_ids[column]),
            model.names[column],
            REASONS[ranking.standing[column]],
            score,
            ranking.match(score),
            played,
        )
        for column, score, played in each
    )


def _rows(ranking: Ranking, steering: Steering, start: int, end: int) -> list[Recommendation]:
    """The rows at places ``start`` to ``end`` of the list."""
    taste, model, columns = ranking.taste, ranking.taste.model, ranking.columns[start:end]
    scores, parts = taste.exact(columns)
    plays, last_played, ratings = (of.tolist() for of in ranking.past.at(columns))
    because = _reasons(taste, columns.tolist(), parts)
    rows = []
    for place, (column, score) in enumerate(zip(columns.tolist(), scores.tolist(), strict=True)):
        artist_id, rating = int(model.artist_ids[column]), ratings[place]
        rows.append(
            Recommendation(
                rank=start + place + 1,
                artist_id=artist_id,
                artist=model.names[column],
                score=score,
                match=ranking.match(score),
                evidence=int(model.support[column]),
                plays=plays[place],
                because=because[place],
                rating=None if taste.ratings is None or np.isnan(rating) else rating,
                opinion=steering.opinions.get(artist_id),
                last_played=last_played[place],
            )
        )
    return rows


def _reasons(taste: Taste, columns: Sequence[int], parts: Doubles) -> list[tuple[Contribution, ...]]:
    """For each of the artists the others of the row that add most to its score, by the contributions (k, s)."""
    left = np.where(np.asarray(columns)[:, None] == taste.columns, -np.inf, parts)
    because: list[list[Contribution]] = [[] for _ in columns]
    places = np.arange(len(columns))
    for _ in range(min(REASONS_SHOWN, parts.shape[1])):
        most = np.argmax(left, axis=1)
        heard, added = taste.columns[most].tolist(), left[places, most].tolist()
        for reasons, column, part in zip(because, heard, added, strict=True):
            if part > 0:
                reasons.append(named(taste.model, column, part))
        left[places, most] = -np.inf
    return [tuple(reasons) for reasons in because]


def _effect(rows: Sequence[Recommendation]) -> Effect | None:
    if not rows:
        return None
    unheard = [row.plays == 0 and row.rating is None for row in rows]
    return Effect(float(np.median([row.evidence for row in rows])), sum(unheard) / len(rows))


def _no_taste(ranking: Ranking, history: History) -> str:
    """Why there is nothing to go by."""
    if len(ranking.past.columns):
        if ranking.taste.ratings is not None and not np.isfinite(ranking.past.ratings).any():
            return (
                "The model learns from ratings, and there are none of this listener. Import some, or like artists here."
            )
        return "Nothing counts for this listener’s taste as it is steered. Tick an artist again, or like one."
    if not len(history.artist_ids):
        return "There are no plays of this listener yet. Like some artists, and they make the list."
    does = "plays" if ranking.taste.ratings is None else "rated"
    return f"The model knows none of the artists this listener {does}. Train it again to include them."


def _empty(ranking: Ranking, hidden: Mapping[HiddenReason, int]) -> str:
    """Why a list has no row."""
    if ranking.query.heard == "dormant":
        if hidden:
            return "Every forgotten artist is hidden."
        if ranking.taste.ratings is not None:
            return "Nothing is forgotten: ratings do not tell when an artist was played last."
        return f"Nothing is forgotten: every artist with a date was played in {_span(ranking.query.forgotten_days)}."
    if ranking.taste.ratings is None:
        why = "The model knows no artist beyond the ones this listener plays."
    else:
        why = "No artist beyond the ones this listener rated has enough ratings."
    if set(hidden) - {"known"}:
        why = "The model knows no artist beyond those that are hidden."
    return f"{why} Add a community or other people's files to discover more."


def _span(days: int) -> str:
    return "the last six months" if days == 180 else f"the last {days} days"
