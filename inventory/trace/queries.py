"""Reading what everybody may see of products and lots. Read-only."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import func, select

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.values.gtin import gtin14, is_gtin
from inventory.choices import MovementKind
from inventory.models import Lot, Movement, StockLevel
from inventory.trace.results import Commune, PublicLot, PublicProduct
from suppliers.certificates.stars import ShownCertificate, certificates_today
from suppliers.choices import ProducerKind
from suppliers.models import Barcode, Producer, Product

_PLACE = func.coalesce(Product.commune, Producer.commune)
_FIRST_BARCODE = (
    select(Barcode.printed)
    .where(Barcode.product_code == Product.code, Barcode.pack_quantity.is_(None))
    .order_by(Barcode.position)
    .limit(1)
    .correlate(Product)
    .scalar_subquery()
)
_PRODUCTS = select(
    Product.__table__,
    Producer.name.label("producer_name"),
    Producer.kind.label("producer_kind"),
    _PLACE.label("place"),
    _FIRST_BARCODE.label("barcode"),
).join(Producer, Producer.code == Product.producer_code)


def product(code: str) -> PublicProduct:
    """A product. Raises NotFound."""
    r = fetch_one(_PRODUCTS.where(Product.code == code))
    if r is None:
        raise NotFound(N_("Không có sản phẩm này."))
    return _product(r, certificates_today({code}).get(code))


def product_of_gtin(gtin: str) -> PublicProduct:
    """The product with a GTIN. Raises NotFound."""
    return product(_code_of(gtin) or "")


def lot(code: str, gtin: str | None = None) -> PublicLot:
    """A lot, of the product with a GTIN where one is given. Raises NotFound."""
    received = select(func.min(Movement.moved_at)).where(Movement.lot == Lot.code, Movement.kind == MovementKind.RECEIVED)
    r = fetch_one(select(Lot.__table__, received.correlate(Lot).scalar_subquery().label("received_at")).where(Lot.code == code))
    if r is None or (gtin is not None and _code_of(gtin) != r["product_code"]):
        raise NotFound(N_("Không có lô này. Hãy xem lại mã in trên tem."))
    return PublicLot(
        code=r["code"],
        product=r["product_code"],
        made_on=r["made_on"],
        best_before=r["best_before"],
        delivered_on=r["delivered_on"],
        received_at=r["received_at"],
        recalled=r["recalled_at"] is not None,
        recall_reason=r["recall_reason"],
    )


def is_in_stock(product: str) -> bool:
    """Whether goods of a product lie here that may be sold today."""
    query = (
        select(StockLevel.lot)
        .join(Lot, Lot.code == StockLevel.lot)
        .where(StockLevel.product_code == product, StockLevel.on_hand > 0, Lot.recalled_at.is_(None))
        .where(Lot.best_before.is_(None) | (Lot.best_before >= clock.today()))
        .limit(1)
    )
    return fetch_one(query) is not None


def communes() -> list[Commune]:
    """The products that are sold here, by the commune they come from."""
    rows = fetch_all(_PRODUCTS.where(Product.retired.is_(False)).order_by(_PLACE, Product.name_folded))
    certified = certificates_today({r["code"] for r in rows})
    by_place = groupby((_product(r, certified.get(r["code"])) for r in rows), key=lambda product: product.place)
    return [Commune(name=place, products=list(products)) for place, products in by_place]


def _code_of(gtin: str) -> str | None:
    """The code of the product with a GTIN."""
    of_product = select(Barcode.product_code).where(Barcode.gtin == gtin14(gtin), Barcode.product_code.is_not(None))
    r = fetch_one(of_product) if is_gtin(gtin) else None
    return r["product_code"] if r else None


def _product(r: Row, certificate: ShownCertificate | None) -> PublicProduct:
    return PublicProduct(
        code=r["code"],
        name=r["name"],
        unit=r["unit"],
        price_vnd=r["price_vnd"],
        product_set=r["product_set"],
        retired=r["retired"],
        producer_name=r["producer_name"],
        producer_kind=ProducerKind(r["producer_kind"]),
        place=r["place"],
        certificate=certificate,
        barcode=r["barcode"],
        photo=r["photo"],
    )
