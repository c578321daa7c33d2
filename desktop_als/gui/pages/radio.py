"""The radio: seeds, how it goes on, and a queue that leans where it is nudged."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.following import Following
from desktop_als.gui.icons import icon
from desktop_als.gui.last_station import LastStation
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages import radio_asking
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.radio_asking import Named
from desktop_als.gui.pages.radio_heard import HeardPane
from desktop_als.gui.pages.radio_options import OptionsBar
from desktop_als.gui.pages.radio_queue import QueuePane
from desktop_als.gui.pages.radio_seeds import choices, seed_bar
from desktop_als.gui.pages.radio_trail import EMPTY, Trail
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.subject import say_no_model
from desktop_als.gui.widgets.basics import PageHeader, Tabs, button, label
from desktop_als.gui.widgets.export_button import ExportButton, ExportSource
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import RadioItem, RadioOptions, RadioQueue, Seed, SeedKind, Station, Verdict

STARTS: dict[str, SeedKind] = {"artist": "artist", "track": "track", "listener": "listener"}
MOOD = "mood:"
LEAST_TABS = 288
"""Pixels of the queue at text scale 1: in a small window the page scrolls before the queue is too short to be read."""


class RadioPage(Page):
    """Shows the station in force. A location that names a seed begins another one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._kept = LastStation(context.workspace.folder)
        self.trail = Trail(self._kept.read() or EMPTY)
        if self._kept.set_aside:
            context.tell(words.CANNOT_READ.format(name=self._kept.set_aside), None)
        self._came_by: Location | None = None
        self._named = Named()
        self._naming = Latest(context.jobs, words.NAMING)
        self._choosing = Following(context.jobs, words.QUEUE_LOADING)
        self._offering = Latest(context.jobs, words.SUGGESTING)
        self._keeping = Latest(context.jobs, words.KEEPING, "io")
        self.header = PageHeader(words.RADIO, words.FACTS)
        self.back = button(words.TAKE_BACK, self.take_back)
        self.new = button(words.NEW, self.begin_anew, hint=words.NEW_HINT)
        self.export = ExportButton(context, self._source)
        self.seeds = seed_bar(context)
        self.options = OptionsBar(context)
        self.queue, self.heard = QueuePane(context), HeardPane(context)
        self.tabs = Tabs()
        self._note = label("", "dim", wrap=True)
        self._note.hide()
        self._foot = label("", "small", wrap=True)
        self._build()

    def _build(self) -> None:
        self.tabs.add(words.NEXT, self.queue)
        self.tabs.add(words.HEARD, self.heard)
        actions = FlowLayout(gap=theme.S)
        for control in (self.new, self.back, self.export):
            actions.addWidget(control)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        column.setSpacing(theme.M)
        column.addWidget(self.header)
        column.addLayout(actions)
        for part in (self.seeds, self.options, self._note):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        column.addWidget(self._foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))
        self.seeds.added.connect(self._add)
        self.seeds.removed.connect(self._remove)
        self.options.changed.connect(self._set_options)
        self.queue.said.connect(self._say)
        self.heard.forgotten.connect(self._forget)
        self.tabs.chosen.connect(self._tell_keys)
        undo = QShortcut(QKeySequence("U"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.take_back)
        self.context.theme.changed.connect(self._dress)
        self._dress()

    # What is shown

    def open(self, location: Location) -> None:
        """Begin from the seed of a location, unless this is how the station in force began."""
        seed = seed_of(location)
        if seed is not None and location != self._came_by:
            self._came_by = location
            self.trail.begin(seed, whose=self.context.whose.id)
            self.tabs.show_tab(0)
            self.queue.forget_rows()  # not kept yet: a radio that is only looked at replaces none
        super().open(location)

    def refresh(self) -> None:
        """Ask for names, then for the queue."""
        station = self.trail.station
        self.header.set_facts(words.facts(station.heard))
        self.options.refresh(station.options)
        self._offer_back()
        workspace, whose = self.context.workspace, self.context.whose.id
        self._choosing.drop()
        self._naming.ask(lambda: radio_asking.names(workspace, station), self._show_names)
        if not station.seeds:
            self._offering.ask(lambda: radio_asking.offers(workspace, whose), self._offer)
        self._tell_keys()

    def _offer(self, told: tuple[str, list[tuple[Seed, str]]]) -> None:
        before, named = told
        self.seeds.offer(before, choices(named))

    def _show_names(self, named: Named) -> None:
        self._named = named
        self.seeds.show_chosen(choices(named.seeds))
        self.heard.show_heard(named.heard)
        self._ask_queue()

    def _ask_queue(self) -> None:
        workspace, station = self.context.workspace, self.trail.station
        if [seed for seed, _ in self._named.seeds] != list(station.seeds):
            return  # its names are on their way, and then the queue is asked for
        if not self._named.has_model:
            self.queue.clear()
            say_no_model(self.queue, self.context)
        elif not station.seeds:
            self._show_nothing(words.NO_SEEDS, words.NO_SEEDS_TEXT)
        else:
            self.seeds.offer("", ())
            self.queue.start_loading()
            self._choosing.ask(
                lambda: radio_asking.queue(workspace, station),
                lambda queue: self._show_queue(station, queue),
                self._fail,
            )

    def _show_queue(self, asked: Station, queue: RadioQueue) -> None:
        over = {one.artist_id for one in self.trail.station.heard if one not in asked.heard}  # said since
        items = tuple(item for item in queue.items if item.artist_id not in over)
        self.queue.show_items(items, [name for _, name in self._named.seeds])
        self._note.setText(queue.note or "")
        self._note.setVisible(bool(items and queue.note))
        if not items:
            self._show_nothing(words.NOTHING_NEXT, queue.note or words.NOTHING_NEXT_TEXT)

    def _show_nothing(self, title: str, text: str) -> None:
        self._note.hide()
        self.queue.clear()
        self.queue.show_nothing(title, text)

    def _fail(self, sentence: str) -> None:
        self._show_nothing(words.NOT_CHOSEN, sentence)

    def _offer_back(self) -> None:
        self.back.setEnabled(self.trail.newest is not None)
        self.back.setToolTip(f"<p>{escape(words.take_back(self.trail.newest))}</p>")

    @Slot()
    def _tell_keys(self) -> None:
        keys = words.HEARD_KEYS if self.tabs.current else words.KEYS
        self._foot.setText(keys)

    # What can be done

    @Slot(object, str)
    def _add(self, seed: Seed, name: str) -> None:
        self.trail.add(seed, name)
        self._changed()

    @Slot(object, str)
    def _remove(self, seed: Seed, name: str) -> None:
        self.trail.remove(seed, name)
        self._changed()

    @Slot(object)
    def _set_options(self, options: RadioOptions) -> None:
        self.trail.set_options(options)
        self._keep()
        self._offer_back()
        self._ask_queue()

    @Slot(str, object)
    def _say(self, verdict: Verdict, item: RadioItem) -> None:
        self.trail.say(verdict, item.artist_id, item.artist)
        self._changed()

    @Slot(object, str)
    def _forget(self, artist_id: int, name: str) -> None:
        self.trail.forget(artist_id, name)
        self._changed()

    def begin_anew(self) -> None:
        """A radio without seeds."""
        self._came_by = None
        self.trail.begin(whose=self.context.whose.id)
        self._changed()
        self.seeds.box.setFocus()

    @Slot()
    def take_back(self) -> None:
        """Take the newest step back, and say which."""
        did = self.trail.take_back()
        if did is None:
            return
        if self._came_by is not None and seed_of(self._came_by) not in self.trail.station.seeds:
            self._came_by = None
        self.context.tell(words.taken_back(did), None)
        self._changed()

    def _changed(self) -> None:
        self._keep()
        self.refresh()

    def _keep(self) -> None:
        station = self.trail.station
        self._keeping.ask(lambda: self._kept.keep(station), lambda _: None)

    def _source(self) -> ExportSource | None:
        title = words.of_seeds([name for _, name in self._named.seeds])
        if self.tabs.current:
            heard = [one.artist_id for one in self.trail.station.heard if one.verdict != "skipped"]
            return ExportSource(title, artist_ids=heard)
        return self.queue.source(title)

    @Slot()
    def _dress(self) -> None:
        self.tabs.setMinimumHeight(self.context.theme.scaled(LEAST_TABS))
        self.back.setIcon(icon("undo", self.context.theme.scheme.dim, self.context.theme.scaled(16)))


def seed_of(location: Location) -> Seed | None:
    """Where a location has a radio start."""
    if location.subject is None or location.part is None:
        return None
    if location.part.startswith(MOOD) and location.part.removeprefix(MOOD).isdecimal():
        return Seed("mood", location.subject, int(location.part.removeprefix(MOOD)))
    kind = STARTS.get(location.part)
    return None if kind is None else Seed(kind, location.subject)
