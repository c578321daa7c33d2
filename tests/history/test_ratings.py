"""Exports of ratings, in the wrappings that people bring them in."""

from pathlib import Path

import pytest

from desktop_als.history import Part
from desktop_als.library import Library, SourceInfo
from desktop_als.plays import RatingBatch, RowLog, TableScan
from desktop_als.progress import CancelToken
from tests.history import exports
from tests.history.exports import drops, one_drop, read_only_part, write
from tests.history.test_formats import WRAPPINGS
from tests.library.making import ratings_by_name

CATALOGUE = [
    ("", "Radiant Harbour", "Salt &amp; Iron", "10"),
    ("", "Radiant Harbour", "Low Tide", "7"),
    ("Mira", "Holloway", "Slow Kerosene", "1"),
    ("", "Nils &amp; the Ambers", "Øst", "5"),
    ("The", "Unheard", "Shelf", "0"),
    ("The", "Unheard", "Box", ""),
]


def stored(part: Part, folder: Path) -> dict[tuple[str, str], float]:
    with Library.open(folder) as library:
        with library.importing("drop") as session:
            batches = exports.read(part, RowLog(), CancelToken(), lambda done: None)
            session.add(SourceInfo(part.path, part.format.id, part.format.title), batches)
        return ratings_by_name(library)


@pytest.mark.parametrize("wrapping", ["folder", "zip", "loose files"])
@pytest.mark.parametrize("format_id", exports.MOVIELENS)
def test_movielens_is_read_with_its_titles(format_id: str, wrapping: str, tmp_path: Path):
    files = exports.MOVIELENS[format_id]
    if wrapping == "zip":
        paths = [write(tmp_path, "ml.zip", exports.zipped({f"ml/{name}": data for name, data in files.items()}))]
    else:
        loose = [write(tmp_path / "ml", name, data) for name, data in files.items()]
        paths = [tmp_path / "ml"] if wrapping == "folder" else loose[:2]
    (drop,) = drops(*paths)
    assert drop.problem is None
    (part,) = drop.parts
    assert (part.format.id, part.format.community) == (format_id, True)
    half = 0.5 if format_id == "movielens_100k" else 0
    assert stored(part, tmp_path / "library") == {
        ("1", "Harbour, The (1995)"): 4,
        ("1", 'Café "Øst" (2001)'): 0.5 + half,
        ("2", "Harbour, The (1995)"): 3.5 - half,
    }


@pytest.mark.parametrize("format_id", exports.MOVIELENS)
def test_one_table_of_movielens_asks_for_the_other(format_id: str, tmp_path: Path):
    (name, data), (other, _) = list(exports.MOVIELENS[format_id].items())[:2]
    drop = one_drop(write(tmp_path, name, data))
    assert drop.problem == f"{name} belongs to a set of two files, {name} and {other}. Drop both, or their folder."


def test_every_line_of_movielens_has_one_fate(tmp_path: Path):
    files = dict(exports.MOVIELENS["movielens"])
    files["ratings.csv"] += (
        b"1,99,4.0,964982703\n1,7,many,964982703\n1,7,0,964982703\n1,7\n,7,3.0,964982703\n3,7,2,soon\n"
    )
    drop = one_drop(write(tmp_path, "ml.zip", exports.zipped(files)))
    with Library.open(tmp_path / "library") as library:
        with library.importing("ml.zip") as session:
            batches = exports.read(drop.parts[0], RowLog(), CancelToken(), lambda done: None)
            number = session.add(SourceInfo("ml.zip", "movielens", "MovieLens"), batches)
        tally = session.stored[number].tally
        assert (tally.kept, tally.no_artist, tally.unreadable, tally.rows_read) == (4, 1, 4, 9)
        assert library.interactions().knows_up_to == 964982703


def test_movielens_is_handed_on_as_a_file(tmp_path: Path):
    for name, data in exports.MOVIELENS["movielens"].items():
        write(tmp_path, name, data)
    (part,) = one_drop(tmp_path).parts
    (scan,) = exports.read_part(part)[0]
    assert isinstance(scan, TableScan)
    assert scan.path == tmp_path / "ratings.csv"


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_rate_your_music_is_read(wrapping: str, tmp_path: Path):
    batches, log = read_only_part(write(tmp_path, "a", WRAPPINGS[wrapping](exports.rateyourmusic(CATALOGUE))))
    rated = [
        row
        for batch in batches
        if isinstance(batch, RatingBatch)
        for row in zip(batch.row.tolist(), batch.artist, batch.album, batch.rating.tolist(), strict=True)
    ]
    assert rated == [
        (1, "Radiant Harbour", "Salt & Iron", 10),
        (2, "Radiant Harbour", "Low Tide", 7),
        (3, "Mira Holloway", "Slow Kerosene", 1),
        (4, "Nils & the Ambers", "Øst", 5),
    ]
    assert (log.tally.not_rated, log.tally.rows_read) == (2, 2)


def test_rate_your_music_counts_bad_rows_and_nameless_artists(tmp_path: Path):
    bad = [("", "", "Untitled", "5"), ("", "A", "B", "eleven"), ("", "A", "B", "11"), ("", "A", "B", "-1")]
    _, log = read_only_part(write(tmp_path, "a.csv", exports.rateyourmusic(bad)))
    assert (log.tally.no_artist, log.tally.unreadable, log.tally.rows_read) == (1, 3, 4)


def test_an_artist_known_only_by_a_localized_name_has_that(tmp_path: Path):
    row = '"1","","","Mira","Holloway","Slow Kerosene","1997","8","","","",""\n'
    (batch,), _ = read_only_part(write(tmp_path, "a.csv", (exports.RYM_HEADER + row).encode()))
    assert isinstance(batch, RatingBatch)
    assert batch.artist.tolist() == ["Mira Holloway"]


def test_whose_catalogue_it_is_stands_in_its_name(tmp_path: Path):
    data = exports.rateyourmusic(CATALOGUE)
    assert one_drop(write(tmp_path, "inventeduser-music-export.csv", data)).parts[0].listener == "inventeduser"
    assert one_drop(write(tmp_path, "mine.csv", data)).parts[0].listener is None


def test_a_catalogue_of_thousands_comes_in_batches(tmp_path: Path):
    many = [("", f"Artist {at % 97}", f"Album {at}", "6") for at in range(10_001)]
    batches, _ = read_only_part(write(tmp_path, "a.csv", exports.rateyourmusic(many)))
    assert [len(batch.row) for batch in batches if isinstance(batch, RatingBatch)] == [10_000, 1]
