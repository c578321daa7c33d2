"""The first quarter of an hour: from an empty Home over the sample to a trained model, with nothing but clicks and keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop_als.gui.location import Location
from desktop_als.gui.pages.home import HomePage
from desktop_als.gui.pages.importing import ImportPage
from desktop_als.gui.pages.train import TrainPage
from desktop_als.gui.plots.loss import LossPlot
from tests.gui.standing_alone import Stage, text_of


def test_from_the_sample_to_a_model(qtbot, workspace, jobs, themes):
    stage = Stage(qtbot, workspace, jobs, themes)
    home, reader, train = (stage.show(kind(stage.context)) for kind in (HomePage, ImportPage, TrainPage))
    stage.click(home, "Add the sample")
    assert stage.samples == 1
    reader.begin_sample()  # what the window does when it is asked for the sample
    stage.settle()
    assert "rows read" in text_of(reader)
    stage.click(reader, "Train")
    assert stage.went == [Location("train")]
    stage.click(train, "Advanced")
    for name in ("Factors", "Epochs"):
        (field,) = [one for one in train.findChildren(QLineEdit) if one.accessibleName() == name]
        qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(field, "2")
    stage.click(train, "Train")
    stage.settle()
    assert [epoch for epoch, _ in train.findChild(LossPlot).points("loss")] == [1, 2]
    assert workspace.model_info().settings.factors == 2
    assert "The model knows all that is in the library." in text_of(home)
