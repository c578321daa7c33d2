"""Several listeners of one library, as they are now and as they steer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_als.errors import ModelError
from desktop_als.steering import Opinion
from desktop_als.workspace import Workspace
from tests.exports import ARTISTS, hetrec_zip, movielens_zip, spotify_file, spotify_row
from tests.workspace.test_workspace import train

FIRST, SECOND = ARTISTS[:12], ARTISTS[12:]


def person(workspace: Workspace, folder: Path, name: str, artists: list[str] | tuple[str, ...], plays: int = 6) -> int:
    import json

    rows = [spotify_row(10 * (i * plays + k), artist) for i, artist in enumerate(artists) for k in range(plays)]
    (folder / f"{name}.json").write_text(json.dumps(rows))
    workspace.import_history([folder / f"{name}.json"], listener=name)
    return workspace.find_listener(name).id


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A community of two tastes, Ada of the first, Bo of the second, Cleo of both; only the community was learned from."""
    with Workspace.open(tmp_path / "library") as opened:
        opened.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        train(opened, epochs=10)
        person(opened, tmp_path, "Ada", FIRST[:7])
        person(opened, tmp_path, "Bo", SECOND[:7])
        person(opened, tmp_path, "Cleo", (*FIRST[4:8], *SECOND[4:8]))
        yield opened


def ids(workspace: Workspace, *names: str) -> list[int]:
    return [workspace.find_listener(name).id for name in names]


def test_a_match_is_taken_apart(workspace: Workspace) -> None:
    ada, bo, cleo = ids(workspace, "Ada", "Bo", "Cleo")
    apart, near = workspace.together.match(ada, bo), workspace.together.match(ada, cleo, parts=5)
    assert apart is not None
    assert near is not None
    assert apart.match < near.match
    assert len(near.making) <= 5
    assert {part.artist for part in near.making} <= set(FIRST)
    assert sum(part.part for part in near.making) + near.rest == pytest.approx(near.cosine, abs=1e-9)
    assert sum(part.part for part in near.dividing) + near.rest_dividing == pytest.approx(near.cosine - 1, abs=1e-9)
    assert near.usual is not None
    own = workspace.together.match(ada, ada)
    assert own is not None
    assert own.match == 100


