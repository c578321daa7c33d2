"""Packs: made without people, added elsewhere, and the same answers there."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from desktop_als.errors import ModelError, PackError
from desktop_als.model.pack import read
from desktop_als.workspace import RecommendQuery, Workspace
from tests.library.making import bring, count_batch
from tests.workspace.doubles import Doubles, doubles, trained

SECRET = "Garage of Mira"
OWN = 9


@pytest.fixture(scope="module")
def planted() -> Doubles:
    return doubles(genres=4, artists=30, listeners=150, planted=0, namesakes=0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, planted: Doubles) -> Path:
    """The pack of a library with a community and one person, who has a secret."""
    folder = tmp_path_factory.mktemp("maker")
    with Workspace.open(folder / "library") as maker:
        bring(maker._library, count_batch([("Mira", SECRET, 40), ("Mira", names(planted)[0], 7)]), listener="Mira")
        trained(maker, planted)
        maker.packs.make(folder / "invented.dals-pack", "Invented")
    return folder


@pytest.fixture
def pack(made: Path) -> Path:
    return made / "invented.dals-pack"


def names(planted: Doubles) -> list[str]:
    return sorted(set(planted.batch.artist.tolist()))


def own(planted: Doubles) -> list[tuple[str, str, int]]:
    return [("Otto", name, 3 + place) for place, name in enumerate(names(planted)[:OWN])]


def test_it_holds_no_person_and_nothing_of_one_alone(pack: Path, planted: Doubles) -> None:
    content = pack.read_bytes()
    assert SECRET.encode() not in content
    assert b"Mira" not in content
    found = read(pack)
    assert found.support.min() >= 5
    assert SECRET not in found.names
    listeners: dict[str, set[str]] = {}
    for who, what in zip(planted.batch.listener, planted.batch.artist, strict=True):
        listeners.setdefault(what, set()).add(who)
    assert set(found.names) >= {name for name, people in listeners.items() if len(people) >= 5}
    assert found.manifest.listeners == 151
    assert found.manifest.data[0].community == "Invented"


def test_the_same_model_makes_the_same_bytes(made: Path, pack: Path, tmp_path: Path) -> None:
    with Workspace.open(made / "library") as maker:
        maker.packs.make(tmp_path / "again", "Invented")
    assert (tmp_path / "again").read_bytes() == pack.read_bytes()


def test_another_machine_gets_the_same_answers(made: Path, pack: Path, planted: Doubles, tmp_path: Path) -> None:
    everything = RecommendQuery(n=1000, heard="any")
    packed = set(read(pack).names)
    rows = [row for row in own(planted) if row[1] in packed]
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        bring(elsewhere._library, count_batch(rows), listener="Otto")
        elsewhere._library_changed()
        info = elsewhere.packs.add(pack)
        assert elsewhere.model_info() == info
        assert elsewhere.next_step().action == "browse"
        otto = elsewhere.find_listener("Otto").id
        there = {row.artist: row.score for row in elsewhere.recommend(otto, everything).rows}
        asked = elsewhere.find_artist(rows[0][1])
        alike = {row.artist: row.similarity for row in elsewhere.similar(asked.id).rows}
        new = elsewhere.recommend(otto).rows[0]
        assert elsewhere.artist(new.artist_id).plays == 0
        assert elsewhere.artist_listeners(new.artist_id) == []
        assert elsewhere.explain(otto, new.artist_id)
        assert elsewhere.search(new.artist)[0].name == new.artist
    with Workspace.open(made / "library") as maker:
        bring(maker._library, count_batch(rows), listener="Otto", form="other")
        maker._library_changed()
        here = {row.artist: row.score for row in maker.recommend(maker.find_listener("Otto").id, everything).rows}
        near = {row.artist: row.similarity for row in maker.similar(maker.find_artist(rows[0][1]).id).rows}
        maker.undo()
    assert there.keys() == here.keys() & packed
    assert all(abs(there[name] - here[name]) < 1e-6 for name in there)
    assert all(abs(alike[name] - near[name]) < 1e-6 for name in alike.keys() & near.keys())
    assert len(alike.keys() & near.keys()) > 40


def test_a_look_changes_nothing_and_tells_what_it_knows(pack: Path, planted: Doubles, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        known, unknown = names(planted)[0], "Nobody Knows Them"
        bring(elsewhere._library, count_batch([("Otto", known.upper(), 43), ("Otto", unknown, 57)]), listener="Otto")
        before = elsewhere._library.fingerprint()
        found = elsewhere.packs.look(pack)
        assert found.coverage is not None
        assert found.coverage.share == 0.43
        assert "43 % of your plays" in found.coverage.sentence
        assert (found.title, found.listeners, found.size) == ("Invented", 151, pack.stat().st_size)
        assert elsewhere.models() == []
        assert elsewhere._library.fingerprint() == before


def test_artists_are_met_by_name_and_then_by_key(pack: Path, planted: Doubles, tmp_path: Path) -> None:
    first, second = names(planted)[:2]
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        mine = [("Otto", first, 5), ("Otto", first.upper(), 9), ("Otto", second.upper(), 4)]
        bring(elsewhere._library, count_batch(mine), listener="Otto")
        elsewhere._library_changed()
        elsewhere.packs.add(pack)
        spelled = elsewhere.artists().names.tolist()
        assert second not in spelled
        assert {first, first.upper(), second.upper()} <= set(spelled)
        assert elsewhere.find_artist(first).plays == 5


def test_undo_takes_the_artists_and_the_model_along(pack: Path, planted: Doubles, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    with Workspace.open(folder) as elsewhere:
        bring(elsewhere._library, count_batch(own(planted)), listener="Otto")
        before = elsewhere._library.fingerprint(), elsewhere._library.artists().names.tolist()
        elsewhere.packs.add(pack)
        assert elsewhere._library.fingerprint() == before[0]
    with Workspace.open(folder) as elsewhere:
        assert elsewhere.recommend(elsewhere.find_listener("Otto").id).rows
        undone = elsewhere.undo()
        assert undone is not None
        assert (undone.kind, undone.label) == ("pack", "Invented")
        assert elsewhere._library.artists().names.tolist() == before[1]
        assert elsewhere.models() == []
        with pytest.raises(ModelError, match="no trained model"):
            elsewhere.recommend(elsewhere.find_listener("Otto").id)
