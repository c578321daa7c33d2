"""Packs: made without people, added elsewhere, and the same answers there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_als.errors import Cancelled, EvaluationError, ModelError, PackError, TrainingError
from desktop_als.model.pack_file import read
from desktop_als.progress import CancelToken, Progress
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


def test_what_was_found_out_about_the_model_comes_along(made: Path, tmp_path: Path) -> None:
    with Workspace.open(made / "library") as maker:
        found = maker.evaluate()
        maker.packs.make(tmp_path / "pack", "Judged")
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        info = elsewhere.packs.add(tmp_path / "pack")
        assert elsewhere.evaluation(info.name) == found
        with pytest.raises(EvaluationError, match="machine that trained it"):
            elsewhere.evaluate()
        with pytest.raises(PackError, match="a pack already"):
            elsewhere.packs.make(tmp_path / "pack of pack", "Again")


def test_a_bad_pack_changes_nothing(pack: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(pack.read_bytes()[:-300])
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        for act in (elsewhere.packs.look, elsewhere.packs.add):
            with pytest.raises(PackError, match="Nothing was changed"):
                act(bad)
        assert elsewhere.steps() == []
        assert elsewhere.models() == []


def test_a_stop_or_a_full_disk_leaves_neither_artists_nor_a_model(
    pack: Path, planted: Doubles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        bring(elsewhere._library, count_batch(own(planted)), listener="Otto")
        elsewhere._library_changed()
        steps, names_before = elsewhere.steps(), elsewhere.artists().names.tolist()
        cancel = CancelToken()

        def stop_in_the_middle(now: Progress) -> None:
            if now.step == "Finding its artists":
                cancel.cancel()

        with pytest.raises(Cancelled):
            elsewhere.packs.add(pack, cancel=cancel, progress=stop_in_the_middle)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("desktop_als.model.bundle.save_file", full)
        with pytest.raises(ModelError, match="No space left"):
            elsewhere.packs.add(pack)
        elsewhere._library_changed()
        assert (elsewhere.steps(), elsewhere.artists().names.tolist()) == (steps, names_before)
        assert elsewhere.models() == []


def test_a_model_whose_step_is_gone_goes_when_the_workspace_is_opened(pack: Path, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        elsewhere.packs.add(pack)
        elsewhere._library.undo()  # and killed before the rest
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        assert elsewhere.models() == []


def test_own_plays_that_come_later_meet_the_artists_of_the_pack(pack: Path, planted: Doubles, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        elsewhere.packs.add(pack)
        before = len(elsewhere.artists())
        bring(elsewhere._library, count_batch(own(planted)), listener="Otto")
        elsewhere._library_changed()
        assert len(elsewhere.artists()) == before
        assert elsewhere.recommend(elsewhere.find_listener("Otto").id).rows
        elsewhere.names.merge([own(planted)[0][1]], own(planted)[1][1])
        assert elsewhere.recommend(elsewhere.find_listener("Otto").id).rows
        assert elsewhere.names.proposals() is not None
        elsewhere.undo()
        elsewhere.undo()
        elsewhere.undo()
        assert len(elsewhere.artists()) == 0


def test_a_pack_needs_a_title(made: Path, tmp_path: Path) -> None:
    with Workspace.open(made / "library") as maker:
        for title in ("", "  ", "n" * 101, "two\nlines"):
            with pytest.raises(PackError, match="title"):
                maker.packs.make(tmp_path / "pack", title)
    assert not (tmp_path / "pack").exists()


def test_a_backup_brings_a_pack_back_and_a_merge_leaves_it_where_it_is(
    pack: Path, planted: Doubles, tmp_path: Path
) -> None:
    with Workspace.open(tmp_path / "elsewhere") as elsewhere:
        bring(elsewhere._library, count_batch(own(planted)), listener="Otto")
        elsewhere._library_changed()
        elsewhere.packs.add(pack)
        elsewhere.backups.make(tmp_path / "backup")
    with Workspace.open(tmp_path / "merged") as merged:
        bring(merged._library, count_batch([("Nora", "Attic", 3)]), listener="Nora")
        merged.backups.restore(tmp_path / "backup", "merge")
        assert merged.models() == []
        assert len(merged.artists()) == OWN + 1
        merged.undo()
        assert len(merged.artists()) == 1
    with Workspace.open(tmp_path / "restored") as restored:
        restored.backups.restore(tmp_path / "backup", "replace")
    with Workspace.open(tmp_path / "restored") as restored:
        assert restored.recommend(restored.find_listener("Otto").id).rows
        with pytest.raises(TrainingError, match="came without the listeners"):
            restored.stability.measure(1)


def test_a_pack_tells_the_licence_of_data_that_has_left_the_library_since(planted: Doubles, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "library") as maker:
        bring(maker._library, planted.batch, form="lastfm_360k", listener=None, community="Last.fm-360K")
        maker._library_changed()
        run = maker.training(replace(maker.preset("quick"), factors=4, epochs=1))
        for _ in run:
            pass
        run.save()
        maker.undo()
        (data,) = maker.packs.make(tmp_path / "pack", "Old").data
    assert data.community == "Last.fm-360K"
    assert data.licence is not None
    assert "non-commercial" in data.licence
