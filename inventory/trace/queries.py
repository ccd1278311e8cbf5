"""What everybody may know of a product and a lot, for pages that name them. Read-only."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import Row, fetch_one
from core.errors import NotFound
from core.i18n import N_
from inventory.choices import MovementKind
from inventory.models import Lot, Movement
from inventory.trace.results import PublicLot, PublicProduct
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


def lot(code: str) -> PublicLot:
    """A lot. Raises NotFound."""
    received = select(func.min(Movement.moved_at)).where(Movement.lot == Lot.code, Movement.kind == MovementKind.RECEIVED)
    r = fetch_one(select(Lot.__table__, received.correlate(Lot).scalar_subquery().label("received_at")).where(Lot.code == code))
    if r is None:
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
