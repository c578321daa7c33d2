"""Looking for settings."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_als.als.settings import Settings
from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.cli.training import train_and_save
from desktop_als.errors import Cancelled
from desktop_als.workspace import Trial, Tuning


@app.command("tune")
def tune(
    minutes: Annotated[
        float | None, typer.Option(min=0.01, metavar="N", help="How long to look for better settings.")
    ] = None,
    trials: Annotated[int | None, typer.Option(min=1, metavar="N", help="How many settings to try at most.")] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Look for settings that suit the library, train with the best ones and use the model.

    Every trial is kept: the next search goes on from there, and `train --preset tuned` uses the best.
    """
    if minutes is None and trials is None:
        raise typer.BadParameter("Say how long with --minutes, or how many settings to try with --trials.")
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        before = workspace.tuning()
        try:
            found = workspace.tune(minutes, trials=trials, cancel=cancel, progress=progress, trial_done=_tell)
        except Cancelled:
            added = _count(workspace.tuning()) - _count(before)
            trials_are = "trial is" if added == 1 else "trials are"
            say(f"Stopped. {added} new {trials_are} kept; the next search goes on from there.")
            raise typer.Exit(1) from None
        if found.best is None:
            say("No settings could be trained with. Nothing has changed.")
            raise typer.Exit(1)
        run = workspace.training(found.best.settings, title="Tuned", cancel=cancel, progress=progress)
        info = train_and_save(run)
    if json:
        out.out(documents.dump(documents.tuning(found, info.name)))
    else:
        _print(found)
        out.print(f"Model {info.name} is trained with the settings of trial {found.best.number + 1} and in use.")


def _tell(trial: Trial) -> None:
    outcome = {"kept": f"NDCG@20 {trial.ndcg:.4f}", "pruned": f"ended early at {trial.ndcg:.4f}", "failed": "failed"}
    say(f"Trial {trial.number + 1}: {outcome[trial.state]} ({trial.seconds:.1f} s, {trial.settings.factors} factors)")


def _count(found: Tuning | None) -> int:
    return len(found.trials) if found else 0


def _print(found: Tuning) -> None:
    rows = [
        (
            str(trial.number + 1),
            f"{trial.ndcg:.4f}",
            str(trial.epochs),
            f"{trial.seconds:.1f} s",
            "best" if trial is found.best else "" if trial.state == "kept" else trial.state,
            _settings(trial.settings),
        )
        for trial in found.trials
    ]
    print_table(("Trial", "NDCG@20", "Epochs", "Time", "", "Settings"), rows, numbers=range(4))
    share = found.trials[-1].share
    if share < 1:
        out.print(f"Tried on {share:.0%} of the listeners, so that enough settings fit into the time.")


def _settings(chosen: Settings) -> str:
    half_life = f", half-life {chosen.half_life:g} days" if chosen.half_life else ""
    return (
        f"{chosen.factors} factors, λ {chosen.regularization:.3g}, α₀ {chosen.unobserved_weight:.3g}, "
        f"ν {chosen.frequency_exponent:.2f}, {chosen.weighting}{half_life}"
    )
