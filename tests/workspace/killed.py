"""A training that dies: ``python -m tests.workspace.killed FOLDER MOMENT`` begins one, or goes on, and ends in the middle of it.

The process leaves without any cleaning up, at the ``MOMENT``-th time that it opens or renames a file of the unfinished
training; 0 lets it live until it is killed from outside, or saves.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from desktop_als import boot

SETTINGS = {"factors": 8, "epochs": 12, "threads": 1, "regularization": 0.02}
DIED = 9


def die_at(moment: int, folder: Path) -> None:
    seen = 0

    def look(event: str, details: tuple[Any, ...]) -> None:
        nonlocal seen
        if event in {"open", "os.rename"} and str(details[0]).startswith(str(folder)):
            seen += 1
            if seen == moment:
                os._exit(DIED)

    sys.addaudithook(look)


def main(folder: Path, moment: int) -> None:
    boot.prepare()
    from desktop_als.als import checkpoint
    from desktop_als.als.settings import Settings
    from desktop_als.workspace import Workspace, warm_up

    checkpoint.SHORTEST_PAUSE = checkpoint.WRITING_SHARE = 0  # an epoch of this training takes a millisecond
    warm_up()
    with Workspace.open(folder) as workspace:
        begun = workspace.interrupted() is not None
        if moment:
            die_at(moment, folder / "training")
        run = workspace.resume() if begun else workspace.training(Settings(**SETTINGS))
        print("begun", flush=True)
        for _ in run:
            pass
        run.save()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
