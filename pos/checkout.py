"""Recording a sale: one act, one transaction, from the cart to shelf, split, book, paper and audit.

The till is the author of a sale. Online the server may refuse what cannot be; offline the goods have left the shop, so
the sale is recorded as it happened and what does not fit becomes a flag for the manager.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from core import clock
from core.choices import ApprovalRule
from core.db import Prepared, Row, fetch_all, fetch_one
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.machine import clock_check
from core.models import Outlet, Person
from core.money import MAX_VND
from core.people.actor import Actor, withheld_permits
from core.people.approvals import Approval
from core.people.codes import offline_codes
from core.people.permits import Role, is_granted
from core.values import tax
from inventory import counts
from inventory.choices import ScanWarning
from inventory.codes import scan
from inventory.goods_documents import decimal_places_errors
from inventory.models import Lot
from pos import pricing, sale_posting, shifts
from pos.choices import Approved, FlagCode
from pos.counter import payment_rules
from pos.customers import tenders
from pos.permits import SalesPermit
from pos.picking import Picker, RequestedGoods
from pos.pricing import Cart, CartLine, DiscountTooLarge, PricedLine
from pos.requests import SaleRequest
from pos.results import Flag, SaleResult
from pos.sale_records import AllocatedLine, SaleHeader, allocated_lines
from pos.trust import presence, sale_times
from pos.trust.limits import ApprovedAct
from suppliers.agreements import terms_of
from suppliers.commission import choose
from suppliers.models import Product
from suppliers.products import prices_at

ROUNDING_STEPS_VND = {500, 1000}
_OUTLET = Prepared(select(Outlet.cash_rounding_vnd, Outlet.cashier_discount_limit_bp, Outlet.short_stock))
# Also one who was locked since: the sale has happened.
_PERSON = Prepared(select(Person.role, Person.withheld).where(Person.username == bindparam("username")))
_PRODUCTS = Prepared(
    select(
        Product.code,
        Product.name,
        Product.producer_code,
        Product.product_set,
        Product.places,
        Product.price_vnd,
        Product.vat,
        Product.retired,
    ).where(Product.code.in_(bindparam("codes", expanding=True)))
)


def sell(
    uid: str,
    document: SaleRequest,
    approval: Approval,
    actor: Actor,
    *,
    exchanged_vnd: int | None = None,
    about: Sequence[Flag] = (),
) -> SaleResult:
    """Records a sale and returns it. `exchanged_vnd` of it, in an exchange, is paid by goods that came back; `about` is what
    does not fit about it beside what is found here.

    Raises Invalid for a sale that contradicts itself; online also `unknown_shift`, `shift_closed`, `price_changed`,
    `retired`, `no_agreement`, `out_of_stock`, `expired_lot`, `recalled_lot`, `approval_needed` and `approval_refused`, and as
    `tenders.judged` for a customer, an account or a voucher.
    """
    outlet = fetch_one(_OUTLET)
    assert outlet is not None
    if not document.offline:
        clock_check.require()
    now = clock.now()
    flags = list(about)
    if document.cashier is not None:
        approval = _seller(document.cashier, approval)
    products, requested = _goods(document)
    priced = _priced(document, outlet, exchanged_vnd or 0)
    if not document.is_money_of_nobody:
        tenders.check(document)
    approval.raise_if_refused()
    shift = shifts.lock(document.shift, actor, closed_too=document.offline)
    sale_time = sale_times.time_of(document, shift, now, flags)
    sold_at, is_late = sale_time.sold_at, sale_time.is_late
    if approval.code is not None:
        approval = offline_codes.redeem(approval, uid, sold_at)
    day, arrival_day = clock.day_of(sold_at), clock.day_of(now) if is_late else None
    # A till that dates in whole seconds has sold after what we recorded earlier in the same second.
    known_by = clock.end_of_second(sold_at)
    if shift["closed_at"] is not None:
        flags.append(Flag(FlagCode.SHIFT_CLOSED))
    cashier = document.cashier or actor.name
    if cashier not in {actor.name, shift["opened_by"]} and not presence.was_present(shift["till_code"], day, cashier):
        flags.append(Flag(FlagCode.SELLER_DIFFERS))
    today = {code: product["price_vnd"] for code, product in products.items()}
    prices = [prices_at([goods.product for goods in requested], known_by)] if document.offline else [today]
    if is_late:
        prices.append(today)
    line_flags, acts = _check_lines(document, requested, products, priced, prices, outlet, approval)
    producers = {goods.producer for goods in requested}
    terms = terms_of(producers, known_by if document.offline else None)
    rates = tax.rates_on(day)
    at_arrival = sale_times.ArrivalRates(terms_of(producers), arrival_day) if arrival_day else None
    short_is_free = outlet["short_stock"] == ApprovalRule.FREE
    picker = Picker(shift["place_code"], requested, day, arrival_day, short_is_free=short_is_free)
    parts: list[AllocatedLine] = []
    for i, (line, goods, sums) in enumerate(zip(document.lines, requested, priced, strict=True)):
        product = products[goods.product]
        term = choose(terms.get(goods.producer, []), goods.product, product["product_set"], day)
        if term is None:
            if not document.offline:
                raise DomainError("no_agreement", N_("%(product)s: không có hợp đồng đang hiệu lực."), product=goods.name)
            line_flags[i].append(FlagCode.NO_AGREEMENT)
        vat_percent = rates.get(product["vat"])
        if at_arrival and at_arrival.differ(product, term, vat_percent):
            line_flags[i].append(FlagCode.RATE_DIFFERS)
        picked = picker.offline(goods, approval) if document.offline else picker.online(goods, approval)
        line_flags[i] += picked.flags
        acts += [ApprovedAct(what, sums.net_vnd) for what in picked.approved]
        first = len(parts) + 1
        allocated = allocated_lines(
            sums,
            picked.takes,
            first=first,
            request_line=i + 1,
            product=goods.product,
            producer=goods.producer,
            unit_price_vnd=line.unit_price_vnd,
            term=term,
            vat=product["vat"],
            vat_percent=vat_percent,
            shortfalls=picked.shortfalls,
        )
        if sum(part.split.owed_vnd for part in allocated) > MAX_VND:
            raise DomainError("amount_too_large", N_("Số tiền quá lớn."))
        parts += allocated
        flags += [Flag(code, first) for code in dict.fromkeys(line_flags[i])]
    if document.offline:
        flags += _counted_since(shift["place_code"], parts, known_by)
    if approval.code_failed and not any(flag.code is FlagCode.APPROVAL_MISSING for flag in flags):
        flags.append(Flag(FlagCode.APPROVAL_MISSING))
    taken = None if document.is_money_of_nobody else tenders.judged(document, day, approval)
    if taken:
        flags += taken.flags
        acts += taken.approved
    header = SaleHeader(
        uid=uid,
        shift=document.shift,
        till=shift["till_code"],
        place=shift["place_code"],
        cashier=cashier,
        sent_by=actor.name if cashier != actor.name else None,
        sold_at=sold_at,
        received_at=now,
        day=day,
        offline=document.offline,
        customer=document.customer or None,
        approved_by=approval.by,
        discount_vnd=document.discount_vnd,
        rounding_vnd=document.rounding_vnd,
        total_vnd=document.total_vnd,
        payments=document.payments,
        flags=flags,
        approved=acts,
        customer_uid=document.customer_uid,
        customer_on_slip=document.customer_on_slip,
        is_exchange=exchanged_vnd is not None,
    )
    sale = sale_posting.post_sale(header, parts, actor, printer=shift["printer"])
    if document.customer_uid:
        tenders.name_customer(uid, document.customer_uid, on_slip=document.customer_on_slip)
    if taken:
        tenders.post(uid, taken, day, now)
    return sale


def _seller(cashier: str, approval: Approval) -> Approval:
    """The approval when a sale is sent by another than its cashier: sending is no approval. Raises Invalid."""
    person = fetch_one(_PERSON, {"username": cashier})
    role = Role(person["role"]) if person else None
    if person is None or not is_granted(role, SalesPermit.SELL) or SalesPermit.SELL in withheld_permits(person["withheld"]):
        raise Invalid(("cashier", N_("Không có thu ngân này.")))
    return replace(approval, is_manager=approval.is_manager and role is Role.MANAGER)


def _goods(document: SaleRequest) -> tuple[dict[str, Row], list[RequestedGoods]]:
    """What the lines name. Raises Invalid for each line that names nothing we know, or too many decimal places."""
    named: list[tuple[str | None, str | None]] = []
    unknown_lots: set[int] = set()
    for i, line in enumerate(document.lines):
        if line.code is None:
            named.append((line.product, line.lot))
            continue
        scanned = scan.look_up(line.code)
        named.append((scanned.product, scanned.lot))
        if ScanWarning.UNKNOWN_LOT in scanned.warnings:
            unknown_lots.add(i)
    lot_codes = sorted({lot for _, lot in named if lot})
    lots = (
        {r["code"]: r for r in fetch_all(select(Lot.code, Lot.product_code).where(Lot.code.in_(lot_codes)))} if lot_codes else {}
    )
    codes = {product for product, _ in named if product} | {r["product_code"] for r in lots.values()}
    products = {r["code"]: r for r in fetch_all(_PRODUCTS, {"codes": sorted(codes)})}
    wrong: list[Any] = []
    requested: list[RequestedGoods] = []
    for i, (line, (code, lot)) in enumerate(zip(document.lines, named, strict=True)):
        if lot and lot not in lots:
            wrong.append((f"lines.{i}.lot", N_("Không có lô này.")))
            continue
        of_lot = lots[lot]["product_code"] if lot else None
        product = products.get(code or of_lot or "")
        field = "code" if line.code is not None else "product"
        if product is None:
            wrong.append((f"lines.{i}.{field}", N_("Không có sản phẩm này.")))
        elif of_lot and of_lot != product["code"]:
            wrong.append((f"lines.{i}.lot", N_("Lô này không phải của sản phẩm này.")))
        else:
            wrong += decimal_places_errors(f"lines.{i}.quantity", line.quantity, product["places"])
            producer = product["producer_code"]
            requested.append(
                RequestedGoods(product["code"], producer, product["name"], lot, line.quantity.milli, i in unknown_lots)
            )
    if wrong:
        raise Invalid(*wrong)
    return products, requested


def _priced(document: SaleRequest, outlet: Row, exchanged_vnd: int) -> list[PricedLine]:
    """The lines priced, and the document's sums checked against them. Raises Invalid."""
    cart = Cart([CartLine(x.quantity.milli, x.unit_price_vnd, x.discount_vnd) for x in document.lines], document.discount_vnd)
    wrong = [
        (f"lines.{i}.quantity", N_("Thành tiền quá lớn."))
        for i, line in enumerate(pricing.at_list_price(cart))
        if line.gross_vnd > MAX_VND
    ]
    if wrong:
        raise Invalid(*wrong)
    try:
        priced = pricing.price(cart)
    except DiscountTooLarge as error:
        fields = [f"lines.{i}.discount_vnd" for i in error.lines] or ["discount_vnd"]
        raise Invalid(*((field, N_("Số tiền giảm nhiều hơn tiền hàng.")) for field in fields)) from None
    net_vnd = sum(line.net_vnd for line in priced)
    if document.total_vnd != net_vnd + document.rounding_vnd:
        right = {"right": net_vnd + document.rounding_vnd}
        raise Invalid(("total_vnd", N_("Tổng tiền không khớp các dòng: phải là %(right)s."), right))
    _check_payments(document, outlet["cash_rounding_vnd"], exchanged_vnd)
    return priced


