"""Downloads from a publisher that cuts off, lies, changes its mind and keeps silent."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.communities import web
from desktop_als.communities.catalogue import DATA_SETS, DataSet, data_set
from desktop_als.communities.downloading import SPARE, download, in_bytes
from desktop_als.communities.kept import Download
from desktop_als.errors import Cancelled, DownloadError, NotFoundError
from desktop_als.progress import CancelToken, Progress, ignore_progress
from tests.communities.publisher import (
    Publisher,
    changed,
    cut_after,
    ignoring_range,
    mute,
    promising,
    publishing,
    saying,
    serve,
    silent,
    stalling_after,
    untold_length,
)
from tests.conftest import ROOT

BODY = bytes(range(256)) * 4000
SHA = f"sha256:{hashlib.sha256(BODY).hexdigest()}"


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setattr(web, "LONGEST_PAUSE", 0.0)
    with publishing() as publisher:
        publisher.files["/set.zip"] = BODY
        yield publisher


def fetched(wanted: DataSet, folder: Path) -> bytes:
    return download(wanted, folder, CancelToken(), ignore_progress).path.read_bytes()


def size_here(folder: Path) -> int:
    return Download(folder, "invented").size


def test_a_file_comes_whole_with_its_progress(publisher: Publisher, tmp_path: Path):
    told: list[Progress] = []
    found = download(publisher.data_set(checksum=SHA), tmp_path, CancelToken(), told.append)
    assert found.path.read_bytes() == BODY
    assert (found.path.name, found.verified) == ("set.zip", True)
    assert (told[-1].done, told[-1].total) == (len(BODY), len(BODY))
    assert told[-1].step == "Fetching Invented Set: 1.0 MB of 1.0 MB"
    assert not list(tmp_path.rglob("*.part"))


def test_what_is_whole_is_not_fetched_again(publisher: Publisher, tmp_path: Path):
    fetched(publisher.data_set(), tmp_path)
    fetched(publisher.data_set(), tmp_path)
    assert len(publisher.asked) == 1


@pytest.mark.parametrize(
    "moods",
    [
        [cut_after(100_000), cut_after(1), cut_after(0)],
        [cut_after(300_000), ignoring_range],
        [cut_after(300_000), changed],
        [cut_after(300_000), saying(416)],
        [cut_after(300_000), saying(206, Content_Range="bytes 7-9/10")],
        [cut_after(300_000), saying(206)],
        [saying(503), saying(429, Retry_After="3"), cut_after(10), saying(500)],
        [promising(1000)],
        [untold_length],
        [saying(302, Location="/set.zip"), saying(307, Location="set.zip")],
    ],
    ids=["cut", "no range", "changed", "416", "elsewhere", "no place", "busy", "lies", "no length", "redirected"],
)
@pytest.mark.parametrize("checksum", [None, SHA])
def test_a_file_is_whole_whatever_happens_on_the_way(
    moods: list, checksum: str | None, publisher: Publisher, tmp_path: Path
):
    publisher.moods = list(moods)
    assert fetched(publisher.data_set(checksum=checksum), tmp_path) == BODY
    assert not publisher.moods


MOODS = st.one_of(
    st.integers(0, 3000).map(cut_after),
    st.integers(1, 500).map(promising),
    st.sampled_from([serve, ignoring_range, changed, saying(416), saying(500), saying(206), untold_length]),
)


@given(moods=st.lists(MOODS, max_size=12), tag=st.sampled_from(['"first"', 'W/"weak"', None]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_failures_makes_another_file(
    moods: list, tag: str | None, publisher: Publisher, tmp_path_factory: pytest.TempPathFactory
):
    """It comes whole, or not at all: never with other bytes."""
    publisher.files["/set.zip"], publisher.moods, publisher.tag = BODY[:2500], list(moods), tag
    folder = tmp_path_factory.mktemp("downloads")
    for _ in range(len(moods) // web.TRIES + 2):
        with suppress(DownloadError):
            assert fetched(publisher.data_set(), folder) == BODY[:2500]
            return
    pytest.fail("it never came")


@pytest.mark.parametrize("checksum", [None, SHA])
def test_a_later_try_goes_on_where_the_first_ended(checksum: str | None, publisher: Publisher, tmp_path: Path):
    publisher.moods = [cut_after(400_000), *[saying(503)] * web.TRIES]
    with pytest.raises(DownloadError, match=r"busy or out of order.*What was fetched is kept"):
        fetched(publisher.data_set(checksum=checksum), tmp_path)
    assert size_here(tmp_path) == 400_000
    publisher.asked.clear()
    assert fetched(publisher.data_set(checksum=checksum), tmp_path) == BODY
    assert publisher.asked == [("/set.zip", "bytes=400000-")]


FETCH = """
import sys
from pathlib import Path
from desktop_als.communities.catalogue import DataSet
from desktop_als.communities.downloading import download
from desktop_als.progress import CancelToken, ignore_progress
download(DataSet("invented", "", (), None, sys.argv[1]), Path(sys.argv[2]), CancelToken(), ignore_progress)
"""


def test_a_killed_download_goes_on(publisher: Publisher, tmp_path: Path):
    """What a killed process wrote is the beginning of the file, whenever it was killed."""
    for least in (290_000, 580_000, 870_000):  # what a process has not handed to the system yet is lost with it
        publisher.moods = [stalling_after(300_000)]
        fetching = subprocess.Popen([sys.executable, "-c", FETCH, publisher.address("/set.zip"), tmp_path], cwd=ROOT)
        while size_here(tmp_path) < least:
            assert fetching.poll() is None
            time.sleep(0.01)
        fetching.kill()
        fetching.wait()
    assert fetched(publisher.data_set(), tmp_path) == BODY
    spans = [int(span[6:-1]) for _, span in publisher.asked[1:]]
    assert spans == sorted(spans)
    assert spans[-1] >= 870_000


def test_a_file_that_has_changed_meanwhile_is_fetched_anew(publisher: Publisher, tmp_path: Path):
    publisher.moods = [cut_after(400_000), *[saying(503)] * web.TRIES]
    with pytest.raises(DownloadError):
        fetched(publisher.data_set(), tmp_path)
    publisher.files["/set.zip"], publisher.tag = BODY[::-1], '"second"'
    assert fetched(publisher.data_set(), tmp_path) == BODY[::-1]


@pytest.mark.parametrize("tag", [None, 'W/"weak"'])
def test_without_proof_that_the_file_is_the_same_it_is_fetched_anew(
    tag: str | None, publisher: Publisher, tmp_path: Path
):
    publisher.tag = tag
    publisher.moods = [cut_after(400_000)]
    assert fetched(publisher.data_set(), tmp_path) == BODY
    assert [span for _, span in publisher.asked] == [None, None]


def test_a_wrong_checksum_leaves_nothing(publisher: Publisher, tmp_path: Path):
    with pytest.raises(DownloadError, match=r"came damaged.*was deleted"):
        fetched(publisher.data_set(checksum="md5:" + "0" * 32), tmp_path)
    assert not list(tmp_path.rglob("*.zip*"))


def test_a_checksum_is_looked_for_beside_the_file(publisher: Publisher, tmp_path: Path):
    publisher.files["/set.zip.sha256"] = f"{SHA[7:].upper()}  set.zip\n".encode()
    wanted = publisher.data_set(checksum_beside=".sha256")
    assert download(wanted, tmp_path, CancelToken(), ignore_progress).verified
    del publisher.files["/set.zip.sha256"]
    assert not download(wanted, tmp_path / "other", CancelToken(), ignore_progress).verified


def test_the_newest_of_many_links_is_taken(publisher: Publisher, tmp_path: Path):
    old, new = "dump-999-20240101", "dump-1000-20240115"
    publisher.files["/full/"] = f'<a href="../">up</a><a href="{new}/">{new}</a><A HREF={old}/>{old}</a>'.encode()
    publisher.files[f"/full/{new}/"] = f'<a href="/full/{new}/listens-1000.tar.zst">x</a><a href="b.sha256">'.encode()
    publisher.files[f"/full/{new}/listens-1000.tar.zst"] = BODY
    wanted = publisher.data_set("/full/", links=(r"dump-\d+-\d+/", r"listens-\d+\.tar\.zst"))
    assert fetched(wanted, tmp_path) == BODY
    publisher.files["/full/"] = b'<a href="http://127.0.0.1/elsewhere/dump-1-1/">'
    with pytest.raises(DownloadError, match="Fetch it with a browser"):
        fetched(wanted, tmp_path / "other")


def test_an_older_file_that_is_gone_makes_room_for_the_newest(publisher: Publisher, tmp_path: Path):
    publisher.files |= {"/full/": b'<a href="set-1.zip">', "/full/set-1.zip": BODY[::-1], "/full/set-2.zip": BODY}
    wanted = publisher.data_set("/full/", links=(r"set-\d\.zip",))
    publisher.moods = [serve, cut_after(400_000), *[saying(503)] * web.TRIES]
    with pytest.raises(DownloadError):
        fetched(wanted, tmp_path)
    publisher.files["/full/"] = b'<a href="set-2.zip">'
    del publisher.files["/full/set-1.zip"]
    assert fetched(wanted, tmp_path) == BODY


def test_what_is_withdrawn_meanwhile_stays_in_part(publisher: Publisher, tmp_path: Path):
    publisher.moods = [cut_after(400_000), saying(404)]
    with pytest.raises(DownloadError, match="add that file instead"):
        fetched(publisher.data_set(), tmp_path)
    assert size_here(tmp_path) == 400_000
    publisher.moods = [saying(410)]
    with pytest.raises(DownloadError, match="add that file instead"):
        fetched(publisher.data_set(), tmp_path)
    assert fetched(publisher.data_set(), tmp_path) == BODY
    assert publisher.asked[-1] == ("/set.zip", "bytes=400000-")


@pytest.mark.parametrize("path", ["/other.zip", None])
def test_what_is_withdrawn_is_asked_of_the_person(path: str | None, publisher: Publisher, tmp_path: Path):
    wanted = publisher.data_set(path) if path else publisher.data_set(address=None)
    with pytest.raises(DownloadError, match=r"not offered for download any more.*add that file instead"):
        fetched(wanted, tmp_path)
    assert len(publisher.asked) == (1 if path else 0)


def test_a_refusal_is_told_at_once(publisher: Publisher, tmp_path: Path):
    publisher.moods = [saying(403)]
    with pytest.raises(DownloadError, match="refuses to send it"):
        fetched(publisher.data_set(), tmp_path)
    assert len(publisher.asked) == 1


@pytest.mark.parametrize("address", ["http://files.example/set.zip", "ftp://files.example/x", "file:///etc/hosts"])
def test_only_https_is_asked_and_followed(address: str, publisher: Publisher, tmp_path: Path):
    with pytest.raises(DownloadError, match="not protected by https"):
        fetched(publisher.data_set(address=address), tmp_path)
    publisher.moods = [saying(302, Location=address)]
    with pytest.raises(DownloadError, match="not protected by https"):
        fetched(publisher.data_set(), tmp_path)


def test_a_redirect_may_not_leave_https_even_for_this_machine():
    with pytest.raises(DownloadError, match="leads to http://127"):
        web._redirected("https://files.example/set.zip", "http://127.0.0.1/set.zip")
    assert web._redirected("https://files.example/a/set.zip", "../b.zip") == "https://files.example/b.zip"


def test_redirects_in_a_circle_end(publisher: Publisher, tmp_path: Path):
    publisher.moods = [saying(302, Location="/set.zip")] * 20
    with pytest.raises(DownloadError, match="without end"):
        fetched(publisher.data_set(), tmp_path)


def test_a_server_that_is_not_there_is_told_in_words(tmp_path: Path):
    with publishing() as gone:
        wanted = gone.data_set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web, "LONGEST_PAUSE", 0.0)
        with pytest.raises(DownloadError, match=r"^The connection to 127.0.0.1 broke off.$"):
            fetched(wanted, tmp_path)


def test_nonsense_is_told_in_words(publisher: Publisher, tmp_path: Path):
    publisher.moods = [lambda handler: handler.wfile.write(b"SMTP ready\r\n\r\n")] * web.TRIES
    with pytest.raises(DownloadError, match="makes no sense"):
        fetched(publisher.data_set(), tmp_path)


@pytest.mark.parametrize("mood", [silent, mute])
def test_cancelling_does_not_wait_for_the_server(mood, publisher: Publisher, tmp_path: Path):
    publisher.moods = [mood]
    cancel, ended = CancelToken(), threading.Event()

    def fetch() -> None:
        with pytest.raises(Cancelled):
            download(publisher.data_set(), tmp_path, cancel, ignore_progress)
        ended.set()

    thread = threading.Thread(target=fetch)
    thread.start()
    deadline = time.monotonic() + 5
    while not publisher.asked and time.monotonic() < deadline:
        time.sleep(0.01)
    cancel.cancel()
    assert ended.wait(5)  # the server would keep silent for longer
    thread.join()


def test_a_cancelled_download_goes_on(publisher: Publisher, tmp_path: Path):
    cancel = CancelToken()
    publisher.moods = [cut_after(500_000)]

    def stop(now: Progress) -> None:
        if now.done:
            cancel.cancel()

    with pytest.raises(Cancelled):
        download(publisher.data_set(), tmp_path, cancel, stop)
    assert 0 < size_here(tmp_path) <= 500_000
    assert fetched(publisher.data_set(), tmp_path) == BODY


def test_silence_is_a_failure_that_may_pass(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(web, "SILENCE", 0.1)
    publisher.moods = [mute]
    assert fetched(publisher.data_set(), tmp_path) == BODY


def test_a_full_disk_is_foreseen(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=SPARE + 1000))
    with pytest.raises(DownloadError, match=r"needs 1.0 MB more on the disk, and 1.0 kB are free"):
        fetched(publisher.data_set(), tmp_path)


def test_a_folder_that_cannot_be_written_is_told(publisher: Publisher, tmp_path: Path):
    (tmp_path / "invented").write_text("a file in the way")
    with pytest.raises(DownloadError, match="cannot be written"):
        fetched(publisher.data_set(), tmp_path)


@pytest.mark.parametrize("mood", [serve, untold_length])
def test_what_is_far_too_large_is_not_fetched(mood, publisher: Publisher, tmp_path: Path):
    publisher.moods = [mood]
    with pytest.raises(DownloadError, match="far larger"):
        download(publisher.data_set(), tmp_path, CancelToken(), ignore_progress, largest=1000)
    assert size_here(tmp_path) <= 1000


def test_every_set_that_can_be_fetched_lies_behind_https():
    assert all(known.address is None or known.address.startswith("https://") for known in DATA_SETS)
    assert len({known.id for known in DATA_SETS}) == len(DATA_SETS)
    assert data_set(" LastFM-1K ").title == data_set("last.fm-1k").title == "Last.fm-1K"
    with pytest.raises(NotFoundError, match="hetrec-lastfm-2k"):
        data_set("nothing")


def test_bytes_are_told_in_round_numbers():
    assert [in_bytes(count) for count in (0, 999, 1000, 2_500_000, 3 * 10**15)] == [
        "0 bytes",
        "999 bytes",
        "1.0 kB",
        "2.5 MB",
        "3000.0 TB",
    ]
