"""What a person can choose about training, validated, and the presets that look at the matrix before they choose."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from desktop_als.errors import TrainingError

Weighting = Literal["log", "linear", "sqrt", "binary", "bm25", "tfidf"]
Objective = Literal["ials", "hkv", "explicit"]
Preset = Literal["quick", "balanced", "best"]
RowChoice = Literal["auto", "listeners", "sessions", "ratings"]
SolvedSide = Literal["listeners", "artists"]
Frequency = Literal["all", "observed"]

WEIGHTINGS: tuple[Weighting, ...] = ("log", "linear", "sqrt", "binary", "bm25", "tfidf")
FREQUENCIES: tuple[Frequency, ...] = ("all", "observed")
PRESETS: tuple[Preset, ...] = ("quick", "balanced", "best")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides the factors, given the matrix. Two equal settings on equal data give equal factors.

    Attributes:
        factors: d, numbers that describe an artist or a listener.
        epochs: passes over both sides.
        regularization: λ, of both sides or only of the listeners'.
        artist_regularization: λ of the artists' side; None means the same as ``regularization``.
        unobserved_weight: α₀, the weight of every pair, played or not.
        frequency_exponent: ν in f_u = (|S_u| + α₀ m)^ν (Rendle et al. 2021, arXiv 2110.14037).
        frequency: which pairs f counts: "all", as above, or "observed": f_u = (|S_u| + 1)^ν, so that λ means the same whatever
            α₀ and m (for ν = 1 the weighted-λ regularization of Zhou et al. 2008, but for the 1 that empty rows need).
        weighting: how plays become a weight.
        confidence: the mean weight of a stored pair of plays, where an unplayed one weighs α₀: what the α of Hu, Koren and Volinsky
            decides, whatever the weighting. Ratings have no weights.
        half_life: days after which a play counts half, or None.
        objective: of plays "ials" (pull w·p) or "hkv" (Hu, Koren, Volinsky 2008: pull (1 + w)·p), see als.objective; of
            ratings "explicit", see als.ratings.
        cg_steps: conjugate-gradient steps a row and half-epoch; 0 means as many as the objective needs (see :attr:`steps`).
        relaxation: 1 solves rows as they are (ALS). Above 1 each half-epoch goes so many times as far, but for the first two epochs
            and the last: successive over-relaxation of the two blocks (Young 1954), under which the objective still cannot rise
            below 2. With 1.5, half the epochs reach the same objective.
        seed: of the initial factors.
        threads: of the solver; 0 means one for each core. Does not change the result.
    """

    factors: int = 64
    epochs: int = 16
    regularization: float = 0.005
    artist_regularization: float | None = None
    unobserved_weight: float = 0.05
    frequency_exponent: float = 1.0
    frequency: Frequency = "all"
    weighting: Weighting = "log"
    confidence: float = 1.0
    half_life: float | None = None
    objective: Objective = "ials"
    cg_steps: int = 0
    relaxation: float = 1.0
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        def require(good: bool, sentence: str) -> None:
            if not good:
                raise TrainingError(sentence)

        require(1 <= self.factors <= 1024, f"Factors must be between 1 and 1024, not {self.factors}.")
        require(1 <= self.epochs <= 1000, f"Epochs must be between 1 and 1000, not {self.epochs}.")
        require(
            math.isfinite(self.regularization) and self.regularization > 0,
            f"Regularization must be above 0, not {self.regularization}.",
        )
        require(
            self.artist_regularization is None
            or (math.isfinite(self.artist_regularization) and self.artist_regularization > 0),
            f"The artists' regularization must be above 0, not {self.artist_regularization}.",
        )
        require(
            math.isfinite(self.unobserved_weight) and self.unobserved_weight >= 0,
            f"The unobserved weight must be 0 or more, not {self.unobserved_weight}.",
        )
        require(
            self.objective != "explicit" or self.unobserved_weight == 0,
            "Ratings are learned from what was rated alone: the unobserved weight must be 0.",
        )
        require(
            0 <= self.frequency_exponent <= 2,
            f"The frequency exponent must be between 0 and 2, not {self.frequency_exponent}.",
        )
        require(self.frequency in FREQUENCIES, f"There is no way to count frequency called {self.frequency}.")
        require(self.weighting in WEIGHTINGS, f"There is no weighting called {self.weighting}.")
        require(
            math.isfinite(self.confidence) and self.confidence > 0,
            f"The confidence must be above 0, not {self.confidence}.",
        )
        require(
            self.half_life is None or (math.isfinite(self.half_life) and self.half_life > 0),
            f"The half-life must be more than 0 days, not {self.half_life}.",
        )
        require(self.cg_steps >= 0, f"The solver's steps must be 0 or more, not {self.cg_steps}.")
        require(1 <= self.relaxation < 2, f"The relaxation must be at least 1 and below 2, not {self.relaxation}.")
        require(0 <= self.seed < 2**63, f"The seed must be between 0 and 2⁶³, not {self.seed}.")
        require(0 <= self.threads <= 1024, f"Threads must be between 0 and 1024, not {self.threads}.")

    @property
    def pull_offset(self) -> float:
        """A play of weight w pulls with w plus this (see als.objective)."""
        return 1.0 if self.objective == "hkv" else 0.0

    @property
    def steps(self) -> int:
        """Conjugate-gradient steps a row and half-epoch.

        On 17.6 million pairs, with 128 factors, after four epochs of "hkv" one step is within .06 % of the objective of two, and
        .1 % below that of `implicit` with three: where every pair weighs 1, the diagonal is nearly the whole system. With the small
        α₀ of "ials" it is 5 % off, two within .5 %, and after 12 epochs within .03 %. Ratings have no dense part at all.
        """
        return self.cg_steps or {"hkv": 1, "ials": 2, "explicit": 5}[self.objective]

    def ridge(self, observed: npt.NDArray[np.int64], others: int, side: SolvedSide) -> npt.NDArray[np.float64]:
        """λ f of rows of ``side`` with ``observed`` entries each, where the other side has ``others`` rows."""
        strength = self.regularization
        if side == "artists" and self.artist_regularization is not None:
            strength = self.artist_regularization
        seen = observed + (self.unobserved_weight * others if self.frequency == "all" else 1.0)
        return strength * np.asarray(seen, np.float64) ** self.frequency_exponent

    def as_dict(self) -> dict[str, Any]:
        """For a manifest; ``Settings(**d)`` gives the same settings back."""
        return asdict(self)


