from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.library import search_key
from desktop_als.workspace.search import NameIndex

NAMES = [
    "The Paper Lanterns",
    "Paper",
    "Lantern Choir",
    "Café Ypsilon",
    "paper lighthouse",
    "Ελπίδα",
    "東京の夜",
    "<b>Bold</b>",
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(
        np.array([search_key(name) for name in NAMES], dtype=object), np.arange(len(NAMES), dtype=np.int64)
    )


def names(index: NameIndex, text: str, limit: int = 8) -> list[str]:
    return [NAMES[i] for i in index.find(text, limit)]


def test_whole_names_come_first_then_beginnings_then_words(index: NameIndex) -> None:
    assert names(index, "paper") == ["Paper", "paper lighthouse", "The Paper Lanterns"]


@pytest.mark.parametrize("typed", ["Peper Lanterns", "paper lantrens", "the papr lanterns"])
def test_a_wrong_letter_is_forgiven(index: NameIndex, typed: str) -> None:
    assert names(index, typed)[0] == "The Paper Lanterns"


def test_case_and_alphabet_do_not_matter(index: NameIndex) -> None:
    assert names(index, "ΕΛΠΊΔΑ") == ["Ελπίδα"]
    assert names(index, "東京") == ["東京の夜"]
    assert names(index, "<B>") == ["<b>Bold</b>"]


@pytest.mark.parametrize("typed", ["", "   ", "\n", "zzzzzzqqqq"])
def test_nothing_alike_finds_nothing(index: NameIndex, typed: str) -> None:
    assert names(index, typed) == []


def test_an_empty_library_finds_nothing() -> None:
    assert NameIndex(np.array([], dtype=object), np.array([], dtype=np.int64)).find("paper", 8) == []


def test_names_that_nobody_remembers_are_found_by_their_beginning_and_come_last() -> None:
    keys = np.array(["00a1", "mira", "00a2 mira"], dtype=object)
    opaque = np.array([True, False, True])
    index = NameIndex(keys, np.array([900, 1, 500]), opaque)
    assert index.find("00a", 8) == [0, 2]
    assert index.find("mira", 8) == [1]
    assert index.find("00a2 mirq", 8) == []
    assert index.find("mirr", 8) == []
    assert index.find("mirra", 8) == [1]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=30, unique=True), st.data())
def test_every_name_finds_itself(texts: list[str], data: st.DataObject) -> None:
    keys = [search_key(text) for text in texts]
    index = NameIndex(np.array(keys, dtype=object), np.zeros(len(keys), dtype=np.int64))
    wanted = data.draw(st.sampled_from(range(len(keys))))
    if keys[wanted]:
        assert keys[wanted] in [keys[i] for i in index.find(texts[wanted], len(keys))]
