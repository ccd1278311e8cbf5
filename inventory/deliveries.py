"""Receiving a delivery: lots, movements, the producer's book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import insert, select, update

from core import clock
from core.db import audit, execute, fetch_one, numbering
from core.errors import DomainError, FieldError, Invalid
from core.events import emit
from core.i18n import N_
from core.people.actor import Actor
from inventory import audit_actions, document_queries, goods_documents, stock_ledger
from inventory.announcing import announcements
from inventory.choices import GoodsDocumentKind, MovementKind, MovementSource
from inventory.correcting import corrections
from inventory.events import DeliveryReceived
from inventory.goods_documents import ProductRecord
from inventory.models import DeliveryLine, Lot
from inventory.photos import photos
from inventory.requests import DeliveredLine, DeliveryRequest
from inventory.results import DeliveryResult
from inventory.stock_ledger import StockMovement
from suppliers import book
from suppliers.agreements.standing import terms_of
from suppliers.book import BookEntry
from suppliers.certificates import lacking
from suppliers.choices import BookKind, SourceKind, WithoutPaper
from suppliers.commission import choose
from suppliers.members import registry as members
from suppliers.producers import owner_code

_CHECK_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def deliver(uid: str, document: DeliveryRequest, actor: Actor) -> DeliveryResult:
    """Receives goods from a producer.

    Raises Invalid for unknown names and days that cannot be, `no_agreement` when nothing agreed covers a product on that day,
    `paper_missing` without a paper that the agreement asks for, `closed` for an announcement that is received or cancelled,
    `lot_exists` when a named lot is another product's or household's or has other dates, and what taking back the delivery
    raises that this one corrects.
    """
    products = _known_products(document)
    lines = _dated(document, products)
    lots = _lots_for(lines, document)
    if document.corrects:
        wrong = document.corrects
        corrections.take_back(GoodsDocumentKind.DELIVERY, wrong.delivery, wrong.reason, uid, document.producer, actor)
    if document.announcement:
        announcements.require_open(document.announcement, document.producer)
    now = clock.now()
    day = document.delivered_on
    movements: list[StockMovement] = []
    entries: list[BookEntry] = []
    rows: list[dict[str, object]] = []
    for n, (line, lot) in enumerate(zip(lines, lots, strict=True), 1):
        quantity = line.quantity.milli
        movements.append(
            StockMovement(
                MovementKind.RECEIVED, line.product, lot, quantity, MovementSource.DELIVERY, uid, to_place=document.place
            )
        )
        entries.append(
            BookEntry(document.producer, day, BookKind.RECEIVED, SourceKind.DELIVERY, uid, line.product, lot, quantity)
        )
        rows.append(_line_row(uid, n, line, lot))
    stock_ledger.post(movements, now)
    book.post(entries, now)
    goods_documents.record(
        GoodsDocumentKind.DELIVERY,
        uid,
        actor,
        now,
        place=document.place,
        producer=document.producer,
        day=day,
        note=document.note,
    )
    execute(insert(DeliveryLine), rows)
    photos.record(GoodsDocumentKind.DELIVERY, uid, document.photos, actor)
    if document.announcement:
        announcements.receive(document.announcement, uid)
    if document.corrects:
        corrections.record(GoodsDocumentKind.DELIVERY, uid, document.corrects.delivery)
    audit.note(actor, audit_actions.RECEIVED, uid, now, producer=document.producer, lines=len(rows))
    emit(DeliveryReceived(uid, document.producer, document.place))
    return document_queries.get_delivery(uid)


def _line_row(uid: str, n: int, line: DeliveredLine, lot: str) -> dict[str, object]:
    """The columns of a delivery's line."""
    return {
        "delivery_uid": uid,
        "n": n,
        "product_code": line.product,
        "lot": lot,
        "quantity": line.quantity.milli,
        "made_on": line.made_on,
        "best_before": line.best_before,
        "unit_cost_vnd": line.unit_cost_vnd,
    }


def _known_products(document: DeliveryRequest) -> dict[str, ProductRecord]:
    """The products of a delivery by code, locked until it is written. Raises when one may not be received."""
    goods_documents.require_producer(document.producer)
    goods_documents.require_place(document.place)
    if document.delivered_on > clock.today():
        raise Invalid(("delivered_on", N_("Ngày này chưa đến.")))
    products = goods_documents.products_of((line.product for line in document.lines), lock=True)
    is_own = document.producer == owner_code()
    unknown = members.unknown(document.producer, [line.member for line in document.lines])
    errors: list[FieldError] = []
    for i, line in enumerate(document.lines):
        product = products.get(line.product)
        if product is None or product.producer != document.producer:
            errors.append((f"lines.{i}.product", N_("Nhà sản xuất này không có sản phẩm đó.")))
        else:
            errors += goods_documents.decimal_places_errors(f"lines.{i}.quantity", line.quantity, product.places)
        if line.member in unknown:
            errors.append((f"lines.{i}.member", N_("Nhà sản xuất này không có hộ thành viên đó.")))
        if line.unit_cost_vnd is not None and not is_own:
            errors.append((f"lines.{i}.unit_cost_vnd", N_("Giá vốn chỉ ghi cho hàng của điểm bán.")))
    if errors:
        raise Invalid(*errors)
    if is_own:
        return products
    terms = terms_of([document.producer]).get(document.producer, [])
    under: dict[str, int] = {}
    for product in products.values():
        term = choose(terms, product.code, product.product_set, document.delivered_on, for_delivery=True)
        if term is None:
            sentence = N_("Không có hợp đồng đang hiệu lực cho %(product)s.")
            raise DomainError("no_agreement", sentence, product=product.name)
        under[product.code] = term.id
    names = {product.code: product.name for product in products.values()}
    lacking.require(under, names, WithoutPaper.NO_RECEIVING, document.delivered_on)
    return products


