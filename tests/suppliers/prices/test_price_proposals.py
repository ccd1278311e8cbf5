"""Prices that producers propose: by whom, for what, and what a manager's decision does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.people.permits import Role
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import uid

FRIDAY = date(2026, 12, 4)
SATURDAY = FRIDAY + timedelta(days=1)


class Proposer:
    """A producer with a product of its own, on a Friday."""

    def __init__(self, inside: Inside) -> None:
        self.inside = inside
        with inside.on(FRIDAY):
            self.shop: TimedShop = inside.shop()
            self.product = self.shop.stocked()
            self.producer = self.shop.producer_of(self.product)
            self.api: InsideApi = inside.as_role(Role.PRODUCER, self.producer)

    def propose(self, **more: Any) -> dict[str, Any]:
        """A proposal from Saturday on."""
        body = {"product": self.product, "price_vnd": 12_000, "from": SATURDAY.isoformat(), **more}
        proposal: dict[str, Any] = self.api.put(f"/api/v1/price-proposals/{uid()}", body).ok(201)
        return proposal

    def decide(self, proposal: dict[str, Any], how: str, **more: Any) -> Any:
        """A manager's decision."""
        return self.inside.api.post(f"/api/v1/price-proposals/{proposal['uid']}/{how}", {"uid": uid(), **more})

    def listed(self) -> list[tuple[str, int, str]]:
        """The prices of the product."""
        items = self.inside.api.get(f"/api/v1/products/{self.product}/prices").ok()["items"]
        return [(price["from"], price["price_vnd"], price["state"]) for price in items]


@pytest.fixture
def proposer(inside: Inside) -> Proposer:
    return Proposer(inside)


def test_an_approved_price_is_planned_for_its_day(inside: Inside, proposer: Proposer) -> None:
    with inside.on(FRIDAY):
        proposal = proposer.propose(note="giá giống tăng")
        assert (proposal["state"], proposal["producer"], proposal["answer"]) == ("open", proposer.producer, None)
        assert proposer.listed() == [("2026-12-04", 10_000, "present")]
        decided = proposer.decide(proposal, "approve", note="đồng ý").ok(201)
        assert (decided["state"], decided["decided_by"], decided["answer"]) == ("approved", "quanly", "đồng ý")
        assert proposer.listed()[1:] == [("2026-12-05", 12_000, "planned")]
        assert proposer.api.get(f"/api/v1/price-proposals/{proposal['uid']}").ok() == decided
    with inside.on(SATURDAY):
        proposer.shop.sell(proposer.shop.line(proposer.product, unit_price_vnd=12_000))
        began = inside.api.all("/api/v1/audit", subject=proposer.product, action="price.began")[0]["after"]
        assert (began["planned_by"], began["proposal"]) == ("quanly", proposal["uid"])
    assert inside.gaps() == []


@pytest.mark.parametrize("from_", [FRIDAY, SATURDAY])
def test_a_price_approved_on_its_day_or_later_holds_at_once(inside: Inside, proposer: Proposer, from_: date) -> None:
    with inside.on(FRIDAY):
        proposal = proposer.propose(**{"from": from_.isoformat()})
    with inside.on(SATURDAY, 11):
        before = inside.api.get("/api/v1/catalogue").ok()["version"]
        proposer.decide(proposal, "approve").ok(201)
        assert proposer.listed() == [("2026-12-04", 10_000, "past"), ("2026-12-05", 12_000, "present")]
        assert inside.api.get("/api/v1/catalogue", since=before).ok()["products"][0]["price_vnd"] == 12_000
        proposer.shop.sell(proposer.shop.line(proposer.product, unit_price_vnd=12_000))


def test_a_refused_price_changes_nothing(inside: Inside, proposer: Proposer) -> None:
    with inside.on(FRIDAY):
        proposal = proposer.propose()
        assert proposer.decide(proposal, "refuse", note="để sau Tết").ok(201)["state"] == "refused"
        assert proposer.listed() == [("2026-12-04", 10_000, "present")]


def test_a_proposal_is_answered_once(inside: Inside, proposer: Proposer) -> None:
    with inside.on(FRIDAY):
        proposal = proposer.propose()
        path, body = f"/api/v1/price-proposals/{proposal['uid']}/refuse", {"uid": uid()}
        first = inside.api.post(path, body).ok(201)
        assert inside.api.post(path, body).ok(200) == first
        for how in ("approve", "refuse"):
            again = proposer.decide(proposal, how)
            assert (again.status, again.code) == (409, "closed")


