"""Would it know what they think? A tenth of the ratings is hidden, and every method foretells them from the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.errors import EvaluationError
from desktop_als.evaluation.reports import CERTAIN, MODEL, resampled_means
from desktop_als.progress import CancelToken, Progress, ProgressSink

Doubles = npt.NDArray[np.float64]
Places = npt.NDArray[np.integer]

Foretell = Callable[[Places, Places], Doubles]
"""From rows (k,) and columns (k,) of the matrix to their ratings (k,)."""

HIDDEN = 0.1
MOST_HIDDEN = 200_000
FEWEST_HIDDEN = 10
SWEEPS = 10
"""Over the biases; after five of them the third decimal stands still."""


@dataclass(frozen=True, slots=True)
class HiddenRatings:
    """``training`` lacks the ``ratings`` (k,) of ``rows`` by ``columns``, and has some of each row and column left."""

    training: Interactions
    rows: Places
    columns: Places
    ratings: Doubles


@dataclass(frozen=True, slots=True)
class RatingCard:
    """How far one method is off: root mean square and mean absolute error, on the scale of the ratings.

    Attributes:
        interval: bootstrap 95 % interval of ``rmse`` over the listeners.
    """

    name: str
    rmse: float
    mae: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RatingsEvaluation:
    """A model of ratings beside simpler methods, judged by ``ratings`` hidden ratings of ``listeners``."""

    protocol: Literal["ratings"]
    listeners: int
    ratings: int
    cards: tuple[RatingCard, ...]
    verdict: str


def hide(interactions: Interactions, seed: int) -> HiddenRatings:
    """Take a tenth of the ratings out, but never the last one of a listener or an artist.

    Raises:
        EvaluationError: there are too few to say anything.
    """
    matrix = interactions.plays
    n, m = matrix.shape
    row = np.repeat(np.arange(n), np.diff(matrix.indptr))
    hidden = np.zeros(matrix.nnz, dtype=bool)
    drawn = np.random.default_rng(seed).permutation(matrix.nnz)
    hidden[drawn[: min(MOST_HIDDEN, round(HIDDEN * matrix.nnz))]] = True
    bare_rows = np.bincount(row[~hidden], minlength=n) == 0
    bare_columns = np.bincount(matrix.indices[~hidden], minlength=m) == 0
    hidden &= ~(bare_rows[row] | bare_columns[matrix.indices])
    if hidden.sum() < FEWEST_HIDDEN:
        raise EvaluationError(
            "There are too few ratings to hide some of them. Import more ratings to judge a model by."
        )
    kept = ~hidden
    starts = np.concatenate([[0], np.cumsum(np.bincount(row[kept], minlength=n))])
    training = sp.csr_matrix((matrix.data[kept], matrix.indices[kept], starts), shape=matrix.shape)
    return HiddenRatings(
        replace(interactions, plays=training, last_played=interactions.last_played[kept]),
        row[hidden],
        matrix.indices[hidden],
        matrix.data[hidden].astype(np.float64),
    )


def mean_of_all(training: Interactions) -> Foretell:
    """The same for everybody and everything."""
    mean = _mean(training)
    return lambda rows, _: np.full(len(rows), mean)


def mean_of_artist(training: Interactions) -> Foretell:
    """What others gave."""
    ratings = training.plays
    sums = np.bincount(ratings.indices, weights=ratings.data, minlength=ratings.shape[1])
    means = sums / np.maximum(1, np.bincount(ratings.indices, minlength=ratings.shape[1]))
    return lambda _, columns: means[columns]


def biases(training: Interactions, regularization: float) -> Foretell:
    """The model without taste: mean + b_u + b_i, by alternating least squares with the same weighted λ (als.ratings)."""
    ratings, mean = training.plays, _mean(training)
    n, m = ratings.shape
    row, column = np.repeat(np.arange(n), np.diff(ratings.indptr)), ratings.indices
    centred = ratings.data - mean
    of_row, of_column = np.zeros(n), np.zeros(m)
    shrunk = 1 + regularization
    for _ in range(SWEEPS):
        of_row = np.bincount(row, centred - of_column[column], n) / (shrunk * np.bincount(row, minlength=n))
        of_column = np.bincount(column, centred - of_row[row], m) / (shrunk * np.bincount(column, minlength=m))
    return lambda rows, columns: mean + of_row[rows] + of_column[columns]


def trained(training: Interactions, settings: Settings, cancel: CancelToken, progress: ProgressSink) -> Foretell:
    """The model after all of its epochs."""
    from desktop_als.als.trainer import Trainer  # noqa: PLC0415 - loads numba

    trainer = Trainer(training, settings, cancel, progress)
    for _ in trainer:
        pass
    mean, factors = _mean(training), trainer.factors
    return lambda rows, columns: mean + np.einsum("kd,kd->k", factors.listeners[rows], factors.artists[columns])


def judge_ratings(
    hidden: HiddenRatings, settings: Settings, cancel: CancelToken, progress: ProgressSink
) -> RatingsEvaluation:
    """Foretell the hidden ratings by every method, the model last.

    Raises:
        TrainingError: the model cannot be trained.
        Cancelled: ``cancel`` was raised.
    """
    training = hidden.training
    methods: Mapping[str, Callable[[], Foretell]] = {
        "mean of all": lambda: mean_of_all(training),
        "mean of the artist": lambda: mean_of_artist(training),
        "biases alone": lambda: biases(training, settings.regularization),
        MODEL: lambda: trained(training, settings, cancel, progress),
    }
    errors = {}
    low, high = training.plays.data.min(), training.plays.data.max()
    for done, (name, learn) in enumerate(methods.items()):
        cancel.check()
        progress(Progress(f"Trying {name}", done, len(methods)))
        foretold = learn()(hidden.rows, hidden.columns)
        errors[name] = (
            np.clip(foretold, low, high) - hidden.ratings
        )  # nobody means more than the most that can be given
    return summed_up(errors, hidden.rows)


def summed_up(errors: Mapping[str, Doubles], rows: Places) -> RatingsEvaluation:
    """From the errors (k,) of every method, and the listeners (k,) whose ratings they are."""
    _, listener = np.unique(rows, return_inverse=True)
    squares = np.stack([np.bincount(listener, error**2) for error in errors.values()], axis=1)
    means = resampled_means(np.column_stack([squares, np.bincount(listener)]), seed=0)
    rmses = np.sqrt(means[:, :-1] / means[:, -1:])
    bounds = np.percentile(rmses, CERTAIN, axis=0)
    cards = tuple(
        RatingCard(name, float(np.sqrt(np.mean(error**2))), float(np.abs(error).mean()), (float(low), float(high)))
        for (name, error), low, high in zip(errors.items(), *bounds, strict=True)
    )
    return RatingsEvaluation("ratings", len(squares), len(rows), cards, _verdict(cards, rmses))


def _verdict(cards: tuple[RatingCard, ...], rmses: Doubles) -> str:
    """Whether the model differs from the best of the other methods by more than chance (paired bootstrap, 95 %)."""
    place = next(i for i, card in enumerate(cards) if card.name == MODEL)
    rival = min((i for i in range(len(cards)) if i != place), key=lambda i: cards[i].rmse)
    low, high = np.percentile(rmses[:, place] - rmses[:, rival], CERTAIN)
    name, model, other = cards[rival].name, f"{cards[place].rmse:.3f}", f"{cards[rival].rmse:.3f}"
    if high < 0:
        return (
            f"The model is clearly closer than {name}, the best of the other methods: off by {model} against {other}."
        )
    if low > 0:
        return f"The model is further off than {name}: by {model} against {other}. More regularization may help."
    return f"There is no clear difference between the model and {name}: off by {model} and {other}."


def _mean(training: Interactions) -> float:
    return float(training.plays.data.mean(dtype=np.float64))
