"""What Spark writes while it works is for its own people: Java's goes to a file, Python's nowhere."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from pathlib import Path

_JAVA = """\
status = off
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n%ex{short}
"""


def configure_java(folder: Path) -> Path:
    """A configuration of log4j 2: errors, a line each, to the standard error of the Java process."""
    file = folder / "log4j2.properties"
    file.write_text(_JAVA, "utf-8")
    return file


def quiet_python() -> ExitStack:
    """Let pyspark and py4j be quiet until it is closed. What they log is raised as exceptions too."""
    from pyspark.logger import PySparkLogger  # noqa: PLC0415

    # It brings a handler of its own, to the terminal.
    PySparkLogger.getLogger("DataFrameQueryContextLogger").disabled = True
    # py4j logs with functions of the module, which give the root logger a handler to the terminal when it has none.
    root, nowhere = logging.getLogger(), logging.NullHandler()
    root.addHandler(nowhere)
    undo = ExitStack()
    undo.callback(root.removeHandler, nowhere)
    return undo
