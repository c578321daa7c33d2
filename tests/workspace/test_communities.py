"""Communities: fetched by name or taken from files, what they know of one's plays, and left out again."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from desktop_als.communities import catalogue, web
from desktop_als.errors import Cancelled, DownloadError, LibraryError, NotFoundError
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import Coverage, Workspace
from tests.communities.publisher import Publisher, cut_after, publishing, saying
from tests.exports import ARTISTS, hetrec_zip, movielens_zip, spotify_file, spotify_row
from tests.workspace.test_rules import write_json

HETREC = "HetRec 2011 Last.fm-2K"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "library") as workspace:
        yield workspace


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setattr(web, "LONGEST_PAUSE", 0.0)
    with publishing() as publisher:
        publisher.files["/set.zip"] = hetrec_zip(tmp_path / "made.zip").read_bytes()
        known = publisher.data_set(last_year=2011), publisher.data_set(id="withdrawn", title="Withdrawn", address=None)
        monkeypatch.setattr(catalogue, "DATA_SETS", known)
        yield publisher


def states(workspace: Workspace) -> dict[str, str]:
    return {offer.data_set.id: offer.state for offer in workspace.communities.offers()}


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def mira(workspace: Workspace) -> int:
    return workspace.find_listener("Mira").id


# Getting one


def test_without_the_licence_nothing_is_asked_of_anybody(workspace: Workspace, publisher: Publisher):
    with pytest.raises(DownloadError, match="Accept its licence first: For tests"):
        workspace.communities.add("invented")
    assert publisher.asked == []
    assert workspace.communities.in_library() == []


def test_a_set_is_fetched_by_name_and_imported(workspace: Workspace, publisher: Publisher):
    told: list[Progress] = []
    report = workspace.communities.add("Invented Set", accept_licence=True, progress=told.append)
    assert (report.problems, report.totals.kept) == ((), 240)
    shares = [now.fraction for now in told if now.fraction is not None]
    assert shares == sorted(shares)
    assert any("Fetching Invented Set" in now.step for now in told)
    assert states(workspace) == {"invented": "imported", "withdrawn": "imported"}  # both are read as one format
    assert files_in(workspace.folder / "downloads") == []
    (community,) = workspace.communities.in_library()
    assert (community.name, community.listeners, community.artists) == (HETREC, 24, 24)
    assert (community.first_year, community.last_year, community.licence) == (None, 2011, "For tests.")
    assert community.plays == workspace.totals().plays
    workspace.undo()
    assert states(workspace)["invented"] == "offered"


def test_a_fetch_that_broke_off_goes_on(workspace: Workspace, publisher: Publisher):
    publisher.moods = [cut_after(700), *[saying(503)] * web.TRIES]
    with pytest.raises(DownloadError):
        workspace.communities.add("invented", accept_licence=True)
    (offer, _) = workspace.communities.offers()
    assert (offer.state, offer.here) == ("unfinished", 700)
    assert workspace.communities.add("invented", accept_licence=True).problems == ()
    assert ("/set.zip", "bytes=700-") in publisher.asked


def test_an_import_that_was_stopped_does_not_fetch_again(workspace: Workspace, publisher: Publisher):
    cancel = CancelToken()

    def stop(now: Progress) -> None:
        if "Reading" in now.step:
            cancel.cancel()

    with pytest.raises(Cancelled):
        workspace.communities.add("invented", accept_licence=True, cancel=cancel, progress=stop)
    assert workspace.totals().is_empty
    assert states(workspace)["invented"] == "downloaded"
    workspace.communities.add("invented", accept_licence=True)
    assert len(publisher.asked) == 1


def test_one_fetch_of_a_set_at_a_time(workspace: Workspace, publisher: Publisher):
    found: list[str] = []

    def again(_: Progress) -> None:
        if not found:
            found.append(states(workspace)["invented"])
            with pytest.raises(DownloadError, match="being fetched already"):
                workspace.communities.add("invented", accept_licence=True)
            with pytest.raises(DownloadError, match="being fetched already"):
                workspace.communities.discard("invented")

    workspace.communities.add("invented", accept_licence=True, progress=again)
    assert found == ["downloading"]


@pytest.mark.parametrize("checksum", [False, True])
def test_a_file_that_is_damaged_is_kept_only_if_it_was_published_so(
    checksum: bool, workspace: Workspace, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
):
    publisher.files["/set.zip"] = publisher.files["/set.zip"][:-500]
    if checksum:
        (known, _) = catalogue.DATA_SETS
        publisher.files["/set.zip.md5"] = hashlib.md5(publisher.files["/set.zip"]).hexdigest().encode()
        monkeypatch.setattr(catalogue, "DATA_SETS", (replace(known, checksum_beside=".md5"),))
    report = workspace.communities.add("invented", accept_licence=True)
    assert report.problems
    assert states(workspace)["invented"] == ("downloaded" if checksum else "offered")
    workspace.communities.discard("invented")
    assert states(workspace)["invented"] == "offered"


def test_a_withdrawn_set_and_an_unknown_one_are_told(workspace: Workspace, publisher: Publisher):
    assert states(workspace)["withdrawn"] == "withdrawn"
    with pytest.raises(DownloadError, match="add that file instead"):
        workspace.communities.add("withdrawn", accept_licence=True)
    with pytest.raises(NotFoundError, match="Data sets are invented, withdrawn"):
        workspace.communities.add("something", accept_licence=True)


def test_files_are_taken_as_communities_only(workspace: Workspace, tmp_path: Path):
    own = spotify_file(tmp_path / "history.json")
    report = workspace.communities.add_files([hetrec_zip(tmp_path / "hetrec.zip"), own])
    assert [file.format for file in report.files] == ["hetrec_lastfm_2k", None]
    assert report.problems == (
        "history.json is the history of one person and no data set of many. Import it as somebody's own history.",
    )
    assert workspace.totals().own_listeners == 0


# What they know


def test_coverage_counts_plays_and_artists_by_the_keys_of_names(workspace: Workspace, tmp_path: Path):
    known, spelled = ARTISTS[0], ARTISTS[1].upper()
    rows = [spotify_row(10 * i, (known, known, spelled, "Nobody Else", "Nor She")[i % 5]) for i in range(50)]
    workspace.import_history([write_json(tmp_path / "history.json", rows)], listener="Mira")
    assert workspace.communities.coverage(mira(workspace)) == []
    workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    workspace.import_history([movielens_zip(tmp_path / "ml.zip")])
    hetrec, films = workspace.communities.coverage(mira(workspace))
    assert hetrec == Coverage(HETREC, 50, 30, 4, 2, 2011)
    assert hetrec.sentence == "HetRec 2011 Last.fm-2K knows 60 % of your plays; it ends in 2011."
    assert (films.plays_known, films.artists_known) == (0, 0)
    assert films.sentence.startswith("MovieLens knows 0 % of your plays")


def test_what_is_credited_to_another_name_is_known_by_it(workspace: Workspace, tmp_path: Path):
    rows = [spotify_row(10 * i, f"{ARTISTS[0]} & Friends") for i in range(10)]
    workspace.import_history([write_json(tmp_path / "history.json", rows)], listener="Mira")
    workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    (before,) = workspace.communities.coverage(mira(workspace))
    with workspace._library.changing("names", "credit", "credits") as cursor:
        cursor.execute(
            "insert into credits select a.id, b.id from artists a, artists b where a.name = ? and b.name = ?",
            [f"{ARTISTS[0]} & Friends", ARTISTS[0]],
        )
    (after,) = workspace.communities.coverage(mira(workspace))
    assert (before.plays_known, after.plays_known) == (0, 10)


@pytest.mark.parametrize(
    ("known", "plays", "words"),
    [
        (0, 9, "0 % of your plays."),
        (1, 2000, "less than 1 % of your plays."),
        (1999, 2000, "more than 99 % of your plays."),
        (43, 100, "43 % of your plays."),
        (9, 9, "100 % of your plays."),
    ],
)
def test_all_is_said_only_of_all(known: int, plays: int, words: str):
    assert Coverage("Set", plays, known, 9, 3, None).sentence == f"Set knows {words}"


def test_a_listener_who_only_rates_is_told_of_artists():
    assert Coverage("Set", 0, 0, 9, 3, None).sentence == "Set knows 33 % of your artists."
    assert Coverage("Set", 0, 0, 0, 0, None).sentence == "There is no history yet to compare Set with."


# Leaving one out


def test_a_community_is_removed_and_restored(workspace: Workspace, tmp_path: Path):
    workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
    alone = workspace.totals().plays
    workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    workspace.import_history([hetrec_zip(tmp_path / "more.zip", seed=1)])
    before, full = workspace.communities.in_library(), workspace.totals()
    assert len(before[0].sources) == 2
    workspace.communities.remove("hetrec 2011 last.fm-2k")
    (removed,) = workspace.communities.in_library()
    assert (removed.removed, removed.plays, removed.artists) == (True, 0, 0)
    assert workspace.totals().plays == alone
    assert workspace.communities.coverage(mira(workspace)) == []
    assert states(workspace)["hetrec-lastfm-2k"] == "imported"
    with pytest.raises(LibraryError, match="removed already"):
        workspace.communities.remove(HETREC)
    workspace.communities.restore("hetrec-lastfm-2k")
    assert (workspace.communities.in_library(), workspace.totals()) == (before, full)
    with pytest.raises(LibraryError, match="is not removed"):
        workspace.communities.restore(HETREC)
    workspace.undo()
    workspace.undo()
    assert (workspace.communities.in_library(), workspace.totals()) == (before, full)


def test_adding_a_removed_community_restores_it(workspace: Workspace, tmp_path: Path):
    workspace.communities.add_files([hetrec_zip(tmp_path / "hetrec.zip")])
    full = workspace.totals()
    workspace.communities.remove(HETREC)
    assert workspace.totals().is_empty
    report = workspace.communities.add_files([hetrec_zip(tmp_path / "again.zip")])
    assert report.totals.kept == 0
    assert workspace.totals() == full


def test_what_is_not_there_cannot_be_removed(workspace: Workspace, tmp_path: Path):
    with pytest.raises(NotFoundError, match="There is none yet"):
        workspace.communities.remove("Nothing")
    workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    with pytest.raises(NotFoundError, match=HETREC):
        workspace.communities.remove("Nothing")


# The network


def test_nothing_else_opens_a_connection(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
    workspace.communities.add_files([hetrec_zip(tmp_path / "hetrec.zip")])
    run = workspace.training(replace(workspace.preset("quick"), factors=8, epochs=3), title="Quick")
    for _ in run:
        pass
    run.save()
    workspace.recommend(mira(workspace))
    workspace.evaluate(protocol="newcomer")
    workspace.communities.offers()
    workspace.communities.coverage(mira(workspace))
    workspace.communities.remove(HETREC)
    workspace.undo()
    with pytest.raises(DownloadError):
        workspace.communities.add("hetrec-lastfm-2k")
