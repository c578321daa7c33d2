"""Words of the Train page."""

from __future__ import annotations

from desktop_als.als.interactions import RowKind
from desktop_als.gui.messages.common import count, date
from desktop_als.gui.messages.work import percent
from desktop_als.workspace import Evaluation, Interrupted, ModelInfo, RatingsEvaluation, Trial, Tuning

MODELS, MODEL = "Models", "Model"
TRAIN_EMPTY_TITLE = "Nothing to train on yet"
TRAIN_EMPTY_TEXT = "A model is trained from the listening history in the library, and the library is empty."
TRAIN_EMPTY_BUTTON = "Go to Home"
PRESETS = (("quick", "Quick"), ("balanced", "Balanced"), ("best", "Best"), ("tune", "Tune for me"))
PRESET_NAME = "Preset"
CUSTOM = "Custom"
ADVANCED = "Advanced"
STOP_AND_KEEP = "Stop, keep best"
TRAINING = "Training"
TRAIN_STOPPED = "Stopped before the first epoch was finished. Nothing was changed."
MODEL_STAYS = "The model in use is as before."
GO_ON = "Go on"
DISCARD = "Discard"

TUNE = "Tune"
TUNING = "Tuning"
TUNED = "Tuned"
STOP_AND_TRAIN = "Stop, train the best"
TUNE_TEXT = (
    "Tries settings on this computer, one after the other, judges them by listeners that it holds back, and trains with the best. "
    "Stop when you like: every trial is kept, and another search goes on from there."
)
TUNE_FOR = "Look for"
MINUTES = (("5", "5 min"), ("15", "15 min"), ("60", "1 h"), ("other", "Other"))
MINUTES_SUFFIX = " min"
MINUTES_FIELD = "Minutes to look for settings"
TRAIN_BEST = "Train with the best so far"
NOTHING_TUNED = "No trial was finished, so nothing was changed."
TRIALS = "Trials"
TRIALS_TITLE = "NDCG@20 by trial"
TRIALS_PLOT_NAME = "NDCG@20 by trial, and the best so far. The table of trials holds the same numbers."
TRIALS_AXIS = "by trial"
TRIALS_WAITING = "The first trial is under way."
NO_TRIALS = "“Tune for me” tries settings. What each trial reached will stand here."
BEST_SO_FAR = "best so far"
TRIAL, TRIAL_STATE = "Trial", "Outcome"
TRIAL_STATE_HINT = "Trials that fall behind are ended early."
EPOCHS_RUN_HINT = "How many were run. The best of them counts."
TRIAL_STATES = {"kept": "", "pruned": "ended early", "failed": "failed"}

COMPARE = "Compare with popularity and others"
COMPARE_AGAIN = "Compare again"
COMPARING = "Comparing"
COMPARE_STOPPED = "Stopped. Nothing was changed."
NOT_COMPARED = "Whether the model beats simple methods is not known yet."
STOP = "Stop"
JUDGED = {
    "newcomer": "Judged by {} that it had not seen",
    "future": "Judged by what {} came to play later",
    "sessions": "Judged by how {} went on",
    "ratings": "Judged by hidden ratings of {}",
}
TABLES = "Tables"
TABLES_SHOWN = (("models", MODELS), ("epochs", "Epochs"), ("trials", TRIALS))

LOSS = "Loss"
TOTAL, OBSERVED, UNOBSERVED, REGULARIZATION = "total", "observed", "unobserved", "regularization"
PLOT_NAME = "Loss by epoch. The table below holds the same numbers."
QUALITY_PLOT_NAME = "NDCG@20 by epoch on what was held out. The table of epochs holds the same numbers."
QUALITY_WAITING = "The first figure comes with the first epoch."
QUALITY_UNKNOWN = (
    "Not measured: that takes 50 listeners, or sessions, with five artists each, and plays rather than ratings. "
    "The loss alone decides nothing, so all epochs are trained."
)
EPOCHS_AXIS = "by epoch"
EPOCHS = "Loss by epoch"
EPOCH, SECONDS = "Epoch", "Seconds"
NDCG, RECALL, COVERAGE, MEDIAN_LISTENERS = "NDCG@20", "Recall@20", "Catalogue", "Median listeners"
NDCG_HINT = "1 if the artists that were hidden are the first ones recommended, 0 if none of them is among the first 20."
RECALL_HINT = "The share of the hidden artists that is among the first 20."
COVERAGE_HINT = "The share of all artists that is recommended to anyone, among the first 20."
MEDIAN_LISTENERS_HINT = "How many listeners the artists have that are recommended. Fewer is more adventurous."
RMSE, MAE = "RMSE", "MAE"
RMSE_HINT = "How far ratings that were hidden are from what was foretold, large errors counting more. Less is better."
MAE_HINT = "How far ratings that were hidden are from what was foretold, on average. Less is better."
SPREAD_HINT = "With other listeners the figure would lie within so much of this one, 95 times of 100."
BEST = "Best"
BEST_HINT = "The epoch that is kept."

