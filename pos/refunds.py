"""Refunds: tied to the lines of a sale, never more than was sold, split by the sale's own terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, numbering
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.machine import clock_check
from core.money import Vnd, half_up
from core.people.actor import Actor
from core.people.approvals import Approval
from core.people.codes import offline_codes
from core.quantity import ZERO, Milli
from inventory import goods_documents, losses, stock_ledger
from inventory.choices import MovementKind
from inventory.goods_documents import decimal_places_errors
from inventory.losses import Loss
from inventory.stock_ledger import StockMovement
from pos import audit_actions, shifts
from pos.choices import Approved, Condition, FlagCode, PaymentMethod
from pos.counter.models import Exchange
from pos.customers import tenders
from pos.events import RefundRecorded
from pos.flags import flag_of
from pos.models import Refund, RefundFlag, RefundLine, Sale, SaleLine
from pos.refund_records import RefundedLine, back_to_shelf, book_entry, refund_line_row, refunded_line
from pos.requests import RefundLineRequest, RefundRequest
from pos.results import Flag, RefundLineResult, RefundResult
from pos.sale_records import flag_rows
from pos.trust import limits, presence, sale_times, sellers
from pos.trust.limits import ApprovedAct
from pos.vouchers import registry as vouchers
from suppliers import book
from suppliers.book import BookEntry
from suppliers.choices import LossCause, SourceKind

ROUNDED_PER_LINE_VND = 2
"""A line's gross and discount are cut and rounded one by one: so much at most lies between its part and that of the whole."""


def refund(
    uid: str, document: RefundRequest, approval: Approval, actor: Actor, *, exchanged_for_vnd: int | None = None
) -> RefundResult:
    """Takes goods back and gives money back; day, shift and place are the refund's own. `exchanged_for_vnd` is what the goods
    cost that are taken instead, in an exchange: no more money leaves than is over.

    Raises Invalid for an unknown sale or line or a moment that is not between the sale and now, `unknown_shift`, `other_till`,
    `shift_closed`, `approval_refused`, `approval_needed` without the slip or beyond the outlet's limits, and `over_refund` when
    more would come back than was sold, `over_payable` when more would come off an account than is owed. An offline refund has
    happened: what a closed shift or a missing approval would have refused is flagged, but never more comes back than was sold.
    """
    sale = fetch_one(select(Sale.__table__).where(Sale.uid == document.sale).with_for_update())
    if sale is None:
        raise Invalid(("sale", N_("Không có đơn bán này.")))
    sold = {r["line"]: r for r in fetch_all(select(SaleLine.__table__).where(SaleLine.sale_uid == document.sale))}
    _check_lines(document, sold)
    if document.cashier is not None:
        approval = sellers.sent_for(document.cashier, approval)
    if document.method is PaymentMethod.ACCOUNT:
        tenders.customer_of(document.sale)
    if not document.offline:
        clock_check.require()
    approval.raise_if_refused()
    flags: list[Flag] = []
    shift = shifts.lock(document.shift, actor, closed_too=document.offline)
    if shift["closed_at"] is not None:
        flags.append(Flag(FlagCode.SHIFT_CLOSED))
    if not document.slip and not document.offline:
        limits.require(approval, [Approved.NO_SLIP])
    now = clock.now()
    at = sale_times.refunded_at(document, sale["sold_at"], shift, now, flags)
    approval = offline_codes.redeem(approval, uid, at)
    day = clock.day_of(at)
    cashier = document.cashier or actor.name
    if cashier not in {actor.name, shift["opened_by"]} and not presence.was_present(shift["till_code"], day, cashier):
        flags.append(Flag(FlagCode.SELLER_DIFFERS))
    earlier = fetch_all(select(RefundLine.__table__).where(RefundLine.sale_uid == document.sale).order_by(RefundLine.id))
    lines = _lines(document, sold, earlier)
    rounding_vnd = _rounding(document, sale, sold, earlier, lines)
    total_vnd = sum(line.net_vnd for line in lines) + rounding_vnd
    leaves_vnd = max(0, total_vnd - (exchanged_for_vnd or 0))
    beyond = limits.beyond_refund(document, sale, lines, total_vnd, leaves_vnd, day)
    if beyond and not document.offline:
        limits.require(approval, beyond)
    if approval.code_failed or (beyond and not approval.is_granted):
        flags.append(Flag(FlagCode.APPROVAL_MISSING))
    _put_back(uid, lines, shift["place_code"], day, now, document.reason)
    sequence = numbering.take("refund", day.year)
    number = numbering.numbered(day.year, sequence)
    execute(
        insert(Refund),
        {
            "uid": uid,
            "number": number,
            "year": day.year,
            "sequence": sequence,
            "sale_uid": document.sale,
            "shift_uid": document.shift,
            "till_code": shift["till_code"],
            "place_code": shift["place_code"],
            "cashier": cashier,
            "refunded_at": at,
            "business_day": day,
            "business_hour": clock.local(at).hour,
            "method": document.method,
            "reason": document.reason,
            "approved_by": approval.by,
            "rounding_vnd": rounding_vnd,
            "total_vnd": total_vnd,
        },
    )
    execute(insert(RefundLine), [refund_line_row(line, uid, document.sale, day) for line in lines])
    execute(insert(RefundFlag), flag_rows("refund", uid, flags))
    voucher = tenders.give_back(uid, document.sale, document.method, leaves_vnd, day, now, actor)
    audit.note(actor, audit_actions.REFUNDED, uid, now, number=number, sale=document.sale, total_vnd=total_vnd)
    limits.record(approval, [ApprovedAct(what, total_vnd) for what in beyond], uid, actor, now, document.reason)
    emit(
        RefundRecorded(
            uid,
            number,
            sale=document.sale,
            till=shift["till_code"],
            printer=shift["printer"],
            offline=document.offline,
            is_exchange=exchanged_for_vnd is not None,
            total_vnd=Vnd(total_vnd),
            method=PaymentMethod(document.method),
            recorded_by=actor.name,
            voucher=voucher,
        )
    )
    return get_refund(uid)


