"""Buttons that say what the listener at hand thinks of an artist. They change at once; the library follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.jobs import Job
from desktop_als.gui.messages import steering as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import button
from desktop_als.steering import Opinion


@dataclass(frozen=True, slots=True)
class Held:
    """Whose opinion of whom, and which; ``listener_id`` is None while nobody is at hand."""

    artist_id: int
    artist: str
    listener_id: int | None = None
    listener: str = ""
    opinion: Opinion | None = None


class OpinionButtons(QWidget):
    """Like, not for me, and a menu of the other ways to leave the artist out."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._held: Held | None = None
        self._shown: Opinion | None = None
        self._keeping: Job | None = None
        self.like = checkable(words.LIKE, lambda: self._toggle(Opinion.LIKED))
        self.dislike = checkable(words.NOT_FOR_ME, lambda: self._toggle(Opinion.DISLIKED))
        self.more = QPushButton(words.MORE)
        self.more.setAccessibleName(words.MORE_OPINIONS)
        theme.role(self.more, "bare-menu")
        self.more.setMenu(self._build_menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        for made in (self.like, self.dislike, self.more):
            row.addWidget(made)
        context.theme.changed.connect(self._draw)
        self.forget()

    def show_held(self, held: Held) -> None:
        """Show what the library knows; while an opinion is still being kept, that one is seen."""
        self._held = held
        if self._keeping is None or self._keeping.finished:
            self._shown = held.opinion
        self._draw()

    def forget(self) -> None:
        """Nothing is known of the next artist yet."""
        self._held = self._shown = self._keeping = None
        self._draw()

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        self._entries = {
            Opinion.DISLIKED: menu.addAction(words.NOT_FOR_ME, partial(self.say, Opinion.DISLIKED)),
            Opinion.BANNED: menu.addAction(words.NEVER_SHOW, partial(self.say, Opinion.BANNED)),
        }
        for made in self._entries.values():
            made.setCheckable(True)
        for days in words.SNOOZE_DAYS:
            menu.addAction(words.snooze(days), partial(self.say, Opinion.SNOOZED, days))
        menu.addSeparator()
        self._take_back = menu.addAction(words.TAKE_BACK, partial(self.say, None))
        return menu

    def _toggle(self, opinion: Opinion) -> None:
        held = self._shown is not None and (self._shown == Opinion.LIKED) == (opinion == Opinion.LIKED)
        self.say(None if held else opinion)

    def say(self, opinion: Opinion | None, days: int | None = None) -> None:
        """Say an opinion or take it back: seen at once, kept in the io lane, with a way back at the foot of the window."""
        held, steering = self._held, self._context.workspace.steering
        if held is None or held.listener_id is None:
            return
        listener_id = held.listener_id
        self._shown = opinion
        self._draw()
        said = words.said(held.artist, opinion, held.listener, days)
        self._keeping = decide(
            self._context,
            words.SAYING,
            lambda: steering.say(listener_id, [held.artist_id], opinion, days),
            lambda _: said,
            self._revert,
        )

    def _revert(self) -> None:
        if self._held is not None:
            self.show_held(self._held)

    @Slot()
    def _draw(self) -> None:
        shown = self._shown
        against = shown if shown is not None and shown != Opinion.LIKED else None
        liked = shown == Opinion.LIKED
        self._dress(
            self.like, words.LIKED if liked else words.LIKE, "liked" if liked else "heart", Opinion.LIKED, liked
        )
        said = words.NOT_FOR_ME if against is None else words.HELD[against]
        self._dress(self.dislike, said, "close", against or Opinion.DISLIKED, against is not None)
        for opinion, entry in self._entries.items():
            entry.setChecked(shown == opinion)
        self._take_back.setEnabled(shown is not None)
        self.more.setToolTip(words.MORE_OPINIONS if self._somebody else words.NOBODY)
        self.more.setEnabled(self._somebody)

    @property
    def _somebody(self) -> bool:
        """False while there is nobody to say an opinion for."""
        return self._held is not None and self._held.listener_id is not None

    def _dress(self, made: QPushButton, text: str, sign: str, opinion: Opinion, held: bool) -> None:
        scheme, size = self._context.theme.scheme, self._context.theme.scaled(16)
        made.setText(text)
        made.setAccessibleName(text)
        made.setChecked(held)
        made.setIcon(icon(sign, scheme.accent if held else scheme.dim, size))
        made.setIconSize(QSize(size, size))
        made.setEnabled(self._somebody)
        whose = self._held.listener if self._held is not None else ""
        hint = words.for_whom(opinion, whose) if self._somebody else words.NOBODY
        made.setToolTip(f"<p>{escape(hint)}</p>")  # a name such as "<b>x</b>" is no markup


def checkable(text: str, on_click: Callable[[], object]) -> QPushButton:
    """A button that shows whether its opinion is held."""
    made = button(text, on_click, "opinion")
    made.setCheckable(True)
    return made
