"""Lists out of the app: playlists, sheets, searches at services."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from desktop_als.cli import documents, documents_lists
from desktop_als.cli.app import Count, Folder, Json, app, open_workspace
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
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.errors import ExportError
from desktop_als.workspace import (
    PLAYLIST_SUFFIXES,
    Playlist,
    PlaylistFormat,
    RecommendQuery,
    SimilarQuery,
    Workspace,
)
from desktop_als.workspace import links as searches

export = typer.Typer(help="Write lists to files: as sheets, as playlists, as text.", rich_markup_mode=None)
app.add_typer(export, name="export")


class FormatName(StrEnum):
    """What a list may be written as."""

    csv = "csv"
    m3u8 = "m3u8"
    xspf = "xspf"
    jspf = "jspf"
    text = "text"
    spotify = "spotify"


Listener = Annotated[str, typer.Argument(metavar="LISTENER")]
Artist = Annotated[str, typer.Argument(metavar="ARTIST")]
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="Ends in .csv, .m3u8, .xspf, .jspf or .txt, or see --format.")
]
Format = Annotated[FormatName | None, typer.Option("--format", help="What to write, whatever the file's ending.")]
Music = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Look there for the files of the tracks, by their tags.")
]
TracksOf = Annotated[
    int, typer.Option("--each", min=0, max=100, metavar="N", help="Tracks of each artist; 0 for none.")
]

NO_FILE = "are not among your music files"
LEFT_OUT: dict[PlaylistFormat, str] = {
    "m3u8": "are no files; name the folder of your music with --music",
    "spotify": "have no Spotify address in any export",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A file to write, in which format, and with the files of which folder."""

    path: Path
    kind: PlaylistFormat
    music: Path | None = None

    @classmethod
    def of(cls, path: Path, kind: FormatName | None = None, music: Path | None = None) -> Target:
        """Without ``kind`` the ending of the file says it; wrong usage when it says nothing."""
        found = PLAYLIST_SUFFIXES.get(path.suffix.lower()) if kind is None else kind.value
        if found is None:
            raise typer.BadParameter(f"What is {path.name} to be? Let it end in .csv, .m3u8, .xspf, .jspf or .txt.")
        return cls(path, found, music)


def save_playlist(workspace: Workspace, playlist: Playlist, target: Target, json: bool) -> None:
    """Write a list and say what came of it. Raises ExportError when it is empty or cannot be written."""
    if not playlist.entries:
        raise ExportError("The list is empty, so nothing was written.")
    if target.music is not None:
        with watched() as (cancel, progress):
            playlist = workspace.exports.matched(playlist, target.music, cancel, progress)
    done = workspace.exports.save(playlist, target.kind, target.path)
    if json:
        out.out(documents.dump(documents_lists.exported(done, target.path, target.kind)))
    else:
        entries = "1 entry" if done.entries == 1 else f"{done.entries:,} entries"
        out.print(f"Wrote {entries} to {target.path}.", markup=False, soft_wrap=True)
    if playlist.note:
        say(playlist.note)
    if done.left_out:
        why = NO_FILE if target.music and target.kind == "m3u8" else LEFT_OUT[target.kind]
        some = ", ".join(done.left_out[:3]) + (", …" if len(done.left_out) > 3 else "")
        say(f"Left out are {len(done.left_out):,} that {why}: {some}")


@export.command("recommendations")
def recommendations(
    listener: Listener,
    file: File,
    kind: Format = None,
    music: Music = None,
    count: Count = 50,
    heard: Heard = HeardName.new,
    adventure: Adventure = 0.5,
    variety: Variety = 0.0,
    heard_plays: HeardPlays = 1,
    heard_days: HeardDays = None,
    forgotten_days: ForgottenDays = 180,
    cap: Cap = None,
    tracks: Tracks = False,
    each: Each = 1,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Write what a listener may like: artists by their best known tracks, or tracks."""
    target = Target.of(file, kind, music)
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
        who = workspace.find_listener(listener)
        answer = workspace.tracks.recommend(who.id, query, each) if tracks else workspace.recommend(who.id, query)
        if answer.note:
            say(answer.note)
        playlist = workspace.exports.of_recommendations(f"For {who.name}", answer.rows, each)
        save_playlist(workspace, playlist, target, json)


@export.command("top")
def top(
    listener: Listener,
    file: File,
    kind: Format = None,
    music: Music = None,
    count: Count = 50,
    each: TracksOf = 1,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Write the artists a listener plays most."""
    target = Target.of(file, kind, music)
    with open_workspace(library) as workspace:
        who = workspace.find_listener(listener)
        rows = workspace.top_artists(who.id, count)
        columns = {row.id: (("Plays", str(row.plays)),) for row in rows}
        playlist = workspace.exports.of_artists(f"What {who.name} plays", [row.id for row in rows], each, columns)
        save_playlist(workspace, playlist, target, json)


@export.command("similar")
def similar(
    artist: Artist,
    file: File,
    kind: Format = None,
    music: Music = None,
    count: Count = 50,
    each: TracksOf = 1,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Write the artists nearest to one."""
    target = Target.of(file, kind, music)
    with open_workspace(library) as workspace:
        asked = workspace.find_artist(artist)
        answer = workspace.similar(asked.id, SimilarQuery(n=count))
        if answer.note:
            say(answer.note)
        columns = {row.artist_id: (("Similarity", f"{row.similarity:.3f}"),) for row in answer.rows}
        ids = [row.artist_id for row in answer.rows]
        save_playlist(workspace, workspace.exports.of_artists(f"Near {asked.name}", ids, each, columns), target, json)


@export.command("tracks")
def tracks(
    artist: Artist,
    file: File,
    kind: Format = None,
    music: Music = None,
    count: Count = 50,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Write the tracks of an artist that most people play."""
    target = Target.of(file, kind, music)
    with open_workspace(library) as workspace:
        asked = workspace.find_artist(artist)
        ids = [track.track_id for track in workspace.tracks.of_artist(asked.id, limit=count)]
        save_playlist(workspace, workspace.exports.of_tracks(asked.name, ids), target, json)


@app.command("links")
def links(
    artist: Artist,
    track: Annotated[str | None, typer.Option(metavar="TITLE", help="A track of theirs.")] = None,
    json: Json = False,
) -> None:
    """Give the addresses of searches for an artist, or for a track of theirs. Nothing is opened."""
    found = searches(artist, track)
    if json:
        out.out(documents.dump(documents_lists.links(found)))
    else:
        print_table(("Service", "Address"), [(link.service, link.url) for link in found], ())
