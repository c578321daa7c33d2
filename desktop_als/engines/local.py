"""Training on this computer."""

from __future__ import annotations

from desktop_als.als.checkpoint import Checkpoint
from desktop_als.als.reports import EpochReport
from desktop_als.als.trainer import Trainer, warm_up

NAME = "local"

__all__ = ["NAME", "Checkpoint", "EpochReport", "Trainer", "warm_up"]
