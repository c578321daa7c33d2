"""Plays that only the cluster reads: what is kept, what is left out and how it is weighed, against plain Python."""

from __future__ import annotations

import datetime
import gzip
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_als.als.settings import WEIGHTINGS, Settings
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.columns import Columns
from desktop_als.engines.spark.frames import Frames
from desktop_als.engines.spark.numbering import numbered
from desktop_als.engines.spark.reading import PairsFound, Support, read_plays
from desktop_als.engines.spark.session import Connection, connect
from desktop_als.engines.spark.weighing import raw_weight, scaled
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.model.pack import is_name
from desktop_als.progress import CancelToken, Progress, ignore_progress
from tests.engines.told_plays import START, Line, alike, expected, read_pairs

pytestmark = pytest.mark.spark

DAY = 86_400
ANY = Support(1, 1)
HOSTILE = [
    'He said "no"',
    "O'Hara; drop table plays --",
    "select * from artists",
    "🎺🎷 Σ Ünïcödé",
    "فرقة الاختبار",
    "זמר (חי)",
    "null",
    "NaN",
    "a, b | c",
    "back\\slash \\x41 `tick`",
    "M" * 2_000,
    "%s {0} ${x} $1",
]


@pytest.fixture(scope="module")
def cancel() -> CancelToken:
    return CancelToken()


@pytest.fixture(scope="module")
def connection(cancel: CancelToken) -> Iterator[Connection]:
    opened = connect(Cluster("local[2]", memory=1024), cancel)
    yield opened
    opened.close()


def plays(people: int, bands: int, size: int, seed: int = 1) -> list[Line]:
    rng = np.random.default_rng(seed)
    who, what = rng.integers(0, people, size), (rng.random(size) ** 2 * bands).astype(int)
    ages = rng.integers(0, 900 * DAY, size)
    return [(str(7 + w), f"Band {b}", 1.0, START - int(age)) for w, b, age in zip(who, what, ages, strict=True)]