def test_a_producer_proposes_for_its_own_products_and_a_day_that_is_not_over(inside: Inside, proposer: Proposer) -> None:
    with inside.on(FRIDAY):
        of_another = proposer.shop.stocked()
        body = {"product": proposer.product, "price_vnd": 1, "from": "2026-12-05"}
        for change in ({"product": of_another}, {"product": "KHONG-CO"}, {"from": "2026-12-03"}):
            refused = proposer.api.put(f"/api/v1/price-proposals/{uid()}", {**body, **change})
            assert refused.status == 422 and [error["field"] for error in refused.json["errors"]] == list(change)
        inside.api.put(f"/api/v1/price-proposals/{uid()}", {**body, "product": of_another}).ok(201)
        assert proposer.api.post(f"/api/v1/price-proposals/{uid()}/approve", {"uid": uid()}).status == 403


def test_a_producer_sees_its_own_proposals(inside: Inside, proposer: Proposer) -> None:
    with inside.on(FRIDAY):
        proposals = [proposer.propose(price_vnd=price_vnd) for price_vnd in (11_000, 12_000)]
        other = Proposer(inside)
        assert other.api.get(f"/api/v1/price-proposals/{proposals[0]['uid']}").status == 404
        assert other.api.get("/api/v1/price-proposals").ok()["items"] == []
        assert other.api.get("/api/v1/price-proposals", producer=proposer.producer).status == 404
        assert proposer.api.get("/api/v1/price-proposals").ok()["items"] == proposals
        proposer.decide(proposals[0], "refuse").ok(201)
        assert proposer.api.get("/api/v1/price-proposals", state="open").ok()["items"] == proposals[1:]
        assert inside.api.get("/api/v1/price-proposals", product=proposer.product, state="refused", limit=1).ok()["next"] is None


def test_texts_of_a_product_have_several_lines_and_are_cleared_when_left_out(inside: Inside, proposer: Proposer) -> None:
    path = f"/api/v1/products/{proposer.product}"
    body = inside.api.get(path).ok()
    told = {"story": "Gạo bãi sông.\n\nGặt bằng tay.", "usage": "x" * 4000, "priority_group": 2, "plan_year": 2026}
    assert inside.api.put(path, body | told).ok(200) == body | told
    left_out = {name: value for name, value in body.items() if name not in told}
    assert inside.api.put(path, left_out).ok(200) == body | dict.fromkeys(told)
    for wrong in ({"story": "x" * 4001}, {"usage": "a\x07"}, {"priority_group": 4}, {"plan_year": 19}):
        refused = inside.api.put(path, body | wrong)
        assert refused.status == 422 and [error["field"] for error in refused.json["errors"]] == list(wrong)


def test_a_producer_is_told_of_every_decision_and_every_price(inside: Inside, proposer: Proposer) -> None:
    with inside.on(FRIDAY):
        refused, approved = proposer.propose(price_vnd=90_000), proposer.propose()
        proposer.decide(refused, "refuse", note="cao quá").ok(201)
        proposer.decide(approved, "approve").ok(201)
        address = f"/api/v1/products/{proposer.product}"
        planned = f"{address}/prices/2026-12-24"
        inside.api.put(planned, {"price_vnd": 13_000}).ok(201)
        inside.api.call("DELETE", planned).ok()
        before = inside.api.get(address).ok()
        inside.api.put(address, before).ok()
        inside.api.put(address, before | {"price_vnd": 11_000}).ok()
        told = [one for one in proposer.api.all("/api/v1/messages") if one["kind"] == "price"]
    assert [one["text"].replace("\u00a0", " ").replace(before["name"], "X") for one in told] == [
        "Điểm bán chưa nhận giá 90.000 ₫ cho X. Lời nhắn: cao quá",
        "Điểm bán đồng ý giá 12.000 ₫ cho X, áp dụng từ 05/12/2026.",
        "Giá bán của X là 13.000 ₫ từ 24/12/2026.",
        "Giá đặt trước cho X từ 24/12/2026 đã rút lại, vẫn bán giá đang áp dụng.",
        "Giá bán của X là 11.000 ₫ từ bây giờ.",
    ]
