"""The till's snapshot: what may be sold, what it costs, which lots are here; and what changed since."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import bindparam, func, select

from core import clock
from core.db import Prepared, Row, fetch_all, fetch_one
from core.models import Outlet
from core.outlet import bank_account
from core.people.codes import offline_codes
from core.quantity import Milli
from inventory.models import Lot, Movement, StockLevel
from inventory.recalls.models import RecalledLot
from pos.baskets import baskets
from pos.baskets.models import BasketVersion
from pos.models import SaleLine, Till
from pos.offers import offers
from pos.offers.models import OfferVersion
from pos.receipts import spool
from pos.results import (
    Catalogue,
    CatalogueLot,
    CatalogueOutlet,
    CataloguePaper,
    CatalogueProduct,
    CatalogueTill,
    RecalledLotOfProduct,
)
from suppliers.certificates import stars, troubles
from suppliers.models import Producer, Product
from suppliers.prices.history import planned_of
from suppliers.products import barcodes_of

SOLD_DAYS = 30
DAY = "%Y%m%d"
OLDEST_DAYS = 7
"""A till that knows an older version gets the whole: the order of its tiles is too old."""
RECALLED_FOR = timedelta(days=730)
"""How long tills know a recalled lot: goods of it turn up long after."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A version that a till has, as far as its changes can be told."""

    product: int
    movement: int
    offer: int
    basket: int
    day: date


@dataclass(frozen=True, slots=True)
class _Version:
    """Moves whenever a product, a movement, an offer, a basket, a lot's recall, the day or the till's place does."""

    product: int
    movement: int
    offer: int
    basket: int
    recalls: int
    day: date
    place: str

    def __str__(self) -> str:
        numbers = (self.product, self.movement, self.offer, self.basket, self.recalls)
        return f"{'-'.join(map(str, numbers))}-{self.day:{DAY}}-{self.place}"

    def knows(self, since: str) -> _Known | None:
        """The earlier version that this one can be told the changes from, else None."""
        *numbers, recalls, day, place = [*since.split("-", 6), *[""] * 6][:7]
        are_numbers = all(text.isascii() and text.isdigit() and len(text) < 16 for text in (*numbers, day))
        if not are_numbers or [recalls, place] != [str(self.recalls), self.place]:
            return None
        try:
            product, movement, offer, basket = map(int, numbers)
            known = _Known(product, movement, offer, basket, datetime.strptime(day, DAY).date())
        except ValueError:
            return None
        return known if timedelta(0) <= self.day - known.day <= timedelta(days=OLDEST_DAYS) else None


_RECALLS = select(func.count(RecalledLot.lot).label("recalls"))
_NUMBERS = select(
    select(func.coalesce(func.max(Product.version), 0)).scalar_subquery().label("product"),
    select(func.coalesce(func.max(Movement.id), 0)).scalar_subquery().label("movement"),
    select(func.coalesce(func.max(OfferVersion.id), 0)).scalar_subquery().label("offer"),
    select(func.coalesce(func.max(BasketVersion.id), 0)).scalar_subquery().label("basket"),
    _RECALLS.scalar_subquery().label("recalls"),
)
_RECALL_COUNT = Prepared(_RECALLS)
_OUTLET = select(Outlet.__table__)
_TILL = select(Till.__table__).where(Till.code == bindparam("till"))


def snapshot(till: str | None, since: str | None) -> Catalogue:
    """The catalogue for a till (its place's goods), whole or what changed since a known version."""
    outlet = fetch_one(_OUTLET)
    at = fetch_one(_TILL, {"till": till}) if till else None
    place = at["place_code"] if at else None
    numbers = fetch_one(_NUMBERS)
    assert numbers is not None
    version = _Version(**numbers, day=clock.today(), place=place or "")
    known = version.knows(since) if since else None
    changed = _changed(version, known) if known else None
    standing, withdrawn = offers.for_tills(version.day, known.offer if known else 0)
    sold, not_sold = baskets.for_tills(known.basket if known else 0)
    return Catalogue(
        version=str(version),
        since=since if changed is not None else None,
        outlet=_outlet(outlet) if outlet else None,
        till=_till(at) if at else None,
        products=[] if changed == set() else _products(place, changed),
        removed=_removed(changed) if changed else [],
        approvers=offline_codes.approvers(),
        offers=standing,
        offers_removed=withdrawn,
        baskets=sold,
        baskets_removed=not_sold,
        recalls=version.recalls,
        recalled=_recalled() if changed is None else [],
    )


def recall_count() -> int:
    """How many lots are recalled."""
    counted = fetch_one(_RECALL_COUNT)
    return int(counted["recalls"]) if counted else 0


def _recalled() -> list[RecalledLotOfProduct]:
    """The lots of the last years that no till may sell."""
    query = select(Lot.code, Lot.product_code).where(Lot.recalled_at >= clock.now() - RECALLED_FOR).order_by(Lot.code)
    return [RecalledLotOfProduct(r["code"], r["product_code"]) for r in fetch_all(query)]


