"""Reports about goods: what lies here, what expires, what was lost. Read-only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from core import clock
from core.db import Row, fetch_all
from core.i18n import N_
from core.models import Outlet
from core.money import Vnd, times
from core.quantity import Milli
from inventory import queries
from inventory.models import Lot, StockLevel
from reports.choices import ExpiryState, Surplus, Tab
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import ExpiringReport, ExpiringRow, LossReport, LossRow, LossTotals, StockAgeReport, StockAgeRow, ValueTotals
from suppliers.choices import LossCause
from suppliers.models import BookLine, Producer, Product

_GOODS = (
    Column("producer", N_("Mã nhà sản xuất"), on_page=False),
    Column("producer_name", N_("Nhà sản xuất"), wide=True),
    Column("product", N_("Mã sản phẩm"), on_page=False),
    Column("name", N_("Tên sản phẩm"), wide=True),
)
_UNIT = Column("unit", N_("ĐVT"), on_page=False)
_VALUE = Column("value_vnd", N_("Giá trị"), Kind.MONEY)


def stock_age() -> StockAgeReport:
    """What lies here by lot and place, the oldest first, with what it is worth at today's price."""
    today = clock.today()
    levels = fetch_all(
        select(
            Lot.code, Lot.product_code, Lot.producer_code, Lot.delivered_on, Lot.best_before, Lot.recalled_at,
            StockLevel.place_code, StockLevel.on_hand, Product.name, Product.unit, Product.price_vnd,
            Producer.name.label("producer_name"),
        )
        .join(StockLevel, StockLevel.lot == Lot.code)
        .join(Product, Product.code == Lot.product_code)
        .join(Producer, Producer.code == Lot.producer_code)
        .where(StockLevel.on_hand > 0)
        .order_by(Lot.delivered_on, Lot.id, StockLevel.place_code)
    )  # fmt: skip
    items = [
        StockAgeRow(
            producer=r["producer_code"],
            producer_name=r["producer_name"],
            product=r["product_code"],
            name=r["name"],
            lot=r["code"],
            place=r["place_code"],
            on_hand=Milli(r["on_hand"]),
            unit=r["unit"],
            delivered_on=r["delivered_on"],
            age_days=(today - r["delivered_on"]).days,
            best_before=r["best_before"],
            days_left=(r["best_before"] - today).days if r["best_before"] else None,
            recalled=r["recalled_at"] is not None,
            value_vnd=times(r["price_vnd"], r["on_hand"]),
        )
        for r in levels
    ]
    return StockAgeReport(items=items, totals=ValueTotals(value_vnd=Vnd(sum(item.value_vnd for item in items))))


STOCK_AGE = Definition(
    name="stock-age",
    permit=ReportsPermit.STOCK,
    summary="How long goods have been in stock.",
    result=StockAgeReport,
    columns=(
        *_GOODS,
        Column("lot", N_("Lô"), Kind.LOT),
        Column("place", N_("Nơi để"), Kind.PLACE),
        Column("on_hand", N_("Tồn kho"), Kind.QUANTITY),
        _UNIT,
        Column("delivered_on", N_("Ngày nhận"), Kind.DAY),
        Column("age_days", N_("Số ngày tồn kho"), Kind.COUNT),
        Column("best_before", N_("Hạn sử dụng"), Kind.DAY),
        Column("days_left", N_("Số ngày còn lại"), Kind.COUNT),
        Column("recalled", N_("Thu hồi"), Kind.YES_NO),
        _VALUE,
    ),
    make=lambda first, last: stock_age(),
    dated=False,
    title=N_("Hàng tồn lâu"),
    lead=N_("Lô tồn lâu nhất đứng đầu."),
    nothing=N_("Chưa có hàng trong kho"),
    tab=Tab.STOCK,
)


def expiring() -> ExpiringReport:
    """Lots with goods that expire within the outlet's warning days, or have expired; the most urgent first."""
    today = clock.today()
    days = fetch_all(select(Outlet.near_expiry_days))
    until = today + timedelta(days=days[0]["near_expiry_days"] if days else 7)
    items = [
        ExpiringRow(
            producer=lot.producer,
            producer_name=lot.producer_name,
            product=lot.product,
            name=lot.name,
            lot=lot.lot,
            on_hand=lot.on_hand,
            unit=lot.unit,
            best_before=lot.best_before,
            days_left=(lot.best_before - today).days,
            state=ExpiryState.EXPIRED if lot.best_before < today else ExpiryState.NEAR_EXPIRY,
            value_vnd=lot.value_vnd,
        )
        for lot in queries.expiring(until)
    ]
    return ExpiringReport(until=until, items=items, totals=ValueTotals(value_vnd=Vnd(sum(item.value_vnd for item in items))))


