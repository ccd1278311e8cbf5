"""A payout to sign, on A5: who got how much of what statement, in figures and in words, and to which account it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core import clock
from core.db import fetch_one
from core.i18n import gettext as _
from core.i18n import in_language
from core.money import Vnd
from core.people import people
from core.printing.issuer import present_issuer
from core.printing.layout import Big, Row, Rule, Text
from core.printing.papers import Slip
from core.printing.slip_parts import Issue, Issuer, head, signatures, titled
from core.text.formats import day as day_text
from core.text.formats import vnd
from core.text.number_words import amount_in_words
from core.values.banks import bank_name
from suppliers import producers, statement_queries
from suppliers.choices import PayoutMethod
from suppliers.models import Payout
from suppliers.results import PayoutResult


@dataclass(frozen=True, slots=True)
class PayoutPaper:
    """All that the paper of a payout says. `drawer` names the till whose drawer the cash came from.

    `reversed_on` and `reason` are those of its reversal.
    """

    issuer: Issuer
    number: str
    paid_at: datetime
    paid_by: str
    recipient: str
    recipient_address: str
    recipient_tax_code: str | None
    statement: str
    first: date
    last: date
    amount_vnd: Vnd
    method: PayoutMethod
    reference: str | None = None
    account: str | None = None
    account_holder: str | None = None
    drawer: str | None = None
    reversed_on: date | None = None
    reason: str | None = None

    @property
    def in_cash(self) -> bool:
        """Whether somebody takes the money and signs for it."""
        return self.method is PayoutMethod.CASH


def paper_of(payout: PayoutResult, drawer: str | None = None) -> PayoutPaper:
    """The paper of a payout as it stands; `drawer` names the till whose drawer its cash came from."""
    producer = producers.show_producer(payout.producer)
    statement = statement_queries.find_head(payout.statement)
    account = payout.account
    reversal = fetch_one(select(Payout.paid_at, Payout.reason).where(Payout.reverses == payout.uid))
    return PayoutPaper(
        issuer=present_issuer(),
        number=payout.number,
        paid_at=payout.paid_at,
        paid_by=people.names().get(payout.paid_by, payout.paid_by),
        recipient=producer.name,
        recipient_address=producer.commune,
        recipient_tax_code=producer.tax_code,
        statement=statement.number,
        first=statement.from_,
        last=statement.until,
        amount_vnd=payout.amount_vnd,
        method=payout.method,
        reference=payout.reference,
        account=" ".join(part for part in (bank_name(account.bank_bin), account.bank_account) if part) if account else None,
        account_holder=account.bank_holder if account else None,
        drawer=drawer,
        reversed_on=clock.day_of(reversal["paid_at"]) if reversal else None,
        reason=reversal["reason"] if reversal else None,
    )


def recipient_facts(paper: PayoutPaper) -> list[tuple[str, str | None]]:
    """Who got the money, and what for: a label and what is known."""
    return [
        (_("Người nhận tiền"), paper.recipient),
        (_("Địa chỉ"), paper.recipient_address),
        (_("Lý do"), _reason(paper)),
    ]


def money_facts(paper: PayoutPaper) -> list[tuple[str, str | None]]:
    """Which way the money went, and the recipient's tax code."""
    return [
        (_("Mã số thuế"), paper.recipient_tax_code),
        (_("Cách trả"), _(paper.method.label)),
        (_("Trả vào"), "\n".join(part for part in (paper.account, paper.account_holder) if part) or None),
        (_("Lấy từ"), _("két %(till)s", till=paper.drawer) if paper.drawer else None),
        (_("Chứng từ kèm"), paper.reference),
    ]


def _reason(paper: PayoutPaper) -> str:
    values = {"number": paper.statement, "first": day_text(paper.first), "last": day_text(paper.last)}
    return _("Trả tiền hàng đã bán theo bảng thanh toán %(number)s, từ %(first)s đến %(last)s", **values)


def title_of(paper: PayoutPaper) -> str:
    """What the paper is called: cash is handed out, a transfer is ordered."""
    return _("Phiếu chi") if paper.in_cash else _("Phiếu chi chuyển khoản")


def reversal_sentence(paper: PayoutPaper) -> str | None:
    """That the payout was taken back, when and why."""
    if paper.reversed_on is None:
        return None
    return _("Đã hủy ngày %(day)s: %(reason)s", day=day_text(paper.reversed_on), reason=paper.reason or "")


def payout_slip(paper: PayoutPaper, copy: int = 0) -> Slip:
    """The payout on a roll, to sign at the till. Speaks the present language."""
    (_recipient, name), *others = [*recipient_facts(paper), *money_facts(paper)]
    issue = Issue(
        title=title_of(paper),
        number=paper.number,
        at=clock.local(paper.paid_at),
        till=paper.drawer or "",
        person=paper.paid_by,
        copy=copy,
    )
    rows: list[Row] = [*head(paper.issuer), *titled(issue), Rule(), Text(name or "", bold=True)]
    rows += [Text(f"{label}: {value.replace(chr(10), ', ')}", small=True) for label, value in others if value]
    rows += [Rule(), Big(_("Số tiền"), vnd(paper.amount_vnd)), Text(amount_in_words(paper.amount_vnd), small=True)]
    if sentence := reversal_sentence(paper):
        rows.append(Text(sentence, bold=True))
    rows += signatures(_("Người nhận tiền") if paper.in_cash else _("Người lập"), _("Quản lý điểm bán"))
    return Slip(f"{title_of(paper)} {paper.number}", rows)


def payout_pdf(paper: PayoutPaper) -> bytes:
    """The payout on A5 across, in the language of its issuer."""
    from suppliers.papers.payout_pdf import draw  # reportlab takes up room in every server

    with in_language(paper.issuer.language):
        return draw(paper)
