"""Apple's play activity tells each stretch of playing: a pause or a jump within a track splits one play into several.

Stretches are one play when they are of the same track, the first did not end it, and the next goes on where it stopped or
follows a jump.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from desktop_als.plays import UNKNOWN, Fate, RowLog

HEARD_OUT = "NATURAL_END_OF_TRACK"
_LAST_WORDS = (
    HEARD_OUT,
    "TRACK_SKIPPED_FORWARDS",
    "TRACK_SKIPPED_BACKWARDS",
    "MANUALLY_SELECTED_PLAYBACK_OF_A_DIFF_ITEM",
    "FAILED_TO_LOAD",
)
_JUMPS = ("SCRUB_BEGIN", "SCRUB_END")
_LONGEST_PAUSE = 86_400.0
_LONGEST_JUMP = 300.0
_SAME_POSITION = 1000.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of playing. Times in Unix seconds, positions in the track in milliseconds or None."""

    row: int
    begin: float
    end: float
    artist: str
    title: str
    album: str
    ms_played: int
    first_position: float | None
    last_position: float | None
    end_reason: str

    @property
    def track(self) -> tuple[str, str, str]:
        """What must be equal in the stretches of one play."""
        return self.artist, self.title, self.album

    def is_continued_by(self, later: Stretch) -> bool:
        """Whether ``later``, of the same track, belongs to the same play."""
        gap = later.begin - self.end
        if self.end_reason in _LAST_WORDS or gap > _LONGEST_PAUSE:
            return False
        if self.end_reason in _JUMPS and gap <= _LONGEST_JUMP:
            return True
        if self.last_position is None or later.first_position is None:
            return self.end_reason == "PLAYBACK_MANUALLY_PAUSED"
        return abs(later.first_position - self.last_position) <= _SAME_POSITION

    def joined_with(self, later: Stretch) -> Stretch:
        """Both as one: it begins as the first and ends as the second."""
        known = UNKNOWN not in (self.ms_played, later.ms_played)
        return replace(
            self,
            end=later.end,
            ms_played=self.ms_played + later.ms_played if known else UNKNOWN,
            last_position=later.last_position,
            end_reason=later.end_reason,
        )


def plays_of(stretches: Iterable[Stretch], log: RowLog) -> Iterator[Stretch]:
    """The plays that ``stretches`` in any order make up. All but the first of a play are logged as told already."""
    unfinished: dict[tuple[str, str, str], Stretch] = {}
    for stretch in sorted(stretches, key=lambda stretch: (stretch.begin, stretch.end, stretch.row)):
        before = unfinished.get(stretch.track)
        if before is not None and before.is_continued_by(stretch):
            log.reject(Fate.DUPLICATES, stretch.row, f"Goes on with the play of row {before.row}: {stretch.title}")
            unfinished[stretch.track] = before.joined_with(stretch)
        else:
            if before is not None:
                yield before
            unfinished[stretch.track] = stretch
    yield from unfinished.values()
