import random
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")


def test_whatever_is_killed_leaves_a_whole_library_and_can_be_done_again(tmp_path: Path) -> None:
    from tests.library.killing import WORKS, Killing

    killing = Killing(tmp_path, list(WORKS))
    random_ = random.Random(7)
    for name in WORKS:
        assert killing.kill(name, random_) in {"as before", "done"}
