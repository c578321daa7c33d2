"""Pages of the window as pictures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from desktop_als import paths
from desktop_als.cli.app import Folder, app


class ThemeName(StrEnum):
    """Themes of ``screenshot``."""

    light = "light"
    dark = "dark"


@app.command("screenshot")
def screenshot(
    page: Annotated[
        str,
        typer.Argument(
            metavar="PAGE",
            help="home, import, train, listeners, artists, names, communities, radio, together, settings, "
            "listener:NAME[:TAB], artist:NAME[:TAB], radio:artist:NAME, radio:listener:NAME, together:NAME, "
            "import:ID, settings:SECTION, names:TAB, communities:TAB",
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE.png")],
    size: Annotated[str, typer.Option(metavar="WxH")] = "1280x800",
    theme: Annotated[ThemeName, typer.Option()] = ThemeName.light,
    text_scale: Annotated[float, typer.Option(min=1.0, max=2.0, help="Size of the text.")] = 1.0,
    library: Folder = None,
) -> None:
    """Draw a page of the real window off screen."""
    from desktop_als.gui.screenshot import draw  # noqa: PLC0415 - Qt loads only when it is drawn with

    width, _, height = size.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 7680 and 240 <= int(height) <= 4320):
        raise typer.BadParameter("--size is WIDTHxHEIGHT in pixels, such as 1280x800.")
    draw(library or paths.default_workspace(), page, file, (int(width), int(height)), theme.value, text_scale)