def _check_payments(document: SaleRequest, step_vnd: int, exchanged_vnd: int) -> None:
    payment_rules.check(document.payments, document.total_vnd, exchanged_vnd)
    if document.rounding_vnd == 0:
        return
    # Offline the outlet may have changed its step since; the customer has paid what the till asked for then.
    steps = ROUNDING_STEPS_VND if document.offline else {step_vnd} - {0}
    all_cash = payment_rules.rest_is_cash(document.payments)
    if not all_cash or not any(abs(document.rounding_vnd) < step and document.total_vnd % step == 0 for step in steps):
        raise Invalid(
            ("rounding_vnd", N_("Chỉ làm tròn khi điểm bán có làm tròn và khách trả toàn tiền mặt, ít hơn một mức làm tròn."))
        )


def _check_lines(
    document: SaleRequest,
    requested: list[RequestedGoods],
    products: dict[str, Row],
    priced: list[PricedLine],
    prices: list[dict[str, int]],
    outlet: Row,
    approval: Approval,
) -> tuple[list[list[FlagCode]], list[ApprovedAct]]:
    """What a cashier may not do alone: refused online, flagged offline. A code with an unknown lot is flagged always.

    `prices` are those at each moment that the sale is judged by.
    """
    flags: list[list[FlagCode]] = [[] for _ in requested]
    acts: list[ApprovedAct] = []
    for i, (line, goods, sums) in enumerate(zip(document.lines, requested, priced, strict=True)):
        if products[goods.product]["retired"] and not document.offline:
            raise DomainError("retired", N_("%(product)s đã ngừng bán."), product=goods.name)
        if any(line.unit_price_vnd != at.get(goods.product, products[goods.product]["price_vnd"]) for at in prices):
            if document.offline:
                flags[i].append(FlagCode.PRICE_DIFFERS)
            elif approval.by is None:
                raise DomainError("price_changed", N_("%(product)s: giá đã đổi, hãy tải lại bảng giá."), product=goods.name)
            else:
                acts.append(ApprovedAct(Approved.PRICE, sums.gross_vnd))
        if pricing.over_limit(sums, outlet["cashier_discount_limit_bp"]):
            if approval.is_granted:
                acts.append(ApprovedAct(Approved.DISCOUNT, sums.discount_vnd))
            elif document.offline:
                flags[i].append(FlagCode.APPROVAL_MISSING)
            else:
                approval.require(N_("Giảm giá quá mức thu ngân được giảm: cần quản lý duyệt."))
        if goods.unknown_lot:
            flags[i].append(FlagCode.UNKNOWN_LOT)
    return flags, acts


def _counted_since(place: str, parts: list[AllocatedLine], moment: datetime) -> list[Flag]:
    """Lines whose lot was counted after they were sold: the count has seen the goods gone already."""
    lots = counts.counted_since(place, {part.lot for part in parts}, moment)
    return [Flag(FlagCode.BEFORE_COUNT, part.line) for part in parts if part.lot in lots]
