"""The Java that Spark will run on: looked at before it is started, because a Java too old fails with a page of stack."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from desktop_als.errors import TrainingError

LEAST = 17
"""The oldest Java that Spark 4 runs on."""

_INSTALL = f"Install Java {LEAST} or newer (for example Eclipse Temurin) and set JAVA_HOME to its folder."


def require_java() -> str:
    """The version of the Java that Spark's own scripts will choose: that of ``JAVA_HOME``, else that on the ``PATH``.

    Raises:
        TrainingError: there is none, it does not start, or it is older than :data:`LEAST`.
    """
    version = _version(_java())
    if _release(version) < LEAST:
        raise TrainingError(f"Spark needs Java {LEAST} or newer, and found Java {version}. {_INSTALL}")
    return version


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if found:
        return found
    if home:
        raise TrainingError(f"Spark needs Java, and JAVA_HOME names a folder without it: {home}. {_INSTALL}")
    raise TrainingError(f"Spark needs Java, and there is none here. {_INSTALL}")


def _version(java: str) -> str:
    """“17.0.15” of ``openjdk version "17.0.15" 2025-04-15``."""
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        answer = None
    found = re.search(r'version "([^"]+)"', answer.stderr + answer.stdout) if answer else None
    if found is None:
        raise TrainingError(f"Spark needs Java, and the one at {java} does not start. {_INSTALL}")
    return found[1]


def _release(version: str) -> int:
    """8 of “1.8.0_392”, 17 of “17.0.15”, 25 of “25-ea”."""
    numbers = [int(number) for number in re.findall(r"\d+", version)] or [0]
    return numbers[1] if numbers[0] == 1 and len(numbers) > 1 else numbers[0]
