"""One artist, many spellings: what the name doctor proposes, merging, and taking a merge back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.workspace import CreditedName, NamePreview, NameProposal, Spelling, TwoArtists


@app.command("names")
def names(
    certain: Annotated[bool, typer.Option("--certain", help="Only what nothing speaks against.")] = False,
    apply_certain: Annotated[bool, typer.Option("--apply-certain", help="Merge what is certain, in one step.")] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """List names that are probably one artist, or two."""
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        if apply_certain:
            _report_applied(workspace.names.apply_certain(cancel, progress), json)
            return
        proposals = [one for one in workspace.names.proposals(cancel, progress) if one.certain or not certain]
        doubtful = [] if certain else workspace.names.two_artists(cancel, progress)
    if json:
        out.out(documents.dump(_document(proposals, doubtful)))
        return
    _print_proposals(proposals)
    if doubtful:
        out.print()
        _print_doubtful(doubtful)


@app.command("merge")
def merge(
    name: Annotated[list[str], typer.Argument(metavar="NAME…", help="Spellings whose plays move.")],
    into: Annotated[str, typer.Option(metavar="NAME", help="The artist who gets them.")],
    preview: Annotated[
        str | None, typer.Option(metavar="LISTENER", help="Only tell what it would change for a listener.")
    ] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Credit the plays of some spellings to one artist."""
    with open_workspace(library) as workspace:
        if preview is not None:
            who = workspace.find_listener(preview)
            _print_preview(workspace.names.preview_merge(name, into, who.id), json)
            return
        workspace.names.merge(name, into)
        artist = workspace.artist(workspace.find_artist(into).id)
    if json:
        out.out(documents.dump({"artist": artist.name, "plays": artist.plays, "listeners": artist.listeners}))
    else:
        out.print(f"{artist.name}: {artist.plays:,} plays. Take it back with undo, or with split.", markup=False)


@app.command("split")
def split(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A spelling that was merged.")],
    library: Folder = None,
    json: Json = False,
) -> None:
    """Let a merged spelling stand for itself again."""
    with open_workspace(library) as workspace:
        workspace.names.split(name)
    if json:
        out.out(documents.dump({"split": name}))
    else:
        out.print(f"{name} stands for itself again.", markup=False)


@app.command("apart")
def apart(
    name: Annotated[list[str], typer.Argument(metavar="NAME…", help="Two names that are two, or one that is one.")],
    library: Folder = None,
    json: Json = False,
) -> None:
    """Have names never proposed again: two are not one artist, or one is not several."""
    with open_workspace(library) as workspace:
        workspace.names.keep_apart(name)
    if json:
        out.out(documents.dump({"apart": name}))
    else:
        out.print("They are not proposed again." if len(name) > 1 else "It is not proposed again.")


@app.command("credits")
def credits_(library: Folder = None, json: Json = False) -> None:
    """List the spellings that are merged, and with whom."""
    with open_workspace(library) as workspace:
        found = workspace.names.credits()
    if json:
        out.out(documents.dump([_credited(one) for one in found]))
        return
    print_table(
        ("Spelling", "Credited to", "Plays"), [(one.name, ", ".join(one.into), f"{one.plays:,}") for one in found], (2,)
    )


def _report_applied(applied: int, json: bool) -> None:
    if json:
        out.out(documents.dump({"applied": applied}))
    elif applied:
        out.print(f"Merged {applied:,} {'name' if applied == 1 else 'names'}. Take it back with undo.", markup=False)
    else:
        say("Nothing is certain enough to merge without asking.")


def _print_preview(preview: NamePreview, json: bool) -> None:
    if json:
        out.out(documents.dump(asdict(preview)))
        return
    out.print(f"{preview.plays:,} plays would move.")
    for what, artists in (("leave", preview.leave), ("arrive", preview.arrive)):
        if artists:
            out.print(f"Of the recommendations would {what}: {', '.join(artists)}.", markup=False, soft_wrap=True)


def _print_proposals(proposals: Sequence[NameProposal]) -> None:
    rows = [
        (
            ", ".join(one.name for one in proposal.spellings),
            ", ".join(one.name for one in proposal.into),
            proposal.reason,
            f"{proposal.plays:,}",
            _taste(proposal),
            "–" if proposal.shared is None else str(proposal.shared),
            "yes" if proposal.certain else "",
        )
        for proposal in proposals
    ]
    titles = ("Spelling", "Into", "Differs in", "Plays", "Taste", "Titles shared", "Certain")
    print_table(titles, rows, range(3, 6))


def _print_doubtful(doubtful: Sequence[TwoArtists]) -> None:
    rows = [
        (
            flag.spelling.name,
            f"{flag.groups[0]} + {flag.groups[1]}",
            f"{flag.taste:.2f}",
            f"{flag.beyond:.1f}",
            f"{flag.shared} of {flag.titles[0]} and {flag.titles[1]}" if any(flag.titles) else "–",
        )
        for flag in doubtful
    ]
    print_table(("Probably two artists", "Listeners", "Taste", "Spreads apart", "Titles shared"), rows, range(1, 5))


def _taste(proposal: NameProposal) -> str:
    """The cosine, and the share of like artists that are further away."""
    if proposal.taste is None or proposal.closer is None:
        return "–"
    return f"{proposal.taste:.2f} ({proposal.closer:.0%})"


def _document(proposals: Sequence[NameProposal], doubtful: Sequence[TwoArtists]) -> dict[str, Any]:
    return {
        "proposals": [
            {
                "kind": proposal.kind,
                "names": [_spelling(one) for one in proposal.spellings],
                "into": [_spelling(one) for one in proposal.into],
                "reason": proposal.reason,
                "likeness": proposal.likeness,
                "taste": proposal.taste,
                "closer_than": proposal.closer,
                "titles_shared": proposal.shared,
                "certain": proposal.certain,
            }
            for proposal in proposals
        ],
        "two_artists": [
            {
                "name": _spelling(flag.spelling),
                "groups": list(flag.groups),
                "taste": flag.taste,
                "spreads_apart": flag.beyond,
                "titles": list(flag.titles),
                "titles_shared": flag.shared,
            }
            for flag in doubtful
        ],
    }


def _spelling(spelling: Spelling) -> dict[str, Any]:
    return {"name": spelling.name, "plays": spelling.plays, "listeners": spelling.listeners}


def _credited(one: CreditedName) -> dict[str, Any]:
    return asdict(one) | {"into": list(one.into)}
