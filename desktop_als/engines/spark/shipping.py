"""Our own code, sent to executors that do not have it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from desktop_als.engines.spark.configuration import PACKAGE

_LEFT_HERE = ("gui", "cli")


def ship(context: Any, folder: Path) -> None:
    """Send the package to each executor, from a folder that stays as long as the session: each fetches it when it starts.

    As an archive that Spark unpacks beside a worker's own modules, where numba keeps compiled kernels next to their
    source. Those of a zip it keeps (0.68) in the home folder of the worker's user, who may have none.
    """
    archive = folder / "code.zip"
    pack(archive)
    context.addArchive(f"{archive}#{PACKAGE.name}")


def pack(archive: Path) -> None:
    """Write the modules that executors may need into a zip, as Spark unpacks them: the package's folder is the archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for module in sorted(PACKAGE.rglob("*.py")):
            inside = module.relative_to(PACKAGE)
            if inside.parts[0] not in _LEFT_HERE:
                zipped.write(module, inside.as_posix())
