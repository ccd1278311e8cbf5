"""What codes say: the shared cases, GS1 examples, and any text at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.gtin import check_digit
from inventory import gs1
from inventory.gs1 import FNC1, Meaning, read, to_gtin14

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "scan.json").read_text())
LAID_OUT = [(labels["layout"], case) for labels in VECTORS["weight_labels"] for case in labels["cases"]]
RICE = "08938500000010"


def look_up(meaning: Meaning) -> dict[str, Any]:
    """The vectors' outlet as two dictionaries: the same steps as the real look-up, without a database."""
    products = {p["code"]: p for p in VECTORS["setup"]["products"]}
    lots = {x["lot"]: x["product"] for x in VECTORS["setup"]["lots"]}
    by_gtin = {to_gtin14(b): code for code, p in products.items() for b in p["barcodes"]}
    by_plu = {p["plu"]: code for code, p in products.items() if "plu" in p}
    if meaning.text in products:
        return {"kind": "product", "product": meaning.text}
    product = by_gtin.get(meaning.gtin14) if meaning.gtin14 else None
    lot = meaning.lot or meaning.text
    if lot in lots and (meaning.gtin14 is None or lots[lot] == product):
        return {"kind": "lot", "product": lots[lot], "lot": lot}
    if product:
        return {"kind": "product", "product": product}
    if meaning.plu in by_plu and meaning.weight_milli:
        return {"kind": "weighed", "product": by_plu[meaning.plu], "quantity": meaning.weight_milli / 1000}
    return {"kind": "unknown"}


@pytest.mark.parametrize("case", VECTORS["cases"], ids=[c["why"] for c in VECTORS["cases"]])
def test_shared_cases(case: dict[str, Any]) -> None:
    expect = dict(case["expect"])
    if "quantity" in expect:
        expect["quantity"] = float(expect["quantity"])
    got = look_up(read(case["code"]))
    assert got == expect


@given(st.text() | st.from_regex(r"(\]C1)?(01[0-9]{14})?(10[A-Z]{1,4}\x1d?)?(17[0-9]{6})?(310[0-9][0-9]{6})?", fullmatch=True))
@example("https://[")
@example("http://x/%ff/01/" + RICE)
@example("https://x/01/" + RICE + "?17=%ff")
@example("https://x/01/" + RICE + "?17=261300")
@example("]")
@example("]C1")
@example("\ud800")
@example("２０００１２３０１２５０６")
@example("http://x:99999999/t/A")
def test_any_text_is_read_without_an_exception(code: str) -> None:
    meaning = read(code)
    assert (meaning.kind == "nothing") == (meaning == gs1.NOTHING)
    assert meaning.gtin14 is None or to_gtin14(meaning.gtin14) == meaning.gtin14
    assert meaning.weight_milli is None or meaning.weight_milli > 0


@given(st.sampled_from((7, 11, 12, 13)).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)), st.integers(1, 9))
def test_one_wrong_digit_leaves_only_the_text(digits: str, off: int) -> None:
    right = digits + check_digit(digits)
    wrong = digits + str((int(right[-1]) + off) % 10)
    if digits.strip("0") and not wrong.startswith("01"):
        assert read(right).gtin14 == right.zfill(14)
        assert read(wrong) == Meaning("text", text=wrong)


@given(st.integers(0, 9), st.integers(1, 99999), st.integers(1, 99999))
def test_weight_labels(free: int, plu: int, grams: int) -> None:
    digits = f"2{free}{plu:05d}{grams:05d}"
    meaning = read(digits + check_digit(digits))
    assert (meaning.kind, meaning.plu, meaning.weight_milli) == ("weighed", f"{plu:05d}", grams)


