"""Several lists as one, in which each has its turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from desktop_als.model.answers import Effect, Recommendation, Recommendations
from desktop_als.plays import UNKNOWN, History


def in_turn(
    lists: Mapping[int, Recommendations], shares: Mapping[int, float], n: int, whole: History
) -> Recommendations:
    """At most ``n`` rows out of the lists of moods, each artist once.

    A place goes to the mood of the highest quotient, its share by the places it has and one (D'Hondt 1882), so that a beginning
    of any length is in proportion.

    Args:
        lists: of each mood, by number.
        shares: of each mood, above 0.
        n: rows at most.
        whole: the history of all moods, by which plays are told.
    """
    plays = dict(
        zip(whole.artist_ids.tolist(), zip(whole.plays.tolist(), whole.last_played.tolist(), strict=True), strict=True)
    )
    left = {mood: list(reversed(told.rows)) for mood, told in lists.items()}
    places = dict.fromkeys(lists, 0)
    rows: dict[int, Recommendation] = {}
    while len(rows) < n and (open_ := [mood for mood in left if left[mood]]):
        mood = max(open_, key=lambda each: (shares[each] / (places[each] + 1), -each))
        row = left[mood].pop()
        if row.artist_id in rows:
            continue
        places[mood] += 1
        heard, last = plays.get(row.artist_id, (0, UNKNOWN))
        rows[row.artist_id] = replace(row, rank=len(rows) + 1, plays=heard, last_played=last, mood=mood)
    return _joined(tuple(rows.values()), lists)


def _joined(rows: tuple[Recommendation, ...], lists: Mapping[int, Recommendations]) -> Recommendations:
    hidden = {
        reason: max(told.hidden.get(reason, 0) for told in lists.values())
        for told in lists.values()
        for reason in told.hidden
    }
    note = None if rows else next((told.note for told in lists.values() if told.note), None)
    if not rows:
        return Recommendations((), hidden, note)
    listeners, new = [row.evidence for row in rows], [row.plays == 0 for row in rows]
    return Recommendations(rows, hidden, note, Effect(float(np.median(listeners)), float(np.mean(new))))
