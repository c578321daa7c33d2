"""A pack: what a model knows of artists and nothing of any listener, for listeners elsewhere to be folded in.

An artist is in it only if :data:`LEAST_LISTENERS` people play it, so that no name tells of one person. A model of sessions
cannot say that, for all its sessions may be of one person, and makes no pack. YᵀY is a sum over all artists, without which
fold-ins would come out otherwise; it names none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop_als.als.interactions import RowKind
from desktop_als.als.settings import Settings
from desktop_als.errors import PackError
from desktop_als.model.bundle import PACK, Floats, Ids, Model, ModelInfo
from desktop_als.plays import UNKNOWN

FORMAT, FORMAT_VERSION = "desktop-als-pack", 1
LEAST_LISTENERS = 5
LONGEST_NAME = 2_000

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class PackData:
    """A community that a pack learned from, and what its publisher allows; None when that is unknown."""

    community: str
    licence: str | None


@dataclass(frozen=True, slots=True)
class PackManifest:
    """What a pack says of itself.

    Attributes:
        made_at: Unix seconds of the training.
        listeners, all_artists, observations: rows, columns and stored pairs of the training's matrix.
        artists: how many are in the pack.
        weight_scale, mean_row_plays, rating_mean, knows_up_to: as in bundle.ModelInfo.
        evaluation: what was found out about the model before it was packed.
        files: SHA-256 of the other files, in hexadecimal digits.
    """

    title: str
    made_at: int
    settings: Settings
    row_kind: RowKind
    listeners: int
    artists: int
    all_artists: int
    observations: int
    knows_up_to: int
    data: tuple[PackData, ...] = ()
    weight_scale: float | None = None
    mean_row_plays: float = 1.0
    rating_mean: float | None = None
    evaluation: dict[str, Any] | None = None
    least_listeners: int = LEAST_LISTENERS
    files: dict[str, str] = field(default_factory=dict)
    format: str = FORMAT
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A pack in memory; ``artist_factors`` (m, d), ``gram`` (d, d), ``support`` (m,) and ``names`` as in bundle.Model."""

    manifest: PackManifest
    artist_factors: Floats
    gram: npt.NDArray[np.float64]
    support: Ids
    names: tuple[str, ...]


def packed(model: Model, title: str, data: tuple[PackData, ...], evaluation: dict[str, Any] | None = None) -> Pack:
    """What of a model goes into a pack.

    Raises:
        PackError: it learned from sessions, is a pack itself, or no artist has listeners enough.
    """
    info = model.info
    if info.is_pack:
        raise PackError(f"“{info.title}” is a pack already. Give its file to others.")
    if info.row_kind == "sessions":
        raise PackError(
            "This model learned from sessions, which may all be of one person, so no pack was made of it. "
            "Add a community and train on listeners first."
        )
    support, names = model.support, model.names
    enough = [i for i in np.flatnonzero(support >= LEAST_LISTENERS).tolist() if is_name(names[i])]
    kept = sorted(enough, key=lambda i: (-support[i], names[i]))
    if not kept:
        raise PackError(f"No artist has {LEAST_LISTENERS} listeners, so there is nothing to put into a pack.")
    manifest = PackManifest(
        title=title,
        made_at=info.created_at,
        settings=info.settings,
        row_kind=info.row_kind,
        listeners=info.rows,
        artists=len(kept),
        all_artists=info.artists,
        observations=info.observations,
        knows_up_to=_moment(info.knows_up_to, info.settings),
        data=data,
        weight_scale=info.weight_scale,
        mean_row_plays=info.mean_row_plays,
        rating_mean=info.rating_mean,
        evaluation=evaluation,
    )
    return Pack(manifest, model.artist_factors[kept], model.gram, support[kept], tuple(names[i] for i in kept))


def is_name(text: str) -> bool:
    """Whether this can stand in a table: some letters, not a page of them, and no control character."""
    return 0 < len(text) <= LONGEST_NAME and not text.isspace() and not _CONTROL.search(text)


def unpacked(pack: Pack, name: str, artist_ids: Ids) -> Model:
    """A pack as the model ``name`` of another library, with that library's ids (m,) of its artists, each another one."""
    manifest, order = pack.manifest, np.argsort(artist_ids)
    info = ModelInfo(
        name=name,
        title=manifest.title,
        created_at=manifest.made_at,
        engine=PACK,
        settings=manifest.settings,
        row_kind=manifest.row_kind,
        rows=manifest.listeners,
        artists=manifest.all_artists,
        observations=manifest.observations,
        plays=0,
        weight_scale=manifest.weight_scale,
        knows_up_to=manifest.knows_up_to,
        fingerprint="",
        seconds=0.0,
        epochs=(),
        mean_row_plays=manifest.mean_row_plays,
        rating_mean=manifest.rating_mean,
    )
    return Model.assemble(
        info,
        pack.artist_factors[order],
        np.empty((0, pack.artist_factors.shape[1]), np.float32),
        artist_ids[order],
        np.empty(0, np.int64),
        pack.support[order],
        tuple(pack.names[i] for i in order.tolist()),
        pack.gram,
    )


def _moment(knows_up_to: int, settings: Settings) -> int:
    """The second in which somebody listened is told only where answers depend on it, else the day."""
    exact = settings.half_life is not None or knows_up_to == UNKNOWN
    return knows_up_to if exact else knows_up_to // _DAY * _DAY
