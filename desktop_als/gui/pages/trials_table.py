"""The trials of a search for settings, one row each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_als.gui.messages import train as words
from desktop_als.gui.tables.columns import Column, Kind
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.workspace import Trial


def _setting(name: str, kind: Kind, width: int, stretch: int = 0) -> Column:
    """A setting is called and explained as in the panel of settings."""
    title, hint = words.FIELDS[name]
    return Column(name, title, kind, hint, width, stretch)


COLUMNS = (
    Column("number", words.TRIAL, "quiet-number", width=54),
    Column("ndcg", words.NDCG, "score", words.NDCG_HINT, width=88),
    _setting("factors", "number", 72),
    _setting("regularization", "figure", 112),
    Column(
        "unobserved_weight", words.UNOBSERVED.capitalize(), "figure", words.FIELDS["unobserved_weight"][1], width=96
    ),
    _setting("weighting", "text", 108, stretch=1),
    Column("epochs", words.FIELDS["epochs"][0], "quiet-number", words.EPOCHS_RUN_HINT, width=66),
    Column("state", words.TRIAL_STATE, "text", words.TRIAL_STATE_HINT, width=108),
)


def trial_rows(trials: Sequence[Trial]) -> Rows:
    """One row a trial; a failed one reached nothing."""
    weightings, best = dict(words.WEIGHTINGS), _best(trials)
    return Rows(
        np.array([trial.number for trial in trials], dtype=np.int64),
        number=np.array([trial.number + 1 for trial in trials], dtype=np.int64),
        ndcg=np.array([np.nan if trial.state == "failed" else trial.ndcg for trial in trials]),
        factors=np.array([trial.settings.factors for trial in trials], dtype=np.int64),
        regularization=np.array([trial.settings.regularization for trial in trials]),
        unobserved_weight=np.array([trial.settings.unobserved_weight for trial in trials]),
        weighting=objects([weightings[trial.settings.weighting] for trial in trials]),
        epochs=np.array([trial.epochs for trial in trials], dtype=np.int64),
        state=objects([words.BEST.lower() if trial is best else words.TRIAL_STATES[trial.state] for trial in trials]),
    )


def _best(trials: Sequence[Trial]) -> Trial | None:
    return max((trial for trial in trials if trial.state != "failed"), key=lambda trial: trial.ndcg, default=None)
