"""The fields of each kind of rule: what they say becomes a condition, and a condition fills them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from desktop_als.errors import LibraryError
from desktop_als.gui import theme
from desktop_als.gui.messages import common
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.artist_box import ArtistBox
from desktop_als.gui.widgets.basics import label
from desktop_als.workspace import ByArtist, BySource, ByTrack, Condition, InPrivate, Source, Workspace

Draft = Callable[[Workspace], Condition]
"""What was typed, as a worker looks it up.

Raises:
    DesktopAlsError: there is no such artist, hour or day.
"""


def question_form() -> QFormLayout:
    """Questions with their fields below them: side by side they would not stand in line with those of another form."""
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setVerticalSpacing(theme.S)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
    return form


def add_question(form: QFormLayout, text: str, field: QWidget) -> None:
    """One more below the others."""
    asked = label(text, "strong")
    asked.setBuddy(field)
    field.setAccessibleName(text)
    form.addRow(asked, field)


class Fields(QWidget):
    """The fields of one kind."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form = question_form()
        self.setLayout(self.form)

    def draft(self) -> Draft:
        """What the fields say.

        Raises:
            LibraryError: something is missing.
        """
        raise NotImplementedError

    def fill(self, condition: Condition | None, said: str) -> None:
        """Show a condition of this kind, which is called ``said``; None empties the fields."""
        raise NotImplementedError


class ArtistFields(Fields):
    """By artist."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.artist = ArtistBox(context.jobs, context.workspace.search, words.ARTIST)
        self.artist.edited.connect(self._note_name)
        self.artist.settled.connect(self._note_name)
        self._noted = ""
        self._known: tuple[str, int] | None = None
        add_question(self.form, words.ARTIST, self.artist)

    def draft(self) -> Draft:
        """The artist of this name; the one that was there if the name is unchanged, for who is left out is not found."""
        name, known = self.artist.name, self._known
        if not name:
            raise LibraryError(words.MISSING_ARTIST)
        if known is not None and known[0] == name:
            return lambda _: ByArtist(known[1])
        return lambda workspace: ByArtist(workspace.find_artist(name).id)

    def fill(self, condition: Condition | None, said: str) -> None:
        """Show its name."""
        self.know(condition.artist if isinstance(condition, ByArtist) else None, said)

    def know(self, artist: int | None, name: str) -> None:
        """Show the name of an artist whose id is known."""
        self._known = None if artist is None else (name.strip(), artist)
        self.artist.take("" if artist is None else name)
        self._noted = self.artist.name

    @Slot()
    def _note_name(self) -> None:
        """Typing that ended is no change where the name is as it was."""
        if self.artist.name != self._noted:
            self._noted = self.artist.name
            self.changed.emit()


class TrackFields(ArtistFields):
    """By artist and title."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = QLineEdit()
        self.title.textChanged.connect(self.changed)
        add_question(self.form, words.TITLE, self.title)

    def draft(self) -> Draft:
        """The track of this title."""
        title, by_artist = self.title.text().strip(), super().draft()
        if not title:
            raise LibraryError(words.MISSING_TITLE)

        def draft(workspace: Workspace) -> Condition:
            found = by_artist(workspace)
            assert isinstance(found, ByArtist)  # noqa: S101 - it is what the other draft makes
            return ByTrack(found.artist, title)

        return draft

    def fill(self, condition: Condition | None, said: str) -> None:
        """Show artist and title."""
        found = condition if isinstance(condition, ByTrack) else None
        self.know(found.artist if found else None, words.artist_of_track(said, found.title) if found else "")
        self.title.setText(found.title if found else "")


class FileFields(Fields):
    """By imported file."""

    def __init__(self) -> None:
        super().__init__()
        self.file = QComboBox()
        self.file.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.file.currentIndexChanged.connect(self.changed)
        self._wanted: int | None = None
        add_question(self.form, words.FILE, self.file)

    def offer(self, files: list[Source]) -> None:
        """List these, newest first."""
        wanted = self.file.currentData() or self._wanted
        self.file.blockSignals(True)
        self.file.clear()
        for file in reversed(files):
            self.file.addItem(words.file(common.file_name(file.path), file.community or file.listener), file.id)
        self.file.setCurrentIndex(max(0, self.file.findData(wanted)) if files else -1)
        self.file.blockSignals(False)

    def draft(self) -> Draft:
        """All that the chosen file brought."""
        chosen = self.file.currentData()
        if chosen is None:
            raise LibraryError(words.MISSING_FILE)
        return lambda _: BySource(chosen)

    def fill(self, condition: Condition | None, said: str) -> None:  # noqa: ARG002 - it is in the list under its name
        """Choose it, now or once the files are listed."""
        self._wanted = condition.source if isinstance(condition, BySource) else None
        self.file.setCurrentIndex(self.file.findData(self._wanted) if condition else min(0, self.file.count() - 1))


class PrivateFields(Fields):
    """Nothing to ask."""

    def __init__(self) -> None:
        super().__init__()
        self.form.addRow(label(words.PRIVATE_RULE_TEXT, "dim", wrap=True))

    def draft(self) -> Draft:
        """Private sessions."""
        return lambda _: InPrivate()

    def fill(self, condition: Condition | None, said: str) -> None:
        """Nothing to fill."""
