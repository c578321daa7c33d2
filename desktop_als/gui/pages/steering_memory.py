"""What is made of having been shown: three figures that can be changed at any time."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import steering as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.settings_section import TitledCard, in_a_row
from desktop_als.gui.widgets.basics import indent, label
from desktop_als.workspace import MemoryOptions

WAIT_MS = 600
"""After the last change of a figure, before it is kept: each keeping is a step."""

MOST_DAYS = 365


class MemoryCard(TitledCard):
    """The options of one listener; what is changed here is kept at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(words.MEMORY, words.MEMORY_TEXT)
        self._context = context
        self._subject: int | None = None
        self._kept = MemoryOptions()
        self._loading = Latest(context.jobs, words.MEMORY)
        self.on = QCheckBox(words.REMEMBER)
        self.rest_after = days(words.REST_AFTER_NAME, words.REST_AFTER_HINT, words.NEVER)
        self.rest_days = days(words.REST_DAYS_NAME, words.REST_DAYS_HINT, words.NOT_AT_ALL)
        self.overlooked_after = days(words.OVERLOOKED_NAME, words.OVERLOOKED_HINT, words.NEVER)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self.body.addWidget(self.on)
        self.body.addLayout(
            in_a_row(
                titled(words.REST_AFTER, self.rest_after),
                titled(words.REST_DAYS, self.rest_days),
                titled(words.OVERLOOKED_AFTER, self.overlooked_after),
            )
        )
        self.on.clicked.connect(self._keep)
        for box in self._boxes:
            box.valueChanged.connect(self._wait.start)
        self._wait.timeout.connect(self._keep)

    @property
    def _boxes(self) -> tuple[QSpinBox, QSpinBox, QSpinBox]:
        return self.rest_after, self.rest_days, self.overlooked_after

    @property
    def chosen(self) -> MemoryOptions:
        """What the fields say."""
        return MemoryOptions(self.on.isChecked(), *(box.value() for box in self._boxes))

    def refresh(self, subject: int) -> None:
        """Load the options of a listener; a figure that is being changed stays."""
        self._subject = subject
        steering = self._context.workspace.steering
        self._loading.ask(lambda: steering.memory(subject), self._show, self._context.tell_failure)

    def forget(self) -> None:
        """Keep what is still waiting; the next listener has their own."""
        self._loading.drop()
        if self._wait.isActive():
            self._keep()
        self._subject = None
        self.setEnabled(False)

    def _show(self, options: MemoryOptions) -> None:
        self.setEnabled(True)
        if self._wait.isActive():
            return
        self._kept = options
        self.on.setChecked(options.on)
        figures = options.rest_after, options.rest_days, options.overlooked_after
        for box, figure in zip(self._boxes, figures, strict=True):
            box.setValue(figure)
            box.setEnabled(options.on)
        self._wait.stop()  # nobody but the library changed them

    @Slot()
    def _keep(self) -> None:
        self._wait.stop()
        subject, chosen, steering = self._subject, self.chosen, self._context.workspace.steering
        if subject is None or chosen == self._kept:
            return
        before, self._kept = self._kept, chosen
        for box in self._boxes:
            box.setEnabled(chosen.on)
        decide(
            self._context,
            words.CHANGING_MEMORY,
            lambda: steering.set_memory(subject, chosen),
            lambda _: words.MEMORY_CHANGED,
            lambda: self._show(before),
        )


class DaysBox(QSpinBox):
    """A wheel that scrolls the tab changes nothing on its way."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the figure only where it was clicked before."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def days(name: str, hint: str, none: str) -> DaysBox:
    """A field for a number of days; ``none`` stands for 0."""
    box = DaysBox()
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    indent(box)
    box.setRange(0, MOST_DAYS)
    box.setSpecialValueText(none)
    box.setSuffix(words.days_suffix(box.value()))
    box.valueChanged.connect(lambda value: box.setSuffix(words.days_suffix(value)))
    box.setAccessibleName(name)
    box.setToolTip(hint)
    return box


def titled(title: str, field: QWidget) -> QWidget:
    """A field after its title."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, theme.M, 0)
    row.setSpacing(theme.S)
    name = label(title)
    name.setBuddy(field)
    row.addWidget(name)
    row.addWidget(field)
    return both
