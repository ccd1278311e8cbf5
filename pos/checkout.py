"""Recording a sale: one act, one transaction, from the cart to shelf, split, book, paper and audit.

The till is the author of a sale. Online the server may refuse what cannot be; offline the goods have left the shop, so
the sale is recorded as it happened and what does not fit becomes a flag for the manager.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core import clock
from core.choices import ApprovalRule
from core.db import Prepared, Row, fetch_one
from core.errors import DomainError, Invalid
from core.events import emit
from core.i18n import N_
from core.machine import clock_check
from core.models import Outlet
from core.money import MAX_VND, times
from core.people.actor import Actor
from core.people.approvals import Approval
from core.people.codes import offline_codes
from core.values import tax
from inventory import counts
from inventory.events import LotTakenOut
from pos import pricing, requested, sale_posting, shifts
from pos.baskets.reading import Baskets
from pos.choices import Approved, FlagCode
from pos.counter import payment_rules
from pos.customers import tenders
from pos.offers import checking
from pos.offers.checking import Adjustments, OfferDiffers
from pos.offers.reading import Offers
from pos.picking import Picker
from pos.pricing import AdjustmentsTooLarge, Cart, DiscountTooLarge, PricedLine
from pos.pricing.parts import AgreedTo
from pos.requested import Requested, RequestedLine
from pos.requests import SaleRequest
from pos.results import Flag, SaleResult
from pos.sale_records import AllocatedLine, SaleHeader, allocated_lines
from pos.trust import presence, sale_times, sellers
from pos.trust.limits import ApprovedAct
from suppliers.agreements.standing import terms_of
from suppliers.certificates import lacking
from suppliers.choices import WithoutPaper
from suppliers.commission import choose

ROUNDING_STEPS_VND = {500, 1000}
_OUTLET = Prepared(select(Outlet.cash_rounding_vnd, Outlet.cashier_discount_limit_bp, Outlet.short_stock, Outlet.owner_code))


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

    Raises Invalid for a sale that contradicts itself; online also `unknown_shift`, `shift_closed`, `offer_differs`,
    `price_changed`, `basket_price`, `retired`, `no_agreement`, `paper_missing`, `out_of_stock`, `expired_lot`, `recalled_lot`,
    `approval_needed` and `approval_refused`, and as `tenders.judged` for a customer, an account or a voucher.
    """
    outlet = fetch_one(_OUTLET)
    assert outlet is not None
    if not document.offline:
        clock_check.require()
    now = clock.now()
    flags = list(about)
    if document.cashier is not None:
        approval = sellers.sent_for(document.cashier, approval)
    try:
        shift = shifts.lock(document.shift, actor, closed_too=document.offline)
    except DomainError:
        # What a document says of itself is judged before what the outlet says to it.
        _ask(document, outlet, clock.local(now), None, exchanged_vnd or 0)
        raise
    sale_time = sale_times.time_of(document, shift, now, flags)
    sold_at, is_late = sale_time.sold_at, sale_time.is_late
    if approval.code is not None:
        approval = offline_codes.redeem(approval, uid, sold_at)
    day, arrival_day = clock.day_of(sold_at), clock.day_of(now) if is_late else None
    # A till that dates in whole seconds has sold after what we recorded earlier in the same second.
    known_by = clock.end_of_second(sold_at) if document.offline else None
    asked = _ask(document, outlet, clock.local(sold_at), known_by, exchanged_vnd or 0)
    approval.raise_if_refused()
    if shift["closed_at"] is not None:
        flags.append(Flag(FlagCode.SHIFT_CLOSED))
    cashier = document.cashier or actor.name
    if cashier not in {actor.name, shift["opened_by"]} and not presence.was_present(shift["till_code"], day, cashier):
        flags.append(Flag(FlagCode.SELLER_DIFFERS))
    line_flags, acts = _check_lines(document, asked, outlet, approval, is_late=is_late)
    lines, products = asked.requested.lines, asked.requested.products
    owner = outlet["owner_code"]
    producers = {line.goods.producer for line in lines}
    terms = terms_of(producers, known_by)
    rates = tax.rates_on(day)
    at_arrival = sale_times.ArrivalRates(terms_of(producers), arrival_day) if arrival_day else None
    short_is_free = outlet["short_stock"] == ApprovalRule.FREE
    picker = Picker(shift["place_code"], [line.goods for line in lines], day, arrival_day, short_is_free=short_is_free)
    parts: list[AllocatedLine] = []
    for i, (line, sums) in enumerate(zip(lines, asked.priced, strict=True)):
        goods = line.goods
        product = products[goods.product]
        term = choose(terms.get(goods.producer, []), goods.product, product["product_set"], day)
        if term is None and goods.producer != owner:
            if not document.offline:
                raise DomainError("no_agreement", N_("%(product)s: không có hợp đồng đang hiệu lực."), product=goods.name)
            line_flags[i].append(FlagCode.NO_AGREEMENT)
        if term is not None and term.asks_papers and not document.offline:
            lacking.require({goods.product: term.id}, {goods.product: goods.name}, WithoutPaper.NO_SELLING, day)
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
            request_line=line.n,
            product=goods.product,
            producer=goods.producer,
            unit_price_vnd=line.cart_line.unit_price_vnd,
            term=term,
            vat=product["vat"],
            vat_percent=vat_percent,
            shortfalls=picked.shortfalls,
            is_own=goods.producer == owner,
            agreed=asked.agreed.get(goods.producer, ()),
            basket=line.basket.code if line.basket else None,
            baskets=line.baskets or None,
        )
        if sum(part.split.owed_vnd for part in allocated) > MAX_VND:
            raise DomainError("amount_too_large", N_("Số tiền quá lớn."))
        parts += allocated
        flags += [Flag(code, first) for code in dict.fromkeys(line_flags[i])]
    if document.offline:
        flags += _counted_since(shift["place_code"], parts, clock.end_of_second(sold_at))
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
        notes=document.notes,
    )
    sale = sale_posting.post_sale(header, parts, actor, printer=shift["printer"])
    for lot in picker.taken_out():
        emit(LotTakenOut(lot))
    if document.customer_uid:
        tenders.name_customer(uid, document.customer_uid, on_slip=document.customer_on_slip)
    if taken:
        tenders.post(uid, taken, day, now)
    return sale


