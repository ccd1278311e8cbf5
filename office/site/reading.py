"""Reading what visitors see of the outlet, its products, producers and lots. Read-only."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from sqlalchemy import ColumnElement, func, select

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_, Language
from core.outlet import show_outlet
from core.text.search_fold import fold
from core.values.gtin import gtin14, is_gtin
from inventory.choices import PlaceKind
from inventory.codes.links import FIRST_GTIN
from inventory.models import Lot, Movement, StockLevel
from inventory.models import Place as PlaceOfGoods
from office.site.drawings import drawing_of, tint_of
from office.site.language import is_english
from office.site.results import Place, SiteLot, SiteOutlet, SiteProducer, SiteProduct, Told
from suppliers.certificates.stars import ShownCertificate, certificates_today
from suppliers.choices import ProducerKind
from suppliers.models import Barcode, Producer, Product
from suppliers.products import months_of

_PLACE = func.coalesce(Product.commune, Producer.commune)
_TOLD = ("name_en", "story", "story_en", "usage", "usage_en", "keeping", "keeping_en")
_PRODUCTS = (
    select(
        Product.code,
        Product.name,
        Product.name_folded,
        Product.unit,
        Product.price_vnd,
        Product.product_set,
        Product.retired,
        Product.photo,
        Product.season,
        *(getattr(Product, name) for name in _TOLD),
        Product.producer_code,
        Producer.name.label("producer_name"),
        Producer.name_folded.label("producer_folded"),
        Producer.kind.label("producer_kind"),
        _PLACE.label("place"),
        FIRST_GTIN,
    )
    .join(Producer, Producer.code == Product.producer_code)
    .order_by(_PLACE, Product.name_folded, Product.code)
)


def outlet() -> SiteOutlet:
    """The outlet, read once for a page. Raises NotFound before the first set-up."""
    if "site_outlet" not in g:
        g.site_outlet = _outlet()
    found: SiteOutlet = g.site_outlet
    return found


def _outlet() -> SiteOutlet:
    found = show_outlet()
    return SiteOutlet(
        name=found.name,
        address=found.address,
        phone=found.phone,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        closed_on=found.closed_on,
        map_link=found.map_link,
        shows_prices=found.shows_prices,
        refund_days=found.refund_days,
    )


def product(code: str) -> SiteProduct:
    """A product. Raises NotFound."""
    found = _read(Product.code == code)
    if not found:
        raise NotFound(N_("Không có sản phẩm này."))
    return found[0]


def product_of_gtin(gtin: str) -> SiteProduct:
    """The product with a GTIN. Raises NotFound."""
    return product(_code_of(gtin) or "")


def products() -> list[SiteProduct]:
    """The products that are sold here, by the commune they come from; not bags, boxes and what else is the outlet's own."""
    return _read(Product.retired.is_(False), Producer.kind != ProducerKind.OUTLET)


def products_of(producer: str) -> list[SiteProduct]:
    """The products of a producer that are sold here."""
    return _read(Product.retired.is_(False), Product.producer_code == producer)


def _read(*conditions: ColumnElement[bool]) -> list[SiteProduct]:
    rows = fetch_all(_PRODUCTS.where(*conditions))
    certified = certificates_today({r["code"] for r in rows})
    return [_product(r, certified.get(r["code"])) for r in rows]


def places(shown: Sequence[SiteProduct]) -> list[Place]:
    """Products by the commune they come from, those with the most goods first."""
    by_name: dict[str, list[SiteProduct]] = {}
    for one in shown:
        by_name.setdefault(one.place, []).append(one)
    found = [Place(name=name, products=of_place) for name, of_place in by_name.items()]
    return sorted(found, key=lambda place: (-len(place.products), fold(place.name)))


def producer(code: str) -> SiteProducer:
    """A producer whose goods are, or were, sold here. Raises NotFound."""
    found = _producers(Producer.code == code, select(Product.code).where(Product.producer_code == code).exists())
    if not found:
        raise NotFound(N_("Không có nhà sản xuất này."))
    return found[0]


def producers() -> list[SiteProducer]:
    """The producers whose goods are sold here, by name; not the outlet itself."""
    on_sale = select(Product.producer_code).where(Product.retired.is_(False))
    return _producers(Producer.code.in_(on_sale), Producer.kind != ProducerKind.OUTLET)


