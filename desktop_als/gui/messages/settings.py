"""Words of the Settings page."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_als.gui.messages.common import count, date
from desktop_als.gui.messages.imports import breakable
from desktop_als.workspace import ListedRule, Recount, Restored, RulePreview, Step, Totals

SETTINGS = "Settings"
FACTS = "Every change here can be undone, and none of them loses a play."
NOT_LOADED = "This could not be loaded"

# What counts as a play

COUNTING = "What counts as a play"
COUNTING_TEXT = (
    "Services write down every track that was begun. Here a play counts once it was heard long enough. What does not count "
    "stays in the library, so you can change your mind."
)
SECONDS, SECONDS_SUFFIX = "Heard for at least", " s"
SECONDS_SLIDER = "Seconds heard, as a slider"
HEARD_OUT = "Heard to the end counts, however short"
APPLY = "Apply"
RECOUNTING = "Counting plays again"
LOOKING = "Looking what would change"
NO_CHANGE = "Nothing would change."
AS_NOW = "This is how plays are counted now."
EVERYBODY_ELSE = "Everybody else"
PRIVATE = "Private sessions"
PRIVATE_TEXT = "Some services tell which plays were made in a private session. They can be left out of everything."
LEAVE_OUT_PRIVATE = "Leave private sessions out"
PRIVATE_OUT, PRIVATE_BACK = "Private sessions are left out.", "Private sessions count again."
THEME_TEXT = "It changes at once and is remembered."
THEME, THEMES = "Theme", (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))


def recounted(seconds: int, heard_out: bool) -> str:
    """What counts from now on."""
    heard = ", or heard to their end" if heard_out else ""
    return f"Plays count from {count(seconds, 'second')} on{heard}."


def recount(name: str, change: Recount) -> str:
    """ "Mira: 1,204 plays more would count, 33 artists more." """
    said = []
    if change.gained:
        said.append(f"{count(change.gained, 'play')} more would count")
    if change.lost:
        said.append(f"{count(change.lost, 'play')} would no longer count")
    if change.artists:
        said.append(f"{count(abs(change.artists), 'artist')} {'more' if change.artists > 0 else 'fewer'}")
    sentence = f"{', '.join(said)}." if said else NO_CHANGE
    return breakable(f"{name}: {sentence}") if name else sentence


# Rules

RULES_NAME = "Rules in use"
WHAT, WHO, PLAYS, ARTISTS = "Leaves out", "For whom", "Plays", "Artists"
PLAYS_HINT = "Plays that it leaves out now. What several rules hold for is told with the first of them."
ARTISTS_HINT = "Artists of these plays"
EVERYBODY = "Everybody"
NO_RULES = "Every play counts"
NO_RULES_TEXT = (
    "A rule leaves plays out of your taste without losing them: music for the kids, sounds to sleep by, what guests played. "
    "It holds for files to come too, and taking it away brings the plays back."
)
ADD_RULE, EDIT_RULE, REMOVE_RULE = "Add a rule", "Edit", "Remove"
CHANGE_RULE = "Change the rule"
RULE_CHANGES = "Applying the rule"
RULE_ADDED, RULE_CHANGED, RULE_REMOVED = (
    "The rule is in use.",
    "The rule was changed.",
    "The rule is gone, and what it left out counts again.",
)
KIND = "Leave out"
KINDS = {
    "artist": "An artist",
    "track": "A track",
    "source": "A file",
    "hours": "Hours of the day",
    "dates": "Days",
    "session": "One session",
    "private": "Private sessions",
}
ARTIST, TITLE, FILE = "Artist", "Title of the track", "File"
BEGINS, ENDS, FIRST_DAY, LAST_DAY, ZONE = "From", "To", "First day", "Last day", "Time zone"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_TEXT = "Beginning on these days; on all of them if none is chosen."
PRIVATE_RULE_TEXT = "Plays that a service marked as made in a private session."
FOR_WHOM, PREVIEW_FOR, DAYS = "For whom", "Preview for", "Days"
PREVIEW, CANCEL = "Preview", "Cancel"
PREVIEW_FIRST = "See what would change before it does."
PREVIEWING = "Looking what would change"
SAME_RECOMMENDATIONS = "The recommendations stay the same."
NO_MODEL = "Once a model is trained, what would change in the recommendations is shown here too."
NOBODY_TO_PREVIEW = "Nobody here has a history of their own, so there are no recommendations that could change."
LEAVING, ARRIVING = "Would leave the recommendations", "Would arrive"
MISSING_ARTIST, MISSING_TITLE, MISSING_FILE = "Name an artist.", "Name a track.", "Choose a file."
LISTS_SHOWN = 8


def preview(name: str, found: RulePreview, has_model: bool) -> str:
    """What a rule would do to the plays of a listener."""
    said = []
    if found.left_out:
        said.append(f"{count(found.left_out, 'play')} would be left out")
    if found.back:
        said.append(f"{count(found.back, 'play')} would come back")
    if not said:
        return breakable(f"{name}: no play would be left out.")
    told = f"{name}: {' and '.join(said)}, of {count(found.artists, 'artist')}."
    if not (found.leaving or found.arriving):
        told += f" {SAME_RECOMMENDATIONS if has_model else NO_MODEL}"
    return breakable(told)


def what(listed: ListedRule) -> str:
    """What a rule leaves out, without for whom."""
    return listed.words.removesuffix(f" of {listed.listener}") if listed.listener else listed.words


def artist_of_track(said: str, title: str) -> str:
    """The name in what a rule on a track is called."""
    return said.removeprefix(f"“{title}” by ")


def file(name: str, owner: str | None) -> str:
    """ "endsong_0.json (Mira)"."""
    return f"{name} ({owner})" if owner else name


def and_more(number: int) -> str:
    """The end of a list of names."""
    return f"and {number:,} more"


# Several services

LISTENER = "Whose history"
SERVICES_NAME = "Services that tell the same plays"
POLICY = "What several services tell"
POLICIES = (("merge", "Count once"), ("prefer", "Prefer one"), ("keep", "Count all"))
POLICY_TEXT = {
    "merge": "A play that several services tell counts once. This is right when one of them writes down what you play on others.",
    "prefer": "While the preferred service tells of plays it counts alone, and the others fill the times that it does not cover.",
    "keep": "Every service counts in full, also where two tell the same play. This is right when you never use them together.",
}
PREFERRED = "Service to prefer"
JOINING = "Joining the services"
JOINED = {
    "merge": "What several services tell counts once.",
    "prefer": "One service counts alone for its time.",
    "keep": "Every service counts in full.",
}
TOLD, STANDING, BECAUSE, FIRST, LAST = "Told by", "Counts by", "Because", "First", "Last"
TOLD_HINT = "The service whose plays do not count, for another tells them. Open it to see them one by one."
SAME_PLAY, ITS_TIME = "the same play", "its time"
NO_PAIRS = "No two services tell the same play"
NO_PAIRS_TEXT = (
    "Import what another service knows of you, and what both tell is shown here. Nothing is joined silently."
)
NO_OWN = "Nobody here has a history of their own"
NO_OWN_TEXT = "Import a listening history to see how its files come together."
TIME_IN, TIME_COUNTS, TRACK, APART = "Time", "Time that counts", "Track", "Difference"
APART_HINT = "How much later the play begins that counts. A dash means that no single play stands for it."
TWO_PLAYS, SAME_AGAIN, BACK = "These are two plays", "Join them again", "Back to the services"
KEPT_APART_TITLE = "Plays that you keep apart"
CLOCK_SET = "The clock was set right."
PLAYS_SHOWN = 1000
CLOCKS_LOOKING = "Looking for clocks that are wrong"
NONE_JOINED, NONE_APART = "Nothing is joined here any more", "No play is kept apart any more"
NONE_LEFT_TEXT = "Go back to see what else is joined."


def pair(told: str, standing: str) -> str:
    """Title of the plays of two services."""
    return f"Told by {told}, counted by {standing}"


def first_of(shown: int) -> str:
    """Under a list that is cut off."""
    return f"The first {shown:,} are shown."


def kept_apart(plays: int) -> str:
    """After plays were said to be two."""
    return f"{count(plays, 'play')} now {'counts' if plays == 1 else 'count'} beside the other."


def joined_again(plays: int) -> str:
    """After that was taken back."""
    return f"{count(plays, 'play')} {'is' if plays == 1 else 'are'} joined again."


def see_apart(plays: int) -> str:
    """The way to the plays kept apart."""
    return f"See {count(plays, 'play')} that you keep apart"


# Backup

BACKUP = "Backup"
BACKUP_TEXT = "One file with everything: plays, rules, names and models. Keep it where you keep your photos."
SAVE_BACKUP, RESTORE = "Save a backup…", "Restore…"
SAVE_TITLE, OPEN_TITLE = "Save a backup", "Choose a backup"
BACKUP_FILTER, ALL_FILTER = "Backups (*.dals-backup)", "All files (*)"
WORKING = "Working on the backup"
STOPPED = "Stopped. Nothing was changed."
HOLDS, IF_MERGED, IF_REPLACED = "What the backup holds", "Merge", "Replace"
REPLACE, MERGE = "Replace the library", "Merge into the library"
LIES, OPEN_FOLDER = "Where the library lies", "Open the folder"
LIES_TEXT = "Everything is in one folder of this machine. Nothing leaves it."
LAYERS = {
    "credits": "names brought together",
    "names_apart": "names kept apart",
    "rules": "rules",
    "counting": "what counts as a play",
    "joining": "choices how services are joined",
    "apart": "plays kept apart",
    "shifts": "clocks set right",
    "opinions": "opinions of artists",
    "weights": "weights of artists",
    "tunings": "half-lives and strengths",
    "forgiven": "artists with another chance",
    "memories": "choices of what is remembered",
}


def told(totals: Totals) -> str:
    """ "1,204 plays of 3 listeners from 5 files"."""
    return (
        f"{count(totals.plays, 'play')} of {count(totals.listeners, 'listener')} from {count(totals.sources, 'file')}"
    )


def holds(found: Restored) -> str:
    """What a backup says of itself."""
    models = f", and {count(found.backup.models, 'model')}" if found.backup.models else ""
    return f"Saved on {date(found.backup.made_at)}: {told(found.backup.totals)}{models}."


def comes(found: Restored) -> str:
    """What merging would bring."""
    plays = found.after.plays - found.before.plays
    if not (found.sources or found.layers):
        return "The library has all of it already."
    brought = [f"{count(found.sources, 'file')} with {count(plays, 'play')} that count"] if found.sources else []
    return f"It adds {_listed([*brought, *layer_counts(found.layers)])}. What is here stays."


def conflicts(found: Restored) -> str:
    """What would not come along."""
    if not found.contradicted:
        return ""
    return f"Left out, for the library says otherwise: {_listed(layer_counts(found.contradicted))}."


def replaces(found: Restored) -> str:
    """What replacing would do."""
    return f"The library of {told(found.before)} gives way to it. Undo brings it back, with its models."


def layer_counts(layers: Mapping[str, int]) -> list[str]:
    """ "rules: 3"."""
    return [f"{LAYERS.get(layer, layer)}: {number:,}" for layer, number in layers.items()]


def saved(name: str, size: int) -> str:
    """After saving."""
    return f"Saved everything as {name}, {megabytes(size)}."


def restored(found: Restored, name: str) -> str:
    """After a restore."""
    if found.mode == "replace":
        return breakable(f"The library is now that of {name}: {told(found.after)}.")
    came = f"{count(found.sources, 'file')} and {count(found.after.plays - found.before.plays, 'play')} came"
    return breakable(f"Merged {name}: {came}.")


def size(total: int) -> str:
    """How much room the library takes."""
    return f"It takes {megabytes(total)}, with its models."


def megabytes(total: int) -> str:
    """ "12.3 MB"."""
    return f"{total / 1e6:,.1f} MB"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


# Steps

STEPS_NAME = "What was done, newest first"
STEPS_TEXT = "Each step can be taken back, the newest first, also after a restart."
MADE, STEP, STEP_KIND = "When", "What was done", "Kind"
UNDO_NEWEST = "Undo the newest"
NO_STEPS = "Nothing was done yet"
NO_STEPS_TEXT = "What you import and change here is written down, so that it can be taken back."
STEP_KINDS = {
    "import": "Import",
    "merge": "Merged backup",
    "restore": "Restored backup",
    "names": "Names",
    "rules": "Rules",
    "counting": "What counts",
    "joining": "Services",
    "clock": "Clock",
    "steering": "Steering",
}


def step(done: Step) -> str:
    """ "Count apart 2 plays"; of an import or a backup the name of the file."""
    if done.kind in ("import", "merge", "restore"):
        return done.label
    return done.label[:1].upper() + done.label[1:]
