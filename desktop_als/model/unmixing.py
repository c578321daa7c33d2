"""A history taken apart into the moods of its listener (see sessions), and put together without some of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from desktop_als.als.recency import recencies
from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.lookup import places
from desktop_als.model.moods import Mood, Moods
from desktop_als.model.sessions import Grouping, Played, grouped
from desktop_als.plays import UNKNOWN, History, TimedPlays
from desktop_als.progress import CancelToken

NAMES = 4
"""Artists that name a mood."""

FEWEST_KNOWN = 3
"""Artists of a history, that the model knows, without which there is nothing to compare."""

A_LITTLE = 0.1
"""A share of an artist's plays that is taken for chance when a mood is left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Unmixed:
    """A history taken apart into its moods.

    Attributes:
        moods: k of them.
        history: the whole.
        plays: (k, a) of each artist of the history in each mood; columns sum to the history's plays.
        recency: (k, a) as the history's, each mood as of its own newest play; None where the history has none.
    """

    moods: Moods
    history: History
    plays: Ids
    recency: npt.NDArray[np.float64] | None = None

    def history_of(self, mood: int) -> History:
        """What was played in one mood, and how that was rated.

        When an artist was played last is still told of all moods: what was heard in any of them is not forgotten.
        """
        plays, ratings = self.plays[mood], self.history.ratings
        return replace(
            self.history,
            plays=plays,
            ratings=None if ratings is None else np.where(plays > 0, ratings, np.nan),
            recency=None if self.recency is None else self.recency[mood],
        )

    def without(self, moods: Collection[int]) -> dict[int, float]:
        """The weights (see Steering) that leave moods out: of each artist, the share of its plays in the others.

        Artists that are missing keep their weight.
        """
        shares = 1 - self.plays[sorted(set(moods))].sum(axis=0) / np.maximum(self.history.plays, 1)
        shares[shares < A_LITTLE] = 0
        less = (shares <= 1 - A_LITTLE) & (self.history.plays > 0)
        ids = self.history.artist_ids[less].tolist()
        return dict(zip(ids, shares[less].round(2).tolist(), strict=True))


def unmix(model: Model, history: History, timed: TimedPlays, cancel: CancelToken) -> Unmixed:
    """Find the moods of a history. The same history and model always give the same.

    Args:
        model: of listeners, sessions or ratings.
        history: of one listener.
        timed: those of its plays that have a time.
        cancel: looked at every some milliseconds.

    Raises:
        Cancelled: some milliseconds after ``cancel``.
    """
    artists, played_at = _places(history, timed)
    played = Played.of(_unit_factors(model, history), history.plays, artists, played_at)
    if np.count_nonzero(played.vectors.any(axis=1)) < FEWEST_KNOWN:
        return Unmixed(Moods((), _too_few(history)), history, np.zeros((0, len(history.plays)), np.int64))
    grouping = grouped(played, cancel)
    plays, of_play = _largest_first(_plays_by_mood(grouping, artists, history.plays), grouping.of_play)
    recency = None
    if history.recency is not None:
        each = [of_play == mood for mood in range(len(plays))]
        recency = np.stack([_recency(artists[own], played_at[own], len(history.plays)) for own in each])
    moods = _described(model, history.artist_ids, plays, of_play, played_at, played.session)
    return Unmixed(Moods(moods, _note(len(moods), grouping, len(artists))), history, plays, recency)


def _places(history: History, timed: TimedPlays) -> tuple[Ids, Ids]:
    """Of each timed play the place of its artist in the history, and its time."""
    both = np.isin(timed.artist_ids, history.artist_ids)  # an import may end between the two questions
    return np.searchsorted(history.artist_ids, timed.artist_ids[both]), timed.played_at[both]


def _unit_factors(model: Model, history: History) -> Floats:
    """(a, d); zeros for artists that the model does not know or that were not played."""
    vectors = np.zeros((len(history.artist_ids), model.taste_factors.shape[1]), np.float32)
    columns, known = places(model, history.artist_ids)
    vectors[known] = model.taste_factors[columns] / model.lengths[columns, None]
    vectors[history.plays <= 0] = 0
    return vectors


