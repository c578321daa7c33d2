"""Words of a listener's report card."""

from __future__ import annotations

from desktop_als.gui.messages.common import count
from desktop_als.gui.messages.work import percent
from desktop_als.workspace import ReportCard

REPORT_CARD = "Report card"
ASK = "How well does it know you?"
ASK_TEXT = (
    "The first nine tenths of your listening are learned from, and the artists of the last tenth are guessed one by one. "
    "This takes a minute at most, and changes nothing."
)
CHECK = "Check how well it knows me"
CHECK_AGAIN = "Check again"
CHECKING = "Checking"
STOPPED = "Stopped. Nothing was changed."
NOT_CHECKED = "This could not be checked"

METHOD, NDCG, SPREAD, HITS = "Guess by", "NDCG@10", "±", "Hits of 100"
METHOD_HINT = (
    "Ways to guess the next artist. The last one is nearest to how your list is made, which knows your whole history."
)
NDCG_HINT = "1 if the next artist always was the first guess, 0 if it never was among the first ten."
SPREAD_HINT = "With other sessions the figure would lie within so much of this one, 95 times of 100."
HITS_HINT = "How many of 100 next artists were among the first ten guesses."
METHODS = {
    "random": "Chance",
    "popularity": "What you play most",
    "recency": "What you played lately",
    "item cosine": "What is played together (item cosine)",
    "ALS": "The model (ALS)",
    "item cosine + recency": "Played together, and lately",
    "ALS + recency": "The model, and lately",
}
LIMIT = (
    "It can only propose artists that are in your own file. Add a friend's file or a community to discover new ones."
)


def meaning(card: ReportCard) -> str:
    """What the figures say, in a sentence or two."""
    hits = {mark.method: mark.hits for mark in card.marks}
    return (
        f"{percent(hits['ALS + recency'])} of the artists that came next were among its first ten guesses. "
        f"By chance it would be {percent(hits['random'])}. {card.verdict}"
    )


def basis(card: ReportCard) -> str:
    """What was learned from and what was guessed."""
    return (
        f"Learned from the first {count(card.learned, 'session')}, then guessed {count(card.guesses, 'artist')} in "
        f"{count(card.predicted, 'later session')}, among {count(card.artists, 'artist')}."
    )
