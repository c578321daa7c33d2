"""What als.weighting does, as SQL that the cluster computes: in double, kept as float."""

from __future__ import annotations

from desktop_als.als.settings import Settings, Weighting
from desktop_als.als.weighting import K1, SECONDS_A_DAY, TINIEST, B

_IDF = "ln(1 + ({rows} - support + 0.5D) / (support + 0.5D))"
_TRANSFORMED: dict[Weighting, str] = {
    "log": "log1p(plays)",
    "linear": "plays",
    "sqrt": "sqrt(plays)",
    "binary": "1D",
    "tfidf": f"sqrt(plays) * {_IDF}",
    "bm25": f"{_IDF} * plays / (plays + {K1}D * (1 - {B}D + {B}D * row_plays / {{mean_row_plays!r}}D))",
}


def raw_weight(settings: Settings, rows: int, mean_row_plays: float, knows_up_to: int) -> str:
    """Weights without scale, float, of the columns plays, time, row_plays and support.

    Args:
        settings: weighting and half-life.
        rows, mean_row_plays: of the whole matrix.
        knows_up_to: Unix seconds of its newest play, -1 without times.
    """
    weight = _TRANSFORMED[settings.weighting].format(rows=rows, mean_row_plays=float(mean_row_plays))
    if settings.half_life is not None and knows_up_to >= 0:
        days = f"({knows_up_to} - time) / {SECONDS_A_DAY}D"
        weight = f"{weight} * coalesce(pow(2D, -{days} / {settings.half_life!r}D), 1D)"  # unknown: as good as new
    return f"float({weight})"


def scaled(multiplier: float) -> str:
    """The float column weight times ``multiplier``, held above zero."""
    return f"greatest(float(weight * {multiplier!r}D), float({float(TINIEST)!r}D))"
