"""The report of the programme as tables: what its page, its workbook and its sheets show alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.i18n import gettext as _
from core.text.formats import day as day_text
from core.text.formats import vnd
from core.text.labels import say
from reports.programme_pack.results import PackSales, PackYear, ProgrammePack
from suppliers.programme.plans.choices import TargetKind


class CellKind(StrEnum):
    """What a column holds, which decides how a figure is written."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    DAY = "day"


Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class PackColumn:
    """A column; its label is in the present language."""

    label: str
    kind: CellKind = CellKind.TEXT

    @property
    def is_figure(self) -> bool:
        """Whether the cells stand to the right."""
        return self.kind in {CellKind.COUNT, CellKind.MONEY}

    def write(self, cell: Cell) -> str:
        """A cell as a person reads it."""
        if cell is None:
            return ""
        if self.kind is CellKind.DAY and isinstance(cell, date):
            return day_text(cell)
        return vnd(cell) if self.kind is CellKind.MONEY and isinstance(cell, int) else str(cell)


@dataclass(frozen=True, slots=True)
class PackTable:
    """A table with its title; `nothing` stands in the place of rows where there are none."""

    title: str
    columns: Sequence[PackColumn]
    rows: Sequence[Sequence[Cell]]
    nothing: str
    total: Sequence[Cell] | None = None


def tables(pack: ProgrammePack) -> Iterator[PackTable]:
    """The tables of a report, top to bottom, in the present language."""
    for year in pack.years:
        yield _targets(year)
    yield _stars(pack)
    for sold in pack.sales:
        yield _sales(sold, pack)
    text, count, money, day = CellKind.TEXT, CellKind.COUNT, CellKind.MONEY, CellKind.DAY
    yield PackTable(
        _("Sản phẩm được công nhận, nâng hạng"),
        [PackColumn(_("Sản phẩm")), PackColumn(_("Xã, phường")), PackColumn(_("Sao"), count), PackColumn(_("Trước đây"), text)],
        [(p.name, p.commune, p.stars, _stars_before(p.before, waits=p.waits)) for p in pack.recognised],
        _("Kỳ này không có sản phẩm mới hay nâng hạng."),
    )
    yield PackTable(
        _("Nhà sản xuất mới, được củng cố"),
        [PackColumn(_("Nhà sản xuất")), PackColumn(_("Xã, phường")), PackColumn(_("Năm")), PackColumn(_("Tham gia"))],
        [(p.name, p.commune, str(p.year), say(p.kind, "participation_kind")) for p in pack.producers],
        _("Kỳ này không có nhà sản xuất mới hay được củng cố."),
    )
    yield PackTable(
        _("Giấy tờ đã hết hạn, sắp hết hạn"),
        [
            PackColumn(_("Giấy")),
            PackColumn(_("Của")),
            PackColumn(_("Số")),
            PackColumn(_("Đến ngày"), day),
            PackColumn(_("Còn (ngày)"), count),
        ],
        [(say(p.kind, "paper_kind"), p.of, p.number, p.valid_until, p.days_left) for p in pack.papers],
        _("Không có giấy nào hết hạn trong 180 ngày."),
    )
    yield PackTable(
        _("Hội chợ"),
        [
            PackColumn(_("Hội chợ")),
            PackColumn(_("Ở đâu")),
            PackColumn(_("Từ ngày"), day),
            PackColumn(_("Đến ngày"), day),
            PackColumn(_("Nhà sản xuất"), count),
            PackColumn(_("Tiền bán"), money),
        ],
        [(f.name, f.where, f.from_, f.to, f.producers, f.net_vnd) for f in pack.fairs],
        _("Kỳ này không dự hội chợ nào."),
    )
    yield PackTable(
        _("Tập huấn"),
        [
            PackColumn(_("Ngày"), day),
            PackColumn(_("Nội dung")),
            PackColumn(_("Nhà sản xuất"), count),
            PackColumn(_("Người"), count),
        ],
        [(t.on, t.subject, t.producers, t.people) for t in pack.trainings],
        _("Kỳ này không mở lớp nào."),
        (_("Cộng"), None, None, sum(t.people for t in pack.trainings)),
    )


def _targets(year: PackYear) -> PackTable:
    kinds = [PackColumn(_("Chỉ tiêu")), *(PackColumn(head, CellKind.TEXT) for head in (_("Kế hoạch"), _("Kết quả"), _("Chờ")))]
    rows = []
    for r in year.results:
        part = r.commune or (_("nhóm %(n)s", n=r.group) if r.group else "")
        name = say(r.target, "programme_target")
        money = r.target is TargetKind.SALES_VND
        figures = [vnd(f) if money else str(f) for f in (r.planned, r.result)]
        rows.append((f"{name}, {part}" if part else name, *figures, str(r.waiting) if r.waiting else "", _met(r.share_bp)))
    title = _("Kế hoạch năm %(year)s và kết quả đến %(day)s", year=year.year, day=day_text(year.until))
    return PackTable(title, [*kinds, PackColumn(_("Đạt"))], rows, _("Kế hoạch không đặt chỉ tiêu nào."))


def _met(share_bp: int | None) -> str:
    return "" if share_bp is None else f"{share_bp // 100}\u00a0%"


def _stars(pack: ProgrammePack) -> PackTable:
    found = pack.products
    rows = [
        (_("%(stars)s sao", stars=5), found.five),
        (_("%(stars)s sao", stars=4), found.four),
        (_("%(stars)s sao", stars=3), found.three),
        (_("giấy đã hết hạn"), found.ended),
        (_("chưa có sao"), found.none),
    ]
    return PackTable(
        _("Sản phẩm theo hạng sao"),
        [PackColumn(_("Hạng sao")), PackColumn(_("Sản phẩm"), CellKind.COUNT)],
        rows,
        "",
        (_("Cộng"), found.products),
    )


def _sales(sold: PackSales, pack: ProgrammePack) -> PackTable:
    money = CellKind.MONEY
    name = _(sold.by.label)
    return PackTable(
        _("Tiền bán theo: %(key)s", key=name.lower()),
        [
            PackColumn(name),
            PackColumn(_("Tiền hàng"), money),
            PackColumn(_("Khách trả hàng"), money),
            PackColumn(_("Tiền bán"), money),
        ],
        [(row.label, row.gross_vnd, row.refunds_vnd, row.net_vnd) for row in sold.items],
        _("Kỳ này chưa bán đơn nào"),
        (_("Cộng"), pack.totals.gross_vnd, pack.totals.refunds_vnd, pack.totals.net_vnd),
    )


def _stars_before(before: int | None, *, waits: bool) -> str:
    was = _("mới") if before is None else _("%(stars)s sao", stars=before)
    return f"{was}, {_('chờ quyết định')}" if waits else was
