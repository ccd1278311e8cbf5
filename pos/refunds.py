"""Refunds: tied to the lines of a sale, never more than was sold, split by the sale's own terms."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from core import audit, clock, numbering
from core.db import Row, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.money import half_up
from core.people.actor import Actor
from core.people.approvals import Approval
from core.quantity import Milli, format_quantity
from inventory import goods_documents, losses, stock_ledger
from inventory.goods_documents import decimal_places_errors
from inventory.losses import Loss
from inventory.stock_ledger import StockMovement
from pos import audit_actions, shifts
from pos.models import Refund, RefundLine, Sale, SaleLine
from pos.receipts import spool
from pos.requests import RefundRequest
from suppliers import book
from suppliers.book import BookEntry
from suppliers.commission import refunded_part

AMOUNTS = ("gross_vnd", "net_vnd", "vat_vnd", "owed_vnd")


def refund(uid: str, document: RefundRequest, approval: Approval, actor: Actor) -> dict[str, Any]:
    """Takes goods back and gives money back; day, shift and place are the refund's own.

    Raises Invalid for an unknown sale or line, `unknown_shift`, `shift_closed`, `approval_refused`, `approval_needed` without
    the slip, and `over_refund` when more would come back than was sold.
    """
    sale = fetch_one(select(Sale.__table__).where(Sale.uid == document.sale).with_for_update())
    if sale is None:
        raise Invalid(("sale", N_("Không có đơn bán này.")))
    sold = {r["line"]: r for r in fetch_all(select(SaleLine.__table__).where(SaleLine.sale_uid == document.sale))}
    _check_lines(document, sold)
    approval.raise_if_refused()
    shift = shifts.hold(document.shift)
    if not document.slip:
        approval.require(N_("Trả hàng không có phiếu: cần quản lý duyệt."))
    now = clock.now()
    at = min(document.at, now) if document.at else now
    day = clock.day_of(at)
    earlier = fetch_all(select(RefundLine.__table__).where(RefundLine.sale_uid == document.sale).order_by(RefundLine.id))
    lines = _split(uid, document, sold, earlier, day)
    rounding_vnd = _rounding(sale, sold, earlier, lines)
    total_vnd = sum(line["net_vnd"] for line in lines) + rounding_vnd
    number = numbering.numbered(day.year, numbering.take("refund", day.year))
    execute(
        insert(Refund),
        {
            "uid": uid,
            "number": number,
            "sale_uid": document.sale,
            "shift_uid": document.shift,
            "till_code": shift["till_code"],
            "place_code": shift["place_code"],
            "cashier": actor.name,
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
    execute(insert(RefundLine), lines)
    _put_back(uid, document, lines, sold, shift["place_code"], now)
    audit.note(actor, audit_actions.REFUNDED, uid, now, number=number, sale=document.sale, total_vnd=total_vnd)
    if approval.by:
        audit.note(actor, audit_actions.APPROVED, uid, now, by=approval.by)
    if shift["printer"] != spool.NO_PRINTER:
        spool.put("refund", uid, shift["till_code"], drawer=document.method == "cash" and total_vnd > 0)
    return show(uid)


def _check_lines(document: RefundRequest, sold: dict[int, Row]) -> None:
    places = {code: p["places"] for code, p in goods_documents.products_of(r["product_code"] for r in sold.values()).items()}
    wrong: list[Any] = []
    for i, line in enumerate(document.lines):
        if line.line not in sold:
            wrong.append((f"lines.{i}.line", N_("Đơn bán không có dòng này.")))
        else:
            wrong += decimal_places_errors(f"lines.{i}.quantity", line.quantity, places[sold[line.line]["product_code"]])
    if wrong:
        raise Invalid(*wrong)


def _split(uid: str, document: RefundRequest, sold: dict[int, Row], earlier: Any, day: Any) -> list[dict[str, Any]]:
    """Each returned part of each amount is the difference to what was refunded before, so pieces add up exactly."""
    back: dict[int, int] = defaultdict(int)
    for line in earlier:
        back[line["line"]] = line["after"]
    lines = []
    for wanted in document.lines:
        of = sold[wanted.line]
        before = back[wanted.line]
        if before + wanted.quantity > of["quantity"]:
            raise DomainError("over_refund", N_("Trả nhiều hơn số đã mua (dòng %(line)s)."), line=wanted.line)
        back[wanted.line] = before + wanted.quantity
        amounts = {key: refunded_part(of[key], wanted.quantity.milli, Milli(before), of["quantity"]) for key in AMOUNTS}
        lines.append(
            {
                "refund_uid": uid,
                "sale_uid": document.sale,
                "line": wanted.line,
                "business_day": day,
                "product_code": of["product_code"],
                "lot": of["lot"],
                "producer_code": of["producer_code"],
                "condition": wanted.condition,
                "quantity": int(wanted.quantity),
                "before": before,
                "after": back[wanted.line],
                "sold": of["quantity"],
                **amounts,
                "kept_vnd": amounts["net_vnd"] - amounts["owed_vnd"],
            }
        )
    return lines


def _rounding(sale: Row, sold: dict[int, Row], earlier: Any, lines: list[dict[str, Any]]) -> int:
    """The refund's share of the sale's cash rounding, by net; all of it once everything is back."""
    whole = sum(line["net_vnd"] for line in sold.values())
    if not whole or not sale["rounding_vnd"]:
        return 0
    before = sum(line["net_vnd"] for line in earlier)
    after = before + sum(line["net_vnd"] for line in lines)
    return half_up(sale["rounding_vnd"] * after, whole) - half_up(sale["rounding_vnd"] * before, whole)


def _put_back(
    uid: str, document: RefundRequest, lines: list[dict[str, Any]], sold: dict[int, Row], place: str, now: datetime
) -> None:
    """The goods come back to the shelf; spoiled ones leave it again as a loss."""
    origin = f"refund/{uid}"
    movements: list[StockMovement] = []
    entries: list[BookEntry] = []
    lots = goods_documents.lots_of(line["lot"] for line in lines)
    for line in lines:
        product, lot, quantity = line["product_code"], line["lot"], line["quantity"]
        movements.append(StockMovement("refunded", product, lot, quantity, origin, to_place=place))
        of = sold[line["line"]]
        entries.append(
            BookEntry(
                line["producer_code"],
                line["business_day"],
                "refunded",
                origin,
                product,
                lot,
                quantity,
                unit_price_vnd=of["unit_price_vnd"],
                gross_vnd=-line["gross_vnd"],
                discount_vnd=line["net_vnd"] - line["gross_vnd"],
                owed_vnd=-line["owed_vnd"],
                term_id=of["term_id"],
                words=document.reason,
            )
        )
        if line["condition"] == "spoiled":
            movements.append(StockMovement("lost", product, lot, quantity, origin, from_place=place, cause="damage"))
            entries += losses.owe_for([Loss(lot, quantity, "damage")], {lot: lots[lot]}, origin, "lost", now, document.reason)
    stock_ledger.post(movements, now)
    book.post(entries, now)


def show(uid: str) -> dict[str, Any]:
    """A refund. Raises NotFound."""
    found = fetch_one(select(Refund.__table__).where(Refund.uid == uid))
    if found is None:
        raise NotFound(N_("Không có lần trả hàng này."))
    lines = fetch_all(select(RefundLine.__table__).where(RefundLine.refund_uid == uid).order_by(RefundLine.id))
    return {
        "uid": uid,
        "number": found["number"],
        "sale": found["sale_uid"],
        "shift": found["shift_uid"],
        "business_day": found["business_day"].isoformat(),
        "refunded_at": clock.rfc3339(found["refunded_at"]),
        "method": found["method"],
        "reason": found["reason"],
        "total_vnd": found["total_vnd"],
        "rounding_vnd": found["rounding_vnd"],
        "lines": [
            {
                "line": r["line"],
                "product": r["product_code"],
                "lot": r["lot"],
                "producer": r["producer_code"],
                "quantity": format_quantity(r["quantity"]),
                "condition": r["condition"],
                **{key: r[key] for key in (*AMOUNTS, "kept_vnd")},
            }
            for r in lines
        ],
    }
