"""What a listener may like: the list, why it is so, what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

import typer

from desktop_als.cli import documents, documents_lists
from desktop_als.cli.app import Count, Folder, Json, app, open_workspace
from desktop_als.cli.browsing import print_answer
from desktop_als.cli.list_options import (
    Adventure,
    Cap,
    Each,
    ForgottenDays,
    Heard,
    HeardDays,
    HeardName,
    HeardPlays,
    Tracks,
    Variety,
)
from desktop_als.cli.terminal import out, print_table, say
from desktop_als.workspace import (
    Explanation,
    HiddenReason,
    Recommendations,
    RecommendQuery,
    TrackRecommendation,
    Workspace,
)

REASONS: dict[HiddenReason, str] = {
    "known": "known",
    "disliked": "disliked",
    "banned": "banned",
    "snoozed": "snoozed",
    "resting": "shown lately",
    "rule": "left out by a rule",
    "crowded": "close to enough others",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of one listener."""

    workspace: Workspace
    listener_id: int
    query: RecommendQuery
    json: bool


@app.command("recommend")
def recommend(
    listener: Annotated[str, typer.Argument(metavar="LISTENER")],
    count: Count = 20,
    heard: Heard = HeardName.new,
    adventure: Adventure = 0.5,
    variety: Variety = 0.0,
    heard_plays: HeardPlays = 1,
    heard_days: HeardDays = None,
    forgotten_days: ForgottenDays = 180,
    cap: Cap = None,
    tracks: Tracks = False,
    each: Each = 2,
    explain: Annotated[bool, typer.Option("--explain", help="Give every reason; they sum to the score.")] = False,
    effect: Annotated[bool, typer.Option("--effect", help="Tell what the list is like, not the list.")] = False,
    hidden: Annotated[bool, typer.Option("--hidden", help="List what the list leaves out, and why.")] = False,
    without: Annotated[
        str | None, typer.Option(metavar="ARTIST", help="Tell where each artist would be without this one.")
    ] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """List what a listener may like."""
    if sum((tracks, effect, hidden, without is not None)) > 1:
        raise typer.BadParameter("Choose one of --tracks, --effect, --hidden and --without.")
    query = RecommendQuery(
        n=count,
        heard=heard.value,
        heard_plays=heard_plays,
        heard_days=heard_days,
        forgotten_days=forgotten_days,
        adventure=adventure,
        variety=variety,
        of_cluster=cap,
    )
    with open_workspace(library) as workspace:
        asked = _Asked(workspace, workspace.find_listener(listener).id, query, json)
        if tracks:
            _tracks(asked, each, explain)
        elif effect:
            _effect(asked)
        elif hidden:
            _hidden(asked)
        elif without is not None:
            _pull_test(asked, without)
        else:
            _artists(asked, explain)


def _artists(asked: _Asked, explain: bool) -> None:
    workspace, who = asked.workspace, asked.listener_id
    answer = workspace.recommend(who, asked.query)
    stability = workspace.stability.of_recommendations(who, [row.artist_id for row in answer.rows], asked.query)
    reasons = [workspace.explain(who, row.artist_id) for row in answer.rows] if explain else None
    if asked.json:
        out.out(documents.dump(documents.recommendations(answer.rows, reasons, stability)))
    elif answer.rows:
        foretold = _of_ratings(workspace)
        rows = []
        for place, row in enumerate(answer.rows):
            explained = reasons[place] if reasons else None
            because = _every_reason(explained) if reasons else ", ".join(part.artist for part in row.because)
            last = f"{row.score:.1f}" if foretold else f"{row.plays:,}"
            rows.append((str(row.rank), row.artist, str(row.match), because, f"{row.evidence:,}", last))
        titles = ("#", "Artist", "Match", "Because", "Evidence", "Foretold" if foretold else "Plays")
        print_answer(titles, rows, (0, 2, 4, 5), stability)
    for sentence in (_like(answer), answer.note):
        if sentence:
            say(sentence)


def _every_reason(explained: Explanation | None) -> str:
    if explained is None:
        return ""
    named = [f"{part.artist} {part.contribution:+.3f}" for part in explained.contributions]
    if explained.general:
        named.insert(0, f"rated in general {explained.general:+.3f}")
    if explained.recency:
        named.append(f"lately played {explained.recency:+.3f}")
    return ", ".join(named)


def _tracks(asked: _Asked, each: int, explain: bool) -> None:
    answer = asked.workspace.tracks.recommend(asked.listener_id, asked.query, each)
    reasons = [_reasons_of(asked, row) for row in answer.rows] if explain else None
    if asked.json:
        out.out(documents.dump(documents_lists.tracks(answer.rows, reasons)))
    elif answer.rows:
        titles = ["#", "Artist", "Track", "Match", "Of their listeners", "Plays"]
        rows = [
            [str(row.rank), row.artist, row.title, str(row.match), f"{row.share:.0%}", f"{row.yours:,}"]
            for row in answer.rows
        ]
        if reasons:
            titles.append("Because")
            rows = [[*row, _every_reason(explained)] for row, explained in zip(rows, reasons, strict=True)]
        print_table(titles, rows, (0, 3, 4, 5))
    if answer.note:
        say(answer.note)


def _reasons_of(asked: _Asked, track: TrackRecommendation) -> Explanation | None:
    """The reasons for the artist, each as far as it counts for the track."""
    found = asked.workspace.explain(asked.listener_id, track.artist_id)
    if found is None:
        return None
    parts = tuple(replace(part, contribution=part.contribution * track.share) for part in found.contributions)
    return replace(
        found,
        score=found.score * track.share,
        contributions=parts,
        recency=found.recency * track.share,
        general=found.general * track.share,
    )


def _effect(asked: _Asked) -> None:
    answer = asked.workspace.recommend(asked.listener_id, asked.query)
    if asked.json:
        out.out(documents.dump(documents_lists.about(answer)))
    else:
        out.print(_like(answer) or answer.note, markup=False, soft_wrap=True)


def _hidden(asked: _Asked) -> None:
    found = asked.workspace.asking.hidden(asked.listener_id, asked.query)[: asked.query.n]
    if asked.json:
        out.out(documents.dump(documents_lists.hidden(found)))
    elif found:
        rows = [(row.artist, REASONS[row.reason], str(row.match), f"{row.plays:,}") for row in found]
        print_table(("Artist", "Hidden because", "Match", "Plays"), rows, (2, 3))
    else:
        say("Nothing is hidden from this list.")


def _pull_test(asked: _Asked, without: str) -> None:
    workspace, who = asked.workspace, asked.listener_id
    pulling = workspace.find_artist(without)
    answer = workspace.recommend(who, asked.query)
    tests = [workspace.asking.pull_test(who, row.artist_id, pulling.id, asked.query) for row in answer.rows]
    found = [(row.artist, test) for row, test in zip(answer.rows, tests, strict=True) if test is not None]
    if asked.json:
        out.out(documents.dump(documents_lists.pull_test([name for name, _ in found], [test for _, test in found])))
    elif found:
        rows = [
            (_rank(test.rank), name, f"{test.without.contribution:+.3f}", _rank(test.rank_without))
            for name, test in found
        ]
        print_table(("#", "Artist", f"From {pulling.name}", "# without"), rows, (0, 2, 3))
    else:
        say(answer.note or f"The model does not know {pulling.name}. Train it again to include them.")


def _rank(rank: int | None) -> str:
    return "hidden" if rank is None else str(rank)


def _like(answer: Recommendations) -> str:
    """How known the list is and what it leaves out, in a sentence each; empty where there is nothing to tell."""
    told = []
    if answer.effect:
        told.append(
            f"Evidence at the median: {answer.effect.median_listeners:,.0f}. Never heard: {answer.effect.never_heard:.0%}."
        )
    if answer.hidden:
        told.append("Hidden: " + ", ".join(f"{n:,} {REASONS[reason]}" for reason, n in answer.hidden.items()) + ".")
    return " ".join(told)


def _of_ratings(workspace: Workspace) -> bool:
    info = workspace.model_info()
    return info is not None and info.row_kind == "ratings"
