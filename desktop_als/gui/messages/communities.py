"""Words of the page of communities: public data sets, packs without people, and taste cards."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages.common import count, known
from desktop_als.workspace import Community, ImportReport, ModelInfo, Offer, PackInfo

COMMUNITIES = "Communities"
FACTS = "What many people play. Nothing of yours is sent anywhere"
IN_LIBRARY, ADD, PACKS, CARDS = "In the library", "Add one", "Packs", "Taste cards"
TABS = {"library": IN_LIBRARY, "add": ADD, "packs": PACKS, "cards": CARDS}
"""What a location calls them, and their titles."""
UNKNOWN_VALUE = "–"
NOT_LOADED = "This could not be loaded"

# In the library

NAME, LISTENERS, ARTISTS, PLAYS, YEARS, KNOWS, STATE, LICENCE = (
    "Community",
    "Listeners",
    "Artists",
    "Plays",
    "Years",
    "Knows",
    "State",
    "Licence",
)
PLAYS_HINT = "Counted plays, or the ratings of a set that has nothing else."
KNOWS_HINT = "How many of the chosen listener’s plays are of artists that the community knows."
COMPARED_WITH = "Compared with the plays of"
COMPARED_WITH_NAME = "Whose plays to compare"
REMOVED, REMOVE, BRING_BACK, TRAIN_NOW = "removed", "Remove", "Bring back", "Train now"
REMOVING, BRINGING_BACK = "Removing a community", "Bringing a community back"
NO_COMMUNITY = "No community yet"
NO_COMMUNITY_TEXT = "A public data set tells what many people played. With it, the model can find what is new to you."
IS_REMOVED = "It is left out of everything. Nothing was deleted."
SIZES = ("bytes", "kB", "MB", "GB", "TB")

# Add one

SET, PEOPLE, OFFER_STATE = "Data set", "People", "State"
PEOPLE_HINT = "Listeners in it. A dash: each edition has others."
STATES = {
    "offered": "to be fetched",
    "downloading": "being fetched",
    "unfinished": "fetched in part",
    "downloaded": "fetched, not imported",
    "imported": "in the library",
    "withdrawn": "your own copy only",
}
CHOOSE_SET = "Choose a data set to see its licence."
ACCEPT = "I accept the licence"
FETCH, GO_ON, IMPORT_IT = "Download and import", "Go on with the download", "Import it"
HAVE_FILE, DISCARD = "I have the file…", "Delete what was fetched"
FETCHING, IMPORTING, DISCARDING = "Fetching a data set", "Importing a data set", "Deleting a download"
CHOOSE_COPY = "Choose your copy of the data set"
WITHDRAWN = "The publisher does not offer it to everybody, so it can only be imported from a copy of your own."
FROM_PUBLISHER = "It is fetched from its publisher, and nothing else is asked of anybody."
FETCH_STOPPED = "Stopped. What was fetched is kept, so that you can go on later."
DISCARDED = "The download was deleted."

# Packs

MAKE_TITLE = "Give your model to others, without people"
MAKE_TEXT = (
    "A pack holds what the model in use knows of artists: their factors, names and numbers of listeners, the sums that are "
    "needed to fold a new listener in, and the settings. No listener is in it, no play, and no artist with fewer than five "
    "listeners."
)
PACK_NAME, MAKE_PACK, MAKING = "Title of the pack", "Save a pack…", "Making a pack"
SAVE_PACK, PACK_FILTER, PACK_SUFFIX = "Save a pack", "Packs (*.dals-pack)", ".dals-pack"
NO_MODEL = "There is no model to make a pack of. Train one first."
ADD_TITLE = "Use a pack that somebody gave you"
ADD_TEXT = "Your own listening is folded in here, and never leaves this machine. First you see what the pack holds."
CHOOSE_PACK, LOOK_PACK, LOOKING, USE_PACK, ADDING = (
    "Choose a pack…",
    "Choose a pack",
    "Looking at a pack",
    "Use this pack",
    "Adding a pack",
)
NOT_NOW = "Not now"
ANY_FILE = "All files (*)"
STOPPED = "Stopped. Nothing was changed."

# Taste cards

CARD_TEXT = "A taste card tells your favourite artists and nothing else. Below is the whole file, byte for byte."
WHOSE, WHOSE_NAME, CARD_NAME, TOP = "Card of", "Whose taste card", "Name on the card", "Artists"
AS_IN_LIBRARY = "as in the library"
RANKS_ONLY = "Ranks only, no numbers of plays"
LEAVE_OUT, LEAVE_OUT_BOX, LEAVE_IT_OUT = "Left out", "Leave out an artist", "Leave out"
BACK_IN_HINT = "Put it back on the card"
NOBODY = "Nobody to make a card of yet"
NOBODY_TEXT = "Import a listening history first."
PREVIEW, PREVIEW_NAME, SAVE_CARD, SAVING = "The file", "The file, byte for byte", "Save…", "Saving a taste card"
SAVE_CARD_TITLE, CARD_FILTER, CARD_FILE = "Save a taste card", "Taste cards (*.taste.json)", "card.taste.json"
WRITING_CARD = "Writing the card"
CHANGED_SINCE = "Your library changed since. Look at the card again before you save it."


def size(amount: float | None) -> str:
    """ "3.4 MB"; a dash when it is not known."""
    if amount is None:
        return UNKNOWN_VALUE
    unit = 0
    while amount >= 1000 and unit + 1 < len(SIZES):
        amount, unit = amount / 1000, unit + 1
    return f"{amount:,.0f} {SIZES[0]}" if unit == 0 else f"{amount:.1f} {SIZES[unit]}"


def years(first: int | None, last: int | None) -> str:
    """ "2005 – 2011", or what is known of it."""
    if first is None and last is None:
        return UNKNOWN_VALUE
    if first is None:
        return f"until {last}"
    return f"{first}" if first == last else f"{first} – {last or ''}".rstrip()


def licence(text: str | None) -> str:
    """The licence in a cell."""
    return text or "not known"


def community(found: Community, coverage: str | None) -> str:
    """What is said of the chosen community."""
    if found.removed:
        return IS_REMOVED
    facts = (
        f"{count(found.listeners, 'listener')} · {count(found.artists, 'artist')} · {known(found.plays, found.ratings)}"
    )
    return f"{coverage}\n{facts}" if coverage else facts


def removed(name: str) -> str:
    """After removing a community."""
    return f"{name} is left out now. Nothing was deleted; train again so that the model forgets it."


def brought_back(name: str) -> str:
    """After bringing it back."""
    return f"{name} is in the library again."


def offer(found: Offer) -> str:
    """What is said of the chosen data set, under its licence."""
    if found.state == "withdrawn":
        return WITHDRAWN
    if found.here:
        return f"{size(found.here)} of it are on this machine already. {FROM_PUBLISHER}"
    return FROM_PUBLISHER


def imported(report: ImportReport, coverage: Sequence[str]) -> str:
    """After an import: what came, what did not, and what it knows of one's own plays."""
    if not report.totals.kept:
        return "\n".join(report.problems) or "It added nothing that was not in the library."
    came = f"{count(report.totals.kept, 'row')} of {report.totals.rows_read:,} were imported."
    return "\n".join((came, *coverage, *report.problems))