def _check_lines(document: RefundRequest, sold: dict[int, Row]) -> None:
    places = {code: p.places for code, p in goods_documents.products_of(r["product_code"] for r in sold.values()).items()}
    wrong: list[Any] = []
    for i, line in enumerate(document.lines):
        if line.basket_line is not None:
            if not _lines_of_basket(line.basket_line, sold):
                wrong.append((f"lines.{i}.basket_line", N_("Đơn bán không có giỏ quà ở dòng này.")))
            wrong += decimal_places_errors(f"lines.{i}.quantity", line.quantity, 0)
        elif line.line not in sold:
            wrong.append((f"lines.{i}.line", N_("Đơn bán không có dòng này.")))
        else:
            wrong += decimal_places_errors(f"lines.{i}.quantity", line.quantity, places[sold[line.line]["product_code"]])
    if wrong:
        raise Invalid(*wrong)


def _lines_of_basket(basket_line: int, sold: dict[int, Row]) -> list[Row]:
    """The lines of a sale that a line of its request became, if that was a basket."""
    return [line for _, line in sorted(sold.items()) if line["basket_code"] and line["request_line"] == basket_line]


def _lines(document: RefundRequest, sold: dict[int, Row], earlier: Sequence[Row]) -> list[RefundedLine]:
    """What comes back, line by line. Raises `over_refund`."""
    back: dict[int, Milli] = {line["line"]: line["after"] for line in earlier}
    lines = []
    for asked in document.lines:
        for of, quantity in _parts(asked, sold, back):
            line = refunded_line(of, quantity, back.get(of["line"], ZERO), asked.condition)
            if line.after > line.sold:
                raise DomainError("over_refund", N_("Trả nhiều hơn số đã mua (dòng %(line)s)."), line=line.line)
            back[line.line] = line.after
            lines.append(line)
    return lines


