"""A folder on disk: one library and its models. Everything that the window and the command line can do, and nothing deeper."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from desktop_als.als.settings import Preset, RowChoice, Settings
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.errors import ModelError
from desktop_als.evaluation.ratings import RatingsEvaluation
from desktop_als.evaluation.reports import Evaluation
from desktop_als.evaluation.trials import Trial, Tuning
from desktop_als.history import ColumnMapping
from desktop_als.library import ArtistTable, Library, ListenerTable, Source, SourceRows, Step, Totals, Undone
from desktop_als.library.gaps import Gap, gaps
from desktop_als.model.answers import Explanation, Recommendations, RecommendQuery
from desktop_als.model.bundle import ModelInfo
from desktop_als.model.similar import SimilarArtists, SimilarQuery, similar
from desktop_als.plays import Artist, Fate, Listener
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress
from desktop_als.steering import Steering
from desktop_als.workspace import evaluating, importing, tuning
from desktop_als.workspace.asking import Asking
from desktop_als.workspace.backups import Backups
from desktop_als.workspace.browsing import ArtistPlays, Catalogue, ListenerPlays, given, top_artists
from desktop_als.workspace.clusters import Clusters
from desktop_als.workspace.communities import Communities
from desktop_als.workspace.costs import Costs
from desktop_als.workspace.counting import Counting
from desktop_als.workspace.evaluating import ProtocolChoice
from desktop_als.workspace.exports import Exports
from desktop_als.workspace.histories import Histories
from desktop_als.workspace.joins import Joins
from desktop_als.workspace.looking import Look, look
from desktop_als.workspace.mappings import Mappings
from desktop_als.workspace.models import Models
from desktop_als.workspace.moods import MoodsOf
from desktop_als.workspace.names import Names
from desktop_als.workspace.packs import Packs
from desktop_als.workspace.radio import Radio
from desktop_als.workspace.report_cards import ReportCards
from desktop_als.workspace.reports import ImportReport, NextStep, SearchHit
from desktop_als.workspace.rules import Rules
from desktop_als.workspace.saved_rows import save_rows
from desktop_als.workspace.stability import StabilityRuns
from desktop_als.workspace.steering import STEP as STEERING_STEP
from desktop_als.workspace.steering import Steerings
from desktop_als.workspace.taste_cards import TasteCards
from desktop_als.workspace.together import Together
from desktop_als.workspace.tracks import Tracks
from desktop_als.workspace.training import TrainingRun, preset_for
from desktop_als.workspace.trainings import Trainings
from desktop_als.workspace.unfinished import Interrupted


class Workspace:
    """Safe to call from any thread; one import or undo at a time."""

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder = folder
        self._library = library
        self._mappings = Mappings(folder)
        self._models = Models(folder / "models")
        self._trainings = Trainings(library, self._models, folder)
        self.report_cards = ReportCards(library, self._models, self.listener)
        self._catalogue = Catalogue(library)
        self._writing = threading.Lock()
        self.names = Names(library, self._models, lambda: self._catalogue, self._library_changed)
        self._build_answers()
        self.backups = Backups(library, folder, self._writing, self._library_changed)
        self.rules = Rules(library, self.names.model_in_use, self._library_changed)
        self.counting = Counting(library, self._library_changed)
        self.joins = Joins(library, self._library_changed)
        self.taste_cards = TasteCards(library, self.listener)
        self.packs = Packs(library, self._models, self.names.model_in_use, self._writing, self._library_changed)
        self.clusters = Clusters(folder, self.packs)
        self.communities = Communities(
            library, folder, lambda *work: self._import(importing.Answers(community=True), *work), self._library_changed
        )
        self.costs = Costs(library)

    def _build_answers(self) -> None:
        """What asks the model in use: each part gets the histories and what the listeners said."""
        library, model, standing_id = self._library, self.names.model_in_use, self._standing_id
        self._histories = histories = Histories(library)
        self.steering = steering = Steerings(library, histories.forget)
        self.asking = Asking(model, histories, steering, standing_id)
        self.moods = MoodsOf(library, model, histories, steering)
        self.together = Together(library, model, histories, steering, standing_id)
        self.tracks = Tracks(library, model, self.asking, histories)
        self.radio = Radio(library, model, histories, steering, self.moods, standing_id, self.tracks.best_of)
        self.exports = Exports(library, self.tracks)
        self.stability = StabilityRuns(library, self._models, self.names.seen, histories.of, steering.of, standing_id)

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Open the workspace of a folder, made if there is none.

        Raises:
            LibraryBusyError: another process has it open.
            LibraryError: it is damaged, of a newer version, or the folder cannot be written.
        """
        return cls(folder, Library.open(folder))

    def close(self) -> None:
        """Let another process have the library."""
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # The library

    def import_history(
        self,
        paths: Sequence[Path],
        *,
        listener: str | None = None,
        format_id: str | None = None,
        timezone: str | None = None,
        mapping: ColumnMapping | None = None,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
    ) -> ImportReport:
        """Read files, folders and archives into the library; see :class:`importing.Answers`."""
        answers = importing.Answers(listener, format_id, timezone, mapping)
        return self._import(answers, paths, cancel or CancelToken(), progress)

    def _import(
        self, answers: importing.Answers, paths: Sequence[Path], cancel: CancelToken, progress: ProgressSink
    ) -> ImportReport:
        with self._writing:
            try:
                return importing.import_history(self._library, self._mappings, paths, answers, cancel, progress)
            finally:
                self._library_changed()

    def look(self, paths: Sequence[Path], cancel: CancelToken | None = None) -> Look:
        """What must be asked before these files are imported."""
        found = look(paths, self._mappings, cancel or CancelToken())
        return replace(found, owner=self._catalogue.only_owner())

    def remember_mapping(self, mapping: ColumnMapping) -> None:
        """Read tables that look like this one by this mapping from now on; HistoryError when it could not be kept."""
        self._mappings.remember(mapping)

    def import_sample(
        self, *, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> ImportReport:
        """Add the invented community; see :func:`importing.import_sample`."""
        with self._writing:
            try:
                return importing.import_sample(self._library, cancel or CancelToken(), progress)
            finally:
                self._library_changed()

    def undo(self) -> Undone | None:
        """Take back the newest step, or None when there is none."""
        with self._writing:
            undone = None
            try:
                undone = self._library.undo()
                self.backups.tidy()
                self.packs.tidy()
                return undone
            finally:
                self._library_changed(only_steering=undone is not None and undone.kind == STEERING_STEP)

    def _library_changed(self, only_steering: bool = False) -> None:
        if not only_steering:
            self._catalogue = Catalogue(self._library)
        self._histories.forget()
        self.steering.forget()

    def steps(self) -> list[Step]:
        """What :meth:`undo` would take back, newest first."""
        return self._library.steps()

    def sources(self, every: bool = False) -> list[Source]:
        """The imported files, oldest first; or every file that was read, also those that brought nothing."""
        return self._library.sources(every)

    def source_rows(self, source_id: int, fate: Fate) -> SourceRows:
        """The rows behind one count of a file's report."""
        return self._library.source_rows(source_id, fate)

    def save_rows(self, source_id: int, fate: Fate, path: Path) -> int:
        """Write these rows as CSV; see :func:`saved_rows.save_rows`."""
        return save_rows(self._library, source_id, fate, path)

    def gaps(self, listener_id: int) -> list[Gap]:
        """Where an export of a listener may be missing, oldest first."""
        with self._library.reading() as cursor:
            return gaps(cursor, listener_id)

    def totals(self) -> Totals:
        """How much the library holds."""
        return self._library.totals()

    def listeners(self) -> ListenerTable:
        """Every listener, in columns."""
        return self._catalogue.listeners()

    def artists(self) -> ArtistTable:
        """Every artist, in columns."""
        return self._catalogue.artists()

    def listener(self, listener_id: int) -> Listener:
        """One listener; NotFoundError when they left the library."""
        return self._catalogue.listener(listener_id)

    def artist(self, artist_id: int) -> Artist:
        """One artist; NotFoundError when it left the library."""
        return self._catalogue.artist(artist_id)

    def only_own_listener(self) -> int | None:
        """The only listener who is in no community, or None."""
        return self._catalogue.only_own_listener()

    def find_listener(self, name: str) -> Listener:
        """The listener of that name; NotFoundError proposes others."""
        return self._catalogue.find_listener(name)

    def find_artist(self, name: str) -> Artist:
        """The artist of that name; NotFoundError proposes others."""
        return self._catalogue.find_artist(name)

    def prepare(self) -> None:
        """Read now what the first click and the first search would have to wait for: the model and the search index."""
        if self._models.name_in_use() is not None:
            with suppress(ModelError):  # whoever asks the model will be told
                self._models.in_use()
        self._catalogue.prepare()

    def search(self, text: str, limit: int = 8) -> list[SearchHit]:
        """At most ``limit`` artists and as many listeners whose name is like ``text``."""
        return self._catalogue.search(text, limit)

    def top_artists(self, listener_id: int, limit: int = 200) -> list[ArtistPlays]:
        """What a listener plays most, then what they rate highest."""
        return top_artists(self._library, listener_id, limit)

    def timeline(self, listener_id: int) -> tuple[list[str], list[int]]:
        """Months ("2024-05") and the plays in each, without gaps; empty without times."""
        return self._library.listener_timeline(listener_id)

    def artist_listeners(self, artist_id: int, limit: int = 200) -> list[ListenerPlays]:
        """Who plays an artist most, then who rates it highest."""
        told = self._library.artist_listeners(self._standing_id(artist_id), limit)
        return [
            ListenerPlays(int(who), self.listener(int(who)).name, int(count), given(rating))
            for who, count, rating in zip(*told, strict=True)
        ]

    # The models

    def preset(self, name: Preset | Literal["tuned"], rows: RowChoice = "auto") -> Settings:
        """A preset's settings for this library, or the best that tuning found; TrainingError when there are none."""
        if name == "tuned":
            return tuning.tuned_settings(self._library, self.folder)
        return preset_for(self._library, name, rows)

    def tune(
        self,
        minutes: float | None = None,
        *,
        trials: int | None = None,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
        trial_done: Callable[[Trial], None] = lambda _: None,
    ) -> Tuning:
        """Look for settings that suit this library, going on where the last search ended; see :func:`tuning.tune`."""
        return tuning.tune(self._library, self.folder, minutes, trials, cancel or CancelToken(), progress, trial_done)

    def tuning(self) -> Tuning | None:
        """The trials on the library as it is, or None before the first."""
        found = tuning.kept_trials(self._library, self.folder).read()
        return found if found.trials else None

    def training(
        self,
        settings: Settings,
        *,
        rows: RowChoice = "auto",
        title: str = "Custom",
        cluster: Cluster | None = None,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
    ) -> TrainingRun:
        """Begin a training, here or on a cluster: iterate it, then save it. One that was interrupted before is given up."""
        return self._trainings.begin(settings, rows, title, cluster, cancel, progress)

    def interrupted(self) -> Interrupted | None:
        """The training that ended with its process before it was saved, or None; those on a cluster cannot be resumed."""
        return self._trainings.interrupted()

    def resume(self, *, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress) -> TrainingRun:
        """Go on with the interrupted training: iterate it, then save it, to the factors that it would have come to.

        Raises:
            TrainingError: there is none, the library has changed since, or it cannot be read.
            Cancelled: ``cancel`` was raised; it can still be resumed.
        """
        return self._trainings.resume(cancel, progress)

    def discard_interrupted(self) -> None:
        """Give up the interrupted training; one that is under way stays."""
        self._trainings.discard()

    def models(self) -> list[ModelInfo]:
        """The saved models, newest first."""
        return self._models.infos()

    def model_info(self) -> ModelInfo | None:
        """The model in use, or None."""
        return self._models.info_in_use()

    def use_model(self, name: str) -> None:
        """Choose the model in use; ModelError when it cannot be read."""
        self._models.use(name)

    def next_step(self) -> NextStep:
        """The sensible thing to do now."""
        return NextStep.after(self.totals(), self.model_info(), self._library.fingerprint)

    def recommend(
        self, listener_id: int, query: RecommendQuery | None = None, steering: Steering | None = None
    ) -> Recommendations:
        """What a listener may like; see :meth:`Asking.recommend`."""
        return self.asking.recommend(listener_id, query, steering)

    def explain(self, listener_id: int, artist_id: int, steering: Steering | None = None) -> Explanation | None:
        """Every reason for one score; see :meth:`Asking.explain`."""
        return self.asking.explain(listener_id, artist_id, steering)

    def similar(self, artist_id: int, query: SimilarQuery | None = None) -> SimilarArtists:
        """The nearest artists, by the model in use; ModelError without one."""
        artist = self.artist(artist_id)
        return similar(self.names.model_in_use(), artist.id, artist.name, query or SimilarQuery())

    # How good a model is

    def evaluate(
        self,
        settings: Settings | None = None,
        *,
        rows: RowChoice = "auto",
        protocol: ProtocolChoice = "auto",
        splits: int = 1,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
    ) -> Evaluation | RatingsEvaluation:
        """Hide a part of the library and compare what finds it; see :func:`evaluating.evaluate`. On the thread that trains.

        Without ``settings`` those of the model in use are taken, with its ``rows``; the result is kept beside that model.

        Raises:
            EvaluationError: the library holds too little.
            ModelError: there are no settings and no model; or the result cannot be kept.
            TrainingError: the model cannot be trained with these settings.
            Cancelled: ``cancel`` was raised.
        """
        cancel = cancel or CancelToken()
        if settings is not None:
            return evaluating.evaluate(self._library, settings, rows, protocol, splits, cancel, progress)
        info = self._models.in_use().info
        evaluation = evaluating.evaluate(
            self._library, evaluating.settings_of(info), info.row_kind, protocol, splits, cancel, progress
        )
        evaluating.keep(evaluation, self._models.folder_of(info.name))
        return evaluation

    def evaluation(self, name: str) -> Evaluation | RatingsEvaluation | None:
        """What :meth:`evaluate` kept beside a model, or None."""
        return evaluating.kept(self._models.folder_of(name))

    def _standing_id(self, artist_id: int) -> int:
        return self._catalogue.standing_id(artist_id)
