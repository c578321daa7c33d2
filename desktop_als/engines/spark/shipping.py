"""Our own code, sent to executors that do not have it."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any

from desktop_als.engines.spark.configuration import PACKAGE

_LEFT_HERE = ("gui", "cli")


def ship(context: Any) -> None:
    """Send the package to each executor.

    As an archive that Spark unpacks beside a worker's own modules, where numba keeps compiled kernels next to their
    source. Those of a zip it keeps (0.68) in the home folder of the worker's user, who may have none.
    """
    with tempfile.TemporaryDirectory(prefix="desktop-als-") as folder:
        archive = Path(folder, "code.zip")
        pack(archive)
        context.addArchive(f"{archive}#{PACKAGE.name}")


def pack(archive: Path) -> None:
    """Write the modules that executors may need into a zip, as Spark unpacks them: the package's folder is the archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for module in sorted(PACKAGE.rglob("*.py")):
            inside = module.relative_to(PACKAGE)
            if inside.parts[0] not in _LEFT_HERE:
                zipped.write(module, inside.as_posix())
