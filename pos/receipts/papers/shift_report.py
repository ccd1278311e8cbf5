"""The X report of an open shift and the Z report of a closed one: what was sold, what lies in the drawer, what else happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from core import clock
from core.db import fetch_one
from core.errors import NotFound
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.people import people
from core.printing.devices.settings import usual_settings
from core.printing.issuer import present_issuer
from core.printing.layout import Big, Gap, Pair, Row, Rule, Text
from core.printing.papers import LONG, Slip, SlipFormat, SlipPaper
from core.printing.skins.files import slip_file
from core.printing.slip_parts import Issuer, copy_mark, digest_line, foot, head, signatures
from core.text.formats import amount, capitalized, clock_time, vnd
from pos.choices import CashMoveKind
from pos.counter.results import FullShiftReport, MethodSum
from pos.models import Shift, Till
from pos.pricing import AdjustmentKind
from pos.receipts.papers import examples
from pos.receipts.shift_report import full_report

DISCOUNTS = {
    AdjustmentKind.PACK: N_("Giá thùng, lốc"),
    AdjustmentKind.BASKET: N_("Giá giỏ quà"),
    AdjustmentKind.OFFER: N_("Khuyến mãi"),
    AdjustmentKind.MANUAL: N_("Giảm giá từng món"),
    AdjustmentKind.SALE: N_("Giảm giá cả phiếu"),
}


def rows(report: FullShiftReport, issuer: Issuer, names: Mapping[str, str], copy: int = 0) -> list[Row]:
    """The rows of a report; `names` is what people are called, by username."""
    closed = report.closed_at is not None
    printed: list[Row] = [*head(issuer), *_title(report, names), *copy_mark(copy), Rule()]
    printed += [*_sold(report), Rule(), *_drawer(report), Rule()]
    if closed:
        printed += [*_count(report), Rule()]
    printed += _aside(report)
    if closed:
        printed += signatures(_("Thu ngân"), _("Quản lý"))
    return [*printed, *foot([digest_line(report.digest)])]


def _title(report: FullShiftReport, names: Mapping[str, str]) -> Iterator[Row]:
    yield Rule()
    yield Pair(_("Báo cáo ca (X)") if report.closed_at is None else _("Báo cáo đóng ca (Z)"), report.till_name, bold=True)
    opened = _("Mở lúc %(at)s", at=_minute(report.opened_at))
    yield Pair(opened, names.get(report.opened_by, report.opened_by), small=True)
    if report.closed_at and report.closed_by:
        closed = _("Đóng lúc %(at)s", at=_minute(report.closed_at))
        yield Pair(closed, names.get(report.closed_by, report.closed_by), small=True)
    if report.close_approved_by:
        yield Pair(_("Người duyệt"), names.get(report.close_approved_by, report.close_approved_by), small=True)
    if report.others:
        people_too = ", ".join(names.get(other, other) for other in report.others)
        yield Text(_("Cùng làm trong ca: %(names)s", names=people_too), small=True)


def _minute(at: datetime) -> str:
    return f"{clock.local(at):%d/%m/%Y %H:%M}"


def _sold(report: FullShiftReport) -> Iterator[Row]:
    yield Text(_("Tiền bán hàng"), bold=True)
    yield Pair(_("Số đơn bán"), amount(report.sales))
    yield from _by_method(report.payments)
    yield Pair(_("Cộng khách trả"), amount(report.sales_vnd), bold=True)
    if report.refunds:
        yield Gap()
        yield Text(_("Trả lại khách"), bold=True)
        yield from _by_method(report.refunds, sign=-1)
    if report.discounts or report.rounding_vnd:
        yield Gap()
        yield Text(_("Đã tính trong tiền bán"), bold=True)
        yield from (Pair(_(DISCOUNTS[part.kind]), amount(-part.amount_vnd)) for part in report.discounts)
        if report.rounding_vnd:
            yield Pair(_("Làm tròn"), amount(report.rounding_vnd))


def _by_method(sums: Sequence[MethodSum], sign: int = 1) -> Iterator[Row]:
    for part in sums:
        yield Pair(capitalized(_(part.method.slip_label)), amount(sign * part.amount_vnd))


def _cash(sums: Sequence[MethodSum]) -> int:
    return sum(part.amount_vnd for part in sums if part.method == "cash")


def _drawer(report: FullShiftReport) -> Iterator[Row]:
    yield Text(_("Tiền mặt trong két"), bold=True)
    yield Pair(_("Tiền đầu ca"), amount(report.opening_float_vnd))
    lines = (
        (_("Bán hàng thu tiền mặt"), _cash(report.payments)),
        (_("Trả lại khách"), -_cash(report.refunds)),
        (_("Nộp vào két"), report.cash_in_vnd),
        (_("Rút khỏi két"), -report.cash_out_vnd),
        (_("Chi trả nhà sản xuất"), -report.payouts_vnd),
        (_("Khách trả nợ"), report.customer_payments_vnd),
        (_("Nhà sản xuất trả lại"), report.producer_payments_vnd),
        (_("Đến sau khi đóng ca"), -report.late_vnd),
    )
    yield from (Pair(words, amount(vnd_)) for words, vnd_ in lines if vnd_)
    if report.closed_at is None:
        yield Big(_("Trong két"), vnd(report.expected_vnd))
    else:
        yield Pair(_("Theo sổ"), amount(report.expected_vnd), bold=True)


def _count(report: FullShiftReport) -> Iterator[Row]:
    yield Text(_("Đếm két"), bold=True)
    for note, pieces in (report.counted or {}).items():
        yield Pair(f"{amount(note.value_vnd)} × {amount(pieces)}", amount(note.value_vnd * pieces))
    yield Pair(_("Đếm được"), amount(report.counted_vnd or 0), bold=True)
    difference_vnd = report.difference_vnd or 0
    word = _("Khớp sổ") if not difference_vnd else _("Thừa") if difference_vnd > 0 else _("Thiếu")
    yield Big(word, vnd(abs(difference_vnd)))
    for cause in report.likely_causes:
        yield Text(cause.text, small=True)


def _aside(report: FullShiftReport) -> Iterator[Row]:
    """What happened beside the sales; nothing where nothing did."""
    yield Text(_("Việc khác trong ca"), bold=True)
    if report.unconfirmed:
        count = amount(report.unconfirmed)
        yield Pair(_("Chuyển khoản chưa xác nhận: %(count)s", count=count), amount(report.unconfirmed_vnd))
    for move in report.cash_moves:
        word, sign = (_("Nộp vào két"), 1) if move.kind is CashMoveKind.IN else (_("Rút khỏi két"), -1)
        yield Pair(f"{clock_time(move.at)} {word}", amount(sign * move.amount_vnd), small=True)
        yield Text(move.reason, small=True)
    for opening in report.drawer_openings:
        yield Text(f"{clock_time(opening.at)} " + _("Mở két không bán: %(reason)s", reason=opening.reason), small=True)
    yield Pair(_("Số lần mở két không bán"), amount(len(report.drawer_openings)))
    yield Pair(_("Số lần bỏ món khỏi đơn"), amount(len(report.voids)))
    yield Pair(_("Số phiếu in lại"), amount(len(report.reprints)))


def _make(shift: str, copy: int) -> Slip:
    report, issuer = full_report(shift), present_issuer()
    with in_language(issuer.language):
        return Slip(_heading(report), rows(report, issuer, people.names(), copy))


def _heading(report: FullShiftReport) -> str:
    return _("Báo cáo ca %(till)s, %(at)s", till=report.till_name, at=_minute(report.opened_at))


def shift_file(shift: str, format: SlipFormat) -> bytes:
    """A shift's report as a file for the roll of its till. Raises NotFound."""
    till = fetch_one(select(Till.paper_mm).join(Shift, Shift.till_code == Till.code).where(Shift.uid == shift))
    if till is None:
        raise NotFound(N_("Không có ca bán này."))
    return slip_file(_make(shift, 0), format, usual_settings(till["paper_mm"]))


def _example(report: FullShiftReport, copy: int) -> Slip:
    return Slip(_heading(report), rows(report, examples.issuer(), examples.NAMES, copy))


X_REPORT = SlipPaper(
    name="x-report",
    label=N_("Báo cáo ca (X)"),
    lasts=LONG,
    make=_make,
    example=lambda copy: _example(examples.open_shift(), copy),
)
Z_REPORT = SlipPaper(
    name="z-report",
    label=N_("Báo cáo đóng ca (Z)"),
    lasts=LONG,
    make=_make,
    example=lambda copy: _example(examples.closed_shift(), copy),
)
