"""A voucher: money to spend here, by its code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.i18n import N_
from core.i18n import gettext as _
from core.printing.layout import Big, Gap, Pair, Qr, Row, Rule, Text
from core.printing.papers import LONG, Slip, SlipPaper
from core.printing.slip_parts import Issue, Issuer, foot, head, titled
from core.text.formats import day, vnd
from core.text.number_words import amount_in_words
from pos.receipts.papers import examples

TITLE = N_("Phiếu mua hàng")


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFacts:
    """What a voucher says; `last_day` is the last good day, `of_number` the refund it was given for."""

    issue: Issue
    amount_vnd: int
    last_day: date
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
        Pair(_("Dùng được đến ngày"), day(voucher.last_day)),
        Rule(),
        Qr(voucher.issue.number, _("Quét mã này khi trả tiền")),
        Gap(),
    ]
    return [*printed, *foot([_("Giữ phiếu như giữ tiền mặt.")])]


def _example(copy: int) -> Slip:
    issue = Issue(
        title=_(TITLE), number="PM-7K3X-9QTD", at=examples.at(10, 5), till=examples.TILL, person=examples.CASHIER, copy=copy
    )
    voucher = VoucherFacts(issue=issue, amount_vnd=250_000, last_day=date(2027, 5, 23), of_number="2026-004131")
    return Slip(_(TITLE), rows(voucher, examples.issuer()))


VOUCHER = SlipPaper(name="voucher", label=TITLE, lasts=LONG, make=None, example=_example)
