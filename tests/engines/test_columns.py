"""Which columns of a table hold the plays, by what people and programs call them. Needs no Spark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.engines.spark.columns import Columns, columns_of
from desktop_als.errors import TrainingError
from desktop_als.history.headings import meanings_of
from desktop_als.history.mapping import Meaning

LISTENBRAINZ = {
    "listened_at": "timestamp_ntz",
    "created": "timestamp_ntz",
    "user_id": "bigint",
    "recording_msid": "string",
    "artist_name": "string",
    "artist_credit_id": "bigint",
    "release_name": "string",
    "recording_name": "string",
    "artist_credit_mbids": "array<string>",
}


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (list(LISTENBRAINZ), Columns("user_id", "artist_name", None, "listened_at")),
        (["user", "artist", "plays"], Columns("user", "artist", "plays")),
        (
            ["User Name", "ARTIST", "Play Count", "Last Played"],
            Columns("User Name", "ARTIST", "Play Count", "Last Played"),
        ),
        (["ts", "listener", "artistName"], Columns("listener", "artistName", None, "ts")),
        (["\ufeffuserId", "count", "artists"], Columns("\ufeffuserId", "artists", "count")),
        (["user", "user_id", "artist", "artist"], Columns("user_id", "artist")),
    ],
)
def test_usual_names_are_known(headings: list[str], found: Columns) -> None:
    assert columns_of({name: LISTENBRAINZ.get(name, "string") for name in headings}, None) == found


@pytest.mark.parametrize(
    ("headings", "lacking"),
    [(["user", "song"], "the artist"), (["artist", "plays"], "who listened"), ([], "There are: none")],
)
def test_what_is_not_clear_is_asked_for(headings: list[str], lacking: str) -> None:
    with pytest.raises(TrainingError, match=lacking):
        columns_of(dict.fromkeys(headings, "string"), None)


def test_named_columns_must_be_there_and_hold_one_thing() -> None:
    columns = Columns("user_id", "artist_name")
    assert columns_of(LISTENBRAINZ, columns) is columns
    with pytest.raises(TrainingError, match="no column “band”"):
        columns_of(LISTENBRAINZ, Columns("user_id", "band"))
    with pytest.raises(TrainingError, match="“artist_credit_mbids” holds lists"):
        columns_of(LISTENBRAINZ, Columns("user_id", "artist_credit_mbids"))


def test_a_table_of_hundreds_of_columns_is_told_in_one_line() -> None:
    with pytest.raises(TrainingError, match="c19 and 280 more"):
        columns_of({f"c{at}": "string" for at in range(300)}, None)


@given(
    st.lists(
        st.sampled_from(["user", "user_id", "username", "listener", "artist", "artist_name", "plays", "count"]),
        unique=True,
    )
)
def test_they_are_those_that_an_import_finds(headings: list[str]) -> None:
    meant = meanings_of([name.replace("_", "") for name in headings])
    if not {Meaning.LISTENER, Meaning.ARTIST} <= set(meant):
        with pytest.raises(TrainingError):
            columns_of(dict.fromkeys(headings, "string"), None)
        return
    found = columns_of(dict.fromkeys(headings, "string"), None)
    assert found.artist == headings[meant.index(Meaning.ARTIST)]
    assert (found.plays is None) == (Meaning.PLAYS not in meant)
    assert found.listener in headings
