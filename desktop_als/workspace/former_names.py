"""The spellings that are credited to other artists: by them, too, an artist is found, opened and seen in an older model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_als.library import ArtistTable, Credit
from desktop_als.plays import Ints, Texts


@dataclass(frozen=True, slots=True, eq=False)
class FormerNames:
    """Spellings in columns, once for each artist that they are credited to.

    Attributes:
        ids, names, keys: (k,) of the spellings.
        places: (k,) of the artists in the table of artists.
        credited: to whom each is credited, by artist ids.
    """

    ids: Ints
    names: Texts
    keys: Texts
    places: Ints
    credited: dict[int, tuple[int, ...]]

    @classmethod
    def of(cls, credits_: Sequence[Credit], table: ArtistTable) -> FormerNames:
        """Those of a library; artists without a play that stands are not in its table, and lead nowhere."""
        place_of = {artist: place for place, artist in enumerate(table.ids.tolist())} if credits_ else {}
        found = [(credit, place_of[end]) for credit in credits_ for end in credit.credited if end in place_of]
        return cls(
            np.array([credit.artist_id for credit, _ in found], np.int64),
            _texts([credit.name for credit, _ in found]),
            _texts([credit.key for credit, _ in found]),
            np.array([place for _, place in found], np.int64),
            {credit.artist_id: credit.credited for credit in credits_},
        )

    def places_of(self, artist_id: int) -> Ints:
        """Where the artists stand that a spelling is credited to."""
        places: Ints = self.places[self.ids == artist_id]
        return places


def _texts(texts: Sequence[str]) -> Texts:
    column: Texts = np.array([*texts, None], object)[:-1]
    return column