def added(report: ImportReport) -> str:
    """The notice after an import."""
    titles = ", ".join(dict.fromkeys(file.format_title or file.path for file in report.files if file.tally.kept))
    return f"Added {titles}." if titles else "Nothing was added."


def model(info: ModelInfo) -> str:
    """The model that a pack would be made of."""
    return f"The model in use is “{info.title}”: {count(info.artists, 'artist')}, learned from {count(info.rows, 'listener')}."


def pack_facts(info: PackInfo) -> str:
    """What a pack holds."""
    manifest = info.manifest
    parts = [
        f"{count(info.artists, 'artist')}, learned from {count(info.listeners, 'listener')} who are not in it · {size(info.size)}",
        f"Every artist in it has at least {count(manifest.least_listeners, 'listener')}.",
        *(f"{data.community}: {licence(data.licence)}" for data in info.data),
    ]
    return "\n".join(parts)


def pack_made(info: PackInfo, file: str) -> str:
    """After making a pack."""
    return f"{file} was saved.\n{pack_facts(info)}"


def pack_added(title: str) -> str:
    """After adding a pack."""
    return f"“{title}” is the model in use now."


def card_saved(file: str, amount: int) -> str:
    """After saving a card."""
    return f"{file} was saved: {amount:,} bytes, as shown."


def bytes_shown(amount: int) -> str:
    """Above the preview."""
    return f"{amount:,} bytes of UTF-8"
