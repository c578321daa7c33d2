"""Words of the page of several listeners."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages.common import count
from desktop_als.workspace import MatchPart

TOGETHER = "Together"
FACTS = "What several listeners have in common, and what to play for all of them"
LOADING = "Comparing"
MATCH_TAB, BORROW_TAB, BLEND_TAB = "Match", "Borrow", "Blend"

ADD = "Add a listener"
SEARCHING = "Searching listeners"
SUGGESTED = "Suggested:"
NOBODY_FOUND = "Nobody is called that."
LIBRARY_NAMES = "Listeners who are compared"

ONE_MORE = "Choose another listener"
ONE_MORE_TEXT = "Two tastes can be compared; for three or more there is one list that suits them all."
NOBODY = "Choose two listeners"
ALONE = "There is nobody to compare with yet"
ALONE_TEXT = (
    "Import the history of another person under another listener’s name, or the taste card that they made for you. "
    "A community works, too: its members are listeners."
)
IMPORT = "Import a history"
NO_MODEL_TEXT = "Tastes are compared by a model of your library. Training one takes a minute or so."
NOT_COMPARED = "They cannot be compared"
NOT_COMPARED_TEXT = (
    "The model knows no artist of at least one of them. Train it again to include these, or choose somebody else."
)

MATCH = "Match"
OF_100 = "of 100"
MATCH_MEANING = (
    "100 is one and the same taste, 0 is nothing in common, or opposites. It compares what the model expects of both for "
    "every artist, heard or not: the cosine of their scores, times 100. What both like adds to it, what one of them likes "
    "far more takes from 100, and both lists add up exactly."
)
MAKES = "What both like"
DIVIDES = "What one of them likes far more"
MAKES_MEANING = "What each artist adds to the match, in points. All artists together add up to the match."
DIVIDES_MEANING = "What each artist takes from the match, in points. All artists together take what it lacks to 100."
ALL_OTHERS = "All other artists"
BRIDGES = "For both"
BRIDGES_FACTS = "Both would like these, and not both play them yet"
NO_BRIDGES = "No artist remains that both would like and not both play."
ARTIST, RANK, PLAYS = "Artist", "#", "Plays"
RANK_HINT = "The place in this list. Click a title to sort by it, click # to come back to this order."

NO_BORROW = "Nothing to borrow"
LENDER_PLAYS = "Their plays"
LENDER_PLAYS_HINT = "How often the one who lends it played the artist."
BORROW_MATCH_HINT = (
    "How well the artist fits who borrows it, from 0 to 100. 100 is as high as the artists they play most score."
)

MISERY = "From the average to nobody suffers"
MISERY_HINT = (
    "Left, the average of what all make of an artist counts: one who loves it can carry it. Right, only whoever likes it "
    "least counts, so that nobody suffers; between, so much of each. Everybody’s favourites count as 100, whoever plays more."
)
AVERAGE, LEAST_MISERY = "Average", "Nobody suffers"
ONLY_NEW = "New to all of them"
ONLY_NEW_HINT = "Only artists whom none of them knows."
NO_BLEND = "Nothing for all of them"
NO_BLEND_TEXT = (
    "Every artist of the model is known to somebody or refused by somebody, or the model knows none of theirs."
)
COLUMNS = 6


def match_hint(name: str) -> str:
    """What a column of matches holds."""
    return f"How well the artist fits {name}, from 0 to 100. 100 is as high as the artists they play most score."


def remove(name: str) -> str:
    """Of the cross of a chip."""
    return f"Take {name} out"


def verdict(match: int, usual: int | None) -> str:
    """What a match means in a sentence."""
    if match >= 95:
        return "Nearly one and the same taste."
    if usual is None:
        how = "much" if match >= 60 else "some things" if match >= 25 else "little"
        return f"They have {how} in common."
    how = (
        "More alike than most"
        if match > usual + 10
        else "Less alike than most"
        if match < usual - 10
        else "As alike as most"
    )
    return f"{how}: between two listeners of this model, {usual} is usual."


def points(tenths: int) -> str:
    """Tenths of points: "+3.2", "−0.5"."""
    return f"{tenths / 10:+.1f}".replace("-", "−")


def both(part: MatchPart, names: Sequence[str]) -> str:
    """What each makes of an artist."""
    told = zip(names, part.matches, part.plays, strict=True)
    return "; ".join(f"{name}: match {match}, {count(plays, 'play')}" for name, match, plays in told)


def borrows(borrower: str, lender: str) -> str:
    """The title of a list of what to borrow."""
    return f"{borrower} from {lender}"


def nothing_to_borrow(borrower: str, lender: str) -> str:
    """Why such a list is empty."""
    return f"{lender} plays nobody whom {borrower} does not know and would like."


def title(names: Sequence[str]) -> str:
    """Of a list that is taken along."""
    return " + ".join(names)


def bridges_title(names: Sequence[str]) -> str:
    """Of the list of bridges, taken along."""
    return f"For {' and '.join(names)}"


def shown_columns(people: int) -> str:
    """Said when there are more listeners than columns."""
    return f"All {people} listeners count. The matches of the first {COLUMNS} are shown."


def no_part(names: Sequence[str]) -> str:
    """Of listeners of whom the model knows nothing."""
    return f"The model knows no artist of {', '.join(names)}, so they have no part in this list. Train it again to include them."


def misery(share: float) -> str:
    """A stop of the slider."""
    return AVERAGE if share <= 0 else LEAST_MISERY if share >= 1 else f"{100 * share:.0f} %"
