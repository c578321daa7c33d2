from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressBar

from desktop_als.gui.location import Location
from desktop_als.gui.messages import report_card as words
from desktop_als.gui.pages.listener import ListenerPage
from desktop_als.gui.widgets.reasons import parts_of
from desktop_als.workspace import Contribution, Explanation, Workspace
from tests.evaluation import histories
from tests.exports import ARTISTS, hetrec_zip, spotify_row
from tests.gui.standing_alone import Stage, buttons, text_of
from tests.gui.test_browse import column

OpenListener = Callable[[str], ListenerPage]


def listen(workspace: Workspace, folder: Path, name: str, sessions: int) -> None:
    """Import a listener who follows two moods."""
    plays = histories.moods(sessions=sessions, artists=len(ARTISTS))
    minutes = (plays.played_at - plays.played_at[0]) // 60
    rows = [spotify_row(int(minute), ARTISTS[who - 1]) for who, minute in zip(plays.artist_ids, minutes, strict=True)]
    (folder / f"{name}.json").write_text(json.dumps(rows))
    workspace.import_history([folder / f"{name}.json"], listener=name)


@pytest.fixture
def stage(qtbot, workspace, jobs, themes, tmp_path) -> Stage:
    listen(workspace, tmp_path, "Mira", sessions=60)
    return Stage(qtbot, workspace, jobs, themes)


@pytest.fixture
def page(stage: Stage) -> ListenerPage:
    shown = stage.show(ListenerPage(stage.context))
    open_listener(stage, shown, "Mira")
    return shown


def open_card(stage: Stage, page: ListenerPage) -> None:
    stage.click(page, words.REPORT_CARD)
    stage.settle()


def open_listener(stage: Stage, page: ListenerPage, name: str) -> None:
    page.open(Location("listener", stage.workspace.find_listener(name).id))
    stage.settle()


def test_the_card_is_made_when_it_is_asked_for_and_stays(stage: Stage, page: ListenerPage) -> None:
    open_card(stage, page)
    assert words.ASK in text_of(page)
    stage.click(page, words.CHECK)
    stage.settle()
    table = page.report_card.card.pane.table
    assert column(table, "method") == list(words.METHODS.values())
    card = stage.workspace.report_cards.made(stage.workspace.find_listener("Mira").id)
    assert card is not None
    assert card.verdict in text_of(page)
    assert words.LIMIT in text_of(page)
    again = stage.show(ListenerPage(stage.context))
    open_listener(stage, again, "Mira")
    open_card(stage, again)
    assert card.verdict in text_of(again)


def test_a_check_can_be_stopped(stage: Stage, page: ListenerPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(listener_id: int, *, cancel, progress) -> None:  # type: ignore[no-untyped-def]
        while True:
            cancel.check()

    monkeypatch.setattr(stage.workspace.report_cards, "make", wait)
    open_card(stage, page)
    stage.click(page, words.CHECK)
    assert [bar.isVisible() for bar in page.report_card.findChildren(QProgressBar)] == [True]
    stage.click(page, "Cancel")
    stage.settle()
    assert words.STOPPED in text_of(page)
    assert words.CHECK_AGAIN in buttons(page)


def test_another_listener_does_not_get_this_card(stage: Stage, page: ListenerPage, tmp_path: Path) -> None:
    listen(stage.workspace, tmp_path, "Ada", sessions=12)
    open_card(stage, page)
    stage.click(page, words.CHECK)
    open_listener(stage, page, "Ada")
    stage.settle()
    assert words.ASK in text_of(page)
    stage.click(page, words.CHECK)
    stage.settle()
    assert "It takes 50 listening sessions" in text_of(page)
    open_listener(stage, page, "Mira")
    assert words.CHECK not in buttons(page)
    assert page.report_card.card.isVisible()


def test_a_community_has_no_report_cards(stage: Stage, page: ListenerPage, tmp_path: Path) -> None:
    open_card(stage, page)
    stage.workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    page.mark_stale()
    stage.settle()
    assert words.REPORT_CARD not in buttons(page)
    assert page.recommendations.isVisible()


def test_recency_is_a_part_of_the_score() -> None:
    told = tuple(Contribution(i, f"Artist {i}", value) for i, value in enumerate((0.2, 0.1, 0.05, 0.04, 0.03, 0.02)))
    explained = Explanation(7, "Tin Rivers", 0.44 + 0.3, told, recency=0.3)
    rows = parts_of(explained)
    assert (rows[0].text, rows[0].value) == ("Played lately", 0.3)
    assert round(sum(row.value for row in rows), 2) == 0.74
    assert [row.text for row in rows if row.rest] == ["1 other"]
    assert not any("recently" in row.text for row in parts_of(replace(explained, score=0.44, recency=0.0)))
