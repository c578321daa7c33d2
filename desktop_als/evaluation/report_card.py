"""How well one listener's next artist can be guessed, from their own history alone.

The first 90 % of the sessions train. Then every artist of a later session, when it is played there for the first time, is
predicted from what was played before: the session so far, or the whole history where the session begins. Candidates are all
artists of the history but those of the session so far. One artist is right: NDCG@10 is 1 / log₂(1 + its rank), and 0 beyond the
first ten.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_als.als.settings import Settings, sessions_preset
from desktop_als.errors import EvaluationError
from desktop_als.evaluation.baselines import Floats
from desktop_als.evaluation.metrics import Doubles, best_columns, hits, ndcg
from desktop_als.evaluation.next_artist import LISTED, SIMPLE, Guesser, Moment
from desktop_als.evaluation.reports import CERTAIN, resampled_means
from desktop_als.evaluation.sittings import Sittings
from desktop_als.plays import TimedPlays
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress

TRAINED_SHARE = 0.9
FEWEST_SESSIONS = 50
"""45 to learn from and 5 to predict: with fewer, the intervals would be as wide as the scale."""

MOST_PREDICTED = 400
"""Later sessions that are predicted, spread evenly: more would hardly narrow the intervals."""

TOP = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """How one method did.

    Attributes:
        ndcg: NDCG@10, the mean over all guesses.
        interval: 95 % of it, by bootstrap over sessions.
        hits: share of the next artists that were among the first ten.
    """

    method: str
    ndcg: float
    interval: tuple[float, float]
    hits: float


@dataclass(frozen=True, slots=True)
class ReportCard:
    """How well each method guesses one listener's next artist.

    Attributes:
        learned, predicted: sessions that trained, and later sessions that were predicted.
        guesses: how many artists were guessed in those.
        artists: candidates, the artists of the whole history.
        verdict: one plain sentence on what the model adds to what needs none.
    """

    learned: int
    predicted: int
    guesses: int
    artists: int
    marks: tuple[Mark, ...]
    verdict: str


def report_card(
    plays: TimedPlays,
    settings: Settings | None,
    cancel: CancelToken,
    progress: ProgressSink = ignore_progress,
) -> ReportCard:
    """Learn from the first sessions of a listener and predict the later ones.

    Args:
        plays: of one listener.
        settings: of the model; None takes the balanced preset for the matrix of the first sessions.

    Raises:
        EvaluationError: the listener has too few sessions.
        Cancelled: ``cancel`` was raised.
    """
    sittings = Sittings.of(plays)
    if len(sittings) < FEWEST_SESSIONS:
        raise EvaluationError(
            f"It takes {FEWEST_SESSIONS} listening sessions with dates to check this, and there are {len(sittings)}. "
            "Import a longer history."
        )
    progress(Progress("Learning from the first sessions"))
    learned = round(len(sittings) * TRAINED_SHARE)
    matrix = sittings.matrix(learned)
    chosen = settings or sessions_preset("balanced", learned, len(sittings.artist_ids), matrix.plays.nnz)
    guesser = Guesser(matrix, chosen, cancel)
    later = len(sittings) - learned
    predicted = learned + np.linspace(0, later - 1, min(later, MOST_PREDICTED)).astype(int)
    gains: dict[str, list[Doubles]] = {}
    for done, session in enumerate(predicted.tolist()):
        cancel.check()
        progress(Progress("Predicting the later sessions", done, len(predicted)))
        moment = Moment.of(sittings, session)
        for method, scores in guesser.scores(moment).items():
            gains.setdefault(method, []).append(_gains(scores, moment))
    return _summed_up(gains, learned, len(sittings.artist_ids))


def _gains(scores: Floats, moment: Moment) -> Doubles:
    """NDCG@10 of every guess (g,)."""
    allowed = scores.copy()
    for place, heard in enumerate(moment.targets[:-1]):  # of the session so far
        allowed[place + 1 :, heard] = -np.inf
    found = hits(best_columns(allowed, TOP), moment.wanted())
    return ndcg(found, np.ones(len(found), dtype=np.int64), TOP)


def _summed_up(gains: dict[str, list[Doubles]], learned: int, artists: int) -> ReportCard:
    """From the gains of every method in every predicted session."""
    guesses = [float(len(session)) for session in gains[LISTED]]
    sums = np.array([*([session.sum() for session in sessions] for sessions in gains.values()), guesses]).T
    resampled = resampled_means(sums, seed=0)
    means = dict(zip(gains, (resampled[:, :-1] / resampled[:, -1:]).T, strict=True))
    marks = {method: _mark(method, np.concatenate(sessions), means[method]) for method, sessions in gains.items()}
    rival = max((marks[method] for method in SIMPLE), key=lambda mark: mark.ndcg).method
    return ReportCard(
        learned=learned,
        predicted=len(guesses),
        guesses=int(sum(guesses)),
        artists=artists,
        marks=tuple(marks.values()),
        verdict=_verdict(means[LISTED] - means[rival], rival),
    )


def _mark(method: str, gains: Doubles, means: Doubles) -> Mark:
    low, high = np.percentile(means, CERTAIN).tolist()
    return Mark(method, float(gains.mean()), (low, high), float((gains > 0).mean()))


def _verdict(differences: Doubles, rival: str) -> str:
    low, high = np.percentile(differences, CERTAIN)
    simply = {"popularity": "what is played most", "recency": "what was played lately"}[rival]
    if low > 0:
        return f"The model with recency guesses the next artist better than simply repeating {simply}."
    if high < 0:
        return f"Simply repeating {simply} guesses the next artist better than the model with recency. Other settings may help."
    return f"There is no clear difference between the model with recency and simply repeating {simply}."
