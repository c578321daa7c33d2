"""A folder at an address that only Spark can reach (hdfs://, s3a://), through the file systems that Spark brings along."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop_als.engines.spark.session import Connection


class RemoteFolder:
    """Made by :meth:`open`, removed by :meth:`remove`; the files lie flat in folders inside.

    Files are copied one by one, so that cancel is heard between two.

    Args:
        address: as Spark says it, and nobody else's.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._connection: Connection | None = None

    def open(self, connection: Connection) -> None:
        """Make the folder if it is not there; the other methods need it.

        Raises:
            TrainingError: Spark cannot write there.
        """
        self._connection = connection
        self._watched("mkdirs", self._path(self.address))

    def copy_up(self, here: Path, name: str) -> None:
        """Copy the files of a folder of this computer into ``name``.

        Raises:
            TrainingError: Spark cannot write there.
            Cancelled: after at most one file.
        """
        for file in sorted(here.glob("*")):
            source, target = self._path(str(file)), self._path(f"{self.address}/{name}/{file.name}")
            self._watched("copyFromLocalFile", False, True, source, target)

    def copy_down(self, name: str, here: Path) -> None:
        """Copy the files of ``name`` into a folder of this computer, which then holds nothing else.

        Raises:
            OSError: the folder cannot be made.
            TrainingError: Spark cannot read there, or write here.
            Cancelled: after at most one file.
        """
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir()
        for file in self._watched("listStatus", self._path(f"{self.address}/{name}")):
            if file.isFile():
                source, target = file.getPath(), self._path(str(here / file.getPath().getName()))
                # As it is: the other way leaves a file of checksums beside each.
                self._watched("copyToLocalFile", False, source, target, True)

    def remove(self) -> None:
        """Forget all of it, if the connection still stands; not watched, for it is also done after cancel."""
        if self._connection is not None:
            with suppress(Exception):  # the session may have died, and a folder left over harms nobody
                self._system.delete(self._path(self.address), True)

    def _watched(self, method: str, *arguments: Any) -> Any:
        return self._opened.watch(lambda: getattr(self._system, method)(*arguments))

    @property
    def _opened(self) -> Connection:
        assert self._connection is not None, "open comes first"  # noqa: S101
        return self._connection

    @property
    def _system(self) -> Any:
        """org.apache.hadoop.fs.FileSystem of the address."""
        return self._path(self.address).getFileSystem(self._opened.context._jsc.hadoopConfiguration())  # noqa: SLF001

    def _path(self, address: str) -> Any:
        return self._opened.context._jvm.org.apache.hadoop.fs.Path(address)  # noqa: SLF001