@dataclass(frozen=True)
class _Asked:
    """The lines of a sale priced.

    `differing` are the lines of the request that came with other adjustments than the right ones, `agreed` the offers and baskets
    that each producer agreed to bear.
    """

    requested: Requested
    priced: Sequence[PricedLine]
    differing: Collection[int]
    agreed: Mapping[str, Collection[AgreedTo]]


def _ask(document: SaleRequest, outlet: Row, local: datetime, at: datetime | None, exchanged_vnd: int) -> _Asked:
    """The lines looked up and priced, and the document's sums checked against them.

    `local` is when the sale happened by the outlet's clock; prices, offers and baskets are those that stood `at` that moment, or
    stand now (None). Raises Invalid, and online `offer_differs`.
    """
    day = local.date()
    read = requested.read(document, day, at)
    _check_amounts(read.lines)
    offers = Offers(day, at)
    holding = offers.holding(day, f"{local:%H:%M}")
    cart = Cart([line.cart_line for line in read.lines], document.discount_vnd)
    priced: Sequence[PricedLine]
    differing: Mapping[int, Adjustments] = {}
    try:
        if all(line.adjustments is None for line in document.lines):
            priced = pricing.price(cart, holding)
        else:
            checked = checking.priced_as_sent(document, read.lines, cart, offers, holding)
            priced, differing = checked.priced, checked.differing
    except DiscountTooLarge as error:
        name = "adjustments" if isinstance(error, AdjustmentsTooLarge) else "discount_vnd"
        fields = [f"lines.{read.lines[i].n - 1}.{name}" for i in error.lines] or ["discount_vnd"]
        raise Invalid(*((field, N_("Số tiền giảm nhiều hơn tiền hàng.")) for field in fields)) from None
    net_vnd = sum(line.net_vnd for line in priced)
    if document.total_vnd != net_vnd + document.rounding_vnd:
        right = {"right": net_vnd + document.rounding_vnd}
        raise Invalid(("total_vnd", N_("Tổng tiền không khớp các dòng: phải là %(right)s."), right))
    _check_payments(document, outlet["cash_rounding_vnd"], exchanged_vnd)
    if not document.is_money_of_nobody:
        tenders.check(document)
    if differing and not document.offline:
        raise OfferDiffers(differing)
    agreed = offers.agreed()
    if read.baskets:
        for producer, words in read.baskets.agreed().items():
            agreed[producer] |= words
    return _Asked(read, priced, differing.keys(), agreed)


