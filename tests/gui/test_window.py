from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_als.errors import NotFoundError
from desktop_als.gui.history import VisitedLocations
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.radio import RadioPage
from desktop_als.gui.screenshot import draw
from desktop_als.gui.theme import DARK, LIGHT, Scheme, ThemeSource
from desktop_als.gui.window_state import WindowState
from desktop_als.workspace import Seed, Station, Workspace
from tests.exports import ARTISTS, spotify_file


def rail_button(window: MainWindow, text: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.text().strip() == text)


def shown(window: MainWindow) -> str:
    page = window._stack.currentWidget()
    return type(page).__name__.removesuffix("Page").lower()


def click(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_back_and_forward_work_as_in_a_browser() -> None:
    visited = VisitedLocations(Location("home"))
    artist = Location("artist", 7)
    for place in (Location("artists"), artist, artist):
        visited.visit(place)
    assert visited.back() == Location("artists")
    assert visited.forward() == artist
    assert not visited.can_go_forward
    visited.back()
    visited.visit(Location("train"))
    assert not visited.can_go_forward
    assert visited.back() == Location("artists")
    assert visited.back() == visited.back() == Location("home")


def test_the_rail_and_the_keys_lead_through_the_pages(community: Workspace, window: MainWindow, qtbot: QtBot) -> None:
    click(qtbot, rail_button(window, "Artists"))
    assert shown(window) == "artists"
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown(window) == "listeners")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shown(window) == "artists")
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shown(window) == "listeners")


def test_every_page_of_the_rail_has_a_key(window: MainWindow, qtbot: QtBot) -> None:
    names = ("Home", "Listeners", "Artists", "Train", "Radio", "Together", "How it works")
    assert [b.text().strip() for b in window.findChildren(QPushButton) if b.text().strip() in names] == list(names)
    for place, name in enumerate(names, start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda name=name: shown(window) == name.lower().replace(" ", ""))
        assert rail_button(window, name).isChecked()


def test_search_opens_an_artist_in_spite_of_a_wrong_letter(
    trained: Workspace, window: MainWindow, jobs: Jobs, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.search.hasFocus)
    qtbot.keyClicks(window.search, "velvt rivers")
    qtbot.waitUntil(lambda: jobs.idle)
    assert window.search.list.isVisible()
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(window) == "artist")
    qtbot.waitUntil(lambda: any(label.text() == ARTISTS[0] for label in window.findChildren(QLabel)))


def test_search_finds_commands(window: MainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    window.activateWindow()
    window.search.start()
    qtbot.keyClicks(window.search, "theme: dark")
    qtbot.waitUntil(lambda: jobs.idle)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.context.theme.scheme is DARK
    assert WindowState(window.context.workspace.folder).mode == "dark"


def test_a_command_starts_a_radio_from_the_listener_at_hand(
    trained: Workspace, window: MainWindow, jobs: Jobs, qtbot: QtBot
) -> None:
    def start() -> None:
        window.activateWindow()
        window.search.start()
        qtbot.keyClicks(window.search, "start a radio")
        qtbot.waitUntil(lambda: jobs.idle)
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: shown(window) == "radio")

    start()
    page = window.page("radio")
    assert isinstance(page, RadioPage)
    assert page.trail.station == Station(())
    window.go(Location("listener", 2))
    window.context.whose.choose(2)
    start()
    assert page.trail.station.seeds == (Seed("listener", 2),)
    qtbot.waitUntil(lambda: jobs.idle)


