"""Training on this computer."""

from __future__ import annotations

from desktop_als.als.trainer import EpochReport, Trainer, warm_up

NAME = "local"

__all__ = ["NAME", "EpochReport", "Trainer", "warm_up"]
