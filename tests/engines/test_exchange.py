"""The folder between this computer and a cluster."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.engines.spark import parquet
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.exchange import ARTISTS, LISTENERS, PAIRS, Exchange
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.progress import CancelToken

pa = pytest.importorskip("pyarrow", reason="pyarrow comes with the extra [spark]")
import pyarrow.parquet as pq  # noqa: E402

pytestmark = pytest.mark.spark


def matrix(rows: int = 30, artists: int = 20, seed: int = 1) -> sp.csr_matrix:
    made = sp.random(rows, artists, 0.3, "csr", np.float32, np.random.default_rng(seed))
    made.data -= np.float32(0.2)  # some are dislikes
    return made


def folder(exchange: Exchange, name: str) -> Path:
    return Path(exchange.address(name).removeprefix("file://"))


def write_factors(at: Path, ids: list[int], factors: list[list[float]], name: str = "part-0.parquet") -> None:
    at.mkdir(exist_ok=True)
    table = pa.table({"id": pa.array(ids, pa.int32()), "factors": pa.array(factors, pa.list_(pa.float32()))})
    pq.write_table(table, at / name)


@given(seed=st.integers(0, 99), entries=st.integers(1, 60))
def test_pairs_come_back_as_they_were(seed: int, entries: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    weights = matrix(seed=seed)
    at = tmp_path_factory.mktemp("pairs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "FILE_ENTRIES", entries)
        parquet.write_pairs(weights, at, CancelToken())
    read = pq.read_table(at)
    assert [str(field.type) for field in read.schema] == ["int32", "int32", "float"]
    row, artist, weight = (read.column(name).to_numpy() for name in ("row", "artist", "weight"))
    assert (sp.csr_matrix((weight, (row, artist)), weights.shape) != weights).nnz == 0


def test_many_pairs_lie_in_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "FILE_ENTRIES", 40)
    exchange = Exchange(Cluster(), tmp_path)
    exchange.write_pairs(matrix(), CancelToken())
    assert len(list(folder(exchange, PAIRS).iterdir())) > 3


def test_cancel_stops_the_writing(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    exchange = Exchange(Cluster(), tmp_path)
    with pytest.raises(Cancelled):
        exchange.write_pairs(matrix(), cancel)
    exchange.remove()
    assert list(tmp_path.iterdir()) == []


def test_factors_come_back_in_their_rows_and_the_rest_is_zero(tmp_path: Path) -> None:
    exchange = Exchange(Cluster(), tmp_path)
    write_factors(folder(exchange, LISTENERS), [3, 0], [[1, 2], [3, 4]])
    write_factors(folder(exchange, LISTENERS), [], [], "part-1.parquet")
    write_factors(folder(exchange, ARTISTS), [1], [[5, 6]])
    factors = exchange.read_factors(rows=5, artists=2)
    assert factors.listeners.tolist() == [[3, 4], [0, 0], [0, 0], [1, 2], [0, 0]]
    assert factors.artists.tolist() == [[0, 0], [5, 6]]
    for side in (factors.listeners, factors.artists):
        assert side.dtype == np.float32
        assert side.flags.c_contiguous


@pytest.mark.parametrize(
    ("ids", "factors"),
    [
        ([0], [[1.0, float("nan")]]),
        ([0], [[1.0, float("inf")]]),
        ([7], [[1.0, 2.0]]),
        ([-1], [[1.0, 2.0]]),
        ([0, 1], [[1.0, 2.0], [1.0]]),
        ([0, 1], [[1.0, 2.0, 3.0], [1.0]]),
        ([0], [[1.0, 2.0, 3.0]]),
        ([0], [None]),
        ([None], [[1.0, 2.0]]),
        ([], []),
    ],
)
def test_factors_that_make_no_sense_are_a_sentence(ids: list[int], factors: list[list[float]], tmp_path: Path) -> None:
    exchange = Exchange(Cluster(), tmp_path)
    write_factors(folder(exchange, LISTENERS), ids, factors)
    write_factors(folder(exchange, ARTISTS), [0], [[1, 2]])
    with pytest.raises(TrainingError, match="models stay as they were"):
        exchange.read_factors(2, 2)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"hello" * 100])
def test_a_file_that_is_no_parquet_is_a_sentence(content: bytes, tmp_path: Path) -> None:
    exchange = Exchange(Cluster(), tmp_path)
    write_factors(folder(exchange, LISTENERS), [0], [[1, 2]])
    write_factors(folder(exchange, ARTISTS), [0], [[1, 2]])
    (folder(exchange, ARTISTS) / "part-1.parquet").write_bytes(content)
    with pytest.raises(TrainingError, match="cannot be used"):
        exchange.read_factors(2, 2)


def test_a_file_of_other_columns_is_a_sentence(tmp_path: Path) -> None:
    exchange = Exchange(Cluster(), tmp_path)
    folder(exchange, LISTENERS).mkdir()
    pq.write_table(pa.table({"name": ["Rosa"]}), folder(exchange, LISTENERS) / "part-0.parquet")
    with pytest.raises(TrainingError, match="cannot be used"):
        exchange.read_factors(2, 2)


def test_a_link_among_the_factors_is_not_followed(tmp_path: Path) -> None:
    exchange = Exchange(Cluster(), tmp_path)
    write_factors(tmp_path / "elsewhere", [0], [[8, 9]])
    for name in (LISTENERS, ARTISTS):
        write_factors(folder(exchange, name), [0], [[1, 2]])
    (folder(exchange, ARTISTS) / "part-9.parquet").symlink_to(tmp_path / "elsewhere" / "part-0.parquet")
    assert exchange.read_factors(1, 1).artists.tolist() == [[1, 2]]


@pytest.mark.parametrize("form", ["{}", "file:{}", "file://{}", "{}/"])
def test_the_folder_that_was_named_is_used_and_only_ours_is_removed(form: str, tmp_path: Path) -> None:
    shared, scratch = tmp_path / "shared with the cluster", tmp_path / "scratch"
    (shared / "theirs").mkdir(parents=True)
    cluster = Cluster(exchange=form.format(shared))
    first, second = Exchange(cluster, scratch), Exchange(cluster, scratch)
    second.write_pairs(matrix(), CancelToken())
    first.remove()
    first.remove()
    assert folder(second, PAIRS).parent.parent == shared
    assert folder(second, PAIRS).is_dir()
    second.remove()
    assert [entry.name for entry in shared.iterdir()] == ["theirs"]
    assert not scratch.exists()


def test_the_cluster_may_do_in_our_folder_what_it_may_do_in_the_shared_one(tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    ours = folder(Exchange(Cluster(exchange=str(tmp_path)), tmp_path), PAIRS).parent
    assert ours.stat().st_mode & 0o777 == 0o770


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(TrainingError, match=r"cannot be written \(.+\)"):
        Exchange(Cluster(exchange=str(tmp_path / "file")), tmp_path)


def test_a_shared_folder_that_is_not_there_is_not_made_up(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="choose another folder"):
        Exchange(Cluster(exchange=str(tmp_path / "not mounted")), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    exchange = Exchange(Cluster(), tmp_path)
    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(TrainingError, match="No space left on device"):
        exchange.write_pairs(matrix(), CancelToken())


def test_a_folder_whose_name_spark_takes_for_a_pattern_is_a_sentence(tmp_path: Path) -> None:
    odd = tmp_path / "music [mine]"
    with pytest.raises(TrainingError, match="Choose another"):
        Exchange(Cluster(), odd)
    assert not odd.exists()


def test_an_address_of_another_file_system_is_the_clusters_own(tmp_path: Path) -> None:
    exchange = Exchange(Cluster(exchange="hdfs://names:9000/music/"), tmp_path)
    assert exchange.address(PAIRS).startswith("hdfs://names:9000/music/desktop-als-")
    exchange.write_pairs(matrix(), CancelToken())
    assert len(list(tmp_path.iterdir())) == 1
    exchange.remove()
    assert list(tmp_path.iterdir()) == []
