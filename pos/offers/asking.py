"""Whom an offer or basket concerns, and who must agree before it bears more than its agreement says. Baskets ask the same way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, exists, select

from core import clock
from core.db import Row, fetch_all
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from inventory.models import Lot
from pos.choices import OfferBearer, OfferScope
from pos.offers.models import OfferTarget, OfferVersion
from pos.offers.requests import AgreeRequest
from pos.offers.results import OfferResult
from suppliers.agreements.standing import terms_of
from suppliers.commission import bears_more, choose
from suppliers.models import Product
from suppliers.producers import owner_code

_GOODS = (Product.code, Product.product_set, Product.producer_code)
_LINKS = {
    OfferScope.PRODUCTS: OfferTarget.product_code == Product.code,
    OfferScope.SETS: OfferTarget.product_set == Product.product_set,
    OfferScope.PRODUCERS: OfferTarget.producer_code == Product.producer_code,
    OfferScope.LOTS: OfferTarget.lot.in_(select(Lot.code).where(Lot.product_code == Product.code).correlate(Product)),
}
"""How a target of each scope finds its products."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of an offer, as far as it asks somebody to bear it."""

    version_id: int
    scope: OfferScope
    bearer: OfferBearer


def covered(offer: Asked) -> Select[*tuple[object, ...]]:
    """The products an offer is on."""
    query = select(*_GOODS).distinct()
    if offer.scope is OfferScope.ALL:
        return query
    return query.join(OfferTarget, _LINKS[offer.scope]).where(OfferTarget.version_id == offer.version_id)


def concerns(producer: str) -> ColumnElement[bool]:
    """That a version of an offer is on goods of a producer."""
    condition: ColumnElement[bool] = OfferVersion.scope == OfferScope.ALL
    for link in _LINKS.values():
        target = select(OfferTarget.position).join(Product, link)
        own = target.where(OfferTarget.version_id == OfferVersion.id, Product.producer_code == producer)
        condition = condition | exists(own.correlate(OfferVersion))
    return condition


def concerned(offer: Asked) -> set[str]:
    """The producers whose goods an offer is on, the outlet left out."""
    return {row["producer_code"] for row in fetch_all(covered(offer))} - {owner_code()}


def who_is_asked(offer: Asked) -> set[str]:
    """The producers that would bear more of an offer than their terms of today say."""
    if offer.bearer in {OfferBearer.AGREEMENT, OfferBearer.OUTLET}:
        return set()
    return bearing_more(offer.bearer, fetch_all(covered(offer)))


def bearing_more(bearer: OfferBearer, goods: Iterable[Row]) -> set[str]:
    """Of the producers of products (code, set, producer), those whose term of today lets them bear less than `bearer` does."""
    named, own, today = bearer.named, owner_code(), clock.today()
    rows = [row for row in goods if row["producer_code"] != own]
    if named is None or not rows:
        return set()
    terms = terms_of({row["producer_code"] for row in rows})
    asked = set()
    for row in rows:
        term = choose(terms.get(row["producer_code"], []), row["code"], row["product_set"], today)
        if term is not None and bears_more(named, term.discount_bearer):
            asked.add(row["producer_code"])
    return asked


def agreeing(concerned: Collection[str], document: AgreeRequest, actor: Actor, unknown: str) -> set[str]:
    """Who agrees: the producer that asks, or those a manager names, with a note of how they did.

    Raises NotFound with the sentence `unknown` for a producer that is not concerned, and Invalid for a manager without a note
    and one who names a producer that is not concerned.
    """
    if actor.producer is not None:
        if actor.producer not in concerned:
            raise NotFound(unknown)
        if document.producer not in {None, actor.producer}:
            raise Invalid(("producer", N_("Chỉ đồng ý cho chính mình được.")))
        return {actor.producer}
    if not document.note:
        raise Invalid(("note", N_("Ghi nhà sản xuất đã đồng ý thế nào: ký giấy, gọi điện.")))
    if document.producer is None:
        return set(concerned)
    if document.producer not in concerned:
        raise Invalid(("producer", N_("Không có hàng của nhà sản xuất này.")))
    return {document.producer}


def seen_by(offer: OfferResult, producer: str | None) -> OfferResult:
    """The offer as a producer sees it: its own goods, what it agreed to itself, and whether it is asked."""
    if producer is None:
        return offer
    on = offer.on
    if on.products is not None:
        on = replace(on, products=_own(select(Product.code).where(Product.producer_code == producer), on.products))
    if on.lots is not None:
        on = replace(on, lots=_own(select(Lot.code).where(Lot.producer_code == producer), on.lots))
    if on.producers is not None:
        on = replace(on, producers=[producer])
    agreed = [one for one in offer.agreed if one.producer == producer]
    return replace(offer, on=on, agreed=agreed, asks=[one for one in offer.asks if one == producer])


def _own(query: Select[str], codes: Sequence[str]) -> list[str]:
    own = {row["code"] for row in fetch_all(query)}
    return [code for code in codes if code in own]
