"""Rules, what counts, and the rows behind a report, as the window and the command line use them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_als.errors import LibraryError
from desktop_als.plays import Fate
from desktop_als.workspace import (
    ByArtist,
    BySource,
    CountingRule,
    InPrivate,
    Recommendation,
    RecommendQuery,
    Rule,
    Workspace,
)
from tests.exports import ARTISTS, hetrec_zip, spotify_row


def write_json(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A community of two tastes, and Mira, who plays some of both."""
    rows = [spotify_row(10 * i, ARTISTS[(0, 1, 2, 3, 14)[i % 5]], f"Track {i % 7}") for i in range(60)]
    for row in rows[::5]:
        row["incognito_mode"] = True
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip")])
        workspace.import_history([write_json(tmp_path / "history.json", rows)], listener="Mira")
        yield workspace


@pytest.fixture
def trained(workspace: Workspace) -> Workspace:
    run = workspace.training(replace(workspace.preset("quick"), factors=8, epochs=5), title="Quick")
    for _ in run:
        pass
    run.save()
    return workspace


def mira(workspace: Workspace) -> int:
    return workspace.find_listener("Mira").id


def artists_of(rows: tuple[Recommendation, ...]) -> set[str]:
    return {row.artist for row in rows}


@pytest.mark.parametrize("kind", ["artist", "source", "private"])
def test_a_preview_foretells_the_recommendations_and_writes_nothing(trained: Workspace, kind: str) -> None:
    who, query = mira(trained), RecommendQuery(n=6)
    condition = {
        "artist": ByArtist(trained.find_artist(ARTISTS[14]).id),
        "source": BySource(2),
        "private": InPrivate(),
    }[kind]
    before, totals = trained.recommend(who, query).rows, trained.totals()
    preview = trained.rules.preview(Rule(condition), who, query=query)
    assert trained.totals() == totals
    assert trained.rules.in_use() == []
    trained.rules.add(Rule(condition))
    after = trained.recommend(who, query).rows
    assert artists_of(preview.leaving) == artists_of(before) - artists_of(after)
    assert artists_of(preview.arriving) == artists_of(after) - artists_of(before)
    assert preview.left_out == totals.plays - trained.totals().plays > 0
    assert (preview.back, preview.artists) == (0, {"artist": 1, "source": 5, "private": 1}[kind])
    assert 0 < preview.first <= preview.last
    assert trained.rules.in_use()[0].plays == preview.left_out


def test_an_artist_that_is_left_out_is_not_recommended(trained: Workspace) -> None:
    who, artist = mira(trained), trained.find_artist(ARTISTS[14]).id
    everything = RecommendQuery(n=100, heard="any")
    trained.rules.add(Rule(ByArtist(artist), who))
    for query in (everything, RecommendQuery(n=100)):
        assert artist not in {row.artist_id for row in trained.recommend(who, query).rows}
    trained.undo()
    assert artist in {row.artist_id for row in trained.recommend(who, everything).rows}


def test_a_preview_of_a_removal_and_of_a_change(workspace: Workspace) -> None:
    who = mira(workspace)
    number = workspace.rules.add(Rule(InPrivate()))
    removal = workspace.rules.preview(None, who, without=number)
    assert (removal.left_out, removal.back, removal.leaving) == (0, 12, ())
    change = workspace.rules.preview(Rule(BySource(2)), who, without=number)
    assert (change.left_out, change.back) == (48, 0)
    workspace.rules.change(number, Rule(BySource(2)))
    assert workspace.listener(who).plays == 0
    workspace.rules.remove(number)
    assert workspace.listener(who).plays == 60
    with pytest.raises(LibraryError, match="no rule"):
        workspace.rules.preview(None, who, without=number)


def test_rules_are_listed_in_words_and_undone_by_them(workspace: Workspace) -> None:
    workspace.rules.add(Rule(InPrivate(), mira(workspace)))
    workspace.rules.add(Rule(ByArtist(workspace.find_artist(ARTISTS[0]).id)))
    assert [(rule.words, rule.plays) for rule in workspace.rules.in_use()] == [
        ("private sessions of Mira", 12),
        (ARTISTS[0], 0),  # all of them are private
    ]
    assert [step.label for step in workspace.steps()[:2]] == [
        f"leave out {ARTISTS[0]}",
        "leave out private sessions of Mira",
    ]


def test_what_counts_is_changed_and_taken_back(workspace: Workspace) -> None:
    assert workspace.counting.rule() == CountingRule(30_000, True)
    who = mira(workspace)
    four_minutes = CountingRule(240_000, False)
    assert {row.listener: row.lost for row in workspace.counting.preview(four_minutes)}[who] == 60
    workspace.counting.change(four_minutes)
    assert workspace.listener(who).plays == 0
    workspace.undo()
    assert workspace.listener(who).plays == 60


def test_rows_are_saved_for_a_spreadsheet_that_must_not_calculate(tmp_path: Path) -> None:
    rows = [spotify_row(i, "Otto", "Sea") for i in (0, 10)] + [spotify_row(5, "Otto")]
    rows[2] |= {"ts": "=1+1"}
    saved = tmp_path / "rows.csv"
    with Workspace.open(tmp_path / "library") as workspace:
        report = workspace.import_history([write_json(tmp_path / "history.json", rows)])
        source = report.files[0].source
        counts = {fate: workspace.save_rows(source, fate, saved) for fate in Fate}
        assert sum(counts.values()) == report.totals.rows_read == 3
        workspace.save_rows(source, Fate.KEPT, saved)
        table = list(csv.reader(saved.read_text(encoding="utf-8-sig").splitlines()))
        assert table[0] == ["row", "text"]
        assert [row[0] for row in table[1:]] == ["1", "2"]
        before = saved.read_bytes()
        with pytest.raises(LibraryError, match="no imported file 99"):
            workspace.save_rows(99, Fate.KEPT, saved)
        with pytest.raises(LibraryError, match="could not be written"):
            workspace.save_rows(source, Fate.KEPT, tmp_path / "gone" / "rows.csv")
        assert saved.read_bytes() == before
        assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@sum(a1)", "\tx"])
def test_no_cell_is_a_formula(text: str) -> None:
    from desktop_als.export.csv_sheet import plain

    assert plain(text) == f"'{text}"
    assert plain(f"a{text}") == f"a{text}"


def test_gaps_are_found(tmp_path: Path) -> None:
    day = 24 * 60
    rows = [spotify_row(day * i, "Otto", f"{i}") for i in (*range(30), *range(100, 130))]
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([write_json(tmp_path / "history.json", rows)])
        (gap,) = workspace.gaps(workspace.find_listener("Me").id)
        assert (gap.ends - gap.begins) // 86_400 == 71
        assert gap.before == gap.after == workspace.sources()[0].id