def _producers(*conditions: ColumnElement[bool]) -> list[SiteProducer]:
    columns = select(
        Producer.code, Producer.name, Producer.kind, Producer.commune, Producer.story, Producer.story_en, Producer.photo
    )
    return [
        SiteProducer(
            code=r["code"],
            name=r["name"],
            kind=ProducerKind(r["kind"]),
            place=r["commune"],
            story=_told(r["story"], r["story_en"]),
            photo=r["photo"],
        )
        for r in fetch_all(columns.where(*conditions).order_by(Producer.name_folded, Producer.code))
    ]


def lot(code: str, gtin: str | None = None) -> SiteLot:
    """A lot, of the product with a GTIN where one is given. Raises NotFound."""
    selling = select(PlaceOfGoods.code).where(PlaceOfGoods.kind.in_((PlaceKind.SHOP, PlaceKind.STALL)))
    shelved = select(func.min(Movement.moved_at)).where(Movement.lot == Lot.code, Movement.to_place.in_(selling))
    columns = select(
        Lot.code,
        Lot.product_code,
        Lot.made_on,
        Lot.best_before,
        Lot.delivered_on,
        Lot.recalled_at,
        Lot.recall_reason,
        shelved.correlate(Lot).scalar_subquery().label("shelved_at"),
    )
    r = fetch_one(columns.where(Lot.code == code))
    if r is None or (gtin is not None and _code_of(gtin) != r["product_code"]):
        raise NotFound(N_("Không có lô này. Hãy xem lại mã in trên tem."))
    return SiteLot(
        code=r["code"],
        product=r["product_code"],
        made_on=r["made_on"],
        best_before=r["best_before"],
        delivered_on=r["delivered_on"],
        shelved_on=clock.day_of(r["shelved_at"]) if r["shelved_at"] else None,
        recalled_on=clock.day_of(r["recalled_at"]) if r["recalled_at"] else None,
        recall_reason=r["recall_reason"],
    )


def lot_typed(typed: str) -> str | None:
    """The code of the lot that somebody typed from a label, whatever the case of its letters."""
    bare = "".join(typed.split())
    found = fetch_all(select(Lot.code).where(func.lower(Lot.code) == bare.lower()).order_by(Lot.code != bare).limit(1))
    return str(found[0]["code"]) if found else None


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


def _code_of(gtin: str) -> str | None:
    """The code of the product with a GTIN."""
    of_product = select(Barcode.product_code).where(Barcode.gtin == gtin14(gtin), Barcode.product_code.is_not(None))
    r = fetch_one(of_product) if is_gtin(gtin) else None
    return r["product_code"] if r else None


def _told(vietnamese: str | None, english: str | None) -> Told | None:
    """What the visitor reads: the English where there is one and they read it, else the Vietnamese."""
    if english and (is_english() or not vietnamese):
        return Told(english, Language.ENGLISH)
    return Told(vietnamese, Language.VIETNAMESE) if vietnamese else None


def _product(r: Row, certificate: ShownCertificate | None) -> SiteProduct:
    drawing = drawing_of(r["name"], r["product_set"])
    searched = (r["name_folded"], fold(r["name_en"] or ""), r["producer_folded"], fold(r["place"]), r["code"].lower())
    return SiteProduct(
        code=r["code"],
        name=_told(r["name"], r["name_en"]) or Told(r["name"], Language.VIETNAMESE),
        unit=r["unit"],
        price_vnd=r["price_vnd"] if outlet().shows_prices else None,
        product_set=r["product_set"],
        retired=r["retired"],
        producer=r["producer_code"],
        producer_name=r["producer_name"],
        producer_kind=ProducerKind(r["producer_kind"]),
        place=r["place"],
        certificate=certificate,
        gtin=r["gtin"],
        photo=r["photo"],
        drawing=drawing,
        tint=tint_of(drawing),
        story=_told(r["story"], r["story_en"]),
        usage=_told(r["usage"], r["usage_en"]),
        keeping=_told(r["keeping"], r["keeping_en"]),
        season=months_of(r["season"]),
        search=" ".join(searched),
    )
