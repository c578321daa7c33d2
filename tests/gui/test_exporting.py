"""The way of a list out of the window: searches at services, and files."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_als.errors import ExportError
from desktop_als.gui.file_names import file_name
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.messages import export as words
from desktop_als.gui.pages import choosing
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.export_button import ExportButton, ExportSource
from desktop_als.gui.widgets.open_in import open_in_menu
from desktop_als.gui.window_state import WindowState
from desktop_als.workspace import Entry, Exported, Playlist, Workspace
from tests.gui.standing_alone import Stage

FILES = "M3U8 playlist of your music files…"
NAME = 'Ünïcøde & <b>Sons</b> / "No. 1"'


class FakeExports:
    """Exports that remember what they were asked to do."""

    def __init__(self) -> None:
        self.saved: list[tuple[Playlist, str, Path]] = []
        self.left_out: tuple[str, ...] = ()
        self.fails = False

    def of_artists(self, title: str, artist_ids: Any, each: int = 1) -> Playlist:
        return Playlist(title, tuple(Entry(f"Artist {number}") for number in artist_ids))

    def of_tracks(self, title: str, track_ids: Any) -> Playlist:
        return Playlist(title, tuple(Entry("Ada Ray", f"Track {number}") for number in track_ids))

    def matched(self, playlist: Playlist, folder: Path, cancel: Any, progress: Any) -> Playlist:
        if folder.name == "endless":
            while True:
                cancel.check()
        return Playlist(playlist.title, tuple(Entry(one.artist, path=folder / "a.mp3") for one in playlist.entries))

    def save(self, playlist: Playlist, kind: str, path: Path) -> Exported:
        if self.fails:
            raise ExportError("The disk is full. Nothing was written.")
        self.saved.append((playlist, kind, path))
        return Exported(len(playlist.entries) - len(self.left_out), self.left_out)


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    fake = SimpleNamespace(exports=FakeExports(), folder=workspace.folder)
    return Stage(qtbot, fake, jobs, themes)  # type: ignore[arg-type]


def shown_button(stage: Stage, source: ExportSource | None) -> ExportButton:
    window = QWidget()
    stage.qtbot.addWidget(window)
    stage.windows.append(window)
    made = ExportButton(stage.context, lambda: source)
    made.setParent(window)
    window.show()
    return made


def trigger(menu: QMenu, text: str) -> None:
    found: list[QAction] = [action for action in menu.actions() if action.text() == text]
    assert len(found) == 1, [action.text() for action in menu.actions()]
    found[0].trigger()


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[Path, str]]:
    """Saves go into a folder of the test; what was proposed is listed."""
    proposed: list[tuple[Path, str]] = []
    (tmp_path / "lists").mkdir()

    def choose(_parent: QWidget, _title: str, path: Path, kinds: str) -> Path:
        proposed.append((path, kinds))
        return tmp_path / "lists" / path.name

    monkeypatch.setattr(choosing, "choose_place", choose)
    return proposed


MIX = ExportSource("A/B: mix?", artist_ids=(3, 4))


def test_a_list_is_saved_under_a_name_that_every_system_takes(
    stage: Stage, place: list[tuple[Path, str]], tmp_path: Path
) -> None:
    button = shown_button(stage, MIX)
    trigger(button.menu(), "XSPF playlist…")
    stage.settle()
    (playlist, kind, path) = stage.workspace.exports.saved[0]  # type: ignore[attr-defined]
    assert (playlist.title, kind, path.name) == ("A/B: mix?", "xspf", "A B mix.xspf")
    assert place[0][1] == "XSPF playlist (*.xspf)"
    assert stage.told == [("Wrote 2 entries to A B mix.xspf.", None)]


def test_the_next_list_is_proposed_in_the_same_folder(
    stage: Stage, place: list[tuple[Path, str]], tmp_path: Path
) -> None:
    button = shown_button(stage, MIX)
    for text in ("CSV sheet…", "Text…"):
        trigger(button.menu(), text)
        stage.settle()
    assert place[1][0] == tmp_path / "lists" / "A B mix.txt"
    assert WindowState(stage.workspace.folder).export_folder == tmp_path / "lists"


def test_a_folder_that_is_gone_is_proposed_no_more(tmp_path: Path) -> None:
    state = WindowState(tmp_path)
    state.export_folder = tmp_path / "gone"
    assert state.export_folder == Path.home()


def test_what_a_format_cannot_hold_is_told(stage: Stage, place: list[tuple[Path, str]]) -> None:
    stage.workspace.exports.left_out = ("Ada Ray",)  # type: ignore[misc]
    trigger(shown_button(stage, MIX).menu(), "Spotify track addresses…")
    stage.settle()
    assert stage.told[0][0] == "Wrote 1 entry to A B mix.txt. 1 has no Spotify address and was left out: Ada Ray."


def test_a_playlist_of_files_can_be_stopped(
    stage: Stage, place: list[tuple[Path, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "choose_folder", lambda *_: [tmp_path / "music"])
    menu = shown_button(stage, MIX).menu()
    trigger(menu, FILES)
    stage.settle()
    assert stage.workspace.exports.saved[0][0].entries[0].path == tmp_path / "music" / "a.mp3"  # type: ignore[attr-defined]
    monkeypatch.setattr(choosing, "choose_folder", lambda *_: [tmp_path / "endless"])
    trigger(menu, FILES)
    stage.qtbot.waitUntil(lambda: bool(stage.jobs.running()))
    stage.jobs.running()[0].cancel()
    stage.settle()
    assert stage.told[-1] == ("Stopped. Nothing was written.", None)
    assert len(stage.workspace.exports.saved) == 1  # type: ignore[attr-defined]


def test_failures_and_empty_lists_are_sentences(stage: Stage, place: list[tuple[Path, str]]) -> None:
    stage.workspace.exports.fails = True  # type: ignore[misc]
    trigger(shown_button(stage, MIX).menu(), "Text…")
    stage.settle()
    assert stage.failures == ["The disk is full. Nothing was written."]
    trigger(shown_button(stage, ExportSource("Mix")).menu(), "Text…")
    assert stage.told == [(words.NOTHING_TO_EXPORT, None)]
    assert len(place) == 1


def test_a_list_is_copied_as_text(stage: Stage) -> None:
    trigger(shown_button(stage, ExportSource("Mix", track_ids=(1, 2))).menu(), "Copy as text")
    stage.settle()
    assert QGuiApplication.clipboard().text() == "Ada Ray – Track 1\nAda Ray – Track 2"
    assert stage.told == [("Copied 2 lines.", None)]


def test_a_list_of_a_library_is_written(
    trained: Workspace, qtbot: QtBot, jobs: Jobs, themes: ThemeSource, place: list[tuple[Path, str]], tmp_path: Path
) -> None:
    stage = Stage(qtbot, trained, jobs, themes)
    rows = trained.recommend(int(trained.listeners().ids[0])).rows
    menu = shown_button(stage, ExportSource("For tonight", rows=rows)).menu()
    for text in ("CSV sheet…", "Text…", "XSPF playlist…", "JSPF playlist…", "Spotify track addresses…"):
        trigger(menu, text)
        stage.settle()
    assert not stage.failures
    assert stage.told[0][0] == f"Wrote {len(rows)} entries to For tonight.csv."
    sheet = (tmp_path / "lists" / "For tonight.csv").read_text(encoding="utf-8-sig")
    assert all(row.artist in sheet for row in rows)
    trigger(menu, "Copy as text")
    stage.settle()
    assert len(QGuiApplication.clipboard().text().splitlines()) == len(rows)


def test_a_playlist_of_no_file_names_what_is_missing(
    trained: Workspace,
    qtbot: QtBot,
    jobs: Jobs,
    themes: ThemeSource,
    place: list[tuple[Path, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Stage(qtbot, trained, jobs, themes)
    monkeypatch.setattr(choosing, "choose_folder", lambda *_: [tmp_path / "lists"])
    artists = trained.artists().ids[:4].tolist()
    trigger(shown_button(stage, ExportSource("Mix", artist_ids=artists)).menu(), FILES)
    stage.settle()
    assert stage.told[0][0].startswith("Wrote 0 entries to Mix.m3u8. 4 have no file in that folder and were left out: ")
    assert stage.told[0][0].endswith(" and 1 more.")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_opens_by_key(stage: Stage) -> None:
    button = shown_button(stage, MIX)
    button.setFocus()
    opened: list[bool] = []
    button.menu().aboutToShow.connect(lambda: opened.append(True))
    button.menu().aboutToShow.connect(button.menu().close, Qt.ConnectionType.QueuedConnection)
    stage.qtbot.keyClick(button, Qt.Key.Key_Space)
    assert opened


def test_an_artist_is_searched_only_when_a_service_is_chosen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) is None)
    menu = open_in_menu(stage.context, NAME)
    assert [action.text() for action in menu.actions()][:5] == [
        "Spotify",
        "Last.fm",
        "MusicBrainz",
        "YouTube",
        "Bandcamp",
    ]
    assert not opened
    trigger(menu, "Spotify")
    assert [url.host() for url in opened] == ["open.spotify.com"]
    assert opened[0].isValid()
    assert opened[0].path(QUrl.ComponentFormattingOption.FullyDecoded).removeprefix("/search/") == NAME


def test_a_link_or_a_name_is_copied(stage: Stage) -> None:
    menu = open_in_menu(stage.context, "Ada Ray", "Low Tide")
    copies = next(one for one in menu.findChildren(QMenu) if one.title() == words.COPY_LINK)
    trigger(copies, "Bandcamp")
    assert QGuiApplication.clipboard().text() == "https://bandcamp.com/search?q=Ada+Ray+Low+Tide&item_type=t"
    trigger(menu, words.COPY_NAME)
    assert QGuiApplication.clipboard().text() == "Ada Ray – Low Tide"
    assert [said for said, _ in stage.told] == [words.COPIED_LINK, words.COPIED_NAME]


def test_without_a_browser_the_address_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    trigger(open_in_menu(stage.context, "Ada Ray"), "Last.fm")
    assert stage.failures == [words.no_browser("https://www.last.fm/search/artists?q=Ada+Ray")]


def test_a_name_without_a_suffix_gets_one(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    proposed = tmp_path / "Mix.m3u8"

    def choose(name: str) -> Path | None:
        monkeypatch.setattr(QFileDialog, "exec", lambda dialog: dialog.selectFile(name) or 1)
        return choosing.choose_place(parent, "Save", proposed, "M3U8 playlist (*.m3u8)")

    assert choose("tonight") == tmp_path / "tonight.m3u8"
    assert choose("Mix.m3u8") == proposed
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 0)
    assert choosing.choose_place(parent, "Save", proposed, "M3U8 playlist (*.m3u8)") is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("..\x00\n ", "list"),
        ("com1.live", "_com1.live"),
        ("NUL", "_NUL"),
        ("Console", "Console"),
        ("  Mix for tonight. ", "Mix for tonight"),
        ("mix\u202e3pm", "mix3pm"),
    ],
)
def test_titles_become_names(title: str, name: str) -> None:
    assert file_name(title, "list") == name


@given(st.text(max_size=400))
def test_every_title_becomes_a_name_of_one_file(title: str) -> None:
    name = file_name(title, "list")
    assert name
    assert len(name.encode()) <= 200
    assert PureWindowsPath(name).name == name
    assert not name.startswith(".")
    assert name == name.strip(" .")
