"""What a statement's paper says (form 01-BH), before any ink. Pure: a statement in, rows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.i18n import N_
from core.i18n import gettext as _
from core.quantity import ZERO, Milli
from core.text.formats import day
from suppliers.choices import BookKind
from suppliers.results import GoodsPrice, ProducerAccount, StatementGoods, StatementLineResult, StatementMoney, StatementResult

KINDS = {BookKind.RETURNED: N_("Trả lại bên giao"), BookKind.SOLD: N_("Đã bán")}
"""Kinds of lines that the form names otherwise than the screens."""
TITLE = N_("Bảng thanh toán hàng đại lý, ký gửi")
"""The form's name in the rules; a paper in another language carries both."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who the paper is between, its language, and where each line can be looked up (`link`, printed as a code)."""

    outlet_name: str
    producer: ProducerAccount
    outlet_address: str | None = None
    outlet_tax_code: str | None = None
    language: str = "vi"
    link: str | None = None


@dataclass(frozen=True)
class GoodsRow:
    """One product at one price; later prices of the same product leave the shelf's columns empty."""

    number: int | None
    name: str
    unit: str
    opening: Milli | None
    received: Milli | None
    total: Milli | None
    sold: Milli
    unit_price_vnd: int | None
    gross_vnd: int | None
    closing: Milli | None
    aside: bool = False


@dataclass(frozen=True)
class AsideRow:
    """One product's goods that came or went otherwise than by delivery and sale."""

    name: str
    unit: str
    refunded: Milli
    returned: Milli
    lost: Milli
    counted: Milli


@dataclass(frozen=True)
class LineRow:
    """One line of the producer's book."""

    day: str
    kind: str
    text: str
    lot: str
    quantity: Milli
    gross_vnd: int
    owed_vnd: int


