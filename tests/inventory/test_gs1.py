"""What codes say: the shared cases, every AI of the standard, and any text at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.values.gtin import check_digit
from inventory.codes import gs1
from inventory.codes.gs1 import Meaning, other_cases, read, to_gtin14
from inventory.codes.gs1_table import FNC1, FORMATS, as_javascript, elements
from tests.inventory.gs1_codes import DIGITS, RICE, YEAR, any_text, element_string, gtins, lots, pairs_of_any_ai

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors"
READINGS = json.loads((VECTORS / "gs1.json").read_text())["cases"]


@pytest.mark.parametrize("case", READINGS, ids=[c["why"] for c in READINGS])
def test_both_readers_read_the_shared_codes(case: dict[str, Any]) -> None:
    reads = dict(case["reads"])
    if "expiry" in reads:
        reads["expiry"] = date.fromisoformat(reads["expiry"])
    assert read(case["code"], case.get("this_year", YEAR)) == Meaning(**reads)


@given(pairs_of_any_ai)
def test_an_element_string_of_any_ais_is_cut_back_into_them(pairs: list[tuple[str, str]]) -> None:
    assert elements(element_string(pairs)) == pairs


def test_the_tills_table_is_the_same() -> None:
    """When this fails: `python -m inventory.codes.gs1_table > static/js/till/domain/gs1_table.js`."""
    assert (ROOT / "static/js/till/domain/gs1_table.js").read_text("utf-8") == as_javascript()


def test_no_ai_is_the_beginning_of_another() -> None:
    assert {len(ai) for ai in FORMATS} == {2, 3, 4}
    assert not [(ai, other) for ai in FORMATS for other in FORMATS if other != ai and other.startswith(ai)]


def test_predefined_lengths_are_those_of_the_standard() -> None:
    """GS1 General Specifications, 7.8: by the first two digits of the AI, AI and value together."""
    lengths = {"00": 20, "01": 16, "02": 16, "03": 16, "20": 4, "41": 16}
    lengths |= {f"1{n}": 8 for n in (1, 2, 3, 5, 6, 7)} | {f"3{n}": 10 for n in range(1, 7)}
    assert {ai[:2]: len(ai) + form.predefined for ai, form in FORMATS.items() if form.predefined} == lengths
    assert all(form.predefined for ai, form in FORMATS.items() if ai[:2] in lengths)


@given(gtins, st.none() | lots, st.none() | st.dates(date(1977, 1, 1), date(2076, 12, 31)), pairs_of_any_ai)
def test_product_lot_and_date_are_read_out_of_any_element_string(
    gtin: str, lot: str | None, expiry: date | None, others: list[tuple[str, str]]
) -> None:
    read_here = {"01", "10", "15", "17", "7003"}
    pairs = [(ai, value) for ai, value in dict(others).items() if ai not in read_here and ai[:3] not in {"310", "320"}]
    pairs.insert(len(pairs) // 2, ("01", gtin))
    pairs += [("17", f"{expiry:%y%m%d}")] if expiry else []
    pairs += [("10", lot)] if lot else []
    for start in ("]C1", "]d2", FNC1, "]C1" + FNC1):
        assert read(start + element_string(pairs), YEAR) == Meaning("gtin", gtin, lot, expiry=expiry)


@given(
    gtins,
    st.none() | lots,
    st.none() | lots,
    st.none() | st.dates(date(1977, 1, 1), date(2076, 12, 31)),
    st.none() | st.integers(1, 999_999),
    st.sampled_from(["https://x", "HTTP://10.0.0.1:8000", "Https://ocop.example.vn/que-vo/t", "https://x/01/r/10"]),
    st.sampled_from(["&", ";"]),
    st.booleans(),
)
def test_product_lot_date_and_weight_are_read_out_of_any_digital_link(
    gtin: str, lot: str | None, serial: str | None, expiry: date | None, grams: int | None, host: str, separator: str, lower: bool
) -> None:
    def encoded(text: str) -> str:
        return "".join(f"%{ord(c):02x}" for c in text) if lower else quote(text, safe="")

    path = f"{host}/01/{gtin}" + (f"/10/{encoded(lot)}" if lot else "") + (f"/21/{encoded(serial)}" if serial else "")
    query = ([f"17={expiry:%y%m%d}"] if expiry else []) + ["source=100%"] + ([f"3103={grams:06d}"] if grams else [])
    kind = "weighed" if grams else "gtin"
    assert read(f"{path}?{separator.join(query)}", YEAR) == Meaning(kind, gtin, lot, weight_milli=grams, expiry=expiry)


@given(
    any_text,
    st.integers(2000, 2200),
)
@example("https://[", YEAR)
@example("http://x/%ff/01/" + RICE, YEAR)
@example("https://x/01/" + RICE + "?17=000000", YEAR)
@example("]", YEAR)
@example("]C1", YEAR)
@example("\ud800", YEAR)
@example("https://x/t/\ud800", YEAR)
@example(FNC1, YEAR)
def test_any_text_is_read_without_an_exception(code: str, year: int) -> None:
    meaning = read(code, year)
    assert (meaning.kind == "nothing") == (meaning == gs1.NOTHING)
    assert meaning.gtin14 is None or to_gtin14(meaning.gtin14) == meaning.gtin14
    assert meaning.weight_milli is None or meaning.weight_milli > 0


@given(st.sampled_from((7, 11, 12, 13)).flatmap(lambda n: st.text(DIGITS, min_size=n, max_size=n)), st.integers(1, 9))
def test_one_wrong_digit_leaves_only_the_text(digits: str, off: int) -> None:
    right = digits + check_digit(digits)
    wrong = digits + str((int(right[-1]) + off) % 10)
    if digits.strip("0") and not wrong.startswith("01"):
        assert read(right, YEAR).gtin14 == right.zfill(14)
        assert read(wrong, YEAR) == Meaning("text", text=wrong)


@given(st.integers(0, 9), st.integers(1, 99999), st.integers(1, 99999))
def test_a_weight_label_holds_plu_and_grams(free: int, plu: int, grams: int) -> None:
    digits = f"2{free}{plu:05d}{grams:05d}"
    meaning = read(digits + check_digit(digits), YEAR)
    assert (meaning.kind, meaning.plu, meaning.weight_milli) == ("weighed", f"{plu:05d}", grams)


@given(st.integers(1900, 2300), st.integers(0, 99))
def test_a_two_digit_year_lies_from_49_years_back_to_50_ahead(this_year: int, two_digits: int) -> None:
    expiry = read(f"]C101{RICE}17{two_digits:02d}0101", this_year).expiry
    assert expiry is not None
    assert expiry.year % 100 == two_digits
    assert -49 <= expiry.year - this_year <= 50


def test_a_name_under_caps_lock_has_its_letters_in_the_other_case() -> None:
    assert other_cases("Lot-1a") == {"lOT-1A", "LOT-1A", "lot-1a"}
    assert other_cases("8938500000010") == set()
