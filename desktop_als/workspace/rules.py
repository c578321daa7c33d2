"""The use cases of rules: leave plays out of the history, see before what that changes, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_als.errors import ModelError
from desktop_als.library import Library
from desktop_als.library import rules as layer
from desktop_als.library.previewing import AsIf, as_if
from desktop_als.library.rules import Rule
from desktop_als.library.wording import whose, words
from desktop_als.model.answers import Recommendation, RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.recommend import recommend
from desktop_als.model.taste import with_recency
from desktop_als.plays import UNKNOWN, History, TimedPlays


@dataclass(frozen=True, slots=True)
class ListedRule:
    """A rule, in words, whose plays it is about (None: everybody's), and the plays and ratings that it leaves out now.

    ``artists`` is how many artists these are of.

    What several rules hold for is told with the first of them.
    """

    id: int
    rule: Rule
    words: str
    listener: str | None
    plays: int
    ratings: int
    artists: int


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What other rules would change for one listener.

    Attributes:
        left_out, back: plays that would leave, and plays that would come back.
        artists: of all these plays.
        first, last: Unix seconds of these plays, UNKNOWN without times.
        leaving, arriving: rows of the list of recommendations, by the model in use; empty without one.
    """

    left_out: int
    back: int
    artists: int
    first: int = UNKNOWN
    last: int = UNKNOWN
    leaving: tuple[Recommendation, ...] = ()
    arriving: tuple[Recommendation, ...] = ()


class Rules:
    """The rules of a library. Each change is one step that can be undone."""

    def __init__(self, library: Library, model_in_use: Callable[[], Model], changed: Callable[[], None]) -> None:
        self._library = library
        self._model_in_use = model_in_use
        self._changed = changed

    def in_use(self) -> list[ListedRule]:
        """All rules, by id."""
        with self._library.reading() as cursor:
            return [
                ListedRule(
                    found.id,
                    found.rule,
                    words(cursor, found.rule),
                    whose(cursor, found.rule),
                    found.plays,
                    found.ratings,
                    found.artists,
                )
                for found in layer.rules_in_use(cursor)
            ]

    def add(self, rule: Rule) -> int:
        """Leave out what a rule says, of files to come too; returns its id.

        Raises:
            LibraryError: it names what is not in the library.
        """
        with self._library.changing("rules", f"leave out {self._words(rule)}", "rules") as cursor:
            number = layer.add(cursor, rule)
        self._changed()
        return number

    def change(self, number: int, rule: Rule) -> None:
        """Put a rule in the place of rule ``number``.

        Raises:
            LibraryError: there is no such rule, or the new one names what is not in the library.
        """
        with self._library.changing("rules", f"leave out {self._words(rule)} instead", "rules") as cursor:
            layer.change(cursor, number, rule)
        self._changed()

    def remove(self, number: int) -> None:
        """Let what rule ``number`` left out count again.

        Raises:
            LibraryError: there is no such rule.
        """
        with self._library.reading() as cursor:
            label = f"no longer leave out {words(cursor, layer.the_rule(cursor, number))}"
        with self._library.changing("rules", label, "rules") as cursor:
            layer.remove(cursor, number)
        self._changed()

    def preview(
        self,
        rule: Rule | None,
        listener_id: int,
        *,
        without: int | None = None,
        query: RecommendQuery | None = None,
    ) -> RulePreview:
        """What a listener would have with ``rule``, and without the rule ``without``; nothing is written.

        Raises:
            LibraryError: there is no such rule, or the new one names what is not in the library.
        """
        with self._library.reading() as cursor:
            then = layer.rules(cursor)
            if without is not None:
                layer.the_rule(cursor, without)
                del then[without]
            if rule is not None:
                layer.check(cursor, rule)
                then[without or max(then, default=0) + 1] = rule
            found = as_if(cursor, then, listener_id)
        leaving, arriving = self._recommendations(found, listener_id, query or RecommendQuery(n=20))
        return RulePreview(
            found.left_out, found.back, found.artists, found.first, found.last, tuple(leaving), tuple(arriving)
        )

    def _recommendations(
        self, found: AsIf, listener_id: int, query: RecommendQuery
    ) -> tuple[list[Recommendation], list[Recommendation]]:
        try:
            model = self._model_in_use()
        except ModelError:  # whoever asks for recommendations will be told
            return [], []
        with_plays = self._library.listener_history(listener_id), self._library.listener_plays(listener_id)
        now, then = _recommend(model, *with_plays, query), _recommend(model, found.history, found.plays, query)
        return _missing(now, then), _missing(then, now)

    def _words(self, rule: Rule) -> str:
        with self._library.reading() as cursor:
            return words(cursor, rule)


def _recommend(model: Model, history: History, plays: TimedPlays, query: RecommendQuery) -> tuple[Recommendation, ...]:
    if model.info.row_kind == "sessions":
        history = with_recency(history, plays)
    return recommend(model, history, query).rows


def _missing(rows: tuple[Recommendation, ...], others: tuple[Recommendation, ...]) -> list[Recommendation]:
    """The rows whose artists are not among the others."""
    artists = {row.artist_id for row in others}
    return [row for row in rows if row.artist_id not in artists]
