"""Baskets: put under their own code, the whole replaced each time; agreed to by the producers that bear them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Select, delete, exists, insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import FieldError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.values.gtin import gtin14
from inventory.goods_documents import decimal_places_errors
from pos import audit_actions
from pos.baskets.models import Basket, BasketAgreement, BasketItem, BasketVersion
from pos.baskets.requests import BasketRequest
from pos.baskets.results import BasketContents, BasketItemResult, BasketResult
from pos.choices import OfferBearer
from pos.offers import asking
from pos.offers.requests import AgreeRequest
from pos.offers.results import AgreementOfProducer
from suppliers.models import Barcode, Product
from suppliers.producers import owner_code
from suppliers.products import refuse_taken_barcodes

_NEWEST = select(BasketVersion.__table__).join(
    Basket, (Basket.code == BasketVersion.basket_code) & (Basket.newest_version == BasketVersion.version)
)
_GOODS = select(BasketItem.version_id, Product.code, Product.product_set, Product.producer_code).join(
    Product, Product.code == BasketItem.product_code
)


def put(code: str, document: BasketRequest, actor: Actor) -> bool:
    """Records a basket, or a new version of it; says whether the code is new. The same once more changes nothing.

    What producers agreed to was the version before: a new one asks them again. Raises Invalid for goods nobody knows and a
    wrapping that is not the outlet's own, and `barcode_taken`.
    """
    _check_goods(document)
    refuse_taken_barcodes(document.barcodes, Barcode.basket_code.is_distinct_from(code))
    known = fetch_one(select(Basket.newest_version).where(Basket.code == code).with_for_update())
    before = show(code) if known else None
    if before is not None and _content(before) == _content_of(document):
        return False
    version = known["newest_version"] + 1 if known else 1
    if known:
        execute(update(Basket).where(Basket.code == code).values(newest_version=version))
    else:
        execute(insert(Basket), {"code": code, "newest_version": version})
    row = {
        "basket_code": code,
        "version": version,
        "name": document.name,
        "price_vnd": document.price_vnd,
        "wrapping": document.wrapping,
        "bearer": document.bearer,
        "retired": document.retired,
        "recorded_at": clock.now(),
        "recorded_by": actor.name,
    }
    (recorded,) = fetch_all(insert(BasketVersion).values(row).returning(BasketVersion.id))
    execute(
        insert(BasketItem),
        [
            {
                "version_id": recorded["id"],
                "position": n,
                "product_code": item.product,
                "quantity": item.quantity.milli,
                "share_vnd": item.share_vnd,
            }
            for n, item in enumerate(document.items, 1)
        ],
    )
    execute(delete(Barcode).where(Barcode.basket_code == code))
    barcodes = [
        {"gtin": gtin14(barcode), "printed": barcode, "basket_code": code, "position": n}
        for n, barcode in enumerate(document.barcodes)
    ]
    execute(insert(Barcode), barcodes)
    audit.record_change(actor, audit_actions.BASKET_RECORDED, code, before, show(code))
    return known is None


def _check_goods(document: BasketRequest) -> None:
    named = [item.product for item in document.items] + ([document.wrapping] if document.wrapping else [])
    columns = (Product.code, Product.places, Product.producer_code)
    goods = {row["code"]: row for row in fetch_all(select(*columns).where(Product.code.in_(sorted(named))))}
    wrong: list[FieldError] = []
    for i, item in enumerate(document.items):
        if item.product not in goods:
            wrong.append((f"items.{i}.product", N_("Không có sản phẩm này.")))
        else:
            wrong += decimal_places_errors(f"items.{i}.quantity", item.quantity, goods[item.product]["places"])
    if document.wrapping and (document.wrapping not in goods or goods[document.wrapping]["producer_code"] != owner_code()):
        wrong.append(("wrapping", N_("Bao bì của giỏ phải là hàng của chính điểm bán.")))
    if wrong:
        raise Invalid(*wrong)


def show(code: str, producer: str | None = None) -> BasketResult:
    """A basket as it stands. Raises NotFound; for a producer also when none of its goods are in it."""
    baskets = _baskets(_with_goods_of(_NEWEST.where(Basket.code == code), producer), producer)
    if not baskets:
        raise NotFound(N_("Không có giỏ quà này."))
    return baskets[0]


def named(codes: Collection[str]) -> dict[str, str]:
    """What baskets are called, by code."""
    if not codes:
        return {}
    query = _NEWEST.where(BasketVersion.basket_code.in_(sorted(codes)))
    return {row["basket_code"]: row["name"] for row in fetch_all(query)}


def is_known(code: str) -> bool:
    """Whether there is a basket of this code."""
    return fetch_one(select(Basket.code).where(Basket.code == code)) is not None


def list_baskets(after: str | None = None, limit: int | None = None, *, producer: str | None = None) -> list[BasketResult]:
    """Baskets by code, those with goods of a producer if one is named."""
    query = _with_goods_of(_NEWEST.order_by(Basket.code), producer)
    if after is not None:
        query = query.where(Basket.code > after)
    return _baskets(query.limit(limit) if limit is not None else query, producer)


def for_tills(since: int = 0) -> tuple[list[BasketContents], list[str]]:
    """The baskets that are sold, and the codes of those that are not any more: all, or what changed since a number."""
    baskets = _baskets(_NEWEST.where(BasketVersion.id > since).order_by(Basket.code), None)
    sold: list[BasketContents] = [basket for basket in baskets if not basket.retired]
    return sold, [basket.code for basket in baskets if since and basket.retired]


def agree(code: str, document: AgreeRequest, actor: Actor) -> BasketResult:
    """Records that producers bear what a basket lets them bear: the one that asks, or those a manager names, with a note.

    Raises NotFound for a basket with none of its goods, and Invalid for a manager without a note and for a producer that has
    none in it.
    """
    basket = fetch_one(_NEWEST.where(Basket.code == code))
    if basket is None:
        raise NotFound(N_("Không có giỏ quà này."))
    producers = {row["producer_code"] for row in fetch_all(_GOODS.where(BasketItem.version_id == basket["id"]))}
    agreeing = asking.agreeing(producers - {owner_code()}, document, actor, N_("Không có giỏ quà này."))
    of_version = BasketAgreement.version_id == basket["id"]
    known = {r["producer_code"] for r in fetch_all(select(BasketAgreement.producer_code).where(of_version))}
    new, now = sorted(agreeing - known), clock.now()
    word = {"version_id": basket["id"], "agreed_at": now, "agreed_by": actor.name, "note": document.note}
    execute(insert(BasketAgreement), [{**word, "producer_code": producer} for producer in new])
    if new:
        audit.note(actor, audit_actions.BASKET_AGREED, code, now, producers=new, note=document.note)
    return show(code, actor.producer)


Versions = Select[*tuple[object, ...]]


def _with_goods_of(query: Versions, producer: str | None) -> Versions:
    if producer is None:
        return query
    own = select(BasketItem.position).join(Product, Product.code == BasketItem.product_code)
    return query.where(exists(own.where(BasketItem.version_id == BasketVersion.id, Product.producer_code == producer)))


def _baskets(query: Versions, producer: str | None) -> list[BasketResult]:
    """The baskets whose versions a query selects; a producer sees who agreed and who is asked of itself."""
    versions = fetch_all(query)
    if not versions:
        return []
    ids = sorted(row["id"] for row in versions)
    items: dict[int, list[BasketItemResult]] = defaultdict(list)
    goods: dict[int, list[Row]] = defaultdict(list)
    agreed: dict[int, list[AgreementOfProducer]] = defaultdict(list)
    barcodes: dict[str, list[str]] = defaultdict(list)
    in_order = select(BasketItem.__table__).where(BasketItem.version_id.in_(ids))
    for r in fetch_all(in_order.order_by(BasketItem.version_id, BasketItem.position)):
        items[r["version_id"]].append(BasketItemResult(r["product_code"], r["quantity"], r["share_vnd"]))
    for r in fetch_all(_GOODS.where(BasketItem.version_id.in_(ids))):
        goods[r["version_id"]].append(r)
    for r in fetch_all(select(BasketAgreement.__table__).where(BasketAgreement.version_id.in_(ids))):
        if producer in {None, r["producer_code"]}:
            agreed[r["version_id"]].append(AgreementOfProducer(r["producer_code"], r["agreed_at"], r["agreed_by"], r["note"]))
    codes = sorted(row["basket_code"] for row in versions)
    of_baskets = select(Barcode.basket_code, Barcode.printed).where(Barcode.basket_code.in_(codes))
    for r in fetch_all(of_baskets.order_by(Barcode.basket_code, Barcode.position)):
        barcodes[r["basket_code"]].append(r["printed"])
    return [
        BasketResult(
            code=row["basket_code"],
            name=row["name"],
            price_vnd=row["price_vnd"],
            barcodes=barcodes[row["basket_code"]],
            items=items[row["id"]],
            wrapping=row["wrapping"],
            bearer=OfferBearer(row["bearer"]),
            retired=row["retired"],
            version=row["version"],
            agreed=agreed[row["id"]],
            asks=[one for one in _asks(row, goods[row["id"]], agreed[row["id"]]) if producer in {None, one}],
        )
        for row in versions
    ]


def _asks(row: Row, goods: Sequence[Row], agreed: Sequence[AgreementOfProducer]) -> list[str]:
    """Who has still to agree; nobody to a basket that is no longer sold."""
    asked = set() if row["retired"] else asking.bearing_more(OfferBearer(row["bearer"]), goods)
    return sorted(asked - {one.producer for one in agreed})


Content = tuple[object, ...]


def _content(basket: BasketResult) -> Content:
    """What a basket says, without who agreed to it."""
    items = [(item.product, item.quantity, item.share_vnd) for item in basket.items]
    held = (basket.name, basket.price_vnd, list(basket.barcodes), items)
    return (*held, basket.wrapping, basket.bearer, basket.retired)


def _content_of(document: BasketRequest) -> Content:
    """What a document says, in the same order."""
    items = [(item.product, item.quantity.milli, item.share_vnd) for item in document.items]
    held = (document.name, document.price_vnd, document.barcodes, items)
    return (*held, document.wrapping, document.bearer, document.retired)
