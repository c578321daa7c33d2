"""Where to train: on this computer, or on a Spark cluster and which."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import cluster as words
from desktop_als.gui.pages.cluster_fields import ClusterFields
from desktop_als.gui.pages.connection_check import ConnectionCheck
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import Card, Segmented, label
from desktop_als.workspace import Cluster, Workspace

HERE, CLUSTER = (key for key, _ in words.PLACES)


class ClusterPanel(Card):
    """A choice and no more, until the cluster is chosen. Tells when :attr:`ready` or :attr:`on_cluster` may be others."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=theme.M)
        self._context = context
        self._asking = Latest(context.jobs, words.TRAIN_ON)
        self._missing: str | None = None
        self._asked = self._filled = False
        self._choice = Segmented(words.PLACES, words.TRAIN_ON)
        self._choice.chosen.connect(self._take_place)
        self._lacking = label("", "warn", wrap=True)
        self._fields = ClusterFields(context.theme)
        self._check = ConnectionCheck(context, self._fields.cluster)
        self._fields.edited.connect(self._check.forget)
        self._check.changed.connect(self._take_check)
        self._lay_out()
        self._show_known()

    @property
    def on_cluster(self) -> bool:
        """Whether the cluster is chosen."""
        return self._choice.key == CLUSTER

    @property
    def ready(self) -> bool:
        """Whether training can begin there. Not while the cluster is tried: one process speaks to one cluster at a time."""
        return not self.on_cluster or (self._asked and self._missing is None and not self._check.running)

    def cluster(self) -> Cluster | None:
        """The cluster to train on, None for this computer.

        Raises:
            TrainingError: a field holds no sensible value; it is marked, and a sentence says why.
        """
        return self._fields.cluster() if self.on_cluster else None

    def arrange(self, *, wide: bool) -> None:
        """What the fields are for beside them where there is room, else below."""
        self._fields.arrange(wide=wide)

    def refresh(self) -> None:
        """Ask whether pyspark and Java are there, and ask anew while they are not: they may be installed meanwhile."""
        if self.on_cluster and not (self._asked and self._missing is None):
            workspace = self._context.workspace
            self._asking.ask(lambda: _known(workspace), self._take_known, self._take_lack)

    @Slot()
    def _take_place(self) -> None:
        if not self.on_cluster:
            self._check.give_way()
        self._show_known()
        self.refresh()
        self.changed.emit()

    def _take_known(self, known: tuple[str | None, Cluster]) -> None:
        missing, remembered = known
        if not self._filled:
            self._fields.fill(remembered)
        self._filled = True
        self._take_lack(missing)

    def _take_lack(self, missing: str | None) -> None:
        self._missing, self._asked = missing, True
        self._show_known()
        self.changed.emit()

    def _show_known(self) -> None:
        self._place.setVisible(self.on_cluster)
        self._lacking.setText(self._missing or "")
        self._lacking.setVisible(self._missing is not None)
        self._check.offer(offered=self._asked and self._missing is None)

    @Slot()
    def _take_check(self) -> None:
        self._fields.setEnabled(not self._check.running)
        self.changed.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(label(words.TRAIN_ON, "strong"))
        row.addWidget(self._choice)
        row.addStretch(1)
        self._place = QWidget()
        column = QVBoxLayout(self._place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for part in (self._lacking, label(words.WHAT_TRAVELS, "dim", wrap=True), self._fields, self._check):
            column.addWidget(part)
        self.body.addLayout(row)
        self.body.addWidget(self._place)


def _known(workspace: Workspace) -> tuple[str | None, Cluster]:
    return workspace.clusters.missing(), workspace.clusters.remembered()
