"""The button that takes a list out of the app: as a sheet, as a playlist, as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_als.gui.file_names import file_name
from desktop_als.gui.jobs import Send
from desktop_als.gui.messages import export as words
from desktop_als.gui.pages import choosing
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.page import Context
from desktop_als.gui.theme import role
from desktop_als.gui.widgets.menus import add_entry
from desktop_als.gui.window_state import WindowState
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import (
    Exported,
    Playlist,
    PlaylistFormat,
    Recommendation,
    TrackRecommendation,
    Workspace,
)


@dataclass(frozen=True, slots=True)
class ExportSource:
    """A list to take along, told by one of: rows of recommendations, tracks, artists."""

    title: str
    artist_ids: Sequence[int] = ()
    track_ids: Sequence[int] = ()
    rows: Sequence[Recommendation | TrackRecommendation] = ()

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to take."""
        return not (self.rows or self.track_ids or self.artist_ids)

    def playlist(self, workspace: Workspace) -> Playlist:
        """Its entries; runs in a worker."""
        if self.rows:
            return workspace.exports.of_recommendations(self.title, self.rows)
        if self.track_ids:
            return workspace.exports.of_tracks(self.title, self.track_ids)
        return workspace.exports.of_artists(self.title, self.artist_ids)


class ExportButton(QPushButton):
    """Asks ``source`` what to take when an entry of its menu is chosen."""

    def __init__(self, context: Context, source: Callable[[], ExportSource | None]) -> None:
        super().__init__(words.EXPORT)
        self._context, self._source = context, source
        self.setAccessibleName(words.EXPORT)
        self.setToolTip(words.EXPORT_HINT)
        self.setAutoDefault(False)
        role(self, "menu")
        menu = QMenu(self)
        for kind, text in words.KINDS:
            add_entry(menu, f"{text}…", partial(self._begin, partial(self._save, kind, text)))
        menu.addSeparator()
        add_entry(menu, words.COPY_TEXT, partial(self._begin, self._copy))
        self.setMenu(menu)

    def _begin(self, take: Callable[[ExportSource], None]) -> None:
        source = self._source()
        if source is None or source.is_empty:
            self._context.tell(words.NOTHING_TO_EXPORT, None)
        else:
            take(source)

    def _save(self, kind: PlaylistFormat, text: str, source: ExportSource) -> None:
        """Ask where to, and for a playlist of files, where they are; then write."""
        music = choosing.choose_folder(self, words.CHOOSE_MUSIC) if kind == "m3u8" else []
        if kind == "m3u8" and not music:
            return
        state = WindowState(self._context.workspace.folder)
        proposed = state.export_folder / f"{file_name(source.title, words.UNNAMED)}.{words.SUFFIXES[kind]}"
        path = choosing.choose_place(self, words.save_title(text), proposed, words.file_filter(kind, text))
        if path is None:
            return
        state.export_folder = path.parent
        exports, playlist = self._context.workspace.exports, partial(source.playlist, self._context.workspace)

        def work(cancel: CancelToken, progress: ProgressSink, _: Send) -> tuple[Exported, str | None]:
            found = playlist()
            for folder in music:
                found = exports.matched(found, folder, cancel, progress)
            cancel.check()
            return exports.save(found, kind, path), found.note

        self._context.jobs.submit(
            words.MATCHING if music else words.WRITING,
            work,
            lane="io",
            done=lambda done: self._context.tell(words.written(done[0], path.name, kind, done[1]), None),
            failed=self._context.tell_failure,
            cancelled=lambda: self._context.tell(words.STOPPED, None),
        )

    def _copy(self, source: ExportSource) -> None:
        workspace = self._context.workspace
        self._context.jobs.submit(
            words.COPYING,
            asking(lambda: source.playlist(workspace)),
            lane="io",
            done=self._to_clipboard,
            failed=self._context.tell_failure,
            quiet=True,
        )

    def _to_clipboard(self, playlist: Playlist) -> None:
        QGuiApplication.clipboard().setText("\n".join(entry.name for entry in playlist.entries))
        self._context.tell(words.copied(len(playlist.entries)), None)
