"""What a statement's paper says (form 01-BH), before any ink. Pure: a statement in, rows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core import clock
from core.i18n import N_
from core.i18n import gettext as _
from core.money import Bp, share_of
from core.printing.slip_parts import Issuer
from core.quantity import ZERO, Milli
from core.text.formats import amount, day, rate, vnd
from suppliers.choices import Basis, BookKind, VatKeeper
from suppliers.papers.statement_terms import AgreementUsed, TermSum, TermsUsed, TermUsed
from suppliers.results import GoodsPrice, ProducerAccount, StatementGoods, StatementLineResult, StatementMoney, StatementResult

NO_TERMS = TermsUsed()
MOST_AGREEMENTS = 3
"""More are named by their numbers alone."""
MOST_PRODUCTS = 6
"""Of a term's products so many are named; the others are counted."""
KINDS = {BookKind.RETURNED: N_("Trả lại bên giao"), BookKind.SOLD: N_("Đã bán")}
"""Kinds of lines that the form names otherwise than the screens."""
TITLE = N_("Bảng thanh toán hàng đại lý, ký gửi")
"""The form's name in the rules; a paper in another language carries both."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who the paper is between, who stands for the outlet, and where each line can be looked up (`link`, a code)."""

    issuer: Issuer
    producer: ProducerAccount
    link: str | None = None
    representative: str | None = None


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
    """One line of the producer's book; `document` is its source, `sale/{uid}`.

    `borne_vnd` is the producer's part of the discount, `fixed_vnd` what a unit is owed under a fixed price.
    """

    day: date
    kind: str
    text: str
    lot: str
    quantity: Milli
    gross_vnd: int
    discount_vnd: int
    owed_vnd: int
    rate_bp: Bp | None
    document: str
    name: str = ""
    unit_price_vnd: int | None = None
    fixed_vnd: int | None = None
    borne_vnd: int | None = None
    is_sale: bool = False


@dataclass(frozen=True)
class TermRow:
    """What was sold under one term, and how it is shared. `rate` is written out."""

    label: str
    gross_vnd: int
    discount_vnd: int
    net_vnd: int
    rate: str
    kept_vnd: int
    owed_vnd: int


