"""What is asked before files are read."""

from pathlib import Path

from desktop_als.workspace import Workspace

TABLE = "artist,track,time\n{name},Slow Kerosene,2019-04-03 14:05\n"


def test_the_only_person_in_the_library_is_proposed_as_the_owner(tmp_path: Path) -> None:
    table = tmp_path / "plays.csv"
    table.write_text(TABLE.format(name="Tin Kite"), encoding="utf-8")
    with Workspace.open(tmp_path / "library") as workspace:
        assert workspace.look([table]).owner is None
        workspace.import_history([table], listener="Tomas")
        assert workspace.look([table]).owner == "Tomas"
        workspace.import_history([table], listener="Mira")
        assert workspace.look([table]).owner is None


def test_a_community_is_nobodys_own(tmp_path: Path) -> None:
    table = tmp_path / "plays.csv"
    table.write_text(TABLE.format(name="Tin Kite"), encoding="utf-8")
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_sample()
        assert workspace.look([table]).owner is None
