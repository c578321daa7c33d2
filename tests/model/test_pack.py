"""The file of a pack: what a hostile one may be, it is a sentence and nothing is changed."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save

from desktop_als.als.settings import Settings
from desktop_als.errors import PackError
from desktop_als.model import pack_file as packs
from desktop_als.model.bundle import PACK, Model, ModelInfo
from desktop_als.model.pack import PackData, packed, unpacked
from desktop_als.model.taste import Taste
from desktop_als.plays import History

ARTISTS, FACTORS = 12, 4
SETTINGS = Settings(factors=FACTORS)
INFO = ModelInfo(
    "m", "Quick", 1_700_000_000, "local", SETTINGS, "listeners", 30, ARTISTS, 90, 400, 0.7, 1_700_000_123, "f", 1.0, ()
)


def model(**changes: Any) -> Model:
    random = np.random.default_rng(4)
    return Model.assemble(
        replace(INFO, **changes),
        random.normal(size=(ARTISTS, FACTORS)).astype(np.float32),
        random.normal(size=(30, FACTORS)).astype(np.float32),
        np.arange(1, ARTISTS + 1),
        np.arange(1, 31),
        np.arange(1, ARTISTS + 1),
        tuple(f"Artist {i}" for i in range(1, ARTISTS + 1)),
    )


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    packs.write(packed(model(), "Invented", (PackData("Set", "CC0"),)), tmp_path / "a.dals-pack")
    return tmp_path / "a.dals-pack"


def test_what_is_written_is_read(pack: Path) -> None:
    found, whole = packs.read(pack), model()
    assert found.names == tuple(f"Artist {i}" for i in range(12, 4, -1))
    assert found.support.tolist() == list(range(12, 4, -1))
    assert np.array_equal(found.artist_factors, whole.artist_factors[:3:-1])
    assert np.array_equal(found.gram, whole.gram)
    assert found.manifest.data == (PackData("Set", "CC0"),)
    assert (found.manifest.all_artists, found.manifest.artists) == (12, 8)
    with zipfile.ZipFile(pack) as archive:
        assert archive.namelist() == ["manifest.json", "artists.safetensors", "names.json"]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"weighting": "bm25"},
        {"weighting": "tfidf", "objective": "hkv"},
        {"half_life": 60.0},
        {"frequency": "observed", "unobserved_weight": 0.7},
        {"frequency_exponent": 0.4, "regularization": 2.0},
    ],
)
def test_a_listener_is_folded_in_as_into_the_whole_model(pack: Path, changes: dict[str, Any]) -> None:
    whole = model(settings=replace(SETTINGS, **changes))
    packs.write(packed(whole, "a", ()), pack)
    elsewhere = unpacked(packs.read(pack), "other", np.array([40, 3, 7, 88, 21, 30, 9, 1]))
    plays, last = np.array([5, 1, 60]), np.array([1_600_000_000, -1, 1_710_000_000])
    here = dict(zip(whole.names, whole.artist_ids.tolist(), strict=True))
    there = dict(zip(elsewhere.names, elsewhere.artist_ids.tolist(), strict=True))
    names = ("Artist 12", "Artist 7", "Artist 9")

    def score(one: Model, ids: dict[str, int]) -> dict[str, float]:
        order = np.argsort([ids[name] for name in names])
        heard = History(np.array([ids[name] for name in names])[order], plays[order], last[order])
        return dict(zip(one.names, Taste.of(one, heard).scores().tolist(), strict=True))

    told = score(elsewhere, there)
    assert told == pytest.approx({name: score(whole, here)[name] for name in told}, abs=1e-6)


def test_ratings_are_foretold_as_by_the_whole_model(pack: Path) -> None:
    random = np.random.default_rng(5)
    rated = model(
        settings=replace(SETTINGS, objective="explicit", unobserved_weight=0.0), row_kind="ratings", rating_mean=3.2
    )
    rated = replace(rated, artist_factors=random.normal(size=(ARTISTS, FACTORS + 2)).astype(np.float32))
    packs.write(packed(rated, "a", ()), pack)
    elsewhere = unpacked(packs.read(pack), "other", np.arange(8, 0, -1))
    stars, none = np.array([5.0, 1.0]), np.array([-1, -1])
    theirs = Taste.of(elsewhere, History(np.array([3, 7]), np.array([0, 0]), none, stars))
    heard = [rated.names.index(elsewhere.names[place]) + 1 for place in (2, 6)]
    ours = Taste.of(rated, History(np.array(heard), np.array([0, 0]), none, stars))
    assert theirs.scores() == pytest.approx(ours.scores()[4:], abs=1e-5)


def test_the_second_of_a_play_is_told_only_where_it_matters() -> None:
    assert packed(model(), "a", ()).manifest.knows_up_to == 1_700_000_123 // 86_400 * 86_400
    fading = replace(SETTINGS, half_life=90.0)
    assert packed(model(settings=fading), "a", ()).manifest.knows_up_to == 1_700_000_123
    assert packed(model(knows_up_to=-1), "a", ()).manifest.knows_up_to == -1


@pytest.mark.parametrize(
    ("changes", "words"), [({"row_kind": "sessions"}, "may all be of one person"), ({"engine": PACK}, "a pack already")]
)
def test_not_every_model_makes_a_pack(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(PackError, match=words):
        packed(model(**changes), "a", ())


def test_without_artists_of_five_listeners_there_is_no_pack() -> None:
    with pytest.raises(PackError, match="No artist has 5 listeners"):
        packed(replace(model(), support=np.full(ARTISTS, 4)), "a", ())


def test_a_name_that_no_table_can_show_stays_at_home(tmp_path: Path) -> None:
    names = ("n" * 3_000, *model().names[1:-1], "x" * 3_000)
    packs.write(packed(replace(model(), names=names), "a", ()), tmp_path / "a")
    assert packs.read(tmp_path / "a").names == tuple(f"Artist {i}" for i in range(11, 4, -1))


def test_a_folder_that_is_not_there_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="could not be written"):
        packs.write(packed(model(), "a", ()), tmp_path / "nowhere" / "a")
    assert list(tmp_path.iterdir()) == []


def forged(
    pack: Path,
    manifest: dict[str, Any] | None = None,
    tensors: dict[str, np.ndarray] | None = None,
    names: Any = None,
    kind: int = zipfile.ZIP_STORED,
) -> Path:
    """The pack with other content, and sums that fit it."""
    sound = packs.read(pack)
    held = {"artists": sound.artist_factors, "gram": sound.gram, "support": sound.support}
    files = {
        "artists.safetensors": save({name: np.ascontiguousarray(x) for name, x in (held | (tensors or {})).items()}),
        "names.json": json.dumps(list(sound.names) if names is None else names).encode(),
    }
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    with zipfile.ZipFile(pack) as archive:
        told = json.loads(archive.read("manifest.json")) | {"files": sums} | (manifest or {})
    with zipfile.ZipFile(pack, "w", kind) as archive:
        for name, data in {"manifest.json": json.dumps(told).encode(), **files}.items():
            archive.writestr(name, data)
    return pack


def refused(pack: Path, words: str = "damaged or no pack") -> None:
    with pytest.raises(PackError, match=words):
        packs.read(pack)


def test_an_honest_forgery_is_read(pack: Path) -> None:
    assert packs.read(forged(pack)).manifest.title == "Invented"


def poisoned(value: float) -> np.ndarray:
    factors = np.ones((8, FACTORS), np.float32)
    factors[3, 2] = value
    return factors


@pytest.mark.parametrize(
    "tensors",
    [
        {"artists": poisoned(np.nan)},
        {"artists": poisoned(np.inf)},
        {"artists": np.ones((8, FACTORS), np.float64)},
        {"artists": np.ones((7, FACTORS), np.float32)},
        {"artists": np.ones((8, FACTORS + 1), np.float32)},
        {"artists": np.ones(8 * FACTORS, np.float32)},
        {"gram": np.full((FACTORS, FACTORS), np.inf)},
        {"gram": np.ones((FACTORS, FACTORS), np.float32)},
        {"gram": np.ones((1, 1))},
        {"support": np.full(8, 4)},
        {"support": np.full(8, 31)},
        {"support": np.full(8, -5)},
        {"support": np.full(8, 9, np.int32)},
        {"support": np.full((8, 1), 9)},
    ],
)
def test_numbers_that_cannot_be_are_refused(pack: Path, tensors: dict[str, np.ndarray]) -> None:
    refused(forged(pack, tensors=tensors))


@pytest.mark.parametrize(
    "change",
    [
        lambda names: names[:-1],
        lambda names: [*names, "One More"],
        lambda names: [*names[:-1], names[0]],
        lambda names: [*names[:-1], ""],
        lambda names: [*names[:-1], " \t"],
        lambda names: [*names[:-1], "Bell\x07"],
        lambda names: [*names[:-1], "Null\x00"],
        lambda names: [*names[:-1], "Two\nLines"],
        lambda names: [*names[:-1], "\ud800"],
        lambda names: [*names[:-1], "n" * 5_000],
        lambda names: [*names[:-1], "n" * 5_000_000],
        lambda names: [*names[:-1], None],
        lambda names: [*names[:-1], 7],
        lambda _: {},
        lambda _: ["n"] * 2_000_000,
    ],
)
def test_names_that_are_none_are_refused(pack: Path, change: Callable[[list[str]], Any]) -> None:
    refused(forged(pack, names=change(list(packs.read(pack).names))))


@pytest.mark.parametrize(
    "manifest",
    [
        {"format": "another"},
        {"artists": 0},
        {"artists": -1},
        {"artists": 13},
        {"artists": 10_000_000, "all_artists": 10_000_000},
        {"artists": 2**70},
        {"all_artists": 2**60},
        {"listeners": 2**60},
        {"row_kind": "sessions"},
        {"row_kind": "ratings"},
        {"row_kind": "songs"},
        {"rating_mean": 3.0},
        {"weight_scale": -1.0},
        {"weight_scale": 0},
        {"mean_row_plays": 0},
        {"settings": {"factors": 0}},
        {"settings": {"factors": 10**9}},
        {"settings": {"regularization": -1}},
        {"settings": None},
        {"title": ""},
        {"title": "\x1b[2J"},
        {"data": [{"community": "a\nb", "licence": None}]},
        {"made_at": -5},
        {"knows_up_to": 2**62},
        {"knows_up_to": 2**45},
        {"made_at": 2**45},
        {"files": {}},
        {"evaluation": "x" * (1 << 20)},
        {"evaluation": {"verdict": "\x1b[2J"}},
        {"evaluation": [[]]},
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(pack: Path, manifest: dict[str, Any]) -> None:
    refused(forged(pack, manifest))


@pytest.mark.parametrize("text", ['{"weight_scale": 1e999}', '{"a":' * 100_000, "[]", "", '{"format": 5}', "\xff"])
def test_a_manifest_that_is_no_json_is_refused(pack: Path, text: str) -> None:
    content = rewritten(pack, {"manifest.json": text.encode("latin-1")})
    pack.write_bytes(content)
    refused(pack)


def test_a_newer_version_is_told(pack: Path) -> None:
    refused(forged(pack, {"format_version": 2}), "newer version")


def test_what_is_compressed_is_refused_before_it_unfolds(pack: Path) -> None:
    refused(forged(pack, names=["n" * 10_000_000], kind=zipfile.ZIP_DEFLATED))


def rewritten(pack: Path, changes: dict[str, bytes | None]) -> bytes:
    with zipfile.ZipFile(pack) as archive:
        files: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (files | changes).items():
            if data is not None:
                archive.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize(
    "changes",
    [
        {"manifest.json": None},
        {"names.json": None},
        {"artists.safetensors": None},
        {"../../escape": b"x"},
        {"factors.pkl": pickle.dumps({"a": 1})},
        {"artists.safetensors": pickle.dumps({"artists": [1.0]})},
        {"artists.safetensors": struct.pack("<Q", 2**60) + b"{}"},
        {"names.json": b"[]"},
    ],
)
def test_files_that_are_missing_foreign_or_changed_are_refused(pack: Path, changes: dict[str, bytes | None]) -> None:
    pack.write_bytes(rewritten(pack, changes))
    refused(pack)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 1000, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_is_refused(pack: Path, data: bytes) -> None:
    pack.write_bytes(data)
    refused(pack)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere", "could not be read")
    refused(tmp_path, "could not be read|damaged")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_byte_that_is_changed_is_noticed_or_harmless(pack: Path, data: st.DataObject) -> None:
    sound = packs.read(pack)
    content = bytearray(pack.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    other = pack.with_name("other")
    other.write_bytes(bytes(content[: data.draw(st.sampled_from([len(content), len(content) // 2]))]))
    try:
        found = packs.read(other)
    except PackError:
        return
    assert found.names == sound.names
    assert np.array_equal(found.artist_factors, sound.artist_factors)