def _dated(document: DeliveryRequest, products: dict[str, ProductRecord]) -> list[DeliveredLine]:
    """The lines with their best-before days: the one written, else the day made (or delivered) and the shelf life.

    Raises Invalid for goods made after they came, for goods that were past their date when they came, and where a product
    needs a date and neither is known.
    """
    lines: list[DeliveredLine] = []
    errors: list[FieldError] = []
    day = document.delivered_on
    for i, line in enumerate(document.lines):
        product = products[line.product]
        best_before = line.best_before
        if best_before is None and product.shelf_life_days:
            best_before = (line.made_on or day) + timedelta(days=product.shelf_life_days)
        if line.made_on and line.made_on > day:
            errors.append((f"lines.{i}.made_on", N_("Ngày sản xuất sau ngày nhận.")))
        elif best_before is not None and best_before < day:
            errors.append((f"lines.{i}.best_before", N_("Hàng đã quá hạn sử dụng vào ngày nhận.")))
        elif best_before is None and product.needs_best_before:
            errors.append((f"lines.{i}.best_before", N_("Sản phẩm này phải ghi hạn sử dụng.")))
        lines.append(line.model_copy(update={"best_before": best_before}))
    if errors:
        raise Invalid(*errors)
    return lines


def _lots_for(lines: Sequence[DeliveredLine], document: DeliveryRequest) -> list[str]:
    """The lot of each line, made or changed in the order of their codes: deliveries to the same lots queue for them."""
    lots: dict[int, str] = {}
    for i, line in sorted(enumerate(lines), key=lambda numbered: numbered[1].lot or ""):
        lots[i] = _lot_for(line, document)
    return [lots[i] for i in range(len(lots))]


def _lot_for(line: DeliveredLine, document: DeliveryRequest) -> str:
    """The lot the goods go into: the named one, which may be here already, or a new one."""
    if line.lot is None:
        code = _new_code(document.delivered_on)
    else:
        code = line.lot
        known = fetch_one(select(Lot.__table__).where(Lot.code == code))
        if known:
            if (known["product_code"], known["made_on"], known["best_before"]) != (line.product, line.made_on, line.best_before):
                raise DomainError("lot_exists", N_("Đã có lô %(lot)s với sản phẩm hoặc ngày khác."), lot=code)
            if line.unit_cost_vnd not in {None, known["unit_cost_vnd"]}:
                raise DomainError("lot_exists", N_("Đã có lô %(lot)s với giá vốn khác."), lot=code)
            if line.member is not None and line.member != members.members_of([code]).get(code):
                raise DomainError("lot_exists", N_("Lô %(lot)s là của hộ khác."), lot=code)
            execute(update(Lot).where(Lot.code == code).values(delivered=Lot.delivered + line.quantity))
            return code
    execute(
        insert(Lot),
        new_lot(code, line.product, document.producer, document.delivered_on, line.quantity, line),
    )
    if line.member is not None:
        members.take_lot(code, document.producer, line.member)
    return code


def new_lot(
    code: str,
    product: str,
    producer: str,
    day: date,
    delivered: int,
    line: DeliveredLine | None = None,
) -> dict[str, object]:
    """The columns of a lot that begins; without a line its dates and cost are not known."""
    return {
        "code": code,
        "product_code": product,
        "producer_code": producer,
        "made_on": line.made_on if line else None,
        "best_before": line.best_before if line else None,
        "delivered_on": day,
        "delivered": delivered,
        "lost": 0,
        "unit_cost_vnd": line.unit_cost_vnd if line else None,
    }


def _new_code(day: date) -> str:
    """A lot code of our own: day, running number, check letter; short enough to type."""
    while True:
        number = numbering.take(f"lot-{day:%m%d}", day.year)
        stem = f"L{day:%y%m%d}-{number:02d}"
        code = stem + _CHECK_LETTERS[sum(i * ord(c) for i, c in enumerate(stem, 1)) % len(_CHECK_LETTERS)]
        if fetch_one(select(Lot.id).where(Lot.code == code)) is None:
            return code


def lot_without_papers(product: str, producer: str, day: date) -> str:
    """A new lot without dates, for goods that were sold before anybody saw them come."""
    code = _new_code(day)
    execute(insert(Lot), new_lot(code, product, producer, day, 0))
    return code
