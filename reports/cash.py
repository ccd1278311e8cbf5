"""The report of the shifts and their drawers. Read-only."""

from __future__ import annotations

from datetime import date

from core.i18n import N_
from core.money import Vnd
from core.people import people
from pos import shifts as pos_shifts
from reports.choices import Tab
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import ShiftRow, ShiftsReport, ShiftTotals


def shifts(first: date, last: date) -> ShiftsReport:
    """The shifts opened in a span of days, the newest first, with their drawers and differences."""
    names = people.names()
    items = [
        ShiftRow(
            uid=r.uid,
            till=r.till,
            till_name=r.till_name,
            state=r.state,
            opened_at=r.opened_at,
            opened_by=r.opened_by,
            cashier_name=names.get(r.opened_by, r.opened_by),
            others_names=", ".join(names.get(who, who) for who in r.others),
            closed_at=r.closed_at,
            sales=r.sales,
            net_vnd=r.net_vnd,
            sales_vnd=r.sales_vnd,
            opening_float_vnd=r.opening_float_vnd,
            cash_in_vnd=r.cash_in_vnd,
            cash_out_vnd=r.cash_out_vnd,
            payouts_vnd=r.payouts_vnd,
            customer_payments_vnd=r.customer_payments_vnd,
            producer_payments_vnd=r.producer_payments_vnd,
            expected_vnd=r.expected_vnd,
            counted_vnd=r.counted_vnd,
            difference_vnd=r.difference_vnd,
            unconfirmed_vnd=r.unconfirmed_vnd,
        )
        for r in pos_shifts.list_shifts(first, last)
    ]
    totals = ShiftTotals(
        sales=sum(item.sales for item in items),
        net_vnd=Vnd(sum(item.net_vnd for item in items)),
        sales_vnd=Vnd(sum(item.sales_vnd for item in items)),
        difference_vnd=Vnd(sum(item.difference_vnd or 0 for item in items)),
    )
    return ShiftsReport(from_=first, to=last, items=items, totals=totals)


SHIFTS = Definition(
    name="shifts",
    permit=ReportsPermit.CASH_AND_DEBTS,
    summary="Shifts and their differences.",
    result=ShiftsReport,
    columns=(
        Column("uid", N_("Mã chứng từ"), on_page=False),
        Column("till", N_("Máy"), on_page=False),
        Column("till_name", N_("Tên máy")),
        Column("state", N_("Trạng thái"), on_page=False),
        Column("opened_at", N_("Mở ca lúc"), Kind.MOMENT),
        Column("opened_by", N_("Người mở"), on_page=False),
        Column("cashier_name", N_("Thu ngân")),
        Column("others_names", N_("Người khác trong ca")),
        Column("closed_at", N_("Đóng ca lúc"), Kind.MOMENT),
        Column("sales", N_("Số đơn"), Kind.COUNT),
        Column("net_vnd", N_("Tiền bán"), Kind.MONEY),
        Column("sales_vnd", N_("Thu của khách"), Kind.MONEY),
        Column("opening_float_vnd", N_("Tiền đầu ca"), Kind.MONEY),
        Column("cash_in_vnd", N_("Nộp vào két"), Kind.MONEY),
        Column("cash_out_vnd", N_("Rút khỏi két"), Kind.MONEY),
        Column("payouts_vnd", N_("Chi trả từ két"), Kind.MONEY),
        Column("customer_payments_vnd", N_("Khách trả nợ"), Kind.MONEY),
        Column("producer_payments_vnd", N_("Nhà sản xuất trả lại"), Kind.MONEY),
        Column("expected_vnd", N_("Phải có"), Kind.MONEY),
        Column("counted_vnd", N_("Đếm được"), Kind.MONEY),
        Column("difference_vnd", N_("Chênh lệch"), Kind.MONEY),
        Column("unconfirmed_vnd", N_("Chuyển khoản chưa xác nhận"), Kind.MONEY),
    ),
    make=shifts,
    dated=True,
    title=N_("Ca"),
    tab=Tab.MONEY,
    own_page=True,
)
