from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from desktop_als.errors import ModelError
from desktop_als.model import bundle
from tests.model.builders import info, model


def test_a_saved_model_comes_back_the_same(tmp_path: Path) -> None:
    saved = model()
    bundle.save(saved, tmp_path / "m")
    loaded = bundle.load(tmp_path / "m")
    assert loaded.info == saved.info
    assert loaded.names == saved.names
    for name in ("artist_factors", "row_factors", "artist_ids", "row_ids", "support", "gram"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(saved, name))


@pytest.mark.parametrize("part", [bundle.MANIFEST, bundle.FACTORS, bundle.IDS, bundle.NAMES])
@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "noise"])
def test_a_damaged_part_is_told_in_a_sentence(tmp_path: Path, part: str, damage: str) -> None:
    bundle.save(model(), tmp_path / "m")
    file = tmp_path / "m" / part
    whole = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "noise": b"\xff\x00" * 40}[damage])
    with pytest.raises(ModelError, match=r"Train again"):
        bundle.load(tmp_path / "m")


def test_a_newer_format_is_not_guessed_at(tmp_path: Path) -> None:
    bundle.save(model(format_version=99), tmp_path / "m")
    with pytest.raises(ModelError, match="newer version"):
        bundle.load(tmp_path / "m")


def test_factors_that_are_not_finite_are_refused() -> None:
    whole = model()
    spoiled = whole.artist_factors.copy()
    spoiled[3, 2] = np.nan
    with pytest.raises(ModelError, match="not finite"):
        bundle.Model.assemble(
            info(), spoiled, whole.row_factors, whole.artist_ids, whole.row_ids, whole.support, whole.names
        )


def test_a_full_disk_leaves_no_half_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ModelError, match="No space left"):
        bundle.save(model(), tmp_path / "m")
    assert list(tmp_path.iterdir()) == []