EXPIRING = Definition(
    name="expiring",
    permit=ReportsPermit.STOCK,
    summary="Lots near or past their date.",
    result=ExpiringReport,
    columns=(
        *_GOODS,
        Column("lot", N_("Lô"), Kind.LOT),
        Column("on_hand", N_("Tồn kho"), Kind.QUANTITY),
        _UNIT,
        Column("best_before", N_("Hạn sử dụng"), Kind.DAY),
        Column("days_left", N_("Số ngày còn lại"), Kind.COUNT),
        Column("state", N_("Trạng thái"), Kind.CHOICE),
        _VALUE,
    ),
    make=lambda first, last: expiring(),
    dated=False,
    title=N_("Sắp hết hạn"),
    lead=N_("Lô sắp hết hạn hoặc đã quá hạn sử dụng, gấp nhất đứng đầu."),
    nothing=N_("Không có lô nào sắp hết hạn"),
    tab=Tab.STOCK,
)


@dataclass(slots=True)
class _Lost:
    """The sums of one row of the losses."""

    goods: Row
    quantity: int = 0
    value_vnd: int = 0
    owed_vnd: int = 0


def losses(first: date, last: date) -> LossReport:
    """Goods lost (and found by counts) in a span of days, by cause and product: at price, and what the producers are owed."""
    lines = fetch_all(
        select(
            BookLine.producer_code, BookLine.product_code, BookLine.kind, BookLine.quantity, BookLine.unit_price_vnd,
            BookLine.owed_vnd, BookLine.cause, Product.name, Product.unit, Product.price_vnd,
            Producer.name.label("producer_name"),
        )
        .join(Product, Product.code == BookLine.product_code)
        .join(Producer, Producer.code == BookLine.producer_code)
        .where(BookLine.kind.in_(("lost", "count")), BookLine.day >= first, BookLine.day <= last)
        .order_by(BookLine.id)
    )  # fmt: skip
    table: dict[tuple[LossCause | Surplus, str], _Lost] = {}
    for r in lines:
        # A line of a count without a cause is a surplus, or takes one back.
        cause = LossCause(r["cause"]) if r["cause"] else Surplus.FOUND
        quantity = r["quantity"] if cause is Surplus.FOUND else -r["quantity"]
        sums = table.setdefault((cause, r["product_code"]), _Lost(r))
        price_vnd = r["unit_price_vnd"] if r["unit_price_vnd"] is not None else r["price_vnd"]
        sums.quantity += quantity
        sums.value_vnd += times(price_vnd, quantity)
        sums.owed_vnd += r["owed_vnd"]
    items = [_loss_row(cause, sums) for (cause, _product), sums in table.items()]
    items.sort(key=lambda item: (item.cause == Surplus.FOUND, -item.value_vnd, item.cause, item.product))
    totals = LossTotals(
        value_vnd=Vnd(sum(item.value_vnd for item in items if item.cause != Surplus.FOUND)),
        owed_vnd=Vnd(sum(item.owed_vnd for item in items)),
    )
    return LossReport(from_=first, to=last, items=items, totals=totals)


def _capitalised(label: str) -> str:
    return label[:1].upper() + label[1:]


def _loss_row(cause: LossCause | Surplus, sums: _Lost) -> LossRow:
    return LossRow(
        cause=cause,
        label=_capitalised(_(cause.label)),
        producer=sums.goods["producer_code"],
        producer_name=sums.goods["producer_name"],
        product=sums.goods["product_code"],
        name=sums.goods["name"],
        unit=sums.goods["unit"],
        quantity=Milli(sums.quantity),
        value_vnd=Vnd(sums.value_vnd),
        owed_vnd=Vnd(sums.owed_vnd),
    )


LOSSES = Definition(
    name="losses",
    permit=ReportsPermit.LOSSES,
    summary="What was lost, by cause, and who bore it.",
    result=LossReport,
    columns=(
        Column("cause", N_("Lý do"), on_page=False),
        Column("label", N_("Tên"), page_label=N_("Lý do"), wide=True),
        *_GOODS,
        _UNIT,
        Column("quantity", N_("Số lượng"), Kind.QUANTITY),
        _VALUE,
        Column("owed_vnd", N_("Phải trả nhà sản xuất"), Kind.MONEY),
    ),
    make=losses,
    dated=True,
    title=N_("Hao hụt"),
    lead=N_("Hàng hỏng, hết hạn, mất, thiếu khi kiểm kê, và số tiền điểm bán chịu."),
    tab=Tab.STOCK,
)
