"""The page of communities: a licence is read before anything is fetched, and nothing leaves that was not shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.communities import catalogue, web
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.main_window import MainWindow
from desktop_als.gui.messages import communities as words
from desktop_als.gui.pages import community_list, community_offers
from desktop_als.gui.pages.communities import CommunitiesPage
from desktop_als.gui.tables.model import ArrayTableModel
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import Community, Coverage, DataSet, Offer, Workspace
from tests.communities.publisher import Handler, Publisher, cut_after, publishing, saying
from tests.exports import ARTISTS, hetrec_zip, spotify_file
from tests.gui.standing_alone import Stage, buttons, choose, click, cut_off, find_button, shown, text_of
from tests.library.making import bring, count_batch

HETREC = "HetRec 2011 Last.fm-2K"
HOSTILE = "<b>Bold</b> & Co"


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setattr(web, "LONGEST_PAUSE", 0.0)
    with publishing() as publisher:
        publisher.files["/set.zip"] = hetrec_zip(tmp_path / "made.zip").read_bytes()
        known = (
            publisher.data_set(last_year=2011, size=3_400),
            publisher.data_set(id="withdrawn", title="Withdrawn Set", address=None, formats=("lastfm_1k",)),
        )
        monkeypatch.setattr(catalogue, "DATA_SETS", known)
        yield publisher


@pytest.fixture
def stage(
    qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource, publisher: Publisher, tmp_path: Path
) -> Stage:
    workspace.import_history([spotify_file(tmp_path / "mira.json")], listener="Mira")
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def filled(stage: Stage, tmp_path: Path) -> Stage:
    stage.workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    return stage


@pytest.fixture
def modelled(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    bring(trained._library, count_batch([("Mira", ARTISTS[0], 7), ("Mira", HOSTILE, 1234)]), form="totals")
    trained._library_changed()
    return Stage(qtbot, trained, jobs, themes)


def at(stage: Stage, part: str) -> CommunitiesPage:
    page = stage.show(CommunitiesPage(stage.context))
    page.open(Location("communities", part=part))
    stage.settle()
    return page


# In the library


def test_without_a_community_the_page_leads_to_the_data_sets(stage: Stage) -> None:
    page = stage.show(CommunitiesPage(stage.context))
    assert words.NO_COMMUNITY in text_of(page)
    stage.qtbot.mouseClick(page.library.pane.empty.button, Qt.MouseButton.LeftButton)
    stage.settle()
    assert shown(page.offers.pane.table) == ["Invented Set", "Withdrawn Set"]


def test_a_community_is_told_with_what_it_knows(filled: Stage) -> None:
    page = filled.show(CommunitiesPage(filled.context))
    table = page.library.pane.table
    assert shown(table) == [HETREC]
    (coverage,) = filled.workspace.communities.coverage(filled.workspace.find_listener("Mira").id)
    assert shown(table, 5) == [f"{coverage.share:.1%}".replace("%", " %")]
    assert coverage.sentence in text_of(page)
    assert "For tests." in text_of(page)
    assert "24 listeners" in text_of(page)


def test_a_community_is_removed_and_brought_back(filled: Stage) -> None:
    page = filled.show(CommunitiesPage(filled.context))
    click(filled, page, "Remove")
    assert shown(page.library.pane.table, 6) == ["removed"]
    assert words.IS_REMOVED in text_of(page)
    assert filled.told[-1] == (words.removed(HETREC), filled.workspace.steps()[0].id)
    click(filled, page, "Bring back")
    assert filled.workspace.communities.in_library()[0].removed is False
    click(filled, page, "Train now")
    assert filled.went == [Location("train")]


# Add one


def test_nothing_is_fetched_before_the_licence_is_accepted(stage: Stage, publisher: Publisher) -> None:
    page = at(stage, "add")
    card = page.offers.card
    assert "For tests." in text_of(card)
    assert not card.fetch.isEnabled()
    card.accept.setFocus()
    stage.qtbot.keyClick(card.accept, Qt.Key.Key_Space)
    assert card.fetch.isEnabled()
    choose(stage, page.offers.pane.table, "Withdrawn Set")
    assert words.WITHDRAWN in text_of(card)
    assert words.FETCH not in buttons(page)
    choose(stage, page.offers.pane.table, "Invented Set")
    assert not card.fetch.isEnabled()
    assert publisher.asked == []


def test_a_set_is_fetched_imported_and_compared(stage: Stage) -> None:
    page = at(stage, "add")
    stage.qtbot.mouseClick(page.offers.card.accept, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    click(stage, page, words.FETCH)
    said = text_of(page)
    assert "240 rows of 240 were imported." in said or "were imported." in said
    assert f"{HETREC} knows " in said
    assert stage.told[-1][1] == stage.workspace.steps()[0].id
    assert stage.changes == 1
    click(stage, page, "Train now")
    assert stage.went == [Location("train")]


def test_a_download_shows_its_bytes_can_be_stopped_and_goes_on(stage: Stage, publisher: Publisher) -> None:
    waiting = []

    def half(handler: Handler) -> None:
        body = handler.file
        assert body is not None
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("ETag", '"first"')
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        waiting.append(True)
        publisher.leaving.wait(20)

    publisher.moods = [half]
    page = at(stage, "add")
    page.offers.card.accept.click()
    stage.click(page, words.FETCH)
    stage.qtbot.waitUntil(lambda: "Fetching Invented Set: " in text_of(page), timeout=20_000)
    stage.click(page, "Stop")
    stage.settle()
    assert words.FETCH_STOPPED in text_of(page)
    assert shown(page.offers.pane.table, 3)[0] == words.STATES["unfinished"]
    assert words.DISCARD in buttons(page)
    page.offers.card.accept.setChecked(True)
    click(stage, page, words.GO_ON)
    assert stage.workspace.communities.in_library()[0].name == HETREC
    assert publisher.asked[-1][1] is not None


def test_a_fetched_part_can_be_deleted(stage: Stage, publisher: Publisher) -> None:
    publisher.moods = [cut_after(400), *[saying(503)] * 50]
    page = at(stage, "add")
    page.offers.card.accept.click()
    click(stage, page, words.FETCH)
    assert "kept" in stage.failures[-1]
    assert "Train now" not in buttons(page)
    click(stage, page, words.DISCARD)
    assert shown(page.offers.pane.table, 3)[0] == words.STATES["offered"]


def test_a_copy_of_ones_own_is_imported(
    stage: Stage, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = str(hetrec_zip(tmp_path / "copy.zip"))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([copy], ""))
    page = at(stage, "add")
    click(stage, page, words.HAVE_FILE)
    assert f"{HETREC} knows " in text_of(page)
    assert publisher.asked == []
    assert shown(page.offers.pane.table, 3)[0] == words.STATES["imported"]


# Packs


def test_a_pack_is_made_of_the_model_in_use(modelled: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "given.dals-pack"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page = at(modelled, "packs")
    assert "No listener is in it" in text_of(page)
    assert page.packs.making.title.text() == "Quick"
    click(modelled, page, words.MAKE_PACK)
    assert "given.dals-pack was saved." in text_of(page)
    assert target.exists()


def test_without_a_model_there_is_no_pack(stage: Stage) -> None:
    page = at(stage, "packs")
    assert words.NO_MODEL in text_of(page)
    assert not page.packs.making.save.isEnabled()


def test_a_pack_is_looked_at_before_it_is_used(
    modelled: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "given.dals-pack"
    modelled.workspace.packs.make(pack, HOSTILE)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(pack), ""))
    page = at(modelled, "packs")
    before = modelled.workspace.models()
    click(modelled, page, words.CHOOSE_PACK)
    said = text_of(page)
    assert HOSTILE in said
    assert "who are not in it" in said
    assert " knows " in said
    assert modelled.workspace.models() == before
    click(modelled, page, words.NOT_NOW)
    assert words.USE_PACK not in buttons(page)
    click(modelled, page, words.CHOOSE_PACK)
    click(modelled, page, words.USE_PACK)
    assert modelled.workspace.model_info().title == HOSTILE
    assert modelled.told[-1][1] == modelled.workspace.steps()[0].id


def test_what_is_no_pack_is_a_sentence(modelled: Stage, tmp_path: Path) -> None:
    broken = tmp_path / "broken.dals-pack"
    broken.write_bytes(b"nothing")
    page = at(modelled, "packs")
    page.packs.adding.look(broken)
    modelled.settle()
    assert "broken.dals-pack is damaged or no pack" in text_of(page)
    assert words.USE_PACK not in buttons(page)


# Taste cards


def test_a_card_is_shown_byte_for_byte_before_it_is_saved(
    modelled: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "card.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page = at(modelled, "cards")
    seen = page.cards.file.toPlainText()
    assert [one["artist"] for one in json.loads(seen)["artists"]] == [HOSTILE, ARTISTS[0]]
    click(modelled, page, words.SAVE_CARD)
    assert target.read_bytes() == seen.encode()
    assert f"{len(seen.encode()):,} bytes, as shown" in text_of(page)


def test_choices_change_what_is_shown(modelled: Stage) -> None:
    page = at(modelled, "cards")
    assert "1200" in page.cards.file.toPlainText()
    page.cards.ranks.click()
    modelled.settle()
    assert "1200" not in page.cards.file.toPlainText()
    modelled.qtbot.keyClicks(page.cards.name, "M.")
    modelled.settle()
    assert json.loads(page.cards.file.toPlainText())["name"] == "M."
    modelled.qtbot.keyClicks(page.cards.left_out.box.box, HOSTILE)
    modelled.qtbot.keyClick(page.cards.left_out.box.box, Qt.Key.Key_Return)
    modelled.settle()
    assert HOSTILE not in page.cards.file.toPlainText()
    page.cards.top.setFocus()
    page.cards.top.setValue(1)
    modelled.settle()
    assert [one["artist"] for one in json.loads(page.cards.file.toPlainText())["artists"]] == [ARTISTS[0]]
    back = next(made for made in page.cards.left_out.findChildren(QWidget) if made.accessibleName() == HOSTILE)
    modelled.qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    modelled.settle()
    assert [one["artist"] for one in json.loads(page.cards.file.toPlainText())["artists"]] == [HOSTILE]


def test_a_card_that_would_differ_from_what_is_seen_is_not_saved(modelled: Stage, tmp_path: Path) -> None:
    page = at(modelled, "cards")
    bring(modelled.workspace._library, count_batch([("Mira", ARTISTS[1], 99)]), form="totals")
    modelled.workspace._library_changed()
    page.cards.write(tmp_path / "card.json")
    modelled.settle()
    assert not (tmp_path / "card.json").exists()
    assert words.CHANGED_SINCE in text_of(page)


def test_without_a_history_there_is_no_card(
    qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource
) -> None:
    stage = Stage(qtbot, workspace, jobs, themes)
    page = at(stage, "cards")
    assert words.NOBODY in text_of(page)
    assert not page.cards.save.isEnabled()


# Around


def test_home_leads_to_the_data_sets(window: MainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.mouseClick(find_button(window, "Choose a data set"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: jobs.idle)
    assert words.ACCEPT not in text_of(window)
    assert words.FETCH in buttons(window)


INVENTED = Community("Invented", (1,), 3, 4, 0, 5, None, 2011, None, removed=True)
SETS = [
    Offer(DataSet("a", "A Set", ("x",), None), "withdrawn"),
    Offer(DataSet("b", "B Set", ("y",), "Free."), "offered"),
]


@pytest.mark.parametrize("part", list(words.TABS))
def test_nothing_is_cut_off_at_200_percent(modelled: Stage, themes: ThemeSource, part: str) -> None:
    themes.set_text_scale(2.0)
    page = modelled.show(CommunitiesPage(modelled.context))
    page.open(Location("communities", part=part))
    modelled.settle()
    assert cut_off(page) == []


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (community_list.COLUMNS, lambda: community_list.rows_of([INVENTED], {})),
        (
            community_list.COLUMNS,
            lambda: community_list.rows_of([INVENTED], {"Invented": Coverage("Invented", 10, 4, 3, 1, 2011)}),
        ),
        (community_offers.COLUMNS, lambda: community_offers.rows_of(SETS)),
    ],
)
def test_the_models_keep_qt_s_rules(qtmodeltester: ModelTester, columns: tuple, rows: Callable) -> None:
    model = ArrayTableModel(columns)
    qtmodeltester.check(model)
    model.replace(rows())
    for place in range(len(columns)):
        model.sort(place)
    qtmodeltester.check(model)


def test_sizes_and_years_are_short() -> None:
    assert [words.size(amount) for amount in (None, 12, 3_400_000, 5e15)] == ["–", "12 bytes", "3.4 MB", "5000.0 TB"]
    assert [words.years(*pair) for pair in ((None, None), (None, 2011), (2005, None), (2005, 2011), (2005, 2005))] == [
        "–",
        "until 2011",
        "2005 –",
        "2005 – 2011",
        "2005",
    ]
