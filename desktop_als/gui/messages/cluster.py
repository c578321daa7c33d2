"""Words of training on a Spark cluster."""

from __future__ import annotations

from desktop_als.gui.messages.common import count
from desktop_als.gui.messages.train import figure
from desktop_als.workspace import ClusterFacts, EpochRecord

TRAIN_ON = "Train on"
PLACES = (("here", "This computer"), ("cluster", "Spark cluster"))
WHAT_TRAVELS = (
    "Spark gets numbers of listeners and artists, and weights, never a name. The model comes back to this computer."
)
BEGIN = "Train on the cluster"

FIELDS = {
    "master": (
        "Master",
        "The address of the cluster: spark://, its host, and its port, mostly 7077. "
        "With local[*] Spark runs on this computer, on all cores.",
    ),
    "executors": ("Executors", "How many processes of the cluster work. Empty: as many as it gives."),
    "memory": ("Memory in MiB", "What each executor may take. 1,024 MiB are 1 GiB; less than 512 is too little."),
    "exchange": (
        "Shared folder",
        "Needed when other computers work: a folder that they and this one see under the same name, "
        "or an address of hdfs:// or s3a://.",
    ),
    "solver": ("Solver", ""),
}
EMPTY = {"master": "spark://host:7077", "executors": "as it gives", "exchange": "none"}
SOLVERS = (("rows", "Our solver"), ("mllib", "Spark's own ALS"))
SOLVER_TEXT = {
    "rows": "The one of this app, run inside the executors. It is the faster one and shows the loss after every epoch.",
    "mllib": "MLlib of Spark, with the settings nearest to these. It is slower and shows its loss only at the end.",
}

TRY = "Try connection"
TRYING = "Trying the connection"
STOP_TRYING = "Stop trying"
TRY_HINT = "Connects, runs one small task, and lets go of the cluster."
TRY_STOPPED = "Stopped. Nothing was changed."

LOSS_AT_THE_END = "Spark's own ALS shows its loss only at the end."
NOT_JUDGED = "Not measured: Spark's own ALS shows nothing of its epochs, so all of them are trained."
NO_OPINION = "An opinion needs the loss of every epoch, which Spark's own ALS does not show."


def answered(facts: ClusterFacts) -> str:
    """ "Spark 4.3.0, Java 17, 2 executors with 4 cores in all and 2,048 MiB each answered."."""
    cores = count(facts.cores, "core")
    room = (
        f"{cores} and {facts.memory:,} MiB" if facts.executors == 1 else f"{cores} in all and {facts.memory:,} MiB each"
    )
    return f"Spark {facts.spark}, Java {facts.java}, {count(facts.executors, 'executor')} with {room} answered."


def loss_at_the_end(epochs: list[EpochRecord]) -> str:
    """In the place of a curve: why there is none, and the loss once it is known."""
    if not epochs:
        return LOSS_AT_THE_END
    last = epochs[-1]
    return f"{LOSS_AT_THE_END} After epoch {last.epoch} it is {figure(last.loss)}."
