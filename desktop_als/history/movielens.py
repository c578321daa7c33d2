"""MovieLens: who gave which film how many stars, in the layouts of its releases. Films take the place of artists.

F. M. Harper, J. A. Konstan: The MovieLens Datasets: History and Context, 2015. https://grouplens.org/datasets/movielens/,
for research. Every release is a table of ratings and a table of titles: ``ratings.csv`` and ``movies.csv`` since 2015,
``ratings.dat`` and ``movies.dat`` with ``::`` between their cells (1M, 10M), ``u.data`` and ``u.item`` (100K).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.on_disk import on_disk
from desktop_als.history.tables import ragged_rows
from desktop_als.plays import RowLog, TableScan
from desktop_als.progress import CancelToken

_LICENCE = "for research, not for revenue"
_COLUMNS = ("listener", "artist", "rating", "time")
_DAT_RATING = re.compile(r"\d+::\d+::\d(\.\d)?::\d+")
_DAT_TITLE = re.compile(r"\d+::.*\(\d{4}\)::.*")
_100K_RATING = re.compile(r"\d+\t\d+\t[1-5]\t\d{8,10}")
_100K_TITLE = re.compile(r"\d+\|[^|]*\|.*(\|[01]){19}")

Titles = Callable[[str], Iterator[list[str]]]
"""From the text of the second file to rows that begin with the number and the title of a film."""


def _reader(delimiter: str, header: bool, titles: Titles) -> Callable[..., Iterator[TableScan]]:
    def read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[TableScan]:
        ratings, films = part.files
        names = {row[0]: row[1] for row in titles(load_text(films, log, cancel, advance)) if len(row) > 1}
        with on_disk(ratings, cancel, advance) as path:
            yield TableScan(path, _COLUMNS, delimiter, header, names)

    return read


def _quoted_rows(text: str) -> Iterator[list[str]]:
    return (cells for _, cells in ragged_rows(text, ",", 3, RowLog(), CancelToken()))


def _split_rows(delimiter: str) -> Titles:
    return lambda text: (line.split(delimiter) for line in text.split("\n"))


def _has_header(*cells: str) -> Callable[[Head], bool]:
    return lambda head: head.cells(",") == list(cells)


def _has_rows(pattern: re.Pattern[str]) -> Callable[[Head], bool]:
    return lambda head: head.matching(pattern)


def _incomplete(ratings: str, titles: str) -> str:
    return f"belongs to a set of two files, {ratings} and {titles}. Drop both, or their folder."


READERS = (
    Reader(
        Format("movielens", "MovieLens", community=True, licence=_LICENCE),
        (_has_header("userid", "movieid", "rating", "timestamp"), _has_header("movieid", "title", "genres")),
        _reader(",", header=True, titles=_quoted_rows),
        incomplete=_incomplete("ratings.csv", "movies.csv"),
    ),
    Reader(
        Format("movielens_1m", "MovieLens 1M or 10M", community=True, licence=_LICENCE),
        (_has_rows(_DAT_RATING), _has_rows(_DAT_TITLE)),
        _reader("::", header=False, titles=_split_rows("::")),
        incomplete=_incomplete("ratings.dat", "movies.dat"),
    ),
    Reader(
        Format("movielens_100k", "MovieLens 100K", community=True, licence=_LICENCE),
        (_has_rows(_100K_RATING), _has_rows(_100K_TITLE)),
        _reader("\t", header=False, titles=_split_rows("|")),
        incomplete=_incomplete("u.data", "u.item"),
    ),
)
