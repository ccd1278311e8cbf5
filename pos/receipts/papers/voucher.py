"""A voucher: money to spend here, by its code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core import clock
from core.db import fetch_one
from core.errors import NotFound
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.models import Person
from core.printing.devices.settings import usual_settings
from core.printing.issuer import present_issuer
from core.printing.layout import Big, Gap, Pair, Qr, Row, Rule, Text
from core.printing.papers import LONG, Slip, SlipFormat, SlipPaper
from core.printing.skins.files import slip_file
from core.printing.slip_parts import Issue, Issuer, foot, head, titled
from core.text.formats import day, vnd
from core.text.number_words import amount_in_words
from pos.models import Refund, Till
from pos.receipts.papers import examples
from pos.vouchers.models import Voucher

TITLE = N_("Phiếu mua hàng")
PAPER_MM = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFacts:
    """What a voucher says; `last_day` is the last good day if there is one, `of_number` the refund it was given for."""

    issue: Issue
    amount_vnd: int
    last_day: date | None
    of_number: str | None


def rows(voucher: VoucherFacts, issuer: Issuer) -> list[Row]:
    """The rows of a voucher; its number is what the till asks for."""
    printed = [*head(issuer), *titled(voucher.issue)]
    if voucher.of_number:
        printed.append(Pair(_("Hoàn tiền của phiếu"), voucher.of_number, small=True))
    printed += [
        Rule(),
        Big(_("Trị giá"), vnd(voucher.amount_vnd)),
        Text(amount_in_words(voucher.amount_vnd), small=True),
        Pair(_("Dùng được đến ngày"), day(voucher.last_day))
        if voucher.last_day
        else Text(_("Dùng lúc nào cũng được."), small=True),
        Rule(),
        Qr(voucher.issue.number, _("Quét mã này khi trả tiền")),
        Gap(),
    ]
    return [*printed, *foot([_("Giữ phiếu như giữ tiền mặt.")])]


def _make(code: str, copy: int) -> Slip:
    query = (
        select(
            Voucher.__table__,
            Refund.number.label("of_number"),
            Till.name.label("till_name"),
            func.coalesce(Person.name, Voucher.made_by).label("made_by_name"),
        )
        .outerjoin(Refund, Refund.uid == Voucher.refund_uid)
        .outerjoin(Till, Till.code == Refund.till_code)
        .outerjoin(Person, Person.username == Voucher.made_by)
    )
    row = fetch_one(query.where(Voucher.code == code))
    if row is None:
        raise NotFound(N_("Không có phiếu mua hàng này."))
    issuer = present_issuer()
    with in_language(issuer.language):
        issue = Issue(
            title=_(TITLE),
            number=code,
            at=clock.local(row["made_at"]),
            till=row["till_name"] or "",
            person=row["made_by_name"],
            copy=copy,
        )
        voucher = VoucherFacts(issue=issue, amount_vnd=row["value_vnd"], last_day=row["valid_until"], of_number=row["of_number"])
        return Slip(_(TITLE), rows(voucher, issuer), issuer.language)


def voucher_file(code: str, format: SlipFormat) -> bytes:
    """A voucher as page, file or printer job, on paper of 80 mm. Raises NotFound."""
    return slip_file(_make(code, 0), format, usual_settings(PAPER_MM))


def _example(copy: int) -> Slip:
    issue = Issue(
        title=_(TITLE), number="PM-7K3X-9QTD", at=examples.at(10, 5), till=examples.TILL, person=examples.CASHIER, copy=copy
    )
    voucher = VoucherFacts(issue=issue, amount_vnd=250_000, last_day=date(2027, 5, 23), of_number="2026-004131")
    return Slip(_(TITLE), rows(voucher, examples.issuer()))


VOUCHER = SlipPaper(name="voucher", label=TITLE, lasts=LONG, make=_make, example=_example)
