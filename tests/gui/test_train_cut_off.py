"""Train: a training that was cut off goes on, or is let go of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_als.als import checkpoint
from desktop_als.als.settings import Settings
from desktop_als.gui.pages.home import HomePage
from desktop_als.gui.pages.train import TrainPage
from desktop_als.gui.plots.quality import QualityPlot
from tests.exports import hetrec_zip
from tests.gui.standing_alone import Stage, buttons, find_button, text_of

SMALL = Settings(factors=4, epochs=4, threads=1)


@pytest.fixture
def page(crowd: Stage) -> TrainPage:
    return crowd.show(TrainPage(crowd.context))


@pytest.fixture
def cut_off(crowd: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Leave on the disk what a process that ended after two epochs leaves."""
    monkeypatch.setattr(checkpoint, "SHORTEST_PAUSE", 0)
    monkeypatch.setattr(checkpoint, "WRITING_SHARE", 0)

    def leave() -> None:
        for record in crowd.workspace.training(SMALL, title="Balanced"):
            if record.epoch == 2:
                break

    return leave


def test_a_training_that_was_cut_off_goes_on(crowd: Stage, page: TrainPage, cut_off: Callable[[], None]) -> None:
    cut_off()
    page.mark_stale()
    crowd.settle()
    assert "A training was cut off after epoch 2 of 4" in text_of(page)
    crowd.click(page, "Go on")
    crowd.settle()
    info = crowd.workspace.model_info()
    assert (info.title, len(info.epochs)) == ("Balanced", 4)
    assert len(page.findChild(QualityPlot).points()) == 4
    assert "cut off" not in text_of(page)


def test_a_training_that_was_cut_off_can_be_discarded(
    crowd: Stage, page: TrainPage, cut_off: Callable[[], None]
) -> None:
    cut_off()
    page.mark_stale()
    crowd.settle()
    crowd.click(page, "Discard")
    crowd.settle()
    assert crowd.workspace.interrupted() is None
    assert "cut off" not in text_of(page)


def test_it_cannot_go_on_with_another_library(
    crowd: Stage, page: TrainPage, cut_off: Callable[[], None], tmp_path
) -> None:
    cut_off()
    crowd.workspace.undo()
    crowd.workspace.import_history([hetrec_zip(tmp_path / "others.zip", listeners=60, seed=1)])
    page.mark_stale()
    crowd.settle()
    assert "The library has changed since, so it cannot go on." in text_of(page)
    assert "Go on" not in buttons(page)
    find_button(page, "Discard")


def test_home_offers_to_go_on(crowd: Stage, cut_off: Callable[[], None]) -> None:
    cut_off()
    home = crowd.show(HomePage(crowd.context))
    assert "A training was cut off after epoch 2 of 4" in text_of(home)
    crowd.click(home, "Go on")
    assert [where.page for where in crowd.went] == ["train"]


# The tables' models
