"""The options that say how to train, for every command that trains; see :func:`option_groups.takes_groups`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

import typer

from desktop_als.als.settings import PRESETS, Settings, preset
from desktop_als.workspace import Workspace


class Preset(StrEnum):
    """Sets of settings."""

    quick = "quick"
    balanced = "balanced"
    best = "best"
    tuned = "tuned"


class WeightingName(StrEnum):
    """How plays become confidence."""

    log = "log"
    linear = "linear"
    sqrt = "sqrt"
    binary = "binary"
    bm25 = "bm25"
    tfidf = "tfidf"


class FrequencyName(StrEnum):
    """Which pairs make a row busy."""

    all = "all"
    observed = "observed"


class Rows(StrEnum):
    """What a row of the matrix is."""

    auto = "auto"
    listeners = "listeners"
    sessions = "sessions"
    ratings = "ratings"


@dataclass(frozen=True, slots=True)
class SettingsOptions:
    """What was said on the command line; None leaves a number to the preset."""

    preset: Annotated[Preset, typer.Option(help="A set of settings that looks at your library.")] = Preset.balanced
    factors: Annotated[int | None, typer.Option(metavar="D", help="Numbers that describe an artist.")] = None
    epochs: Annotated[int | None, typer.Option(metavar="N", help="Passes over the data.")] = None
    regularization: Annotated[float | None, typer.Option(metavar="L", help="Pull of all factors towards zero.")] = None
    artist_regularization: Annotated[
        float | None, typer.Option(metavar="L", help="Pull of the artists' factors, where it is to differ.")
    ] = None
    unobserved_weight: Annotated[float | None, typer.Option(metavar="A", help="Weight of what was never played.")] = (
        None
    )
    frequency_exponent: Annotated[
        float | None, typer.Option(metavar="V", help="How much more busy rows are regularized.")
    ] = None
    frequency: Annotated[
        FrequencyName | None, typer.Option(help="Whether unplayed artists make a row busy too; if you give L, they do.")
    ] = None
    weighting: Annotated[WeightingName | None, typer.Option(help="How plays become confidence.")] = None
    confidence: Annotated[
        float | None,
        typer.Option(metavar="C", help="Mean weight of a played pair; the weight of an unplayed one is A."),
    ] = None
    half_life: Annotated[float | None, typer.Option(metavar="DAYS", help="Days until a play counts half.")] = None
    relaxation: Annotated[
        float | None,
        typer.Option(metavar="W", help="How far beyond each solution to go: 1 is plain ALS, 1.5 takes fewer epochs."),
    ] = None
    rows: Annotated[Rows, typer.Option(help="What a row of the matrix is.")] = Rows.auto
    seed: Annotated[int | None, typer.Option(metavar="N", help="Seed of the first factors.")] = None
    threads: Annotated[int | None, typer.Option(metavar="N", help="Threads; 0 for one a core.")] = None

    def settings(self, workspace: Workspace) -> Settings:
        """The preset for this library, with what was said instead.

        Raises:
            TrainingError: the library is empty, or a number is out of its range.
        """
        return self._instead_of(workspace.preset(self.preset.value, self.rows.value))

    def by_shape(self) -> Callable[[int, int, int], Settings]:
        """What gives settings for plays outside the library, by their rows, artists and observations; TrainingError as above.

        Raises:
            BadParameter: an option is about the library.
        """
        name = next((each for each in PRESETS if each == self.preset.value), None)
        if name is None:
            raise typer.BadParameter("--preset tuned is for the library. Choose another one with --data.")
        if self.rows not in {Rows.auto, Rows.listeners}:
            raise typer.BadParameter(f"--rows {self.rows.value} is for the library. With --data a row is a listener.")

        def settings(rows: int, artists: int, observations: int) -> Settings:
            return self._instead_of(preset(name, rows, artists, observations))

        return settings

    def _instead_of(self, preset: Settings) -> Settings:
        said = asdict(self)
        del said["preset"], said["rows"]
        chosen: dict[str, Any] = {
            name: value.value if isinstance(value, StrEnum) else value
            for name, value in said.items()
            if value is not None
        }
        if "regularization" in chosen:  # a number from the literature is meant as there: with all pairs counted
            chosen.setdefault("frequency", "all")
        return replace(preset, **chosen)
