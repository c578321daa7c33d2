"""The JSON documents of moods and radio. Their keys are a contract with scripts: add, never rename."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.cli.documents import Document, moment
from desktop_als.workspace import Mood, Moods, RadioQueue, Recommendations


def moods(found: Moods) -> Document:
    """The moods of a listener, numbered from 1; ``hours`` are plays in each hour of the day, UTC."""
    return {"moods": [_mood(mood) for mood in found.moods], "note": found.note}


def _mood(mood: Mood) -> Document:
    return {
        "mood": mood.number + 1,
        "artists": list(mood.artists),
        "at_home": len(mood.artist_ids),
        "sessions": mood.sessions,
        "plays": mood.plays,
        "share": mood.share,
        "hours": list(mood.hours),
        "first": moment(mood.first),
        "last": moment(mood.last),
    }


def recommended(answer: Recommendations) -> Document:
    """What suits moods."""
    return [
        {
            "rank": row.rank,
            "mood": None if row.mood is None else row.mood + 1,
            "artist": row.artist,
            "score": row.score,
            "match": row.match,
            "evidence": row.evidence,
            "plays": row.plays,
            "because": [{"artist": part.artist, "contribution": part.contribution} for part in row.because],
        }
        for row in answer.rows
    ]


def queue(found: RadioQueue, seeds: Sequence[str]) -> Document:
    """What a radio plays next; ``fits`` are 0 to 100 for each seed, ``near`` is the seed that an artist fits best."""
    return {
        "seeds": list(seeds),
        "queue": [
            {
                "place": place,
                "artist": item.artist,
                "track": item.track,
                "agreement": item.agreement,
                "near": seeds[item.near],
                "fits": list(item.fits),
            }
            for place, item in enumerate(found.items, start=1)
        ],
        "note": found.note,
    }
