"""The slip of a sale that the server does not have yet: it says so, and its code brings the sale back should the till be lost."""

from __future__ import annotations

from core.i18n import N_
from core.i18n import gettext as _
from core.printing.layout import Gap, Qr, Row, Rule, Text
from core.printing.papers import SHORT, Slip, SlipPaper
from core.printing.slip_parts import Issue, foot, head, titled
from pos.receipts.papers import examples
from pos.receipts.receipt import ReceiptData, goodbye, goods, money, remark

LABEL = N_("Phiếu bán hàng chưa gửi")


def rows(receipt: ReceiptData, recovery: str) -> list[Row]:
    """The rows of a sale that waits to be sent; `recovery` is the text that the server makes the sale of."""
    issue = Issue(
        title=_("Phiếu bán hàng"),
        number=_("chưa có số"),
        at=receipt.issued_at,
        till=receipt.till_name,
        person=receipt.cashier_name,
        copy=receipt.copy,
    )
    printed = [
        *head(receipt.issuer),
        *titled(issue),
        Rule(),
        *goods(receipt.items, receipt.issuer.template),
        *remark(receipt.sale_note),
        Rule(),
        *money(receipt),
        Rule(),
    ]
    printed += [
        Text(_("CHƯA GỬI VỀ MÁY CHỦ"), bold=True, centred=True),
        Qr(recovery, _("Mã lấy lại đơn: quét ở máy bán hàng khi đơn này bị mất")),
        Gap(),
    ]
    return [*printed, *foot(goodbye(receipt.issuer.template))]


def _example(copy: int) -> Slip:
    return Slip(_(LABEL), rows(examples.sale(copy), examples.RECOVERY))


UNSENT_SALE = SlipPaper(name="unsent-sale", label=LABEL, lasts=SHORT, make=None, example=_example)