def write_dump(folder: Path, lines: list[Line], files: int = 3) -> None:
    """As ListenBrainz writes its dump for Spark: times without a zone, and files beside that are no Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir()
    for number in range(files):
        some = lines[number::files]
        moments = [datetime.datetime.fromtimestamp(at or 0, datetime.UTC).replace(tzinfo=None) for *_, at in some]
        table = {
            "listened_at": pa.array(moments, pa.timestamp("ms")),
            "user_id": pa.array([int(who) if who else None for who, *_ in some], pa.int64()),
            "artist_name": [what for _, what, *_ in some],
            "artist_credit_mbids": pa.array([["00000000-0000-4000-8000-000000000001"]] * len(some)),
            "recording_name": ["Song"] * len(some),
        }
        pq.write_table(pa.table(table), folder / f"{number}.parquet")
    (folder / "COPYING").write_text("CC0")


def read(
    connection: Connection,
    source: Path | str,
    pairs: Path,
    settings: Settings = Settings(),
    support: Support = ANY,
    columns: Columns | None = None,
) -> PairsFound:
    return read_plays(connection, str(source), columns, lambda *_: settings, str(pairs), support)


def test_a_dump_of_listenbrainz_is_read_as_the_library_would(connection: Connection, tmp_path: Path) -> None:
    good = plays(people=40, bands=60, size=900)
    no_artist: list[Line] = [("7", "", 1, START), ("7", " \t\u200b", 1, START), ("8", "Unknown Artist", 1, START)]
    nobody: list[Line] = [("", "Band 1", 1, START)]
    impossible: list[Line] = [("7", "Band 1", 1, 1_000_000), ("7", "Band 1", 1, int(time.time()) + 40 * DAY)]
    write_dump(tmp_path / "dump", [*good, *no_artist, *nobody, *impossible])
    settings = Settings(weighting="bm25", half_life=200.0, confidence=3.0)
    steps: list[Progress] = []
    shapes: list[tuple[int, int, int]] = []

    def choose(*shape: int) -> Settings:
        shapes.append(shape)  # type: ignore[arg-type]
        return settings

    found = read_plays(
        connection, str(tmp_path / "dump"), None, choose, str(tmp_path / "pairs"), Support(6, 9), steps.append
    )

    wanted = expected(good, 6, 9)
    weights = wanted.weights(settings)
    assert 0 < len(wanted.names) < 60
    assert 0 < len(wanted.listeners) < 40, "the invented data must exercise both rules"
    assert found.names == tuple(wanted.names)
    assert (found.rows, found.observations, found.plays) == (
        len(wanted.listeners),
        len(wanted.plays),
        sum(wanted.plays.values()),
    )
    assert shapes == [(found.rows, len(found.names), found.observations)]
    assert found.settings == settings
    assert found.support.tolist() == np.bincount(weights.matrix.indices).tolist()
    assert found.knows_up_to == wanted.interactions().knows_up_to
    assert found.scale.multiplier == pytest.approx(weights.scale.multiplier, rel=1e-6)
    assert found.scale.mean_row_plays == pytest.approx(weights.scale.mean_row_plays)
    assert np.allclose(found.scale.idf, weights.scale.idf, rtol=1e-6)
    assert alike(*read_pairs(tmp_path / "pairs"), weights.matrix)
    lines = found.lines
    assert (lines.kept, lines.no_artist, lines.unreadable, lines.outside_calendar) == (900, 3, 1, 2)
    assert found.plays_told == 900
    assert found.note.startswith(f"Of 900 plays, {found.plays} were kept: those by {found.rows} listeners")
    assert "1 unreadable, 3 without an artist, 2 at impossible times" in found.note
    assert {step.fraction for step in steps} >= {0.0, 1.0}
    assert list(dict.fromkeys(step.step for step in steps)) == [
        "Looking for the plays",
        "Reading the plays on the cluster",
        "Leaving out what few people play",
        "Numbering listeners and artists",
        "Weighing the plays",
    ]


def test_every_weighting_is_that_of_this_computer(connection: Connection) -> None:
    lines = plays(people=30, bands=20, size=2_000)
    lines = [(who, what, count * (1 + at % 50), None if at % 7 == 0 else at) for who, what, count, at in lines if at]
    wanted = expected(lines)
    matrix = wanted.interactions().plays.tocoo()
    times = wanted.interactions().last_played
    support, row_plays = np.bincount(matrix.col), np.bincount(matrix.row, weights=matrix.data)
    table = [
        (int(u), int(i), float(n), None if at < 0 else int(at), float(row_plays[u]), int(support[i]))
        for u, i, n, at in zip(matrix.row, matrix.col, matrix.data, times, strict=True)
    ]
    kinds = "row int, artist int, plays double, time bigint, row_plays double, support bigint"
    frame = connection.spark.createDataFrame(table, kinds)
    chosen = [
        Settings(weighting=weighting, half_life=half_life, confidence=confidence)
        for weighting, half_life, confidence in product(WEIGHTINGS, (None, 30.0), (1.0, 12.5))
    ]
    newest, mean = int(times.max()), float(row_plays.sum()) / len(row_plays)
    raw = [f"{raw_weight(each, len(row_plays), mean, newest)} as raw{at}" for at, each in enumerate(chosen)]
    weighed = frame.selectExpr("row", "artist", *raw).toArrow().to_pandas()
    for at, settings in enumerate(chosen):
        multiplier = settings.confidence / weighed[f"raw{at}"].astype("float64").mean()
        weights = wanted.weights(settings)
        assert multiplier == pytest.approx(weights.scale.multiplier, rel=1e-6), settings
        assert np.allclose(weighed[f"raw{at}"] * multiplier, weights.matrix.data, rtol=1e-6, atol=0), settings


def test_a_weight_never_becomes_nothing(connection: Connection) -> None:
    frame = connection.spark.createDataFrame([(0.0,), (1e-38,), (2.0,)], "weight float")
    smallest, tiny, plain = (row[0] for row in frame.selectExpr(scaled(0.5)).collect())
    assert 0 < smallest == tiny
    assert plain == 1.0


def test_names_of_any_kind_come_through_a_packed_table(connection: Connection, tmp_path: Path) -> None:
    quoted = ['"' + name.replace('"', '""') + '"' for name in HOSTILE]
    rows = [
        f"{who},{name},{1 + place},2024-06-{1 + who:02}T10:00:00Z"
        for place, name in enumerate(quoted)
        for who in (1, 2)
    ]
    # Cleaned as at home; then what is no row of plays.
    rows += ["3,\u00a0 Trimmed\u200b ,2,", "3,Nul\x00bed\x1b,2,2024-06-15 12:00:00"]
    bad = [
        "3,Band,0,",
        "3,Band,-1,",
        "3,Band,many,",
        "3,Band,NaN,",
        "3,Band,inf,",
        ",Band,1,",
        '3,"",1,',
        f"3,{'x' * 2_001},1,",
    ]
    bad += ["3,Band,1,last week", "3,Band", "3,Band,1,,,"]
    text = "\n".join(["\ufeffUser Name,Artist,Play Count,Last Played", *rows, "", *bad])
    (tmp_path / "plays.csv.gz").write_bytes(gzip.compress(text.encode()))
    found = read(connection, tmp_path / "plays.csv.gz", tmp_path / "pairs", Settings(weighting="linear"))
    assert found.names == tuple(sorted([*HOSTILE, "Trimmed", "Nulbed"]))
    assert all(map(is_name, found.names))
    assert found.rows == 3
    assert found.plays == 2 * sum(range(1, len(HOSTILE) + 1)) + 4
    assert (found.lines.kept, found.lines.unreadable) == (len(rows), 8)
    assert (found.lines.no_artist, found.lines.outside_calendar) == (2, 1)
    assert found.knows_up_to == int(datetime.datetime(2024, 6, 15, 12, tzinfo=datetime.UTC).timestamp())
    rows_, artists, weights = read_pairs(tmp_path / "pairs")
    assert sorted(set(rows_.tolist())) == [0, 1, 2]
    mine = artists == found.names.index("select * from artists")
    assert weights[mine] == pytest.approx(np.float32(3 * found.scale.multiplier), rel=1e-6)


def test_tables_with_tabs_and_named_columns(connection: Connection, tmp_path: Path) -> None:
    folder = tmp_path / "some [old] tables" / "inside"
    folder.mkdir(parents=True)
    lines = ['a\tone "band\t5\t1718445600123', 'b\tone "band\t1\t1718445600', "b\tother\t2.5\t", "c\tother\t2\t"]
    for number, some in enumerate((lines[:2], lines[2:])):
        (folder / f"{number}.tsv").write_text("\n".join(["who\twhat\thow `often`\twhen", *some]))
    columns = Columns("who", "what", "how `often`", "when")
    found = read(connection, folder.parent, tmp_path / "pairs", Settings(weighting="linear"), columns=columns)
    assert found.names == ('one "band', "other")
    assert (found.rows, found.observations, found.plays) == (3, 4, 10)
    assert found.knows_up_to == 1_718_445_600
    assert found.scale.multiplier == pytest.approx(4 / 10.5)
    with pytest.raises(TrainingError, match=r"who listened.*who, what, how `often`, when"):
        read(connection, folder.parent, tmp_path / "pairs")
    with pytest.raises(TrainingError, match="no column “band”"):
        read(connection, folder.parent, tmp_path / "pairs", columns=Columns("who", "band"))


def test_numbers_have_no_gaps_and_follow_the_order(connection: Connection) -> None:
    names = [f"name {at:04}" for at in range(0, 1_000, 3)]
    frame = connection.spark.createDataFrame([(name,) for name in reversed(names)], "name string")
    with Frames(connection, "here", ignore_progress) as frames:
        sorted_, spread = (
            numbered(ordered, "number", frames)[0].collect()
            for ordered in (frame.orderBy("name"), frame.repartition(7, "name").sortWithinPartitions("name"))
        )
    assert {row.name: row.number for row in sorted_} == {name: at for at, name in enumerate(names)}
    assert sorted(row.number for row in spread) == list(range(len(names)))


def broken(folder: Path) -> Path:
    (folder / "0.parquet").write_bytes(b"PAR1 and no more")
    return folder / "0.parquet"


def empty_folder(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def text(folder: Path, *lines: str) -> Path:
    (folder / "plays.csv").write_text("\n".join(lines))
    return folder / "plays.csv"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: folder / "nowhere.parquet", "sees nothing at"),
        (lambda folder: folder / "*.csv", "sees nothing at"),
        (lambda folder: "no-such-scheme://somewhere/plays", "no connector"),
        (broken, "0.parquet is damaged"),
        (empty_folder, "nothing in"),
        (text, "nothing in"),
        (lambda folder: text(folder, "user,artist"), r"No line of .* tells of a play \(0 were read\)"),
        (lambda folder: text(folder, "user,artist,plays", "a,b,0", "a,,1"), r"No line of .* \(2 were read\)"),
        (lambda folder: text(folder, "user,artist", "a,b", "b,b"), "an artist needs 3 listeners"),
        (lambda folder: text(folder, "user,song", "a,b"), "which column tells the artist"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(make: Any, sentence: str, connection: Connection, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=sentence) as caught:
        read(connection, make(tmp_path), tmp_path / "pairs", support=Support(3, 1))
    assert "\n" not in str(caught.value)
    assert "Exception" not in str(caught.value)
    assert not (tmp_path / "pairs").exists()


def test_files_with_other_headings_are_not_mixed_up(connection: Connection, tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "1.csv").write_text("user,artist\na,b\n")
    (tmp_path / "two" / "2.csv").write_text("artist,user\nb,a\n")
    with pytest.raises(TrainingError, match="different headings"):
        read(connection, tmp_path / "two", tmp_path / "pairs")


def test_cancel_stops_it(connection: Connection, cancel: CancelToken, tmp_path: Path) -> None:
    source = text(tmp_path, "user,artist", "a,b")

    def stop(now: Progress) -> None:
        if now.step == "Leaving out what few people play":
            cancel.cancel()

    with pytest.raises(Cancelled):
        read_plays(connection, str(source), None, lambda *_: Settings(), str(tmp_path / "pairs"), ANY, stop)
    assert not (tmp_path / "pairs").exists()