@dataclass(frozen=True)
class SumRow:
    """One line of the sum. `signed` amounts are written with their plus; `strong` ones add up what is indented below or above."""

    label: str
    amount_vnd: int
    signed: bool = False
    indent: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole paper. `by_rate` says whether every commission is its rate of what customers paid, up to rounding."""

    number: str
    year: str
    period: str
    basis: str
    goods: Sequence[GoodsRow]
    gross_vnd: int
    terms: Sequence[TermRow]
    term_notes: Sequence[str]
    by_rate: bool
    has_fixed_prices: bool
    sums: Sequence[SumRow]
    pay_vnd: int
    left_vnd: int
    aside: Sequence[AsideRow]
    aside_lines: Sequence[LineRow]
    lines: Sequence[LineRow]
    issued_on: date | None = None
    digest: str | None = None

    def foot(self, producer: str) -> str:
        """What stands under each page: the number, whose it is, and what the chain says of the paper."""
        said = _("Mã đối chiếu: %(digest)s", digest=self.digest) if self.digest else ""
        return " · ".join(part for part in (self.number, producer, said) if part)


def build(statement: StatementResult, *, names: Mapping[str, str], terms: TermsUsed = NO_TERMS) -> Sheet:
    """The paper of a statement. A product without a name in `names` shows its code. Speaks the language `gettext` speaks."""
    goods = [row for n, item in enumerate(statement.goods, 1) for row in _goods(n, item, names)]
    gross_vnd = sum(row.gross_vnd or 0 for row in goods)
    kinds = {kind: _(KINDS.get(kind, kind.label)) for kind in BookKind}
    lines = [_line(line, names, terms, kinds[line.kind]) for line in statement.lines]
    aside_lines = [
        row for line, row in zip(statement.lines, lines, strict=True) if line.kind not in (BookKind.RECEIVED, BookKind.SOLD)
    ]
    money = statement.money
    return Sheet(
        number=statement.number or "",
        year=str(statement.until.year),
        period=_("Từ %(first)s đến %(last)s", first=day(statement.from_), last=day(statement.until)),
        basis=_basis(terms.agreements),
        goods=goods,
        gross_vnd=gross_vnd,
        terms=[_term(used, names, is_alone=len(terms.agreements) < 2) for used in terms.sums],
        term_notes=_term_notes(terms.sums),
        by_rate=all(_is_by_rate(used) for used in terms.sums),
        has_fixed_prices=any(used.term.basis is Basis.FIXED_PRICE for used in terms.sums),
        sums=_sums(money, gross_vnd, terms.sums),
        pay_vnd=money.payable_vnd,
        left_vnd=money.closing_vnd - money.payable_vnd,
        aside=[_aside(item, names) for item in statement.goods if _is_aside(item)],
        aside_lines=aside_lines,
        lines=lines,
        issued_on=clock.day_of(statement.issued_at) if statement.issued_at else None,
        digest=statement.digest,
    )


def _basis(agreements: Sequence[AgreementUsed]) -> str:
    """`Căn cứ hợp đồng số HD-03, bản 2 áp dụng từ 01/11/2026.`"""
    named = [
        _("%(number)s, bản %(version)d áp dụng từ %(day)s", number=a.number, version=a.version, day=day(a.starts_on))
        for a in agreements[:MOST_AGREEMENTS]
    ] + [a.number for a in agreements[MOST_AGREEMENTS:]]
    return _("Căn cứ hợp đồng số %(agreements)s.", agreements="; ".join(named)) if named else ""


def _term(used: TermSum, names: Mapping[str, str], *, is_alone: bool) -> TermRow:
    term = used.term
    if term.product is not None:
        label = names.get(term.product, term.product)
    else:
        some = [names.get(code, code) for code in used.products[:MOST_PRODUCTS]]
        if more := len(used.products) - len(some):
            some.append(_("%(n)d sản phẩm khác", n=more))
        scope = _("Bộ %(n)s", n=term.product_set) if term.product_set else _("Mọi sản phẩm")
        label = f"{scope if term.basis else _('Không có hợp đồng')} ({', '.join(some)})"
    if term.agreement and not is_alone:
        label = f"{term.agreement}. {label}"
    return TermRow(label, used.gross_vnd, used.discount_vnd, used.net_vnd, rate_text(term), used.kept_vnd, used.owed_vnd)


def rate_text(term: TermUsed) -> str:
    """A term's share as a table names it: `15 %`, or what the producer is owed for a unit."""
    if term.basis is Basis.COMMISSION and term.rate_bp is not None:
        return rate(term.rate_bp)
    return vnd(term.owed_per_unit_vnd) if term.owed_per_unit_vnd is not None else ""


def _is_by_rate(used: TermSum) -> bool:
    """Whether the commission is the rate of what customers paid, rounded line by line."""
    if used.term.rate_bp is None:
        return used.term.basis is None
    return abs(used.kept_vnd - share_of(used.net_vnd, used.term.rate_bp)) <= used.lines


def _term_notes(sums: Sequence[TermSum]) -> list[str]:
    """Sentences under the terms: VAT, who bore the discounts, and that a commission is rounded sale by sale."""
    notes = []
    agreed = dict.fromkeys((u.term.commission_base, u.term.vat_kept_by) for u in sums if u.term.basis is Basis.COMMISSION)
    for base, keeper in agreed:
        if base and keeper:
            notes.append(_("Hoa hồng tính trên %(base)s, thuế GTGT do %(who)s kê khai.", base=_(base.label), who=_(keeper.label)))
    discount_vnd = sum(used.discount_vnd for used in sums)
    borne = [used.producer_discount_vnd for used in sums]
    if discount_vnd and None not in borne:
        producer_vnd = sum(part or 0 for part in borne)
        values = {"all": vnd(discount_vnd), "producer": amount(producer_vnd), "outlet": amount(discount_vnd - producer_vnd)}
        notes.append(_("Giảm giá %(all)s: bên giao chịu %(producer)s, điểm bán %(outlet)s.", **values))
    rounded = any(u.term.rate_bp is not None and u.kept_vnd != share_of(u.net_vnd, u.term.rate_bp) for u in sums)
    if rounded and all(_is_by_rate(used) for used in sums):
        notes.append(_("Hoa hồng làm tròn theo từng lần bán."))
    return notes


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


