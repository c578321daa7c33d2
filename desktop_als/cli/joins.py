"""One history from many files: what was joined, how to join, and clocks that were wrong."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Count, Folder, Json, app, open_workspace, own_listener
from desktop_als.cli.terminal import out, print_table, say
from desktop_als.plays import Listener
from desktop_als.workspace import ClockSuspicion, Join, JoinedPlay, Joining, Source, clock_shift


class PolicyName(StrEnum):
    """What happens to a play that several services tell."""

    merge = "merge"
    prefer = "prefer"
    keep = "keep"


Owner = Annotated[str | None, typer.Argument(metavar="LISTENER", help="Whose history; needed when there are several.")]


@app.command("joins")
def joins(
    listener: Owner = None,
    policy: Annotated[
        PolicyName | None,
        typer.Option(help="Count such a play once, take one format alone for its time, or count every file in full."),
    ] = None,
    prefer: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT", help="The format that counts alone while it tells of plays, pauses of a month apart."
        ),
    ] = None,
    apart: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE:ROW", help="Count this play, which is no other's twin.")
    ] = None,
    only_list: Annotated[bool, typer.Option("--list", help="List the plays themselves.")] = False,
    count: Count = 1000,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Show which plays several files tell and count once, or choose how files are joined."""
    if (policy is PolicyName.prefer) != (prefer is not None) and policy is not None:
        raise typer.BadParameter("Say which format with --prefer FORMAT, and only then.")
    with open_workspace(library) as workspace:
        who = own_listener(workspace, listener, "LISTENER")
        if policy or prefer:
            workspace.joins.choose(who.id, policy.value if policy else "prefer", prefer)
        if apart:
            workspace.joins.keep_apart([_place(text) for text in apart])
        chosen, found = workspace.joins.joining(who.id), workspace.joins.summary(who.id)
        plays = {
            join: workspace.joins.joined_plays(who.id, join.told, join.standing, count) if only_list else ()
            for join in found
        }
    if json:
        out.out(documents.dump(_joins(who, chosen, plays, only_list)))
    elif not found:
        say(f"No two files tell the same play of {who.name}.")
    elif only_list:
        _print_plays(plays)
    else:
        _print_joins(found)


@app.command("clock")
def clock(
    listener: Owner = None,
    apply: Annotated[bool, typer.Option("--apply", help="Set these clocks right; `undo` takes it back.")] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Look for files whose times are off by a constant, as of another time zone."""
    with open_workspace(library) as workspace:
        found = workspace.joins.clock_suspicions(own_listener(workspace, listener, "LISTENER").id)
        if apply and found:
            workspace.joins.move_clocks([(suspicion.source, suspicion.seconds) for suspicion in found])
        sources = {source.id: source for source in workspace.sources()}
    if json:
        out.out(documents.dump([_suspicion(suspicion, sources, apply) for suspicion in found]))
    elif found:
        rows = [
            (str(s.source), sources[s.source].path, _signed(s.seconds), f"{s.matches:,}", sources[s.beside].path)
            for s in found
        ]
        print_table(
            ("Id", "File", "Moved by" if apply else "Move by", "More matches", "Beside"), rows, numbers=(0, 2, 3)
        )
    else:
        say("No file looks shifted.")


def _place(text: str) -> tuple[int, int]:
    source, _, row = text.partition(":")
    if not (source.isdecimal() and row.isdecimal()):
        raise typer.BadParameter(f"“{text}” is no SOURCE:ROW as --list shows it.")
    return int(source), int(row)


def _joins(
    who: Listener, chosen: Joining, plays: dict[Join, tuple[JoinedPlay, ...]], listed: bool
) -> documents.Document:
    return {"listener": who.name, **asdict(chosen), "joins": [_join(join, plays[join], listed) for join in plays]}


def _join(join: Join, plays: tuple[JoinedPlay, ...], listed: bool) -> dict[str, object]:
    times = {"first": documents.moment(join.first), "last": documents.moment(join.last)}
    return {**asdict(join), **times, **({"rows": [_play(play) for play in plays]} if listed else {})}


def _play(play: JoinedPlay) -> dict[str, object]:
    times = {"played_at": documents.moment(play.played_at), "standing_at": documents.moment(play.standing_at)}
    return {**asdict(play), **times, "seconds": play.seconds}


def _suspicion(found: ClockSuspicion, sources: dict[int, Source], applied: bool) -> dict[str, object]:
    paths = {"path": sources[found.source].path, "beside_path": sources[found.beside].path}
    return {**asdict(found), **paths, "applied": applied}


def _print_joins(found: tuple[Join, ...]) -> None:
    rows = [
        (
            f"{join.plays:,}",
            join.told,
            join.standing,
            "the same play" if join.paired else "its time",
            (documents.moment(join.first) or "–")[:10],
            (documents.moment(join.last) or "–")[:10],
        )
        for join in found
    ]
    print_table(("Plays", "Told by", "Count by", "Because of", "First", "Last"), rows, numbers=(0,))


def _print_plays(plays: dict[Join, tuple[JoinedPlay, ...]]) -> None:
    rows = [
        (
            f"{play.source}:{play.row}",
            documents.moment(play.played_at) or "–",
            "–" if play.seconds is None else f"{play.seconds:+,} s",
            play.artist,
            play.track or "",
            join.told,
            join.standing,
        )
        for join, some in plays.items()
        for play in some
    ]
    print_table(("Play", "Time", "Counts at", "Artist", "Track", "Told by", "Counts by"), rows, numbers=(2,))


def _signed(seconds: int) -> str:
    return f"{'+' if seconds > 0 else '−'}{clock_shift(seconds)}"
