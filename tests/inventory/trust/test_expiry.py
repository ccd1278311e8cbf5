"""Goods near their day: one proposal a lot, its producer's answer or silence, and the offer or return that follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.people.permits import Role
from inventory.expiry.answering import let_silence_hold
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import Answer, uid

DAY = date(2026, 12, 1)
LAST = DAY + timedelta(days=15)
BY_AGREEMENT = {"days": 15, "answer_days": 3, "choice": "mark_down", "rate_bp": 2_000}


class Ending:
    """Ten of a lot that ends on LAST, and its producer."""

    def __init__(self, inside: Inside, shop: TimedShop, **agreement: Any) -> None:
        self.shop, self.producer = shop, shop.producer()
        self.product = shop.product(self.producer)
        shop.agreement(self.producer, **agreement)
        line = {"product": self.product, "quantity": "10", "best_before": LAST.isoformat()}
        self.lot = shop.deliver(self.producer, line)["lots"][0]
        self.api: InsideApi = inside.as_role(Role.PRODUCER, self.producer)

    def answer(self, choice: str, by: Any = None, **more: Any) -> Answer:
        path = f"/api/v1/expiry-proposals/{self.lot}/answer"
        return (by or self.api).post(path, {"uid": uid(), "choice": choice} | more)

    def ask(self, choice: str, by: Any = None, **more: Any) -> Answer:
        path = f"/api/v1/expiry-proposals/{self.lot}/ask"
        return (by or self.shop.api).post(path, {"uid": uid(), "choice": choice} | more)

    @property
    def proposal(self) -> Any:
        found = self.api.all("/api/v1/expiry-proposals")
        return found[0] if found else None

    @property
    def offers(self) -> list[Any]:
        return [o for o in self.shop.api.all("/api/v1/offers") if o["on"].get("lots") == [self.lot]]


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(DAY - timedelta(days=5), 8):
        return inside.shop()


def test_a_lot_has_its_proposal_from_the_days_of_its_agreement(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY - timedelta(days=1)):
        goods, others = Ending(inside, shop, on_expiry=BY_AGREEMENT), Ending(inside, shop)
        assert (goods.proposal, others.proposal) == (None, None)
    with inside.on(DAY):
        assert goods.proposal == {
            "lot": goods.lot,
            "product": goods.product,
            "name": f"Sản phẩm {goods.product}",
            "unit": "kg",
            "producer": goods.producer,
            "best_before": "2026-12-16",
            "days_left": 15,
            "on_hand": "10",
            "proposed": "mark_down",
            "rate_bp": 2_000,
            "answer_by": "2026-12-04",
            "by_agreement": True,
            "silence": "mark_down",
            "silence_rate_bp": 2_000,
            "state": "open",
        }
        assert others.proposal is None
    with inside.on(LAST - timedelta(days=7)):
        assert (others.proposal["by_agreement"], others.proposal["days_left"]) == (False, 7)


def test_a_markdown_becomes_an_offer_on_that_lot(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Ending(inside, shop, on_expiry=BY_AGREEMENT)
        answered = goods.answer("mark_down", rate_bp=3_000).ok(201)
        assert (answered["state"], answered["choice"], answered["chosen_rate_bp"]) == ("answered", "mark_down", 3_000)
        (offer,) = goods.offers
        assert (offer["kind"], offer["rate_bp"], offer["bearer"], offer["from"], offer["to"]) == (
            "percent", 3_000, "agreement", "2026-12-01", "2026-12-16",
        )  # fmt: skip
        line = {"lot": goods.lot, "quantity": "2", "unit_price_vnd": 10_000, "discount_vnd": 0}
        sold = shop.sell(line, total_vnd=14_000, payments=[{"method": "cash", "amount_vnd": 14_000, "tendered_vnd": 14_000}])
        assert sold["lines"][0]["discount_vnd"] == 6_000
        assert goods.answer("sample").code == "closed"


def test_silence_holds_as_the_agreement_says_and_else_changes_nothing(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods, others = Ending(inside, shop, on_expiry=BY_AGREEMENT), Ending(inside, shop)
    with inside.on(DAY + timedelta(days=3), 23):
        assert let_silence_hold() == 0
        assert goods.proposal["state"] == "open"
    with inside.on(LAST - timedelta(days=1)):
        assert goods.answer("give_back").code == "too_late"
        assert let_silence_hold() == 1
        assert (goods.proposal["state"], goods.proposal["choice"]) == ("silent", "mark_down")
        assert [offer["rate_bp"] for offer in goods.offers] == [2_000]
        assert let_silence_hold() == 0
        assert (others.proposal["state"], others.offers) == ("open", [])


def test_what_is_to_be_given_back_is_set_aside_wherever_it_lies(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Ending(inside, shop, on_expiry=BY_AGREEMENT)
        store = shop.code("KHO")
        shop.api.put(f"/api/v1/places/{store}", {"name": "Kho", "kind": "store"}).ok(201)
        moved = {"from": shop.place, "to": store, "lines": [{"lot": goods.lot, "quantity": "4"}]}
        shop.api.put(f"/api/v1/transfers/{uid()}", moved).ok(201)
        goods.answer("give_back").ok(201)
        stock = {r["place"]: (r["on_hand"], r["set_aside"]) for r in shop.api.all("/api/v1/stock", lot=goods.lot)}
        assert stock == {shop.place: ("6", "6"), store: ("4", "4")}
        waiting = goods.api.all("/api/v1/producer-returns")
        assert [r["state"] for r in waiting] == ["set_aside", "set_aside"]
        assert goods.proposal["state"] == "answered"
        assert inside.gaps() == []


def test_samples_and_gifts_wait_for_a_persons_loss(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Ending(inside, shop, on_expiry=BY_AGREEMENT)
        goods.answer("donate").ok(201)
        assert shop.on_hand(lot=goods.lot) == "10" and goods.offers == []


def test_who_may_answer_for_a_producer(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods, others = Ending(inside, shop, on_expiry=BY_AGREEMENT), Ending(inside, shop)
        assert goods.answer("sample", by=others.api).status == 404
        assert others.api.get("/api/v1/expiry-proposals", producer=goods.producer).status == 404
        assert goods.answer("sample", by=shop.api).json["errors"][0]["field"] == "note"
        assert goods.answer("sample", rate_bp=5).status == goods.answer("mark_down").status == 422
        goods.answer("sample", by=shop.api, note="gọi điện sáng nay").ok(201)
        assert goods.api.post("/api/v1/expiry-proposals/KHONG-CO/answer", {"uid": uid(), "choice": "sample"}).status == 404


def test_the_outlet_asks_for_something_else_and_silence_stays_the_agreements(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY - timedelta(days=4)):
        goods, others = Ending(inside, shop, on_expiry=BY_AGREEMENT), Ending(inside, shop)
        assert (goods.proposal, others.proposal) == (None, None)
        assert goods.ask("give_back", by=goods.api).status == 403
        assert goods.ask("mark_down").status == goods.ask("give_back", rate_bp=5).status == 422
        goods.ask("give_back").ok(201)
        asked = goods.ask("mark_down", rate_bp=1_000).ok(201)
        assert (asked["proposed"], asked["rate_bp"], asked["silence"], asked["silence_rate_bp"]) == (
            "mark_down", 1_000, "mark_down", 2_000,
        )  # fmt: skip
        assert (asked["state"], asked["answer_by"], asked["asked_at"][:10]) == ("open", "2026-12-04", "2026-11-27")
        others.ask("sample").ok(201)
        assert (others.proposal["proposed"], "silence" in others.proposal) == ("sample", False)
    with inside.on(DAY + timedelta(days=4)):
        assert let_silence_hold() == 1
        assert [offer["rate_bp"] for offer in goods.offers] == [2_000]
        assert goods.ask("sample").code == "closed"
        assert shop.api.post("/api/v1/expiry-proposals/KHONG-CO/ask", {"uid": uid(), "choice": "sample"}).status == 404
        assert inside.gaps() == []


def test_recalled_lots_and_own_goods_have_no_proposal(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods = Ending(inside, shop, on_expiry=BY_AGREEMENT)
        owner = shop.api.get("/api/v1/outlet").ok()["owner_code"]
        own = shop.product(owner)
        shop.deliver(owner, {"product": own, "quantity": "5", "best_before": "2026-12-03"})
        shop.api.post(f"/api/v1/lots/{goods.lot}/recall", {"uid": uid(), "reason": "mốc"}).ok(201)
        assert shop.api.all("/api/v1/expiry-proposals") == []
