"""Words of the pages where work is begun: Home and Import."""

from __future__ import annotations

from desktop_als.gui.messages.common import count, duration, known
from desktop_als.workspace import Totals

CHOOSE_FILES = "Choose files"
CHOOSE_A_FOLDER = "Choose a folder"

# Home

WELCOME = "Your listening, your machine, your next favourite."
WELCOME_TEXT = "Nothing leaves this computer. Start with any of these, add the others later."
DROP_TITLE = "Drop your listening history here"
DROP_MORE_TITLE = "Drop more here"
DROP_TEXT = (
    "Spotify, Last.fm, Apple Music, YouTube Music, ListenBrainz, Deezer and others, as you got it: zip, folder or file"
)
COMMUNITY_TITLE = "Add a community"
COMMUNITY_TEXT = (
    "Listeners of a public data set make discovery possible at once: HetRec, Last.fm-360K or Last.fm-1K, "
    "fetched for you or as you downloaded it."
)
COMMUNITY_BUTTON = "Choose a data set"
SAMPLE_TITLE = "Try the sample"
SAMPLE_TEXT = "2,000 invented listeners of 5,000 invented artists. Made on this computer, and undone with one click."
SAMPLE_BUTTON = "Add the sample"
EXPORT_TITLE = "Get your export"
EXPORT_TEXT = "Spotify sends it on request, in some days. Last.fm can be saved at once with a free tool."
EXPORT_BUTTON = "Show me how"
EXPORT_STEPS = (
    "Spotify: open your account page in a browser, go to Privacy settings, and ask for the “Extended streaming history”. "
    "The zip comes by e-mail, mostly within days.\n\n"
    "Last.fm: save your scrobbles as CSV or JSON with lastfmstats.com, “Last.fm to csv”, or the export of ghan.nl.\n\n"
    "Then drop what you got on this window, as it is."
)

HOME = "Home"
HOME_FAILED = "The library could not be read"
TRY_AGAIN = "Try again"
NEXT_TRAIN_FIRST = "Train your first model"
NEXT_TRAIN_AGAIN = "Train again"
NEXT_BROWSE = "See what to hear next"
NEXT_BROWSE_TEXT = "The model knows all that is in the library."
TRAIN = "Train"
BROWSE = "Browse listeners"
SOURCES = "Sources"
UNDO_LAST = "Undo the newest step"
UNDOING = "Undoing the import"

# Import

IMPORT = "Import"
WHOSE = "Whose history is it?"
WHOSE_EMPTY = "As each file says"
WHOSE_TEXT = "A data set brings its own listeners and does not need a name."
DEFAULT_LISTENER = "Me"
IMPORTING = "Importing"
CANCEL = "Cancel"
IMPORT_NOW = "Import"
IMPORT_FAILED = "The import did not work"
STOPPED_TITLE = "No files were imported"
STOPPED = "Stopped. The library is as before."
STOPPING = "Stopping"
UNDONE_TITLE = "The import was undone"
CHOOSE_OTHERS = "Choose other files"
UNDO_THIS = "Undo this import"


def totals(library: Totals) -> str:
    """The library in one line."""
    sides = f"{count(library.listeners, 'listener')} · {count(library.artists, 'artist')}"
    return f"{sides} · {known(library.plays, library.ratings)}"


def next_train_first(plays: str) -> str:
    """Why to train, without a model."""
    return f"A model learns from {plays} which artists go together."


def next_train_again(new_plays: int) -> str:
    """Why to train, with a model of another state of the library."""
    if new_plays:
        return f"{count(new_plays, 'new play')} since the model was trained."
    return "The library has changed since the model was trained."


def waiting(number: int) -> str:
    """What was dropped while an import ran."""
    return f"{count(number, 'more file')} will come after this."


def go_on(number: int) -> str:
    """The button for what was dropped meanwhile."""
    return f"Go on with {count(number, 'waiting file')}"


def progress(fraction: float | None, seconds_left: float | None) -> str:
    """ "42 % · 8 s left"."""
    share = percent(fraction) if fraction is not None else ""
    left = f"{duration(seconds_left)} left" if seconds_left is not None else ""
    return " · ".join(part for part in (share, left) if part)


def and_more(number: int) -> str:
    """The end of a list of names."""
    return f"and {number:,} more"


def percent(share: float) -> str:
    """ "42 %"."""
    return f"{share:.0%}".replace("%", " %")


def files_to_import(number: int) -> str:
    """The title above what was chosen."""
    return f"{count(number, 'file or folder', 'files or folders')} to import"
