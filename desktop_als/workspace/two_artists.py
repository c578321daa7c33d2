"""Which names are probably two artists: only flagged, with the numbers, for the rows do not say which play is whose."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.library import ArtistTable, Library
from desktop_als.library.name_evidence import titles_heard
from desktop_als.model.bundle import Model
from desktop_als.model.two_tastes import cut, cuts, row_tastes
from desktop_als.plays import Ints
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace.name_doctor import Apart, spelling_at
from desktop_als.workspace.naming import TwoArtists

FAR_APART = 2.5
"""Spreads: of 30 pairs of artists that were made one in HetRec, 12 lie beyond it, and 4 of 1,800 others."""

SMALLEST_GROUP = 0.2
FEW_TITLES = 5
COMMON_TITLES = 0.5
"""Two groups that share so many of the fewer titles play one artist."""


def two_artists(
    library: Library, table: ArtistTable, model: Model | None, apart: Apart, cancel: CancelToken, progress: ProgressSink
) -> list[TwoArtists]:
    """The flagged names, the surest first; none without a model of listeners.

    Raises:
        Cancelled: ``cancel`` was raised.
    """
    if model is None or model.info.row_kind != "listeners" or model.info.is_pack:
        return []
    played = _as_in(model, library.interactions("listeners", cancel, progress, timed=False))
    found = cuts(model, played, cancel, progress)
    far = np.flatnonzero((found.beyond >= FAR_APART) & (found.smaller >= SMALLEST_GROUP))
    tastes, flags = row_tastes(model), []
    for i in far[np.argsort(-found.beyond[far])].tolist():
        cancel.check()
        column = int(found.columns[i])
        artist_id = int(model.artist_ids[column])
        place = int(np.searchsorted(table.ids, artist_id))
        if place == len(table) or table.ids[place] != artist_id or (artist_id, artist_id) in apart:
            continue
        rows = played.indices[played.indptr[column] : played.indptr[column + 1]]
        group, cosine = cut(tastes[rows])
        one, other = (_titles(library, artist_id, model.row_ids[rows[half]]) for half in (group, ~group))
        flag = TwoArtists(
            spelling_at(table, place),
            (int(group.sum()), int((~group).sum())),
            cosine,
            float(found.beyond[i]),
            (len(one), len(other)),
            len(one & other),
        )
        if not _play_the_same(flag):
            flags.append(flag)
    return flags


def _titles(library: Library, artist_id: int, listeners: Ints) -> set[int]:
    with library.reading() as cursor:
        who, tracks = titles_heard(cursor, artist_id)
    return set(tracks[np.isin(who, listeners)].tolist())


def _play_the_same(flag: TwoArtists) -> bool:
    fewer = min(flag.titles)
    return fewer >= FEW_TITLES and flag.shared >= COMMON_TITLES * fewer


def _as_in(model: Model, matrix: Interactions) -> sp.csc_matrix:
    """The matrix with the rows and columns of the model; what came later is left out."""
    shape = len(model.row_ids), len(model.artist_ids)
    if np.array_equal(matrix.row_ids, model.row_ids) and np.array_equal(matrix.artist_ids, model.artist_ids):
        return matrix.plays.tocsc()
    entries = matrix.plays.tocoo()
    row, column = matrix.row_ids[entries.row], matrix.artist_ids[entries.col]
    known = np.isin(row, model.row_ids) & np.isin(column, model.artist_ids)
    places = np.searchsorted(model.row_ids, row[known]), np.searchsorted(model.artist_ids, column[known])
    return sp.csc_matrix((entries.data[known], places), shape=shape)
