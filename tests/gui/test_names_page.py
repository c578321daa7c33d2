"""The page of names: proposals are found, decided by clicks and keys, told, and everything can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_als.errors import Cancelled
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages import merged_names, name_proposals, namesakes
from desktop_als.gui.pages.name_card import swapped
from desktop_als.gui.pages.names import NamesPage
from desktop_als.gui.tables.model import ArrayTableModel
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace import CreditedName, NameProposal, Spelling, TwoArtists, Workspace
from tests.gui.naming import HOSTILE, TOLD, credited, tell
from tests.gui.standing_alone import Stage, buttons, choose, click, cut_off, find_button, shown, text_of


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    tell(workspace, *TOLD)
    return Stage(qtbot, workspace, jobs, themes)


def proposals(page: NamesPage) -> TableView:
    return page.proposals.list.pane.table


def test_proposals_are_listed_and_can_be_filtered_by_kind_and_text(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    table = proposals(page)
    everything = ["Zoe Paper Kites", "tin rivers", "Ada feat. Bo", HOSTILE.upper()]
    assert sorted(shown(table)) == sorted(everything)
    click(stage, page, "Featured")
    assert shown(table) == ["Ada feat. Bo"]
    click(stage, page, "All")
    stage.qtbot.keyClicks(page.proposals.list.filter, "paper")
    assert shown(table) == ["Zoe Paper Kites"]


def test_a_chosen_proposal_opens_its_card_in_plain_words(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    assert "Merge" not in buttons(page)
    choose(stage, proposals(page), HOSTILE.upper())
    said = text_of(page)
    assert f"“{HOSTILE.upper()}” → “{HOSTILE}”" in said
    assert "1 play of 1 listener would move. Nothing speaks against it." in said
    assert "1 play of theirs would move." in said
    assert "There is no model yet" in said
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in page.findChildren(QLabel) if one.text())


def test_merging_is_told_and_leaves_the_table(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    choose(stage, proposals(page), "tin rivers")
    click(stage, page, "Merge")
    assert credited(stage.workspace) == {"tin rivers": ("Tin Rivers",)}
    assert "tin rivers" not in shown(proposals(page))
    (sentence, step) = stage.told[-1]
    assert sentence == "“tin rivers” is credited to “Tin Rivers” now."
    assert step == stage.workspace.steps()[0].id
    assert stage.changes == 1


def test_the_next_proposal_is_chosen_after_a_decision(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    table = proposals(page)
    click_through = shown(table)
    choose(stage, table, click_through[0])
    for name in click_through[1:]:
        find_button(page, "Merge").setFocus()
        stage.qtbot.keyClick(find_button(page, "Merge"), Qt.Key.Key_Space)
        stage.settle()
        assert f"“{name}” → " in text_of(page)
        assert find_button(page, "Merge").hasFocus()
    click(stage, page, "Merge")
    assert set(credited(stage.workspace)) == set(click_through)
    assert words.NO_PROPOSALS in text_of(page)


def test_the_direction_can_be_swapped(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    choose(stage, proposals(page), "Zoe Paper Kites")
    click(stage, page, "Swap direction")
    assert "“Zoë Paper Kites” → “Zoe Paper Kites”" in text_of(page)
    click(stage, page, "Merge")
    assert credited(stage.workspace) == {"Zoë Paper Kites": ("Zoe Paper Kites",)}


def test_featured_artists_cannot_be_swapped(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    choose(stage, proposals(page), "Ada feat. Bo")
    assert "Swap direction" not in buttons(page)
    assert "Each of them gets the plays." in text_of(page)
    click(stage, page, "Merge")
    assert credited(stage.workspace) == {"Ada feat. Bo": ("Ada", "Bo")}


def test_what_is_not_the_same_is_not_proposed_again(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    choose(stage, proposals(page), "Zoe Paper Kites")
    click(stage, page, "Not the same")
    assert "Zoe Paper Kites" not in shown(proposals(page))
    assert credited(stage.workspace) == {}
    stage.workspace.undo()
    page.mark_stale()
    stage.settle()
    assert "Zoe Paper Kites" in shown(proposals(page))


def test_all_that_are_certain_are_one_step(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    click(stage, page, "Merge all that are certain (3)")
    assert set(credited(stage.workspace)) == {"tin rivers", "Ada feat. Bo", HOSTILE.upper()}
    assert len([step for step in stage.workspace.steps() if step.kind == "names"]) == 1
    assert stage.told[-1][0] == "Merged 3 proposals."
    assert "Merge all that are certain" not in "".join(buttons(page))


def test_everything_is_reached_by_keys(stage: Stage) -> None:
    page = stage.show(NamesPage(stage.context))
    table = proposals(page)
    table.setFocus()
    table.selectRow(shown(table).index("tin rivers"))
    stage.settle()
    for _ in range(12):
        focused = page.window().focusWidget()
        if focused is not None and focused.accessibleName() == "Merge":
            break
        stage.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    stage.qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
    stage.settle()
    assert credited(stage.workspace) == {"tin rivers": ("Tin Rivers",)}


def test_with_a_model_the_recommendations_that_change_are_named(trained: Workspace, crowdless: Stage) -> None:
    name = str(trained.artists().names[0])
    tell(trained, ("Mira", name.upper() + "!", 3), ("Mira", name, 2))
    page = crowdless.show(NamesPage(crowdless.context))
    assert len(shown(proposals(page))) == 1
    proposals(page).choose_first()
    crowdless.settle()
    assert "of theirs would move." in text_of(page)
    assert "no model" not in text_of(page)


@pytest.fixture
def crowdless(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    return Stage(qtbot, trained, jobs, themes)


def test_looking_shows_progress_and_can_be_stopped(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(cancel: CancelToken, progress: ProgressSink) -> list[NameProposal]:
        progress(Progress("Comparing spellings", 1, 4))
        while not cancel.cancelled:
            pass
        raise Cancelled

    monkeypatch.setattr(stage.workspace.names, "proposals", slow)
    page = NamesPage(stage.context)
    monkeypatch.setattr(stage, "settle", lambda: None)
    stage.show(page)
    stage.qtbot.waitUntil(lambda: "Comparing spellings" in text_of(page))
    stage.click(page, "Stop")
    stage.qtbot.waitUntil(lambda: stage.jobs.idle)
    assert words.STOPPED in text_of(page)
    assert "Look again" in buttons(page)


def test_without_a_library_the_page_leads_home(
    qtbot: QtBot, workspace: Workspace, jobs: Jobs, themes: ThemeSource
) -> None:
    stage = Stage(qtbot, workspace, jobs, themes)
    page = stage.show(NamesPage(stage.context))
    assert words.EMPTY in text_of(page)
    click(stage, page, "Go to Home")
    assert stage.went == [Location("home")]


def test_a_decision_that_fails_is_told_and_the_proposal_returns(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_als.errors import LibraryError

    def full(_: object) -> int:
        raise LibraryError("The disk is full. Nothing was changed.")

    page = stage.show(NamesPage(stage.context))
    monkeypatch.setattr(stage.workspace.names, "apply", full)
    choose(stage, proposals(page), "tin rivers")
    click(stage, page, "Merge")
    assert stage.failures == ["The disk is full. Nothing was changed."]
    assert "tin rivers" in shown(proposals(page))


FLAG = TwoArtists(Spelling("Tin Rivers", 1, 34, 31), (20, 11), -0.1, 4.25, (12, 9), 2)


def test_names_of_two_artists_are_flagged_with_numbers(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    rejected: list[TwoArtists] = []
    monkeypatch.setattr(stage.workspace.names, "two_artists", lambda *_: [] if rejected else [FLAG])
    monkeypatch.setattr(stage.workspace.names, "reject", rejected.append)
    page = stage.show(NamesPage(stage.context))
    click(stage, page, words.NAMESAKES)
    table = page.namesakes.list.pane.table
    assert [shown(table, column)[0] for column in range(6)] == [
        "Tin Rivers",
        "20 + 11",
        "-0.1",
        "4.25",
        "2 of 12 and 9",
        "34",
    ]
    choose(stage, table, "Tin Rivers")
    assert "20 listeners of “Tin Rivers” and 11 others" in text_of(page)
    click(stage, page, "It is one artist")
    assert rejected == [FLAG]
    assert words.NO_MODEL in text_of(page)


def test_merged_names_can_be_taken_apart(stage: Stage) -> None:
    stage.workspace.names.merge(["Zoe Paper Kites"], "Zoë Paper Kites")
    stage.workspace.names.merge(["tin rivers"], "Tin Rivers")
    page = stage.show(NamesPage(stage.context))
    click(stage, page, words.MERGED)
    table = page.merged.list.pane.table
    assert (shown(table), shown(table, 1)) == (["tin rivers", "Zoe Paper Kites"], ["Tin Rivers", "Zoë Paper Kites"])
    choose(stage, table, "Zoe Paper Kites")
    click(stage, page, "Take apart")
    assert set(credited(stage.workspace)) == {"tin rivers"}
    assert stage.told[-1][0] == "“Zoe Paper Kites” stands for itself again."
    assert shown(table) == ["tin rivers"]


MERGE = NameProposal(
    "typography",
    (Spelling("ada", 2, 3, 1),),
    (Spelling("Ada", 1, 9, 2),),
    "capitals",
    1.0,
    None,
    None,
    None,
    certain=True,
)


@pytest.mark.parametrize("part", list(words.TABS))
def test_nothing_is_cut_off_at_200_percent(stage: Stage, themes: ThemeSource, part: str) -> None:
    themes.set_text_scale(2.0)
    page = stage.show(NamesPage(stage.context))
    page.open(Location("names", part=part))
    stage.settle()
    assert cut_off(page) == []


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (
            name_proposals.COLUMNS,
            lambda: name_proposals.rows_of([MERGE, replace(MERGE, kind="spelling", taste=0.5, shared=3)]),
        ),
        (namesakes.COLUMNS, lambda: namesakes.rows_of([FLAG])),
        (merged_names.COLUMNS, lambda: merged_names.rows_of([CreditedName("ada", ("Ada", "Bo"), 3)])),
    ],
)
def test_the_models_keep_qt_s_rules(qtmodeltester: ModelTester, columns: tuple, rows: Callable) -> None:
    model = ArrayTableModel(columns)
    qtmodeltester.check(model)
    model.replace(rows())
    for place in range(len(columns)):
        model.sort(place)
    qtmodeltester.check(model)


def test_swapping_needs_one_name_on_each_side() -> None:
    assert swapped(replace(MERGE, spellings=MERGE.spellings * 2)) is None
    assert swapped(replace(MERGE, kind="feat")) is None
    turned = swapped(MERGE)
    assert turned is not None
    assert (turned.spellings, turned.into) == (MERGE.into, MERGE.spellings)
