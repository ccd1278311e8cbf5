"""The record of a recall on A4: why lots were stopped, what became of each, what is left where, and who signs for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from reportlab.platypus import Flowable, Spacer

from core import clock
from core.i18n import gettext as _
from core.i18n import in_language
from core.people import people
from core.printing.fonts import reportlab_lock
from core.printing.issuer import present_issuer
from core.printing.sheets import parts
from core.printing.sheets.pages import Ending, make_pdf
from core.printing.sheets.sizes import SHEETS, SheetSize
from core.printing.sheets.tables import Cell, Column, Named, table
from core.printing.slip_parts import Issuer
from core.quantity import Milli
from core.text.formats import day as day_text
from core.text.formats import moment, qty
from inventory import places
from inventory.papers import examples
from inventory.recalls.results import RecalledGoods, RecallResult
from inventory.results import LotPlace
from pos.customers.recalled import RecalledSales

SIZE = SheetSize.A4
WIDTH = SHEETS[SIZE].text_width


@dataclass(frozen=True, slots=True)
class RecallRecord:
    """All that the paper says; `at` is when it was printed, `callable_` how many customers can be called."""

    issuer: Issuer
    recall: RecallResult
    by: str
    places: Mapping[str, str]
    sales: int
    first_sold: date | None
    last_sold: date | None
    callable_: int
    at: datetime


def record_of(recall: RecallResult, sold: RecalledSales) -> RecallRecord:
    """The record of a recall as it stands now."""
    days = sorted(clock.day_of(one.sold_at) for one in sold.sold)
    return RecallRecord(
        issuer=present_issuer(),
        recall=recall,
        by=people.names().get(recall.by, recall.by),
        places=places.place_names(),
        sales=sold.sales,
        first_sold=days[0] if days else None,
        last_sold=days[-1] if days else None,
        callable_=len(sold.buyers),
        at=clock.now(),
    )


def recall_pdf(record: RecallRecord) -> bytes:
    """The paper as PDF."""
    with reportlab_lock(), in_language(record.issuer.language):
        recall = record.recall
        name = _("Biên bản thu hồi hàng")
        story: list[Flowable] = [
            parts.letterhead(record.issuer, WIDTH),
            parts.title(name, _("Lập lúc %(at)s", at=moment(record.at)), recall.number, WIDTH),
            *parts.facts(_facts(record), WIDTH),
            Spacer(1, 12),
            table(_columns(), [_row(goods) for goods in recall.lots], WIDTH),
            Spacer(1, 14),
        ]
        rest = _rest(record)
        signatures = parts.signatures([_("Người lập"), _("Thủ kho"), _("Đại diện nhà sản xuất"), _("Quản lý điểm bán")], WIDTH)
        if rest:
            columns = [
                Column(_("Còn ở đâu"), wide=True),
                Column(_("Còn"), figures=True, bold=True),
                Column(_("Để riêng"), figures=True),
            ]
            story.append(Ending(table([*columns, Column(_("Đã kiểm"), figures=True)], rest, WIDTH), [signatures]))
        else:
            story += [parts.note(_("Không còn hàng nào của các lô này ở điểm bán.")), signatures]
        foot = f"{name} {recall.number}"
        return make_pdf(story, SIZE, title=foot, author=record.issuer.name, foot=foot, language=record.issuer.language)


def _facts(record: RecallRecord) -> list[tuple[str, str | None]]:
    recall = record.recall
    sold = None
    if record.sales and record.first_sold and record.last_sold:
        span = {"first": day_text(record.first_sold), "last": day_text(record.last_sold)}
        sold = _("%(n)s đơn, từ %(first)s đến %(last)s", n=record.sales, **span)
    return [
        (_("Lý do"), recall.reason),
        (_("Dừng bán lúc"), moment(recall.at)),
        (_("Người quyết định"), record.by),
        (_("Nhà sản xuất"), ", ".join(sorted({goods.producer_name for goods in recall.lots}))),
        (_("Đã bán"), sold),
        (_("Khách gọi được"), str(record.callable_) if record.callable_ else None),
    ]


def _columns() -> Sequence[Column]:
    return [
        Column(_("Tên hàng, lô, hạn sử dụng"), wide=True),
        Column(_("Đã nhận"), figures=True),
        Column(_("Đã bán"), figures=True),
        Column(_("Trả HTX"), figures=True),
        Column(_("Đã hủy"), figures=True),
        Column(_("Hao hụt khác"), figures=True),
        Column(_("Còn"), figures=True, bold=True),
    ]


def _row(goods: RecalledGoods) -> Sequence[Cell]:
    best_before = _("HSD %(day)s", day=day_text(goods.best_before)) if goods.best_before else ""
    under = ", ".join(filter(None, (_("lô %(lot)s", lot=goods.lot), best_before, goods.unit)))
    figures = (goods.came, goods.sold, goods.given_back, goods.destroyed, goods.lost, goods.left)
    return [Named(goods.name, under), *map(qty, figures)]


def _rest(record: RecallRecord) -> list[list[Cell]]:
    """What is left, place by place; the last column is for the pen."""
    return [
        [
            Named(record.places.get(level.place, level.place), f"{goods.name}, {_('lô %(lot)s', lot=goods.lot)}"),
            f"{qty(level.on_hand)}\u00a0{goods.unit}",
            qty(level.set_aside) if level.set_aside else "",
            "………",
        ]
        for goods in record.recall.lots
        for level in goods.places
    ]


def example(language: str | None = None) -> RecallRecord:
    """A record as an example."""
    jar = RecalledGoods(
        lot="L261027-04M",
        product="DG1000",
        name=examples.CROCK,
        unit="hũ",
        producer="VH",
        producer_name=examples.NAMES.producers["VH"],
        best_before=date(2026, 12, 5),
        came=Milli(90_000),
        sold=Milli(74_000),
        given_back=Milli(0),
        destroyed=Milli(0),
        lost=Milli(2_000),
        places=[
            LotPlace(place="SHOP", on_hand=Milli(8_000), set_aside=Milli(0)),
            LotPlace(place="STORE", on_hand=Milli(6_000), set_aside=Milli(6_000)),
        ],
    )
    gone = replace(jar, lot="L261108-01E", sold=Milli(80_000), destroyed=Milli(8_000), places=[])
    recall = RecallResult(
        uid="00000000-0000-4000-8000-000000000001",
        number="BBTH-2026-0001",
        reason="một số nắp hũ không kín, dưa có thể hỏng",
        at=datetime(2026, 12, 1, 8, 40, tzinfo=UTC),
        by="quanly",
        product="DG1000",
        lots=[jar, gone],
        cleared=False,
    )
    return RecallRecord(
        issuer=examples.issuer(language),
        recall=recall,
        by=examples.NAMES.people["quanly"],
        places=examples.NAMES.places,
        sales=51,
        first_sold=date(2026, 10, 27),
        last_sold=date(2026, 12, 1),
        callable_=12,
        at=examples.AT,
    )
