"""Report of what managers approved. Read-only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Literal

from sqlalchemy import select

from core import clock
from core.audit_actions import APPROVED
from core.db import fetch_all
from core.i18n import N_
from core.models import AuditLine
from core.money import Vnd
from core.people import people
from inventory.choices import GoodsDocumentKind
from inventory.document_queries import number_of
from inventory.models import GoodsDocument
from pos.choices import Approved
from pos.models import CashMove, Refund, Sale, Shift
from reports.choices import ApprovedDocument, Tab
from reports.columns import Column, Kind
from reports.definition import Definition
from reports.permits import ReportsPermit
from reports.results import ApprovalRow, ApprovalsReport

_AT_ONCE = 500
_COUNTED = {GoodsDocumentKind.COUNT: ApprovedDocument.COUNT, GoodsDocumentKind.LOSS: ApprovedDocument.LOSS}
Document = tuple[ApprovedDocument, str, int]
"""What a document is, its number and its total, đồng."""


def approvals(first: date, last: date) -> ApprovalsReport:
    """What managers approved in a span of days, the newest first: who asked for what, who said yes, for which document."""
    begin, end = clock.day_bounds(first, last)
    granted = fetch_all(
        select(AuditLine.__table__)
        .where(AuditLine.action == APPROVED, AuditLine.at >= begin, AuditLine.at < end)
        .order_by(AuditLine.id.desc())
    )
    documents = _documents([r["subject"] for r in granted])
    names = people.names()
    items = []
    for r in granted:
        kind, number, total_vnd = documents.get(r["subject"], (ApprovedDocument.UNKNOWN, "", 0))
        about = json.loads(r["detail"] or "{}")
        asked_by: str = r["actor"]
        by: str = about.get("by", "")
        items.append(
            ApprovalRow(
                at=r["at"],
                what=_what(about.get("what"), kind),
                amount_vnd=about.get("amount_vnd"),
                reason=about.get("reason"),
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


def _what(text: str | None, kind: ApprovedDocument) -> Approved | Literal[""]:
    if text:
        return Approved(text)
    return {ApprovedDocument.COUNT: Approved.COUNT, ApprovedDocument.LOSS: Approved.LOSS}.get(kind, "")


def _documents(uids: Sequence[str]) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for start in range(0, len(uids), _AT_ONCE):
        batch = uids[start : start + _AT_ONCE]
        for kind, table in ((ApprovedDocument.SALE, Sale), (ApprovedDocument.REFUND, Refund)):
            for r in fetch_all(select(table.uid, table.number, table.total_vnd).where(table.uid.in_(batch))):
                documents[r["uid"]] = (kind, r["number"], r["total_vnd"])
        for r in fetch_all(select(CashMove.uid, CashMove.amount_vnd).where(CashMove.uid.in_(batch))):
            documents[r["uid"]] = (ApprovedDocument.CASH_MOVE, "", r["amount_vnd"])
        for r in fetch_all(select(Shift.uid, Shift.counted_vnd).where(Shift.uid.in_(batch))):
            documents[r["uid"]] = (ApprovedDocument.SHIFT, "", r["counted_vnd"] or 0)
        goods = select(GoodsDocument.uid, GoodsDocument.kind, GoodsDocument.year, GoodsDocument.sequence)
        for r in fetch_all(goods.where(GoodsDocument.uid.in_(batch), GoodsDocument.kind.in_(_COUNTED))):
            number = number_of(GoodsDocumentKind(r["kind"]), r["year"], r["sequence"])
            documents[r["uid"]] = (_COUNTED[GoodsDocumentKind(r["kind"])], number, 0)
    return documents


APPROVALS = Definition(
    name="approvals",
    permit=ReportsPermit.CASH_AND_DEBTS,
    summary="Who approved what.",
    result=ApprovalsReport,
    columns=(
        Column("at", N_("Lúc"), Kind.MOMENT),
        Column("what", N_("Việc duyệt"), Kind.CHOICE),
        Column("amount_vnd", N_("Số tiền"), Kind.MONEY),
        Column("reason", N_("Lý do")),
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
    lead=N_("Việc thu ngân không tự làm được: ai đề nghị, ai duyệt."),
    tab=Tab.MONEY,
)
