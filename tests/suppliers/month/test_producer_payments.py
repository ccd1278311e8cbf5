"""Money received from producers that owe the outlet: never more than is owed, in the book, in the drawer, on paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import clock
from suppliers.producer_payments import payments
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.paper.sheets.reading import pages
from tests.schedule import examples

DAY = date(2026, 11, 20)


def owing(shop: Any, amount_vnd: int = 50_000) -> str:
    """A producer that owes the outlet so much."""
    producer = shop.producer(representative="Bà Vũ Thị Mai, giám đốc")
    charge = {"uid": uid(), "amount_vnd": amount_vnd, "memo": "vận chuyển"}
    shop.api.post(f"/api/v1/producers/{producer}/charges", charge).ok(201)
    return str(producer)


def pay(shop: Any, producer: str, amount_vnd: int, **more: Any) -> Any:
    body = {"producer": producer, "amount_vnd": amount_vnd, "method": "bank", **more}
    return shop.api.put(f"/api/v1/producer-payments/{uid()}", body)


def reverse(shop: Any, payment: str) -> Any:
    return shop.api.post(f"/api/v1/producer-payments/{payment}/reverse", {"uid": uid(), "reason": "ghi nhầm"})


def balance(shop: Any, producer: str) -> int:
    return sum(line["owed_vnd"] for line in shop.api.get(f"/api/v1/producers/{producer}/book").ok()["items"])


def expected(shop: Any) -> int:
    return int(shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["expected_vnd"])


def test_no_more_is_received_than_is_owed_whatever_is_paid_and_taken_back(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()

    @settings(max_examples=examples(12))
    @given(owed=st.integers(1, 500), parts=st.lists(st.tuples(st.integers(1, 300), st.booleans()), max_size=6))
    def holds(owed: int, parts: list[tuple[int, bool]]) -> None:
        with inside.on(DAY):
            producer, left = owing(shop, owed), owed
            for amount_vnd, taken_back in parts:
                answer = pay(shop, producer, amount_vnd)
                assert (answer.status == 201) == (amount_vnd <= left)
                if answer.status == 409:
                    assert answer.json["code"] == "over_payable"
                elif taken_back:
                    reverse(shop, answer.json["uid"]).ok(201)
                else:
                    left -= amount_vnd
            assert balance(shop, producer) == -left
            statement = {"producer": producer, "until": DAY.isoformat()}
            money = shop.api.put(f"/api/v1/statements/{uid()}", statement).ok(201)["money"]
            assert (money["paid_vnd"], money["closing_vnd"], money["payable_vnd"]) == (left - owed, -left, 0)

    holds()
    assert inside.gaps() == []


def test_the_same_payment_again_is_the_first_answer_and_another_one_under_its_id_is_refused(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer, path = owing(shop), f"/api/v1/producer-payments/{uid()}"
        body = {"producer": producer, "amount_vnd": 20_000, "method": "cash", "reference": "biên nhận 7"}
        first = shop.api.put(path, body).ok(201)
        assert shop.api.put(path, body).ok(200) == first
        assert shop.api.put(path, body | {"amount_vnd": 1}).json["code"] == "uid_reused"
        assert balance(shop, producer) == -30_000 == first["balance_vnd"]
        assert [one["uid"] for one in shop.api.get(f"/api/v1/producer-payments?producer={producer}").ok()["items"]] == [
            first["uid"]
        ]
        assert shop.api.get(f"/api/v1/producer-payments?to={DAY - timedelta(days=1)}").ok()["items"] == []
        taken_back = reverse(shop, first["uid"]).ok(201)
        assert (taken_back["reason"], taken_back["balance_vnd"]) == ("ghi nhầm", -50_000)
        assert reverse(shop, first["uid"]).json["code"] == "already_reversed"
        assert reverse(shop, uid()).status == 404
        for wrong in ({"producer": "KHONGCO"}, {"method": "bank", "shift": shop.shift}, {"amount_vnd": 0}, {"method": "shells"}):
            assert shop.api.put(f"/api/v1/producer-payments/{uid()}", body | wrong).status == 422, wrong
    assert inside.gaps() == []


def test_cash_goes_into_the_drawer_and_comes_out_of_it_only_while_it_is_open(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer, before = owing(shop), expected(shop)
        kept = pay(shop, producer, 20_000, method="cash", shift=shop.shift).ok(201)
        wrong = pay(shop, producer, 5_000, method="cash", shift=shop.shift).ok(201)
        assert expected(shop) == before + 25_000
        reverse(shop, wrong["uid"]).ok(201)
        report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
        assert (report["producer_payments_vnd"], report["expected_vnd"]) == (20_000, before + 20_000)
        out = {"uid": uid(), "kind": "out", "amount_vnd": before + 10_000, "reason": "nộp ngân hàng"}
        shop.api.post(f"/api/v1/shifts/{shop.shift}/cash-moves", out).ok(201)
        assert reverse(shop, kept["uid"]).json["code"] == "not_enough_cash"
        shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"10000": 1}}).ok()
        reverse(shop, kept["uid"]).ok(201)
        assert shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()["producer_payments_vnd"] == 20_000
        assert pay(shop, producer, 1_000, method="cash", shift=shop.shift).json["code"] == "shift_closed"
    assert inside.gaps() == []


@pytest.mark.parametrize("under", ["producer-payments", "payouts"])
def test_money_received_has_a_number_its_words_and_its_papers(inside: Inside, under: str) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        producer = owing(shop)
        first = pay(shop, producer, 20_000, method="cash", shift=shop.shift).ok(201)
        second = pay(shop, producer, 1_005, reference="FT26335000123").ok(201)
        assert [one["number"] for one in (first, second)] == ["PT-2026-0001", "PT-2026-0002"]
        assert first["amount_in_words"] == "Hai mươi nghìn đồng"
        assert shop.api.get(f"/api/v1/{under}/{second['uid']}").ok() == second
        (cash,) = pages(shop.api.get(f"/api/v1/{under}/{first['uid']}", format="pdf").body)
        for words in ("Phiếu thu", "Mẫu số 01-TT", "PT-2026-0001", "Người nộp tiền", "Bà Vũ Thị Mai, giám đốc", "Bỏ vào két",
                      "Đã nộp đủ, ký, họ tên", "Hai mươi nghìn đồng"):  # fmt: skip
            assert words in cash, (words, cash)
        (bank,) = pages(shop.api.get(f"/api/v1/{under}/{second['uid']}", format="pdf").body)
        assert "Phiếu thu chuyển khoản" in bank and "FT26335000123" in bank and "01-TT" not in bank
        assert shop.api.get(f"/api/v1/{under}/{first['uid']}", format="escpos").body.startswith(b"\x1b@")
        line = shop.api.get(f"/api/v1/producers/{producer}/book").ok()["items"][-1]
        assert (line["kind"], line["document"]) == ("payout", f"producer_payment/{second['uid']}")
        why = shop.api.get(f"/api/v1/book-lines/{line['uid']}/why").ok()
        assert why["steps"] == ["HTX đã trả lại điểm bán 1.005."] and why["receipt"] == "PT-2026-0002"


def test_money_received_as_the_day_ends_is_in_the_book_on_the_day_of_its_paper(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LastSecond:
        """A clock on which every look is a day later than the one before."""

        def __init__(self) -> None:
            self.looks = -1

        def __getattr__(self, name: str) -> Any:
            return getattr(clock, name)

        def now(self) -> datetime:
            self.looks += 1
            return clock.now() + timedelta(days=self.looks)

    with inside.on(DAY):
        shop = inside.shop()
        producer = owing(shop)
        monkeypatch.setattr(payments, "clock", LastSecond())
        payment = pay(shop, producer, 20_000).ok(201)
        monkeypatch.setattr(payments, "clock", LastSecond())
        reverse(shop, payment["uid"]).ok(201)
        lines = shop.api.get(f"/api/v1/producers/{producer}/book").ok()["items"]
    assert {line["day"] for line in lines} == {DAY.isoformat()}
