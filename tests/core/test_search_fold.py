"""Folding for search, as the vectors shared with the till say."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.letters import clean_text
from core.text.search_fold import fold, search_words

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "fold.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"]))
def test_a_text_folds_as_the_vector_says(case: dict[str, str]) -> None:
    assert fold(case["text"]) == case["folded"]


@given(st.text())
def test_a_folded_text_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_texts_fold_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_cleaning_changes_nothing_a_search_sees(text: str) -> None:
    assert fold(clean_text(text)) == fold(text)


def test_a_search_has_each_word_once_and_twenty_at_most() -> None:
    assert search_words("Gạo gao GẠO tẻ") == ["gao", "te"]
    assert len(search_words(" ".join(f"w{n}" for n in range(30)))) == 20