def _check_amounts(lines: Sequence[RequestedLine]) -> None:
    wrong = [
        (f"lines.{line.n - 1}.quantity", N_("Thành tiền quá lớn."))
        for line in lines
        if times(line.cart_line.unit_price_vnd, line.cart_line.quantity) > MAX_VND
    ]
    if wrong:
        raise Invalid(*wrong)


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
    document: SaleRequest, asked: _Asked, outlet: Row, approval: Approval, *, is_late: bool
) -> tuple[list[list[FlagCode]], list[ApprovedAct]]:
    """What a cashier may not do alone: refused online, flagged offline. A code with an unknown lot is flagged always.

    A late sale is judged by the prices of today, too.
    """
    lines, products = asked.requested.lines, asked.requested.products
    prices = _Prices(asked.requested, is_late=is_late)
    flags: list[list[FlagCode]] = [[] for _ in lines]
    acts: list[ApprovedAct] = []
    for i, (line, sums) in enumerate(zip(lines, asked.priced, strict=True)):
        goods = line.goods
        is_retired = line.basket.retired if line.basket else products[goods.product]["retired"]
        if is_retired and not document.offline:
            raise DomainError("retired", N_("%(product)s đã ngừng bán."), product=line.name)
        if line.is_above_goods and not document.offline:
            raise DomainError(
                "basket_price", N_("%(basket)s: giá giỏ cao hơn hàng trong giỏ mà không có bao bì."), basket=line.name
            )
        if prices.differ(line, document.lines[line.n - 1].unit_price_vnd):
            if document.offline:
                flags[i].append(FlagCode.PRICE_DIFFERS)
            elif approval.by is None:
                raise DomainError("price_changed", N_("%(product)s: giá đã đổi, hãy tải lại bảng giá."), product=line.name)
            else:
                acts.append(ApprovedAct(Approved.PRICE, sums.gross_vnd))
        if line.n in asked.differing:
            flags[i].append(FlagCode.OFFER_DIFFERS)
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


class _Prices:
    """The prices at each moment that a sale is judged by: its own, and a late one's arrival."""

    def __init__(self, read: Requested, *, is_late: bool) -> None:
        baskets = read.baskets.by_code if read.baskets else {}
        self._moments = [(read.prices, baskets)]
        if is_late:
            now = Baskets(baskets, None).by_code if baskets else {}
            self._moments.append(({code: product["price_vnd"] for code, product in read.products.items()}, now))

    def differ(self, line: RequestedLine, asked_vnd: int) -> bool:
        """Whether a line asks for another price than that of any moment. Of a basket its first line says so."""
        if line.basket is None:
            return any(prices[line.goods.product] != asked_vnd for prices, _ in self._moments)
        if not line.is_first:
            return False
        return line.is_above_goods or any(baskets[line.basket.code].price_vnd != asked_vnd for _, baskets in self._moments)


def _counted_since(place: str, parts: list[AllocatedLine], moment: datetime) -> list[Flag]:
    """Lines whose lot was counted after they were sold: the count has seen the goods gone already."""
    lots = counts.counted_since(place, {part.lot for part in parts}, moment)
    return [Flag(FlagCode.BEFORE_COUNT, part.line) for part in parts if part.lot in lots]
