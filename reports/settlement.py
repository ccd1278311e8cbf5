"""The reports about settlements: every statement, what we owe each producer, and how that came to be. Read-only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from core.db import fetch_all
from core.i18n import N_
from core.money import Vnd
from reports.choices import Tab
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import BalanceRow, PayablesReport, StatementRow, StatementsReport
from suppliers import book, statement_queries
from suppliers.models import Producer
from suppliers.results import StatementSummary
from suppliers.settling.roll_forward import roll_forward, total

AT_ONCE = 1000
"""How many statements one query reads."""


def statements() -> StatementsReport:
    """Every statement, the newest first, and what we owe each producer besides."""
    names = {r["code"]: r["name"] for r in fetch_all(select(Producer.code, Producer.name))}
    items = [
        StatementRow(
            number=r.number,
            uid=r.uid,
            producer=r.producer,
            producer_name=names[r.producer],
            from_=r.from_,
            until=r.until,
            state=r.state,
            label=str(_(r.state.label)),
            opening_vnd=r.opening_vnd,
            closing_vnd=r.closing_vnd,
            payable_vnd=r.payable_vnd,
            paid_vnd=r.paid_on_this_vnd,
            left_vnd=Vnd(r.payable_vnd - r.paid_on_this_vnd),
        )
        for r in _every_statement()
    ]
    balances = [
        BalanceRow(producer=code, producer_name=names[code], balance_vnd=Vnd(owed_vnd))
        for code, owed_vnd in book.balances().items()
    ]
    return StatementsReport(items=items, balances=balances)


def _every_statement() -> Iterator[StatementSummary]:
    after: str | None = None
    while True:
        some = statement_queries.list_statements(None, after, AT_ONCE)
        yield from some
        if len(some) < AT_ONCE:
            return
        after = some[-1].number


STATEMENTS = Definition(
    name="statements",
    permit=ReportsPermit.CASH_AND_DEBTS,
    summary="Statements and what is still to pay.",
    result=StatementsReport,
    columns=(
        Column("number", N_("Số")),
        Column("uid", N_("Mã chứng từ"), on_page=False),
        Column("producer", N_("Mã nhà sản xuất"), on_page=False),
        Column("producer_name", N_("Nhà sản xuất"), wide=True),
        Column("from", N_("Từ ngày"), Kind.DAY),
        Column("until", N_("Đến ngày"), Kind.DAY),
        Column("state", N_("Trạng thái"), on_page=False),
        Column("label", N_("Tên"), page_label=N_("Trạng thái"), wide=True),
        Column("opening_vnd", N_("Số dư đầu kỳ"), Kind.MONEY),
        Column("closing_vnd", N_("Số dư cuối kỳ"), Kind.MONEY),
        Column("payable_vnd", N_("Được trả"), Kind.MONEY),
        Column("paid_vnd", N_("Đã trả"), Kind.MONEY),
        Column("left_vnd", N_("Còn được trả"), Kind.MONEY),
    ),
    make=lambda first, last: statements(),
    dated=False,
    title=N_("Đối soát"),
    lead=N_("Các bảng thanh toán, mới nhất đứng đầu."),
    nothing=N_("Chưa có bảng thanh toán nào"),
)


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
