"""Where a radio starts: its seeds as chips, and a box that finds more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.theme import ThemeSource, role
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import SearchHit, Seed, SeedKind

BOX_WIDTH, CHIP_WIDTH = 240, 220
LONG_NAME = 28
WIDE = 560
"""From this width on, at text scale 1, links have room beside the box."""
ICONS: dict[SeedKind, str] = {"artist": "artists", "track": "artists", "listener": "listeners", "mood": "listeners"}

Named = tuple[Seed, str]


class SeedBar(QWidget):
    """``added`` and ``removed`` tell a seed and its name."""

    added = Signal(object, str)
    removed = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: list[Named] = []
        self._offers: tuple[str, Sequence[Named]] = "", ()
        self._found: list[Named] | None = []  # None while the answer for what was typed is awaited
        self._entered = False
        self._searching = Latest(context.jobs, words.SEARCHING)
        self._chips, self._chip_flow = _flow(theme.S)
        self._links, self._link_flow = _flow(theme.M)
        self.box = QLineEdit()
        self.box.setPlaceholderText(words.ADD_SEED)
        self.box.setAccessibleName(words.ADD_SEED)
        self.box.setClearButtonEnabled(True)
        self.box.textEdited.connect(self._search)
        self.box.textChanged.connect(lambda text: None if text else self._show_offers())
        self.box.returnPressed.connect(self._take_first)
        self._finding = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._finding.addWidget(self.box)
        self._finding.addWidget(self._links, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self._chips)
        column.addLayout(self._finding)
        context.theme.changed.connect(self._dress)
        self._dress()

    def show_seeds(self, named: Sequence[Named]) -> None:
        """Show the seeds."""
        if list(named) != self._shown:
            self._shown = list(named)
            self._show_chips()

    def _show_chips(self) -> None:
        self._chip_flow.clear()
        for seed, name in self._shown:
            chip = SeedChip(self._context.theme, seed, name)
            chip.remove.clicked.connect(lambda _=False, seed=seed, name=name: self.removed.emit(seed, name))
            self._chip_flow.addWidget(chip)
        self._chips.setVisible(bool(self._shown))

    def offer(self, before: str, named: Sequence[Named]) -> None:
        """Propose seeds while nothing is typed; ``before`` says why these."""
        if (before, named) != self._offers:
            self._offers = before, named
            if not self.box.text():
                self._show_offers()

    def _show_offers(self) -> None:
        self._searching.drop()
        before, named = self._offers
        self._show_links(before, named)

    def _show_links(self, before: str, named: Sequence[Named]) -> None:
        self._link_flow.clear()
        if before and named:
            self._link_flow.addWidget(label(before, "dim"))
        for seed, name in named:
            short = name if len(name) <= LONG_NAME else f"{name[:LONG_NAME]}…"
            text = words.taste_of(short) if seed.kind == "listener" else short
            link = button(text, lambda seed=seed, name=name: self._add(seed, name), "link")  # type: ignore[misc]
            link.setAccessibleDescription(words.KINDS[seed.kind])
            self._link_flow.addWidget(link)
        self._found = list(named)

    @Slot(str)
    def _search(self, text: str) -> None:
        self._entered = False
        if text.strip():
            self._found = None
            search = self._context.workspace.search
            self._searching.ask(lambda: search(text), self._show_hits)

    def _show_hits(self, hits: list[SearchHit]) -> None:
        kinds: dict[str, SeedKind] = {"artist": "artist", "listener": "listener"}
        found = [(Seed(kinds[hit.kind], hit.id), hit.name) for hit in hits if hit.kind in kinds]
        self._show_links("", found)
        if not found:
            self._link_flow.addWidget(label(words.NOTHING_FOUND, "dim"))
        if self._entered:
            self._take_first()

    @Slot()
    def _take_first(self) -> None:
        """Enter: the best hit, as soon as it is known."""
        self._entered = self._found is None
        if self.box.text().strip() and self._found:
            self._add(*self._found[0])

    def _add(self, seed: Seed, name: str) -> None:
        self.box.clear()
        self.box.setFocus()
        self.added.emit(seed, name)

    @Slot()
    def _dress(self) -> None:
        self.box.setFixedWidth(self._context.theme.scaled(BOX_WIDTH))
        self._show_chips()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange box and links anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= self._context.theme.scaled(WIDE)
        self._finding.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._finding.setSpacing(theme.L if wide else theme.XS)


class SeedChip(QFrame):
    """One seed, with a cross."""

    def __init__(self, themes: ThemeSource, seed: Seed, name: str) -> None:
        super().__init__()
        role(self, "chip")
        size = themes.scaled(16)
        picture = label()
        picture.setPixmap(icon(ICONS[seed.kind], themes.scheme.dim, size).pixmap(size, size))
        picture.setAccessibleName(words.KINDS[seed.kind])
        text = ElidedLabel(name, "")
        text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        text.setMaximumWidth(themes.scaled(CHIP_WIDTH))
        self.remove = button("", lambda: None, "bare", hint=words.REMOVE)
        self.remove.setAccessibleName(words.remove(name))
        self.remove.setIcon(icon("close", themes.scheme.dim, themes.scaled(14)))
        self.remove.setIconSize(QSize(themes.scaled(14), themes.scaled(14)))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, 0, theme.XS, 0)
        row.setSpacing(theme.S)
        row.addWidget(picture)
        row.addWidget(text)
        row.addWidget(self.remove)


def _flow(gap: int) -> tuple[QWidget, FlowLayout]:
    holder = QWidget()
    return holder, FlowLayout(holder, gap)
