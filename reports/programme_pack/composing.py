"""The report of the programme over a span of days, composed from papers, parts, fairs, trainings and sales. Read-only.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from core import clock, outlet
from core.db import fetch_all
from core.errors import Invalid
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.money import Vnd
from inventory.fairs import fairs
from reports.choices import SalesKey
from reports.fairs.outcome import outcome
from reports.programme_pack.choices import PackKey
from reports.programme_pack.results import (
    Meaning,
    PackFair,
    PackPaper,
    PackProducer,
    PackRecognised,
    PackSales,
    PackSalesRow,
    PackSums,
    PackTraining,
    PackYear,
    ProgrammePack,
)
from reports.programme_year.comparing import year_reached
from reports.programme_year.recognised import recognised
from reports.programme_year.stars import stars_of_products
from reports.selling.report import sales
from suppliers.certificates import papers
from suppliers.certificates.papers import PaperFilter
from suppliers.models import Product
from suppliers.producers import producer_names
from suppliers.programme.participation import registry
from suppliers.programme.participation.choices import ParticipationKind
from suppliers.programme.plans.plans import find_plan
from suppliers.programme.trainings import trainings
from suppliers.programme.trainings.trainings import TrainingFilter

ENDING_DAYS = 180
MOST_DAYS = 3660
"""A report spans ten years at most."""
MOST_TRAININGS = 1000
_MEANINGS = (
    (N_("Tiền bán"), N_("Tiền hàng trừ giảm giá và tiền trả lại khách, mỗi khoản tính vào ngày của nó; bằng báo cáo bán hàng.")),
    (N_("Hạng sao"), N_("Số sao của sản phẩm theo giấy OCOP còn hạn vào ngày bán; giấy hết hạn thì không còn sao.")),
    (N_("Sản phẩm được công nhận"), N_("Sản phẩm có giấy OCOP đầu tiên, hoặc giấy mới cao sao hơn giấy trước, cấp trong kỳ.")),
    (N_("HTX, tổ hợp tác mới"), N_("Nhà sản xuất được ghi là mới tham gia chương trình trong năm.")),
    (N_("HTX củng cố, nâng cấp"), N_("Nhà sản xuất được ghi là được củng cố, nâng cấp trong năm.")),
    (N_("Điểm bán sản phẩm OCOP"), N_("Các điểm kế hoạch nêu tên; không nêu thì là những nơi đã bán hàng trong năm.")),
    (N_("Người được tập huấn"), N_("Cộng số người của các lớp đã mở; lớp chưa tới ngày thì chưa tính.")),
    (N_("Tiền bán qua điểm bán"), N_("Tiền bán hàng của các nhà sản xuất trong năm, không kể hàng của chính điểm bán.")),
    (N_("Giấy tờ"), N_("Giấy đã hết hạn hoặc hết hạn trong 180 ngày sau ngày cuối kỳ, chưa có giấy khác thay.")),
)


def compose(first: date, last: date) -> ProgrammePack:
    """The report of a span of days, in the language of the outlet's papers. Raises Invalid for a span that is none."""
    if first > last:
        raise Invalid(("from", N_("Ngày đầu sau ngày cuối.")))
    if (last - first).days > MOST_DAYS:
        raise Invalid(("to", N_("Báo cáo nhiều nhất là mười năm.")))
    with in_language(outlet.show_outlet().paper_language):
        grouped = {key: _grouped(key, first, last) for key in PackKey}
        return ProgrammePack(
            outlet=outlet.show_outlet().name,
            from_=first,
            to=last,
            products=stars_of_products(min(last, clock.today())),
            totals=_total(grouped[PackKey.MONTH]),
            sales=[PackSales(by=key, items=items) for key, items in grouped.items()],
            years=list(_years(first, last)),
            recognised=[
                PackRecognised(product=p.product, name=p.name, commune=p.commune, stars=p.stars, before=p.before, waits=p.waits)
                for p in recognised(first, last)
            ],
            producers=list(_producers(first, last)),
            papers=list(_papers(last)),
            fairs=list(_fairs(first, last)),
            trainings=[
                PackTraining(on=t.on, subject=t.subject, producers=len(t.for_), people=t.people)
                for t in reversed(trainings.by_day(TrainingFilter(first, last), MOST_TRAININGS))
            ],
            meanings=[Meaning(figure=_(figure), meaning=_(meaning)) for figure, meaning in _MEANINGS],
        )


def _grouped(key: PackKey, first: date, last: date) -> list[PackSalesRow]:
    return [
        PackSalesRow(key=row.key, label=row.label, gross_vnd=row.gross_vnd, refunds_vnd=row.refunds_vnd, net_vnd=row.net_vnd)
        for row in sales(SalesKey(key.value), first, last).items
    ]


def _total(rows: Sequence[PackSalesRow]) -> PackSums:
    return PackSums(
        gross_vnd=Vnd(sum(row.gross_vnd for row in rows)),
        refunds_vnd=Vnd(sum(row.refunds_vnd for row in rows)),
        net_vnd=Vnd(sum(row.net_vnd for row in rows)),
    )


def _years(first: date, last: date) -> Iterator[PackYear]:
    for year in range(first.year, last.year + 1):
        if find_plan(year) is not None:
            reached = year_reached(year, last)
            yield PackYear(year=year, until=reached.until, results=reached.results)


def _producers(first: date, last: date) -> Iterator[PackProducer]:
    for year in range(first.year, last.year + 1):
        for kind in ParticipationKind:
            for p in registry.of_year(year, kind):
                yield PackProducer(code=p.code, name=p.name, commune=p.commune, year=year, kind=kind)


def _papers(last: date) -> Iterator[PackPaper]:
    makers = dict(producer_names())
    goods = {row["code"]: row["name"] for row in fetch_all(select(Product.code, Product.name))}
    for paper in papers.to_renew(PaperFilter()):
        ends = paper.valid_until
        if ends is not None and paper.issued_on <= last and ends <= last + timedelta(days=ENDING_DAYS):
            of = goods.get(paper.product, paper.product) if paper.product else makers.get(paper.owner, paper.owner)
            yield PackPaper(kind=paper.kind, of=of, number=paper.number, valid_until=ends, days_left=(ends - last).days)


def _fairs(first: date, last: date) -> Iterator[PackFair]:
    held = [fair for fair in fairs.calendar() if fair.from_ <= last and fair.to >= first]
    for fair in sorted(held, key=lambda fair: (fair.from_, fair.code)):
        came = outcome(fair.code)
        yield PackFair(
            code=fair.code,
            name=fair.name,
            from_=fair.from_,
            to=fair.to,
            where=fair.where,
            producers=len(came.items),
            net_vnd=came.totals.net_vnd,
        )
