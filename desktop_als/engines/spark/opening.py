"""A path or address that the cluster can read becomes a table: Parquet, or text under headings."""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable
from typing import Any, TypeVar

from desktop_als.engines.spark.failures import is_of_spark
from desktop_als.errors import TrainingError

T = TypeVar("T")

UNFIT = "line with more or fewer cells than the headings"
"""Column of the table: text of such a line, else null."""

_PARQUET = re.compile(r"\.(parquet|parq|pq)$", re.IGNORECASE)
_TEXT = re.compile(r"\.(csv|tsv|tab|txt)(\.(gz|bz2|zst|deflate))?$", re.IGNORECASE)
_PATTERN = re.compile(r"[][{}*?]")
_SEPARATORS = "\t,;|"

_NAMED_FILE = re.compile(r"while reading file \S*?([^/\s]+)\.\s")
_KEPT = "The library and the model in use stay as they were."


def open_table(spark: Any, source: str) -> Any:
    """A DataFrame of the columns of ``source`` and :data:`UNFIT`; all columns of text files are strings. Runs small jobs.

    Folders are read with those inside. Beside Parquet files all others are passed over, beside CSV and TSV what has another ending:
    dumps come with licences and dates. What has no ending is told by its first line. A line of text is a row, so that a file of any
    size can be read by many: a cell cannot hold a line break. With tabs a quote is a letter.

    Raises:
        TrainingError: nothing is there. Other failures are Spark's, see :func:`reading_of`.
    """
    reader, path = spark.read.option("recursiveFileLookup", "true"), _escaped(source)
    files = reader.format("text").load(path).inputFiles()
    for kind in (_PARQUET, _TEXT):
        endings = {found[0] for file in files if (found := kind.search(file))}
        if endings:
            reader = reader.option("pathGlobFilter", f"*{{{','.join(sorted(endings))}}}")
            break
    first = next(iter(reader.format("text").load(path).head(1)), None)
    if first is None:
        raise TrainingError(f"There is nothing in {source}. {_KEPT}")
    if first.value.startswith("PAR1"):
        return reader.format("parquet").load(path).selectExpr("*", f"cast(null as string) as `{UNFIT}`")
    return _opened_text(reader, path, first.value)


def kinds_of(table: Any) -> dict[str, str]:
    """Spark's types of the columns that the source has."""
    return {name: kind for name, kind in table.dtypes if name != UNFIT}


def _escaped(source: str) -> str:
    """What names a file or a folder of this computer as it stands is no pattern."""
    return _PATTERN.sub(r"\\\g<0>", source) if os.path.lexists(source) else source


def _opened_text(reader: Any, path: str, headings: str) -> Any:
    separator = max(_SEPARATORS, key=headings.count)
    reader = reader.format(
        "csv"
    ).options(
        header="true",
        sep=separator,
        quote="" if separator == "\t" else '"',
        escape='"',
        enforceSchema="false",  # else a file with its columns in another order is read as if they were in the first one's
        columnNameOfCorruptRecord=UNFIT,
    )
    return reader.schema(reader.load(path).schema.add(UNFIT, "string")).load(path)


def reading_of(source: str, action: Callable[[], T]) -> Callable[[], T]:
    """``action``, where what Spark raises because of the files of ``source`` becomes a TrainingError; the rest goes through."""

    def told() -> T:
        try:
            return action()
        except Exception as error:
            sentence = _sentence_of(str(error), source) if is_of_spark(error) else None
            if sentence is None:
                raise
            raise TrainingError(f"{sentence} {_KEPT}") from error

    return told


def _sentence_of(told: str, source: str) -> str | None:
    if "PATH_NOT_FOUND" in told or "Can not create a Path" in told:
        return (
            f"The cluster sees nothing at “{source}”. Check the address; a folder must be there for every executor, "
            "under the same name."
        )
    if "No FileSystem for scheme" in told or "FileSystem not found" in told:
        return f"This Spark has no connector for addresses like {source}. Add it to Spark, or choose another place."
    if "CSV header does not conform" in told:
        return f"The files of {source} have different headings. Read them one after the other, or write them anew."
    if "FAILED_READ_FILE" in told or "CANNOT_READ_FILE_FOOTER" in told:
        file = _NAMED_FILE.search(told)
        return f"{file[1] if file else source} is damaged, or the cluster may not read it. Replace it and try again."
    if "AccessControlException" in told or "Permission denied" in told:
        return f"The cluster may not read {source}. Allow it and try again."
    if "COLUMN_ALREADY_EXISTS" in told:
        return f"Two columns of {source} have the same name. Rename one of them."
    return None
