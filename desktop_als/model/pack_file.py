"""The file of a pack: a zip, nothing in it compressed, of the same bytes for the same model.

manifest.json        what it is: settings, the data with its licences, how many listeners it learned from, SHA-256 of the others
artists.safetensors  "artists" (m, d) float32, "gram" (d, d) float64: YᵀY of all artists of the training, "support" (m,) int64
names.json           m names, the best known first

What is read is trusted in nothing.
"""

from __future__ import annotations

import hashlib
import math
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from desktop_als.als.ratings import BIASES
from desktop_als.errors import PackError, TrainingError
from desktop_als.model.pack import FORMAT, FORMAT_VERSION, LEAST_LISTENERS, Pack, PackManifest, is_name
from desktop_als.paths import written_beside
from desktop_als.plays import UNKNOWN

SUFFIX = ".dals-pack"
MANIFEST, ARTISTS, NAMES = "manifest.json", "artists.safetensors", "names.json"

MOST_ARTISTS = 3_000_000
_LARGEST_MANIFEST = 1 << 20
_NAMES_SPARE = 1 << 20
_BYTES_A_NAME = 200
_MOMENT = (1980, 1, 1, 0, 0, 0)
_YEAR_10000 = 253_402_300_800


@dataclass(frozen=True, slots=True)
class _Kind:
    format: str = ""
    format_version: int = 0


def write(pack: Pack, path: Path) -> PackManifest:
    """Write a pack beside ``path`` and rename it into place.

    Raises:
        PackError: there is no room, or the folder cannot be written; what was at ``path`` is untouched.
    """
    tensors: dict[str, npt.NDArray[Any]] = {"artists": pack.artist_factors, "gram": pack.gram, "support": pack.support}
    files = {ARTISTS: save(tensors), NAMES: msgspec.json.encode(pack.names)}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = replace(pack.manifest, files=sums)
    head = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    try:
        with written_beside(path) as beside, zipfile.ZipFile(beside, "w") as archive:
            for name, content in {MANIFEST: head, **files}.items():
                archive.writestr(_member(name), content)
    except OSError as error:
        raise PackError(
            f"The pack could not be written to {path.parent} ({error.strerror or error}). Nothing was changed."
        ) from error
    return manifest


def read(path: Path) -> Pack:
    """Read a whole pack, and check all of it.

    Raises:
        PackError: it is no pack, is damaged, or a newer version of this program made it.
    """
    with _opened(path) as archive:
        manifest = _manifest(path, archive)
        content = {name: archive.read(name) for name in (ARTISTS, NAMES)}
        if {name: hashlib.sha256(data).hexdigest() for name, data in content.items()} != manifest.files:
            raise _damaged(path)
        tensors: Mapping[str, Any] = load(content[ARTISTS])
        names = msgspec.json.decode(content[NAMES], type=tuple[str, ...])
        pack = Pack(manifest, tensors["artists"], tensors["gram"], tensors["support"], names)
        if not (_fits(pack) and _is_finite(pack) and _has_names(pack)):
            raise _damaged(path)
        return pack


def _manifest(path: Path, archive: zipfile.ZipFile) -> PackManifest:
    members = archive.infolist()
    sizes = {member.filename: member.file_size for member in members}
    stored = all(member.compress_type == zipfile.ZIP_STORED for member in members)
    # Nothing is compressed, so what overlaps, or claims to be larger than it is, is larger than the file in sum.
    honest = stored and len(sizes) == len(members) and sum(sizes.values()) <= path.stat().st_size
    if not honest or sizes.get(MANIFEST, _LARGEST_MANIFEST + 1) > _LARGEST_MANIFEST:
        raise _damaged(path)
    text = archive.read(MANIFEST)
    kind = msgspec.json.decode(text, type=_Kind)
    if kind.format != FORMAT:
        raise _damaged(path)
    if kind.format_version > FORMAT_VERSION:
        raise PackError(
            f"{path.name} was made by a newer version of Desktop ALS. Nothing was changed. Update this program to read it."
        )
    manifest = msgspec.json.decode(text, type=PackManifest)
    if sizes.keys() != {MANIFEST, ARTISTS, NAMES} or not _is_sensible(manifest):
        raise _damaged(path)
    if sizes[NAMES] > manifest.artists * _BYTES_A_NAME + _NAMES_SPARE:
        raise _damaged(path)
    return manifest


def _is_sensible(manifest: PackManifest) -> bool:
    numbers = (manifest.weight_scale, manifest.mean_row_plays, manifest.rating_mean)
    scales = (manifest.weight_scale, manifest.mean_row_plays)
    return (
        manifest.row_kind != "sessions"
        and (manifest.row_kind == "ratings") == (manifest.rating_mean is not None)
        and (manifest.row_kind == "ratings") == (manifest.settings.objective == "explicit")
        and 1 <= manifest.artists <= min(manifest.all_artists, MOST_ARTISTS)
        and all(0 <= count < 2**53 for count in (manifest.listeners, manifest.all_artists, manifest.observations))
        and all(UNKNOWN <= moment < _YEAR_10000 for moment in (manifest.made_at, manifest.knows_up_to))
        and all(number is None or math.isfinite(number) for number in numbers)
        and all(scale is None or scale > 0 for scale in scales)
        and is_name(manifest.title)
        and all(is_name(data.community) and is_name(data.licence or "unknown") for data in manifest.data)
        and b"\\u00" not in msgspec.json.encode(manifest.evaluation)  # a control character, as JSON writes it
    )


def _fits(pack: Pack) -> bool:
    d, m = pack.manifest.settings.factors, pack.manifest.artists
    columns = d + (BIASES if pack.manifest.row_kind == "ratings" else 0)
    tensors = (pack.artist_factors, pack.gram, pack.support)
    shapes = [(m, columns), (d, d), (m,)]
    return (
        [tensor.shape for tensor in tensors] == shapes
        and [tensor.dtype for tensor in tensors] == [np.float32, np.float64, np.int64]
        and len(pack.names) == m
    )


def _is_finite(pack: Pack) -> bool:
    enough = pack.support.min() >= LEAST_LISTENERS and pack.support.max() <= pack.manifest.listeners
    return bool(enough and np.isfinite(pack.gram).all() and np.isfinite(pack.artist_factors).all())


def _has_names(pack: Pack) -> bool:
    return len(set(pack.names)) == len(pack.names) and all(map(is_name, pack.names))


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MOMENT)
    member.create_system, member.external_attr = 3, 0o644 << 16  # the same on every system
    return member


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise PackError(f"{path.name} could not be read ({error.strerror or error}). Nothing was changed.") from error
    except (
        zipfile.BadZipFile,
        msgspec.MsgspecError,
        SafetensorError,
        TrainingError,
        NotImplementedError,
        KeyError,
        TypeError,
        ValueError,
        RuntimeError,
        EOFError,
        struct.error,
    ) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> PackError:
    return PackError(f"{path.name} is damaged or no pack of Desktop ALS. Nothing was changed.")
