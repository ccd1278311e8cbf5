"""Amounts in words against the shared vectors."""

import json
from pathlib import Path

import pytest

from core.text.number_words import amount_in_words

CASES = json.loads((Path(__file__).parent.parent / "vectors" / "words.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["amount_vnd"]))
def test_an_amount_is_written_in_words_as_the_vector_says(case: dict) -> None:
    assert amount_in_words(case["amount_vnd"]) == case["words"]


def test_beyond_a_billion_of_billions() -> None:
    assert amount_in_words(1_234_000_000_000) == "Một nghìn hai trăm ba mươi tư tỷ đồng"
    assert amount_in_words(10**18) == "Một tỷ tỷ đồng"