@pytest.mark.parametrize(("layout", "case"), LAID_OUT, ids=[f"{layout}: {case['why']}" for layout, case in LAID_OUT])
def test_another_scale_layout(layout: str, case: dict[str, Any]) -> None:
    got = look_up(read(case["code"], layout))
    assert got == case["expect"] | ({"quantity": 1.25} if "quantity" in case["expect"] else {})


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("https://x/01/" + RICE + "/22/2A/10/L1/21/7", Meaning("gtin", RICE, "L1")),
        ("HTTPS://X/a/b/01/8938500000010/10/L1/", Meaning("gtin", RICE, "L1")),
        ("https://x/01/01/" + RICE + "/10/01", Meaning("gtin", RICE, "01")),
        ("https://x/01/" + RICE + "/10/A%2FB%25?17=261231", Meaning("gtin", RICE, "A/B%", expiry=date(2026, 12, 31))),
        ("https://x/01/" + RICE + "?3103=000755&17=260200",
         Meaning("weighed", RICE, weight_milli=755, expiry=date(2026, 2, 28))),
        ("https://x/01/" + RICE + "?utm=abc#top", Meaning("gtin", RICE)),
        ("https://x/01/" + RICE + "/10/L1/10/L2", Meaning("nothing")),
        ("https://x/01/" + RICE + "/p/L1", Meaning("nothing")),
        ("https://x/01/" + RICE + "/10", Meaning("nothing")),
        ("https://x/01/" + RICE + "?3103=000000", Meaning("nothing")),
        ("https://x/01/" + RICE + "?3105=000755", Meaning("nothing")),
        ("https://x/01/" + RICE + "?17=261301", Meaning("nothing")),
        ("https://x/01/" + RICE + "/10/lô-1", Meaning("nothing")),
        ("]d201" + RICE + "10L1", Meaning("gtin", RICE, "L1")),
        ("]Q301" + RICE + "21A" + FNC1 + "10L1", Meaning("gtin", RICE, "L1")),
        ("]e001" + RICE + "3103001250", Meaning("weighed", RICE, weight_milli=1250)),
        ("]C101" + RICE + "3102000125" + "10L1", Meaning("weighed", RICE, "L1", weight_milli=1250)),
        ("]C1" + "240ABC" + FNC1 + "01" + RICE, Meaning("gtin", RICE)),
        ("]C110L1", Meaning("lot", lot="L1")),
        ("]C10108938500000011", Meaning("nothing")),
        ("]C101" + RICE + "01" + "08938500000027", Meaning("nothing")),
        ("]C101" + RICE + "1726123", Meaning("nothing")),
        ("]C1000012345678901234567", Meaning("nothing")),
        ("01" + RICE + "10L1", Meaning("gtin", RICE, "L1")),
        ("]E08938500000010", Meaning("gtin", RICE, text="8938500000010")),
        ("]E489312346", Meaning("gtin", "00000089312346", text="89312346")),
        (" 8938500000010\r\n", Meaning("gtin", RICE, text="8938500000010")),
        ("MY/26-11", Meaning("text", text="MY/26-11")),
        ("gạo", Meaning("nothing")),
        ("00000000", Meaning("text", text="00000000")),
    ],
)  # fmt: skip
def test_readings(code: str, meaning: Meaning) -> None:
    assert read(code) == meaning


UID = "0b54ae3e-7e2c-4d52-9d4e-0a1c4f4f9d11"


@pytest.mark.parametrize("public_url", ["http://127.0.0.1:8000", "https://ocop.example.vn/queVo"])
def test_own_links(public_url: str) -> None:
    assert read(f"{public_url}/t/MY%2F26-11", public_url=public_url) == Meaning("lot", lot="MY/26-11")
    assert read(f"{public_url}/r/{UID.upper()}", public_url=public_url) == Meaning("receipt", receipt=UID)
    assert read(f"{public_url}/r/{UID[:-1]}", public_url=public_url).kind == "nothing"
    assert read(f"{public_url}/t/", public_url=public_url).kind == "nothing"


def test_another_outlets_own_links_are_not_ours() -> None:
    for url in ("https://other.example/t/L2611-A", "https://ocop.example.vn/x/t/L2611-A", f"https://other.example/r/{UID}"):
        assert read(url, public_url="https://ocop.example.vn") == gs1.NOTHING
        assert read(url).kind in {"lot", "receipt"}
