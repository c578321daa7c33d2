"""Moods of a listener, and radio from seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_als.cli import documents_radio as documents
from desktop_als.cli.app import Count, Folder, Json, app, open_workspace
from desktop_als.cli.documents import dump
from desktop_als.cli.exporting import Target, save_playlist
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.errors import NotFoundError
from desktop_als.workspace import (
    Heard,
    Moods,
    Playlist,
    RadioOptions,
    RadioQueue,
    Recommendations,
    RecommendQuery,
    Seed,
    Station,
    Workspace,
    search_key,
)


@app.command("moods")
def moods(
    listener: Annotated[str, typer.Argument(metavar="LISTENER")],
    recommend: Annotated[
        str | None, typer.Option(metavar="N|all", help="List what suits one mood, or all of them in turn.")
    ] = None,
    leave_out: Annotated[
        list[int] | None, typer.Option(metavar="N", help="Count plays in this mood no more; undo takes it back.")
    ] = None,
    count: Count = 20,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Find the moods of a listener: clusters of what they play in one sitting."""
    with open_workspace(library) as workspace, watched() as (cancel, _):
        who = workspace.find_listener(listener)
        found = workspace.moods.find(who.id, cancel)
        if leave_out:
            left = workspace.moods.without(who.id, [number - 1 for number in leave_out])
            workspace.steering.weigh(who.id, left)
            say(f"{len(left):,} artists count less in the taste of {who.name} now. Undo takes it back.")
        answer = None
        if recommend is not None:
            mood = None if recommend == "all" else _number(recommend) - 1
            answer = workspace.moods.recommend(who.id, mood, RecommendQuery(n=count))
    if answer is None:
        _print_moods(found, json)
    else:
        _print_recommended(answer, json)


def _print_moods(found: Moods, json: bool) -> None:
    if json:
        out.out(dump(documents.moods(found)))
    elif found.moods:
        rows = [
            (str(m.number + 1), ", ".join(m.artists), f"{m.share:.0%}", f"{m.plays:,}", f"{m.sessions:,}")
            for m in found.moods
        ]
        print_table(("#", "Artists that tell it", "Share", "Plays", "Sessions"), rows, (0, 2, 3, 4))
    if found.note:
        say(found.note)


def _print_recommended(answer: Recommendations, json: bool) -> None:
    if json:
        out.out(dump(documents.recommended(answer)))
    elif answer.rows:
        rows = [
            (str(r.rank), r.artist, str(r.match), str((r.mood or 0) + 1), ", ".join(p.artist for p in r.because))
            for r in answer.rows
        ]
        print_table(("#", "Artist", "Match", "Mood", "Because"), rows, (0, 2, 3))
    if answer.note:
        say(answer.note)


@app.command("radio")
def radio(
    artist: Annotated[list[str] | None, typer.Option(metavar="ARTIST", help="Start from an artist.")] = None,
    track: Annotated[list[str] | None, typer.Option(metavar="'ARTIST – TITLE'", help="Start from a track.")] = None,
    listener: Annotated[list[str] | None, typer.Option(metavar="LISTENER", help="Start from a taste.")] = None,
    mood: Annotated[list[str] | None, typer.Option(metavar="LISTENER:N", help="Start from a mood.")] = None,
    like: Annotated[list[str] | None, typer.Option(metavar="ARTIST", help="Heard, and liked.")] = None,
    skip: Annotated[list[str] | None, typer.Option(metavar="ARTIST", help="Heard, and skipped.")] = None,
    variety: Annotated[float, typer.Option(min=0, max=1, help="0 alike, 1 varied.")] = 0.5,
    adventure: Annotated[float, typer.Option(min=0, max=1, help="0 well-known artists, 1 little-known ones.")] = 0.5,
    new: Annotated[bool, typer.Option("--new", help="Nothing that the listener has heard.")] = False,
    whose: Annotated[
        str | None, typer.Option("--for", metavar="LISTENER", help="Who hears it, if it is not the only one here.")
    ] = None,
    count: Count = 30,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the queue there: .csv, .m3u8, .xspf, .jspf or .txt.")
    ] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Queue artists that fit all seeds; where the seeds disagree, each has its turn."""
    target = None if to is None else Target.of(to)
    with open_workspace(library) as workspace:
        who = workspace.only_own_listener() if whose is None else workspace.find_listener(whose).id
        seeds = (
            *(Seed("artist", workspace.find_artist(name).id) for name in artist or ()),
            *(Seed("track", _track(workspace, name)) for name in track or ()),
            *(Seed("listener", workspace.find_listener(name).id) for name in listener or ()),
            *(_mood(workspace, name) for name in mood or ()),
        )
        heard = (
            *(Heard(workspace.find_artist(name).id, "liked") for name in like or ()),
            *(Heard(workspace.find_artist(name).id, "skipped") for name in skip or ()),
        )
        station = Station(seeds, RadioOptions(variety, adventure, new, who), heard)
        names, found = workspace.radio.names(seeds), workspace.radio.queue(station, count)
        if found.note:
            say(found.note)
        if target is not None:
            save_playlist(workspace, _playlist(workspace, found, names), target, json)
            return
    if json:
        out.out(dump(documents.queue(found, names)))
    else:
        _print_queue(found, names)


def _playlist(workspace: Workspace, found: RadioQueue, names: tuple[str, ...]) -> Playlist:
    """The queue's tracks, or its artists where the library knows no track of one of them."""
    title = f"Radio {', '.join(names)}"
    tracks = [item.track_id for item in found.items if item.track_id is not None]
    if len(tracks) == len(found.items):
        return workspace.exports.of_tracks(title, tracks)
    return workspace.exports.of_artists(title, [item.artist_id for item in found.items])


def _print_queue(found: RadioQueue, names: tuple[str, ...]) -> None:
    rows = [
        (str(place), item.artist, item.track or "", str(item.agreement), names[item.near])
        for place, item in enumerate(found.items, start=1)
    ]
    print_table(("#", "Artist", "Track", "Fits", "Nearest to"), rows, (0, 3))


def _mood(workspace: Workspace, text: str) -> Seed:
    name, colon, number = text.rpartition(":")
    if not colon:
        raise NotFoundError(f"“{text}” is no mood: write the listener, a colon and the number, as in “Mira:2”.")
    return Seed("mood", workspace.find_listener(name).id, _number(number) - 1)


def _track(workspace: Workspace, text: str) -> int:
    for dash in (" – ", " — ", " - "):
        name, found, title = text.partition(dash)
        if found:
            artist = workspace.find_artist(name)
            key = search_key(title)
            for track in workspace.tracks.of_artist(artist.id, limit=100_000):
                if search_key(track.title) == key:
                    return track.track_id
            raise NotFoundError(f"There is no track called “{title}” by {artist.name} in the library.")
    raise NotFoundError(f"“{text}” is no track: write the artist, a dash and the title, as in “Tin Kite – Harbour”.")


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise NotFoundError(f"“{text}” is no number of a mood: moods are numbered from 1, see “desktop-als moods”.")
    return int(text)
