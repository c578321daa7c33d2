"""The use cases, without Qt: what the window and the command line call."""

from desktop_als.communities.catalogue import DataSet
from desktop_als.engines.costs import Size, Way
from desktop_als.engines.limits import Limit
from desktop_als.engines.scale import Measured, Scale, measured_scale
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.cluster import Solver as ClusterSolver
from desktop_als.engines.spark.columns import Columns as ClusterColumns
from desktop_als.engines.spark.session import ClusterFacts
from desktop_als.evaluation.ratings import RatingsEvaluation
from desktop_als.evaluation.report_card import Mark, ReportCard
from desktop_als.evaluation.reports import Evaluation, Scorecard
from desktop_als.evaluation.trials import Trial, Tuning
from desktop_als.export.links import Link, links
from desktop_als.export.playlist import SUFFIXES as PLAYLIST_SUFFIXES
from desktop_als.export.playlist import Entry, Playlist, PlaylistFormat
from desktop_als.history import FORMATS, ROWS_SHOWN, TIME_UNITS, ColumnMapping, Meaning, TableGuess, first_table
from desktop_als.history.taste_card import SUFFIX as CARD_SUFFIX
from desktop_als.library import (
    ArtistTable,
    BackupInfo,
    ListenerTable,
    Source,
    SourceRow,
    SourceRows,
    Step,
    Totals,
    Undone,
    search_key,
)
from desktop_als.library.clock import ClockSuspicion
from desktop_als.library.conditions import (
    AtHours,
    BetweenDates,
    ByArtist,
    BySource,
    ByTrack,
    Condition,
    InPrivate,
    InSession,
)
from desktop_als.library.counting import MOST_SECONDS as COUNTING_MOST_SECONDS
from desktop_als.library.counting import CountingRule, Recount
from desktop_als.library.exposures import MemoryOptions
from desktop_als.library.gaps import Gap
from desktop_als.library.joins import Join, JoinedPlay, Joining
from desktop_als.library.rules import Rule
from desktop_als.model.answers import (
    Contribution,
    Effect,
    Explanation,
    HiddenArtist,
    HiddenReason,
    PullTest,
    Recommendation,
    Recommendations,
    RecommendQuery,
)
from desktop_als.model.bundle import EpochRecord, ModelInfo
from desktop_als.model.moods import Mood, Moods
from desktop_als.model.pack import LEAST_LISTENERS, PackData, PackManifest
from desktop_als.model.pack_file import SUFFIX as PACK_SUFFIX
from desktop_als.model.radio import Heard, RadioItem, RadioOptions, RadioQueue, Seed, SeedKind, Station, Verdict
from desktop_als.model.similar import SimilarArtist, SimilarArtists, SimilarQuery
from desktop_als.model.similar_listeners import SimilarListener, SimilarListeners, WouldLike, WouldLikes
from desktop_als.model.stability import Stability
from desktop_als.model.together import BlendRow, BorrowRow, MatchPart, TasteMatch
from desktop_als.workspace.backups import Mode as RestoreMode
from desktop_als.workspace.backups import Restored
from desktop_als.workspace.browsing import ArtistPlays, ListenerPlays
from desktop_als.workspace.communities import Community, Coverage, Offer, OfferState
from desktop_als.workspace.costs import EXECUTOR, Estimate, Extrapolation, estimates, extrapolated
from desktop_als.workspace.explaining import FirstRow, explained, first_row, lacks_zone, time_formats
from desktop_als.workspace.exports import Exported
from desktop_als.workspace.join_notes import clock_shift
from desktop_als.workspace.looking import Look, UnclearTable
from desktop_als.workspace.naming import CreditedName, NamePreview, NameProposal, Spelling, TwoArtists
from desktop_als.workspace.pack_building import PackPlan, build_pack
from desktop_als.workspace.packs import PackInfo
from desktop_als.workspace.reports import FileReport, ImportReport, NextStep, SearchHit
from desktop_als.workspace.rules import ListedRule, RulePreview
from desktop_als.workspace.stability import RUNS as STABILITY_RUNS
from desktop_als.workspace.steering_entries import EntryKind, SteeringEntry, SteeringImport
from desktop_als.workspace.taste_cards import MOST_ARTISTS as MOST_CARD_ARTISTS
from desktop_als.workspace.taste_cards import USUAL_ARTISTS as USUAL_CARD_ARTISTS
from desktop_als.workspace.taste_cards import CardOptions
from desktop_als.workspace.tracks import TrackPlays, TrackRecommendation, TrackRecommendations
from desktop_als.workspace.training import TrainingRun, warm_up
from desktop_als.workspace.unfinished import Interrupted
from desktop_als.workspace.workspace import Workspace

