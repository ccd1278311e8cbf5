"""Reports about the drawers and what managers approved. Read-only."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.i18n import N_
from core.models import AuditLine
from core.money import Vnd
from core.people import people
from pos import audit_actions
from pos import shifts as pos_shifts
from pos.models import Refund, Sale
from reports.choices import ApprovedDocument, Tab
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import ApprovalRow, ApprovalsReport, ShiftRow, ShiftsReport, ShiftTotals


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
            closed_at=r.closed_at,
            sales=r.sales,
            sales_vnd=r.sales_vnd,
            opening_float_vnd=r.opening_float_vnd,
            cash_in_vnd=r.cash_in_vnd,
            cash_out_vnd=r.cash_out_vnd,
            payouts_vnd=r.payouts_vnd,
            expected_vnd=r.expected_vnd,
            counted_vnd=r.counted_vnd,
            difference_vnd=r.difference_vnd,
            unconfirmed_vnd=r.unconfirmed_vnd,
        )
        for r in pos_shifts.list_shifts(first, last)
    ]
    totals = ShiftTotals(
        sales=sum(item.sales for item in items),
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
        Column("closed_at", N_("Đóng ca lúc"), Kind.MOMENT),
        Column("sales", N_("Số đơn"), Kind.COUNT),
        Column("sales_vnd", N_("Tiền bán"), Kind.MONEY),
        Column("opening_float_vnd", N_("Tiền đầu ca"), Kind.MONEY),
        Column("cash_in_vnd", N_("Nộp vào két"), Kind.MONEY),
        Column("cash_out_vnd", N_("Rút khỏi két"), Kind.MONEY),
        Column("payouts_vnd", N_("Chi trả từ két"), Kind.MONEY),
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


def approvals(first: date, last: date) -> ApprovalsReport:
    """What managers approved in a span of days, the newest first: who asked, who said yes, for which sale or refund."""
    begin, end = clock.day_bounds(first, last)
    granted = fetch_all(
        select(AuditLine.__table__)
        .where(AuditLine.action == audit_actions.APPROVED, AuditLine.at >= begin, AuditLine.at < end)
        .order_by(AuditLine.id.desc())
    )
    documents: dict[str, tuple[ApprovedDocument, str, int]] = {}
    for start in range(0, len(granted), 500):
        uids = [r["subject"] for r in granted[start : start + 500]]
        for kind, table in ((ApprovedDocument.SALE, Sale), (ApprovedDocument.REFUND, Refund)):
            for d in fetch_all(select(table.uid, table.number, table.total_vnd).where(table.uid.in_(uids))):
                documents[d["uid"]] = (kind, d["number"], d["total_vnd"])
    names = people.names()
    items = []
    for r in granted:
        kind, number, total_vnd = documents.get(r["subject"], (ApprovedDocument.UNKNOWN, "", 0))
        asked_by: str = r["actor"]
        by = json.loads(r["detail"] or "{}").get("by", "")
        items.append(
            ApprovalRow(
                at=r["at"],
                by=by,
                by_name=names.get(by, by),
                asked_by=asked_by,
                asked_by_name=names.get(asked_by, asked_by),
                kind=kind,
                document=r["subject"],
                number=number,
                total_vnd=Vnd(total_vnd),
            )
        )
    return ApprovalsReport(from_=first, to=last, items=items)


APPROVALS = Definition(
    name="approvals",
    permit=ReportsPermit.CASH_AND_DEBTS,
    summary="Who approved what.",
    result=ApprovalsReport,
    columns=(
        Column("at", N_("Lúc"), Kind.MOMENT),
        Column("by", N_("Tài khoản duyệt"), on_page=False),
        Column("by_name", N_("Người duyệt")),
        Column("asked_by", N_("Tài khoản đề nghị"), on_page=False),
        Column("asked_by_name", N_("Người đề nghị")),
        Column("kind", N_("Loại"), Kind.CHOICE),
        Column("document", N_("Mã chứng từ"), on_page=False),
        Column("number", N_("Số")),
        Column("total_vnd", N_("Tổng tiền"), Kind.MONEY),
    ),
    make=approvals,
    dated=True,
    title=N_("Các lần duyệt"),
    lead=N_("Giảm giá quá mức, đổi giá, trả hàng không có phiếu: ai đề nghị, ai duyệt."),
    tab=Tab.MONEY,
)
