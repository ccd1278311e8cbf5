"""Money paid to a producer or received from one, to sign, on A5: who, how much, what for, in figures and in words, and how."""

from __future__ import annotations

from collections.abc import Sequence
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
from core.text.formats import amount, vnd
from core.text.formats import day as day_text
from core.text.number_words import amount_in_words
from core.values.banks import bank_name
from suppliers import producers, statement_queries, statements
from suppliers.choices import PayoutMethod
from suppliers.models import Payout
from suppliers.producer_payments.models import ProducerPayment
from suppliers.producer_payments.results import ProducerPaymentResult
from suppliers.results import PayoutResult

SMALLEST_NOTE_VND = 500
"""Less than this no note pays."""


@dataclass(frozen=True, slots=True)
class PayoutPaper:
    """All that the paper of a payout says, or of money received (`received`), which belongs to no statement.

    `due_vnd` is what was due on the statement before it. `drawer` names the till whose drawer the cash came from or went into.
    `person` is who stands for the producer.
    `reversed_on` and `reason` are those of its reversal.
    """

    issuer: Issuer
    number: str
    paid_at: datetime
    paid_by: str
    recipient: str
    recipient_address: str
    recipient_tax_code: str | None
    amount_vnd: Vnd
    method: PayoutMethod
    statement: str | None = None
    first: date | None = None
    last: date | None = None
    received: bool = False
    person: str | None = None
    reference: str | None = None
    account: str | None = None
    account_holder: str | None = None
    drawer: str | None = None
    reversed_on: date | None = None
    reason: str | None = None
    due_vnd: Vnd | None = None

    @property
    def in_cash(self) -> bool:
        """Whether somebody hands the money over and signs for it."""
        return self.method is PayoutMethod.CASH

    @property
    def rest_vnd(self) -> Vnd:
        """What of the due amount is not paid by this."""
        return Vnd(0 if self.due_vnd is None else self.due_vnd - self.amount_vnd)


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
        person=producer.representative,
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
        due_vnd=statements.due_before(payout.uid),
    )


def paper_of_payment(payment: ProducerPaymentResult, drawer: str | None = None) -> PayoutPaper:
    """The paper of money received as it stands; `drawer` names the till whose drawer its cash went into."""
    producer = producers.show_producer(payment.producer)
    reversal = fetch_one(select(ProducerPayment.received_at).where(ProducerPayment.reverses == payment.uid))
    return PayoutPaper(
        issuer=present_issuer(),
        number=payment.number,
        paid_at=payment.received_at,
        paid_by=people.names().get(payment.received_by, payment.received_by),
        recipient=producer.name,
        recipient_address=producer.commune,
        recipient_tax_code=producer.tax_code,
        person=producer.representative,
        amount_vnd=payment.amount_vnd,
        method=payment.method,
        received=True,
        reference=payment.reference,
        drawer=drawer,
        reversed_on=clock.day_of(reversal["received_at"]) if reversal else None,
        reason=payment.reason,
    )


def recipient_facts(paper: PayoutPaper) -> list[tuple[str, str | None]]:
    """Who got the money or brought it, and what for: a label and what is known."""
    return [
        (other_side(paper), "\n".join(name for name in (paper.person, paper.recipient) if name)),
        (_("Địa chỉ"), paper.recipient_address),
        (_("Lý do"), _reason(paper)),
    ]


def money_facts(paper: PayoutPaper) -> list[tuple[str, str | None]]:
    """Which way the money went, and the recipient's tax code."""
    return [
        (_("Mã số thuế"), paper.recipient_tax_code),
        (_("Cách trả"), _(paper.method.label)),
        (_("Trả vào"), "\n".join(part for part in (paper.account, paper.account_holder) if part) or None),
        (_("Bỏ vào") if paper.received else _("Lấy từ"), _("két %(till)s", till=paper.drawer) if paper.drawer else None),
        (_("Chứng từ kèm"), paper.reference),
    ]


def due_lines(paper: PayoutPaper) -> list[tuple[str, int]]:
    """What was due, and what of it stays for the next time; nothing for money received."""
    if paper.due_vnd is None:
        return []
    lines = [(_("Đến hạn trả"), int(paper.due_vnd))]
    if paper.rest_vnd:
        is_change = paper.in_cash and paper.rest_vnd < SMALLEST_NOTE_VND
        words = _("Không có tờ tiền nào trả được, ghi sang kỳ sau") if is_change else _("Còn lại, trả sau")
        lines.append((words, -paper.rest_vnd))
    return lines


def _reason(paper: PayoutPaper) -> str:
    if paper.statement is None or paper.first is None or paper.last is None:
        return _("Trả lại điểm bán số tiền còn nợ trong sổ ký gửi")
    values = {"number": paper.statement, "first": day_text(paper.first), "last": day_text(paper.last)}
    return _("Trả tiền hàng đã bán theo bảng thanh toán %(number)s, từ %(first)s đến %(last)s", **values)


def title_of(paper: PayoutPaper) -> str:
    """What the paper is called: cash is handed over, a transfer is ordered or arrived."""
    if paper.received:
        return _("Phiếu thu") if paper.in_cash else _("Phiếu thu chuyển khoản")
    return _("Phiếu chi") if paper.in_cash else _("Phiếu chi chuyển khoản")


def other_side(paper: PayoutPaper) -> str:
    """What the one who gets or brings the money is called."""
    return _("Người nộp tiền") if paper.received else _("Người nhận tiền")


def reversal_sentence(paper: PayoutPaper) -> str | None:
    """That the payout was taken back, when and why."""
    if paper.reversed_on is None:
        return None
    return _("Đã hủy ngày %(day)s: %(reason)s", day=day_text(paper.reversed_on), reason=paper.reason or "")


def payout_slip(paper: PayoutPaper, copy: int = 0) -> Slip:
    """The payout on a roll, to sign at the till. Speaks the present language."""
    (_who, name), *others = [*recipient_facts(paper), *money_facts(paper)]
    issue = Issue(
        title=title_of(paper),
        number=paper.number,
        at=clock.local(paper.paid_at),
        till=paper.drawer or "",
        person=paper.paid_by,
        copy=copy,
    )
    rows: list[Row] = [*head(paper.issuer), *titled(issue), Rule(), Text((name or "").replace("\n", ", "), bold=True)]
    rows += [Text(f"{label}: {value.replace(chr(10), ', ')}", small=True) for label, value in others if value]
    rows += [Text(f"{label}: {amount(due_vnd)}", small=True) for label, due_vnd in due_lines(paper)]
    rows += [Rule(), Big(_("Số tiền"), vnd(paper.amount_vnd)), Text(amount_in_words(paper.amount_vnd), small=True)]
    if sentence := reversal_sentence(paper):
        rows.append(Text(sentence, bold=True))
    rows += signatures(other_side(paper) if paper.in_cash else _("Người lập"), _("Quản lý điểm bán"))
    return Slip(f"{title_of(paper)} {paper.number}", rows)


def payout_pdf(paper: PayoutPaper) -> bytes:
    """The payout on A5 across, in the language of its issuer."""
    return payout_sheets([paper])


def payout_sheets(papers: Sequence[PayoutPaper]) -> bytes:
    """Payouts on A5 across, a page each, in the language of their issuer. Raises ValueError for none."""
    from suppliers.papers.payout_pdf import draw  # reportlab takes up room in every server

    with in_language(papers[0].issuer.language):
        return draw(papers)
