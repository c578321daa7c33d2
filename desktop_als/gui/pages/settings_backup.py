"""Settings: everything in one file, and back from it; where the library lies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import settings as words
from desktop_als.gui.messages.imports import breakable
from desktop_als.gui.pages.deciding import stepped
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.settings_section import Section, TitledCard, in_a_row, show_cards
from desktop_als.gui.widgets.basics import button, hairline, label
from desktop_als.gui.widgets.looking import LookingLine
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import BackupInfo, Restored, RestoreMode

SUFFIX = ".dals-backup"


class BackupSection(Section):
    """A restore is tried without keeping anything of it, and what would come is shown before the person decides."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._measuring = Latest(context.jobs, words.LIES)
        self._path: Path | None = None
        self._save = button(words.SAVE_BACKUP, self._choose_place, "primary")
        self._restore = button(words.RESTORE, self._choose_backup)
        self.work = LookingLine(context.jobs, words.WORKING)
        self.said = label("", "dim", wrap=True)
        self.said.hide()
        self.trial = TrialCard()
        self.trial.merge.clicked.connect(lambda: self._take("merge"))
        self.trial.replace.clicked.connect(lambda: self._take("replace"))
        self.trial.cancel.clicked.connect(self._leave_trial)
        self._room = label("", "dim")
        show_cards(self, context.theme, self._backup_card(), self.trial, self._place_card())

    def refresh(self) -> None:
        """Measure the folder anew."""
        folder = self.context.workspace.folder
        self._measuring.ask(lambda: words.size(size_of(folder)), self._room.setText)

    def _backup_card(self) -> TitledCard:
        card = TitledCard(words.BACKUP, words.BACKUP_TEXT)
        card.body.addLayout(in_a_row(self._save, self._restore))
        card.body.addWidget(self.work)
        card.body.addWidget(self.said)
        return card

    def _place_card(self) -> TitledCard:
        card = TitledCard(words.LIES, words.LIES_TEXT)
        path = label(breakable(str(self.context.workspace.folder)), wrap=True)
        path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        card.body.addWidget(path)
        card.body.addWidget(self._room)
        card.body.addWidget(button(words.OPEN_FOLDER, self._open_folder), 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _choose_place(self) -> None:
        proposed = Path.home() / f"desktop-als-{date.today():%Y-%m-%d}{SUFFIX}"  # noqa: DTZ011 - the person's own day
        chosen, _ = QFileDialog.getSaveFileName(self, words.SAVE_TITLE, str(proposed), words.BACKUP_FILTER)
        if chosen:
            self._make(Path(chosen))

    def _make(self, path: Path) -> None:
        backups = self.context.workspace.backups

        def make(cancel: CancelToken, progress: ProgressSink) -> BackupInfo:
            return backups.make(path, cancel=cancel, progress=progress)

        self._begin()
        self.work.look(make, lambda info: self._end(words.saved(path.name, info.size)), self._fail, self._stop)

    def _choose_backup(self) -> None:
        filters = f"{words.BACKUP_FILTER};;{words.ALL_FILTER}"
        chosen, _ = QFileDialog.getOpenFileName(self, words.OPEN_TITLE, str(Path.home()), filters)
        if chosen:
            self._try(Path(chosen))

    def _try(self, path: Path) -> None:
        backups = self.context.workspace.backups
        self._path = path

        def look(cancel: CancelToken, progress: ProgressSink) -> Restored:
            return backups.restore(path, "merge", dry_run=True, cancel=cancel, progress=progress)

        def show(found: Restored) -> None:
            self._end("")
            self.trial.show_trial(path.name, found)

        self._begin()
        self.trial.hide()
        self.work.look(look, show, self._fail, self._stop)

    def _take(self, mode: RestoreMode) -> None:
        path, workspace, context = self._path, self.context.workspace, self.context
        if path is None:
            return

        def restore(cancel: CancelToken, progress: ProgressSink) -> tuple[Restored, int | None]:
            return stepped(workspace, lambda: workspace.backups.restore(path, mode, cancel=cancel, progress=progress))

        def done(came: tuple[Restored, int | None]) -> None:
            restored, step = came
            self._end("")
            self.trial.hide()
            context.tell(words.restored(restored, path.name), step)
            context.changed()

        self._begin()
        self.work.look(restore, done, self._fail, self._stop)

    def _leave_trial(self) -> None:
        self.trial.hide()
        self._restore.setFocus()

    def _begin(self) -> None:
        self.said.hide()
        self._allow(False)

    def _end(self, sentence: str) -> None:
        self._allow(True)
        self.said.setText(breakable(sentence))
        self.said.setVisible(bool(sentence))

    def _fail(self, sentence: str) -> None:
        self._end("")
        self.context.tell_failure(sentence)

    def _stop(self) -> None:
        self._end(words.STOPPED)

    def _allow(self, allowed: bool) -> None:
        for one in (self._save, self._restore, self.trial.merge, self.trial.replace, self.trial.cancel):
            one.setEnabled(allowed)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.workspace.folder)))


class TrialCard(TitledCard):
    """What a backup holds, and what would come of it either way."""

    def __init__(self) -> None:
        super().__init__(words.HOLDS, "")
        self._holds, self._comes, self._conflicts, self._replaces = (label("", wrap=True) for _ in range(4))
        self.merge = button(words.MERGE, _nothing, "primary")
        self.replace = button(words.REPLACE, _nothing)
        self.cancel = button(words.CANCEL, _nothing)
        parts = (
            self._holds,
            hairline(),
            label(words.IF_MERGED, "strong"),
            self._comes,
            self._conflicts,
            hairline(),
            label(words.IF_REPLACED, "strong"),
            self._replaces,
        )
        for part in parts:
            self.body.addWidget(part)
        self.body.addLayout(in_a_row(self.merge, self.replace, self.cancel))
        self.hide()

    def show_trial(self, name: str, found: Restored) -> None:
        """Show what a dry run of merging told of the backup of this name."""
        self.say(breakable(name))
        self._holds.setText(words.holds(found))
        self._comes.setText(words.comes(found))
        self._conflicts.setText(words.conflicts(found))
        self._conflicts.setVisible(bool(found.contradicted))
        self._replaces.setText(words.replaces(found))
        self.show()
        self.merge.setFocus()


def size_of(folder: Path) -> int:
    """Bytes of all files of a folder; those that went meanwhile count nothing."""
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except OSError:
            continue
    return total


def _nothing() -> None:
    """What a button does is connected by who makes the card."""
