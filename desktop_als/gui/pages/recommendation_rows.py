"""What the tables of recommendations show: artists, tracks, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.pages import stability_column
from desktop_als.gui.tables.columns import Action, Column, Pill
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.steering import Opinion
from desktop_als.workspace import HiddenArtist, HiddenReason, ModelInfo, Recommendation, TrackRecommendation

LIKE, NOT_FOR_ME = "like", "not-for-me"
AT_THE_END = Column("actions", words.ACTIONS, "actions", width=88)

ARTIST_COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=54),
    Column("artist", browse.ARTIST, "link", width=120, stretch=2, link="artist"),
    Column("match", browse.MATCH, "match", browse.MATCH_HINT, width=116),
    Column("because", browse.BECAUSE, "pills", browse.BECAUSE_HINT, width=92, stretch=3, link="artist"),
    Column("evidence", *browse.evidence("listeners")[:1], "quiet-number", browse.evidence("listeners")[1], width=88),
    stability_column.COLUMN,
    Column("plays", browse.PLAYS, "number", browse.YOUR_PLAYS_HINT, width=66),
    AT_THE_END,
)
TRACK_COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=54),
    Column("title", words.TITLE, "file", width=120, stretch=1),
    Column("artist", browse.ARTIST, "link", width=120, stretch=1, link="artist", subject="artist_id"),
    Column("match", browse.MATCH, "match", words.TRACK_MATCH_HINT, width=116),
    Column("listeners", browse.LISTENERS, "quiet-number", words.TRACK_LISTENERS_HINT, width=88),
    Column("yours", words.YOURS, "number", words.YOURS_HINT, width=66),
    AT_THE_END,
)
HIDDEN_COLUMNS = (
    Column("artist", browse.ARTIST, "link", width=160, stretch=2, link="artist"),
    Column("why", words.HIDDEN_WHY, "text", words.HIDDEN_WHY_HINT, width=150, stretch=2),
    Column("match", browse.MATCH, "match", browse.MATCH_HINT, width=116),
    Column("plays", browse.PLAYS, "number", browse.YOUR_PLAYS_HINT, width=78),
    Column("actions", words.ACTIONS, "actions", width=150),
)


def artist_rows(recommended: Sequence[Recommendation], info: ModelInfo, before: Rows) -> Rows:
    """Recommendations of a model as rows; of ratings, with the rating foretold in place of plays.

    How stable artists are is taken from the rows ``before`` until it is known of these.
    """
    rated = info.row_kind == "ratings"
    ids = np.array([row.artist_id for row in recommended], dtype=np.int64)
    because = [tuple(Pill(part.artist_id, part.artist) for part in row.because) for row in recommended]
    return Rows(
        ids,
        rank=np.array([row.rank for row in recommended], dtype=np.int64),
        artist=objects([row.artist for row in recommended]),
        stability=_carried(before, ids),
        match=np.array([row.match for row in recommended], dtype=np.int64),
        because=objects(because),
        evidence=np.array([row.evidence for row in recommended], dtype=np.int64),
        plays=np.array([round(row.score, 1) if rated else row.plays for row in recommended]),
        actions=objects([_actions(row.opinion) for row in recommended]),
    ).titled(
        plays=(browse.FORETOLD, browse.FORETOLD_HINT) if rated else (browse.PLAYS, browse.YOUR_PLAYS_HINT),
        because=(browse.BECAUSE_RATED, browse.BECAUSE_RATED_HINT) if rated else (browse.BECAUSE, browse.BECAUSE_HINT),
        evidence=browse.evidence(browse.kind_of(info)),
    )


def track_rows(tracks: Sequence[TrackRecommendation], liked: frozenset[int]) -> Rows:
    """Tracks as rows."""
    return Rows(
        np.array([row.track_id for row in tracks], dtype=np.int64),
        rank=np.array([row.rank for row in tracks], dtype=np.int64),
        title=objects([row.title for row in tracks]),
        artist=objects([row.artist for row in tracks]),
        artist_id=np.array([row.artist_id for row in tracks], dtype=np.int64),
        match=np.array([row.match for row in tracks], dtype=np.int64),
        listeners=np.array([row.listeners for row in tracks], dtype=np.int64),
        yours=np.array([row.yours for row in tracks], dtype=np.int64),
        actions=objects([_actions(Opinion.LIKED if row.artist_id in liked else None) for row in tracks]),
    )


def hidden_rows(hidden: Sequence[HiddenArtist]) -> Rows:
    """Hidden artists as rows, each with what brings it back."""
    return Rows(
        np.array([row.artist_id for row in hidden], dtype=np.int64),
        artist=objects([row.artist for row in hidden]),
        why=objects([words.REASONS[row.reason] for row in hidden]),
        match=np.array([row.match for row in hidden], dtype=np.int64),
        plays=np.array([row.plays for row in hidden], dtype=np.int64),
        actions=objects([_lift(row.reason) for row in hidden]),
    )


def _actions(opinion: Opinion | None) -> tuple[Action, ...]:
    liked = opinion == Opinion.LIKED
    like = Action(LIKE, words.LIKED if liked else words.LIKE_TIP, "liked" if liked else "heart", on=liked)
    return like, Action(NOT_FOR_ME, words.NOT_FOR_ME_TIP, "close")


def _lift(reason: HiddenReason) -> tuple[Action, ...]:
    return (Action(reason, words.LIFTS[reason]),)


def _carried(before: Rows, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The tallies (n,) of artists that were shown before; −1 of the others."""
    if not len(before):
        return stability_column.unknown(len(ids))
    known = dict(zip(before.ids.tolist(), before.columns["stability"].tolist(), strict=True))
    return np.array([known.get(artist, -1) for artist in ids.tolist()], dtype=np.int64)
