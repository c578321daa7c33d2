"""Reading the exports that people have, and saying what became of every row."""

from desktop_als.history.drops import Drop, find_parts
from desktop_als.history.formats import Format, Part
from desktop_als.history.readers import FORMATS, read

__all__ = ["FORMATS", "Drop", "Format", "Part", "find_parts", "read"]