def preset(name: Preset, rows: int, artists: int, observations: int) -> Settings:
    """Settings that suit a matrix of this shape.

    With L artists in an average row of n × m: λ = 3/L and α₀ = L² ÷ (5 √m ∛n), within bounds. The shorter a row, the less an
    artist's absence from it means, and the more its factors need the ridge; the larger the catalogue and the community, the less
    each absence counts. The ridge counts observed pairs only: counting all, λ·α₀·m grows with the catalogue until it crushes rare
    artists. Measured as NDCG@20 of 100–300 test listeners held out, with d = 64 and 10 epochs; both grids (λ, α₀) chose on other
    held-out listeners:

        matrix                                L     m       n       this    grid    grid, all pairs counted
        HetRec Last.fm-2K                     49    17,632  1,492   .303    .306    .295
        its 800 most played artists           29       800  1,219   .404    .400    .391
        12 artists of each listener           12     7,284  1,277   .089    .087    .073
        400 of its listeners                  49     6,640    200   .234    .235    .233
        invented scenes, dense                56       800  4,400   .476    .487    .469
        invented scenes, long rows           357    39,331    450   .279    .290    .243
        invented scenes, sparse               20    19,971 19,400   .142    .142    .133
        invented scenes, MovieLens' shape    122     3,700  5,400   .396    .418    .396

    For MovieLens-20M this α₀ is .14, near the .1 of Rendle et al. 2021 (arXiv 2110.14037). On five splits of HetRec, quick reaches
    .287, balanced .297 and best .300 (tests/benchmarks/bench_ranking.py).
    """
    length = max(1.0, observations / max(1, rows))
    absence = length**2 / (5 * math.sqrt(max(1, artists)) * math.cbrt(max(1, rows)))
    chosen = Settings(
        factors=128,
        epochs=10,
        regularization=_short(min(0.25, max(0.05, 3 / length))),
        unobserved_weight=_short(min(0.5, max(0.01, absence))),
        frequency="observed",
        relaxation=1.5,
    )
    match name:
        case "quick":
            return replace(chosen, factors=64, epochs=6)
        case "balanced":
            return chosen
        case "best":
            return replace(chosen, factors=256, epochs=12, cg_steps=3)


def sessions_preset(name: Preset, rows: int, artists: int, observations: int) -> Settings:
    """Settings for a matrix of sessions: a few artists in each row take more regularization.

    On seven invented histories of 600 to 4,300 sessions and 400 to 1,400 artists, next-artist NDCG@10 (evaluation.report_card) is
    .086 with λ = .005, .121 with this one; with recency .120 and .135. Between 32 and 64 factors nothing changes.
    """
    density = observations / max(1, rows * artists)
    return replace(
        preset(name, rows, artists, observations),
        factors=64,
        regularization=0.03,
        unobserved_weight=min(0.1, max(0.002, 18 * density)),
        frequency="all",
    )


def ratings_preset(name: Preset, highest: float) -> Settings:
    """Settings for a matrix of ratings of any shape, of which ``highest`` is the highest.

    Weighted by the number of ratings, one λ fits large and small matrices (Zhou et al. 2008). It goes with the scale: twice as
    many stars square the errors fourfold and the products of factors only twofold. Measured on invented ratings of 0.5 to 5
    stars with noise of 0.75, RMSE of hidden ones: 6,000 × 3,700 with 590,000 ratings .776 (λ = .065), .769 (.1), .774 (.12) and
    .785 (.15); 940 × 1,500 with 52,000 ratings .802, .792 and .790; the same of 1 to 10 points at twice the λ. From 16 to 64
    factors nothing changes.
    """
    chosen = Settings(objective="explicit", factors=32, epochs=15, regularization=0.02 * highest, unobserved_weight=0.0)
    match name:
        case "quick":
            return replace(chosen, factors=16, epochs=8)
        case "balanced":
            return chosen
        case "best":
            return replace(chosen, factors=64, epochs=20)


def _short(number: float) -> float:
    """Two digits: as people read it, and no less good."""
    return float(f"{number:.2g}")
