"""The saved factors: a folder of a manifest, tensors and names, written whole or not at all, read without running code.

manifest.json        what it is: settings, seed, fingerprint of the data, engine, versions, loss of every epoch
factors.safetensors  "artists" (m, d) and "rows" (n, d) float32, "gram" (d, d) float64
ids.safetensors      "artists" (m,), "rows" (n,) library ids, "support" (m,) rows that play each artist, all int64
names.json           the artists' names, in the order of the factors
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from desktop_als.als.interactions import RowKind
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale, inverse_document_frequency, needs_idf
from desktop_als.errors import ModelError
from desktop_als.paths import written_at_once

FORMAT_VERSION = 1
MANIFEST, FACTORS, IDS, NAMES = "manifest.json", "factors.safetensors", "ids.safetensors", "names.json"

PACK = "pack"

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """The three parts of the loss after an epoch, their sum, and the seconds it took.

    With held-out rows the loss is that of the others, and ``ndcg`` is NDCG@20 on those held out.
    """

    epoch: int
    loss: float
    observed: float
    unobserved: float
    regularization: float
    seconds: float
    ndcg: float | None = None


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The manifest: all about a model but its numbers.

    Attributes:
        name: also the name of its folder; unique in a workspace.
        title: what people call it ("Balanced").
        engine: what trained it; :data:`PACK` when another machine did, and its listeners are not here (see pack).
        rows, artists, observations, plays: of the matrix and the library that it was trained on.
        created_at, knows_up_to: Unix seconds; knows_up_to is -1 for data without times.
        weight_scale, mean_row_plays: what fold-ins must know of the training's matrix, see als.weighting.Scale; with the
            model's support that is all.
        rating_mean: of the ratings in the training's matrix; None for a model of plays.
        fingerprint: of the library when training began.
        best_epoch: the one of ``epochs`` that the model comes from, chosen by held-out rows; None when nothing was held out.
        communities: that it learned from, by name, and the format that each was read as.
        held_out: rows that chose it. In the saved factors they have part like all others.
    """

    name: str
    title: str
    created_at: int
    engine: str
    settings: Settings
    row_kind: RowKind
    rows: int
    artists: int
    observations: int
    plays: int
    weight_scale: float | None
    knows_up_to: int
    fingerprint: str
    seconds: float
    epochs: tuple[EpochRecord, ...]
    metrics: dict[str, float] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    mean_row_plays: float = 1.0
    rating_mean: float | None = None
    best_epoch: int | None = None
    held_out: int = 0
    communities: dict[str, str] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION

    @property
    def is_pack(self) -> bool:
        """Whether it came without the listeners it was trained on."""
        return self.engine == PACK

    @property
    def epochs_kept(self) -> int:
        """Epochs that made this model: with as many, without held-out rows, another one is trained like it."""
        return self.best_epoch or (self.epochs[-1].epoch if self.epochs else 1)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Model:
    """Trained factors with the names they belong to.

    Attributes:
        artist_factors: Y (m, d), row_factors: X (n, d), float32; of ratings with the columns of the biases, see als.ratings.
        artist_ids: (m,) ascending library ids; row_ids: (n,) listener ids.
        support: (m,) how many rows (listeners or sessions) play each artist: the evidence behind every answer.
        names: m artist names.
        gram: YᵀY (d, d) float64, of the columns of taste and of all artists of the training, also those that are not here.
        lengths: |y_i| (m,) float32 over the columns of taste, for cosines; 1 for an artist of zeros.
    """

    info: ModelInfo
    artist_factors: Floats
    row_factors: Floats
    artist_ids: Ids
    row_ids: Ids
    support: Ids
    names: tuple[str, ...]
    gram: npt.NDArray[np.float64]
    lengths: Floats

    @classmethod
    def assemble(
        cls,
        info: ModelInfo,
        artist_factors: Floats,
        row_factors: Floats,
        artist_ids: Ids,
        row_ids: Ids,
        support: Ids,
        names: tuple[str, ...],
        gram: npt.NDArray[np.float64] | None = None,
    ) -> Model:
        """Join the parts and derive what every question needs; also ``gram``, where all artists are here.

        Raises:
            ModelError: the parts do not fit each other or hold numbers that are not finite.
        """
        m = len(names)
        if not (len(artist_factors) == len(artist_ids) == len(support) == m) or len(row_factors) != len(row_ids):
            raise ModelError(f"The model “{info.name}” is damaged: its parts have different lengths. Train again.")
        taste, biases = np.split(artist_factors, [info.settings.factors], axis=1)
        own_gram, lengths = measures(taste)
        gram = own_gram if gram is None else gram
        if gram.shape != own_gram.shape:
            raise ModelError(f"The model “{info.name}” is damaged: its parts have different lengths. Train again.")
        if not (np.isfinite(gram).all() and np.isfinite(biases).all()):
            raise ModelError(f"The model “{info.name}” holds numbers that are not finite. Train again.")
        return cls(info, artist_factors, row_factors, artist_ids, row_ids, support, names, gram, lengths)

    @property
    def taste_factors(self) -> Floats:
        """Y (m, d) without the columns of biases that a model of ratings has beside them."""
        return self.artist_factors[:, : self.info.settings.factors]

    @property
    def scale(self) -> Scale:
        """What brings a listener's plays to the training's weights."""
        info = self.info
        if not needs_idf(info.settings.weighting):
            return Scale(info.weight_scale)
        return Scale(info.weight_scale, info.mean_row_plays, inverse_document_frequency(self.support, info.rows))

    def column(self, artist_id: int) -> int | None:
        """The place of an artist in the factors, or None when the model does not know it."""
        place = int(np.searchsorted(self.artist_ids, artist_id))
        return place if place < len(self.artist_ids) and self.artist_ids[place] == artist_id else None