def test_a_match_needs_a_model_and_artists_that_it_knows(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        one, other = ids(workspace, "2", "3")
        with pytest.raises(ModelError):
            workspace.together.match(one, other)
        train(workspace)
        stranger = person(workspace, tmp_path, "Zoe", ("Nobody Knows Them",))
        assert workspace.together.match(one, stranger) is None
        assert workspace.together.blend([stranger]) == ()
        assert workspace.together.borrow(one, stranger) == ()


def test_at_least_misery_whom_both_like_leads_and_whom_one_loves_is_behind(workspace: Workspace) -> None:
    both = ids(workspace, "Ada", "Cleo")
    rows = workspace.together.blend(both, 1.0, 24)
    assert {row.artist for row in rows[:4]} <= set(FIRST)
    places = {row.artist: row.rank for row in rows}
    assert max(places[name] for name in FIRST[4:7]) < min(places[name] for name in SECOND[4:8])
    new = workspace.together.blend(both, 0.5, 24, only_new=True)
    assert new
    assert not {row.artist for row in new} & {*FIRST[:8], *SECOND[4:8]}


def test_everybody_is_asked_as_they_steer(workspace: Workspace) -> None:
    ada, bo, cleo = ids(workspace, "Ada", "Bo", "Cleo")
    banned, disliked = (workspace.find_artist(name).id for name in (FIRST[9], SECOND[4]))
    before = workspace.together.match(ada, bo)
    workspace.steering.say(ada, [banned], Opinion.BANNED)
    workspace.steering.say(cleo, [disliked], Opinion.DISLIKED)
    assert banned not in {row.artist_id for row in workspace.together.blend([ada, cleo], 0.5, 24)}
    assert disliked not in {row.artist_id for row in workspace.together.blend([ada, cleo], 0.5, 24)}
    assert disliked not in {row.artist_id for row in workspace.together.borrow(ada, cleo)}
    assert ada not in {row.listener_id for row in workspace.together.would_like(banned).rows}
    workspace.steering.say(ada, [workspace.find_artist(name).id for name in SECOND[:6]], Opinion.LIKED)
    after = workspace.together.match(ada, bo)
    assert before is not None
    assert after is not None
    assert after.cosine > before.cosine + 0.1


def test_one_borrows_what_the_other_plays(workspace: Workspace) -> None:
    ada, cleo = ids(workspace, "Ada", "Cleo")
    rows = workspace.together.borrow(ada, cleo)
    assert rows[0].artist == FIRST[7]
    assert rows[0].lender_plays == 6
    assert not {row.artist for row in rows} & set(FIRST[:7])


def test_listeners_are_alike_within_a_taste_and_own_ones_are_as_they_are_now(
    workspace: Workspace, tmp_path: Path
) -> None:
    ada, bo = ids(workspace, "Ada", "Bo")
    answer = workspace.together.similar_listeners(ada, 12)
    assert answer.note is None
    assert {workspace.listener(row.listener_id).name for row in answer.rows} <= {
        *(str(number) for number in range(2, 26, 2)),
        "Cleo",
    }
    twin = person(workspace, tmp_path, "Twin", FIRST[:7])
    found = next(row for row in workspace.together.similar_listeners(ada).rows if row.listener_id == twin)
    assert (found.similarity, found.evidence) == (pytest.approx(1), 7)
    listed = {row.listener_id for row in workspace.together.similar_listeners(ada).rows}
    assert ada not in listed
    assert bo in listed
    member = workspace.find_listener("2").id
    assert member not in {row.listener_id for row in workspace.together.similar_listeners(member).rows}


def test_who_left_the_library_is_in_no_list(workspace: Workspace, tmp_path: Path) -> None:
    ada = workspace.find_listener("Ada").id
    twin = person(workspace, tmp_path, "Twin", FIRST[:7])
    assert twin in {row.listener_id for row in workspace.together.similar_listeners(ada).rows}
    workspace.undo()
    assert twin not in {row.listener_id for row in workspace.together.similar_listeners(ada).rows}


def test_who_would_like_an_artist_does_not_play_it(workspace: Workspace) -> None:
    artist = workspace.find_artist(FIRST[8]).id
    playing = {row.id for row in workspace.artist_listeners(artist)}
    rows = workspace.together.would_like(artist).rows
    assert not {row.listener_id for row in rows} & playing
    assert workspace.find_listener("Ada").id in {row.listener_id for row in rows[:6]}
    assert rows[0].match > rows[-1].match
    assert all(0 <= row.match <= 100 for row in rows)


def test_shared_listeners_are_counted(workspace: Workspace) -> None:
    one, other, third = (workspace.find_artist(name).id for name in (FIRST[4], FIRST[5], SECOND[4]))
    of_one = {row.id for row in workspace.artist_listeners(one)}
    expected = [len(of_one & {row.id for row in workspace.artist_listeners(each)}) for each in (other, third)]
    assert workspace.together.shared_listeners(one, [other, third, 999_999]) == [*expected, 0]
    assert expected[1] == 1  # Cleo
    assert workspace.together.shared_listeners(one, []) == []


def test_a_model_of_ratings_compares_listeners_too(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([movielens_zip(tmp_path / "films.zip")])
        train(workspace, epochs=10)
        one, other = (int(who) for who in workspace.listeners().ids[:2])
        found = workspace.together.match(one, other)
        assert found is not None
        assert sum(part.part for part in found.making) + found.rest == pytest.approx(found.cosine, abs=1e-9)
        assert workspace.together.blend([one, other], 1.0)
        assert len(workspace.together.similar_listeners(one).rows) > 10
        rated = {row.artist for row in workspace.together.borrow(one, other)}
        assert not rated & {row.name for row in workspace.top_artists(one)}
        assert workspace.together.would_like(int(workspace.artists().ids[0])).rows


def test_alone_with_a_model_of_sessions_there_is_nobody_to_compare_with(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
        train(workspace)
        mira = workspace.find_listener("Mira").id
        answer = workspace.together.similar_listeners(mira)
        assert answer.rows == ()
        assert "another person" in (answer.note or "")
        found = workspace.together.match(mira, mira)
        assert found is not None
        assert found.usual is None
