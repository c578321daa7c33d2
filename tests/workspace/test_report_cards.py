from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_als.workspace import RecommendQuery, Workspace
from tests.evaluation import histories
from tests.exports import ARTISTS, hetrec_zip, spotify_row


@pytest.fixture
def solo(tmp_path: Path) -> Iterator[Workspace]:
    """Sixty sessions of Mira."""
    plays = histories.moods(sessions=60, artists=len(ARTISTS))
    minutes = (plays.played_at - plays.played_at[0]) // 60
    rows = [spotify_row(int(minute), ARTISTS[who - 1]) for who, minute in zip(plays.artist_ids, minutes, strict=True)]
    (tmp_path / "mira.json").write_text(json.dumps(rows))
    with Workspace.open(tmp_path / "library") as opened:
        opened.import_history([tmp_path / "mira.json"], listener="Mira")
        yield opened


def train(workspace: Workspace, factors: int = 4) -> None:
    run = workspace.training(replace(workspace.preset("quick"), factors=factors, epochs=2))
    for _ in run:
        pass
    run.save()


def test_a_card_is_kept_until_library_or_model_change(solo: Workspace, tmp_path: Path) -> None:
    mira = solo.find_listener("Mira").id
    assert solo.report_cards.made(mira) is None
    card = solo.report_cards.make(mira)
    assert solo.report_cards.made(mira) is card
    train(solo)
    assert solo.report_cards.made(mira) is None
    card = solo.report_cards.make(mira)
    (tmp_path / "one.json").write_text(json.dumps([spotify_row(10**6, "Tin Rivers")]))
    solo.import_history([tmp_path / "one.json"], listener="Mira")
    assert solo.report_cards.made(mira) is None
    solo.undo()
    assert solo.report_cards.made(mira) is card


def test_cards_are_for_those_who_are_few_and_have_times(solo: Workspace, tmp_path: Path) -> None:
    mira = solo.find_listener("Mira").id
    assert solo.report_cards.fits(mira)
    train(solo)
    solo.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
    assert solo.report_cards.fits(mira)  # as long as the model in use learned from sessions
    assert not solo.report_cards.fits(solo.find_listener("2").id)
    train(solo)
    assert not solo.report_cards.fits(mira)


def test_alone_the_list_goes_by_recency_too(solo: Workspace) -> None:
    train(solo)
    mira = solo.find_listener("Mira").id
    rows = solo.recommend(mira, RecommendQuery(n=5, heard="any")).rows
    assert rows
    for row in rows:
        explained = solo.explain(mira, row.artist_id)
        assert explained is not None
        assert explained.recency > 0
        told = sum(part.contribution for part in explained.contributions) + explained.recency
        assert told == pytest.approx(row.score, abs=1e-6)