MODEL_CARD = "model"
METHODS = {
    "random": "Random",
    "popularity": "Popularity",
    "recency": "Recency",
    "item cosine": "Item cosine",
    "mean of all": "Mean of all",
    "mean of the artist": "Mean of the artist",
    "biases alone": "Biases alone",
}
ENGINES = {"spark": "Spark"}
NO_MODELS = "Trained models appear here."
IN_USE = "in use"
USE = "Use"
HALF_EPOCH, PER_EPOCH, ROWS_A_SECOND, LEFT, MEMORY = "Half-epoch", "Per epoch", "Rows a second", "Left", "Memory"
FACTS = {
    EPOCH: "Finished, of the most there will be. Training ends early when three epochs brought nothing better.",
    HALF_EPOCH: "An epoch improves all listeners, then all artists.",
    PER_EPOCH: "The median of the finished ones.",
    ROWS_A_SECOND: "Listeners and artists together.",
    LEFT: "If all epochs are needed.",
    MEMORY: "The most that the app has held at once since it was opened.",
}
DOCTOR = "Loss doctor"
DOCTOR_WAITING = "The first opinion comes after two epochs."
DOCTOR_RISING = "The loss rises: raise the regularization."
DOCTOR_ALIKE = "No clear difference from the model before."
DOCTOR_SETTLED = "The loss has settled and no part of it outweighs the others."

FIELDS = {
    "factors": ("Factors", "How many numbers describe an artist. More see finer taste and take longer."),
    "epochs": ("Epochs", "How often training goes over all listeners and artists."),
    "regularization": ("Regularization", "Pulls all numbers towards zero. More is more cautious, too much is bland."),
    "artist_regularization": (
        "Artists' regularization",
        "The same pull for artists alone. Empty: as above.",
    ),
    "unobserved_weight": ("Unobserved weight", "How much it counts that someone never played an artist."),
    "frequency_exponent": ("Frequency exponent", "How much harder busy listeners and artists are held back, 0 to 2."),
    "frequency": (
        "Frequency counts",
        "Whether artists that were never played make a listener busy too. Without them, regularization means the same "
        "in every library.",
    ),
    "weighting": (
        "Weighting",
        "How plays become weight. The gentler, the less a favourite drowns the rest; BM25 and TF-IDF favour rare artists.",
    ),
    "half_life": ("Half-life in days", "After so many days a play counts half. Empty: old plays count like new ones."),
    "rows": ("Rows", "Learn from whole listeners or from sittings. With one listener, only sittings tell something."),
    "seed": ("Seed", "Where the dice start. The same seed gives the same model."),
    "threads": ("Threads", "How many cores work. 0 is all of them; the result is the same."),
}
ROW_CHOICES = (("auto", "Automatic"), ("listeners", "Listeners"), ("sessions", "Sessions"), ("ratings", "Ratings"))
FREQUENCIES = (("observed", "Played ones"), ("all", "All artists"))
WEIGHTINGS = (
    ("log", "Logarithm"),
    ("sqrt", "Square root"),
    ("linear", "Linear"),
    ("binary", "Yes or no"),
    ("bm25", "BM25"),
    ("tfidf", "TF-IDF"),
)


def seconds(value: float) -> str:
    """ "1.4 s", "0.02 s", "35 s"."""
    return f"{value:,.0f} s" if value >= 10 else f"{value:.1f} s" if value >= 1 else f"{value:.2f} s"


def matrix(info: ModelInfo) -> str:
    """ "359,000 listeners × 294,000 artists · 17.5 million pairs · 128 factors"."""
    noun = "session" if info.row_kind == "sessions" else "listener"
    sides = f"{count(info.rows, noun)} × {count(info.artists, 'artist')}"
    return f"{sides} · {_pairs(info.observations)} · {count(info.settings.factors, 'factor')}"


def _pairs(number: int) -> str:
    return f"{number / 1e6:,.1f} million pairs" if number >= 1e6 else count(number, "pair")


def epoch_of(done: int, total: int) -> str:
    """ "10 of 16"."""
    return f"{done} of {total}"


def short(value: float) -> str:
    """A number of an axis: "60k", "1.5M", "0.2"."""
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= unit:
            return f"{value / unit:.4g}{letter}"
    return f"{value:.4g}"


def reading(epoch: int, values: list[tuple[str, float]]) -> str:
    """The values under the pointer: "Epoch 4 · total 59,812 · observed 41,203"."""
    return " · ".join([f"Epoch {epoch}", *(f"{name} {figure(value)}" for name, value in values)])


