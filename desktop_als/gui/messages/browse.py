"""Words of the pages of listeners and artists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from desktop_als.gui.messages.common import MONTHS, count, known
from desktop_als.plays import UNKNOWN, Artist, Listener
from desktop_als.workspace import ArtistPlays, ModelInfo

RowKind = Literal["listeners", "sessions"]

LISTENER_PARTS = ("recommendations", "top", "history", "similar", "moods", "steering", "report-card")
ARTIST_PARTS = ("similar", "listeners", "would-like", "tracks")
"""What a location calls the tabs of a listener and of an artist, in their order."""

LISTENERS, ARTISTS = "Listeners", "Artists"
LISTENERS_FACTS = "Everyone whose plays or ratings are in the library"
ARTISTS_FACTS = "Everyone who is played or rated in the library"
LOADING = "Loading"
FILTER_LISTENERS, FILTER_ARTISTS = "Filter listeners", "Filter artists"
OWN = "Own history"

RECOMMENDATIONS, TOP_ARTISTS, HISTORY = "Recommendations", "Top artists", "History"
SIMILAR, WHO_PLAYS = "Similar artists", "Who plays it"
SIMILAR_LISTENERS, WOULD_LIKE, TRACKS = "Similar listeners", "Who would like it", "Tracks"
START_RADIO, OPEN_IN = "Start radio", "Open in"
COMPARE = "Compare"
COMPARE_HINT = "See what the two tastes agree on, and what divides them."
COMPARE_WITH = "Compare with…"
COMPARE_WITH_HINT = "Choose another listener and see what the two tastes agree on."
TASTE_RADIO = "Taste radio"
TASTE_RADIO_HINT = "A queue that begins from this listener’s taste."
HEARD = (("new", "New to me"), ("dormant", "Forgotten"), ("any", "Anything"))
HEARD_NAME = "Which artists to recommend"

RANK, LISTENER, ARTIST, MATCH, BECAUSE, SIMILARITY = (
    "#",
    "Listener",
    "Artist",
    "Match",
    "Because you play",
    "Similarity",
)
PLAYS, ARTIST_COUNT, FIRST, LAST, COMMUNITY, MONTH = (
    "Plays",
    "Artists",
    "First play",
    "Last play",
    "Community",
    "Month",
)

RANK_HINT = "The place in this list. Click a title to sort by it, click # to come back to this order."
MATCH_HINT = (
    "How well the artist fits, from 0 to 100. 100 is as high as the artists you play most score in the same model."
)
RATING, YOUR_RATING_HINT = "Rating", "How this listener rated the artist: the mean over their albums."
FORETOLD, FORETOLD_HINT = "Foretold", "The rating that the model expects of this listener."
RATINGS, RATINGS_HINT = "Ratings", "Artists that the listener rated."
ALL_RATINGS_HINT = "Listeners who rated the artist."
BECAUSE_RATED = "Because you rated"
BECAUSE_RATED_HINT = "The ratings of yours that add most to the one foretold. Choose a row to see every part."
BECAUSE_HINT = "The artists you play that add most to the score. Choose a row to see every part."
SIMILARITY_HINT = (
    "How alike the listeners of the two artists are, by the model: 1 is the same, 0 unrelated, below 0 opposite. "
    "Artists of few listeners stand a little lower in the list, for chance has more say in where the model puts them."
)
STABILITY = "Stability"
STABILITY_HINT = (
    "In how many models, each trained on other listeners drawn from yours, the artist returns in this list. "
    "What returns in all of them hardly hangs on chance."
)
LISTENER_EVIDENCE_HINT = "Artists that the other listener plays and the model knows. The more, the surer the figure."
LISTENER_SIMILARITY_HINT = (
    "How alike the two listeners would score all artists, by the model: 1 is the same, 0 unrelated, below 0 opposite. "
    "Who plays few artists stands a little lower in the list."
)
LISTENER_MATCH_HINT = (
    "How well the artist fits this listener, from 0 to 100. 100 is as high as the artists they play most score."
)
TITLE, YOURS = "Title", "Yours"
TRACK_LISTENERS_HINT = "Listeners in the library who play the track."
YOURS_HINT = "Plays of the listener whose page you saw last."
SHARED_LISTENERS, SHARED_LISTENERS_HINT = "Shared", "Listeners in the library who play both artists."
YOUR_PLAYS_HINT = "How often this listener played the artist."
PLAYS_HINT = "Counted plays. Settings say what counts."
ALL_PLAYS_HINT = "Counted plays of all listeners in the library."
LISTENERS_HINT = "Listeners in the library with at least one counted play or a rating."
ARTISTS_HINT = "Different artists with at least one counted play or a rating."
FIRST_HINT = "The day of the first counted play or rating. A dash means that the source has no dates."
LAST_HINT = "The day of the last counted play or rating. A dash means that the source has no dates."
COMMUNITY_HINT = "The public community that the listener comes with, or their own history."
MONTH_HINT = "Months are counted in UTC."

NO_MODEL = "No model yet"
NO_MODEL_TEXT = (
    "Recommendations and similar artists come from a model of your library. Training one takes a minute or so."
)
TRAIN = "Train a model"
NOTHING_HERE = "Nothing to show here"
SHOW_ANYTHING = "Show artists you play"
NO_LISTENERS, NO_ARTISTS = "No listeners yet", "No artists yet"
IMPORT_TEXT = "Import a listening history, or add the sample community, to see them here."
IMPORT = "Go to Home"
NOT_LOADED = "This could not be loaded"
GONE = "No longer in the library"
ALL_LISTENERS, ALL_ARTISTS = "See all listeners", "See all artists"
NO_TOP_ARTISTS = "There are no counted plays and no ratings of this listener."
NO_DATES = "No dates"
NO_DATES_TEXT = "No play of this listener has a date, so there are no months to show."
NOBODY_PLAYS = "Nobody in the library has played or rated this artist."
NO_TRACKS = "No play of this artist names its track."
NO_SIMILAR_LISTENERS = "Nobody alike was found."
NO_WOULD_LIKE = "Nobody was found who does not play it and would like it."
NO_MATCH = "No name matches"
NO_MATCH_TEXT = "Change or clear the filter to see more."

WHY = "Why this artist?"
WHY_CHOOSE = "Choose a row to see where its score comes from."
WHY_TEXT = "Each artist you play adds to or takes from the score. The parts sum to it exactly."
RECENCY = "Played lately"
WHY_RATED_TEXT = (
    "How the artist is rated in general, and what your ratings add to or take from it, sum to the rating exactly."
)
IN_GENERAL = "rated in general"
WHY_UNKNOWN = "The model in use does not know this artist. Train it again to include it."
SCORE = "Score"
OPEN_ARTIST = "Open artist"


def why(artist: str) -> str:
    """Title of the reasons."""
    return f"Why {artist}?"


def others(number: int) -> str:
    """The parts of a score that are not told one by one."""
    return count(number, "other")


def signed(value: float) -> str:
    """ "+0.31", "−0.05"."""
    return f"{value:+.2f}".replace("-", "−")


def evidence(kind: RowKind) -> tuple[str, str]:
    """Title and hint of the column that says how much is known of an artist."""
    if kind == "sessions":
        return "Sessions", "Listening sessions in which the artist is played. The more, the surer the figure."
    return "Listeners", "Listeners of the artist that the model has seen. The more, the surer the figure."


def kind_of(info: ModelInfo) -> RowKind:
    """What a model counts."""
    return "sessions" if info.row_kind == "sessions" else "listeners"


def listener_facts(listener: Listener) -> str:
    """The line under a listener's name."""
    facts = [known(listener.plays, listener.ratings), count(listener.artists, "artist")]
    if listener.community is not None:
        facts.append(listener.community)
    if (span := years(listener.first, listener.last)) is not None:
        facts.append(span)
    return " · ".join(facts)