def _outlet(outlet: Row) -> CatalogueOutlet:
    account = bank_account()
    return CatalogueOutlet(
        name=outlet["name"],
        cash_rounding_vnd=outlet["cash_rounding_vnd"],
        cashier_discount_limit_bp=outlet["cashier_discount_limit_bp"],
        refund_limit_vnd=outlet["refund_limit_vnd"],
        refund_days=outlet["refund_days"],
        refund_other_method=outlet["refund_other_method"],
        near_expiry_days=outlet["near_expiry_days"],
        paper_language=outlet["paper_language"],
        weight_label=outlet["weight_label"],
        public_url=current_app.config["PUBLIC_URL"],
        bank=bool(account.bank_bin and account.bank_account),
        bank_bin=account.bank_bin,
        bank_account=account.bank_account,
        bank_holder=account.bank_holder,
    )


def _till(at: Row) -> CatalogueTill:
    state, trouble = spool.state(at["printer"])
    return CatalogueTill(at["code"], at["name"], at["place_code"], at["paper_mm"], state, trouble)


def _changed(version: _Version, known: _Known) -> set[str]:
    """The products that changed or moved since, or whose stars begin or end."""
    changed: set[str] = set()
    if version.product > known.product:
        changed |= {r["code"] for r in fetch_all(select(Product.code).where(Product.version > known.product))}
    if version.movement > known.movement:
        moved = select(Movement.product_code).where(Movement.id > known.movement).distinct()
        changed |= {r["product_code"] for r in fetch_all(moved)}
    if version.day > known.day:
        changed |= stars.changing_between(known.day, version.day)
    return changed


def _removed(changed: set[str]) -> list[str]:
    return sorted(r["code"] for r in fetch_all(select(Product.code).where(Product.code.in_(sorted(changed)), Product.retired)))


def _products(place: str | None, changed: set[str] | None) -> list[CatalogueProduct]:
    codes = sorted(changed) if changed is not None else None
    query = (
        select(
            Product.__table__,
            Producer.name.label("producer_name"),
            stars.STARS_TODAY.label("shown_stars"),
            func.coalesce(Product.commune, Producer.commune).label("shown_commune"),
        )
        .join(Producer, Producer.code == Product.producer_code)
        .where(~Product.retired)
        .order_by(Product.code)
    )
    if codes is not None:
        query = query.where(Product.code.in_(codes))
    barcodes = barcodes_of(codes)
    lots = _lots(place, codes)
    sold = _sold(codes)
    planned = planned_of(codes)
    ending = troubles.first_ends(codes)
    return [
        CatalogueProduct(
            code=r["code"],
            name=r["name"],
            folded=r["name_folded"],
            producer=r["producer_code"],
            producer_name=r["producer_name"],
            commune=r["shown_commune"],
            unit=r["unit"],
            places=r["places"],
            price_vnd=r["price_vnd"],
            vat=r["vat"],
            barcodes=barcodes[r["code"]].own,
            packs=barcodes[r["code"]].packs,
            plu=r["plu"],
            set=r["product_set"],
            stars=r["shown_stars"],
            retired=False,
            available=r["available"],
            on_hand=Milli(sum(lot.on_hand for lot in lots[r["code"]])),
            lots=lots[r["code"]],
            sold_30d=sold.get(r["code"], 0),
            planned=planned.get(r["code"]),
            photo=r["photo"],
            paper=CataloguePaper(paper.kind, paper.valid_until) if (paper := ending.get(r["code"])) else None,
        )
        for r in fetch_all(query)
    ]


def _sold(codes: list[str] | None) -> dict[str, int]:
    """How many lines sold each product lately: the order of the tiles."""
    query = select(SaleLine.product_code, func.count().label("n")).where(
        SaleLine.business_day >= clock.today() - timedelta(days=SOLD_DAYS)
    )
    if codes is not None:
        query = query.where(SaleLine.product_code.in_(codes))
    return {r["product_code"]: int(r["n"]) for r in fetch_all(query.group_by(SaleLine.product_code))}


def _lots(place: str | None, codes: list[str] | None) -> dict[str, list[CatalogueLot]]:
    query = (
        select(
            StockLevel.product_code,
            StockLevel.place_code,
            StockLevel.lot,
            (StockLevel.on_hand - StockLevel.set_aside).label("on_hand"),
            Lot.best_before,
            Lot.recalled_at,
        )
        .join(Lot, Lot.code == StockLevel.lot)
        .where(StockLevel.on_hand > StockLevel.set_aside)
        .order_by(Lot.best_before, Lot.delivered_on, Lot.id)
    )
    if place is not None:
        query = query.where(StockLevel.place_code == place)
    if codes is not None:
        query = query.where(StockLevel.product_code.in_(codes))
    lots: dict[str, list[CatalogueLot]] = defaultdict(list)
    for r in fetch_all(query):
        lots[r["product_code"]].append(
            CatalogueLot(r["lot"], r["place_code"], r["on_hand"], r["best_before"], r["recalled_at"] is not None)
        )
    return lots
