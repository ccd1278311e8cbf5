"""The report about settlements: every statement, and what we owe each producer. Read-only."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import select

from core.db import fetch_all
from core.i18n import N_
from core.money import Vnd
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import BalanceRow, StatementRow, StatementsReport
from suppliers import book, statement_queries
from suppliers.models import Producer
from suppliers.results import StatementSummary

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
