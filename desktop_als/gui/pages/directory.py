"""Which class shows which page. Each is imported when it is first visited, so that the window opens before the plots load."""

from __future__ import annotations

from desktop_als.gui.location import PageName
from desktop_als.gui.pages.page import Context, Page


def make_page(name: PageName, context: Context) -> Page:
    """Build a page."""
    # ruff: noqa: PLC0415 - late on purpose
    match name:
        case "home":
            from desktop_als.gui.pages.home import HomePage

            return HomePage(context)
        case "import":
            from desktop_als.gui.pages.importing import ImportPage

            return ImportPage(context)
        case "train":
            from desktop_als.gui.pages.train import TrainPage

            return TrainPage(context)
        case "listeners":
            from desktop_als.gui.pages.listeners import ListenersPage

            return ListenersPage(context)
        case "listener":
            from desktop_als.gui.pages.listener import ListenerPage

            return ListenerPage(context)
        case "artists":
            from desktop_als.gui.pages.artists import ArtistsPage

            return ArtistsPage(context)
        case "artist":
            from desktop_als.gui.pages.artist import ArtistPage

            return ArtistPage(context)
        case "names":
            from desktop_als.gui.pages.names import NamesPage

            return NamesPage(context)
        case "communities":
            from desktop_als.gui.pages.communities import CommunitiesPage

            return CommunitiesPage(context)
        case "radio":
            from desktop_als.gui.pages.radio import RadioPage

            return RadioPage(context)
        case "together":
            from desktop_als.gui.pages.together import TogetherPage

            return TogetherPage(context)
        case "how-it-works":
            from desktop_als.gui.pages.how_it_works import HowItWorksPage

            return HowItWorksPage(context)
        case "settings":
            from desktop_als.gui.pages.settings import SettingsPage

            return SettingsPage(context)
