"""The columns of a table: what each one holds, how it is written and how much room it takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from desktop_als.gui.location import PageName
from desktop_als.gui.messages import common, quantities

Kind = Literal[
    "text",
    "file",
    "link",
    "number",
    "count",
    "quiet-number",
    "score",
    "spread",
    "share",
    "rounded",
    "figure",
    "gap",
    "bytes",
    "operations",
    "span",
    "date",
    "moment",
    "tally",
    "match",
    "similarity",
    "pills",
    "actions",
]
WRITTEN: dict[Kind, str] = {
    "score": "{:.3f}",
    "spread": "± {:.3f}",
    "share": "{:.1%}",
    "rounded": "{:,.0f}",
    "figure": "{:.3g}",
}
"""How measured values are written. NaN is one that nobody measured."""

SAID: dict[Kind, Callable[[float], str]] = {
    "bytes": quantities.in_bytes,
    "operations": quantities.operations,
    "span": quantities.span,
}
"""How quantities are said. NaN is one that is not known."""

NUMBERS: frozenset[Kind] = frozenset(
    {"number", "count", "quiet-number", "date", "moment", "gap", "tally", *WRITTEN, *SAID}
)


@dataclass(frozen=True, slots=True)
class Pill:
    """A small link inside a cell."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do with a row, at its end: a small picture, or words where it has none.

    Attributes:
        key: tells it apart from others; ``text`` is its name.
        icon: of ``resources/icons``; ``on`` paints it in the accent colour, for what was done already.
    """

    key: str
    text: str
    icon: str = ""
    on: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: the column of :class:`~desktop_als.gui.tables.rows.Rows` that it shows.
        hint: what the value is, said when the pointer rests on the title.
        width: pixels at text scale 1, at least; ``stretch`` is the share of the room that is left.
        link: the page that a link, a pill or a count of this column opens, and ``part`` what it shows there of the row's subject.
        subject: the key of the ids that links of this column lead to, where those are not the rows' own.
        out_of: what a tally counts up to. A tally below 0 is not known yet.
    """

    key: str
    title: str
    kind: Kind
    hint: str = ""
    width: int = 96
    stretch: int = 0
    link: PageName | None = None
    part: str | None = None
    out_of: int = 0
    subject: str = ""

    @property
    def right_aligned(self) -> bool:
        """True for columns of numbers."""
        return self.kind in NUMBERS

    @property
    def sortable(self) -> bool:
        """False where no order of the values means anything."""
        return self.kind not in ("pills", "actions")

    def text(self, value: Any) -> str:
        """A value as it is read."""
        if (written := WRITTEN.get(self.kind)) is not None:
            return common.DASH if math.isnan(value) else written.format(value).replace("%", " %")
        if (said := SAID.get(self.kind)) is not None:
            return common.DASH if math.isnan(value) else said(value)
        match self.kind:
            case "number" | "quiet-number":
                return f"{value:,}"
            case "count":
                return f"{value:,}" if value else common.DASH
            case "tally":
                return common.tally(value, self.out_of) if value >= 0 else ""
            case "date":
                return common.date(int(value))
            case "gap":
                return common.DASH if math.isnan(value) else f"{value:+,.0f} s".replace("-", "−")
            case "moment":
                return common.moment(int(value))
            case "similarity":
                return f"{value:.2f}".replace("0.", ".", 1).replace("-", "−")
            case "pills":
                return ", ".join(pill.text for pill in value)
            case "actions":
                return ", ".join(action.text for action in value if action.on)
        return str(value)

    def told(self, value: Any) -> str:
        """What it is called and a value, in words: "Match: 87 of 100"."""
        text = self.text(value)
        unknown = not text or text == common.DASH
        return self.title if unknown else f"{self.title}: {text}{' of 100' if self.kind == 'match' else ''}"
