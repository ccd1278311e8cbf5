"""What came of a fair, read from the movements at its stall and the sales there. Read-only.

Source: contract of the outlet, section 15. A document that was taken back counts on the day of the document itself, and a
refund on that of its sale, so that both leave no trace in another fair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, false, func, or_, select
from sqlalchemy.orm import aliased

from core import clock
from core.db import Row, fetch_all, fetch_one
from core.money import Vnd
from core.quantity import Milli
from inventory.choices import MovementKind, MovementSource
from inventory.fairs import fairs
from inventory.fairs.results import FairResult
from inventory.models import Movement, StockLevel
from pos.models import Refund, RefundLine, Sale, SaleLine
from reports.fairs.results import FairGoods, FairOutcome, FairProducer, FairTotals, UnitQuantity
from reports.fairs.windows import Window, window
from suppliers.models import Producer, Product

BEFORE, DURING, LATER = 0, 1, 2
_COLUMNS = ("opening", "sent", "received", "brought_back", "returned", "lost", "counted", "taken_back", "sent_later")
_Sums = dict[str, Counter[str]]
"""Thousandths by column, by product."""


def outcome(code: str) -> FairOutcome:
    """What came of a fair, by producer and product; what nothing happened to is left out. Raises NotFound."""
    fair = fairs.show_fair(code)
    before, following = fairs.neighbours(fair)
    days = window(fair.from_, fair.to, before.to if before else None, following.from_ if following else None)
    sums = _moved(fair, days)
    money: dict[str, Counter[str]] = defaultdict(Counter)
    _sold(fair, days, sums, money)
    items = _items(sums, money)
    return FairOutcome(
        fair=fair,
        sent_from=days.came_from,
        back_until=days.left_to,
        items=items,
        totals=FairTotals(
            _sales(fair, days), Vnd(sum(item.net_vnd for item in items)), Vnd(sum(item.owed_vnd for item in items))
        ),
    )


def _moved(fair: FairResult, days: Window) -> _Sums:
    """What movements at the stall say, by product."""
    original, here = aliased(Movement), fair.place
    of_sale = and_(Movement.source_kind == MovementSource.REFUND, Refund.uid == Movement.source_uid)
    is_own_sale = and_(Sale.uid == Refund.sale_uid, Sale.place_code == here)
    at = func.coalesce(Sale.sold_at, original.moved_at, Movement.moved_at)
    comes = or_(
        and_(Movement.kind == MovementKind.TRANSFER, (Movement.to_place == here) == Movement.reverses.is_(None)),
        Movement.kind == MovementKind.RECEIVED,
    )
    period = case((comes, _period(at, days.came_from, days.came_to)), else_=_period(at, days.left_from, days.left_to)).label(
        "period"
    )
    inward = (Movement.to_place == here).label("inward")
    is_reversal = Movement.reverses.is_not(None).label("is_reversal")
    own = Sale.uid.is_not(None).label("own")
    query = (
        select(Movement.product_code, Movement.kind, inward, is_reversal, own, period)
        .add_columns(func.sum(Movement.quantity).label("quantity"))
        .outerjoin(original, original.uid == Movement.reverses)
        .outerjoin(Refund, of_sale)
        .outerjoin(Sale, is_own_sale)
        .where(Movement.lot.in_(select(StockLevel.lot).where(StockLevel.place_code == here)))
        .where(or_(Movement.from_place == here, Movement.to_place == here))
        .group_by(Movement.product_code, Movement.kind, inward, is_reversal, own, period)
    )
    sums: _Sums = defaultdict(Counter)
    is_last = days.left_to is None
    for r in fetch_all(query):
        _put(sums[r["product_code"]], r, is_last=is_last)
    return sums


def _put(of_product: Counter[str], r: Row, *, is_last: bool) -> None:
    """Adds a sum of movements to the column it belongs to, and to what is left at the stall."""
    kind, quantity = MovementKind(r["kind"]), int(r["quantity"])
    signed = quantity if r["inward"] else -quantity
    comes = kind is MovementKind.RECEIVED or (kind is MovementKind.TRANSFER and bool(r["inward"]) != bool(r["is_reversal"]))
    if r["period"] == BEFORE:
        of_product["opening"] += signed
    elif r["period"] == LATER and not (comes and is_last):
        return
    elif r["period"] == LATER:
        of_product["sent_later"] += signed
    else:
        match kind:
            case MovementKind.TRANSFER:
                of_product["sent" if comes else "brought_back"] += signed if comes else -signed
            case MovementKind.RECEIVED:
                of_product["received"] += signed
            case MovementKind.RETURNED:
                of_product["returned"] -= signed
            case MovementKind.LOST:
                of_product["lost"] -= signed
            case MovementKind.COUNT:
                of_product["counted"] += signed
            case MovementKind.REFUNDED if not r["own"]:
                of_product["taken_back"] += signed
            case _:  # sold, and what came back of it here: the lines of sales say it with their money
                pass
    of_product["left"] += signed


def _period(at: ColumnElement[Any], first: Any, last: Any) -> ColumnElement[int]:
    begin = at < clock.midnight(first) if first else false()
    end = at < clock.day_bounds(last, last)[1] if last else ~false()
    return case((begin, BEFORE), (end, DURING), else_=LATER)


def _span(days: Window) -> list[ColumnElement[bool]]:
    """The conditions that a sale was made while goods leave for this fair."""
    begin = [Sale.sold_at >= clock.midnight(days.left_from)] if days.left_from else []
    return [*begin, *([Sale.sold_at < clock.day_bounds(days.left_to, days.left_to)[1]] if days.left_to else [])]


def _sold(fair: FairResult, days: Window, sums: _Sums, money: Mapping[str, Counter[str]]) -> None:
    """Adds what sales at the stall sold, less what came back of them wherever it did, with their money."""
    at_stall = [Sale.place_code == fair.place, *_span(days)]
    sold = select(SaleLine.product_code, *_figures(SaleLine)).join(Sale, Sale.uid == SaleLine.sale_uid)
    for r in fetch_all(sold.where(*at_stall).group_by(SaleLine.product_code)):
        _add(sums, money, r, 1)
    elsewhere = (Refund.place_code != fair.place).label("elsewhere")
    back = (
        select(RefundLine.product_code, elsewhere, *_figures(RefundLine))
        .join(Refund, Refund.uid == RefundLine.refund_uid)
        .join(Sale, Sale.uid == RefundLine.sale_uid)
    )
    for r in fetch_all(back.where(*at_stall).group_by(RefundLine.product_code, elsewhere)):
        _add(sums, money, r, -1)
        if r["elsewhere"]:
            sums[r["product_code"]]["refunded_elsewhere"] += int(r["quantity"])


def _figures(line: type[SaleLine] | type[RefundLine]) -> list[Any]:
    return [func.sum(column).label(column.key) for column in (line.quantity, line.net_vnd, line.owed_vnd)]


def _add(sums: _Sums, money: Mapping[str, Counter[str]], r: Row, sign: int) -> None:
    sums[r["product_code"]]["sold"] += sign * int(r["quantity"])
    for name in ("net_vnd", "owed_vnd"):
        money[r["product_code"]][name] += sign * int(r[name])


def _sales(fair: FairResult, days: Window) -> int:
    found = fetch_one(select(func.count(distinct(Sale.uid)).label("n")).where(Sale.place_code == fair.place, *_span(days)))
    return int(found["n"]) if found else 0


def _items(sums: _Sums, money: Mapping[str, Counter[str]]) -> list[FairProducer]:
    touched = [code for code, columns in sums.items() if any(columns.values())]
    rows = fetch_all(
        select(Product.code, Product.name, Product.unit, Product.producer_code, Producer.name.label("producer_name"))
        .join(Producer, Producer.code == Product.producer_code)
        .where(Product.code.in_(sorted(touched)))
        .order_by(Producer.name_folded, Producer.code, Product.name_folded, Product.code)
    )
    by_producer: dict[str, list[FairGoods]] = defaultdict(list)
    names = {}
    for r in rows:
        names[r["producer_code"]] = r["producer_name"]
        by_producer[r["producer_code"]].append(_goods(r, sums[r["code"]], money.get(r["code"], Counter())))
    return [
        FairProducer(
            producer=producer,
            name=names[producer],
            sent=_by_unit((g.unit, g.sent) for g in goods),
            sold=_by_unit((g.unit, g.sold) for g in goods),
            brought_back=_by_unit((g.unit, g.brought_back) for g in goods),
            lost=_by_unit((g.unit, g.lost) for g in goods),
            net_vnd=Vnd(sum(g.net_vnd for g in goods)),
            owed_vnd=Vnd(sum(g.owed_vnd for g in goods)),
            goods=goods,
        )
        for producer, goods in by_producer.items()
    ]


def _goods(r: Row, sums: Counter[str], money: Counter[str]) -> FairGoods:
    return FairGoods(
        product=r["code"],
        name=r["name"],
        unit=r["unit"],
        sold=Milli(sums["sold"]),
        refunded_elsewhere=Milli(sums["refunded_elsewhere"]),
        left=Milli(sums["left"]),
        net_vnd=Vnd(money["net_vnd"]),
        owed_vnd=Vnd(money["owed_vnd"]),
        **{name: Milli(sums[name]) for name in _COLUMNS},
    )


def _by_unit(parts: Iterable[tuple[str, Milli]]) -> list[UnitQuantity]:
    """The sums by unit, in the order in which units appear; a unit without any is left out."""
    sums: Counter[str] = Counter()
    for unit, quantity in parts:
        sums[unit] += quantity
    return [UnitQuantity(unit, Milli(quantity)) for unit, quantity in sums.items() if quantity]
