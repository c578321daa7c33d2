"""What goes wrong on a cluster, as one plain sentence. Spark tells it in pages of Java and Python stack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_als.engines.spark.cluster import Cluster
from desktop_als.errors import TrainingError

KEPT = "The library and the model in use stay as they were."

_CONNECTION_ENDED = "The connection to the cluster ended. Look whether the cluster still runs, and train again."
ENDED = f"{_CONNECTION_ENDED} {KEPT}"

_LONGEST = 200
"""Characters of a reason that we do not know."""

_KNOWN = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        # Our own words, raised inside an executor.
        (r"desktop_als\.errors\.\w+: (?P<what>.+)", "{what}"),
        (
            r"different version:? (?P<there>[\d.]+\d) than that in driver:? (?P<here>[\d.]+\d)",
            "The cluster's workers have Python {there}, and this app runs on Python {here}: both must be the same. "
            "Install Python {here} on the workers and name it in the environment variable PYSPARK_PYTHON.",
        ),
        (
            r"(?:ModuleNotFoundError|ImportError): No module named '(?P<what>[^']+)'",
            "The Python of the cluster's workers lacks {what}. Install numba, numpy, scipy and pyarrow there, "
            "or name a Python that has them in the environment variable PYSPARK_PYTHON.",
        ),
        (
            r'Cannot run program "(?P<what>[^"]*python[^"]*)"',
            "The cluster's workers have no Python called {what}. "
            "Name theirs in the environment variable PYSPARK_PYTHON.",
        ),
        (
            r"No space left on device|Disk quota exceeded",
            "A disk of the cluster is full. Free some space where its executors keep their files (spark.local.dir).",
        ),
        (
            r"Initial heap size|maximum heap size|object heap|insufficient memory for the Java Runtime",
            "This computer cannot give Spark {memory} MiB. Ask for less memory.",
        ),
        (
            r"OutOfMemoryError|MemoryError|MEMORY_LIMIT|exit (?:code|status):? (?:137|52)\b|exitCode=?:? ?(?:137|52)\b",
            "An executor ran out of its {memory} MiB of memory. Ask for more memory or fewer factors.",
        ),
        (
            r"Python worker exited unexpectedly|Python worker process terminated",
            "A worker's Python was ended on the cluster, most often because memory ran out. "
            "Ask for more executors or fewer factors.",
        ),
        (
            r"All masters are unresponsive",
            "The Spark master at {master} does not answer. Check that it is running, and that its Spark is as new as this one.",
        ),
        (
            r"InvalidClassException|serialVersionUID|local class incompatible",
            "The cluster runs another version of Spark than this app. Install the pyspark of the cluster's version.",
        ),
        (
            r"ExecutorLostFailure|Lost executor|Executor heartbeat timed out|removed our application|FetchFailed",
            "The cluster lost executors again and again. Look at its logs, or ask for less memory, and train again.",
        ),
        (
            r"[Pp]ath does not exist: (?:file:)?(?P<what>\S+?)\.?(?=\s|$)",
            "The cluster finds nothing at {what}. Name a folder that every executor sees under the same name.",
        ),
        (
            r"(?:FileNotFoundException: (?:File )?|FileNotFoundError: .*?')(?:file:)?(?P<what>[^\s']+)",
            "The cluster cannot read {what}. Name a folder that every executor sees under the same name.",
        ),
        (
            r"CANNOT_READ_FILE_FOOTER|is not a Parquet file",
            "What the cluster found there is no Parquet. Name a folder or file of Parquet, or a CSV file.",
        ),
        (
            r'Class \S+\.(?P<what>\w+)FileSystem not found|No FileSystem for scheme "?(?P<scheme>\w+)',
            "This Spark cannot read addresses of that kind: it lacks the file system {what}{scheme}. "
            "Add its package to Spark (spark.jars.packages), or name a folder that every executor sees.",
        ),
        (
            r"UnknownHostException: (?P<what>\S+)",
            "Nothing on the network is called {what}. Check the address.",
        ),
        (
            r"Mkdirs failed to create|Parent path is not a directory|AccessControlException|AccessDenied|Permission denied",
            "The cluster may not read or write in the exchange folder. Give its user the right to, or name another folder.",
        ),
        (
            r"SparkContext (?:was|has been) shut ?down|stopped SparkContext|Connection re(?:fused|set)|Broken pipe"
            # What py4j says when Java is gone; when Java answers, its exception comes on the next line.
            r"|Answer from Java side is empty|while (?:sending|communicating)|while calling [\w.$:]+\s*\Z",
            _CONNECTION_ENDED,
        ),
    )
)


@contextmanager
def told_plainly(cluster: Cluster, more: Callable[[], str] = str) -> Iterator[None]:
    """Turn what Spark raises inside into a sentence; everything else goes through.

    ``more`` gives what was said beside the exception.

    Raises:
        TrainingError: with that sentence.
    """
    try:
        yield
    except Exception as error:
        if not is_of_spark(error):
            raise
        raise TrainingError(sentence_of(f"{_words(error)}\n{more()}", cluster)) from error


def _words(error: Exception) -> str:
    try:
        return str(error)
    except OSError as gone:  # an exception of Java's asks Java for its words
        return str(gone)


def is_of_spark(error: BaseException) -> bool:
    """Whether Spark, Java or the way to them raised it, and not our own code."""
    kinds = {kind.__module__.partition(".")[0] for kind in type(error).__mro__}
    return bool(kinds & {"pyspark", "py4j"}) or isinstance(error, ConnectionError | EOFError)


def sentence_of(text: str, cluster: Cluster) -> str:
    """What happened, what was kept, what to do, of an exception's text."""
    for pattern, sentence in _KNOWN:
        if found := pattern.search(text):
            words = {name: value or "" for name, value in found.groupdict().items()}
            return f"{sentence.format(memory=f'{cluster.memory:,}', master=cluster.master, **words)} {KEPT}"
    return f"The cluster could not do it: {_reason(text)} {KEPT}"


def _reason(text: str) -> str:
    """The line that says most: the last of a Python traceback, else the first of Java's message; no stack."""
    raised = re.findall(r"^(?:[\w.]+\.)?(\w+(?:Error|Exception|Warning): .+)$", text, re.MULTILINE)
    java = re.search(r"^: (?:[\w.$]+: )?(.+)$", text, re.MULTILINE)
    if "Traceback (most recent call last)" in text and raised:
        line = raised[-1]
    elif java:
        line = java[1]
    else:
        line = next((line for line in map(str.strip, text.splitlines()) if line), "it gave no reason.")
    line = re.sub(r"^\[[A-Z_.]+\] |\s*SQLSTATE: \w+;?", "", re.sub(r"\s+", " ", line)).strip()
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
    return line if line.endswith((".", "…")) else f"{line}."
