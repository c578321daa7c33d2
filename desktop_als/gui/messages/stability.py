"""Words about how much the answers of a model hang on chance."""

from __future__ import annotations

from desktop_als.gui.messages.common import count

CHECK = "Check stability"
CHECK_HINT = (
    "Trains the same model a few more times, on other listeners drawn from yours. "
    "Lists then tell in how many of them each artist returns."
)
CHECKING = "Checking stability"
STOP = "Stop"
STOPPED = "Stopped. What was finished is kept and goes on from there."
UNCHECKED = "How much the answers hang on chance has not been checked."


def checked(runs: int) -> str:
    """How often the model in use was trained anew."""
    return f"Stability was checked with {count(runs, 'more model')}." if runs else UNCHECKED
