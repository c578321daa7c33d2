"""The command line: the same use cases as the window, with a table for people or one JSON document for programs.

Results go to stdout, progress and messages to stderr. Exit codes: 0 done, 1 a failure told in one plain sentence, 2 wrong usage.
"""

from desktop_als.cli.commands import main

__all__ = ["main"]
