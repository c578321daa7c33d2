"""How much an answer hangs on chance: the same question, asked of models that were trained on resampled rows.

A run draws as many rows (listeners or sessions) as the matrix has, with replacement (the bootstrap, Efron 1979), and starts from
another seed. Seeds alone would only tell how well the solver finds its minimum: on HetRec's 1,892 listeners all ten nearest of an
artist with seven listeners then return in 5 of 5. Other rows tell whether the answer would stand had other people been asked. The
share of runs in which an artist returns in the list is its stability.

A run is a folder of ``artists.npy`` (m, d), ``gram.npy`` (d, d), ``lengths.npy`` (m,), which is 0 for artists that nobody drew,
and ``run.json``. It lies beside the model's own files, which never change. Its factors are mapped, not read: a question touches
them once.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec
import numpy as np

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale
from desktop_als.errors import ModelError
from desktop_als.model.answers import Recommendation, RecommendQuery
from desktop_als.model.bundle import Floats, Model
from desktop_als.model.recommend import recommend
from desktop_als.model.similar import SimilarArtist, SimilarQuery, similar
from desktop_als.paths import written_at_once
from desktop_als.plays import History
from desktop_als.progress import CancelToken
from desktop_als.steering import Steering

ARTISTS, GRAM, LENGTHS, MANIFEST = "artists.npy", "gram.npy", "lengths.npy", "run.json"


@dataclass(frozen=True, slots=True)
class Stability:
    """In how many of ``runs`` each artist that was asked for returned, in their order."""

    runs: int
    returned: tuple[int, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """0 to 1 for each artist."""
        return tuple(count / self.runs for count in self.returned)


@dataclass(frozen=True, slots=True)
class _Manifest:
    weight_scale: float | None
    mean_row_plays: float
    rating_mean: float | None


def resampled(interactions: Interactions, settings: Settings, run: int) -> tuple[Interactions, Settings]:
    """The matrix and the settings of a run (from 1): equal for equal arguments. Some columns may have no entries."""
    rows = interactions.plays.shape[0]
    drawn = np.sort(np.random.default_rng([settings.seed, run]).integers(0, rows, rows))
    plays = interactions.plays[drawn]
    times = np.broadcast_to(np.int64(-1), plays.nnz)
    if settings.half_life is not None:
        by_entry = interactions.plays.copy()
        by_entry.data = interactions.last_played
        times = by_entry[drawn].data
    sample = replace(interactions, plays=plays, last_played=times, row_ids=interactions.row_ids[drawn])
    return sample, replace(settings, seed=(settings.seed + run) % 2**63)


def run_of(
    model: Model, artists: Floats, sample: Interactions, scale: Scale, rating_mean: float | None = None
) -> Model:
    """The model as a run would answer in its place.

    Args:
        model: the one whose answers are questioned.
        artists: factors (m, d) that were trained on the sample. Those without entries in it become 0, in place: they are a guess
            that nothing has corrected, and the run knows these artists as little as if they had no listener.
        sample: see :func:`resampled`.
        scale, rating_mean: of the sample's weights or ratings.

    Raises:
        ModelError: the factors are not finite.
    """
    absent = np.ones(len(artists), dtype=bool)
    absent[sample.plays.indices] = False
    artists[absent] = 0
    info = replace(
        model.info,
        weight_scale=scale.multiplier,
        mean_row_plays=scale.mean_row_plays,
        rating_mean=rating_mean,
    )
    support = np.where(absent, 0, model.support)
    nobody = model.row_factors[:0], model.row_ids[:0]
    return Model.assemble(info, artists, nobody[0], model.artist_ids, nobody[1], support, model.names)


def write_run(folder: Path, run: Model) -> None:
    """Keep a run, whole or not at all, in its ``folder``; one that is there cannot be read and makes way.

    Raises:
        ModelError: the disk is full or cannot be written; the runs before it stay.
    """
    manifest = _Manifest(run.info.weight_scale, run.info.mean_row_plays, run.info.rating_mean)
    lengths = np.where(run.support == 0, np.float32(0), run.lengths)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with written_at_once(folder) as beside:
            for name, array in ((ARTISTS, run.artist_factors), (GRAM, run.gram), (LENGTHS, lengths)):
                np.save(beside / name, array, allow_pickle=False)
            (beside / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    except OSError as error:
        raise ModelError(
            f"The stability could not be saved ({error.strerror}). What was checked before is kept; free some space."
        ) from error


def read_run(model: Model, folder: Path) -> Model | None:
    """The model with the factors of a run in place of its own, or None when there is no such run that can be read."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=_Manifest)
        artists, gram, lengths = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (ARTISTS, GRAM, LENGTHS)
        )
    except (OSError, ValueError, EOFError, msgspec.MsgspecError):
        return None
    shapes = artists.shape, gram.shape, lengths.shape
    if shapes != (model.artist_factors.shape, model.gram.shape, model.lengths.shape):
        return None
    absent = lengths == 0
    return replace(
        model,
        info=replace(model.info, **asdict(manifest)),
        artist_factors=np.asarray(artists),
        gram=np.asarray(gram),
        lengths=np.where(absent, np.float32(1), lengths),
        support=np.where(absent, 0, model.support),
    )


def of_neighbours(
    runs: Sequence[Model], artist_id: int, artist_ids: Sequence[int], query: SimilarQuery, cancel: CancelToken
) -> Stability:
    """How often each of ``artist_ids`` returns among the ``query.n`` neighbours of an artist."""
    return _ask(runs, lambda run: similar(run, artist_id, "", query).rows, artist_ids, cancel)


def of_recommendations(
    runs: Sequence[Model],
    history: History,
    artist_ids: Sequence[int],
    query: RecommendQuery,
    steering: Steering,
    cancel: CancelToken,
) -> Stability:
    """How often each of ``artist_ids`` returns among ``query.n`` recommendations for a listener, folded into each run."""
    return _ask(runs, lambda run: recommend(run, history, query, steering).rows, artist_ids, cancel)


def _ask(
    runs: Sequence[Model],
    question: Callable[[Model], Iterable[SimilarArtist | Recommendation]],
    artist_ids: Sequence[int],
    cancel: CancelToken,
) -> Stability:
    answers = []
    for run in runs:
        cancel.check()
        answers.append({row.artist_id for row in question(run)})
    return Stability(len(runs), tuple(sum(artist in answer for answer in answers) for artist in artist_ids))
