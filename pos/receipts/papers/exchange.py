"""The slip of an exchange: what came back, what was taken instead, and who paid the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.i18n import N_
from core.i18n import gettext as _
from core.printing.layout import Big, Gap, Pair, Qr, Row, Rule, Text
from core.printing.papers import SHORT, Slip, SlipPaper
from core.printing.slip_parts import Issue, Issuer, digest_line, foot, head, titled
from core.quantity import Milli
from core.text.formats import amount, capitalized, vnd
from pos.choices import PaymentMethod
from pos.receipts.papers import examples
from pos.receipts.receipt import CAPTIONS, ReceiptItem, goodbye, goods, taxes

TITLE = N_("Phiếu đổi hàng")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeFacts:
    """Everything an exchange's slip says. `of_number` is the sale whose goods came back, `method` how the difference was paid."""

    issue: Issue
    of_number: str
    reason: str
    returned: Sequence[ReceiptItem]
    taken: Sequence[ReceiptItem]
    method: PaymentMethod
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
    difference_vnd = exchange.taken_vnd - exchange.returned_vnd
    method = capitalized(_(exchange.method.slip_label))
    paid = method if difference_vnd > 0 else _("Hoàn: %(method)s", method=method)
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
    printed.append(Big(_("Trả thêm") if difference_vnd >= 0 else _("Hoàn lại"), vnd(abs(difference_vnd))))
    if difference_vnd:
        printed.append(Pair(paid, amount(abs(difference_vnd))))
    printed += [*taxes(exchange.vat), Rule(), Qr(exchange.qr, _(CAPTIONS["sale"])), Gap()]
    return [*printed, *foot([digest_line(exchange.digest), *goodbye(issuer.template)])]


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
        method=PaymentMethod.CASH,
        vat=[("8 %", 1_852)],
        qr=examples.SALE_LINK,
        digest="e6f2a90b71d4",
    )
    return Slip(_(TITLE), rows(exchange, examples.issuer()))


EXCHANGE = SlipPaper(name="exchange", label=TITLE, lasts=SHORT, make=None, example=_example)
