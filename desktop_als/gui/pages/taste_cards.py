"""The tab of taste cards: what a card would tell, byte for byte, and the file of exactly that."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_als.errors import CardError
from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import communities as words
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.left_out import LeftOut
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import Card, button, indent, label
from desktop_als.gui.widgets.listener_choice import ListenerChoice, own_listeners
from desktop_als.workspace import MOST_CARD_ARTISTS, USUAL_CARD_ARTISTS, CardOptions

PREVIEW_HEIGHT = 280


class TasteCardsTab(QWidget):
    """What is seen is what is saved: a card that came out differently since is not written."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asking = Latest(context.jobs, words.WRITING_CARD)
        self._seen: tuple[int, CardOptions, bytes] | None = None
        self.whose = ListenerChoice(context.jobs, words.WHOSE_NAME, own_listeners)
        self.whose.picked.connect(self._preview)
        self.name = QLineEdit()
        self.name.setPlaceholderText(words.AS_IN_LIBRARY)
        self.name.setAccessibleName(words.CARD_NAME)
        self.name.textEdited.connect(self._preview)
        self.top = QSpinBox()
        indent(self.top)
        self.top.setRange(1, MOST_CARD_ARTISTS)
        self.top.setValue(USUAL_CARD_ARTISTS)
        self.top.setAccessibleName(words.TOP)
        self.top.valueChanged.connect(self._preview)
        self.ranks = QCheckBox(words.RANKS_ONLY)
        self.ranks.toggled.connect(self._preview)
        self.left_out = LeftOut(context)
        self.left_out.changed.connect(self._preview)
        self.file = QPlainTextEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName(words.PREVIEW_NAME)
        self.file.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.file.setTabChangesFocus(True)
        self._size = label("", "dim")
        self.save = button(words.SAVE_CARD, self._choose_file, "primary")
        self._said = label("", wrap=True)
        self._lay_out()
        context.theme.changed.connect(self._dress)
        self._dress()

    def refresh(self) -> None:
        """Show the card as it is now."""
        self.whose.refresh(self._context.workspace)

    def _lay_out(self) -> None:
        choices = Card(spacing=theme.M)
        choices.body.addWidget(label(words.CARD_TEXT, "dim", wrap=True))
        form = QFormLayout()
        form.setSpacing(theme.S)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for title, field in (
            (words.WHOSE, self.whose),
            (words.CARD_NAME, self.name),
            (words.TOP, self.top),
            ("", self.ranks),
            (words.LEAVE_OUT, self.left_out),
        ):
            form.addRow(label(title), field)
        choices.body.addLayout(form)
        shown = Card()
        head = QHBoxLayout()
        head.addWidget(label(words.PREVIEW, "section-title"))
        head.addWidget(self._size, 1)
        head.addWidget(self.save)
        shown.body.addLayout(head)
        shown.body.addWidget(self.file, 1)
        shown.body.addWidget(self._said)
        self._said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addWidget(choices)
        column.addWidget(shown, 1)

    @property
    def _options(self) -> CardOptions:
        return CardOptions(
            self.name.text().strip() or None, self.top.value(), not self.ranks.isChecked(), self.left_out.names
        )

    @Slot()
    def _preview(self) -> None:
        listener, options, cards = self.whose.listener, self._options, self._context.workspace.taste_cards
        self._seen = None
        self.save.setEnabled(False)
        if listener is None:
            self._show_nothing(f"{words.NOBODY}. {words.NOBODY_TEXT}")
            return
        self._asking.ask(
            lambda: cards.preview(listener, options),
            lambda card: self._show(listener, options, card),
            self._show_nothing,
        )

    def _show(self, listener: int, options: CardOptions, card: bytes) -> None:
        self._seen = listener, options, card
        self.file.setPlainText(card.decode())
        self._size.setText(words.bytes_shown(len(card)))
        self._said.hide()
        self.save.setEnabled(True)

    def _show_nothing(self, sentence: str) -> None:
        self.file.setPlainText("")
        self._size.setText("")
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.SAVE_CARD_TITLE, str(Path.home() / words.CARD_FILE), words.CARD_FILTER
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Save what is seen."""
        if self._seen is None:
            return
        listener, options, seen = self._seen
        cards = self._context.workspace.taste_cards

        def save() -> int:
            if cards.preview(listener, options) != seen:
                raise CardError(words.CHANGED_SINCE)
            return len(cards.save(listener, path, options))

        self._context.jobs.submit(
            words.SAVING,
            asking(save),
            lane="io",
            done=lambda amount: self._say(words.card_saved(path.name, amount)),
            failed=self._say,
        )

    @Slot()
    def _dress(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self._context.theme.scaled(theme.SIZE_BODY))
        self.file.setFont(font)
        self.file.setMinimumHeight(self._context.theme.scaled(PREVIEW_HEIGHT))
        self.name.setMaximumWidth(self._context.theme.scaled(280))
