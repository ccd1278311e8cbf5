"""Offers and baskets as records: who may put and see them, what stays, who agreed, and what the till is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.people.permits import Role
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import today, uid

PACK, BASKET_CODE = "8938500000034", "8938500000041"


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def offer(shop: TimedShop, code: str | None = None, **more: Any) -> str:
    """An offer of 10 % on everything, unless `more` says otherwise."""
    code = code or shop.code("KM")
    body = {"name": "Chào hè", "from": "2020-01-01", "to": "2099-12-31", "on": {"all": True}, "kind": "percent", "rate_bp": 1000}
    body |= {"bearer": "outlet"} | more
    shop.api.put(f"/api/v1/offers/{code}", {k: v for k, v in body.items() if v is not None}).ok()
    return code


def basket(shop: TimedShop, *items: tuple[str, str], code: str | None = None, **more: Any) -> str:
    """A basket for 30.000 ₫."""
    code = code or shop.code("GIO")
    goods = [{"product": product, "quantity": quantity} for product, quantity in items]
    body = {"name": "Giỏ quà Tết", "price_vnd": 30_000, "items": goods, "bearer": "outlet"} | more
    shop.api.put(f"/api/v1/baskets/{code}", body).ok()
    return code


def catalogue(shop: TimedShop, since: str | None = None) -> Any:
    return shop.api.get("/api/v1/catalogue", till=shop.till, **({"since": since} if since else {})).ok()


def test_an_offer_is_shown_as_it_was_put_and_may_be_sent_back(shop: TimedShop) -> None:
    code = offer(shop, days=[6, 7], hours=["17:00", "19:00"])
    shown = shop.api.get(f"/api/v1/offers/{code}").ok()
    assert (shown["on"], shown["days"], shown["hours"], shown["rate_bp"]) == ({"all": True}, [6, 7], ["17:00", "19:00"], 1000)
    assert (shown["priority"], shown["version"], shown["agreed"], shown["asks"]) == (100, 1, [], [])
    assert "amount_vnd" not in shown
    assert shop.api.put(f"/api/v1/offers/{code}", shown).ok(200) == shown, "the same once more makes no version"
    changed = shop.api.put(f"/api/v1/offers/{code}", shown | {"rate_bp": 2000}).ok(200)
    assert (changed["rate_bp"], changed["version"]) == (2000, 2)
    assert code in [one["code"] for one in shop.api.all("/api/v1/offers")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rate_bp": None}, ""),
        ({"amount_vnd": 1}, ""),
        ({"kind": "buy_get", "rate_bp": None, "buy": 1}, ""),
        ({"kind": "basket", "threshold_vnd": 1, "amount_vnd": 1}, ""),
        ({"on": {"products": ["KHONG-CO"]}}, "on.products.0"),
        ({"on": {"lots": ["KHONG-CO"]}}, "on.lots.0"),
        ({"on": {"all": True, "sets": [1]}}, "on"),
        ({"to": "2019-12-31"}, ""),
        ({"hours": ["19:00", "17:00"]}, "hours"),
        ({"days": [1, 1]}, "days"),
        ({"bearer": "nobody"}, "bearer"),
        ({"gift": True}, "gift"),
    ],
)
def test_an_offer_that_contradicts_itself_is_refused(shop: TimedShop, wrong: dict[str, Any], field: str) -> None:
    body = {"name": "Chào hè", "from": "2020-01-01", "to": "2099-12-31", "on": {"all": True}, "kind": "percent", "rate_bp": 1000}
    body = {k: v for k, v in (body | {"bearer": "outlet"} | wrong).items() if v is not None}
    answer = shop.api.put(f"/api/v1/offers/{shop.code('KM')}", body)
    assert answer.status == 422
    assert field in [error["field"] for error in answer.json["errors"]] or not field


def test_a_producer_bears_more_than_its_term_says_only_once_it_agreed(shop: TimedShop) -> None:
    product = shop.stocked(price_vnd=100_000)
    producer = shop.producer_of(product)
    code = offer(shop, on={"products": [product]}, bearer="producer")
    assert shop.api.get(f"/api/v1/offers/{code}").ok()["asks"] == [producer]

    def sold() -> tuple[str, int]:
        (line,) = shop.sell(shop.line(product, "1", 100_000), total_vnd=90_000, payments=_cash(90_000))["lines"]
        (adjustment,) = line["adjustments"]
        return adjustment["bearer"], line["owed_vnd"]

    assert sold() == ("outlet", 85_000)
    word = {"uid": uid(), "note": "ký giấy ngày 1/11"}
    assert shop.api.post(f"/api/v1/offers/{code}/agree", {"uid": uid()}).status == 422, "a manager says how it agreed"
    agreed = shop.api.post(f"/api/v1/offers/{code}/agree", word).ok(201)
    assert shop.api.post(f"/api/v1/offers/{code}/agree", word).ok(200) == agreed
    assert (agreed["asks"], [one["producer"] for one in agreed["agreed"]]) == ([], [producer])
    assert sold() == ("producer", 75_000)
    offer(shop, code, on={"products": [product]}, bearer="producer", rate_bp=2000)
    (line,) = shop.sell(shop.line(product, "1", 100_000), total_vnd=80_000, payments=_cash(80_000))["lines"]
    assert (line["adjustments"][0]["bearer"], line["owed_vnd"]) == ("outlet", 85_000), "what it agreed to was the offer before"


def test_a_producer_sees_and_agrees_to_offers_and_baskets_on_its_own_goods(inside: Inside, shop: TimedShop) -> None:
    ours, theirs = shop.stocked(), shop.stocked()
    own = inside.as_role(Role.PRODUCER, shop.producer_of(ours))
    both = offer(shop, on={"products": [ours, theirs]}, bearer="shared")
    others = offer(shop, on={"products": [theirs]})
    gift, other_gift = basket(shop, (ours, "1"), bearer="producer"), basket(shop, (theirs, "1"))
    assert [one["code"] for one in own.all("/api/v1/offers")] == [both]
    shown = own.get(f"/api/v1/offers/{both}").ok()
    assert (shown["on"], shown["asks"]) == ({"products": [ours]}, [shop.producer_of(ours)])
    assert own.get(f"/api/v1/offers/{others}").status == 404
    assert own.post(f"/api/v1/offers/{others}/agree", {"uid": uid()}).status == 404
    assert own.post(f"/api/v1/offers/{both}/agree", {"uid": uid()}).ok(201)["asks"] == []
    assert shop.api.get(f"/api/v1/offers/{both}").ok()["asks"] == [shop.producer_of(theirs)], "each for itself"
    assert [one["code"] for one in own.all("/api/v1/baskets")] == [gift]
    assert own.get(f"/api/v1/baskets/{other_gift}").status == 404
    assert own.post(f"/api/v1/baskets/{gift}/agree", {"uid": uid()}).ok(201)["agreed"][0]["producer"] == shop.producer_of(ours)


def test_a_till_that_had_no_server_is_judged_by_the_offer_of_its_moment(shop: TimedShop) -> None:
    product = shop.stocked(price_vnd=100_000)
    code = offer(shop, on={"products": [product]})
    sold_at = clock.rfc3339(clock.now())
    with clock.time_travel(clock.now() + timedelta(minutes=5)):
        offer(shop, code, on={"products": [product]}, rate_bp=5000)
        line = shop.line(product, "1", 100_000) | {"adjustments": [{"offer": code, "amount_vnd": 10_000}]}
        sale = shop.sale(line, sold_at=sold_at, offline=True, total_vnd=90_000, payments=_cash(90_000))
        assert "offer_differs" not in _flags(shop.api.put(f"/api/v1/sales/{uid()}", sale).ok(201))
        sale["lines"][0]["adjustments"] = [{"offer": code, "amount_vnd": 50_000}]
        sale |= {"total_vnd": 50_000, "payments": _cash(50_000)}
        assert "offer_differs" in _flags(shop.api.put(f"/api/v1/sales/{uid()}", sale).ok(201))


def test_offers_that_differ_are_refused_with_the_right_ones(shop: TimedShop) -> None:
    product = shop.stocked(price_vnd=100_000)
    code = offer(shop, on={"products": [product]})
    wrong = shop.line(product, "1", 100_000) | {"adjustments": []}
    refused = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(wrong))
    assert (refused.status, refused.code) == (409, "offer_differs")
    assert refused.json["lines"] == [{"line": 1, "adjustments": [{"offer": code, "amount_vnd": 10_000}]}]
    unknown = shop.line(product, "1", 100_000) | {"adjustments": [{"offer": "KHONG-CO", "amount_vnd": 1}]}
    answer = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(unknown, total_vnd=99_999, payments=_cash(99_999)))
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "lines.0.adjustments.0.offer")
    too_much = shop.line(product, "1", 100_000) | {"adjustments": [{"offer": code, "amount_vnd": 100_001}]}
    answer = shop.api.put(f"/api/v1/sales/{uid()}", shop.sale(too_much, total_vnd=0, payments=[]))
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "lines.0.adjustments")


def test_a_sale_that_is_wrong_in_itself_is_refused_before_its_shift_is_looked_at(shop: TimedShop) -> None:
    product = shop.stocked()
    sale = shop.sale(shop.line(product)) | {"shift": uid()}
    assert shop.api.put(f"/api/v1/sales/{uid()}", sale).code == "unknown_shift"
    assert shop.api.put(f"/api/v1/sales/{uid()}", sale | {"total_vnd": 1}).status == 422


def test_no_barcode_is_of_two_things(shop: TimedShop) -> None:
    product, other = shop.stocked(unit="cái", places=0), shop.stocked()
    fields = shop.api.get(f"/api/v1/products/{product}").ok()
    shop.api.put(
        f"/api/v1/products/{product}", fields | {"packs": [{"barcode": PACK, "quantity": "6", "price_vnd": 50_000}]}
    ).ok()
    gift = basket(shop, (product, "1"), barcodes=[BASKET_CODE])
    scanned = shop.api.get("/api/v1/scan", code=PACK).ok()
    assert (scanned["kind"], scanned["product"], scanned["quantity"]) == ("pack", product, "6")
    assert shop.api.get("/api/v1/scan", code=BASKET_CODE).ok() == {"kind": "basket", "basket": gift, "warnings": []}
    theirs = shop.api.get(f"/api/v1/products/{other}").ok()
    for barcode in (PACK, BASKET_CODE):
        assert shop.api.put(f"/api/v1/products/{other}", theirs | {"barcodes": [barcode]}).code == "barcode_taken"
    body = shop.api.get(f"/api/v1/baskets/{gift}").ok()
    assert shop.api.put(f"/api/v1/baskets/{shop.code('GIO')}", body | {"code": None, "barcodes": [PACK]}).status == 422
    del body["code"]
    assert shop.api.put(f"/api/v1/baskets/{shop.code('GIO')}", body | {"barcodes": [PACK]}).code == "barcode_taken"


def test_a_basket_is_sold_by_its_barcode_and_comes_back_as_a_whole(shop: TimedShop) -> None:
    product, other = shop.stocked(20_000, unit="cái", places=0), shop.stocked(20_000, unit="cái", places=0)
    basket(shop, (product, "1"), (other, "1"), barcodes=[BASKET_CODE])
    line = {"code": BASKET_CODE, "quantity": "2", "unit_price_vnd": 30_000}
    sold = shop.sell(line)
    assert [(x["product"], x["net_vnd"], x["basket_line"]) for x in sold["lines"]] == [(product, 30_000, 1), (other, 30_000, 1)]
    back = {"shift": shop.shift, "sale": sold["uid"], "method": "cash", "reason": "khách đổi ý"}
    lines = [{"basket_line": 1, "quantity": "1", "condition": "resell"}]
    assert shop.api.put(f"/api/v1/refunds/{uid()}", back | {"lines": lines}).ok(201)["total_vnd"] == 30_000
    lines[0]["quantity"] = "2"
    assert shop.api.put(f"/api/v1/refunds/{uid()}", back | {"lines": lines}).code == "over_refund"
    for wrong in ({"basket_line": 2}, {"quantity": "0.5"}):
        answer = shop.api.put(f"/api/v1/refunds/{uid()}", back | {"lines": [lines[0] | wrong]})
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, f"lines.0.{next(iter(wrong))}")


def test_a_basket_without_one_of_its_goods_names_it(shop: TimedShop) -> None:
    product, gone = shop.stocked(20_000, quantity="5"), shop.stocked(20_000, quantity="1")
    code = basket(shop, (product, "1"), (gone, "1"))
    sale = shop.sale({"basket": code, "quantity": "2", "unit_price_vnd": 30_000})
    refused = shop.api.put(f"/api/v1/sales/{uid()}", sale)
    assert refused.code == "out_of_stock" and gone in refused.json["detail"]
    assert shop.on_hand(product=product) == "5"
    shop.sell({"basket": code, "quantity": "1", "unit_price_vnd": 30_000})


def test_goods_of_the_outlets_own_need_no_agreement_and_owe_nothing(shop: TimedShop) -> None:
    owner = shop.api.get("/api/v1/outlet").ok()["owner_code"]
    bag = shop.product(owner, 2_000, unit="cái", places=0)
    shop.deliver(owner, {"product": bag, "quantity": "50"})
    (line,) = shop.sell(shop.line(bag, "5", 2_000))["lines"]
    assert (line["owed_vnd"], line["kept_vnd"]) == (0, 10_000)
    loss = {"place": shop.place, "lines": [{"lot": line["lot"], "quantity": "5", "cause": "damage"}]}
    shop.api.put(f"/api/v1/losses/{uid()}", loss).ok(201)
    assert [entry["owed_vnd"] for entry in shop.book(owner) if entry["product"] == bag] == [0, 0, 0]
    agreement = {"producer": owner, "starts_on": today(), "terms": [shop.TERM]}
    correction = {"uid": uid(), "amount_vnd": 1, "memo": "thử"}
    payout = {"producer": owner, "statement": uid(), "amount_vnd": 1, "method": "cash"}
    for refused in (
        shop.api.put(f"/api/v1/agreements/{shop.code('HD')}", agreement),
        shop.api.put(f"/api/v1/statements/{uid()}", {"producer": owner, "until": today()}),
        shop.api.put(f"/api/v1/payouts/{uid()}", payout),
        shop.api.post(f"/api/v1/producers/{owner}/adjustments", correction),
        shop.api.post(f"/api/v1/producers/{owner}/charges", correction | {"uid": uid()}),
    ):
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "producer")
    other = {"name": "Điểm bán khác", "kind": "outlet", "commune": "Đại Xuân"}
    assert shop.api.put(f"/api/v1/producers/{shop.code('HTX')}", other).status == 422, "there is one only"
    shown = shop.api.get(f"/api/v1/producers/{owner}").ok()
    assert shop.api.put(f"/api/v1/producers/{owner}", shown | {"kind": "household"}).status == 422
    assert shop.api.put(f"/api/v1/producers/{owner}", shown).ok(200) == shown


def test_a_wrapping_is_the_outlets_own(shop: TimedShop) -> None:
    product, other = shop.stocked(20_000), shop.stocked(20_000)
    body = {
        "name": "Giỏ",
        "price_vnd": 1,
        "items": [{"product": product, "quantity": "1"}],
        "wrapping": other,
        "bearer": "outlet",
    }
    answer = shop.api.put(f"/api/v1/baskets/{shop.code('GIO')}", body)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "wrapping")


def test_the_till_is_told_of_offers_and_baskets_and_of_what_changed(shop: TimedShop) -> None:
    product = shop.stocked(20_000)
    kept, gone = offer(shop), offer(shop)
    over = offer(shop, to="2020-12-31")
    gift = basket(shop, (product, "1"))
    whole = catalogue(shop)
    assert {kept, gone} <= {one["code"] for one in whole["offers"]} and over not in {one["code"] for one in whole["offers"]}
    assert gift in {one["code"] for one in whole["baskets"]} and whole["offers_removed"] == []
    nothing = catalogue(shop, whole["version"])
    assert (nothing["version"], nothing["offers"], nothing["baskets"]) == (whole["version"], [], [])
    offer(shop, gone, retired=True)
    basket(shop, (product, "1"), code=gift, retired=True)
    offer(shop, kept, rate_bp=500)
    delta = catalogue(shop, whole["version"])
    assert ([one["rate_bp"] for one in delta["offers"]], delta["offers_removed"]) == ([500], [gone])
    assert (delta["products"], delta["baskets"], delta["baskets_removed"]) == ([], [], [gift])


def test_a_product_taken_off_the_tiles_still_sells(shop: TimedShop) -> None:
    product = shop.stocked()
    assert shop.api.get(f"/api/v1/products/{product}").ok()["available"] is True
    fields = shop.api.get(f"/api/v1/products/{product}").ok()
    shop.api.put(f"/api/v1/products/{product}", fields | {"available": False}).ok()
    (shown,) = [one for one in catalogue(shop)["products"] if one["code"] == product]
    assert shown["available"] is False
    shop.sell(shop.line(product))


def _cash(amount_vnd: int) -> list[dict[str, Any]]:
    return [{"method": "cash", "amount_vnd": amount_vnd}]


def _flags(sale: Any) -> list[str]:
    return [flag["code"] for flag in sale["flags"]]
