"""What to play for several listeners, and what one should hear of what another plays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.candidates import told_by_enough
from desktop_als.model.members import Member, as_match
from desktop_als.model.ordering import best
from desktop_als.model.together import BlendRow, BorrowRow

BLOCK = 16_384
"""Artists scored at once: for 100 listeners, a block of likings stays in the processor's cache."""

OWN_SHARE = 0.9
"""Of a lender's plays: the artists beyond are heard in passing, and not lent."""

_NOBODY = np.empty(0, np.int64)


def blend(members: Sequence[Member], misery: float, n: int, *, only_new: bool) -> tuple[BlendRow, ...]:
    """The best artists for all: (1 − misery) · the mean of their likings + misery · the least of them (O'Connor et al. 2001).

    Whom one of them does not want is left out, with ``only_new`` also whom one of them knows. Ties fall to the artist that came
    into the library first.
    """
    asked = [member for member in members if member.favourite is not None]
    if not asked:
        return ()
    model = asked[0].taste.model
    allowed = told_by_enough(model)
    for member in members:
        allowed[member.unwanted] = False
        if only_new:
            allowed[member.known] = False
    scores = _blended(model, asked, misery)
    columns = best(scores, allowed, n)
    likings = [member.likings(columns) for member in members]
    plays = [member.plays(columns) for member in members]
    return tuple(
        BlendRow(
            rank=rank + 1,
            artist_id=int(model.artist_ids[column]),
            artist=model.names[column],
            score=float(scores[column]),
            matches=tuple(
                -1 if member.favourite is None else as_match(liking[rank])
                for member, liking in zip(members, likings, strict=True)
            ),
            plays=tuple(count[rank] for count in plays),
        )
        for rank, column in enumerate(columns.tolist())
    )


def borrow(borrower: Member, lender: Member, n: int) -> tuple[BorrowRow, ...]:
    """What the lender plays more than in passing, does not mind to hear, and the borrower does not know, best for them first."""
    model = borrower.taste.model
    refused = np.concatenate([lender.unwanted, borrower.unwanted, borrower.known])
    columns = np.setdiff1d(_own(lender), refused)
    likings = borrower.likings(columns)
    order = best(likings.astype(np.float32), likings > 0, n)
    plays = lender.plays(columns)
    return tuple(
        BorrowRow(
            rank,
            int(model.artist_ids[columns[i]]),
            model.names[columns[i]],
            as_match(likings[i]),
            plays[i],
        )
        for rank, i in enumerate(order.tolist(), start=1)
    )


def _blended(model: Model, members: Sequence[Member], misery: float) -> Floats:
    units = np.array([member.favourite or 1.0 for member in members])
    vectors = (np.stack([member.taste.vector for member in members]) / units[:, None]).astype(np.float32)
    scores = np.empty(len(model.names), np.float32)
    for start in range(0, len(scores), BLOCK):
        block = slice(start, start + BLOCK)
        likings = vectors @ model.taste_factors[block].T
        if model.info.rating_mean is not None:
            likings += np.stack([member.taste.general[block] for member in members]) / units[:, None]
        scores[block] = (1 - misery) * likings.mean(axis=0) + misery * likings.min(axis=0)
    return scores


def _own(member: Member) -> Ids:
    """The columns of the artists who make up :data:`OWN_SHARE` of their plays; of ratings, of those rated above their mean."""
    past = member.past
    if member.taste.ratings is not None:
        rated = ~np.isnan(past.ratings)
        return past.columns[rated][past.ratings[rated] >= past.ratings[rated].mean()] if rated.any() else _NOBODY
    most = np.argsort(-past.plays, kind="stable")
    before = np.cumsum(past.plays[most]) - past.plays[most]
    own: Ids = past.columns[most[before < OWN_SHARE * past.plays.sum()]]
    return own
