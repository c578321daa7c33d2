"""The card of one data set: its licence on the screen, and nothing to press before that is accepted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import communities as words
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import Offer

FETCH_TEXTS = {"unfinished": words.GO_ON, "downloaded": words.IMPORT_IT}


class OfferCard(Card):
    """Fetches nothing itself: ``fetch`` is called when the licence is accepted, ``choose`` for a copy of one's own."""

    def __init__(
        self, fetch: Callable[[Offer], object], choose: Callable[[], object], discard: Callable[[Offer], object]
    ) -> None:
        super().__init__()
        self._offer: Offer | None = None
        self._title = ElidedLabel(words.CHOOSE_SET, "section-title")
        self._terms = label("", wrap=True)
        self._said = label("", "dim", wrap=True)
        self.accept = QCheckBox(words.ACCEPT)
        self.accept.toggled.connect(self._offer_buttons)
        self.fetch = button(words.FETCH, lambda: self._act(fetch), "primary")
        self._discard = button(words.DISCARD, lambda: self._act(discard))
        buttons = QWidget()
        row = FlowLayout(buttons, theme.S)
        row.addWidget(self.fetch)
        row.addWidget(button(words.HAVE_FILE, choose))
        row.addWidget(self._discard)
        for part in (self._title, self._terms, self._said, self.accept, buttons):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._offer_buttons()

    def show_offer(self, offer: Offer | None) -> None:
        """Show another one; a licence that was accepted is that of the set it was shown for."""
        if offer is None or self._offer is None or offer.data_set.id != self._offer.data_set.id:
            self.accept.setChecked(False)
        self._offer = offer
        self._title.set_text(words.CHOOSE_SET if offer is None else offer.data_set.title)
        self._terms.setText("" if offer is None else offer.data_set.terms)
        self._said.setText("" if offer is None else words.offer(offer))
        self._offer_buttons()

    def _offer_buttons(self) -> None:
        offer = self._offer
        to_be_had = offer is not None and offer.state not in ("withdrawn", "downloading", "imported")
        text = words.FETCH if offer is None else FETCH_TEXTS.get(offer.state, words.FETCH)
        self.fetch.setText(text)
        self.fetch.setAccessibleName(text)
        self.fetch.setVisible(to_be_had)
        self.fetch.setEnabled(self.accept.isChecked())
        self.accept.setVisible(to_be_had)
        self._terms.setVisible(offer is not None)
        self._said.setVisible(offer is not None)
        self._discard.setVisible(offer is not None and offer.state in ("unfinished", "downloaded"))

    def _act(self, act: Callable[[Offer], object]) -> None:
        if self._offer is not None:
            act(self._offer)
