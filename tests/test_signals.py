"""PySide6 6.12.0 on Python 3.11 loses a reference to True at each emit of it, and in the end the process aborts.

Python 3.12 made the constants immortal: there the count stays whatever Qt does.
"""

from __future__ import annotations

import ctypes
import sys

import pytest
from PySide6.QtCore import QObject, Qt, Signal, Slot

EMITS = 5_000
NOISE = 200  # references that come and go elsewhere in the process; the fault loses thousands


class Sender(QObject):
    flag = Signal(bool)
    thing = Signal(object)


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.received: list[object] = []

    @Slot(bool)
    def take_flag(self, value: bool) -> None:
        self.received.append(value)

    @Slot(object)
    def take_thing(self, value: object) -> None:
        self.received.append(value)


@pytest.fixture(params=[True, False, None], ids=str)
def constant(request) -> object:
    """A constant with references to spare, never taken back: a fault fails this test instead of ending the process."""
    for _ in range(2 * EMITS):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(request.param))
    return request.param


@pytest.mark.parametrize("kind", ["flag", "thing"])
@pytest.mark.parametrize("connection", [Qt.ConnectionType.DirectConnection, Qt.ConnectionType.QueuedConnection])
def test_emitting_loses_no_reference(qapp, constant, kind, connection):
    if kind == "flag" and constant is None:
        pytest.skip("a bool signal does not carry None")
    sender, receiver = Sender(), Receiver()
    signal = getattr(sender, kind)
    signal.connect(getattr(receiver, f"take_{kind}"), connection)
    before = sys.getrefcount(constant)
    for _ in range(EMITS):
        signal.emit(constant)
    qapp.processEvents()
    assert receiver.received == [constant] * EMITS
    receiver.received.clear()
    assert abs(sys.getrefcount(constant) - before) < NOISE
