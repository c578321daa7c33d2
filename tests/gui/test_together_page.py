"""Several listeners side by side, through clicks and keys."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import together as words
from desktop_als.gui.pages.together import TogetherPage
from desktop_als.gui.pages.together_parts import PartsCard, tenths
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.elided import ElidedLink
from desktop_als.gui.widgets.what_is import Number, WhatIs
from desktop_als.workspace import MatchPart, TasteMatch, Workspace
from tests.exports import ARTISTS, spotify_row
from tests.gui.standing_alone import Stage, buttons, click, cut_off, find_button, shown, text_of
from tests.workspace.test_workspace import train

MARKED = "<b>Ada</b> & Co"


def person(workspace: Workspace, folder: Path, name: str, artists: tuple[str, ...], plays: int = 6) -> int:
    rows = [spotify_row(10 * (plays * i + k), artist) for i, artist in enumerate(artists) for k in range(plays)]
    (folder / "own.json").write_text(json.dumps(rows))
    workspace.import_history([folder / "own.json"], listener=name)
    return workspace.find_listener(name).id


@pytest.fixture
def people(community: Workspace, tmp_path: Path) -> list[int]:
    """Beside a community of two tastes one listener of the first, one of both, and a model that knows them."""
    ids = [
        person(community, tmp_path, MARKED, ARTISTS[:7], plays=9),
        person(community, tmp_path, "Bo", (*ARTISTS[5:10], *ARTISTS[14:18])),
    ]
    train(community, epochs=8)
    return ids


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    return Stage(qtbot, workspace, jobs, themes)


def chips(page: TogetherPage) -> list[str]:
    return [link.whole for link in page.bar._chips.findChildren(ElidedLink) if link.isVisible()]


def offers(page: TogetherPage) -> list[str]:
    return [link.whole for link in page.bar._links.findChildren(ElidedLink) if link.isVisible()]


def press(stage: Stage, page: TogetherPage, name: str) -> None:
    link = next(one for one in page.bar._links.findChildren(ElidedLink) if one.whole == name and one.isVisible())
    stage.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    stage.settle()


def columns(table: TableView) -> list[str]:
    model = table.table_model
    return [column.title for place, column in enumerate(model.columns) if not table.isColumnHidden(place)]


def figures(card: PartsCard) -> list[float]:
    return [float(one.text().replace("−", "-")) for one in card.findChildren(Number) if one.isVisible()]


def test_the_only_two_people_are_compared_at_once(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    assert page.people == ((people[0], MARKED), (people[1], "Bo"))
    assert chips(page) == [MARKED, "Bo"]
    found = stage.workspace.together.match(*people)
    assert found is not None
    assert page.match.match.text() == str(found.match)
    assert words.verdict(found.match, found.usual) in text_of(page)
    assert cut_off(page) == []


def test_the_points_that_are_seen_add_up(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    seen = figures(page.match.parts)
    totals = [place for place, value in enumerate(seen) if place == 0 or value < 0 <= seen[place - 1]]
    made, taken = seen[: totals[1]], seen[totals[1] :]
    assert sum(made[1:]) == pytest.approx(made[0], abs=1e-9)
    assert sum(taken[1:]) == pytest.approx(taken[0], abs=1e-9)
    assert made[0] - taken[0] == pytest.approx(100, abs=0.11)
    assert len(made) > 2
    assert len(taken) > 2


@pytest.mark.qt_log_ignore("This plugin does not support")  # of menus, by the platform without a screen
def test_parts_lead_to_artists_and_numbers_explain_themselves(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    link = next(one for one in page.match.parts.findChildren(ElidedLink) if one.isVisible())
    stage.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert stage.went == [Location("artist", stage.workspace.find_artist(link.whole).id)]
    page.match.match.setFocus()
    stage.qtbot.keyClick(page.match.match, Qt.Key.Key_F1)
    told = page.match.match.findChild(WhatIs)
    assert told is not None
    assert words.MATCH_MEANING in told.words
    told.close()
    stage.qtbot.mouseClick(
        next(one for one in page.bar._chips.findChildren(ElidedLink) if one.whole == "Bo"), Qt.MouseButton.LeftButton
    )
    assert stage.went[-1] == Location("listener", people[1])


def test_bridges_have_a_match_of_each(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    table = page.match.bridges.table
    assert columns(table) == ["Artist", MARKED, "Bo"]
    assert not set(shown(table)) & set(ARTISTS[5:7])  # both play these


def test_each_borrows_from_the_other(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    click(stage, page, words.BORROW_TAB)
    first, second = page.borrow.lists
    assert (first.title, second.title) == (f"{MARKED} from Bo", f"Bo from {MARKED}")
    assert set(shown(first.pane.table, 1)) <= {*ARTISTS[7:10], *ARTISTS[14:18]}
    assert set(shown(second.pane.table, 1)) <= set(ARTISTS[:5])
    assert shown(second.pane.table, 1)
    assert cut_off(page) == []


def test_the_blend_is_ranked_anew_as_the_slider_moves(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    click(stage, page, words.BLEND_TAB)
    table, slider = page.blend.pane.table, page.blend.misery.slider
    assert columns(table) == ["#", "Artist", MARKED, "Bo"]
    slider.setFocus()
    stage.qtbot.keyClick(slider, Qt.Key.Key_Home)
    stage.settle()
    assert page.blend.figure.text() == words.AVERAGE
    assert shown(table, 1) == [row.artist for row in stage.workspace.together.blend(people, 0.0)]
    stage.qtbot.keyClick(slider, Qt.Key.Key_End)
    stage.settle()
    assert page.blend.figure.text() == words.LEAST_MISERY
    least = stage.workspace.together.blend(people, 1.0)
    assert shown(table, 1) == [row.artist for row in least]
    assert [min(row.matches) for row in least] == sorted((min(row.matches) for row in least), reverse=True)
    page.blend.only_new.setFocus()
    stage.qtbot.keyClick(page.blend.only_new, Qt.Key.Key_Space)
    stage.settle()
    assert not set(shown(table, 1)) & {*ARTISTS[:10], *ARTISTS[14:18]}
    assert cut_off(page) == []


def test_more_than_two_have_a_blend_and_two_again_a_match(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    box = page.bar.box
    for number in range(2, 8):
        box.setFocus()
        stage.qtbot.keyClicks(box, str(number))
        stage.settle()
        press(stage, page, str(number))
    assert chips(page) == [MARKED, "Bo", "2", "3", "4", "5", "6", "7"]
    assert not {words.MATCH_TAB, words.BORROW_TAB} & set(buttons(page))
    assert columns(page.blend.pane.table) == ["#", "Artist", MARKED, "Bo", "2", "3", "4", "5"]
    assert words.shown_columns(8) in text_of(page)
    for number in range(2, 8):
        cross = next(b for b in page.bar.findChildren(QPushButton) if b.accessibleName() == words.remove(str(number)))
        stage.qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
        stage.settle()
    assert chips(page) == [MARKED, "Bo"]
    click(stage, page, words.MATCH_TAB)
    assert page.match.match.text()
    click(stage, page, words.BLEND_TAB)
    assert columns(page.blend.pane.table) == ["#", "Artist", MARKED, "Bo"]


def test_enter_takes_who_is_found_and_nobody_is_said(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    stage.qtbot.keyClicks(page.bar.box, "qqqqqqqqq")
    stage.settle()
    assert words.NOBODY_FOUND in text_of(page)
    page.bar.box.clear()
    stage.qtbot.keyClicks(page.bar.box, "12")
    stage.settle()
    stage.qtbot.keyClick(page.bar.box, Qt.Key.Key_Return)
    stage.settle()
    assert chips(page) == [MARKED, "Bo", "12"]


def test_a_location_names_who_is_compared(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    two, three, four = (stage.workspace.find_listener(name).id for name in ("2", "3", "4"))
    page.open(Location("together", two, str(three)))
    stage.settle()
    assert chips(page) == ["2", "3"]
    page.open(Location("together", four))
    stage.settle()
    assert chips(page) == ["4"]
    assert page.empty is not None
    assert words.ONE_MORE in text_of(page)
    assert offers(page) == [MARKED, "Bo"]
    press(stage, page, "Bo")
    assert chips(page) == ["4", "Bo"]
    assert page.empty is None


def test_the_listener_at_hand_is_proposed(stage: Stage, community: Workspace) -> None:
    train(community)
    stage.context.whose.choose(community.find_listener("4").id)
    page = stage.show(TogetherPage(stage.context))
    assert chips(page) == ["4"]
    alike = community.together.similar_listeners(community.find_listener("4").id, 8).rows
    assert offers(page) == [community.listener(row.listener_id).name for row in alike]


def test_a_listener_of_whom_the_model_knows_nothing_is_told(stage: Stage, people: list[int], tmp_path: Path) -> None:
    stranger = person(stage.workspace, tmp_path, "Zoe", ("Nobody Knows Them",))
    page = stage.show(TogetherPage(stage.context))
    page.open(Location("together", people[0], str(stranger)))
    stage.settle()
    assert words.NOT_COMPARED_TEXT in text_of(page)
    click(stage, page, words.BLEND_TAB)
    assert words.no_part(["Zoe"]) in text_of(page)
    assert columns(page.blend.pane.table) == ["#", "Artist", MARKED]


def test_without_a_model_or_a_second_listener_the_page_says_what_helps(
    stage: Stage, workspace: Workspace, tmp_path: Path
) -> None:
    page = stage.show(TogetherPage(stage.context))
    assert words.ALONE in text_of(page)
    person(workspace, tmp_path, "Mira", ARTISTS[:7])
    page.mark_stale()
    stage.settle()
    assert words.ALONE in text_of(page)
    stage.click(page, words.IMPORT)
    assert stage.went == [Location("import")]
    person(workspace, tmp_path, "Bo", ARTISTS[2:9])
    page.mark_stale()
    stage.settle()
    assert words.NO_MODEL_TEXT in text_of(page)
    find_button(page, "Train a model").click()
    assert stage.went[-1] == Location("train")


def test_who_leaves_the_library_leaves_the_page(stage: Stage, people: list[int], tmp_path: Path) -> None:
    gone = person(stage.workspace, tmp_path, "Gone", ARTISTS[:7])
    page = stage.show(TogetherPage(stage.context))
    page.open(Location("together", people[0], str(gone)))
    stage.settle()
    assert chips(page) == [MARKED, "Gone"]
    stage.workspace.undo()
    page.mark_stale()
    stage.settle()
    assert chips(page) == [MARKED]
    assert stage.failures == []


def test_long_names_and_large_text_fit(stage: Stage, people: list[int], tmp_path: Path, themes: ThemeSource) -> None:
    long = person(stage.workspace, tmp_path, "A long name " * 25, ARTISTS[2:9])
    page = stage.show(TogetherPage(stage.context))
    page.open(Location("together", people[0], str(long)))
    stage.settle()
    for scale in (1.0, 2.0):
        themes.set_text_scale(scale)
        for tab in (words.BORROW_TAB, words.BLEND_TAB, words.MATCH_TAB):
            click(stage, page, tab)
            assert page.minimumSizeHint().width() <= 1096
            assert cut_off(page) == []
    themes.set_text_scale(1.0)


def test_a_way_here_that_names_who_is_compared_changes_nothing(stage: Stage, people: list[int]) -> None:
    page = stage.show(TogetherPage(stage.context))
    page.open(Location("together", people[1]))
    stage.settle()
    assert chips(page) == [MARKED, "Bo"]


def test_rounded_points_sum_to_the_rounded_total() -> None:
    rng = np.random.default_rng(4)
    for _ in range(50):
        values = rng.random(7) / 20
        parts = [MatchPart(i, "A", float(value), (0, 0), (0, 0)) for i, value in enumerate(values)]
        total = float(values.sum()) + 0.123
        each, others = tenths(parts, total)
        assert sum(each) + others == round(1_000 * total)


def test_the_parts_are_painted_in_both_themes(stage: Stage, themes: ThemeSource) -> None:
    window = QWidget()
    stage.qtbot.addWidget(window)
    card = PartsCard(themes, stage.went.append)
    card.setParent(window)
    part = MatchPart(3, "Tin Rivers", 0.2, (90, 80), (4, 5))
    less = MatchPart(4, "Glass Owls", -0.3, (90, 0), (4, 0))
    card.show_match(TasteMatch(0.4, 40, (part,), (less,), 0.2, (), -0.3), ("Ada", "Bo"))
    window.show()
    light = card.grab().toImage()
    themes.set_mode("dark")
    assert card.grab().toImage() != light
