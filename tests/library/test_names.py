import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.library.names import search_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lumen Fields", "lumen  FIELDS "),
        ("Go‐Go’s", "Go-Go's"),
        ("Otto´s Tide", "Otto's Tide"),
        ("Straße", "STRASSE"),
        ("Cafe\u0301 Mer", "Café Mer"),
        ("\u200bQuiet\u200d Coast\ufeff", "Quiet Coast"),
        ("Quiet\x00 Coast", "Quiet Coast"),
        ("Quiet\u3000Coast\t", "Quiet Coast"),
        ("Ｌｕｍｅｎ", "Lumen"),
    ],
)
def test_typography_is_folded(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(("one", "other"), [("Café Mer", "Cafe Mer"), ("Otto & Sea", "Otto and Sea"), ("!!!", "!")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(st.text())
def test_a_key_is_tidy(name: str) -> None:
    key = search_key(name)
    assert key == " ".join(key.split())
    assert not any(ord(letter) < 32 for letter in key)
