"""How much memory the app has taken."""

from __future__ import annotations

import sys

KIB = 1024


def peak_memory() -> int | None:
    """The most bytes this process has held since it began, or None where the system does not tell."""
    if sys.platform == "win32":
        return None
    from resource import RUSAGE_SELF, getrusage  # noqa: PLC0415 - not on Windows

    peak = getrusage(RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * KIB