@dataclass(frozen=True)
class SumRow:
    """One line of the sum. `signed` amounts are written with their plus."""

    label: str
    amount_vnd: int
    signed: bool = False
    indent: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole paper."""

    number: str
    year: str
    period: str
    contract: str
    terms: str
    goods: Sequence[GoodsRow]
    gross_vnd: int
    sums: Sequence[SumRow]
    pay_vnd: int
    left_vnd: int
    aside: Sequence[AsideRow]
    aside_lines: Sequence[LineRow]
    lines: Sequence[LineRow]
    digest: str | None = None

    @property
    def foot(self) -> str:
        """What stands under each page: the number, and what the chain says of the paper."""
        return f"{self.number} · " + _("Mã đối chiếu: %(digest)s", digest=self.digest) if self.digest else self.number


def build(statement: StatementResult, *, names: Mapping[str, str], agreements: str = "") -> Sheet:
    """The paper of a statement. A product without a name in `names` shows its code.

    If the text of the agreements has several lines, the first goes under the title, the others beside the parties. Speaks the
    language `gettext` speaks.
    """
    contract, _line_end, terms = agreements.partition("\n")
    goods = [row for n, item in enumerate(statement.goods, 1) for row in _goods(n, item, names)]
    gross_vnd = sum(row.gross_vnd or 0 for row in goods)
    lines = [_line(line, names) for line in statement.lines]
    aside_lines = [_line(line, names) for line in statement.lines if line.kind not in (BookKind.RECEIVED, BookKind.SOLD)]
    money = statement.money
    return Sheet(
        number=statement.number or "",
        year=str(statement.until.year),
        period=_("Từ %(first)s đến %(last)s", first=day(statement.from_), last=day(statement.until)),
        contract=contract if terms else "",
        terms=terms or contract,
        goods=goods,
        gross_vnd=gross_vnd,
        sums=_sums(money, gross_vnd, len(lines)),
        pay_vnd=money.payable_vnd,
        left_vnd=money.closing_vnd - money.payable_vnd,
        aside=[_aside(item, names) for item in statement.goods if _is_aside(item)],
        aside_lines=aside_lines,
        lines=lines,
        digest=statement.digest,
    )


def _is_aside(item: StatementGoods) -> bool:
    """Whether goods moved in ways that the form has no column for."""
    return bool(item.refunded or item.returned or item.lost or item.counted)


def _goods(number: int, item: StatementGoods, names: Mapping[str, str]) -> list[GoodsRow]:
    first = GoodsRow(
        number=number,
        name=names.get(item.product, item.product),
        unit=item.unit,
        opening=item.opening,
        received=item.received,
        total=Milli(item.opening + item.received),
        sold=ZERO,
        unit_price_vnd=None,
        gross_vnd=None,
        closing=item.closing,
        aside=_is_aside(item),
    )
    if not item.prices:
        return [first]
    at_first, *others = item.prices
    return [_at(first, at_first), *(_at(_other_price(item.unit), price) for price in others)]


def _other_price(unit: str) -> GoodsRow:
    name = _("giá khác")
    return GoodsRow(None, name, unit, None, None, None, sold=ZERO, unit_price_vnd=None, gross_vnd=None, closing=None)


def _at(row: GoodsRow, price: GoodsPrice) -> GoodsRow:
    return replace(row, sold=price.quantity, unit_price_vnd=price.unit_price_vnd, gross_vnd=price.gross_vnd)


def _aside(item: StatementGoods, names: Mapping[str, str]) -> AsideRow:
    name = names.get(item.product, item.product)
    return AsideRow(name, item.unit, item.refunded, item.returned, item.lost, item.counted)


def _line(line: StatementLineResult, names: Mapping[str, str]) -> LineRow:
    name = names.get(line.product, line.product) if line.product else ""
    cause = _(line.cause.label) if line.cause else ""
    memo = line.memo if line.memo != name else ""
    return LineRow(
        day=day(line.day),
        kind=_(KINDS.get(line.kind, line.kind.label)),
        text=": ".join(part for part in (name, cause, memo) if part),
        lot=line.lot or "",
        quantity=line.quantity,
        gross_vnd=line.gross_vnd,
        owed_vnd=line.owed_vnd,
    )


def _sums(money: StatementMoney, gross_vnd: int, lines: int) -> list[SumRow]:
    """II to V of the form; V itself is the paper's large line. Rows that say nothing are left out."""
    kept_vnd = gross_vnd - money.sold_owed_vnd
    rows = [
        SumRow(_("II. Còn nợ kỳ trước"), money.opening_vnd),
        SumRow(_("III. Phải thanh toán đến kỳ này"), money.opening_vnd + gross_vnd),
        SumRow(_kept_words(kept_vnd, gross_vnd, lines), -kept_vnd, signed=True),
    ]
    others = (
        (_("Khách trả hàng (phụ lục 2)"), -money.refunded_owed_vnd),
        (_("Hao hụt điểm bán chịu (phụ lục 2)"), money.loss_owed_vnd),
        (_("Điều chỉnh (phụ lục 2)"), money.adjustments_vnd),
        (_("Trừ chi phí (phụ lục 2)"), -money.charges_vnd),
        (_("Đã trả trong kỳ (phụ lục 2)"), -money.paid_vnd),
    )
    rows += [SumRow(label, vnd, signed=True, indent=True) for label, vnd in others if vnd]
    if money.closing_vnd != money.payable_vnd:
        rows.append(SumRow(_("Còn phải trả cuối kỳ"), money.closing_vnd))
    return rows


def _kept_words(kept_vnd: int, gross_vnd: int, lines: int) -> str:
    """`IV. Hoa hồng điểm bán 15 %` where one whole rate explains the amount up to rounding line by line."""
    if gross_vnd > 0:
        percent = round(kept_vnd * 100 / gross_vnd)
        if percent > 0 and abs(kept_vnd * 100 - gross_vnd * percent) <= 100 * max(lines, 1):
            return _("IV. Hoa hồng điểm bán %(rate)s", rate=f"{percent}\u00a0%")
    return _("IV. Hoa hồng và phần giảm trừ theo hợp đồng")
