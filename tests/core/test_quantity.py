"""Quantities between thousandths and text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quantity import format_quantity, parse_quantity, unformat_quantity


@given(st.integers(-(10**18), 10**18))
def test_what_was_written_is_read_back(quantity: int) -> None:
    assert unformat_quantity(format_quantity(quantity)) == quantity


@pytest.mark.parametrize("text", ["", "-1", "1.", ".5", "1,5", "1.2345", "1234567890", "1e3", "٣", "1 ", "+1"])
def test_a_document_moves_only_so_much(text: str) -> None:
    with pytest.raises(ValueError, match="not a quantity"):
        parse_quantity(text)