__all__ = [
    "CARD_SUFFIX",
    "COUNTING_MOST_SECONDS",
    "EXECUTOR",
    "FORMATS",
    "LEAST_LISTENERS",
    "MOST_CARD_ARTISTS",
    "PACK_SUFFIX",
    "PLAYLIST_SUFFIXES",
    "ROWS_SHOWN",
    "STABILITY_RUNS",
    "TIME_UNITS",
    "USUAL_CARD_ARTISTS",
    "ArtistPlays",
    "ArtistTable",
    "AtHours",
    "BackupInfo",
    "BetweenDates",
    "BlendRow",
    "BorrowRow",
    "ByArtist",
    "BySource",
    "ByTrack",
    "CardOptions",
    "ClockSuspicion",
    "Cluster",
    "ClusterColumns",
    "ClusterFacts",
    "ClusterSolver",
    "ColumnMapping",
    "Community",
    "Condition",
    "Contribution",
    "CountingRule",
    "Coverage",
    "CreditedName",
    "DataSet",
    "Effect",
    "Entry",
    "EntryKind",
    "EpochRecord",
    "Estimate",
    "Evaluation",
    "Explanation",
    "Exported",
    "Extrapolation",
    "FileReport",
    "FirstRow",
    "Gap",
    "Heard",
    "HiddenArtist",
    "HiddenReason",
    "ImportReport",
    "InPrivate",
    "InSession",
    "Interrupted",
    "Join",
    "JoinedPlay",
    "Joining",
    "Limit",
    "Link",
    "ListedRule",
    "ListenerPlays",
    "ListenerTable",
    "Look",
    "Mark",
    "MatchPart",
    "Meaning",
    "Measured",
    "MemoryOptions",
    "ModelInfo",
    "Mood",
    "Moods",
    "NamePreview",
    "NameProposal",
    "NextStep",
    "Offer",
    "OfferState",
    "PackData",
    "PackInfo",
    "PackManifest",
    "PackPlan",
    "Playlist",
    "PlaylistFormat",
    "PullTest",
    "RadioItem",
    "RadioOptions",
    "RadioQueue",
    "RatingsEvaluation",
    "RecommendQuery",
    "Recommendation",
    "Recommendations",
    "Recount",
    "ReportCard",
    "RestoreMode",
    "Restored",
    "Rule",
    "RulePreview",
    "Scale",
    "Scorecard",
    "SearchHit",
    "Seed",
    "SeedKind",
    "SimilarArtist",
    "SimilarArtists",
    "SimilarListener",
    "SimilarListeners",
    "SimilarQuery",
    "Size",
    "Source",
    "SourceRow",
    "SourceRows",
    "Spelling",
    "Stability",
    "Station",
    "SteeringEntry",
    "SteeringImport",
    "Step",
    "TableGuess",
    "TasteMatch",
    "Totals",
    "TrackPlays",
    "TrackRecommendation",
    "TrackRecommendations",
    "TrainingRun",
    "Trial",
    "Tuning",
    "TwoArtists",
    "UnclearTable",
    "Undone",
    "Verdict",
    "Way",
    "Workspace",
    "WouldLike",
    "WouldLikes",
    "build_pack",
    "clock_shift",
    "estimates",
    "explained",
    "extrapolated",
    "first_row",
    "first_table",
    "lacks_zone",
    "links",
    "measured_scale",
    "search_key",
    "time_formats",
    "warm_up",
]
