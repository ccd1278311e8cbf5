"""What people type into fields for figures: read as they mean it, asked about, or refused; never a thousandth of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import MAX_VND
from core.quantity import parse_quantity
from core.text import formats
from core.text.typed_figures import Ambiguous, read_money, read_percent_bp, read_quantity, read_whole, write_quantity

VECTORS: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parents[1] / "vectors" / "typed_figures.json").read_text())
amounts = st.integers(-MAX_VND, MAX_VND)
quantities = st.integers(0, 999_999_999_999)


def expected(case: dict[str, Any], name: str) -> Any:
    """The figure of a case, its two readings, or None for a refusal."""
    value = parse_quantity if name == "quantity" else int
    if "either" in case:
        return Ambiguous(*(value(one) for one in case["either"]))
    return None if "refused" in case else value(case[name])


@pytest.mark.parametrize("case", VECTORS["money"], ids=lambda case: repr(case["text"]))
def test_an_amount_is_read_as_the_vector_says(case: dict[str, Any]) -> None:
    assert read_money(case["text"]) == expected(case, "vnd")


@pytest.mark.parametrize("case", VECTORS["quantity"], ids=lambda case: f"{case['text']!r} at {case['places']}")
def test_a_quantity_is_read_as_the_vector_says(case: dict[str, Any]) -> None:
    assert read_quantity(case["text"], case["places"]) == expected(case, "quantity")


@pytest.mark.parametrize("case", VECTORS["whole"], ids=lambda case: repr(case["text"]))
def test_a_whole_number_is_read_as_the_vector_says(case: dict[str, Any]) -> None:
    assert read_whole(case["text"]) == expected(case, "whole")


@pytest.mark.parametrize("case", VECTORS["percent"], ids=lambda case: repr(case["text"]))
def test_a_percentage_is_read_as_the_vector_says(case: dict[str, Any]) -> None:
    assert read_percent_bp(case["text"]) == expected(case, "bp")


@given(amounts)
def test_an_amount_on_a_page_is_read_back_as_the_same(value: int) -> None:
    for text in (formats.vnd(value), formats.amount(value), str(value), f"{formats.amount(value)} VNĐ", f"{value:,}"):
        assert read_money(text) == value


@given(st.integers(-100_000, 100_000))
def test_a_whole_number_on_a_page_is_read_back_as_the_same(value: int) -> None:
    assert read_whole(formats.amount(value)) == read_whole(str(value)) == value


@given(st.integers(0, 10_000))
def test_a_rate_on_a_page_is_read_back_as_the_same(bp: int) -> None:
    assert read_percent_bp(formats.rate(bp)) == bp


@given(quantities, st.integers(0, 3))
def test_a_quantity_in_a_field_is_read_back_as_the_same(quantity: int, places: int) -> None:
    quantity -= quantity % 10 ** (3 - places)
    assert read_quantity(write_quantity(quantity), places) == quantity


@given(quantities, st.integers(0, 3))
def test_a_quantity_on_a_page_is_read_back_as_the_same_or_asked_about(quantity: int, places: int) -> None:
    quantity -= quantity % 10 ** (3 - places)
    read = read_quantity(formats.qty(quantity), places)
    if isinstance(read, Ambiguous):
        assert read == Ambiguous(quantity // 1000, quantity), "only whole thousands below a million have a second reading"
    else:
        assert read == quantity


@given(st.text(alphabet="0123456789., -+đkr₫t\u00a0", max_size=12), st.integers(0, 3))
def test_the_answer_to_a_question_is_never_questioned(text: str, places: int) -> None:
    quantity = read_quantity(text, places)
    if isinstance(quantity, Ambiguous):
        for meant in (quantity.smaller, quantity.larger):
            assert read_quantity(write_quantity(meant), places) == meant
    money = read_money(text)
    if isinstance(money, Ambiguous):
        assert money.smaller < money.larger
        for meant in (money.smaller, money.larger):
            assert read_money(formats.amount(meant)) == meant


@given(st.text(max_size=20))
def test_no_text_is_an_error(text: str) -> None:
    for read in (read_money(text), read_quantity(text, 3), read_whole(text), read_percent_bp(text)):
        assert read is None or isinstance(read, int | Ambiguous)
