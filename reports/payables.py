"""The report about what the outlet owes its producers: from one balance to the next, and how old the last one is. Read-only."""

from __future__ import annotations

from datetime import date

from core.i18n import N_
from reports.choices import Tab
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import PayablesReport
from suppliers.settling.roll_forward import roll_forward, total


def payables(first: date, last: date) -> PayablesReport:
    """What was owed before a span of days, what came and went in it, and what is owed at its end."""
    items = roll_forward(first, last)
    return PayablesReport(from_=first, to=last, items=items, totals=total(items))


PAYABLES = Definition(
    name="payables",
    permit=ReportsPermit.CASH_AND_DEBTS,
    summary="What is owed to producers: opening, movements, closing and its age.",
    result=PayablesReport,
    columns=(
        Column("producer", N_("Mã nhà sản xuất"), on_page=False),
        Column("name", N_("Nhà sản xuất"), wide=True),
        Column("opening_vnd", N_("Đầu kỳ"), Kind.MONEY),
        Column("owed_vnd", N_("+ HTX được hưởng"), Kind.MONEY),
        Column("charges_vnd", N_("− Chi phí"), Kind.MONEY),
        Column("adjustments_vnd", N_("± Điều chỉnh"), Kind.MONEY),
        Column("paid_vnd", N_("− Đã trả"), Kind.MONEY),
        Column("received_vnd", N_("+ Đã thu"), Kind.MONEY),
        Column("closing_vnd", N_("= Cuối kỳ"), Kind.MONEY),
        Column("age_30_vnd", N_("Nợ đến 30 ngày"), Kind.MONEY),
        Column("age_60_vnd", N_("31–60 ngày"), Kind.MONEY),
        Column("age_90_vnd", N_("61–90 ngày"), Kind.MONEY),
        Column("older_vnd", N_("Quá 90 ngày"), Kind.MONEY),
    ),
    make=payables,
    dated=True,
    title=N_("Phải trả nhà sản xuất"),
    lead=N_("Đầu kỳ cộng phần HTX được hưởng, trừ chi phí và tiền đã trả là cuối kỳ. Trả thì khoản cũ được trừ trước."),
    nothing=N_("Chưa có gì phải trả"),
    tab=Tab.MONEY,
)
