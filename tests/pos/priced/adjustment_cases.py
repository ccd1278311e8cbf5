"""The cases of tests/vectors/adjustments.json as carts and offers, and what pricing, splitting and cutting make of them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.money import times, vat_inside
from core.quantity import Milli, format_quantity, parse_quantity
from pos.choices import OfferKind, OfferScope
from pos.pricing import Adjustment, AdjustmentKind, Cart, CartLine, PricedLine, price
from pos.pricing.baskets import Basket, BasketItem, open_basket
from pos.pricing.lines import OfferedGoods
from pos.pricing.offers import AgeStep, Offer
from pos.pricing.packs import Pack, is_whole, takes
from pos.pricing.parts import split_over_lots
from suppliers.choices import Bearer
from tests.suppliers.terms import PERCENT, term

Case = dict[str, Any]
CASES: list[Case] = json.loads((Path(__file__).parents[2] / "vectors" / "adjustments.json").read_text())["cases"]
OWN_GOODS = "DIEMBAN"
NUMBERS = ("amount_vnd", "price_vnd", "buy", "get", "threshold_vnd")


def bearer(text: str) -> Bearer | None:
    return None if text == "agreement" else Bearer(text)


def offer(code: str, put: Case) -> Offer:
    """An offer of a case."""
    ((scope, targets),) = put["on"].items()
    return Offer(
        code=code,
        name=code,
        first=date.fromisoformat(put["from"]),
        last=date.fromisoformat(put["to"]),
        scope=OfferScope(scope),
        kind=OfferKind(put["kind"]),
        targets=frozenset() if targets is True else frozenset(map(str, targets)),
        days=frozenset(put.get("days", ())),
        hours=tuple(put["hours"]) if "hours" in put else None,
        rate_bp=put.get("rate_bp"),
        steps=tuple(AgeStep(**step) for step in put.get("steps", ())),
        bearer=bearer(put["bearer"]),
        priority=put.get("priority", 100),
        **{name: put[name] for name in NUMBERS if name in put},
    )


def basket(code: str, put: Case) -> Basket:
    """A basket of a case."""
    items = tuple(BasketItem(one["product"], parse_quantity(one["quantity"]), one.get("share_vnd")) for one in put["items"])
    return Basket(code, code, put["price_vnd"], items, put.get("wrapping"), bearer(put["bearer"]))


def packs(case: Case) -> dict[str, tuple[str, Pack]]:
    """The packs of a case by barcode, with their product."""
    return {
        one["barcode"]: (code, Pack(one["barcode"], parse_quantity(one["quantity"]), one.get("price_vnd")))
        for code, product in case["products"].items()
        for one in product.get("packs", ())
    }


def offers_in_force(case: Case) -> list[Offer]:
    """The offers of a case that hold at its moment."""
    at = datetime.fromisoformat(case["sold_at"]).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    offers = [offer(code, put) for code, put in case.get("offers", {}).items()]
    return [one for one in offers if one.holds(at.date(), f"{at:%H:%M}")]


def cart(case: Case) -> tuple[Cart, list[str]]:
    """The cart of a case with its baskets opened, and the product of each of its lines.

    What a line was sent with stands in it, so that no offer needs to be computed.
    """
    at = datetime.fromisoformat(case["sold_at"]).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    prices = {code: product["price_vnd"] for code, product in case["products"].items()}
    lines: list[CartLine] = []
    products: list[str] = []
    for n, line in enumerate(case["lines"], 1):
        quantity = parse_quantity(line["quantity"])
        if "basket" in line:
            of = basket(line["basket"], case["baskets"][line["basket"]])
            opened = open_basket(of, quantity // 1000, line["unit_price_vnd"], prices).items
            for i, item in enumerate(opened):
                less = (Adjustment(AdjustmentKind.BASKET, item.discount_vnd, of.code, of.bearer),) if item.discount_vnd else ()
                by_hand = 0 if i else line.get("discount_vnd", 0)
                lines.append(CartLine(item.quantity, item.unit_price_vnd, by_hand, less, basket_line=n))
                products.append(item.product)
            continue
        lot = case.get("lots", {}).get(line.get("lot"))
        code, pack = packs(case).get(line.get("code"), (None, None))
        product = code or (lot["product"] if lot else line["product"])
        taken: tuple[Adjustment, ...] = ()
        if "adjustments" in line:
            taken = tuple(_sent(case, one) for one in line["adjustments"])
        elif pack:
            assert is_whole(pack, quantity)
            taken = takes(pack, quantity, times(line["unit_price_vnd"], quantity))
        days_left = (date.fromisoformat(lot["best_before"]) - at.date()).days if lot else None
        of_product = case["products"][product]
        goods = OfferedGoods(product, of_product["set"], of_product["producer"], of_product["places"], line.get("lot"), days_left)
        lines.append(CartLine(quantity, line["unit_price_vnd"], line.get("discount_vnd", 0), taken, goods))
        products.append(product)
    return Cart(lines, case.get("discount_vnd", 0)), products


def _sent(case: Case, adjustment: Case) -> Adjustment:
    if "pack" in adjustment:
        return Adjustment(AdjustmentKind.PACK, adjustment["amount_vnd"], adjustment["pack"])
    of = case["offers"][adjustment["offer"]]
    return Adjustment(AdjustmentKind.OFFER, adjustment["amount_vnd"], adjustment["offer"], bearer(of["bearer"]))


def answer_lines(case: Case) -> list[Case]:
    """The answer lines of a case, computed by opening, pricing, splitting and cutting."""
    asked, products = cart(case)
    sent = any("adjustments" in line for line in case["lines"])
    priced = price(asked, () if sent else offers_in_force(case))
    cuts = {one["line"]: one["quantities"] for one in case.get("cuts", [])}
    answers = []
    for n, (line, priced_line, product) in enumerate(zip(asked.lines, priced, products, strict=True), 1):
        quantities = [parse_quantity(text) for text in cuts.get(n, [format_quantity(line.quantity)])]
        answers += _parts(case, product, priced_line, quantities)
    return answers


def _parts(case: Case, product: str, line: PricedLine, quantities: list[Milli]) -> list[Case]:
    goods = case["products"][product]
    agreed = term(**goods["term"]) if goods["term"] else None
    percent = PERCENT[goods["vat"]]
    codes = {(kind, code) for kind in AdjustmentKind for code in (*case.get("offers", ()), *case.get("baskets", ()))}
    parts = split_over_lots(line, agreed, quantities, percent, is_own=goods["producer"] == OWN_GOODS, agreed=codes)
    return [
        {
            "product": product,
            "quantity": format_quantity(quantity),
            "gross_vnd": part.gross_vnd,
            "adjustments": [adjustment_json(adjustment) for adjustment in taken],
            "discount_vnd": part.discount_vnd,
            "net_vnd": part.net_vnd,
            "owed_vnd": part.owed_vnd,
            "kept_vnd": part.kept_vnd,
            "vat_vnd": vat_inside(part.net_vnd, percent),
        }
        for quantity, (part, taken) in zip(quantities, parts, strict=True)
    ]


def adjustment_json(adjustment: Adjustment) -> Case:
    """An adjustment as an answer writes it."""
    fields = {
        "kind": adjustment.kind.value,
        "code": adjustment.code,
        "amount_vnd": adjustment.amount_vnd,
        "bearer": adjustment.bearer,
    }
    return {key: value for key, value in fields.items() if value is not None}
