"""What is asked for the recommendations, in a worker, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_als.gui.pages.draft import Draft
from desktop_als.gui.pages.recommendation_options import Kind
from desktop_als.plays import Listener
from desktop_als.steering import Steering
from desktop_als.workspace import (
    ModelInfo,
    Recommendations,
    RecommendQuery,
    TrackRecommendations,
    Workspace,
)

Listed = Recommendations | TrackRecommendations


@dataclass(frozen=True, slots=True)
class Background:
    """What holds for all lists of a listener until the library changes."""

    info: ModelInfo
    listener: Listener
    said: Steering


@dataclass(frozen=True, slots=True)
class Wish:
    """A list as it is wanted: of whom, of what, how steered."""

    listener_id: int
    kind: Kind
    query: RecommendQuery

    def answer(self, workspace: Workspace, steering: Steering) -> Listed:
        """Ask the model."""
        if self.kind == "tracks":
            return workspace.tracks.recommend(self.listener_id, self.query, steering=steering)
        return workspace.asking.recommend(self.listener_id, self.query, steering)


Answer = tuple[Background, Listed]


def first_answer(workspace: Workspace, wish: Wish, draft: Draft) -> Answer | None:
    """Background and list of a listener; None without a model."""
    info = workspace.model_info()
    if info is None:
        return None
    said = workspace.steering.of(wish.listener_id)
    listener = workspace.listener(wish.listener_id)
    return Background(info, listener, said), wish.answer(workspace, draft.over(said))
