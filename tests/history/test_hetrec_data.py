"""The real HetRec set, where a copy lies beside the project or is named by DESKTOP_ALS_DATA."""

import os
from pathlib import Path

import pytest

from tests.history.exports import read_only_part, totals

DATA = Path(os.environ.get("DESKTOP_ALS_DATA") or Path(__file__).parents[3] / "shared" / "data")
HETREC = DATA / "hetrec-lastfm-2k" / "hetrec2011-lastfm-2k.zip"


@pytest.mark.skipif(not HETREC.exists(), reason="no copy of HetRec 2011 Last.fm-2K")
def test_all_of_hetrec_is_read():
    batches, log = read_only_part(HETREC)
    found = totals(batches)
    assert len(found) == 92_834
    assert len({listener for listener, _, _ in found}) == 1_892
    assert len({artist for _, artist, _ in found}) == 17_632
    assert log.tally.rows_read == 0
