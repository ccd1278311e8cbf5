"""Products: put under their own code, the whole replaced each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update

from core import clock
from core.area import FileUse
from core.db import Row, advisory_lock, audit, db, execute, fetch_all, fetch_one, on_postgresql
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.files import reading
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.text.search_fold import fold, search_words
from core.values.gtin import gtin14
from suppliers import audit_actions
from suppliers.certificates import product_certificate
from suppliers.certificates.stars import STARS_TODAY
from suppliers.choices import VatClass
from suppliers.events import PriceChanged
from suppliers.models import Barcode, BookLine, Producer, Product, ProductPrice
from suppliers.requests import MinimumRequest, ProductRequest
from suppliers.results import CertificateResult, PackResult, ProductResult

_TOLD = ("name_en", "story_en", "usage_en", "keeping", "keeping_en")
"""What visitors read about a product besides its story and use."""


def put_product(code: str, document: ProductRequest, actor: Actor) -> bool:
    """Records a product; says whether the code is new.

    Raises Invalid for an unknown producer, `fixed_by_lots` when producer, unit or places would change under goods that
    are or were here, and `barcode_taken` / `plu_taken` for another product's code.
    """
    if fetch_one(select(Producer.code).where(Producer.code == document.producer)) is None:
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))
    present = select(Product.__table__).where(Product.code == code)
    # A delivery that is being recorded holds the product; only after it can be seen whether there are lots.
    old = fetch_one(present.with_for_update(key_share=True) if on_postgresql() else present)
    if old and _is_other_goods(old, document) and fetch_one(select(BookLine.id).where(BookLine.product_code == code).limit(1)):
        raise DomainError("fixed_by_lots", N_("Sản phẩm đã có lô: không đổi được nhà sản xuất, đơn vị tính hay số lẻ."))
    _refuse_taken_codes(code, document)
    if document.photo is not None and (old is None or document.photo != old["photo"]):
        reading.refuse_unknown("photo", [document.photo], actor, pictures_only=True)
    before = show_product(code) if old else None
    certificate = document.certificate
    values = {
        "name": document.name,
        "name_folded": fold(document.name),
        "producer_code": document.producer,
        "unit": document.unit,
        "places": document.places,
        "price_vnd": document.price_vnd,
        "vat": document.vat,
        "plu": document.plu,
        "product_set": document.set,
        "commune": document.commune or None,
        "stars": document.stars,
        "certificate_number": certificate.number if certificate else None,
        "certificate_issuer": certificate.issuer if certificate else None,
        "certificate_issued_on": certificate.issued_on if certificate else None,
        "certificate_valid_until": certificate.valid_until if certificate else None,
        "shelf_life_days": document.shelf_life_days,
        "needs_best_before": document.needs_best_before,
        "minimum": None if document.minimum is None else document.minimum.milli,
        "available": document.available,
        "retired": document.retired,
        "story": document.story or None,
        "usage": document.usage or None,
        "priority_group": document.priority_group,
        "plan_year": document.plan_year,
        "photo": document.photo,
        **{name: getattr(document, name) or None for name in _TOLD},
        "season": sum({1 << (month - 1) for month in document.season}) or None,
        "version": next_version(),
    }
    if old is None:
        execute(insert(Product), {"code": code, **values})
    else:
        execute(update(Product).where(Product.code == code).values(values))
    execute(delete(Barcode).where(Barcode.product_code == code))
    execute(insert(Barcode), _barcode_rows(code, document))
    if old is None or old["price_vnd"] != document.price_vnd:
        price = {"product_code": code, "price_vnd": document.price_vnd, "from_at": clock.now()}
        execute(insert(ProductPrice), price)
    if old is not None and old["price_vnd"] != document.price_vnd:
        emit(PriceChanged(code, Vnd(document.price_vnd)))
    product_certificate.keep(code, document, actor)
    audit.record_change(actor, audit_actions.PRODUCT_RECORDED, code, before, show_product(code))
    return old is None


def set_minimum(code: str, document: MinimumRequest, actor: Actor) -> ProductResult:
    """Changes how many of a product should be here at least. Raises NotFound, and Invalid for more decimals than it has."""
    present = select(Product.places).where(Product.code == code)
    fetch_one(present.with_for_update(key_share=True) if on_postgresql() else present)
    before = show_product(code)
    if document.minimum is not None and document.minimum.places > before.places:
        raise Invalid(("minimum", N_("Tồn tối thiểu có nhiều số lẻ hơn sản phẩm.")))
    minimum = None if document.minimum is None else document.minimum.milli
    execute(update(Product).where(Product.code == code).values(minimum=minimum))
    after = show_product(code)
    audit.record_change(actor, audit_actions.PRODUCT_RECORDED, code, before, after)
    return after


def _barcode_rows(code: str, document: ProductRequest) -> list[dict[str, object]]:
    own = [(barcode, None, None) for barcode in document.barcodes]
    packs = [(pack.barcode, pack.quantity.milli, pack.price_vnd) for pack in document.packs]
    return [
        {
            "gtin": gtin14(barcode),
            "printed": barcode,
            "product_code": code,
            "position": i,
            "pack_quantity": quantity,
            "pack_price_vnd": price_vnd,
        }
        for i, (barcode, quantity, price_vnd) in enumerate([*own, *packs])
    ]


def _is_other_goods(old: Row, document: ProductRequest) -> bool:
    return (old["producer_code"], old["unit"], old["places"]) != (document.producer, document.unit, document.places)


def _refuse_taken_codes(code: str, document: ProductRequest) -> None:
    barcodes = [*document.barcodes, *(pack.barcode for pack in document.packs)]
    refuse_taken_barcodes(barcodes, Barcode.product_code.is_distinct_from(code))
    if document.plu and fetch_one(select(Product.code).where(Product.plu == document.plu, Product.code != code)):
        raise DomainError("plu_taken", N_("Mã cân %(plu)s là của sản phẩm khác."), plu=document.plu)


def refuse_taken_barcodes(barcodes: Sequence[str], of_others: ColumnElement[bool]) -> None:
    """Refuses a barcode that another product, pack or basket has. Raises `barcode_taken`."""
    gtins = sorted(gtin14(barcode) for barcode in barcodes)
    taken = fetch_one(select(Barcode.printed).where(Barcode.gtin.in_(gtins), of_others)) if gtins else None
    if taken:
        raise DomainError(
            "barcode_taken", N_("Mã vạch %(barcode)s đã là của sản phẩm, thùng hoặc giỏ khác."), barcode=taken["printed"]
        )


def next_version() -> int:
    """The next number of the catalogue; tills ask for what came after the one they know."""
    advisory_lock("catalogue")
    return int(db.session.execute(select(func.coalesce(func.max(Product.version), 0) + 1)).scalar_one())


def show_tills_again(codes: Collection[str]) -> None:
    """Lets every till read these products again: what may be sold of them changed without a movement."""
    execute(update(Product).where(Product.code.in_(sorted(codes))).values(version=next_version()))


def show_product(code: str) -> ProductResult:
    """A product. Raises NotFound."""
    products = _products(select(Product.__table__).where(Product.code == code))
    if not products:
        raise NotFound(N_("Không có sản phẩm này."))
    return products[0]


def list_products(
    query: str, after: str | None, limit: int, *, producer: str | None = None, retired: bool | None = None
) -> list[ProductResult]:
    """Products by code, those with every word of the query in their folded name or their code."""
    matching = select(Product.__table__).order_by(Product.code).limit(limit)
    for word in search_words(query):
        matching = matching.where(
            Product.name_folded.contains(word, autoescape=True) | func.lower(Product.code).contains(word, autoescape=True)
        )
    if after is not None:
        matching = matching.where(Product.code > after)
    if producer is not None:
        matching = matching.where(Product.producer_code == producer)
    if retired is not None:
        matching = matching.where(Product.retired == retired)
    return _products(matching)


def on_sale(producer: str) -> list[ProductResult]:
    """A producer's products that are not retired, by name."""
    of_producer = Product.producer_code == producer, Product.retired.is_(False)
    return _products(select(Product.__table__).where(*of_producer).order_by(Product.name_folded))


