"""Desktop ALS: music recommendations from your own listening history, on your own machine."""

__version__ = "0.1.0"
