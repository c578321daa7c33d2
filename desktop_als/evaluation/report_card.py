"""How well one listener's next artist can be guessed, from their own history alone.

The first 90 % of the sessions train. Then every artist of a later session, when it is played there for the first time, is
predicted from what was played before: the session so far, or the whole history where the session begins. Candidates are all
artists of the history but those of the session so far. One artist is right: NDCG@10 is 1 / log₂(1 + its rank), and 0 beyond the
first ten.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.als.settings import Settings, preset
from desktop_als.errors import EvaluationError
from desktop_als.evaluation.metrics import best_columns, hits, ndcg
from desktop_als.evaluation.next_artist import Floats, Guesser, Moment
from desktop_als.evaluation.sittings import Sittings
from desktop_als.plays import TimedPlays
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress

Doubles = npt.NDArray[np.float64]

TRAINED_SHARE = 0.9
FEWEST_SESSIONS = 50
"""45 to learn from and 5 to predict: with fewer, the intervals would be as wide as the scale."""

MOST_PREDICTED = 400
"""Later sessions that are predicted, spread evenly: more would hardly narrow the intervals."""

TOP = 10
RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Mark:
    """How one method did.

    Attributes:
        ndcg: NDCG@10, the mean over all predictions.
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
        predictions: artists that were predicted in those.
        artists: candidates, the artists of the whole history.
    """

    learned: int
    predicted: int
    predictions: int
    artists: int
    marks: tuple[Mark, ...]


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
    chosen = settings or preset("balanced", learned, len(sittings.artist_ids), matrix.plays.nnz)
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
    guesses = np.array([len(session) for session in gains["ALS"]])
    return ReportCard(
        learned=learned,
        predicted=len(predicted),
        predictions=int(guesses.sum()),
        artists=len(sittings.artist_ids),
        marks=tuple(_mark(method, sessions, guesses) for method, sessions in gains.items()),
    )


def _gains(scores: Floats, moment: Moment) -> Doubles:
    """NDCG@10 of every guess (g,)."""
    allowed = scores.copy()
    for place, heard in enumerate(moment.targets[:-1]):  # of the session so far
        allowed[place + 1 :, heard] = -np.inf
    found = hits(best_columns(allowed, TOP), moment.wanted())
    return ndcg(found, np.ones(len(found), dtype=np.int64), TOP)


def _mark(method: str, sessions: list[Doubles], guesses: npt.NDArray[np.int64]) -> Mark:
    gains = np.concatenate(sessions)
    gained = np.array([session.sum() for session in sessions])
    drawn = np.random.default_rng(0).integers(0, len(sessions), (RESAMPLES, len(sessions)))
    resampled = gained[drawn].sum(axis=1) / guesses[drawn].sum(axis=1)
    low, high = np.quantile(resampled, (0.025, 0.975)).tolist()
    return Mark(method, float(gains.mean()), (low, high), float((gains > 0).mean()))
