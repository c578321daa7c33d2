"""Keeps what was shown at once already: opinions, weights, and which artists were seen.

Unlike other decisions these reload nothing when they are done, for the list has them in it; only an undo does.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_als.gui.messages import recommend as words
from desktop_als.gui.messages.steering import said
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.deciding import stepped
from desktop_als.gui.pages.draft import Draft
from desktop_als.gui.pages.page import Context
from desktop_als.plays import Listener
from desktop_als.steering import Opinion
from desktop_als.workspace import SteeringEntry

Refused = Callable[[int], None]
"""Gets the id of the listener whose list shows what could not be kept."""


class Keeping:
    """Writes to the library in the io lane, one thing after the other."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def say(
        self,
        listener: Listener,
        artist_id: int,
        artist: str,
        opinion: Opinion | None,
        days: int | None,
        refused: Refused,
    ) -> None:
        """Keep an opinion, tell it, and offer to take it back."""
        steering = self._context.workspace.steering
        self._do(
            words.KEEPING,
            lambda: steering.say(listener.id, [artist_id], opinion, days),
            said(artist, opinion, listener.name, days),
            lambda: refused(listener.id),
        )

    def keep(self, listener: Listener, draft: Draft, refused: Refused) -> None:
        """Keep what was tried out."""
        steering = self._context.workspace.steering

        def act() -> None:
            steering.keep(listener.id, draft.weights, draft.tuning)

        self._do(words.KEEPING_STEERING, act, words.KEPT, lambda: refused(listener.id))

    def wake(self, listener: Listener, artist_id: int, artist: str, refused: Refused) -> None:
        """End the rest of an artist that was shown often lately."""
        steering, resting = self._context.workspace.steering, SteeringEntry("resting", artist_id, artist)
        self._do(
            words.WAKING,
            lambda: steering.take_back(listener.id, [resting]),
            words.awake(artist),
            lambda: refused(listener.id),
        )

    def remember(self, listener: Listener, artist_ids: list[int]) -> None:
        """Remember that artists were shown, silently; of a member of a community nobody here looks at the lists as theirs."""
        if listener.community is None:
            steering = self._context.workspace.steering
            self._context.jobs.submit(
                words.REMEMBERING, asking(lambda: steering.shown(listener.id, artist_ids)), lane="io", quiet=True
            )

    def _do(self, title: str, act: Callable[[], None], sentence: str, refused: Callable[[], None]) -> None:
        context = self._context

        def fail(why: str) -> None:
            context.tell_failure(why)
            refused()

        context.jobs.submit(
            title,
            asking(lambda: stepped(context.workspace, act)),
            lane="io",
            done=lambda done: context.tell(sentence, done[1]),
            failed=fail,
            quiet=True,
        )
