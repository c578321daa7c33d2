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