def _line(line: StatementLineResult, names: Mapping[str, str], terms: TermsUsed, kind: str) -> LineRow:
    name = names.get(line.product, line.product) if line.product else ""
    cause = _(line.cause.label) if line.cause else ""
    memo = line.memo if line.memo != name else ""
    term = (terms.of_lines or {}).get(line.uid)
    return LineRow(
        day=line.day,
        kind=kind,
        text=": ".join(part for part in (name, cause, memo) if part),
        lot=line.lot or "",
        quantity=line.quantity,
        gross_vnd=line.gross_vnd,
        discount_vnd=line.discount_vnd,
        owed_vnd=line.owed_vnd,
        rate_bp=term.rate_bp if term and line.kind in (BookKind.SOLD, BookKind.REFUNDED) else None,
        document=line.document,
        name=name,
        unit_price_vnd=line.unit_price_vnd,
        fixed_vnd=term.owed_per_unit_vnd if term else None,
        borne_vnd=(terms.borne_vnd or {}).get(line.uid),
        is_sale=line.kind in (BookKind.SOLD, BookKind.REFUNDED),
    )


def _sums(money: StatementMoney, gross_vnd: int, sums: Sequence[TermSum]) -> list[SumRow]:
    """II to V of the form; V itself is the paper's large line. Rows that say nothing are left out."""
    parts = [*_kept(sums), (_("Giảm giá cho khách"), -sum(used.discount_vnd for used in sums))]
    if not sums:
        parts = [(_("Hoa hồng và phần giảm trừ theo hợp đồng"), money.sold_owed_vnd - gross_vnd)]
    parts += [
        (_("Khách trả hàng (phụ lục 2)"), -money.refunded_owed_vnd),
        (_("Hao hụt điểm bán chịu (phụ lục 2)"), money.loss_owed_vnd),
        (_("Điều chỉnh (phụ lục 2)"), money.adjustments_vnd),
        (_("Trừ chi phí (phụ lục 2)"), -money.charges_vnd),
    ]
    rows = [
        SumRow(_("II. Còn nợ kỳ trước"), money.opening_vnd),
        SumRow(_("III. Phải thanh toán đến kỳ này (I + II)"), money.opening_vnd + gross_vnd),
        SumRow(_("IV. Bên nhận bán được trừ"), sum(part for _label, part in parts), signed=True, strong=True),
    ]
    rows += [SumRow(label, part, signed=True, indent=True) for label, part in parts if part]
    if money.paid_vnd:
        rows.append(SumRow(_("Đã trả trong kỳ (phụ lục 2)"), -money.paid_vnd, signed=True))
    label = _("Còn phải trả (III − IV − đã trả)") if money.paid_vnd else _("Còn phải trả (III − IV)")
    return [*rows, SumRow(label, money.closing_vnd, strong=True)]


def _kept(sums: Sequence[TermSum]) -> list[tuple[str, int]]:
    """What the outlet keeps, by rate."""
    kept: dict[str, int] = {}
    for used in sums:
        term = used.term
        if term.basis is Basis.COMMISSION and term.rate_bp is not None:
            label = _("Hoa hồng %(rate)s và thuế GTGT") if term.vat_kept_by is VatKeeper.OUTLET else _("Hoa hồng %(rate)s")
            label %= {"rate": rate(term.rate_bp)}
        else:
            label = _("Phần điểm bán giữ theo giá cố định")
        kept[label] = kept.get(label, 0) - used.kept_vnd
    return list(kept.items())
