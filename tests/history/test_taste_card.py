"""Taste cards, in each wrapping that people bring them in."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_als.errors import HistoryError
from tests.history.exports import ROWS, column, one_drop, read_only_part, read_part, write
from tests.history.exports_cards import card
from tests.history.test_formats import WRAPPINGS


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_every_wrapping_gives_the_same_totals(wrapping: str, tmp_path: Path):
    drop = one_drop(write(tmp_path, "holiday.photo", WRAPPINGS[wrapping](card(ROWS))))
    assert drop.problem is None
    (part,) = drop.parts
    assert (part.format.id, part.listener) == ("taste_card", "Mira Holloway")
    batches, log = read_part(part)
    names = list(dict.fromkeys(row.artist for row in ROWS))
    assert column(batches, "artist") == names
    assert column(batches, "plays") == [10 * (len(names) - place) for place in range(len(names))]
    assert log.tally.rows_read == 0


def test_a_card_that_is_cut_off_is_refused(tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "a", card(ROWS)[:-25])).parts
    with pytest.raises(HistoryError, match="cut off"):
        read_part(part)


def changed(**changes: Any) -> bytes:
    return json.dumps(json.loads(card(ROWS)) | changes).encode()


def test_a_bad_row_costs_only_itself(tmp_path: Path):
    rows = [{"artist": "Tin Rivers", "plays": 5}, {"artist": "", "plays": 5}, {"artist": "Otto", "plays": -1}, 7]
    batches, log = read_only_part(write(tmp_path, "a", changed(artists=[*rows, {"artist": "Otto", "plays": 2**70}])))
    assert list(zip(column(batches, "artist"), column(batches, "plays"), strict=True)) == [
        ("Tin Rivers", 5),
        ("Otto", 2**53),
    ]
    assert (log.tally.no_artist, log.tally.unreadable) == (1, 2)


@pytest.mark.parametrize("changes", [{"version": 2}, {"artists": None}, {"artists": {}}, {"version": "1"}])
def test_what_is_no_card_of_this_version_is_a_sentence(changes: dict[str, Any], tmp_path: Path):
    with pytest.raises(HistoryError, match=r"newer version|is not built"):
        read_only_part(write(tmp_path, "a", changed(**changes)))


@pytest.mark.parametrize("name", ["", "\u200b", None, 5, "\x07"])
def test_a_card_without_a_name_proposes_nobody(name: Any, tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "a", changed(name=name))).parts
    assert part.listener is None


def test_a_name_may_be_in_any_letters(tmp_path: Path):
    (part,) = one_drop(write(tmp_path, "a", changed(name='Ｍ "the" Тихий\x07'))).parts
    assert part.listener == 'Ｍ "the" Тихий'


def test_a_card_that_is_nested_without_end_is_refused(tmp_path: Path):
    deep = card(ROWS).replace(b'"version"', b'"more": ' + b"[" * 20_000 + b', "version"', 1)
    drop = one_drop(write(tmp_path, "a", deep))
    assert drop.parts
    with pytest.raises(HistoryError):
        read_part(drop.parts[0])
