"""Words of the page of names: what the doctor says, what a merge would change, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages.common import count
from desktop_als.workspace import NamePreview, NameProposal, Spelling, TwoArtists

NAMES = "Names"
FACTS = "A merge rewrites no play and can be taken back"
SPELLINGS, NAMESAKES, MERGED, BY_HAND = "Several spellings", "Two under one name", "Merged", "By hand"
TABS = {"spellings": SPELLINGS, "namesakes": NAMESAKES, "merged": MERGED, "by-hand": BY_HAND}
"""What a location calls them, and their titles."""
CHECK_NAMES, ANOTHER_SPELLING = "Check the names…", "Another spelling…"

# Several spellings

LOOKING, LOOKING_DEEPER = "Looking at the names", "Looking for names of two artists"
STOP, LOOK_AGAIN = "Stop", "Look again"
STOPPED, STOPPED_TEXT = "Stopped looking", "Nothing was changed."
NOT_LOOKED = "The names could not be looked at"
KINDS = (("all", "All"), ("typography", "Signs"), ("spelling", "Letters"), ("feat", "Featured"))
KINDS_NAME = "Which proposals to show"
KIND_NAMES = {"typography": "signs", "spelling": "letters", "feat": "featured"}
FILTER = "Filter proposals"
SPELLING, INTO, KIND, LIKENESS, TASTE, SHARED, PLAYS, LISTENERS, CERTAIN = (
    "Spelling",
    "Into",
    "Differs in",
    "Likeness",
    "Taste",
    "Titles",
    "Plays",
    "Listeners",
    "Certain",
)
INTO_HINT = "The artist who gets the plays."
KIND_HINT = "Signs: capitals, blanks and signs only. Letters: a letter or two. Featured: one name of several artists."
LIKENESS_HINT = "How much of the letters is the same."
TASTE_HINT = (
    "How alike the listeners of the two are, by the model: 1 is the same, 0 unrelated. A dash: it does not know both."
)
SHARED_HINT = "Titles and albums that both have."
PLAYS_HINT = "Counted plays that would move."
LISTENERS_HINT = "Listeners of the spelling."
CERTAIN_HINT = "Nothing speaks against it."
YES = "yes"
NO_PROPOSALS, NO_PROPOSALS_TEXT = "Every name stands for one artist", "Nothing looks like another spelling."
NO_KIND, NO_KIND_TEXT = "Nothing of this kind", "Choose “All” to see the other proposals."
EMPTY, EMPTY_TEXT, IMPORT = "No names yet", "Import a listening history, or add the sample community.", "Go to Home"

# The card of a proposal

MERGE, NOT_THE_SAME, SWAP = "Merge", "Not the same", "Swap direction"
SWAP_HINT = "Keep the other spelling."
MERGING, KEEPING_APART, TAKING_APART = "Merging names", "Keeping names apart", "Taking names apart"
FOR_WHOM = "What changes for"
FOR_WHOM_NAME = "Whose recommendations to compare"
COMPARING = "Comparing the recommendations"
NOBODY = "Nobody has a history yet, so there is nothing to compare."
SHOWN = 8

# Two artists under one name

NAMESAKES_TEXT = (
    "The listeners of these names fall into two groups with different tastes. The rows do not say which play is whose, "
    "so they are only flagged."
)
GROUPS, APART = "Listeners", "Spreads apart"
GROUPS_HINT = "How many listeners are in each group."
GROUP_TASTE_HINT = "How alike the tastes of the two groups are: 1 is the same, 0 unrelated."
APART_HINT = (
    "How many spreads further apart the groups are than those of artists as well known. From 2.5 on, they are flagged."
)
TITLES_HINT = "How many titles each group plays, and how many both do."
ONE_ARTIST = "It is one artist"
NO_NAMESAKES, NO_NAMESAKES_TEXT = "No name is two artists", "The listeners of every name have one taste."
NO_MODEL = "No model of listeners yet"
NO_MODEL_TEXT = "Names of two artists show in the tastes of their listeners, which a model of a community knows."
TRAIN = "Train a model"
FILTER_NAMES = "Filter names"

# Merged

TAKE_APART = "Take apart"
CREDITED_TO = "Credited to"
MOVED_HINT = "Counted plays that are credited to others."
NOTHING_MERGED, NOTHING_MERGED_TEXT = (
    "Nothing is merged",
    "Names that you merge are listed here, to be taken apart again.",
)
NOT_LOADED = "This could not be loaded"

# By hand

BY_HAND_TEXT = "Credit the plays of one name to another, or say that the two are different artists."
NAME_BOX, INTO_BOX = "A spelling", "The artist it means"
IS_SPELLING_OF = "is another spelling of"
TWO_ARTISTS = "They are two artists"
BOTH_NAMES = "Type both names to see what would change."
SAME_NAME = "These are the same name. Type another one."


def proposal_title(proposal: NameProposal) -> str:
    """ "“ada” → “Ada”"."""
    return f"{listed(proposal.spellings)} → {listed(proposal.into)}"


def listed(names: Sequence[Spelling]) -> str:
    """Names in quotes."""
    return ", ".join(f"“{one.name}”" for one in names)


def certain_button(number: int) -> str:
    """The button that merges all at once."""
    return f"Merge all that are certain ({number:,})"


def evidence(proposal: NameProposal) -> str:
    """What speaks for a proposal and what against it, in sentences."""
    if proposal.kind == "feat":
        parts = [f"The name names {count(len(proposal.into), 'artist')}. Each of them gets the plays."]
        parts += [f"“{one.name}” is new to the library." for one in proposal.into if one.artist_id is None]
        return "\n".join((*parts, _moves(proposal)))
    parts = [f"The names differ in {proposal.reason}; {proposal.likeness:.0%} of the letters are the same."]
    if proposal.taste is not None and proposal.closer is not None:
        parts.append(
            f"Their listeners’ tastes are {proposal.taste:.2f} alike, closer than {proposal.closer:.0%} of artists as well known."
        )
    if proposal.shared is not None:
        parts.append(f"They share {count(proposal.shared, 'title')}." if proposal.shared else "They share no title.")
    return "\n".join((*parts, _moves(proposal)))


def _moves(proposal: NameProposal) -> str:
    listeners = sum(one.listeners for one in proposal.spellings)
    moved = f"{count(proposal.plays, 'play')} of {count(listeners, 'listener')} would move."
    return f"{moved} Nothing speaks against it." if proposal.certain else moved


def preview(found: NamePreview, has_model: bool) -> str:
    """What would change for the chosen listener."""
    moved = f"{count(found.plays, 'play')} of theirs would move." if found.plays else "No play of theirs would move."
    if not has_model:
        return f"{moved}\nThere is no model yet, so no recommendation changes."
    if not found.leave and not found.arrive:
        return f"{moved}\nTheir first recommendations stay as they are."
    changes = [
        f"{verb}: {_some(names)}" for verb, names in (("Leaves", found.leave), ("Arrives", found.arrive)) if names
    ]
    return "\n".join((moved, *changes))


def _some(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {count(more, 'other')}" if more > 0 else "")


def merged(name: str, into: str) -> str:
    """After one merge."""
    return f"{name} is credited to {into} now."


def merged_all(number: int) -> str:
    """After all that are certain."""
    return f"Merged {count(number, 'proposal')}."


def kept_apart(names: str) -> str:
    """After "Not the same"."""
    return f"{names} stay as they are and are not proposed again."


def one_artist(name: str) -> str:
    """After "It is one artist"."""
    return f"“{name}” is one artist and is not flagged again."


def taken_apart(name: str) -> str:
    """After "Take apart"."""
    return f"“{name}” stands for itself again."


def groups(flag: TwoArtists) -> str:
    """ "12 + 7"."""
    return f"{flag.groups[0]:,} + {flag.groups[1]:,}"


def group_titles(flag: TwoArtists) -> str:
    """ "3 of 20 and 15", or a dash where titles are not told."""
    return f"{flag.shared:,} of {flag.titles[0]:,} and {flag.titles[1]:,}" if any(flag.titles) else "–"


def namesake_evidence(flag: TwoArtists) -> str:
    """The numbers of a flag in sentences."""
    one, other = flag.groups
    said = (
        f"{count(one, 'listener')} of “{flag.spelling.name}” and {other:,} others have tastes that are {flag.taste:.2f} alike, "
        f"{flag.beyond:.1f} spreads further apart than among listeners of artists as well known."
    )
    if any(flag.titles):
        said += (
            f" The groups play {flag.titles[0]:,} and {flag.titles[1]:,} titles, of which both play {flag.shared:,}."
        )
    return said
