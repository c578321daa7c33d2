"""Hostile files for every reader: ``python -m tests.history.fuzz --inputs 100000 --seed 1``.

An input is an invented export, spoilt and perhaps packed and spoilt again. Whatever it holds, it must be told in a sentence
or read, with every row in a batch or in the log exactly once. Input number n of a seed is always the same.
"""

import argparse
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from desktop_als.errors import HistoryError
from desktop_als.history import FORMATS, Part, find_parts, read
from desktop_als.plays import CountBatch, MarkBatch, PlayBatch, RatingBatch, RowLog
from desktop_als.progress import CancelToken
from tests.history.mutations import MUTATIONS
from tests.history.seeds import SEEDS, wrapped

LONGEST = 20
"""Seconds that one small file may take before it counts as hanging."""

MOST_BYTES = 2 * 2**20
"""Of one file: large ones are slow and find no more."""

Files = Mapping[str, bytes]


class Hang(BaseException):
    """Not caught by anything that is read."""


def hostile(number: int, seed: int) -> tuple[str, Files]:
    """Input ``number``: the name of what it was, and its files."""
    rng = random.Random(f"{seed} {number}")
    name = rng.choice(list(SEEDS))
    files = dict(SEEDS[name])
    if rng.random() < 0.05:
        files |= SEEDS[rng.choice(list(SEEDS))]
    for _ in range(rng.choice((1, 1, 2, 4))):
        spoilt = rng.choice(list(files))
        files[spoilt] = rng.choice(MUTATIONS)(files[spoilt], rng)[:MOST_BYTES]
    if rng.random() < 0.25:
        files = {"packed": wrapped(files, rng)}
        if rng.random() < 0.6:
            files["packed"] = rng.choice(MUTATIONS)(files["packed"], rng)[:MOST_BYTES]
    return name, files


def bring(files: Files, folder: Path) -> Counter[str]:
    """Read the files as a drop of their folder; returns how many parts of each format could be read.

    Raises:
        AssertionError: the rows of a part do not add up.
    """
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    done: Counter[str] = Counter()
    for drop in find_parts([folder], CancelToken()):
        assert bool(drop.parts) != bool(drop.problem)
        for part in drop.parts:
            with suppress(HistoryError):
                check(part)
                done.update(each.format.id for each in (part, *part.companions))
    return done


def check(part: Part) -> None:
    """Read ``part`` and count its rows."""
    log = RowLog()
    numbers: list[int] = []
    for batch in read(part, log, CancelToken(), lambda _: None):
        if isinstance(batch, PlayBatch | CountBatch | RatingBatch | MarkBatch):
            numbers += batch.row.tolist()
            assert all(batch.artist), "a row without an artist was kept"
    numbers += [left.row for left in log.rows]
    assert log.tally.rows_read == len(log.rows), "the log does not add up"
    twice = [number for number, count in Counter(numbers).items() if number and count > 1]
    assert not twice, f"rows told twice: {twice[:5]} of {part.format.id}"
    if part.format.condensed:
        return  # rows are summed up before they are passed on
    lost = set(range(1, max(numbers, default=0))) - set(numbers)
    assert not lost, f"rows lost: {sorted(lost)[:5]} of {part.format.id}"


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def attempt(number: int, seed: int, folder: Path) -> tuple[Counter[str], str | None]:
    """Bring one input. Returns what could be read, and what went wrong."""
    name, files = hostile(number, seed)
    folder.mkdir()
    try:
        with _limit(LONGEST):
            return bring(files, folder), None
    except Hang:
        return Counter(), f"{name}: more than {LONGEST} s"
    except Exception:  # noqa: BLE001 - finding those is what this is for
        return Counter(), f"{name}: {traceback.format_exc(limit=-4)}"
    finally:
        shutil.rmtree(folder)


def _peak() -> float:
    """The most memory that was ever in use, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass
class Outcome:
    """What came of the inputs tried so far; ``slowest`` in seconds and ``largest`` in MB, each with the number of its input."""

    inputs: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, -1)
    largest: tuple[float, int] = field(default_factory=lambda: (_peak(), -1))

    def try_input(self, number: int, seed: int, folder: Path) -> None:
        """Bring one more, and show the first trouble of each kind."""
        began = time.monotonic()
        parts, trouble = attempt(number, seed, folder)
        self.inputs += 1
        self.parts += parts
        self.slowest = max(self.slowest, (time.monotonic() - began, number))
        if _peak() > self.largest[0]:
            self.largest = (_peak(), number)
        if trouble:
            kind = trouble.strip().splitlines()[-1][:150]
            self.troubles[kind] += 1
            if self.troubles[kind] == 1:
                print(f"input {number}: {trouble}", flush=True)

    def tell(self, seconds: float) -> None:
        """Print it all."""
        print(f"{self.inputs} inputs in {seconds:.0f} s, {self.inputs / seconds:.0f} a second")
        print(f"{self.parts.total()} parts read of {len(self.parts)} formats; {self.troubles.total()} crashes or hangs")
        print(f"slowest {self.slowest[0]:.2f} s (input {self.slowest[1]})")
        print(f"peak memory {self.largest[0]:.0f} MB (input {self.largest[1]})")
        for kind, count in self.troubles.most_common():
            print(f"{count:6} {kind}")
        print("never read:", ", ".join(sorted({form.id for form in FORMATS} - set(self.parts))) or "none")


def main() -> int:
    """Try as many as were asked for, or until Ctrl+C."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--inputs", type=int, default=1000)
    arguments.add_argument("--first", type=int, default=0, help="number of the first input, to repeat one")
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    outcome = Outcome()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        for number in range(asked.first, asked.first + asked.inputs):
            outcome.try_input(number, asked.seed, Path(folder, "drop"))
    outcome.tell(time.monotonic() - began)
    return 1 if outcome.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
