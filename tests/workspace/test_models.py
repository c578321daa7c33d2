from __future__ import annotations

from pathlib import Path

from desktop_als.model import bundle
from desktop_als.workspace.models import Models
from tests.model.builders import model


def test_the_newest_readable_model_is_used_when_the_choice_is_lost(tmp_path: Path) -> None:
    models = Models(tmp_path)
    for name in ("2026-01-01", "2026-02-02"):
        models.add(model(name=name))
    models.use("2026-01-01")
    assert Models(tmp_path).in_use().info.name == "2026-01-01"
    (tmp_path / "in-use").write_bytes(b"\xff../../elsewhere")
    assert Models(tmp_path).in_use().info.name == "2026-02-02"
    (tmp_path / "2026-02-02" / bundle.MANIFEST).write_text("{")
    assert [found.name for found in Models(tmp_path).infos()] == ["2026-01-01"]


def test_a_model_that_was_half_saved_when_the_process_died_is_swept_away(tmp_path: Path) -> None:
    Models(tmp_path).add(model(name="2026-01-01"))
    (tmp_path / "2026-02-02.part").mkdir()
    (tmp_path / "2026-02-02.part" / bundle.MANIFEST).write_text("{")
    models = Models(tmp_path)
    assert [found.name for found in models.infos()] == ["2026-01-01"]
    assert not (tmp_path / "2026-02-02.part").exists()
