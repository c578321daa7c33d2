"""Lists become playlists: with the tracks that people play, what their plays tell, and the files of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_als.errors import Cancelled, ExportError
from desktop_als.library import Library
from desktop_als.library.credits import artist_called
from desktop_als.progress import CancelToken
from desktop_als.workspace import Contribution, Entry, Recommendation, TrackRecommendation, Workspace
from tests.export.audio import music
from tests.library.making import bring, play_batch, texts

ADDRESS = "0AbCdEfGhIjKlMnOpQrStU"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Library.open(tmp_path / "library") as library:
        plays = [
            (0, "Otto", "Sea", 181_000),
            (500, "Otto", "Sea", 181_000),
            (900, "Otto", "Quay"),
            (1300, "<b>Ines", "=Fog"),
        ]
        batch = replace(
            play_batch(plays),
            album=texts(["Harbour", "Harbour", None, None]),
            track_ref=texts([ADDRESS, ADDRESS, None, None]),
        )
        bring(library, batch, listener="Ada")
        bring(library, play_batch([(0, "Otto", "Sea")]), listener="Bo")
    with Workspace.open(tmp_path / "library") as workspace:
        yield workspace


def row(workspace: Workspace, rank: int, artist: str) -> Recommendation:
    because = (Contribution(7, "Hugo", 0.3), Contribution(8, "Mona", 0.2))
    return Recommendation(rank, workspace.find_artist(artist).id, artist, 0.5, 83, 12, 4, because)


SEA = Entry("Otto", "Sea", "Harbour", 181, f"spotify:track:{ADDRESS}")


def test_artists_go_by_their_best_known_tracks(workspace: Workspace) -> None:
    rows = [row(workspace, 1, "<b>Ines"), row(workspace, 2, "Otto")]
    facts = (("Match", "83"), ("Because", "Hugo, Mona"), ("Evidence", "12"), ("Plays", "4"))
    ines, otto = ((("Rank", rank), *facts) for rank in "12")
    playlist = workspace.exports.of_recommendations("For Ada", rows)
    assert (playlist.title, playlist.note) == ("For Ada", None)
    assert playlist.entries == (Entry("<b>Ines", "=Fog", columns=ines), replace(SEA, columns=otto))
    two = workspace.exports.of_recommendations("For Ada", rows, each=2)
    assert [entry.track for entry in two.entries] == ["=Fog", "Sea", "Quay"]


def test_an_artist_without_tracks_goes_by_name(workspace: Workspace) -> None:
    unknown = replace(row(workspace, 1, "Otto"), artist_id=10_000, artist="Nobody")
    (entry,) = workspace.exports.of_recommendations("Mix", [unknown]).entries
    assert (entry.artist, entry.track) == ("Nobody", None)
    ids = [workspace.find_artist("Otto").id, 10_000]
    assert workspace.exports.of_artists("Mix", ids, each=0).entries == (Entry("Otto"),)


def test_tracks_stay_the_tracks_that_they_are(workspace: Workspace) -> None:
    otto = workspace.find_artist("Otto").id
    sea, quay = workspace.tracks.of_artist(otto)
    assert workspace.exports.of_tracks("Mix", [quay.track_id, 10_000, sea.track_id]).entries == (
        Entry("Otto", "Quay"),
        SEA,
    )
    found = TrackRecommendation(1, quay.track_id, "Quay", otto, "Otto", 0.4, 77, 0.5, 1, 0)
    (entry,) = workspace.exports.of_recommendations("Mix", [found]).entries
    assert entry == Entry("Otto", "Quay", columns=(("Rank", "1"), ("Match", "77"), ("Listeners", "1"), ("Plays", "0")))


def test_a_merged_spelling_is_called_as_the_artist_is(workspace: Workspace, tmp_path: Path) -> None:
    library = workspace._library
    bring(library, play_batch([(5000, "OTTO", "Far")]), listener="Ada")
    with library.reading() as cursor:
        otto, loud = (artist_called(cursor, name) for name in ("Otto", "OTTO"))
    with library.changing("names", "OTTO", "credits") as cursor:
        cursor.execute("insert into credits values (?, ?)", [loud, otto])
    assert otto is not None
    far = next(track for track in workspace.tracks.of_artist(otto) if track.title == "Far")
    assert workspace.exports.of_tracks("Mix", [far.track_id]).entries == (Entry("Otto", "Far"),)


def test_files_are_found_and_saved_with_a_remark_on_what_could_not_be_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = music(tmp_path / "music" / "#1.flac", "OTTO", "sea (Remastered)")
    (tmp_path / "music" / "broken.mp3").write_bytes(b"")
    ids = [workspace.find_artist(name).id for name in ("Otto", "<b>Ines")]
    playlist = workspace.exports.matched(workspace.exports.of_artists("Mix", ids), tmp_path / "music")
    assert [entry.path for entry in playlist.entries] == [file, None]
    assert playlist.note == f"1 file of {tmp_path / 'music'} could not be read."
    done = workspace.exports.save(playlist, "m3u8", tmp_path / "mix.m3u8")
    assert (done.entries, done.left_out) == (1, ("<b>Ines – =Fog",))
    assert file.as_uri() in (tmp_path / "mix.m3u8").read_text("utf-8")


def test_a_folder_that_cannot_be_read_and_a_stop_are_told(workspace: Workspace, tmp_path: Path) -> None:
    playlist = workspace.exports.of_artists("Mix", [workspace.find_artist("Otto").id])
    with pytest.raises(ExportError):
        workspace.exports.matched(playlist, tmp_path / "gone")
    music(tmp_path / "music" / "a.wav", "Otto", "Sea")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        workspace.exports.matched(playlist, tmp_path / "music", cancel)


def test_what_a_format_cannot_hold_is_named(workspace: Workspace, tmp_path: Path) -> None:
    ids = [workspace.find_artist(name).id for name in ("Otto", "<b>Ines")]
    playlist = workspace.exports.of_artists("Mix", ids)
    assert workspace.exports.save(playlist, "csv", tmp_path / "mix.csv").left_out == ()
    done = workspace.exports.save(playlist, "spotify", tmp_path / "mix.txt")
    assert (done.entries, done.left_out) == (1, ("<b>Ines – =Fog",))
