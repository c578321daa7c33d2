"""The card of one proposal: what speaks for it, what it would change, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages.name_preview import NamePreviewView
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.workspace import NameProposal

Decision = Callable[[NameProposal], object]


class ProposalCard(Card):
    """Decides nothing itself: ``merge`` and ``reject`` get the proposal, turned round if it was."""

    def __init__(self, context: Context, merge: Decision, reject: Decision) -> None:
        super().__init__()
        self._names = context.workspace.names
        self._proposal: NameProposal | None = None
        self._title = ElidedLabel("", "section-title")
        self._evidence = label("", wrap=True)
        self.preview = NamePreviewView(context)
        self._swap = button(words.SWAP, self._turn, hint=words.SWAP_HINT)
        self._swap.setAccessibleName(words.SWAP)
        halves = QHBoxLayout()
        halves.setSpacing(theme.XL)
        halves.addWidget(self._evidence, 1)
        halves.addWidget(self.preview, 1)
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(self._title, 1)
        head.addWidget(button(words.MERGE, lambda: self._decide(merge), "primary"))
        head.addWidget(self._swap)
        head.addWidget(button(words.NOT_THE_SAME, lambda: self._decide(reject)))
        self.body.addLayout(head)  # above the evidence, where it is in sight whatever the room
        self.body.addLayout(halves)
        self.body.addStretch(1)

    def show_proposal(self, proposal: NameProposal) -> None:
        """Show another one."""
        self._proposal, names = proposal, self._names
        self._title.set_text(words.proposal_title(proposal))
        self._evidence.setText(words.evidence(proposal))
        self._swap.setVisible(swapped(proposal) is not None)
        self.preview.compare(lambda listener: names.preview(proposal, listener))

    def _turn(self) -> None:
        if self._proposal is not None and (turned := swapped(self._proposal)) is not None:
            self.show_proposal(turned)

    def _decide(self, decision: Decision) -> None:
        if self._proposal is not None:
            decision(self._proposal)


def swapped(proposal: NameProposal) -> NameProposal | None:
    """The same with the other spelling kept; None where more than two names take part."""
    if proposal.kind == "feat" or len(proposal.spellings) != 1 or len(proposal.into) != 1:
        return None
    return replace(proposal, spellings=proposal.into, into=proposal.spellings)
