"""What is to be known of a Spark cluster as fields, each with a sentence of what it is for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop_als.errors import TrainingError
from desktop_als.gui import theme
from desktop_als.gui.messages import cluster as words
from desktop_als.gui.messages.train import not_a_number
from desktop_als.gui.pages.fields import Problem, add_field, field_grid
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import Cluster

FIELD_WIDTH = 200
"""Pixels at 100 %: room for an address."""
SOLVER = "solver"
WHOLE = ("executors", "memory")


class ClusterFields(QWidget):
    """Tells when a person changes one of them."""

    edited = Signal()

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__()
        self._theme = themes
        self._texts = {name: QLineEdit() for name in words.FIELDS if name != SOLVER}
        self._solver = QComboBox()
        self._problem = Problem()
        self._lay_out()
        self.fill(Cluster())
        for name, field in self._texts.items():
            field.setPlaceholderText(words.EMPTY.get(name, ""))
            field.textEdited.connect(self._note_edit)
        self._solver.currentIndexChanged.connect(self._explain_solver)
        self._solver.activated.connect(self._note_edit)
        themes.changed.connect(self._widen)
        self._widen()

    def arrange(self, *, wide: bool) -> None:
        """Each sentence beside its field where there is room, else below it."""
        for row, said in enumerate(self._sentences):
            if wide:
                self._grid.addWidget(said, 2 * row, 2, Qt.AlignmentFlag.AlignVCenter)
            else:
                self._grid.addWidget(said, 2 * row + 1, 0, 1, 3)

    def fill(self, cluster: Cluster) -> None:
        """Show what is known of a cluster."""
        for name, field in self._texts.items():
            field.setText(str(getattr(cluster, name) or ""))
        self._solver.setCurrentIndex(self._solver.findData(cluster.solver))
        self._explain_solver()
        self._problem.clear()

    def cluster(self) -> Cluster:
        """What the fields say.

        Raises:
            TrainingError: a field holds no sensible value; it is marked, and the sentence stands below the fields.
        """
        read: dict[str, Any] = {SOLVER: self._solver.currentData()}
        for name, field in self._texts.items():
            try:
                read[name] = _read(name, field.text().strip())
                replace(Cluster(), **{name: read[name]})  # each alone, to know which field is wrong
            except TrainingError as error:
                self._problem.tell(field, str(error))
                raise
        return Cluster(**read)

    @Slot()
    def _note_edit(self) -> None:
        self._problem.clear()
        self.edited.emit()

    @Slot()
    def _explain_solver(self) -> None:
        sentence = words.SOLVER_TEXT[self._solver.currentData()]
        self._sentences[-1].setText(sentence)
        self._solver.setAccessibleDescription(sentence)

    @Slot()
    def _widen(self) -> None:
        for field in (*self._texts.values(), self._solver):
            field.setFixedWidth(self._theme.scaled(FIELD_WIDTH))

    def _lay_out(self) -> None:
        for key, text in words.SOLVERS:
            self._solver.addItem(text, key)
        self._grid = field_grid()
        self._sentences = [
            add_field(self._grid, 2 * row, *words.FIELDS[name], field)
            for row, (name, field) in enumerate((self._texts | {SOLVER: self._solver}).items())
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(self._grid)
        column.addWidget(self._problem.said)


def _read(name: str, text: str) -> str | int:
    if name not in WHOLE:
        return text
    if not text and name == "executors":
        return 0
    try:
        return int(text)
    except ValueError:
        raise TrainingError(not_a_number(words.FIELDS[name][0], text, whole=True)) from None
