"""A training as work for the compute lane, and what the Train page reads before and after."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_als.als.settings import Preset, RowChoice, Settings
from desktop_als.errors import Cancelled
from desktop_als.gui.jobs import Send, Work
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import EpochRecord, ModelInfo, Totals, Workspace


@dataclass(frozen=True, slots=True)
class Bench:
    """What there is to train on, with which settings, and what was trained. ``settings`` is None for an empty library."""

    totals: Totals
    settings: Settings | None
    models: list[ModelInfo]
    in_use: ModelInfo | None

    @classmethod
    def read(cls, workspace: Workspace, preset: Preset, rows: RowChoice) -> Bench:
        """Ask the workspace. Takes longer than a frame."""
        totals = workspace.totals()
        settings = None if totals.is_empty else workspace.preset(preset, rows)
        return cls(totals, settings, workspace.models(), workspace.model_info())


@dataclass(frozen=True, slots=True)
class FinishedEpoch:
    """What a training sends after each epoch; ``rows`` are those of both sides together."""

    record: EpochRecord
    rows: int


def training(workspace: Workspace, settings: Settings, rows: RowChoice, title: str) -> Work:
    """Train and save. Stopped after an epoch, it saves what the finished ones came to."""

    def work(cancel: CancelToken, progress: ProgressSink, send: Send) -> ModelInfo:
        run = workspace.training(settings, rows=rows, title=title, cancel=cancel, progress=progress)
        try:
            for report in run:
                record = EpochRecord(
                    report.epoch,
                    report.loss,
                    report.observed,
                    report.unobserved,
                    report.regularization,
                    report.seconds,
                )
                send(FinishedEpoch(record, run.listeners + run.artists))
        except Cancelled:
            if not run.epochs_done:
                raise
        return run.save()

    return work
