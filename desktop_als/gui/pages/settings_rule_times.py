"""The fields of rules that go by the clock or the calendar of a time zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDateTimeEdit, QSizePolicy, QTimeEdit, QWidget

from desktop_als.errors import LibraryError
from desktop_als.gui import theme
from desktop_als.gui.messages import imports
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.settings_rule_fields import Draft, Fields, add_question
from desktop_als.gui.pages.zone_box import ZoneBox
from desktop_als.gui.widgets.basics import indent, label
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import AtHours, BetweenDates, Condition, InSession

DAY_MINUTES = 1440
NIGHT, MORNING = QTime(22, 0), QTime(6, 0)
SESSION_SECONDS = 3 * 3600


class KeptZoneBox(ZoneBox):
    """Keeps what is chosen when the list of zones comes in."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ""

    def want(self, zone: str) -> None:
        """Choose a zone, now or once it is listed; "" is that of this machine."""
        self._wanted = zone
        self.setCurrentText(zone or (self.itemText(0) if self.count() else ""))

    def offer_anew(self, zones: Sequence[str]) -> None:
        """List these."""
        wanted = self.currentText() or self._wanted
        self.blockSignals(True)
        self.offer(zones)
        if wanted:
            self.setCurrentText(wanted)
        self.blockSignals(False)

    def name(self) -> str:
        """The chosen zone.

        Raises:
            LibraryError: there is none of that name.
        """
        if self.zone is None:
            raise LibraryError(imports.no_zone(self.currentText()))
        return self.zone


class ZonedFields(Fields):
    """Times of a zone, which is asked last."""

    def __init__(self) -> None:
        super().__init__()
        self.zone = KeptZoneBox()
        self.zone.currentTextChanged.connect(self.changed)

    def add_time(self, text: str, field: QDateTimeEdit, shown: str) -> None:
        """A field for a moment, a day or an hour."""
        field.setDisplayFormat(shown)
        indent(field)
        field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        field.dateTimeChanged.connect(self.changed)
        add_question(self.form, text, field)

    def add_zone(self) -> None:
        """The zone, below the times."""
        add_question(self.form, words.ZONE, self.zone)


class HourFields(ZonedFields):
    """By hours of the day, on some weekdays or all."""

    def __init__(self) -> None:
        super().__init__()
        self.begins, self.ends = QTimeEdit(NIGHT), QTimeEdit(MORNING)
        self.add_time(words.BEGINS, self.begins, "HH:mm")
        self.add_time(words.ENDS, self.ends, "HH:mm")
        self.days = [QCheckBox(name) for name in words.WEEKDAYS]
        days = QWidget()
        flow = FlowLayout(days, gap=theme.S)
        for day in self.days:
            day.toggled.connect(self.changed)
            flow.addWidget(day)
        self.form.addRow(label(words.DAYS, "strong"), days)
        self.form.addRow(label(words.WEEKDAYS_TEXT, "dim", wrap=True))
        self.add_zone()

    def draft(self) -> Draft:
        """These hours; where both are the same, the whole day."""
        begins, ends = (_minutes(field.time()) for field in (self.begins, self.ends))
        days = tuple(place for place, day in enumerate(self.days, start=1) if day.isChecked())
        found = AtHours(begins, ends or DAY_MINUTES, self.zone.name(), days)
        return lambda _: found

    def fill(self, condition: Condition | None, said: str) -> None:  # noqa: ARG002
        """Show the hours, or a night."""
        found = condition if isinstance(condition, AtHours) else None
        self.begins.setTime(_time(found.begins) if found else NIGHT)
        self.ends.setTime(_time(found.ends) if found else MORNING)
        for place, day in enumerate(self.days, start=1):
            day.setChecked(bool(found and place in found.weekdays))
        self.zone.want(found.zone if found else "")


class DateFields(ZonedFields):
    """By days of the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = QDateEdit(QDate.currentDate()), QDateEdit(QDate.currentDate())
        self.add_time(words.FIRST_DAY, self.first, "yyyy-MM-dd")
        self.add_time(words.LAST_DAY, self.last, "yyyy-MM-dd")
        self.add_zone()

    def draft(self) -> Draft:
        """These days, both included."""
        first, last = (field.date().toString(Qt.DateFormat.ISODate) for field in (self.first, self.last))
        found = BetweenDates(first, last, self.zone.name())
        return lambda _: found

    def fill(self, condition: Condition | None, said: str) -> None:  # noqa: ARG002
        """Show the days, or today."""
        found = condition if isinstance(condition, BetweenDates) else None
        for field, day in ((self.first, found and found.first), (self.last, found and found.last)):
            field.setDate(QDate.fromString(day, Qt.DateFormat.ISODate) if day else QDate.currentDate())
        self.zone.want(found.zone if found else "")


class SessionFields(ZonedFields):
    """One sitting, from a moment to another."""

    def __init__(self) -> None:
        super().__init__()
        self.begins, self.ends = QDateTimeEdit(), QDateTimeEdit()
        self.add_time(words.BEGINS, self.begins, "yyyy-MM-dd HH:mm")
        self.add_time(words.ENDS, self.ends, "yyyy-MM-dd HH:mm")
        self.add_zone()

    def draft(self) -> Draft:
        """From the first second of the one minute to the last of the other."""
        zone = ZoneInfo(self.zone.name())
        begins, ends = (_seconds(field.dateTime(), zone) for field in (self.begins, self.ends))
        found = InSession(begins, ends + 59)
        return lambda _: found

    def fill(self, condition: Condition | None, said: str) -> None:  # noqa: ARG002
        """Show the session by the clock of this machine, or the last hours."""
        if isinstance(condition, InSession):
            begins, ends = condition.begins, condition.ends
        else:
            ends = QDateTime.currentSecsSinceEpoch()
            begins = ends - SESSION_SECONDS
        for field, moment in ((self.begins, begins), (self.ends, ends)):
            field.setDateTime(QDateTime.fromSecsSinceEpoch(moment, QTimeZone.systemTimeZone()))
        self.zone.want("")


def _minutes(time: QTime) -> int:
    return time.hour() * 60 + time.minute()


def _time(minutes: int) -> QTime:
    return QTime(minutes // 60 % 24, minutes % 60)


def _seconds(shown: QDateTime, zone: ZoneInfo) -> int:
    """Unix seconds of what a field shows, by the clocks of a zone."""
    day, time = shown.date(), shown.time()
    when = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=zone)
    return int(when.timestamp())
