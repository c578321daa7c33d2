from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_als.als.settings import Weighting
from desktop_als.als.weighting import row_weights, weigh
from desktop_als.errors import ModelError
from desktop_als.model import bundle
from tests.als import oracle
from tests.model.builders import SETTINGS, info, model


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


def test_a_model_of_before_these_settings_loads(tmp_path: Path) -> None:
    bundle.save(model(), tmp_path / "m")
    manifest = json.loads((tmp_path / "m" / bundle.MANIFEST).read_text())
    del manifest["mean_row_plays"]
    del manifest["settings"]["artist_regularization"]
    del manifest["settings"]["confidence"]
    (tmp_path / "m" / bundle.MANIFEST).write_text(json.dumps(manifest))
    assert bundle.load(tmp_path / "m").info == model().info


@pytest.mark.parametrize("weighting", ["log", "bm25", "tfidf"])
def test_a_saved_model_weighs_a_listener_as_the_training_did(tmp_path: Path, weighting: Weighting) -> None:
    community, chosen = oracle.community(rows=50, artists=40), replace(SETTINGS, weighting=weighting)
    weights = weigh(community, chosen)
    whole = model(
        settings=chosen,
        rows=50,
        weight_scale=weights.scale.multiplier,
        mean_row_plays=weights.scale.mean_row_plays,
        knows_up_to=-1,
    )
    support = np.bincount(community.plays.indices, minlength=40)
    parts = whole.artist_factors, whole.row_factors, whole.artist_ids, whole.row_ids, support, whole.names
    bundle.save(bundle.Model.assemble(whole.info, *parts), tmp_path / "m")
    saved, row = bundle.load(tmp_path / "m"), community.plays[7]
    again = row_weights(row.data, np.full(row.nnz, -1), -1, chosen, saved.scale, row.indices)
    assert again == pytest.approx(weights.matrix[7].data)


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