def _plays_by_mood(grouping: Grouping, artists: Ids, total: Ids) -> Ids:
    """(k, a). Plays without a time go where most of the artist's plays with one are, else to what the artist is nearest to."""
    a, k = len(total), int(max(grouping.of_artist.max(), grouping.of_play.max(initial=0))) + 1
    plays = np.bincount(grouping.of_play * a + artists, minlength=k * a).reshape(k, a)
    home = np.where(plays.any(axis=0), plays.argmax(axis=0), grouping.of_artist)
    plays[home, np.arange(a)] += np.maximum(total - plays.sum(axis=0), 0)
    return plays


def _largest_first(plays: Ids, of_play: Ids) -> tuple[Ids, Ids]:
    """The moods (k, a) that have plays, in their order, and their new numbers (p,)."""
    order = np.argsort(-plays.sum(axis=1), kind="stable")
    order = order[: np.count_nonzero(plays.any(axis=1))]
    rank = np.zeros(len(plays), np.int64)
    rank[order] = np.arange(len(order))
    return plays[order], rank[of_play]


def _recency(artists: Ids, played_at: Ids, size: int) -> npt.NDArray[np.float64]:
    return recencies(artists, played_at, int(played_at.max(initial=0)), size)


def _described(
    model: Model, artist_ids: Ids, plays: Ids, of_play: Ids, played_at: Ids, session: Ids
) -> tuple[Mood, ...]:
    home = np.where(plays.any(axis=0), plays.argmax(axis=0), -1)
    of_session = _most_of(session, of_play, len(plays))
    moods = []
    for number, own in enumerate(plays):
        times = played_at[of_play == number]
        by_plays = np.argsort(-own, kind="stable")
        moods.append(
            Mood(
                number=number,
                artists=_telling(model, artist_ids, plays, number),
                artist_ids=tuple(artist_ids[by_plays[home[by_plays] == number]].tolist()),
                sessions=int((of_session == number).sum()),
                plays=int(own.sum()),
                share=float(own.sum() / plays.sum()),
                hours=tuple(np.bincount(times // 3600 % 24, minlength=24).tolist()),
                first=int(times.min()) if len(times) else UNKNOWN,
                last=int(times.max()) if len(times) else UNKNOWN,
            )
        )
    return tuple(moods)


def _most_of(session: Ids, of_play: Ids, moods: int) -> Ids:
    """The mood of each session: where artists were clustered, its plays may be of several."""
    sessions = int(session.max(initial=-1)) + 1
    plays = np.bincount(session * moods + of_play, minlength=sessions * moods).reshape(sessions, moods)
    most: Ids = plays.argmax(axis=1)
    return most


def _telling(model: Model, artist_ids: Ids, plays: Ids, mood: int) -> tuple[str, ...]:
    """Names of the artists that add most to the divergence (Kullback, Leibler 1951) of a mood's plays from all plays."""
    own, total = plays[mood] / plays[mood].sum(), plays.sum(axis=0) / plays.sum()
    ratio = np.divide(own, total, out=np.ones_like(own), where=own > 0)
    order = np.lexsort((-own, -(own * np.log(ratio)).round(12)))
    columns = (model.column(artist) for artist in artist_ids[order[own[order] > 0]].tolist())
    names = (model.names[column] for column in columns if column is not None)
    return tuple(name for name, _ in zip(names, range(NAMES), strict=False))


def _too_few(history: History) -> str:
    if not history.plays.any():
        return "Moods are found in plays, and here are only ratings."
    return "The model knows too few of these artists to tell moods apart. Train it again to include them."


def _note(moods: int, grouping: Grouping, timed: int) -> str | None:
    if grouping.by_session:
        return None if moods > 1 else "What is played in one sitting differs no more than by chance: this is one mood."
    why = "There are too few sessions" if timed else "These plays have no times"
    if moods > 1:
        return f"{why}, so moods are groups of artists instead of sessions."
    return f"{why}, and the artists alone fall into no groups: this is one mood."