def years(first: int, last: int) -> str | None:
    """ "2013 – 2026", or None without dates."""
    if UNKNOWN in (first, last):
        return None
    # An hour's zone does not matter to a year, and a whole history is told in UTC like its months.
    begin, end = (datetime.fromtimestamp(moment, tz=UTC).year for moment in (first, last))
    return f"{begin}" if begin == end else f"{begin} – {end}"


def artist_facts(artist: Artist) -> str:
    """The line under an artist's name."""
    listeners = count(artist.listeners, "listener")
    if artist.ratings and not artist.plays:
        return f"rated by {listeners}"
    return f"played by {listeners} · {count(artist.plays, 'play')}"


def yours(listener: str, played: ArtistPlays | None) -> str:
    """What the listener at hand has to do with an artist: "Mira: 3 plays, last in 2019"."""
    if played is None:
        return f"{listener}: never played"
    if not played.plays:
        return f"{listener}: rated {played.rating:.1f}" if played.rating is not None else f"{listener}: never played"
    last = years(played.last_played, played.last_played)
    return f"{listener}: {count(played.plays, 'play')}" + (f", last in {last}" if last else "")


def similar_to(artist: str) -> str:
    """What a list of neighbours is called when it leaves the app."""
    return f"Similar to {artist}"


def tracks_of(artist: str) -> str:
    """What a list of tracks is called then."""
    return f"Tracks of {artist}"


def shown(number: int, total: int, noun: str) -> str:
    """How many rows a list shows."""
    return count(total, noun) if number == total else f"{number:,} of {count(total, noun)}"


def month(year_and_month: str) -> str:
    """ "May 2024" of "2024-05"."""
    year, number = year_and_month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def month_plays(year_and_month: str, plays: int) -> str:
    """What a bar of the history says."""
    return f"{month(year_and_month)}: {count(plays, 'play')}"


def chart_name(months: int, plays: int) -> str:
    """The history in one sentence, for those who do not see it."""
    return f"Plays a month: {count(plays, 'play')} in {count(months, 'month')}"
