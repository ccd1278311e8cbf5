"""What a statement's paper says (form 01-BH), before any ink. Pure: the statement of the API in, rows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.formats import day
from core.i18n import N_
from core.i18n import gettext as _
from core.quantity import Milli, unformat_quantity

KINDS = {
    "refunded": N_("Khách trả hàng"),
    "returned": N_("Trả lại bên giao"),
    "lost": N_("Hao hụt"),
    "count": N_("Kiểm kê"),
    "charge": N_("Trừ chi phí"),
    "adjustment": N_("Điều chỉnh"),
    "payout": N_("Chi trả"),
    "received": N_("Nhận hàng"),
    "sold": N_("Đã bán"),
}
TITLE = N_("Bảng thanh toán hàng đại lý, ký gửi")
"""The form's name in the rules; a paper in another language carries both."""
ASIDE = ("refunded", "returned", "lost", "counted")
"""Columns of a statement that the form has no column for."""


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
    words: str
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


def build(statement: Mapping[str, Any], *, agreement_words: str = "") -> Sheet:
    """The paper of a statement. Names come with it under `product_names`; a product without one shows its code.

    If the agreement's words have several lines, the first goes under the title, the others beside the parties. Speaks the
    language `gettext` speaks.
    """
    names: Mapping[str, str] = statement.get("product_names") or {}
    contract, _line_end, terms = agreement_words.partition("\n")
    goods = [row for n, item in enumerate(statement["goods"], 1) for row in _goods(n, item, names)]
    gross_vnd = sum(row.gross_vnd or 0 for row in goods)
    lines = [_line(line, names) for line in statement["lines"]]
    aside_lines = [_line(line, names) for line in statement["lines"] if line["kind"] not in ("received", "sold")]
    money = statement["money"]
    return Sheet(
        number=statement["number"] or "",
        year=str(statement["until"])[:4],
        period=_("Từ %(first)s đến %(last)s", first=day(statement["from"]), last=day(statement["until"])),
        contract=contract if terms else "",
        terms=terms or contract,
        goods=goods,
        gross_vnd=gross_vnd,
        sums=_sums(money, gross_vnd, len(lines)),
        pay_vnd=money["payable_vnd"],
        left_vnd=money["closing_vnd"] - money["payable_vnd"],
        aside=[_aside(item, names) for item in statement["goods"] if _is_aside(item)],
        aside_lines=aside_lines,
        lines=lines,
    )


def _is_aside(item: Mapping[str, Any]) -> bool:
    return any(unformat_quantity(item[column]) for column in ASIDE)


def _goods(number: int, item: Mapping[str, Any], names: Mapping[str, str]) -> list[GoodsRow]:
    opening, received = unformat_quantity(item["opening"]), unformat_quantity(item["received"])
    prices = item["prices"] or [{"unit_price_vnd": None, "quantity": "0", "gross_vnd": None}]
    rows = []
    for price in prices:
        first = price is prices[0]
        rows.append(
            GoodsRow(
                number=number if first else None,
                name=names.get(item["product"], item["product"]) if first else _("giá khác"),
                unit=item["unit"],
                opening=opening if first else None,
                received=received if first else None,
                total=Milli(opening + received) if first else None,
                sold=unformat_quantity(price["quantity"]),
                unit_price_vnd=price["unit_price_vnd"],
                gross_vnd=price["gross_vnd"],
                closing=unformat_quantity(item["closing"]) if first else None,
                aside=first and _is_aside(item),
            )
        )
    return rows


def _aside(item: Mapping[str, Any], names: Mapping[str, str]) -> AsideRow:
    return AsideRow(
        names.get(item["product"], item["product"]), item["unit"], *(unformat_quantity(item[column]) for column in ASIDE)
    )


def _line(line: Mapping[str, Any], names: Mapping[str, str]) -> LineRow:
    product = line.get("product")
    words = names.get(product, product) if product else ""
    memo, kind = line.get("memo") or "", line["kind"]
    return LineRow(
        day=day(line["day"]),
        kind=_(KINDS[kind]),
        words=": ".join(part for part in (words, memo if memo != words else "") if part),
        lot=line.get("lot") or "",
        quantity=unformat_quantity(line["quantity"]),
        gross_vnd=line["gross_vnd"],
        owed_vnd=line["owed_vnd"],
    )


def _sums(money: Mapping[str, int], gross_vnd: int, lines: int) -> list[SumRow]:
    """II to V of the form; V itself is the paper's large line. Rows that say nothing are left out."""
    kept_vnd = gross_vnd - money["sold_owed_vnd"]
    rows = [
        SumRow(_("II. Còn nợ kỳ trước"), money["opening_vnd"]),
        SumRow(_("III. Phải thanh toán đến kỳ này"), money["opening_vnd"] + gross_vnd),
        SumRow(_kept_words(kept_vnd, gross_vnd, lines), -kept_vnd, signed=True),
    ]
    others = (
        (_("Khách trả hàng (phụ lục 2)"), -money["refunded_owed_vnd"]),
        (_("Hao hụt điểm bán chịu (phụ lục 2)"), money["loss_owed_vnd"]),
        (_("Điều chỉnh (phụ lục 2)"), money["adjustments_vnd"]),
        (_("Trừ chi phí (phụ lục 2)"), -money["charges_vnd"]),
        (_("Đã trả trong kỳ (phụ lục 2)"), -money["paid_vnd"]),
    )
    rows += [SumRow(label, vnd, signed=True, indent=True) for label, vnd in others if vnd]
    if money["closing_vnd"] != money["payable_vnd"]:
        rows.append(SumRow(_("Còn phải trả cuối kỳ"), money["closing_vnd"]))
    return rows


def _kept_words(kept_vnd: int, gross_vnd: int, lines: int) -> str:
    """`IV. Hoa hồng điểm bán 15 %` where one whole rate explains the amount up to rounding line by line."""
    if gross_vnd > 0:
        percent = round(kept_vnd * 100 / gross_vnd)
        if percent > 0 and abs(kept_vnd * 100 - gross_vnd * percent) <= 100 * max(lines, 1):
            return _("IV. Hoa hồng điểm bán %(rate)s", rate=f"{percent}\u00a0%")
    return _("IV. Hoa hồng và phần giảm trừ theo hợp đồng")
