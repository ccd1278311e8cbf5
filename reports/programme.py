"""The report for the programme's office. Read-only."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import distinct, func, select

from core.db import Row, fetch_all
from core.i18n import N_
from core.money import Vnd
from core.text.labels import say
from pos.models import RefundLine, SaleLine
from reports.choices import SalesKey
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import ProgrammeReport, ProgrammeRow, ProgrammeTotals
from reports.selling.keys import goods_key
from reports.selling.labels import label_of
from suppliers.models import Producer, Product

_Key = tuple[str, int | None, str]


def programme(first: date, last: date) -> ProgrammeReport:
    """Sales by commune, stars and kind of producer, for the programme's office.

    As in the sales report gross is before refunds, which count on their own day; net and owed are after them.
    """
    sold = _of_programme(
        SaleLine,
        first,
        last,
        func.count(distinct(SaleLine.producer_code)).label("producers"),
        func.count(distinct(SaleLine.product_code)).label("products"),
        func.count(distinct(SaleLine.sale_uid)).label("sales"),
        func.sum(SaleLine.gross_vnd).label("gross_vnd"),
        func.sum(SaleLine.net_vnd).label("net_vnd"),
        func.sum(SaleLine.owed_vnd).label("owed_vnd"),
    )
    back = _of_programme(
        RefundLine, first, last, func.sum(RefundLine.net_vnd).label("net_vnd"), func.sum(RefundLine.owed_vnd).label("owed_vnd")
    )
    items = [_row(key, sold.get(key, {}), back.get(key, {})) for key in sold.keys() | back.keys()]
    items.sort(key=lambda item: (item.commune, -(item.stars or 0), item.kind))
    totals = ProgrammeTotals(
        gross_vnd=Vnd(sum(item.gross_vnd for item in items)),
        net_vnd=Vnd(sum(item.net_vnd for item in items)),
        owed_vnd=Vnd(sum(item.owed_vnd for item in items)),
        refunds_vnd=Vnd(sum(item.refunds_vnd for item in items)),
    )
    return ProgrammeReport(from_=first, to=last, items=items, totals=totals)


def _row(key: _Key, sold: Row, back: Row) -> ProgrammeRow:
    commune, stars, kind = key
    return ProgrammeRow(
        commune=commune,
        stars=stars,
        stars_label=label_of(SalesKey.STARS, str(stars or "")),
        kind=kind,
        kind_label=say(kind, "producer_kind"),
        producers=int(sold.get("producers", 0)),
        products=int(sold.get("products", 0)),
        sales=int(sold.get("sales", 0)),
        gross_vnd=Vnd(int(sold.get("gross_vnd", 0))),
        net_vnd=Vnd(int(sold.get("net_vnd", 0)) - int(back.get("net_vnd", 0))),
        owed_vnd=Vnd(int(sold.get("owed_vnd", 0)) - int(back.get("owed_vnd", 0))),
        refunds_vnd=Vnd(int(back.get("net_vnd", 0))),
    )


def _of_programme(line: Any, first: date, last: date, *figures: Any) -> dict[_Key, Row]:
    """Sums of sold or refunded lines by commune, stars on the day, and kind of producer."""
    commune, stars = goods_key(SalesKey.COMMUNE, line), goods_key(SalesKey.STARS, line)
    sums = fetch_all(
        select(commune.label("commune"), stars.label("stars"), Producer.kind, *figures)
        .join(Product, Product.code == line.product_code)
        .join(Producer, Producer.code == line.producer_code)
        .where(line.business_day >= first, line.business_day <= last)
        .group_by(commune, stars, Producer.kind)
    )
    return {(r["commune"] or "", r["stars"], r["kind"]): r for r in sums}


PROGRAMME = Definition(
    name="programme",
    permit=ReportsPermit.PROGRAMME,
    summary="Sales by commune, stars and producer kind.",
    result=ProgrammeReport,
    columns=(
        Column("commune", N_("Xã, phường")),
        Column("stars", N_("Sao"), Kind.COUNT, on_page=False),
        Column("stars_label", N_("Hạng sao")),
        Column("kind", N_("Loại"), on_page=False),
        Column("kind_label", N_("Tên loại"), page_label=N_("Loại")),
        Column("producers", N_("Số nhà sản xuất"), Kind.COUNT),
        Column("products", N_("Số sản phẩm"), Kind.COUNT),
        Column("sales", N_("Số đơn"), Kind.COUNT),
        Column("gross_vnd", N_("Tiền hàng"), Kind.MONEY),
        Column("net_vnd", N_("Tiền bán"), Kind.MONEY),
        Column("owed_vnd", N_("Phải trả nhà sản xuất"), Kind.MONEY),
        Column("refunds_vnd", N_("Khách trả hàng"), Kind.MONEY),
    ),
    make=programme,
    dated=True,
    title=N_("Chương trình OCOP"),
    lead=N_("Tiền bán theo xã, hạng sao và loại hình nhà sản xuất, cho chương trình OCOP."),
)
