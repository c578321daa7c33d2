"""A queue that is easy to foretell, and what tests do with a radio page."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from desktop_als.errors import NotFoundError
from desktop_als.gui.location import Location
from desktop_als.gui.pages.radio import RadioPage
from desktop_als.gui.pages.radio_queue import ACTIONS
from desktop_als.workspace import RadioItem, RadioQueue, Seed, Station, Workspace
from tests.gui.standing_alone import Stage, shown


class ForeseeableRadio:
    """Plays the artists of a library in their order, those after a liked one first."""

    def __init__(self, workspace: Workspace) -> None:
        self.asked: list[Station] = []
        self.note: str | None = None
        self._known = dict(zip(workspace.artists().ids.tolist(), workspace.artists().names.tolist(), strict=True))
        self._workspace = workspace

    def queue(self, station: Station, n: int = 30) -> RadioQueue:
        self.asked.append(station)
        if not any(seed.id in self._known for seed in station.seeds):
            raise NotFoundError("The model does not know this artist. Add another.")
        over = {one.artist_id for one in station.heard} | {seed.id for seed in station.seeds if seed.kind == "artist"}
        ids = [one for one in sorted(self._known) if one not in over]
        liked = [one.artist_id for one in station.heard if one.verdict == "liked"]
        if liked:
            ids.sort(key=lambda one: (one < liked[-1], one))
        fits = tuple(90 - 10 * place for place in range(len(station.seeds)))
        items = (RadioItem(one, self._known[one], min(fits), 0, fits, 100 + one, f"Song {one}") for one in ids[:n])
        return RadioQueue(tuple(items), self.note)

    def names(self, seeds: tuple[Seed, ...]) -> tuple[str, ...]:
        found = []
        for seed in seeds:
            if seed.kind == "artist" and seed.id not in self._known:
                raise NotFoundError("There is no such artist.")
            found.append(self._known[seed.id] if seed.kind == "artist" else self._workspace.listener(seed.id).name)
        return tuple(found)


def ids(stage: Stage) -> list[int]:
    return sorted(stage.workspace.artists().ids.tolist())


def name(stage: Stage, artist_id: int) -> str:
    return stage.workspace.artist(artist_id).name


def begin(stage: Stage, page: RadioPage, artist_id: int) -> None:
    page.open(Location("radio", artist_id, "artist"))
    stage.settle()


def queue(page: RadioPage) -> list[str]:
    return shown(page.queue.table, 1)


def press(stage: Stage, page: RadioPage, key: Qt.Key, table: QWidget | None = None) -> None:
    page.window().activateWindow()
    table = table or page.queue.table
    table.setFocus()
    stage.qtbot.keyClick(table, key)


def act(stage: Stage, page: RadioPage, row: int, action: int) -> None:
    """Click a picture at the end of a row."""
    table = page.queue.table
    index = table.table_model.index(row, len(table.table_model.columns) - 1)
    table.scrollTo(index)
    cell = table.visualRect(index)
    step = page.context.theme.scaled(28) + 4
    point = QPoint(cell.right() - 16 - 14 - step * (len(ACTIONS) - 1 - action), cell.center().y())
    stage.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=point)
    stage.settle()