def _parts(asked: RefundLineRequest, sold: dict[int, Row], back: Mapping[int, Milli]) -> list[tuple[Row, Milli]]:
    """The lines that a line of the request takes back, and how much of each; of a basket each of its goods, earlier lines first.

    What is more than was sold stays on the last line of its goods.
    """
    if asked.line is not None:
        return [(sold[asked.line], asked.quantity.milli)]
    assert asked.basket_line is not None
    lines = _lines_of_basket(asked.basket_line, sold)
    parts = []
    for product in dict.fromkeys(line["product_code"] for line in lines):
        of_product = [line for line in lines if line["product_code"] == product]
        left = sum(line["quantity"] for line in of_product) * (asked.quantity.milli // 1000) // of_product[0]["baskets"]
        for line in of_product:
            here = left if line is of_product[-1] else min(left, line["quantity"] - back.get(line["line"], ZERO))
            if here:
                parts.append((line, Milli(here)))
            left -= here
    return parts


def _rounding(
    document: RefundRequest, sale: Row, sold: dict[int, Row], earlier: Sequence[Row], lines: Sequence[RefundedLine]
) -> int:
    """What is paid beside the lines: the share of the sale's cash rounding by net, less what earlier refunds paid beside theirs.

    An offline refund paid what its till counted for a line of its cart, which may have become several lines: what that is more or
    less is the outlet's, and the next refund of the sale sets it right. Raises Invalid when all that was paid for the sale so far
    would lie further from its share than rounding can make, however many refunds there are.
    """
    whole = sum(line["net_vnd"] for line in sold.values())
    net_vnd = sum(line.net_vnd for line in lines)
    after = sum(line["net_vnd"] for line in earlier) + net_vnd
    share_vnd = half_up(sale["rounding_vnd"] * after, whole) if whole else 0
    paid = fetch_one(select(func.coalesce(func.sum(Refund.rounding_vnd), 0).label("vnd")).where(Refund.sale_uid == sale["uid"]))
    assert paid is not None
    due_vnd = share_vnd - int(paid["vnd"])
    if document.total_vnd is None:
        return max(due_vnd, -net_vnd)
    beside_vnd = document.total_vnd - net_vnd
    touched = {line["line"] for line in earlier} | {line.line for line in lines}
    spare_vnd = ROUNDED_PER_LINE_VND * (len(touched) + 1)
    if not due_vnd - spare_vnd <= beside_vnd <= max(due_vnd + spare_vnd, -net_vnd):
        raise Invalid(("total_vnd", N_("Không bằng tiền của các dòng trả lại.")))
    return beside_vnd


def _put_back(uid: str, lines: Sequence[RefundedLine], place: str, day: date, now: datetime, reason: str) -> None:
    """The goods come back to the shelf; spoiled ones leave it again as a loss."""
    movements: list[StockMovement] = []
    lots = goods_documents.lots_of(line.lot for line in lines)
    for line in lines:
        back = back_to_shelf(line, uid, place)
        movements.append(back)
        if line.condition is Condition.SPOILED:
            movements.append(replace(back, kind=MovementKind.LOST, from_place=place, to_place=None, cause=LossCause.DAMAGE))
    stock_ledger.post(movements, now)
    spoiled = [Loss(line.lot, line.quantity, LossCause.DAMAGE) for line in lines if line.condition is Condition.SPOILED]
    assessed = losses.assess(spoiled, {loss.lot: lots[loss.lot] for loss in spoiled}, clock.day_of(now))
    lost = iter(losses.owe_for(assessed, lots, SourceKind.REFUND, uid, now, memo=reason))
    entries: list[BookEntry] = []
    for line in lines:
        entries.append(book_entry(line, uid, day, reason))
        if line.condition is Condition.SPOILED:
            entries.append(next(lost))
    book.post(entries, now)


def get_refund(uid: str) -> RefundResult:
    """A refund as it stands. Raises NotFound."""
    query = select(Refund.__table__, Exchange.amount_vnd.label("exchanged_vnd"))
    refund = fetch_one(query.outerjoin(Exchange, Exchange.refund_uid == Refund.uid).where(Refund.uid == uid))
    if refund is None:
        raise NotFound(N_("Không có lần trả hàng này."))
    lines = fetch_all(select(RefundLine.__table__).where(RefundLine.refund_uid == uid).order_by(RefundLine.id))
    flags = fetch_all(select(RefundFlag.__table__).where(RefundFlag.refund_uid == uid).order_by(RefundFlag.n))
    return RefundResult(
        uid=uid,
        number=refund["number"],
        sale=refund["sale_uid"],
        shift=refund["shift_uid"],
        business_day=refund["business_day"],
        refunded_at=refund["refunded_at"],
        cashier=refund["cashier"],
        approved_by=refund["approved_by"],
        method=PaymentMethod(refund["method"]),
        reason=refund["reason"],
        total_vnd=refund["total_vnd"],
        exchanged_vnd=refund["exchanged_vnd"] or Vnd(0),
        rounding_vnd=refund["rounding_vnd"],
        lines=[
            RefundLineResult(
                line=line["line"],
                product=line["product_code"],
                lot=line["lot"],
                producer=line["producer_code"],
                quantity=line["quantity"],
                condition=Condition(line["condition"]),
                gross_vnd=line["gross_vnd"],
                net_vnd=line["net_vnd"],
                vat_vnd=line["vat_vnd"],
                owed_vnd=line["owed_vnd"],
                kept_vnd=line["kept_vnd"],
            )
            for line in lines
        ],
        flags=[flag_of(flag) for flag in flags],
        voucher=vouchers.of_refund(uid),
    )
