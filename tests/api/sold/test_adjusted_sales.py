"""The cases of adjustments.json through the API: offers, packs and baskets put, goods delivered, sold and brought back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core import clock
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid
from tests.pos.priced.adjustment_cases import CASES, OWN_GOODS, Case

ANOTHER_SET = 26
"""A product set that is in no case: goods are delivered under it that have no term of their own."""


@pytest.fixture(scope="module")
def stall(local_outlet: LocalOutlet) -> Shop:
    shop = Shop(local_outlet.api)
    first = min(datetime.fromisoformat(case["sold_at"]) for case in CASES)
    with clock.time_travel(first - timedelta(days=20)):
        shop.open_shift()
    return shop


class CaseOutlet:
    """A case set up in an outlet under codes of its own; what it names and what the outlet calls it."""

    def __init__(self, shop: Shop, case: Case) -> None:
        self.shop, self.case, self.api = shop, case, shop.api
        self.mark = shop.code("")
        self.producers = {
            code: OWN_GOODS if code == OWN_GOODS else shop.producer()
            for code in dict.fromkeys(product["producer"] for product in case["products"].values())
        }
        self.products = {code: self._product(code, product) for code, product in case["products"].items()}
        self._agreements()
        self.lots = {code: f"{code}-{self.mark}" for code in case.get("lots", {})}
        self._deliver()
        for code, product in case["products"].items():
            if not product["term"] and product["producer"] != OWN_GOODS:
                self._product(code, product)
        self.offers = {code: f"{code}-{self.mark}" for code in case.get("offers", {})}
        self.baskets = {code: f"{code}-{self.mark}" for code in case.get("baskets", {})}
        for kind, codes in (("offers", self.offers), ("baskets", self.baskets)):
            for code, ours in codes.items():
                body = {"name": code, **self._renamed(case[kind][code])}
                self.api.put(f"/api/v1/{kind}/{ours}", body).ok(201)
                if body["bearer"] in {"producer", "shared"}:
                    word = {"uid": uid(), "note": "ký giấy"}
                    assert self.api.post(f"/api/v1/{kind}/{ours}/agree", word).ok(201)["asks"] == []

    def _product(self, code: str, product: Case, **more: Any) -> str:
        ours = f"{code}-{self.mark}"
        own = {key: product[key] for key in ("places", "price_vnd", "vat", "set", "packs") if key in product}
        body = {"name": code, "producer": self.producers[product["producer"]], "unit": "cái", **own, **more}
        self.api.put(f"/api/v1/products/{ours}", body).ok()
        return ours

    def _agreements(self) -> None:
        for code, ours in self.producers.items():
            products = {name: p for name, p in self.case["products"].items() if p["producer"] == code}
            if code == OWN_GOODS:
                continue
            terms = [{**p["term"], "product": self.products[name]} for name, p in products.items() if p["term"]]
            if len(terms) < len(products):  # what has no term is delivered under another's
                terms.append({**Shop.TERM, "set": ANOTHER_SET})
                for name, p in products.items():
                    if not p["term"]:
                        self._product(name, p, set=ANOTHER_SET)
            self.shop.agreement(ours, *terms)

    def _deliver(self) -> None:
        """Plenty of each product, in lots of the quantities that the case says they are cut into, and the lots it names."""
        cuts = {one["line"]: one["quantities"] for one in self.case.get("cuts", [])}
        opened = [
            item["product"]
            for line in self.case["lines"]
            for item in (self.case["baskets"][line["basket"]]["items"] if "basket" in line else [line])
            if "product" in item
        ]
        day = datetime.fromisoformat(self.case["sold_at"]).date() - timedelta(days=25)
        for code, ours in self.products.items():
            quantities = [q for n, cut in cuts.items() if opened[n - 1] == code for q in cut] or ["9999"]
            lines = [
                {"product": ours, "quantity": quantity, "best_before": (date(2027, 1, 1) + timedelta(days=n)).isoformat()}
                for n, quantity in enumerate(quantities)
            ]
            named = [
                {"product": ours, "lot": self.lots[lot], "quantity": "99", "best_before": of["best_before"]}
                for lot, of in self.case.get("lots", {}).items()
                if of["product"] == code
            ]
            producer = self.producers[self.case["products"][code]["producer"]]
            self.shop.deliver(producer, *lines, *named, delivered_on=day.isoformat())

    def _renamed(self, part: Case) -> Case:
        """A part of the case with our names for what it names."""
        names = {**self.products, **self.producers, **self.lots, **getattr(self, "offers", {}), **getattr(self, "baskets", {})}
        text = json.dumps(part)
        for theirs, ours in names.items():
            text = text.replace(json.dumps(theirs), json.dumps(ours))
        renamed: Case = json.loads(text)
        return renamed

    def body(self) -> Case:
        """The sale as it is sent."""
        lines = [self._renamed(line) for line in self.case["lines"]]
        asked = sum(int(line["quantity"]) * line["unit_price_vnd"] for line in lines if "total_vnd" not in self.case)
        sent = sum(one["amount_vnd"] for line in lines for one in line.get("adjustments", ()))
        total = self.case.get("total_vnd", asked - sent)
        return self.shop.sale(
            *lines,
            sold_at=self.case["sold_at"],
            offline=self.case.get("offline", False),
            discount_vnd=self.case.get("discount_vnd", 0),
            total_vnd=total,
            payments=[{"method": "cash", "amount_vnd": total}],
        )

    def expected(self) -> list[Case]:
        """The lines of the answer under our names."""
        return [self._renamed(line) for line in self.case["expect"]]

    def close(self) -> None:
        """Nothing of the case holds for the next one."""
        for kind, codes in (("offers", self.offers), ("baskets", self.baskets)):
            for ours in codes.values():
                self.api.put(f"/api/v1/{kind}/{ours}", self.api.get(f"/api/v1/{kind}/{ours}").ok() | {"retired": True}).ok(200)
        for code, product in self.case["products"].items():
            if "packs" in product:
                self._product(code, {**product, "packs": []})


@contextmanager
def set_up(shop: Shop, case: Case) -> Iterator[CaseOutlet]:
    """The case at its moment."""
    at = datetime.fromisoformat(case["sold_at"])
    with clock.time_travel(at - timedelta(hours=1)):
        outlet = CaseOutlet(shop, case)
    with clock.time_travel(at):
        yield outlet
    with clock.time_travel(at - timedelta(minutes=1)):  # or it still stood when the next one was sold offline
        outlet.close()


def test_there_are_as_many_cases_as_were_given() -> None:
    assert len(CASES) == 116


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_sale_is_recorded_as_the_vector_says(stall: Shop, case: Case) -> None:
    with set_up(stall, case) as outlet:
        answer = stall.api.put(f"/api/v1/sales/{uid()}", outlet.body())
        if "refused" in case:
            assert (answer.status, answer.code) == (case["refused"]["status"], case["refused"].get("code", answer.code))
            return
        sold = answer.ok(201)
        assert sorted(flag["code"] for flag in sold["flags"]) == case.get("flags", [])
        assert sold["total_vnd"] == case["total_vnd"]
        expected = outlet.expected()
        for shown in (sold, stall.api.get(f"/api/v1/sales/{sold['uid']}").ok()):
            assert [{key: line[key] for key in want} for line, want in zip(shown["lines"], expected, strict=True)] == expected
            assert [("basket" in line) for line in shown["lines"]] == [("basket" in line) for line in expected]
        for refund_lines, back in zip(case.get("refunds", []), case.get("expect_refunds", []), strict=True):
            body = {
                "shift": stall.shift,
                "sale": sold["uid"],
                "method": "cash",
                "reason": "khách đổi ý",
                "lines": [{**line, "condition": "resell"} for line in refund_lines],
            }
            refunded = stall.api.put(f"/api/v1/refunds/{uid()}", body).ok(201)
            assert refunded["total_vnd"] == back["total_vnd"]
            lines = zip(refunded["lines"], back["lines"], strict=True)
            assert [{key: line[key] for key in want} for line, want in lines] == back["lines"]
        if not {"cuts", "baskets", "offline"} & case.keys():
            a_till_may_send_the_right_adjustments_itself(outlet)


def a_till_may_send_the_right_adjustments_itself(outlet: CaseOutlet) -> None:
    """The same sale once more, with what the server found the first time."""
    body = outlet.body()
    for line, expected in zip(body["lines"], outlet.expected(), strict=True):
        taken = [one for one in expected["adjustments"] if one["kind"] in {"pack", "offer"}]
        line["adjustments"] = [{one["kind"]: one["code"], "amount_vnd": one["amount_vnd"]} for one in reversed(taken)]
    sold = outlet.api.put(f"/api/v1/sales/{uid()}", body).ok(201)
    assert [line["adjustments"] for line in sold["lines"]] == [line["adjustments"] for line in outlet.expected()]
