"""``python -m desktop_als`` and the command ``desktop-als``."""

from __future__ import annotations

import sys

from desktop_als import boot


def main() -> int:
    """Run the command line, or open the window when there is no command. Returns the exit status."""
    boot.prepare()
    from desktop_als.cli import main as run  # noqa: PLC0415 - only now may numba and Qt load

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
