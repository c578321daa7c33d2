"""What all questions of the Import page share: Enter goes on, Escape goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget


class Question(QWidget):
    """A question in the page, not in a window of its own."""

    def go_on(self) -> None:
        """Take the answer."""
        raise NotImplementedError

    def go_back(self) -> None:
        """Ask what was asked before."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the fields do not use come here. Enter on a button presses it."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.go_on()
        else:
            super().keyPressEvent(event)
