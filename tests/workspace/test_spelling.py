"""Which names look alike, by letters alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from desktop_als.errors import Cancelled
from desktop_als.library import search_key
from desktop_als.progress import CancelToken, ignore_progress
from desktop_als.workspace.featuring import featured
from desktop_als.workspace.slips import slips
from desktop_als.workspace.spelling import alike, plain


def pairs(*names: str) -> dict[tuple[str, str], int]:
    keys = np.array([*map(search_key, names), None], object)[:-1]
    found = alike(keys, CancelToken(), ignore_progress)
    return {
        (names[one], names[other]): wrong
        for one, other, wrong in zip(found.first.tolist(), found.second.tolist(), found.wrong.tolist(), strict=True)
    }


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("The Tin Rivers", "Tin Rivers"),
        ("Tin Rivers, The", "Tin Rivers"),
        ("Tin & Rivers", "Tin and Rivers"),
        ("Ada e Bo", "Ada & Bo"),
        ("Zoë Ørsted", "Zoe Orsted"),
        ("Tin! Rivers?", "Tin Rivers"),
        ("Tin-Rivers", "TinRivers"),
        ("Ελπίδα", "Ελπιδα"),
        ("🦊 Foxes", "Foxes"),
    ],
)
def test_accents_articles_and_signs_are_no_difference(name: str, other: str) -> None:
    assert pairs(name, other) == {(name, other): 0}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Marilda Quay", "Marilda Quuay"),
        ("Marilda Quay", "Marlida Quay"),
        ("Marilda Quay", "Marilda Qua"),
        ("Marilda Quay", "arilda Quay"),
        ("الخريف البعيد", "الخريف البعيذ"),
        ("씨앗의 노래들", "씨앗의 노래둘"),
    ],
)
def test_one_letter_is_a_slip(name: str, other: str) -> None:
    assert pairs(name, other) == {(name, other): 1}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Volume 1", "Volume 2"),
        ("Blue 182", "Blue 183"),
        ("Rain", "Rein"),
        ("Marilda Quay", "Morilda Quoy"),
        ("!!!", "???"),
        ("東京の夜", "大阪の夜"),
    ],
)
def test_numbers_short_names_and_more_letters_are_differences(name: str, other: str) -> None:
    assert pairs(name, other) == {}


def test_nothing_and_one_name_are_alike_to_nothing() -> None:
    assert pairs() == {}
    assert pairs("Tin Rivers") == {}


def test_the_best_known_of_the_same_letters_is_compared_with_others() -> None:
    found = pairs("The Tin Rivers", "Tin-Rivers", "Tin Riwers")
    assert found == {("The Tin Rivers", "Tin-Rivers"): 0, ("The Tin Rivers", "Tin Riwers"): 1}


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        alike(np.array(["tin rivers"] * 3, object), cancel, ignore_progress)


@given(st.text(max_size=20))
def test_plain_letters_never_vanish(name: str) -> None:
    key = search_key(name)
    assert bool(plain(key)) == bool(key)


words = st.lists(st.text("abc", min_size=3, max_size=7), unique=True, max_size=30)


@given(words)
def test_every_slip_is_met_and_nothing_further_away(words: list[str]) -> None:
    first, second = slips(words, 3, CancelToken())
    found = set(zip(first.tolist(), second.tolist(), strict=True))
    assert len(found) == len(first)
    for one in range(len(words)):
        for other in range(one + 1, len(words)):
            distance = OSA.distance(words[one], words[other])
            if distance <= 1:
                assert (one, other) in found
            elif (one, other) in found:
                assert distance == 2


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada feat. Bo", ["Ada", "Bo"]),
        ("Ada ft. Bo & Cy, Di", ["Ada", "Bo & Cy, Di"]),
        ("Ada (Featuring Bo)", ["Ada", "Bo"]),
        ("Ada [feat.Bo] ", ["Ada", "Bo"]),
        ("Ada Ft. Bo feat. Cy", ["Ada", "Bo", "Cy"]),
        ("Ada feat. Ada", ["Ada"]),
        ("أم feat. 東京", ["أم", "東京"]),
        ("Ada & Bo", []),
        ("Ada vs. Bo", []),
        ("Ada x Bo / Cy", []),
        ("Little Feat", []),
        ("No Small Feat Band", []),
        ("feat. Bo", []),
        ("Ada feat.", []),
        ("Ada feat. (", []),
        ("Softly Featuringly", []),
        ("Craft. Works", []),
    ],
)
def test_a_name_is_split_at_feat_only(name: str, parts: list[str]) -> None:
    assert featured(name) == parts
