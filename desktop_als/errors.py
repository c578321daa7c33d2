"""The exceptions whose text is meant for people: one plain sentence that says what happened, what was kept and what to do."""


class DesktopAlsError(Exception):
    """Something a person can cause or mend. ``str(error)`` is shown as it is, without a traceback."""


class HistoryError(DesktopAlsError):
    """A file or folder that cannot be read as a listening history."""


class LibraryError(DesktopAlsError):
    """The library cannot be opened, read or written."""


class LibraryBusyError(LibraryError):
    """Another process has the library open."""


class BackupError(LibraryError):
    """A backup cannot be made, or cannot be read."""


class DownloadError(DesktopAlsError):
    """A data set cannot be fetched from its publisher, or what came is not what was published."""


class TrainingError(DesktopAlsError):
    """A model cannot be trained from this library with these settings."""


class EvaluationError(DesktopAlsError):
    """The library holds too little to hide a part of it and judge what finds it."""


class ModelError(DesktopAlsError):
    """There is no trained model, or it cannot be read."""


class PackError(ModelError):
    """A pack cannot be made, or cannot be read."""


class CardError(DesktopAlsError):
    """A taste card cannot be made or written."""


class ExportError(DesktopAlsError):
    """A list cannot be written, or a folder of music cannot be read."""


class SteeringError(DesktopAlsError):
    """What a listener says makes no sense, or a file of it cannot be read or written."""


class NotFoundError(DesktopAlsError):
    """No listener or artist of that name."""


class Cancelled(Exception):  # noqa: N818 - not a failure: the person asked for it
    """Raised by :meth:`desktop_als.progress.CancelToken.check` in work that was asked to stop."""
