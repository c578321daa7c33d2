"""The use case "evaluate": hide a part of the library, train without it, and see what finds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

import msgspec

from desktop_als.als.interactions import RowKind
from desktop_als.als.settings import RowChoice, Settings
from desktop_als.errors import EvaluationError, ModelError
from desktop_als.evaluation.protocols import discoveries, endings, newcomers, suitable
from desktop_als.evaluation.ratings import RatingsEvaluation
from desktop_als.evaluation.reports import Evaluation, ProtocolName, report
from desktop_als.evaluation.splits import Split
from desktop_als.library import Library
from desktop_als.model.bundle import ModelInfo
from desktop_als.paths import write_atomically
from desktop_als.progress import CancelToken, Progress, ProgressSink

ProtocolChoice = Literal["auto", "newcomer", "future", "sessions", "ratings"]

KEPT = "evaluation.json"
"""Beside the manifest of the model that it is about."""

LATER = 0.15
"""Share of the plays that lies after the moment of the protocol "future"."""


def evaluate(
    library: Library,
    settings: Settings,
    rows: RowChoice,
    protocol: ProtocolChoice,
    splits: int,
    cancel: CancelToken,
    progress: ProgressSink,
) -> Evaluation | RatingsEvaluation:
    """Train with ``settings`` on a part of the library, and judge the model beside simpler methods by the rest.

    Args:
        library: it stays as it is.
        settings: trained as they are, without validation.
        rows: what a row of the model is to be.
        protocol: what is hidden; "auto" takes what suits the library. A model of ratings is judged by hidden ratings only.
        splits: how often newcomers are drawn; each time everything is trained again.
        cancel: looked at between and within the methods.
        progress: told which method is tried.

    Raises:
        EvaluationError: the library holds too little for this protocol.
        TrainingError: the model cannot be trained with these settings.
        Cancelled: ``cancel`` was raised.
    """
    # Only here, so that the app opens and browses a saved model without loading the solver.
    from desktop_als.evaluation.contest import contest  # noqa: PLC0415
    from desktop_als.evaluation.ratings import hide, judge_ratings  # noqa: PLC0415

    progress(Progress("Reading the library"))
    kind = library.row_kind(rows)
    if not library.matrix_shape(kind).observations:
        raise EvaluationError("There is nothing to judge a model by yet. Import a listening history first.")
    if kind == "ratings" or protocol == "ratings":
        if kind != "ratings" or protocol not in ("auto", "ratings"):
            raise EvaluationError("Ratings are judged by hidden ratings, and only they are. Choose the protocol auto.")
        return judge_ratings(hide(library.interactions("ratings", cancel), seed=0), settings, cancel, progress)
    chosen = _suitable(library, kind) if protocol == "auto" else protocol
    if chosen != "newcomer":
        splits = 1  # only newcomers are drawn: time divides in one way
    rounds = []
    for done, split in enumerate(_splits(library, chosen, splits, cancel)):

        def tell(now: Progress, done: int = done) -> None:
            step = now.step if splits == 1 else f"Split {done + 1} of {splits}: {now.step}"
            progress(Progress(step, done + (now.fraction or 0), splits))

        rounds.append(contest(split, settings, cancel, tell))
    return report(chosen, rounds)


def settings_of(info: ModelInfo) -> Settings:
    """What a saved model was trained with, and for as many epochs.

    Raises:
        EvaluationError: it is a pack, so that a model trained here would be another one.
    """
    if info.is_pack:
        raise EvaluationError(
            "A pack is judged on the machine that trained it, for its listeners are there. "
            "To judge your own library, train a model."
        )
    return replace(info.settings, epochs=info.epochs_kept)


def keep(evaluation: Evaluation | RatingsEvaluation, folder: Path) -> None:
    """Write what was found out about a model beside it.

    Raises:
        ModelError: it cannot be written.
    """
    try:
        write_atomically(folder / KEPT, msgspec.json.format(msgspec.json.encode(evaluation), indent=2))
    except OSError as error:
        raise ModelError(f"The evaluation could not be saved ({error.strerror}). The model is as before.") from error


def kept(folder: Path) -> Evaluation | RatingsEvaluation | None:
    """What :func:`keep` wrote, or None where nothing can be read."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / KEPT).read_bytes(), type=Evaluation)
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / KEPT).read_bytes(), type=RatingsEvaluation)
    return None


def _suitable(library: Library, kind: RowKind) -> ProtocolName:
    if kind == "sessions":
        return "sessions"
    totals = library.listeners()
    return suitable(len(totals.ids), bool((totals.last >= 0).any()))


def _splits(library: Library, protocol: ProtocolName, splits: int, cancel: CancelToken) -> Iterator[Split]:
    if protocol == "future":
        divided = library.time_split(LATER, cancel)
        if divided is None:
            raise EvaluationError("No play in the library has a time. Choose the protocol newcomer.")
        yield discoveries(divided.before, divided.discovered)
    elif protocol == "sessions":
        yield endings(library.interactions("sessions", cancel))
    else:
        listeners = library.interactions("listeners", cancel)
        for number in range(splits):
            yield newcomers(listeners, number)