def figure(value: float) -> str:
    """A loss, to as many places as tell something."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"


def score(value: float) -> str:
    """A quality of an axis: ".05", ".30", "1.00"."""
    return f"{value:.2f}".removeprefix("0")


def quality(row_kind: RowKind) -> str:
    """The title of the plot of NDCG."""
    return f"NDCG@20, {'sessions' if row_kind == 'sessions' else 'listeners'} it has not seen"


def best_epoch(epoch: int) -> str:
    """At the ring of the plot."""
    return f"best, epoch {epoch}"


def quality_reading(epoch: int, ndcg: float) -> str:
    """The value under the pointer: "Epoch 4 · NDCG@20 0.281"."""
    return f"Epoch {epoch} · NDCG@20 {ndcg:.3f}"


def best_reading(epoch: int, ndcg: float) -> str:
    """The plot in a sentence."""
    return f"The best NDCG@20 is {ndcg:.3f}, after epoch {epoch}."


def model_name(info: ModelInfo) -> str:
    """Where there is little room: "Balanced, 2 Nov"."""
    name = f"{info.title}, {date(info.created_at).rpartition(' ')[0]}"
    return f"{name} · {ENGINES[info.engine]}" if info.engine in ENGINES else name


def use_model(info: ModelInfo) -> str:
    """The button of a model, for those who do not see its row."""
    return f"{USE} {info.title}, {date(info.created_at)}"


def cut_off(training: Interrupted) -> str:
    """The title above a training that was cut off."""
    if not training.epochs:
        return "A training was cut off in its first epoch"
    return f"A training was cut off after epoch {epoch_of(len(training.epochs), training.settings.epochs)}"


def going_on(training: Interrupted) -> str:
    """What can be done about it."""
    what = f"“{training.title}”, {date(training.interrupted_at)}."
    if training.library_changed:
        return f"{what} The library has changed since, so it cannot go on. Your models are as they were."
    return f"{what} It can go on from there, to the model it would have come to. A new training discards it."


def kept_trials(number: int) -> str:
    """What a search goes on from."""
    return f"{TUNE_TEXT} {count(number, 'trial')} kept from before." if number else TUNE_TEXT


def trial_reading(trial: Trial) -> str:
    """The trial under the pointer: "Trial 4 · NDCG@20 0.281 · 48 factors"."""
    factors = count(trial.settings.factors, "factor")
    return f"{TRIAL} {trial.number + 1} · NDCG@20 {trial.ndcg:.3f} · {factors}"


def tuned(tuning: Tuning) -> str:
    """What a search came to, while the training with it begins."""
    best = f" The best reached NDCG@20 {tuning.best.ndcg:.3f}." if tuning.best else ""
    return f"{count(len(tuning.trials), 'trial')} kept.{best}"


def judged(evaluation: Evaluation | RatingsEvaluation) -> str:
    """The verdict, and what it rests on."""
    noun = "session" if evaluation.protocol == "sessions" else "listener"
    return f"{evaluation.verdict} {JUDGED[evaluation.protocol].format(count(evaluation.listeners, noun))}."


def half_epoch(share: float) -> str:
    """Where in an epoch it is, 0 to 1: "artists, 63 %"."""
    side = "listeners" if share < 0.5 else "artists"
    return f"{side}, {percent(2 * share % 1)}"


def memory(size: int) -> str:
    """ "640 MB", "1.3 GB"."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def doctor_healthy(observed: float, unobserved: float, regularization: float) -> str:
    """Nothing to change."""
    return (
        f"Healthy. Of the loss, {percent(observed)} are pairs that were played, {percent(unobserved)} pairs that were not, "
        f"and {percent(regularization)} is regularization."
    )


def doctor_past_its_best(epoch: int) -> str:
    """It learns by heart."""
    return f"The loss falls, but what it has not seen was found best after epoch {epoch}, which is kept."


def doctor_compares(now: float, before: float) -> str:
    """How it stands to the model before."""
    which = "more" if now > before else "less"
    return f"It finds {which} than the model before: NDCG@20 {now:.3f} against {before:.3f}."


def doctor_crushed(share: float) -> str:
    """Too much regularization."""
    return f"Regularization is {percent(share)} of the loss: lower it or add factors."


def doctor_loose(share: float) -> str:
    """Hardly any regularization."""
    return f"Regularization is only {percent(share)} of the loss: raise it for steadier answers."


def doctor_unobserved(share: float) -> str:
    """What was never played outweighs what was."""
    return f"Pairs that nobody played are {percent(share)} of the loss: lower the unobserved weight."


def doctor_moving(share: float) -> str:
    """It was stopped too early."""
    return f"The loss still falls by {share:.1%} an epoch: more epochs will help.".replace("%", " %")


def not_a_number(field: str, text: str, *, whole: bool) -> str:
    """A field that holds something else."""
    return f"{field} must be a {'whole ' if whole else ''}number, not “{text}”."


def model_settings(info: ModelInfo) -> str:
    """The line under a model's title: "21 Nov 2026 · 64 factors · 12 epochs"."""
    return f"{date(info.created_at)} · {count(info.settings.factors, 'factor')} · {count(len(info.epochs), 'epoch')}"


def trained(info: ModelInfo, note: str | None) -> str:
    """What a training came to."""
    best = f" Epoch {info.best_epoch} was the best." if info.best_epoch is not None else ""
    done = f"Trained {count(info.epochs[-1].epoch, 'epoch')} in {seconds(info.seconds)}.{best} The model is in use now."
    return f"{done} {note}" if note else done
