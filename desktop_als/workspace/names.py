"""The use cases of names: what the doctor proposes, what it would change, and to decide it. Every decision can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from desktop_als.errors import NotFoundError
from desktop_als.library import Library, search_key
from desktop_als.library.credits import artist_called, credit, keep_apart, learn_artist, names_apart, restore
from desktop_als.library.queries import artist_names
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.crediting import Credits, credited_history, credited_model, credited_plays
from desktop_als.model.recommend import recommend
from desktop_als.model.taste import with_recency
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress
from desktop_als.workspace import name_doctor
from desktop_als.workspace.browsing import Catalogue
from desktop_als.workspace.models import Models
from desktop_als.workspace.naming import CreditedName, NamePreview, NameProposal, TwoArtists
from desktop_als.workspace.two_artists import two_artists

STEP = "names"


class Names:
    """Of one workspace. Safe to call from any thread.

    A model that was trained before names were merged knows each by itself. It is asked through :meth:`model_in_use`, where a
    merged-away spelling is gone and the artist it is credited to stands in for it, until a new one is trained.
    """

    def __init__(
        self, library: Library, models: Models, catalogue: Callable[[], Catalogue], changed: Callable[[], None]
    ) -> None:
        """Ask ``catalogue`` for the tables of the library as it is, and tell ``changed`` when it is not any more."""
        self._library, self._models = library, models
        self._catalogue, self._changed = catalogue, changed
        self._in_use: tuple[Model, Catalogue, Model] | None = None

    # What the doctor says

    def proposals(
        self, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> list[NameProposal]:
        """Names that are probably one artist, the certain first, then those that move most plays.

        Raises:
            Cancelled: ``cancel`` was raised.
        """
        return name_doctor.proposals(
            self._library, self._catalogue().artists(), self._model(), self._apart(), cancel or CancelToken(), progress
        )

    def two_artists(
        self, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> list[TwoArtists]:
        """Names that are probably two artists, the surest first; none without a model of listeners.

        Raises:
            Cancelled: ``cancel`` was raised.
        """
        return two_artists(
            self._library, self._catalogue().artists(), self._model(), self._apart(), cancel or CancelToken(), progress
        )

    def preview(self, proposal: NameProposal, listener_id: int, n: int = 20) -> NamePreview:
        """What applying it would change for a listener, among their first ``n`` recommendations; nothing is written."""
        return self._preview(_foreseen(proposal), listener_id, n)

    def preview_merge(self, names: Sequence[str], into: str, listener_id: int, n: int = 20) -> NamePreview:
        """The same for :meth:`merge`.

        Raises:
            NotFoundError: there is no artist of one of the names.
        """
        end = self._catalogue().standing_id(self._artist_called(into))
        artists = {self._catalogue().standing_id(self._artist_called(name)) for name in names}
        return self._preview(dict.fromkeys(artists - {end}, (end,)), listener_id, n)

    def _preview(self, merged: Credits, listener_id: int, n: int) -> NamePreview:
        history = self._library.listener_history(listener_id)
        moved = sum(
            int(count)
            for artist, count in zip(history.artist_ids.tolist(), history.plays, strict=True)
            if artist in merged
        )
        model = self._model()
        if model is None:
            return NamePreview(moved, (), ())
        then = credited_model(model, merged, {})
        history_then = credited_history(history, merged)
        if model.info.row_kind == "sessions":
            plays = self._library.listener_plays(listener_id)
            history = with_recency(history, plays)
            history_then = with_recency(history_then, credited_plays(plays, merged))
        query = RecommendQuery(n=n)
        before = {row.artist_id: row.artist for row in recommend(model, history, query).rows}
        after = {row.artist_id: row.artist for row in recommend(then, history_then, query).rows}
        return NamePreview(
            moved,
            tuple(name for artist, name in before.items() if artist not in after),
            tuple(name for artist, name in after.items() if artist not in before),
        )

    # Decisions

    def apply(self, proposals: Sequence[NameProposal]) -> int:
        """Apply proposals in one step, and return how many; those whose names have left the library are passed over."""
        if not proposals:
            return 0
        with self._library.changing(STEP, _label(proposals), "credits") as cursor:
            ids = [one.artist_id for proposal in proposals for one in (*proposal.spellings, *proposal.into)]
            names = artist_names(cursor, [artist for artist in ids if artist is not None])
            there = [
                proposal
                for proposal in proposals
                if all(
                    one.artist_id is None or names.get(one.artist_id) == one.name
                    for one in (*proposal.spellings, *proposal.into)
                )
            ]
            merges = [
                (
                    [one.artist_id for one in proposal.spellings if one.artist_id is not None],
                    [
                        learn_artist(cursor, one.name) if one.artist_id is None else one.artist_id
                        for one in proposal.into
                    ],
                )
                for proposal in there
            ]
            credit(cursor, merges)
        self._changed()
        return len(there)

    def apply_certain(self, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress) -> int:
        """Apply every proposal that is certain, in one step, and return how many.

        Raises:
            Cancelled: ``cancel`` was raised; nothing is changed.
        """
        return self.apply([proposal for proposal in self.proposals(cancel, progress) if proposal.certain])

    def merge(self, names: Sequence[str], into: str) -> None:
        """Credit the plays of ``names`` to ``into``.

        Raises:
            NotFoundError: there is no artist of one of the names; nothing is changed.
        """
        artists, end = [self._artist_called(name) for name in names], self._artist_called(into)
        label = f"“{names[0]}” into “{into}”" if len(names) == 1 else f"{len(names)} spellings into “{into}”"
        with self._library.changing(STEP, label, "credits") as cursor:
            credit(cursor, [(artists, [end])])
        self._changed()

    def split(self, name: str) -> None:
        """Let a spelling that is credited to others stand for itself again.

        Raises:
            NotFoundError: it is not credited to others.
        """
        merged = self._library.credits()
        found = [one for one in merged if one.name == name] or [one for one in merged if one.key == search_key(name)]
        if not found:
            raise NotFoundError(f"“{name}” is not merged with another artist, so there is nothing to split.")
        with self._library.changing(STEP, f"“{found[0].name}” by itself", "credits") as cursor:
            restore(cursor, [one.artist_id for one in found])
        self._changed()

    def reject(self, found: NameProposal | TwoArtists) -> None:
        """Never propose it again: the names are as they should be."""
        if isinstance(found, TwoArtists):
            names, pairs = f"“{found.spelling.name}”", [(found.spelling.artist_id, found.spelling.artist_id)]
        elif found.kind == "feat":
            names, pairs = (
                f"“{found.spellings[0].name}”",
                [(one.artist_id, one.artist_id) for one in found.spellings],
            )
        else:
            names = f"“{found.spellings[0].name}” and “{found.into[0].name}”"
            pairs = [(one.artist_id, end.artist_id) for one in found.spellings for end in found.into]
        with self._library.changing(STEP, f"{names} stay as they are", "names_apart") as cursor:
            keep_apart(cursor, [(one, other) for one, other in pairs if one is not None and other is not None])

    def keep_apart(self, names: Sequence[str]) -> None:
        """Never propose that these names are one artist; a single name: that it is several.

        Raises:
            NotFoundError: there is no artist of one of the names; nothing is changed.
        """
        artists = [self._artist_called(name) for name in names]
        label = " and ".join(f"“{name}”" for name in names) + (" are two" if len(names) > 1 else " is one")
        pairs = list(combinations(artists, 2)) if len(artists) > 1 else [(artists[0], artists[0])]
        with self._library.changing(STEP, label, "names_apart") as cursor:
            keep_apart(cursor, pairs)

    def credits(self) -> list[CreditedName]:
        """Every spelling that is credited to others, in the order of their names; those of a "feat." as it names them."""
        merged = self._library.credits(counted=True)
        with self._library.reading() as cursor:
            names = artist_names(cursor, sorted({end for one in merged for end in one.credited}))
        listed = []
        for one in merged:
            into = sorted((names[end] for end in one.credited), key=lambda name: one.key.find(search_key(name)))
            listed.append(CreditedName(one.name, tuple(into), one.plays))
        return sorted(listed, key=lambda one: (search_key(one.name), one.name))

    # Models from before

    def seen(self, model: Model) -> Model:
        """A model as names are now; see the class."""
        catalogue = self._catalogue()
        if not (credited := catalogue.former_names().credited):
            return model
        table = catalogue.artists()
        return credited_model(model, credited, dict(zip(table.ids.tolist(), table.names.tolist(), strict=True)))

    def model_in_use(self) -> Model:
        """The model in use as names are now; ModelError when there is none."""
        state = self._models.in_use(), self._catalogue()
        if self._in_use is None or self._in_use[:2] != state:
            self._in_use = *state, self.seen(state[0])
        return self._in_use[2]

    def _model(self) -> Model | None:
        return None if self._models.name_in_use() is None else self.model_in_use()

    def _apart(self) -> set[tuple[int, int]]:
        with self._library.reading() as cursor:
            return names_apart(cursor)

    def _artist_called(self, name: str) -> int:
        with self._library.reading() as cursor:
            exact = artist_called(cursor, name)
        return self._catalogue().find_artist(name).id if exact is None else exact


def _foreseen(proposal: NameProposal) -> Credits:
    """The credits that it would add; who is unknown gets an id that nobody has."""
    ends = tuple(-2 - place if one.artist_id is None else one.artist_id for place, one in enumerate(proposal.into))
    return {one.artist_id: ends for one in proposal.spellings if one.artist_id is not None}


def _label(proposals: Sequence[NameProposal]) -> str:
    if len(proposals) > 1:
        return f"{len(proposals)} proposals of the name doctor"
    names = " and ".join(f"“{one.name}”" for one in proposals[0].into)
    return f"“{proposals[0].spellings[0].name}” into {names}"
