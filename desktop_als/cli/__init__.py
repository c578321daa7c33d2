"""The command line: the same use cases as the window, with a table for people or one JSON document for programs.

Results go to stdout, progress and messages to stderr. Exit codes: 0 done, 1 a failure told in one plain sentence, 2 wrong usage.
"""

# Importing a module adds its commands to the help, in this order.
# isort: off
from desktop_als.cli import (
    importing,
    communities,
    library,
    going_back,
    report,
    rules,
    counting,
    joins,
    names,
    training,
    cluster,
    tuning,
    evaluating,
    stability,
    recommending,
    browsing,
    exporting,
    steering,
    together,
    radio,
    report_card,
    packs,
    taste_cards,
    drawing,
)
from desktop_als.cli.app import main
# isort: on

__all__ = [
    "browsing",
    "cluster",
    "communities",
    "counting",
    "drawing",
    "evaluating",
    "exporting",
    "going_back",
    "importing",
    "joins",
    "library",
    "main",
    "names",
    "packs",
    "radio",
    "recommending",
    "report",
    "report_card",
    "rules",
    "stability",
    "steering",
    "taste_cards",
    "together",
    "training",
    "tuning",
]