def measures(artists: Floats) -> tuple[npt.NDArray[np.float64], Floats]:
    """``Model.gram`` and ``Model.lengths`` of artist factors (m, d)."""
    gram = np.zeros((artists.shape[1],) * 2)
    for start in range(0, len(artists), 65_536):  # float64 blocks: exact enough for reasons that add up, no second copy
        block = artists[start : start + 65_536].astype(np.float64)
        gram += block.T @ block
    lengths = np.sqrt(np.einsum("ij,ij->i", artists, artists))
    lengths[lengths == 0] = 1
    return gram, lengths


def save(model: Model, folder: Path) -> None:
    """Write the bundle beside and rename it into place. ``folder`` must not exist: a model is never changed once saved.

    Raises:
        ModelError: the disk is full or the folder cannot be written; nothing half-written stays.
    """
    try:
        with written_at_once(folder) as beside:
            factors: dict[str, npt.NDArray[Any]] = {
                "artists": model.artist_factors,
                "rows": model.row_factors,
                "gram": model.gram,
            }
            save_file(factors, beside / FACTORS)
            ids = {"artists": model.artist_ids, "rows": model.row_ids, "support": model.support}
            save_file(ids, beside / IDS)
            (beside / NAMES).write_bytes(msgspec.json.encode(model.names))
            (beside / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(model.info), indent=2))
    except OSError as error:
        raise ModelError(
            f"The model could not be saved ({error.strerror}). The models you had are as before; free some space and train again."
        ) from error


def read_info(folder: Path) -> ModelInfo:
    """Read the manifest alone.

    Raises:
        ModelError: it is missing, damaged, or of a newer version of the app.
    """
    try:
        info = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=ModelInfo)
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(f"The model “{folder.name}” cannot be read. Train again, or choose another model.") from error
    if info.format_version > FORMAT_VERSION:
        raise ModelError(
            f"The model “{folder.name}” was made by a newer version of this app. Update the app to use it."
        )
    return info


def load(folder: Path) -> Model:
    """Read a whole bundle.

    Raises:
        ModelError: a part is missing or damaged.
    """
    info = read_info(folder)
    try:
        factors: dict[str, Any] = load_file(folder / FACTORS)
        ids: dict[str, Any] = load_file(folder / IDS)
        names = msgspec.json.decode((folder / NAMES).read_bytes(), type=tuple[str, ...])
        parts = factors["artists"], factors["rows"], ids["artists"], ids["rows"], ids["support"]
    except (OSError, SafetensorError, msgspec.MsgspecError, KeyError, ValueError) as error:
        raise ModelError(f"The model “{info.name}” is damaged. Train again, or choose another model.") from error
    return Model.assemble(info, *parts, names, factors.get("gram"))
