"""Judging a model."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.option_groups import takes_groups
from desktop_als.cli.settings import SettingsOptions
from desktop_als.cli.terminal import out, print_table, watched
from desktop_als.workspace import Evaluation, RatingsEvaluation


class ProtocolName(StrEnum):
    """What is hidden."""

    auto = "auto"
    newcomer = "newcomer"
    future = "future"
    sessions = "sessions"
    ratings = "ratings"


JUDGED = {
    "newcomer": "{:,} listeners who were not trained on, each shown with four fifths of their artists",
    "future": "{:,} listeners, by whom they discovered in the newest part of the plays",
    "sessions": "{:,} of the newest sessions, each by how it went on",
}


@app.command("evaluate")
@takes_groups
def evaluate(
    options: SettingsOptions,
    protocol: Annotated[
        ProtocolName, typer.Option(help="Hide listeners, the newest plays, the ends of sessions, or ratings.")
    ] = ProtocolName.auto,
    splits: Annotated[
        int, typer.Option(min=1, max=100, metavar="N", help="How many parts of the newcomers; 5 judge everybody once.")
    ] = 1,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Judge a model beside simpler methods by what they find of the plays hidden from them.

    The model is the one in use, trained again without what is hidden; with any option of train one of those settings.
    """
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        told = options != SettingsOptions() or workspace.model_info() is None
        evaluation = workspace.evaluate(
            options.settings(workspace) if told else None,
            rows=options.rows.value,
            protocol=protocol.value,
            splits=splits,
            cancel=cancel,
            progress=progress,
        )
    match evaluation:
        case RatingsEvaluation() if json:
            out.out(documents.dump(documents.ratings_evaluation(evaluation)))
        case Evaluation() if json:
            out.out(documents.dump(documents.evaluation(evaluation)))
        case RatingsEvaluation():
            _print_ratings(evaluation)
        case Evaluation():
            _print(evaluation)


def _print_ratings(evaluation: RatingsEvaluation) -> None:
    judged = f"Judged: {evaluation.ratings:,} hidden ratings of {evaluation.listeners:,} listeners."
    out.print(judged, markup=False, soft_wrap=True)
    rows = [
        (card.name, f"{card.rmse:.3f}", f"{(card.interval[1] - card.interval[0]) / 2:.3f}", f"{card.mae:.3f}")
        for card in evaluation.cards
    ]
    print_table(("", "RMSE", "± 95 %", "MAE"), rows, numbers=range(1, 4))
    out.print(evaluation.verdict, markup=False, soft_wrap=True)


def _print(evaluation: Evaluation) -> None:
    out.print(f"Judged: {JUDGED[evaluation.protocol].format(evaluation.listeners)}.", markup=False, soft_wrap=True)
    rows = [
        (
            card.name,
            f"{card.ndcg20:.3f}",
            f"{(card.interval[1] - card.interval[0]) / 2:.3f}",
            f"{card.recall20:.3f}",
            f"{card.recall50:.3f}",
            f"{card.coverage:.1%}",
            f"{card.median_listeners:,.0f}",
            f"{card.unheard:.0%}",
        )
        for card in evaluation.cards
    ]
    titles = ("", "NDCG@20", "± 95 %", "Recall@20", "@50", "Coverage", "Listeners", "Unheard")
    print_table(titles, rows, numbers=range(1, len(titles)))
    out.print(evaluation.verdict, markup=False, soft_wrap=True)
