"""What an offer costs whom, shown with one of the products it is on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.money import Vnd
from core.quantity import Milli
from core.values import tax
from pos.choices import OfferBearer, OfferKind, OfferScope
from pos.offers import asking
from pos.offers.asking import Asked
from pos.offers.models import OfferVersion
from pos.offers.reading import priced
from pos.pricing import AdjustmentKind, Cart, CartLine, PricedLine
from pos.pricing.lines import OfferedGoods
from pos.pricing.parts import split_over_lots
from pos.pricing.pipeline import offered
from suppliers.agreements.standing import terms_of
from suppliers.commission import choose
from suppliers.models import Product


@dataclass(frozen=True, slots=True)
class OfferExample:
    """So much of a product with the offer and without: what the customer pays, what the producer gets, what the outlet keeps."""

    product: str
    quantity: Milli
    unit: str
    gross_vnd: Vnd
    net_vnd: Vnd
    owed_before_vnd: Vnd
    owed_vnd: Vnd
    kept_before_vnd: Vnd
    kept_vnd: Vnd


def example_of(code: str, version: int) -> OfferExample | None:
    """An offer as its producers have agreed to it, on the first product it gives something for; None where there is none."""
    rows = fetch_all(select(OfferVersion.__table__).where(OfferVersion.offer_code == code, OfferVersion.version == version))
    (offer,), (row,) = priced(rows), rows
    covered = asking.covered(Asked(row["id"], OfferScope(row["scope"]), OfferBearer(row["bearer"])))
    codes = sorted(one["code"] for one in fetch_all(covered))[:50]
    pieces = Milli(1000 * (offer.buy + offer.get)) if offer.kind is OfferKind.BUY_GET else Milli(1000)
    today = clock.today()
    rates = tax.rates_on(today)
    for product in fetch_all(select(Product.__table__).where(Product.code.in_(codes), ~Product.retired).order_by(Product.code)):
        producer = product["producer_code"]
        term = choose(terms_of([producer]).get(producer, []), product["code"], product["product_set"], today)
        if term is None:
            continue
        lot = min(offer.targets, default=None) if offer.scope is OfferScope.LOTS else "*"
        days_left = min((step.days_left for step in offer.steps), default=None)
        goods = OfferedGoods(product["code"], product["product_set"], producer, product["places"], lot, days_left)
        many = max(pieces, _to_reach(offer.threshold_vnd, product["price_vnd"]))
        (line,) = offered(Cart([CartLine(many, product["price_vnd"], goods=goods)], 0), [offer])
        if not line.adjustments:
            continue
        agreed = {(AdjustmentKind.OFFER, offer.code)}
        percent = rates.get(product["vat"])
        ((now, _),) = split_over_lots(line, term, [many], percent, agreed=agreed)
        ((before, _),) = split_over_lots(PricedLine(line.gross_vnd), term, [many], percent)
        return OfferExample(
            product=product["name"],
            quantity=many,
            unit=product["unit"],
            gross_vnd=Vnd(line.gross_vnd),
            net_vnd=Vnd(line.net_vnd),
            owed_before_vnd=Vnd(before.owed_vnd),
            owed_vnd=Vnd(now.owed_vnd),
            kept_before_vnd=Vnd(before.kept_vnd),
            kept_vnd=Vnd(now.kept_vnd),
        )
    return None


def _to_reach(amount_vnd: int, price_vnd: int) -> Milli:
    """How many whole units cost an amount."""
    return Milli(-(-amount_vnd // price_vnd) * 1000 if price_vnd else 0)
