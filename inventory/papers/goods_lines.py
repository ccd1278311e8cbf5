"""The lines of a goods document as a table: its columns, its rows and its total. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.i18n import gettext as _
from core.money import Vnd, times
from core.printing.sheets.tables import Cell, Column, Named
from core.quantity import Milli
from core.text.formats import amount, qty
from core.text.formats import day as day_text
from inventory.results import (
    CountResult,
    DeliveryResult,
    GoodsDocumentResult,
    LossResult,
    LotLineResult,
    ReturnResult,
    TransferResult,
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A table before any ink."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[str] | None = None


def lines_of(document: GoodsDocumentResult, producers: Mapping[str, str], prices_vnd: Mapping[str, Vnd]) -> Lines:
    """The lines of a document. `producers` are names by code, `prices_vnd` those of delivered products."""
    if isinstance(document, DeliveryResult):
        return _delivery(document, prices_vnd)
    if isinstance(document, LossResult):
        return _loss(document, producers)
    if isinstance(document, CountResult):
        return _count(document, producers)
    assert isinstance(document, (ReturnResult, TransferResult))
    columns = [_number(), Column(_("Tên hàng, lô"), wide=True), Column(_("Số lượng"), figures=True, bold=True)]
    return Lines(columns, [[str(n), *_named(line, _lot(line.lot)), _q(line.quantity, line.unit)]
                           for n, line in enumerate(document.lines, 1)])  # fmt: skip


def _delivery(document: DeliveryResult, prices_vnd: Mapping[str, Vnd]) -> Lines:
    columns = [
        _number(),
        Column(_("Tên hàng, lô, hạn sử dụng"), wide=True),
        Column(_("Nhận"), figures=True, bold=True),
        Column(_("Giá bán"), figures=True),
        Column(_("Thành tiền"), figures=True),
    ]
    rows: list[list[Cell]] = []
    sum_vnd = 0
    for n, line in enumerate(document.lines, 1):
        made = _("sản xuất %(day)s", day=day_text(line.made_on)) if line.made_on else ""
        best_before = _("HSD %(day)s", day=day_text(line.best_before)) if line.best_before else ""
        price_vnd = prices_vnd[line.product]
        line_vnd = times(price_vnd, line.quantity)
        sum_vnd += line_vnd
        figures = [_q(line.quantity, line.unit), amount(price_vnd), amount(line_vnd)]
        rows.append([str(n), *_named(line, _lot(line.lot), made, best_before), *figures])
    return Lines(columns, rows, ["", _("Cộng theo giá bán"), "", "", amount(sum_vnd)])


def _loss(document: LossResult, producers: Mapping[str, str]) -> Lines:
    columns = [
        _number(),
        Column(_("Tên hàng, lô, nguyên nhân"), wide=True),
        Column(_("Số lượng"), figures=True, bold=True),
        Column(_("Phải trả nhà sản xuất"), figures=True),
    ]
    rows: list[list[Cell]] = []
    for n, line in enumerate(document.lines, 1):
        under = (_lot(line.lot), _(line.cause.label), producers.get(line.producer, line.producer))
        rows.append([str(n), *_named(line, *under), _q(line.quantity, line.unit), amount(line.owed_vnd)])
    owed_vnd = sum(line.owed_vnd for line in document.lines)
    return Lines(columns, rows, ["", _("Cộng"), "", amount(owed_vnd)])


def _count(document: CountResult, producers: Mapping[str, str]) -> Lines:
    columns = [
        _number(),
        Column(_("Tên hàng, lô"), wide=True),
        Column(_("Trong sổ"), figures=True),
        Column(_("Đếm được"), figures=True),
        Column(_("Chênh lệch"), figures=True, bold=True),
        Column(_("Phải trả nhà sản xuất"), figures=True),
    ]
    rows: list[list[Cell]] = []
    for n, line in enumerate((line for line in document.lines if line.difference), 1):
        name = Named(line.name, " · ".join((_lot(line.lot), producers.get(line.producer, line.producer))))
        figures = [_q(line.booked, line.unit), _q(line.counted, line.unit), _signed(line.difference), amount(line.owed_vnd)]
        rows.append([str(n), name, *figures])
    owed_vnd = sum(line.owed_vnd for line in document.lines)
    return Lines(columns, rows, ["", _("Cộng"), "", "", "", amount(owed_vnd)])


def _number() -> Column:
    return Column(_("STT"))


def _lot(code: str) -> str:
    return _("lô %(lot)s", lot=code)


def _named(line: LotLineResult, *under: str) -> tuple[Named]:
    return (Named(line.name, ", ".join(text for text in under if text)),)


def _q(quantity: Milli, unit: str) -> str:
    return f"{qty(quantity)}\u00a0{unit}"


def _signed(quantity: Milli) -> str:
    return f"+{qty(quantity)}" if quantity > 0 else qty(quantity)
