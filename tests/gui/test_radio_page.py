"""The radio page through clicks and keys, with a queue that is easy to foretell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.last_station import FILE, SET_ASIDE, LastStation
from desktop_als.gui.location import Location
from desktop_als.gui.messages import export
from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages.radio import RadioPage
from desktop_als.gui.pages.radio_seeds import choices
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.listener_choice import people_or_members
from desktop_als.workspace import Heard, RadioOptions, Seed, Station, Workspace
from tests.gui.radio_stage import ForeseeableRadio, act, begin, ids, name, press, queue
from tests.gui.standing_alone import Stage, buttons, click, cut_off, find_button, shown, text_of


@pytest.fixture
def stage(qtbot: QtBot, trained: Workspace, jobs: Jobs, themes: ThemeSource) -> Stage:
    trained.radio = ForeseeableRadio(trained)  # type: ignore[assignment]
    return Stage(qtbot, trained, jobs, themes)


@pytest.fixture
def page(stage: Stage) -> RadioPage:
    return stage.show(RadioPage(stage.context))


def test_without_seeds_the_page_offers_where_to_begin(stage: Stage, page: RadioPage) -> None:
    assert words.NO_SEEDS in text_of(page)
    assert words.MUCH_PLAYED in text_of(page)
    most = stage.workspace.artists()
    artist = str(most.names[most.plays.argmax()])
    click(stage, page, artist)
    assert page.trail.station.seeds == (Seed("artist", int(most.ids[most.plays.argmax()])),)
    assert len(queue(page)) > 3
    assert artist not in queue(page)


def test_the_listener_at_hand_is_offered(stage: Stage, page: RadioPage) -> None:
    listener = int(stage.workspace.listeners().ids[0])
    stage.context.whose.choose(listener)
    page.open(Location("radio"))
    stage.settle()
    listener_name = stage.workspace.listener(listener).name
    assert words.plays(listener_name) in text_of(page)
    click(stage, page, words.taste_of(listener_name))
    assert page.trail.station.seeds == (Seed("listener", listener),)


@pytest.mark.parametrize(
    ("part", "seed"),
    [
        ("artist", Seed("artist", 1)),
        ("track", Seed("track", 1)),
        ("listener", Seed("listener", 1)),
        ("mood:2", Seed("mood", 1, 2)),
    ],
)
def test_a_location_begins_a_radio(stage: Stage, page: RadioPage, part: str, seed: Seed) -> None:
    page.open(Location("radio", 1, part))
    assert page.trail.station == Station((seed,))
    stage.settle()


def test_coming_back_goes_on(stage: Stage, page: RadioPage) -> None:
    first, second = ids(stage)[:2]
    begin(stage, page, first)
    press(stage, page, Qt.Key.Key_S)
    stage.settle()
    now = page.trail.station
    begin(stage, page, first)
    page.open(Location("radio"))
    stage.settle()
    assert page.trail.station == now
    begin(stage, page, second)
    assert page.trail.station == Station((Seed("artist", second),))
    click(stage, page, words.TAKE_BACK)
    assert page.trail.station == now
    begin(stage, page, second)
    assert page.trail.station.seeds == (Seed("artist", second),)


def test_likes_and_skips_move_the_queue_and_are_taken_back(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    before = queue(page)
    act(stage, page, 3, 0)
    assert page.trail.station.heard == (Heard(ids(stage)[4], "liked"),)
    assert queue(page)[0] == name(stage, ids(stage)[5])
    assert "1 liked" in text_of(page)
    act(stage, page, 0, 2)
    assert page.trail.station.heard[-1].verdict == "skipped"
    act(stage, page, 0, 1)
    assert page.trail.station.heard[-1].verdict == "played"
    for _ in range(3):
        press(stage, page, Qt.Key.Key_U)
        stage.settle()
    assert queue(page) == before
    assert stage.told[-1][0] == words.taken_back(words.said("liked", name(stage, ids(stage)[4])))
    click(stage, page, words.TAKE_BACK)
    assert page.trail.station == Station(())
    assert words.TAKE_BACK in buttons(page)
    assert not page.back.isEnabled()


def test_keys_act_on_one_row_after_another(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    page.queue.table.selectRow(0)
    first, second, third = queue(page)[:3]
    press(stage, page, Qt.Key.Key_S)
    press(stage, page, Qt.Key.Key_P)
    press(stage, page, Qt.Key.Key_L)
    stage.settle()
    told = [(name(stage, one.artist_id), one.verdict) for one in page.trail.station.heard]
    assert told == [(first, "skipped"), (second, "played"), (third, "liked")]
    assert not {first, second, third} & set(queue(page))
    assert page.queue.table.chosen is not None


def test_letters_in_the_box_are_letters(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    page.window().activateWindow()
    box = page.seeds.box
    box.setFocus()
    stage.qtbot.keyClicks(box, "slup")
    stage.settle()
    assert box.text() == "slup"
    assert not page.trail.station.heard


def test_what_was_heard_can_be_forgotten(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    click(stage, page, words.HEARD)
    assert words.NOTHING_HEARD in text_of(page)
    click(stage, page, words.NEXT)
    page.queue.table.selectRow(0)
    for key in (Qt.Key.Key_S, Qt.Key.Key_L):
        press(stage, page, key)
        stage.settle()
    click(stage, page, words.HEARD)
    assert shown(page.heard.table, 1) == ["Liked", "Skipped"]
    liked = shown(page.heard.table, 0)[0]
    page.heard.table.selectRow(0)
    press(stage, page, Qt.Key.Key_Delete, page.heard.table)
    stage.settle()
    assert shown(page.heard.table, 1) == ["Skipped"]
    click(stage, page, words.NEXT)
    assert liked in queue(page)


def test_the_sliders_are_live_and_one_step(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    slider = page.options.variety.slider
    slider.setFocus()
    for _ in range(4):
        stage.qtbot.keyClick(slider, Qt.Key.Key_Right)
    stage.settle()
    assert page.trail.station.options.variety == pytest.approx(0.7)
    assert stage.workspace.radio.asked[-1] == page.trail.station  # type: ignore[attr-defined]
    click(stage, page, words.TAKE_BACK)
    assert page.trail.station.options == RadioOptions()
    assert slider.value() == 10


def test_everything_can_be_new_to_a_listener(stage: Stage, page: RadioPage) -> None:
    listener = people_or_members(stage.workspace)[3][0]
    stage.context.whose.choose(listener)
    begin(stage, page, ids(stage)[0])
    stage.qtbot.mouseClick(page.options.only_new, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    stage.settle()
    assert page.trail.station.options == RadioOptions(only_new=True, whose=listener)
    page.options.whose.setFocus()
    stage.qtbot.keyClick(page.options.whose, Qt.Key.Key_Down)
    stage.settle()
    other = page.trail.station.options.whose
    assert other not in (None, listener)
    assert page.trail.station.options.only_new
    stage.qtbot.mouseClick(page.options.only_new, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    stage.settle()
    assert page.trail.station.options == replace(RadioOptions(), whose=other)


def test_the_last_radio_survives_a_restart(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    page.queue.table.selectRow(0)
    press(stage, page, Qt.Key.Key_L)
    stage.settle()
    again = stage.show(RadioPage(stage.context))
    assert again.trail.station == page.trail.station
    assert queue(again) == queue(page)


def test_a_radio_that_is_only_looked_at_replaces_none(stage: Stage, page: RadioPage) -> None:
    first, second = ids(stage)[:2]
    begin(stage, page, first)
    press(stage, page, Qt.Key.Key_S)
    stage.settle()
    kept = page.trail.station
    begin(stage, page, second)
    assert stage.show(RadioPage(stage.context)).trail.station == kept


@pytest.mark.parametrize("written", [b"", b"{", b'{"seeds": [{"kind": "song", "id": 1}]}', b"\xff\xfe", b"[1]"])
def test_a_file_that_cannot_be_read_is_set_aside(stage: Stage, written: bytes) -> None:
    file = stage.workspace.folder / FILE
    file.write_bytes(written)
    page = stage.show(RadioPage(stage.context))
    assert page.trail.station == Station(())
    assert stage.told == [(words.CANNOT_READ.format(name=SET_ASIDE), None)]
    assert (stage.workspace.folder / SET_ASIDE).read_bytes() == written


def test_a_station_is_kept_as_it_is(tmp_path: Path) -> None:
    station = Station(
        (Seed("mood", 3, 1), Seed("track", 9)),
        RadioOptions(0.25, 1.0, True, 4),
        (Heard(7, "liked"), Heard(8, "skipped")),
    )
    LastStation(tmp_path).keep(station)
    assert LastStation(tmp_path).read() == station
    LastStation(tmp_path / "nowhere").keep(station)


def test_a_note_is_shown_above_the_queue(stage: Stage, page: RadioPage) -> None:
    stage.workspace.radio.note = "Only few artists fit all seeds."  # type: ignore[attr-defined]
    begin(stage, page, ids(stage)[0])
    assert "Only few artists fit all seeds." in text_of(page)


def test_the_queue_is_taken_along(stage: Stage, page: RadioPage, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(stage, page, ids(stage)[0])
    source = page._source()
    assert source is not None
    assert source.title == f"Radio {name(stage, ids(stage)[0])}"
    assert source.track_ids == [100 + one for one in ids(stage)[1:31]]
    page.queue.table.selectRow(0)
    for key in (Qt.Key.Key_L, Qt.Key.Key_S, Qt.Key.Key_P):
        press(stage, page, key)
        stage.settle()
    click(stage, page, words.HEARD)
    source = page._source()
    assert source is not None
    assert source.artist_ids == [one.artist_id for one in page.trail.station.heard if one.verdict != "skipped"]


def test_the_menu_of_a_row_offers_the_same(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    page.queue.table.selectRow(1)
    artist = queue(page)[1]
    menu = QMenu()
    stage.qtbot.addWidget(menu)
    page.queue.table.menu_opening.emit(menu)
    entries = {action.text(): action for action in menu.actions()}
    assert set(entries) >= {words.LIKE, words.PLAYED, words.SKIP, words.BEGIN_FROM, export.OPEN_IN}
    copy = next(one for one in menu.findChildren(QMenu) if one.title() == export.OPEN_IN).actions()[-1]
    copy.trigger()
    assert QGuiApplication.clipboard().text().startswith(f"{artist} – Song")
    entries[words.BEGIN_FROM].trigger()
    assert stage.went[-1] == Location("radio", page.queue.items[1].artist_id, "artist")
    entries[words.SKIP].trigger()
    stage.settle()
    assert artist not in queue(page)


def test_without_a_model_the_page_leads_to_training(
    qtbot: QtBot, community: Workspace, jobs: Jobs, themes: ThemeSource
) -> None:
    stage = Stage(qtbot, community, jobs, themes)
    page = stage.show(RadioPage(stage.context))
    click(stage, page, "Train a model")
    assert stage.went == [Location("train")]


def test_large_text_is_not_cut_off(stage: Stage, page: RadioPage) -> None:
    begin(stage, page, ids(stage)[0])
    page.seeds.added.emit(Seed("artist", ids(stage)[1]), name(stage, ids(stage)[1]))
    stage.theme.set_text_scale(2.0)
    page.resize(880, 700)
    stage.settle()
    assert cut_off(page) == []


def test_names_are_shown_as_written(stage: Stage, page: RadioPage) -> None:
    page.seeds.show_chosen(choices([(Seed("artist", 1), "<b>Bold</b> & Sons " + "long " * 60)]))
    stage.settle()
    chip = next(
        one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("Remove <b>Bold</b> &")
    )
    assert chip.parentWidget().width() < 400
    assert find_button(page, words.NEW)
