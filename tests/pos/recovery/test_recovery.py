"""A sale that only a slip knows is made once from its recovery code; a forged code makes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.people.permits import Role
from pos.recovery import codes
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.pos.recovery.writing import code_of, digits_of, packed, signed

CASES = json.loads((Path(__file__).parents[2] / "vectors" / "recovery.json").read_text())["cases"]
SECRET = "a secret of the tests, long enough for it"


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_codes_of_the_till_are_read(case: dict[str, Any]) -> None:
    assert codes.key_of(case["secret"], case["till"]).hex() == case["key"]
    for code in case["codes"]:
        found = codes.read(code, case["secret"])
        assert (found.uid, found.till, found.body) == (case["uid"], case["till"], case["document"])


@given(st.integers(0, 400), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(at: int, by: int) -> None:
    code = code_of(SECRET, "T1", uid(), {"total_vnd": 1})
    at %= len(code)
    with pytest.raises(codes.NotOurs):
        codes.read(code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :], SECRET)


@given(st.text("0123456789", max_size=300) | st.text(max_size=40))
def test_other_texts_are_not_ours(text: str) -> None:
    for code in (text, codes.BEGIN + text):
        with pytest.raises(codes.NotOurs):
            codes.read(code, SECRET)


@pytest.mark.parametrize(
    ("how", "content"),
    [
        (0, b"[]"), (0, b"7"), (0, b"{}"), (0, b"{"), (0, b"\xff"), (0, b'{"uid": 7}'), (0, b'{"uid":"x","a":NaN}'), (1, b"x"),
        (2, b"{}"), (0, b'{"uid":"\\ud800"}'), (0, b"[" * 20_000), (1, packed(b" " * (codes.LARGEST_BYTES + 1))),
    ],
)  # fmt: skip
def test_what_is_signed_and_no_sale_is_not_ours(how: int, content: bytes) -> None:
    with pytest.raises(codes.NotOurs):
        codes.read(signed(SECRET, "T1", how, content), SECRET)


def test_another_tills_or_outlets_signature_is_not_ours() -> None:
    code = code_of(SECRET, "T1", uid(), {})
    assert codes.read(code, SECRET).till == "T1"
    with pytest.raises(codes.NotOurs):
        codes.read(code, SECRET + "!")


def offline_sale(shop: TimedShop, product: str, **more: Any) -> dict[str, Any]:
    return shop.sale(shop.line(product, "2"), offline=True, **more)


def test_any_till_makes_the_sale_once(inside: Inside) -> None:
    shop, elsewhere = inside.shop(), inside.shop()
    product = shop.stocked(quantity="5")
    secret = inside.app.config["SECRET_KEY"]
    document, body = uid(), offline_sale(shop, product, cashier="quanly")
    code = code_of(secret, shop.till, document, body)
    cashier = inside.as_role(Role.CASHIER, till=elsewhere.till)
    made = cashier.post("/api/v1/sales/recover", {"code": code})
    assert made.status == 201 and made.json["uid"] == document
    again = cashier.post("/api/v1/sales/recover", {"code": code})
    assert (again.status, again.json["number"]) == (200, made.json["number"])
    sent = shop.api.put(f"/api/v1/sales/{document}", body | {"sent_at": clock.rfc3339(clock.now())})
    assert (sent.status, sent.json["number"]) == (200, made.json["number"]), "the till that lived sends the same sale"
    assert shop.on_hand(product=product) == "3"
    assert inside.gaps() == []


def test_a_sale_that_arrived_is_known(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked(quantity="5")
    document, body = uid(), offline_sale(shop, product)
    shop.api.put(f"/api/v1/sales/{document}", body | {"offline": False}).ok(201)
    answer = shop.api.post("/api/v1/sales/recover", {"code": code_of(inside.app.config["SECRET_KEY"], shop.till, document, body)})
    assert answer.status == 200 and shop.on_hand(product=product) == "3"


def test_a_sale_written_anew_has_the_uid_that_tills_give_it() -> None:
    vectors = json.loads((Path(__file__).parents[2] / "vectors" / "recovery.json").read_text())
    assert {uid: codes.anew_uid(uid) for uid in vectors["anew"]} == vectors["anew"]


def test_the_slip_of_a_sale_written_anew_finds_it_and_makes_no_second_one(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked(quantity="5")
    document, body = uid(), offline_sale(shop, product)
    code = code_of(inside.app.config["SECRET_KEY"], shop.till, document, body)
    anew = codes.anew_uid(codes.anew_uid(document))
    sent = shop.api.put(f"/api/v1/sales/{anew}", body).ok(201)
    found = shop.api.post("/api/v1/sales/recover", {"code": code})
    assert (found.status, found.json["uid"], found.json["number"]) == (200, anew, sent["number"])
    assert shop.on_hand(product=product) == "3"


def test_the_slip_of_a_sale_that_was_mended_finds_what_it_became(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked(quantity="5")
    document, body = uid(), offline_sale(shop, product)
    mended = shop.api.put(f"/api/v1/sales/{codes.anew_uid(document)}", shop.sale(shop.line(product, "1"))).ok(201)
    found = shop.api.post("/api/v1/sales/recover", {"code": code_of(inside.app.config["SECRET_KEY"], shop.till, document, body)})
    assert (found.status, found.json["number"]) == (200, mended["number"]) and shop.on_hand(product=product) == "4"


def test_a_slip_whose_uid_another_sale_took_makes_its_own_sale_once(inside: Inside) -> None:
    shop = inside.shop()
    product, other = shop.stocked(quantity="5"), shop.stocked(quantity="5")
    document, body = uid(), offline_sale(shop, product)
    taken = shop.api.put(f"/api/v1/sales/{document}", shop.sale(shop.line(other, "1"))).ok(201)
    code = code_of(inside.app.config["SECRET_KEY"], shop.till, document, body)
    made, again = (shop.api.post("/api/v1/sales/recover", {"code": code}) for _ in range(2))
    assert (made.status, again.status) == (201, 200) and made.json["uid"] == again.json["uid"] == codes.anew_uid(document)
    assert made.json["number"] != taken["number"] and shop.on_hand(product=product) == "3"
    sent = shop.api.put(f"/api/v1/sales/{codes.anew_uid(document)}", body)
    assert (sent.status, sent.json["number"]) == (200, made.json["number"]), "the till that lived writes the same sale anew"


def test_what_is_forged_altered_or_no_offline_sale_is_refused(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked(quantity="5")
    secret, body = inside.app.config["SECRET_KEY"], offline_sale(shop, product)
    right = code_of(secret, shop.till, uid(), body)
    wrong = [
        code_of("another outlet's secret, just as long", shop.till, uid(), body),
        right[:-1] + str((int(right[-1]) + 1) % 10),
        digits_of(b"x" * 200),
        code_of(secret, shop.till, "no uid", body),
        code_of(secret, shop.till, uid(), body | {"offline": False}),
        code_of(secret, shop.till, uid(), body | {"approval": {"by": "quanly", "pin": "1"}}),
        code_of(secret, shop.till, uid(), body | {"other": 1}),
        code_of(secret, shop.till, uid(), {}),
    ]
    for code in wrong:
        answer = shop.api.post("/api/v1/sales/recover", {"code": code})
        assert (answer.status, answer.json["code"]) == (422, "not_ours"), code
    assert shop.on_hand(product=product) == "5"
