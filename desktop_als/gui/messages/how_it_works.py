"""Words of the page that explains how it works, and what it costs to train."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages.quantities import in_bytes, many, operations, share, span
from desktop_als.workspace import EXECUTOR, Estimate, Extrapolation, Limit, Scale, Size

TITLE = "How it works"
FACTS = "What training needs when a library grows, and where a cluster helps"
LOADING = "Estimating"

WHY_TITLE = "What has to travel"
WHY = (
    "A model is two tables of numbers: a row of factors for every listener and one for every artist. Training holds one "
    "table still and solves the other, then the other way round. To solve a listener, the factors of every artist that "
    "this listener played are needed. So half an epoch reads the whole other table, each row once for every play of it.",
    "What a listener does not play counts a little too. That part is the same for everybody: one small square table, the "
    "Gram matrix, summed up once in each half. It is a few kilobytes, however many listeners there are.",
    "On a cluster, listeners and artists live in blocks. The plays of a block never move. Before each half, a block sends "
    "each other block the factors that are needed there, once, and no others: an artist with a thousand listeners in ten "
    "blocks is sent ten times, not a thousand. The more blocks, the more is sent, until every play has its own copy.",
    "This sending is what Spark calls a shuffle: each task writes what others need, and they fetch it. Spark's own ALS "
    "sends in the same way, but four bytes a number where our solver sends two, and it solves each row with a matrix of "
    "its own, where ours takes a few steps towards the solution.",
)
PICTURE = "Blocks of listeners and artists"
PICTURE_TEXT = (
    "Three blocks of artists above, three blocks of listeners below. An arrow leads from a block of artists to each "
    "block of listeners that plays one of them: each carries the factors needed there, once. The plays stay with "
    "their listeners."
)
LISTENERS, ARTISTS = "Blocks of listeners", "Blocks of artists"

YOUR_TITLE = "Your library"
YOUR_NOTHING = "There are no plays yet"
YOUR_NOTHING_TEXT = "Import a listening history, and this says what training on it takes."
IMPORT = "Import files"
OBSERVATIONS = "Observations"
OBSERVATIONS_HINT = (
    "Pairs of a listener and an artist they played. As a community grows, so do its listeners and, more slowly, "
    "its artists."
)
AS_IT_IS = "as it is"
FACTORS = "Factors"
FACTORS_HINT = "Numbers that describe an artist or a listener. The balanced preset takes 128."
EXECUTORS = "Executors"
EXECUTORS_HINT = (
    f"Machines of the cluster: {EXECUTOR.cores} cores, {EXECUTOR.memory / 2**30:.0f} GiB and a network of "
    f"{8 * EXECUTOR.network / 1e9:.0f} Gbit/s each."
)

WAY = "Where"
WAYS = {"local": "This computer", "rows": "Cluster, our solver", "mllib": "Cluster, Spark's ALS"}
MEMORY, MEMORY_HINT = "Memory", "What each machine has to hold: the plays, the factors, and what comes in from others."
WORK, WORK_HINT = "Work an epoch", "Floating-point operations, on all cores together."
MOVED, MOVED_HINT = (
    "Moved an epoch",
    "On this computer, bytes read from memory. On a cluster, bytes that tasks send to others.",
)
SECONDS, SECONDS_HINT = (
    "Time an epoch",
    "Estimated from the trainings measured below. Your machines may be several times faster or slower.",
)
FIRST, FIRST_HINT = (
    "Runs out first",
    "The fullest resource. Processor and network are full when an epoch takes an hour. The leader is this computer: both "
    "tables of factors end up on it.",
)

RESOURCES = {
    "memory": "memory",
    "driver": "the leader's memory",
    "block": "the size of a block",
    "processor": "processor time",
    "network": "the network",
}
REMEDIES = {
    "memory": "Take more executors, run fewer tasks on each, or take fewer factors.",
    "driver": "Leave the listeners' factors on the cluster, bring back the artists', and fold in each listener when "
    "their page is opened.",
    "block": "Take more blocks, and split the rows of the most popular artists over several.",
    "processor": "Take more executors.",
    "network": "Take fewer and larger blocks, and send the most popular artists once to each executor instead of each block.",
}

MEASURED_TITLE = "Measured"
MEASURED_NOTHING = "Nothing was measured for this version."
NO_TIME = "Without measurements there are no estimates of time."
TIMES, TIMES_HINT = "× Spark's ALS", "How many epochs in the time of one of Spark's own ALS, all else equal."
SHUFFLED, SHUFFLED_HINT = "Sent an epoch", "Bytes that tasks wrote for others to fetch."
PEAK, PEAK_HINT = "Peak memory", "Of all processes that trained."
OBJECTIVE, OBJECTIVE_HINT = (
    "Objective",
    "What training makes small, after the same number of epochs from random factors.",
)
MEASURED_SECONDS, MEASURED_SECONDS_HINT = (
    "Seconds an epoch",
    "The mean of all epochs but the first two, in which programs are still compiled.",
)
MEASURED_EXECUTORS_HINT = "Of one core each. This computer alone used all its cores."

GROWN_TITLE = "From here to 100 billion plays"


def observations(number: float | None) -> str:
    """A stop of the slider."""
    return AS_IT_IS if number is None else many(number)


def size(shown: Size) -> str:
    """What the table is about."""
    return (
        f"{many(shown.rows)} listeners or sessions, {many(shown.artists)} artists, "
        f"{many(shown.observations)} observations, {shown.factors} factors."
    )


def first(limits: Sequence[Limit]) -> str:
    """ "memory, 12 %"."""
    return f"{RESOURCES[limits[0].resource]}, {share(limits[0].share)}"


def verdict(ways: Sequence[Estimate], executors: int) -> str:
    """Which resource runs out first, and what to change."""
    here, cluster = ways[0].limits[0], ways[1].limits[0]
    if here.share <= 1:
        return f"This computer can train it. What would run out first is {RESOURCES[here.resource]}: {_use(here)}."
    lack = f"This computer cannot train it: it lacks {RESOURCES[here.resource]} ({_use(here)})."
    machines = "One executor" if executors == 1 else f"{executors:,} executors"
    if cluster.share <= 1:
        return f"{lack} {machines} can; there {RESOURCES[cluster.resource]} would run out first: {_use(cluster)}."
    return (
        f"{lack} {machines} cannot either: {RESOURCES[cluster.resource]} runs out first ({_use(cluster)}). "
        f"{REMEDIES[cluster.resource]}"
    )


def _use(limit: Limit) -> str:
    said = span if limit.resource in ("processor", "network") else in_bytes
    return f"{said(limit.used)} of {said(limit.there_is)}"


def conditions(scale: Scale) -> str:
    """Where the measurements were taken."""
    versions = ", ".join(f"{name} {version}" for name, version in scale.versions.items())
    return (
        f"Invented data, on one machine: {scale.processor}, {scale.cores} cores, {in_bytes(scale.memory)} of memory; "
        f"{versions}. The cluster is a master and its executors as processes of that machine, so nothing crossed a network."
    )


def extrapolated_to(size: Size) -> str:
    """The title of an extrapolation."""
    return f"{many(size.observations)} observations"


def extrapolations(found: tuple[Extrapolation, Extrapolation]) -> tuple[str, str]:
    """What 100 million and 100 billion observations take, which resource runs out first, and what to change."""
    return _hundred_million(found[0]), _hundred_billion(found[1])


def _hundred_million(found: Extrapolation) -> str:
    here = found.here
    time = "" if here.seconds is None else f", and an epoch about {span(here.seconds)}"
    return (
        f"{_shape(found.size)} One desktop of {EXECUTOR.cores} cores and {EXECUTOR.memory / 2**30:.0f} GiB still does it: the "
        f"plays, by listener and by artist, and both tables of factors take {in_bytes(here.cost.memory)} of memory{time}.\n\n"
        "Memory is the first thing to run out, near a billion. A cluster sends over its network what is "
        "read from memory here, so it is not faster until it has many machines."
    )


def _hundred_billion(found: Extrapolation) -> str:
    here, cluster = found.here, found.cluster
    time = "" if cluster.seconds is None else f" An epoch takes about {span(cluster.seconds)}."
    return (
        f"{_shape(found.size)} On one machine memory runs out first: {in_bytes(here.cost.memory)}, of which "
        f"{in_bytes(found.pairs)} are plays and {in_bytes(found.listeners)} the listeners' factors. "
        f"{found.executors:,} executors of {EXECUTOR.cores} cores send each other {in_bytes(cluster.cost.moved)} in an epoch "
        f"and do {operations(cluster.cost.work)}.{time}\n\n"
        f"There the memory of the leader runs out first, the computer on which both tables end up: "
        f"{in_bytes(cluster.cost.driver)}. {REMEDIES['driver']} The artists' alone are {in_bytes(found.artists)}.\n\n"
        f"Next is the memory of an executor, {in_bytes(cluster.cost.memory)}. Plays are little of it. The factors that come in "
        f"for all tasks at work are most, and the most popular artist needs those of its {many(found.most_popular)} listeners "
        f"in one task. Run fewer tasks at a time, and split such an artist over several tasks, which add up their parts.\n\n"
        f"The Gram matrix is nothing, and no block comes near the 2 GiB that Spark moves in one piece. Less is sent when popular "
        f"artists go once to each executor instead of each block. A checkpoint writes both tables: one in several epochs is "
        f"enough."
    )


def _shape(size: Size) -> str:
    return f"{many(size.rows)} listeners, {many(size.artists)} artists, {size.factors} factors."
