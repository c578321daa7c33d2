import threading
from collections.abc import Iterator

import pytest

from desktop_als.errors import Cancelled
from desktop_als.library import Library, SourceInfo
from desktop_als.library.interruption import interrupted_by
from desktop_als.plays import Batch
from desktop_als.progress import CancelToken
from tests.library.making import bring, play_batch

THREE = [(0, "Lumen Fields", "Harbour"), (300, "Lumen Fields", "Quay"), (600, "Otto", "Sea")]


def test_reads_see_the_last_committed_state_while_an_import_runs(library: Library) -> None:
    bring(library, play_batch(THREE[:1]))
    before = library.totals()
    staged, seen = threading.Event(), threading.Event()

    def slowly() -> Iterator[Batch]:
        yield play_batch(THREE[:2])
        staged.set()
        seen.wait(10)
        yield play_batch(THREE[2:])

    def drop() -> None:
        with library.importing("slow") as session:
            session.add(SourceInfo("slow", "lastfm_json", None, "Ada"), slowly())

    thread = threading.Thread(target=drop)
    thread.start()
    staged.wait(10)
    assert library.totals() == before
    assert library.artists().names.tolist() == ["Lumen Fields"]
    assert library.interactions("listeners").plays.sum() == 1
    seen.set()
    thread.join()
    assert library.totals().plays == 3


def test_imports_of_two_threads_follow_each_other(library: Library) -> None:
    threads = [
        threading.Thread(target=bring, args=(library, play_batch(THREE)), kwargs={"listener": name}) for name in "ABCD"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library.totals().plays == 12
    assert sorted(library.listeners().names) == ["A", "B", "C", "D"]


def test_a_long_statement_is_interrupted(library: Library) -> None:
    cancel = CancelToken()
    timer = threading.Timer(0.1, cancel.cancel)
    timer.start()
    with pytest.raises(Cancelled), library._reading() as cursor, interrupted_by(cancel, cursor):
        cursor.execute(
            "select sum(hash(a.range, b.range)::hugeint) from range(1_000_000) a, range(1_000_000) b"
        ).fetchall()
    timer.join()
    assert library.totals().plays == 0
