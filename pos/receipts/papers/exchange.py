"""The slip of an exchange: what came back, what was taken instead, and who paid the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from core.db import fetch_one
from core.errors import NotFound
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.printing.layout import Big, Gap, Pair, Qr, Row, Rule, Text
from core.printing.papers import SHORT, Slip, SlipPaper
from core.printing.slip_parts import Issue, Issuer, digest_line, head, said, titled
from core.quantity import Milli
from core.text.formats import amount, capitalized, vnd
from pos.choices import PaymentMethod
from pos.counter.models import Exchange
from pos.receipts.papers import examples
from pos.receipts.receipt import CAPTIONS, ReceiptItem, ReceiptPayment, goodbye, goods, taxes
from pos.receipts.slips import facts_of

TITLE = N_("Phiếu đổi hàng")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeFacts:
    """Everything an exchange's slip says. `of_number` is the sale whose goods came back, `paid` how the difference was paid
    or given back. `rounding_vnd` is of the sale less that of the refund.
    """

    issue: Issue
    of_number: str
    reason: str
    returned: Sequence[ReceiptItem]
    taken: Sequence[ReceiptItem]
    paid: Sequence[ReceiptPayment]
    rounding_vnd: int = 0
    vat: Sequence[tuple[str, int]]
    qr: str
    digest: str | None

    @property
    def returned_vnd(self) -> int:
        """What the goods that came back were worth."""
        return sum(item.net_vnd for item in self.returned)

    @property
    def taken_vnd(self) -> int:
        """What the goods that were taken are worth."""
        return sum(item.net_vnd for item in self.taken)


def rows(exchange: ExchangeFacts, issuer: Issuer) -> list[Row]:
    """The rows of an exchange's slip."""
    difference_vnd = exchange.taken_vnd - exchange.returned_vnd + exchange.rounding_vnd
    back = [replace(item, net_vnd=-item.net_vnd) for item in exchange.returned]
    printed = [*head(issuer), *titled(exchange.issue)]
    printed += [
        Pair(_("Của phiếu bán"), exchange.of_number, small=True),
        Text(_("Lý do: %(reason)s", reason=exchange.reason), small=True),
    ]
    printed += [Rule(), Text(_("HÀNG TRẢ LẠI"), small=True), Gap(), *goods(back, issuer.template), Gap()]
    printed += [Pair(_("Cộng hàng trả lại"), amount(-exchange.returned_vnd)), Rule()]
    printed += [Text(_("HÀNG LẤY"), small=True), Gap(), *goods(exchange.taken, issuer.template), Gap()]
    printed += [Pair(_("Cộng hàng lấy"), amount(exchange.taken_vnd)), Rule()]
    if exchange.rounding_vnd:
        printed.append(Pair(_("Làm tròn"), amount(exchange.rounding_vnd)))
    printed.append(Big(_("Trả thêm") if difference_vnd >= 0 else _("Hoàn lại"), vnd(abs(difference_vnd))))
    for part in exchange.paid:
        method = capitalized(_(part.method.slip_label))
        words = method if difference_vnd > 0 else _("Hoàn: %(method)s", method=method)
        given = part.amount_vnd if part.tendered_vnd is None else part.tendered_vnd
        printed.append(Pair(words, amount(given)))
    if change_vnd := sum(part.tendered_vnd - part.amount_vnd for part in exchange.paid if part.tendered_vnd is not None):
        printed.append(Pair(_("Tiền thừa"), amount(change_vnd)))
    sentences = [digest_line(exchange.digest), *goodbye(issuer.template)]
    return [*printed, *taxes(exchange.vat), Rule(), Qr(exchange.qr, _(CAPTIONS["sale"]), said(sentences))]


def _make(uid: str, copy: int) -> Slip:
    exchange = fetch_one(select(Exchange.__table__).where(Exchange.uid == uid))
    if exchange is None:
        raise NotFound(N_("Không có lần đổi hàng này."))
    back, taken = facts_of("refund", exchange["refund_uid"])[0], facts_of("sale", exchange["sale_uid"])[0]
    left_vnd = back.total_vnd - exchange["amount_vnd"]
    paid = [payment for payment in taken.payments if payment.method.is_chosen and payment.amount_vnd]
    given_back = [replace(payment, amount_vnd=left_vnd) for payment in back.payments] if left_vnd else []
    with in_language(taken.language):
        facts = ExchangeFacts(
            issue=Issue(
                title=_(TITLE),
                number=taken.number,
                at=taken.issued_at,
                till=taken.till_name,
                person=taken.cashier_name,
                copy=copy,
            ),
            of_number=back.of_number or "",
            reason=back.reason or "",
            returned=back.items,
            taken=taken.items,
            paid=paid or given_back,
            rounding_vnd=taken.rounding_vnd - back.rounding_vnd,
            vat=taken.vat,
            qr=taken.qr or "",
            digest=taken.digest,
        )
        return Slip(_(TITLE), rows(facts, taken.issuer))


def _example(copy: int) -> Slip:
    exchange = ExchangeFacts(
        issue=Issue(
            title=_(TITLE), number="2026-004133", at=examples.at(10, 20), till=examples.TILL, person=examples.CASHIER, copy=copy
        ),
        of_number="2026-004128",
        reason="mua nhầm loại",
        returned=[ReceiptItem("Mỳ gạo Đại Xuân 500 g", Milli(2000), "gói", 28_000, 0, 56_000)],
        taken=[
            ReceiptItem("Bánh đa nem Đại Xuân", Milli(1000), "gói", 25_000, 0, 25_000, "HTX Đại Xuân", "BD-2611-03"),
            ReceiptItem("Khoai tây Quế Võ", Milli(2500), "kg", 22_000, 0, 55_000),
        ],
        paid=[ReceiptPayment(PaymentMethod.CASH, 24_000)],
        vat=[("8 %", 1_852)],
        qr=examples.SALE_LINK,
        digest="e6f2a90b71d4",
    )
    return Slip(_(TITLE), rows(exchange, examples.issuer()))


EXCHANGE = SlipPaper(name="exchange", label=TITLE, lasts=SHORT, make=_make, example=_example)
