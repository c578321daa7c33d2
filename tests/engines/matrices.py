"""What the tests of the engines train on: an invented community with times, and HetRec Last.fm-2K where there is a copy."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions, unknown_times
from tests.conftest import ROOT

DATA = Path(os.environ.get("DESKTOP_ALS_DATA") or ROOT.parent / "shared" / "data")
NOW, TWO_YEARS = 1_700_000_000, 730 * 86_400


def invented(listeners: int = 400, artists: int = 300, scenes: int = 8, heard: int = 25) -> Interactions:
    """Listeners who play artists of two scenes, and few others, over two years."""
    random = np.random.default_rng(0)
    fame, scene_of = 1 / np.arange(4, artists + 4), random.integers(scenes, size=artists)
    columns = []
    for _ in range(listeners):
        chances = fame * np.where(np.isin(scene_of, random.choice(scenes, 2, replace=False)), 1, 0.03)
        columns.append(random.choice(artists, heard, replace=False, p=chances / chances.sum()))
    rows = np.repeat(np.arange(listeners), heard)
    plays = random.geometric(0.02, len(rows))
    return _numbered(rows, np.concatenate(columns), plays, NOW - random.integers(0, TWO_YEARS, len(rows)))


def hetrec() -> Interactions:
    """Read from the published archive; the test is skipped where there is none."""
    archive = DATA / "hetrec-lastfm-2k" / "hetrec2011-lastfm-2k.zip"
    if not archive.is_file():
        pytest.skip("HetRec is not among the data sets here: set DESKTOP_ALS_DATA to their folder")
    with zipfile.ZipFile(archive) as members:
        table = io.StringIO(members.read("user_artists.dat").decode())
    listeners, artists, plays = np.loadtxt(table, np.int64, skiprows=1).T
    return _numbered(listeners, artists, plays, None)


def _numbered(rows: np.ndarray, artists: np.ndarray, plays: np.ndarray, times: np.ndarray | None) -> Interactions:
    """Rows and artists by their rank, so that none is empty."""
    row_ids, row = np.unique(rows, return_inverse=True)
    artist_ids, column = np.unique(artists, return_inverse=True)
    order = np.lexsort((column, row))
    ends = np.cumsum(np.bincount(row))
    matrix = sp.csr_matrix(
        (plays[order].astype(np.float32), column[order].astype(np.int32), np.concatenate(([0], ends)).astype(np.int32)),
        shape=(len(row_ids), len(artist_ids)),
    )
    played = unknown_times(matrix.nnz) if times is None else times[order]
    return Interactions(matrix, played, row_ids, artist_ids, "listeners", -1 if times is None else NOW)
