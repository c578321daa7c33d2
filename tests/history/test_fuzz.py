"""No file, however spoilt, may crash or hang a reader, or lose a row without a word. ``fuzz.py`` tries many more."""

from pathlib import Path

import pytest

from desktop_als.history import FORMATS
from tests.history.fuzz import attempt, bring
from tests.history.seeds import SEEDS

INPUTS = 840
BLOCKS = 12


@pytest.mark.parametrize("block", range(BLOCKS))
def test_hostile_files_are_read_or_told_in_a_sentence(block: int, tmp_path: Path) -> None:
    size = INPUTS // BLOCKS
    for number in range(block * size, (block + 1) * size):
        _, trouble = attempt(number, seed=7, folder=tmp_path / "drop")
        assert trouble is None, f"python -m tests.history.fuzz --seed 7 --first {number} --inputs 1\n{trouble}"


@pytest.mark.parametrize("name", SEEDS)
def test_every_row_of_a_sound_export_is_told_once(name: str, tmp_path: Path) -> None:
    bring(SEEDS[name], tmp_path)


def test_every_format_is_put_to_the_test(tmp_path: Path) -> None:
    found = {form for name, files in SEEDS.items() for form in bring(files, tmp_path / name)}
    assert {form.id for form in FORMATS} - found == set()