def count_on_sale() -> dict[str, int]:
    """How many products that are not retired each producer has; producers without any are left out."""
    counts = (
        select(Product.producer_code, func.count().label("n")).where(Product.retired.is_(False)).group_by(Product.producer_code)
    )
    return {r["producer_code"]: r["n"] for r in fetch_all(counts)}


def places_of(codes: Collection[str]) -> dict[str, int]:
    """How many decimals the quantities of these products have."""
    return {r["code"]: r["places"] for r in fetch_all(select(Product.code, Product.places).where(Product.code.in_(codes)))}


def product_names(producer: str) -> dict[str, tuple[str, str]]:
    """A producer's products: code to name and unit."""
    query = select(Product.code, Product.name, Product.unit).where(Product.producer_code == producer)
    return {r["code"]: (r["name"], r["unit"]) for r in fetch_all(query)}


def names_of(codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """These products: code to name and unit."""
    query = select(Product.code, Product.name, Product.unit).where(Product.code.in_(sorted(codes)))
    return {r["code"]: (r["name"], r["unit"]) for r in fetch_all(query)} if codes else {}


def _products(query: Select[Any]) -> list[ProductResult]:
    """The products a query selects, with their barcodes."""
    products = fetch_all(query.add_columns(STARS_TODAY.label("stars_today")))
    barcodes = barcodes_of([r["code"] for r in products])
    return [_product(r, barcodes[r["code"]]) for r in products]


@dataclass(slots=True)
class Barcodes:
    """The barcodes of a product and of its packs, in their order."""

    own: list[str] = field(default_factory=list)
    packs: list[PackResult] = field(default_factory=list)


def barcodes_of(codes: Collection[str] | None) -> dict[str, Barcodes]:
    """The barcodes of these products (None: of all) by product."""
    query = select(Barcode.__table__).where(Barcode.product_code.is_not(None)).order_by(Barcode.product_code, Barcode.position)
    if codes is not None:
        query = query.where(Barcode.product_code.in_(sorted(codes)))
    barcodes: dict[str, Barcodes] = defaultdict(Barcodes)
    for b in fetch_all(query):
        if b["pack_quantity"] is None:
            barcodes[b["product_code"]].own.append(b["printed"])
        else:
            pack = PackResult(b["printed"], b["pack_quantity"], b["pack_price_vnd"])
            barcodes[b["product_code"]].packs.append(pack)
    return barcodes


def _product(product: Row, barcodes: Barcodes) -> ProductResult:
    certificate = None
    if product["certificate_number"]:
        certificate = CertificateResult(
            number=product["certificate_number"],
            issuer=product["certificate_issuer"],
            issued_on=product["certificate_issued_on"],
            valid_until=product["certificate_valid_until"],
        )
    return ProductResult(
        code=product["code"],
        name=product["name"],
        producer=product["producer_code"],
        unit=product["unit"],
        places=product["places"],
        price_vnd=product["price_vnd"],
        vat=VatClass(product["vat"]),
        barcodes=barcodes.own,
        packs=barcodes.packs,
        plu=product["plu"],
        set=product["product_set"],
        commune=product["commune"],
        stars=product["stars"],
        certificate=certificate,
        shelf_life_days=product["shelf_life_days"],
        needs_best_before=product["needs_best_before"],
        minimum=product["minimum"],
        available=product["available"],
        retired=product["retired"],
        story=product["story"],
        usage=product["usage"],
        priority_group=product["priority_group"],
        plan_year=product["plan_year"],
        photo=product["photo"],
        season=months_of(product["season"]),
        **{name: product[name] for name in _TOLD},
        stars_today=product["stars_today"],
    )


def months_of(season: int | None) -> list[int]:
    """The months of a season as it is kept; none for goods of the whole year."""
    return [month for month in range(1, 13) if (season or 0) & 1 << (month - 1)]


def _is_photo(file: str) -> bool:
    """Whether a product shows this picture; what is sold is shown to everybody."""
    return fetch_one(select(Product.code).where(Product.photo == file).limit(1)) is not None


PHOTO_USE = FileUse(is_public=_is_photo, may_read=lambda _file, _actor: False)
"""Products' photos are public, so nobody needs a right of their own."""


def prices_at(codes: Sequence[str], moment: datetime) -> dict[str, int]:
    """The price in force at a moment, by product; before the first known price, the first."""
    prices: dict[str, int] = {}
    query = (
        select(ProductPrice.product_code, ProductPrice.price_vnd, ProductPrice.from_at)
        .where(ProductPrice.product_code.in_(sorted(codes)))
        .order_by(ProductPrice.id)
    )
    for r in fetch_all(query):
        if r["product_code"] not in prices or r["from_at"] <= moment:
            prices[r["product_code"]] = r["price_vnd"]
    return prices
