"""The words that Google writes around the title of a video, in the language of the account: "Watched …", "… angesehen"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_MOST_OF_THEM = 0.9
_LONGEST = 60
_ENOUGH_CHANNELS = 5  # fewer could share the beginning of their titles by chance


class Frame(NamedTuple):
    """What stands before and behind a title."""

    before: str = ""
    behind: str = ""

    def fits(self, text: str) -> bool:
        """Whether ``text`` stands in this frame."""
        return text.startswith(self.before) and text.endswith(self.behind)

    def title(self, text: str) -> str:
        """The title in ``text``, or all of it where it does not stand in this frame."""
        return text[len(self.before) : len(text) - len(self.behind)].strip() if self.fits(text) else text.strip()


_KNOWN = (
    Frame("Watched "),
    Frame("", " angesehen"),
    Frame("", "\xa0angesehen"),
    Frame("Vous avez regardé "),
    Frame("Has visto "),
    Frame("Hai guardato "),
    Frame("Você assistiu a "),
    Frame("", " bekeken"),
    Frame("Tittade på "),
    Frame("Obejrzano: "),
    Frame("", " izlendi"),
    Frame("Просмотрено видео "),
    Frame("", " を視聴しました"),
)


def frame_of(texts: Sequence[str], channels: Sequence[str]) -> Frame:
    """The frame of ``texts``, which are of these ``channels``: a known one, or else what nearly all of them share."""
    distinct = list(dict.fromkeys(texts))
    known = max(_KNOWN, key=lambda frame: sum(map(frame.fits, distinct)))
    if sum(map(known.fits, distinct)) >= len(distinct) / 2:
        return known
    if len(set(channels)) < _ENOUGH_CHANNELS:
        return Frame()
    return Frame(_beginning(distinct), _beginning([text[::-1] for text in distinct])[::-1])


def _beginning(texts: Sequence[str]) -> str:
    """The longest beginning that nearly all ``texts`` share."""
    needed = _MOST_OF_THEM * len(texts)
    shared = ""
    while len(shared) < _LONGEST and (
        texts := [text for text in texts if len(text) > len(shared) and text.startswith(shared)]
    ):
        sign, count = Counter(text[len(shared)] for text in texts).most_common(1)[0]
        if count < needed:
            break
        shared += sign
    return shared
