"""Quantities between thousandths and text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quantity import PATTERN, format_quantity, parse_quantity, unformat_quantity


@given(st.integers(-(10**18), 10**18))
def test_what_was_written_is_read_back(quantity: int) -> None:
    text = format_quantity(quantity)
    assert unformat_quantity(text) == quantity
    assert "." not in text or text[-1] not in "0."
    assert text != "-0"


@given(st.from_regex(PATTERN.removesuffix("$") + r"\Z", alphabet=st.characters(codec="ascii")))
def test_every_text_of_the_shape_is_read_exactly(text: str) -> None:
    assert parse_quantity(text) == Fraction(text) * 1000


@pytest.mark.parametrize("text", ["", ".5", "1.", "-1", "+1", "1,5", "1e3", " 1", "1 ", "1.2345", "1234567890", "٣", "1\n"])
def test_other_texts_are_no_quantities(text: str) -> None:
    with pytest.raises(ValueError, match="not a quantity"):
        parse_quantity(text)
