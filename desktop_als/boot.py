"""The environment of the process, set before numba, BLAS or Qt load. Importing this module loads none of them."""

from __future__ import annotations

import atexit
import faulthandler
import os
import shutil
import sys
import tempfile
from pathlib import Path

from desktop_als.paths import cache_folder


def prepare() -> None:
    """Make the process ready for the rest of the package. Variables that the person has set are left as they are.

    Where the cache cannot be written, kernels are compiled anew at each start.

    Raises:
        OSError: not even the folder for temporary files can be written.
    """
    if sys.stderr is not None and not faulthandler.is_enabled():
        faulthandler.enable()
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    # The other threading layers need system libraries (tbb, OpenMP) that may be missing or may differ.
    os.environ.setdefault("NUMBA_THREADING_LAYER", "workqueue")
    # Two BLAS threads that spin collapse on a busy machine, and their number would show in the last digits of a model.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "NUMBA_CACHE_DIR" not in os.environ:
        os.environ["NUMBA_CACHE_DIR"] = str(_kernel_cache())


def _kernel_cache() -> Path:
    """A folder that can be written.

    With ``cache=True`` and no such folder numba refuses to *define* a kernel: a read-only disk would keep the whole
    app from starting.
    """
    lasting = cache_folder() / "numba"
    try:
        lasting.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=lasting).close()
    except OSError:
        passing = tempfile.mkdtemp(prefix="desktop-als-")
        atexit.register(shutil.rmtree, passing, ignore_errors=True)
        return Path(passing)
    return lasting
