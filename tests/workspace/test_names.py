"""The name doctor: it finds what was planted, foresees what a merge changes, and everything it does can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_als.errors import Cancelled, NotFoundError
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import CreditedName, NameProposal, RecommendQuery, Workspace
from tests.library.making import bring, count_batch, play_batch
from tests.workspace.doubles import Doubles, doubles, trained

STRANGE = ["أم لُؤلُؤة", "🦊🎺 Foxes", "<b>Bold</b> & Co", "n" * 300]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "library") as workspace:
        yield workspace


@pytest.fixture(scope="module")
def planted() -> Doubles:
    return doubles(genres=12, artists=60, listeners=1_500, planted=40, namesakes=12)


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory, planted: Doubles) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("community")) as workspace:
        trained(workspace, planted)
        yield workspace


def tell(workspace: Workspace, *counts: tuple[str, str, int], form: str = "totals") -> None:
    bring(workspace._library, count_batch(counts), form=form)
    workspace._library_changed()


def kinds(workspace: Workspace) -> dict[tuple[str, ...], tuple[str, tuple[str, ...], bool]]:
    return {
        tuple(one.name for one in proposal.spellings): (
            proposal.kind,
            tuple(one.name for one in proposal.into),
            proposal.certain,
        )
        for proposal in workspace.names.proposals()
    }


def state(workspace: Workspace) -> tuple[object, ...]:
    table = workspace.artists()
    return table.names.tolist(), table.plays.tolist(), table.listeners.tolist(), workspace._library.fingerprint()


def test_spellings_that_differ_in_typography_are_certain(workspace: Workspace) -> None:
    tell(workspace, ("1", "Tin-Rivers", 9), ("1", "tin‐rivers", 2), ("2", "TIN-RIVERS", 1), ("2", "Tin-Rivers", 1))
    assert kinds(workspace) == {("TIN-RIVERS", "tin‐rivers"): ("typography", ("Tin-Rivers",), True)}


def test_wide_letters_may_be_meant(workspace: Workspace) -> None:
    tell(workspace, ("1", "Rot", 9), ("1", "Ｒｏｔ", 2))
    assert kinds(workspace) == {("Ｒｏｔ",): ("typography", ("Rot",), False)}


def test_featured_artists_are_parted_and_certain_when_all_are_known(workspace: Workspace) -> None:
    tell(workspace, ("1", "Ada", 9), ("1", "ada feat. Bo", 2), ("1", "Ada ft. Bo & Cy", 1), ("2", "Bo", 3))
    found = kinds(workspace)
    assert found["ada feat. Bo",] == ("feat", ("Ada", "Bo"), True)
    assert found["Ada ft. Bo & Cy",] == ("feat", ("Ada", "Bo & Cy"), False)
    everything = {proposal.spellings[0].name: proposal for proposal in workspace.names.proposals()}
    guest = everything["Ada ft. Bo & Cy"].into[1]
    assert (guest.artist_id, guest.plays) == (None, 0)
    workspace.names.apply(list(everything.values()))
    artists = workspace.artists()
    assert dict(zip(artists.names.tolist(), artists.plays.tolist(), strict=True)) == {"Ada": 12, "Bo": 5, "Bo & Cy": 1}
    assert workspace.listener(1).plays == 12
    assert workspace.names.credits() == [
        CreditedName("ada feat. Bo", ("Ada", "Bo"), 2),
        CreditedName("Ada ft. Bo & Cy", ("Ada", "Bo & Cy"), 1),
    ]


def test_short_names_are_not_alike_by_letters_alone(workspace: Workspace) -> None:
    tell(workspace, ("1", "Sound", 9), ("1", "The Sound", 2), ("1", "Rivers", 9), ("1", "Rivera", 8))
    assert kinds(workspace) == {}


def test_long_names_of_the_same_letters_are(workspace: Workspace) -> None:
    tell(workspace, ("1", "Zoë and the Tin Rivers", 9), ("1", "Zoe & the Tin Rivers", 2))
    assert kinds(workspace) == {
        ("Zoe & the Tin Rivers",): ("spelling", ("Zoë and the Tin Rivers",), False),
    }


def test_shared_titles_confirm_a_slip(workspace: Workspace) -> None:
    plays = [(0, "Rivers", "Harbour"), (300, "Rivers", "Quay"), (600, "Rivres", "quay"), (900, "Rivres", "Harbour")]
    bring(workspace._library, play_batch([*plays, (1200, "Rivera", "Harbour")]))
    workspace._library_changed()
    (proposal,) = workspace.names.proposals()
    assert {proposal.spellings[0].name, proposal.into[0].name} == {"Rivers", "Rivres"}
    assert (proposal.shared, proposal.taste, proposal.reason) == (2, None, "one letter")
    assert 0.8 < proposal.likeness < 1


def test_a_word_more_is_another_name(workspace: Workspace) -> None:
    tell(workspace, ("1", "Marilda Quay", 99), ("1", "Marilda Quay J", 2))
    assert kinds(workspace) == {}


def test_what_was_rejected_is_not_proposed_again_until_that_is_undone(workspace: Workspace) -> None:
    tell(
        workspace,
        ("1", "Ada", 9),
        ("1", "ada", 2),
        ("1", "Ada feat. Bo", 2),
        ("1", "Zoë Tin Rivers", 1),
        ("1", "Zoe Tin Rivers", 2),
    )
    found = workspace.names.proposals()
    assert {proposal.kind for proposal in found} == {"typography", "spelling", "feat"}
    before = state(workspace)
    for proposal in found:
        workspace.names.reject(proposal)
    assert workspace.names.proposals() == []
    assert state(workspace) == before
    for _ in found:
        workspace.undo()
    assert workspace.names.proposals() == found


def test_certain_ones_are_applied_in_one_step(workspace: Workspace) -> None:
    tell(workspace, ("1", "Ada", 9), ("1", "ada", 2), ("1", "Bo", 9), ("1", "BO", 2), ("1", "Cy feat. Di", 2))
    before = state(workspace)
    assert workspace.names.apply_certain() == 2
    assert workspace.artists().names.tolist() == ["Ada", "Bo", "Cy feat. Di"]
    assert workspace.names.apply_certain() == 0
    assert workspace.names.apply([]) == 0
    undone = workspace.undo()
    assert undone is not None
    assert (undone.kind, undone.label) == ("names", "2 proposals of the name doctor")
    assert state(workspace) == before


def test_proposals_whose_names_have_left_are_passed_over(workspace: Workspace) -> None:
    tell(workspace, ("1", "Ada", 9))
    tell(workspace, ("1", "ada", 2), form="others")
    (proposal,) = workspace.names.proposals()
    workspace.undo()
    tell(workspace, ("1", "Bo", 2), form="others")
    assert workspace.names.apply([proposal]) == 0
    assert workspace.artists().names.tolist() == ["Ada", "Bo"]


@pytest.mark.parametrize("name", STRANGE)
def test_names_of_every_kind_are_found_by_their_former_spelling(workspace: Workspace, name: str) -> None:
    tell(workspace, ("1", name, 2), ("1", "Otto", 9))
    old = workspace.find_artist(name).id
    workspace.names.merge([name], "Otto")
    assert [hit.name for hit in workspace.search(name) if hit.kind == "artist"] == ["Otto"]
    assert workspace.find_artist(name).plays == 11
    assert workspace.artist(old).name == "Otto"
    assert [person.plays for person in workspace.artist_listeners(old)] == [11]
    workspace.names.split(name)
    assert workspace.artist(old).plays == 2


def test_search_lists_an_artist_once(workspace: Workspace) -> None:
    tell(workspace, ("1", "Otto", 9), *(("1", f"Otto {n}", 1) for n in "abcdefghij"), ("1", "Ottokar", 1))
    workspace.names.merge([f"Otto {n}" for n in "abcdefghij"], "Otto")
    assert [hit.name for hit in workspace.search("otto", 8) if hit.kind == "artist"] == ["Otto", "Ottokar"]


def test_merging_by_hand_says_whom_it_does_not_know(workspace: Workspace) -> None:
    tell(workspace, ("1", "Marilda", 9), ("1", "Otto", 1))
    with pytest.raises(NotFoundError, match="Did you mean “Marilda”"):
        workspace.names.merge(["Otto"], "Marildo")
    with pytest.raises(NotFoundError, match="not merged"):
        workspace.names.split("Otto")
    workspace.names.merge(["Otto"], "Marilda")
    workspace.names.merge(["Marilda"], "Otto")  # the other way round
    assert workspace.artists().names.tolist() == ["Otto"]


def test_it_can_be_stopped(community: Workspace) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        community.names.proposals(cancel)
    seen: list[Progress] = []
    community.names.proposals(progress=seen.append)
    assert seen[-1].fraction == 1


def spelled(proposals: list[NameProposal]) -> set[tuple[str, str]]:
    return {(one.spellings[0].name, one.into[0].name) for one in proposals if one.kind == "spelling"}


def test_taste_confirms_the_planted_slips_and_not_the_strangers(community: Workspace, planted: Doubles) -> None:
    found = spelled(community.names.proposals())
    strangers = planted.strangers | {(other, one) for one, other in planted.strangers}
    assert len(found & planted.slips) > 0.4 * len(planted.slips)
    assert len(found & strangers) < 0.15 * len(strangers)
    assert len(found & planted.slips) > 0.75 * len(found)


def test_names_of_two_artists_are_flagged(community: Workspace, planted: Doubles) -> None:
    flags = community.names.two_artists()
    found = {flag.spelling.name for flag in flags}
    assert len(found & planted.namesakes) > 0.5 * len(planted.namesakes)
    assert len(found & planted.namesakes) > 0.7 * len(found)
    community.names.reject(flags[0])
    assert flags[0].spelling.name not in {flag.spelling.name for flag in community.names.two_artists()}
    community.undo()


def test_a_preview_is_what_comes_to_pass_and_writes_nothing(community: Workspace) -> None:
    proposal = next(one for one in community.names.proposals() if one.kind == "spelling" and one.plays)
    slip = proposal.spellings[0].artist_id
    assert slip is not None
    someone = community.artist_listeners(slip)[0]
    before, query = state(community), RecommendQuery(n=20)
    former = [row.artist for row in community.recommend(someone.id, query).rows]
    preview = community.names.preview(proposal, someone.id)
    assert state(community) == before
    assert preview.plays == someone.plays
    merged = [one.name for one in proposal.spellings]
    assert community.names.preview_merge(merged, proposal.into[0].name, someone.id) == preview
    community.names.apply([proposal])
    now = [row.artist for row in community.recommend(someone.id, query).rows]
    assert set(former) - set(now) == set(preview.leave)
    assert set(now) - set(former) == set(preview.arrive)
    community.undo()
    assert [row.artist for row in community.recommend(someone.id, query).rows] == former


def test_a_model_from_before_a_merge_names_the_merged_no_more(community: Workspace) -> None:
    someone = int(community.listeners().ids[7])
    first, second = community.recommend(someone).rows[:2]
    community.names.merge([first.artist], second.artist)
    rows = community.recommend(someone, RecommendQuery(n=2_000, heard="any")).rows
    assert first.artist_id not in {row.artist_id for row in rows}
    assert community.explain(someone, first.artist_id) == community.explain(someone, second.artist_id)
    assert community.similar(first.artist_id).rows == community.similar(second.artist_id).rows
    assert first.artist_id not in {row.artist_id for row in community.similar(second.artist_id).rows}
    assert community.next_step().action == "train"
    community.undo()
    assert community.next_step().action == "browse"
    assert community.recommend(someone).rows[0] == first