def test_the_chip_shows_a_job_and_stops_it(window: MainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    from tests.gui.test_jobs import until_cancelled

    jobs.submit("Training", until_cancelled, lane="compute")
    words = [label.text() for label in window.chip.findChildren(QLabel)]
    assert "Training" in words
    click(qtbot, window.chip.findChild(QPushButton))
    qtbot.waitUntil(lambda: jobs.idle)
    qtbot.waitUntil(lambda: "No library yet" in [label.text() for label in window.chip.findChildren(QLabel)])


def test_files_can_be_dropped_anywhere(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(spotify_file(tmp_path / "history.json")))])
    middle = QPoint(window.width() // 2, window.height() // 2)
    drop = QDropEvent(
        QPointF(middle), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PySide6 6.12 has another constructor, 6.11 only this one
        enter = QDragEnterEvent(
            middle, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, drop)
    assert shown(window) == "import"


def test_undo_says_what_it_took_away(community: Workspace, window: MainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: community.totals().plays == 0 and jobs.idle)
    assert window.notice.isVisible()
    assert any("Undid the import of hetrec.zip" in label.text() for label in window.notice.findChildren(QLabel))


def test_a_broken_window_file_is_set_aside(tmp_path: Path, qapp: QApplication) -> None:
    (tmp_path / "window.ini").write_bytes(b"\x00[[[\xff theme=dark\n=\n\\x")
    assert WindowState(tmp_path).mode in ("system", "light", "dark")


def test_a_window_that_closes_stops_what_runs(workspace: Workspace, themes: ThemeSource, qtbot: QtBot) -> None:
    from tests.gui.test_jobs import until_cancelled

    jobs = Jobs()
    window = MainWindow(workspace, jobs, themes, WindowState(workspace.folder))
    qtbot.addWidget(window)
    window.show()
    jobs.submit("Training", until_cancelled, lane="compute")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not jobs.busy
    jobs.shutdown()


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_text_can_be_read(scheme: Scheme) -> None:
    def luminance(name: str) -> float:
        color = scheme.color(name)
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for ground in ("background", "panel", "tint", "hover"):
        for ink in ("text", "dim", "accent", "warn"):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast("on_accent", "accent") >= 4.5


@pytest.mark.parametrize(
    "page",
    [
        *("home", "import", "train", "listeners", "artists", "listener:2", f"artist:{ARTISTS[0]}"),
        *("radio", f"radio:artist:{ARTISTS[0]}", "radio:listener:2", "together", "together:2", "how-it-works"),
        *("names", "names:merged", "communities", "communities:packs"),
        *("settings", "settings:rules", "settings:services", "settings:backup", "settings:steps"),
    ],
)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_page_can_be_drawn(trained: Workspace, tmp_path: Path, qapp: QApplication, page: str, mode: Any) -> None:
    trained.close()
    draw(trained.folder, page, tmp_path / "page.png", (1280, 800), mode)
    picture = QImage(str(tmp_path / "page.png"))
    assert (picture.width(), picture.height()) == (1280, 800)
    assert picture.pixelColor(600, 790).name().upper() == (LIGHT if mode == "light" else DARK).background


@pytest.mark.parametrize(
    "page",
    [
        *(f"listener:2:{part}" for part in browse.LISTENER_PARTS),
        *(f"artist:{ARTISTS[0]}:{part}" for part in browse.ARTIST_PARTS),
    ],
)
def test_every_tab_can_be_drawn(trained: Workspace, tmp_path: Path, qapp: QApplication, page: str) -> None:
    trained.close()
    draw(trained.folder, page, tmp_path / "page.png", (1280, 800), "light")
    assert QImage(str(tmp_path / "page.png")).width() == 1280


@pytest.mark.parametrize("page", ["garden", "home:tree", "radio:artist", "radio:tree:oak", "settings:garden"])
def test_an_unknown_page_is_told(workspace: Workspace, tmp_path: Path, qapp: QApplication, page: str) -> None:
    workspace.close()
    with pytest.raises(NotFoundError, match=f"no page “{page}”"):
        draw(workspace.folder, page, tmp_path / "page.png", (1280, 800), "light")


@pytest.mark.parametrize("page", ["artist:Nobody", "artist:Nobody:similar", "listener:Nobody", "radio:listener:Nobody"])
def test_an_unknown_subject_is_told(workspace: Workspace, tmp_path: Path, qapp: QApplication, page: str) -> None:
    workspace.close()
    with pytest.raises(NotFoundError, match="Nobody"):
        draw(workspace.folder, page, tmp_path / "page.png", (1280, 800), "light")


STARTS = """
import sys
from desktop_als import boot; boot.prepare()
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_als.gui import app
app.LOAD_REST_AFTER_MS = 10 if len(sys.argv) > 2 else 10_000
QTimer.singleShot(0, lambda: None)
application = app.make_application()
QTimer.singleShot(int(sys.argv[2]) if len(sys.argv) > 2 else 60, application.closeAllWindows)
code = app.run_app(Path(sys.argv[1]))
assert len(sys.argv) > 2 or "numba" not in sys.modules, "the solver was loaded to open a window"
sys.exit(code)
"""


@pytest.mark.parametrize("after_ms", [None, 30, 400])
def test_the_app_starts_and_quits_and_leaves_the_solver_alone(trained: Workspace, after_ms: int | None) -> None:
    trained.close()
    arguments = [str(trained.folder), *([str(after_ms)] if after_ms is not None else [])]
    for _ in range(3):
        ended = subprocess.run(
            [sys.executable, "-c", STARTS, *arguments], capture_output=True, text=True, timeout=60, check=False
        )
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == ""
