"""Pages at the top: the manager's day, sales and their transfers. Reports, people, settings, payouts stand beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, get_args

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.outlet import OutletSettings, show_outlet
from core.people import approvals, rate_limits
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.printing.papers import SlipFormat
from core.results import Page
from core.text.formats import day as written_day
from core.text.formats import moment, qty, vnd, weekday
from core.text.letters import clean_text
from core.web.pages import person
from inventory.announcing import to_do
from inventory.counting import posted
from inventory.expiry import ending
from inventory.feedback import reading as feedback
from inventory.oversold import reading as oversold
from inventory.recalls import reading
from office import machine
from office.first_steps import first_steps
from office.programme import decisions as programme
from office.results import Decision, SalesSums, Tone
from pos import flags, sales, shifts, tills
from pos.choices import FlagCode
from pos.flags import Flagged
from pos.receipts import slips
from reports.charts.bars import BarChart, Column, Series, bar_chart
from reports.choices import SalesKey
from reports.results import SalesRow
from reports.selling import report as report_sales
from suppliers import statement_queries
from suppliers.agreements import ends, versions
from suppliers.choices import ExpiryChoice, ProposalState, StatementState
from suppliers.prices.proposals import ProposalFilter, list_proposals
from suppliers.producers import producer_names, with_pending_account
from suppliers.products import show_product
from suppliers.results import ProducerResult

bp = Blueprint("office", __name__)

RECEIPTS = 100
LOTS = 2
"""Lots named one by one on the manager's day; the rest are a number with a link."""
QUESTIONS = 3
"""Questions of producers named one by one."""
AGREEMENT_URGENT = 7
"""Days before the end of an agreement from when it is urgent to sign again."""
PROPOSALS = 20
"""Proposed prices that are named, the oldest; others come up once these are answered."""


@bp.get("/reports/today")
@needs(Permit.MANAGE)
def today() -> str:
    """The manager's day, beside the same weekday a week ago."""
    day = clock.today()
    before = day - timedelta(days=7)
    hours, hours_before = (report_sales.sales(SalesKey.HOUR, d, d) for d in (day, before))
    producers, producers_before = (report_sales.sales(SalesKey.PRODUCER, d, d) for d in (day, before))
    earlier = {item.key: item.net_vnd for item in producers_before.items}
    return render_template(
        "home/today.html",
        day=day,
        weekday=weekday(day),
        now=hours.totals,
        before=_so_far(hours_before.items),
        chart=_chart(hours.items, hours_before.items),
        producers=producers.items,
        totals=producers.totals,
        earlier=earlier,
        earlier_vnd=producers_before.totals.net_vnd,
        has_before=bool(hours_before.items),
        accounts=_accounts(),
        decisions=_decisions(day),
        first_steps=first_steps(),
    )


def _accounts() -> list[tuple[OutletSettings | ProducerResult, str]]:
    """The bank accounts that wait, with the address of what can be done about each."""
    own = show_outlet()
    outlets = [(own, "/settings/bank-account")] if own.pending else []
    return [*outlets, *((p, f"/producers/{p.code}/bank-account") for p in with_pending_account())]


def _so_far(items: Sequence[SalesRow]) -> SalesSums:
    """The sums of an earlier day up to the hour it is now: a morning is not compared with a whole day."""
    hour = f"{clock.local(clock.now()).hour:02d}"
    reached = [item for item in items if item.key <= hour]
    return SalesSums(
        sales=sum(item.sales for item in reached),
        net_vnd=sum(item.net_vnd for item in reached),
        owed_vnd=sum(item.owed_vnd for item in reached),
        kept_vnd=sum(item.kept_vnd for item in reached),
    )


def _chart(items: Sequence[SalesRow], items_before: Sequence[SalesRow]) -> tuple[BarChart, BarChart] | None:
    """The hours of the day beside those of a week ago, for a wide page and for a telephone; None on a day without sales."""
    now = {item.key: item.net_vnd for item in items}
    before = {item.key: item.net_vnd for item in items_before}
    reached = sorted({int(key) for key in (*now, *before)})
    if not reached:
        return None
    at = clock.local(clock.now()).hour
    hours = range(reached[0], reached[-1] + 1)
    columns = [Column(f"{hour}h", f"{hour}:00", is_partial=hour == at) for hour in hours]
    series = [Series(str(_("Hôm nay")), [now.get(f"{hour:02d}", 0) for hour in hours])]
    earlier = [before.get(f"{hour:02d}", 0) for hour in hours]
    return bar_chart(columns, series, 640, 300, earlier), bar_chart(columns, series, 346, 240, earlier)


def _decisions(day: date) -> list[Decision]:
    """What waits for the manager: what is urgent, then the first of every kind, so that many of one hide no other."""
    kinds = [
        _late(),
        machine.warnings(),
        _wrong_pins(),
        _feedback(),
        _recalls(),
        _dates(),
        _goods_to_come(day),
        _transfers(),
        _differences(day),
        _agreements(day),
        _questions(),
        _count_questions(),
        _oversold(),
        _proposals(),
        programme.papers(),
        programme.inspections(),
        _flagged(),
    ]
    urgent = [d for kind in kinds for d in kind if d.tone is Tone.BAD]
    waiting = [[d for d in kind if d.tone is not Tone.BAD] for kind in kinds]
    return [*urgent, *(kind[0] for kind in waiting if kind), *(d for kind in waiting for d in kind[1:])]


def _wrong_pins() -> list[Decision]:
    """Tells a manager that somebody tries their PIN."""
    failures = rate_limits.wrong_pins(current_actor().name)
    if failures is None:
        return []
    times, since = failures
    sentence = _("%(n)s lần gõ sai PIN của bạn từ %(since)s", n=times, since=moment(since))
    return [Decision(sentence, _("Không phải bạn gõ thì đổi PIN."), "/account#pin", _("Đổi PIN"), Tone.BAD)]


def _late() -> list[Decision]:
    late = flags.count_sales_to_review(FlagCode.LATE)
    if not late:
        return []
    return [
        Decision(
            sentence=_("%(n)s đơn bán gửi muộn cần xem lại", n=late),
            detail=_("giờ bán có thể không đúng"),
            href="/reports/receipts?show=late",
            action=_("Xem"),
            tone=Tone.BAD,
        )
    ]


def _feedback() -> list[Decision]:
    """Complaints that nobody has closed, and what visitors said that waits to be looked at."""
    found = []
    if cases := feedback.open_cases():
        sentence = _("%(n)s khách báo ăn bị đau hoặc hàng hỏng, vụ đang mở", n=cases)
        found.append(Decision(sentence, "", "/feedback?what=cases", _("Xem"), Tone.BAD))
    if waiting := feedback.waiting():
        found.append(Decision(_("%(n)s lời khách chờ xem", n=waiting), "", "/feedback?what=waiting", _("Xem"), Tone.INFO))
    return found


def _recalls() -> list[Decision]:
    return [
        Decision(
            sentence=_("Thu hồi %(goods)s: còn hàng phải xử lý", goods=", ".join(dict.fromkeys(g.name for g in recall.lots))),
            detail=recall.reason,
            href=url_for("recalls.show", uid=recall.uid),
            action=_("Xử lý"),
            tone=Tone.BAD,
        )
        for recall in reading.with_goods_left()
    ]


def _dates() -> list[Decision]:
    """Lots near their day that wait for somebody; what is marked down and still good waits for nobody."""
    near = ending.ending(show_outlet().near_expiry_days)
    lots = [lot for lot in near if lot.free and not (lot.days_left >= 0 and lot.choice is ExpiryChoice.MARK_DOWN)]
    decisions = []
    for lot in lots[:LOTS]:
        left = lot.days_left
        when = _("đã hết hạn") if left < 0 else _("hết hạn hôm nay") if left == 0 else _("còn %(n)s ngày", n=left)
        parts = [f"{qty(lot.on_hand)} {lot.unit}", lot.producer_name, *([_("HTX chưa trả lời")] if lot.is_unanswered else [])]
        decisions.append(
            Decision(
                sentence=f"{lot.name}: {when}",
                detail=" · ".join(parts),
                href=url_for("expiring.expiring_lot", lot=lot.lot),
                action=_("Xem"),
                tone=Tone.BAD if left <= 1 else Tone.WARN,
            )
        )
    if len(lots) > LOTS:
        more = _("%(n)s lô nữa sắp hết hạn", n=len(lots) - LOTS)
        unanswered = sum(lot.is_unanswered for lot in lots[LOTS:])
        detail = _("%(n)s lô HTX chưa trả lời", n=unanswered) if unanswered else ""
        decisions.append(Decision(more, detail, url_for("expiring.expiring_list"), _("Xem tất cả"), Tone.WARN))
    return decisions


def _goods_to_come(day: date) -> list[Decision]:
    return [Decision(item.sentence, item.detail, item.href, item.action, Tone(item.tone)) for item in to_do.to_do(day)]


def _transfers() -> list[Decision]:
    n, amount_vnd = sales.unconfirmed()
    if not n:
        return []
    return [
        Decision(
            sentence=_("%(n)s khoản VietQR chưa xác nhận", n=n),
            detail=vnd(amount_vnd),
            href="/reports/receipts?show=unconfirmed",
            action=_("Đối chiếu"),
            tone=Tone.WARN,
        )
    ]


def _differences(day: date) -> list[Decision]:
    return [
        Decision(
            sentence=(_("%(till)s thiếu %(amount)s") if shift.difference_vnd < 0 else _("%(till)s thừa %(amount)s"))
            % {"till": shift.till_name, "amount": vnd(abs(shift.difference_vnd))},
            detail=_("ca của %(who)s", who=person(shift.opened_by)),
            href=f"/reports/shifts/{shift.uid}",
            action=_("Xem"),
            tone=Tone.WARN,
        )
        for shift in shifts.list_shifts(day - timedelta(days=2), day)
        if shift.difference_vnd
    ][:3]


def _questions() -> list[Decision]:
    asked = statement_queries.list_statements(None, None, QUESTIONS + 1, [StatementState.QUERIED])
    names = dict(producer_names())
    decisions = [
        Decision(
            sentence=_("%(producer)s hỏi về bảng thanh toán", producer=names[s.producer]),
            detail=s.number,
            href=f"/statements/{s.uid}#questions",
            action=_("Trả lời"),
            tone=Tone.INFO,
        )
        for s in asked[:QUESTIONS]
    ]
    if len(asked) > QUESTIONS:
        more = _("Còn câu hỏi khác của nhà sản xuất")
        decisions.append(Decision(more, "", "/statements?state=queried", _("Xem tất cả"), Tone.INFO))
    return decisions


def _agreements(day: date) -> list[Decision]:
    """Agreements that end soon, and versions that wait for their producer."""
    names = dict(producer_names())
    decisions = [
        Decision(
            sentence=_("Hợp đồng với %(producer)s còn %(n)s ngày", producer=names[one.producer], n=one.days_left),
            detail=_("%(number)s, hết hạn %(day)s", number=one.name, day=written_day(one.ends_on)),
            href=url_for("suppliers.agreements.agreement", number=one.number),
            action=_("Xem"),
            tone=Tone.BAD if one.days_left <= AGREEMENT_URGENT else Tone.WARN,
        )
        for one in ends.ending(day)
    ]
    waiting = versions.waiting()
    if waiting:
        sentence = _("%(n)s bản hợp đồng chờ HTX xác nhận", n=len(waiting))
        href = url_for("suppliers.agreements.agreement", number=waiting[0])
        if len(waiting) > 1:
            href = url_for("suppliers.agreements.agreements_list")
        decisions.append(Decision(sentence, _("chưa xác nhận thì bản cũ vẫn dùng"), href, _("Xem"), Tone.INFO))
    return decisions


def _count_questions() -> list[Decision]:
    names = dict(producer_names())
    return [
        Decision(
            sentence=_("%(producer)s hỏi về số đếm", producer=names[asked.producer]),
            detail=_("%(product)s, lô %(lot)s: %(message)s", product=asked.name, lot=asked.lot, message=asked.message),
            href=f"/stock/documents/counts/{asked.count}#questions",
            action=_("Trả lời"),
            tone=Tone.INFO,
        )
        for asked in posted.open_questions(QUESTIONS)
    ]


def _oversold() -> list[Decision]:
    waiting = oversold.open_count()
    if not waiting:
        return []
    sentence = _("%(n)s lần bán quá sổ", n=waiting)
    detail = _("Đếm lại, tìm chuyến hàng chưa ghi, hoặc để như vậy.")
    return [Decision(sentence, detail, "/stock/oversold", _("Xem"), Tone.WARN)]


def _proposals() -> list[Decision]:
    return [
        Decision(
            sentence=_("Giá đề nghị cho %(product)s", product=show_product(proposal.product).name),
            detail=_("%(price)s từ %(day)s", price=vnd(proposal.price_vnd), day=written_day(proposal.from_)),
            href=f"/products/{proposal.product}#proposal-{proposal.uid}",
            action=_("Trả lời"),
            tone=Tone.INFO,
        )
        for proposal in list_proposals(ProposalFilter(state=ProposalState.OPEN), limit=PROPOSALS)
    ]


def _flagged() -> list[Decision]:
    flagged = flags.count_sales_to_review()
    if not flagged:
        return []
    return [
        Decision(
            sentence=_("%(n)s đơn bán khi mất kết nối cần xem lại", n=flagged),
            detail=_("chờ quản lý xem"),
            href="/reports/receipts?show=flagged",
            action=_("Xem"),
            tone=Tone.INFO,
        )
    ]


@bp.get("/reports/receipts")
@needs(Permit.MANAGE)
def receipts_list() -> str:
    """Sales, the newest first: all, those with a waiting transfer, those with flags."""
    show: sales.ToDo | None = next((to_do for to_do in get_args(sales.ToDo) if to_do == request.args.get("show")), None)
    number = "" if show else clean_text(request.args.get("number", ""))
    after = request.args.get("after") or None
    newest_first = sales.list_sales(to_do=show, number=number or None, after=after, limit=RECEIPTS + 1, newest_first=True)
    page = Page.cut(newest_first, RECEIPTS, lambda sale: sale.number)
    names = {till.code: till.name for till in tills.list_tills()}
    return render_template("reports/receipts.html", items=page.items, tills=names, show=show, number=number, next=page.next)


@bp.post("/reports/receipts/<uid>/payments/<int:n>/confirm")
@needs(Permit.MANAGE)
def confirm(uid: str, n: int) -> Any:
    """Marks a transfer as received."""
    actor = current_actor()
    transaction(lambda: sales.confirm(uid, n, approvals.check(None, actor), actor))
    flash(_("Đã xác nhận chuyển khoản."), "good")
    return redirect("/reports/receipts?show=unconfirmed")


@bp.post("/reports/receipts/<uid>/flags/<int:n>/reviewed")
@needs(Permit.MANAGE)
def review(uid: str, n: int) -> Any:
    """Marks a flag of a sale as reviewed."""
    actor = current_actor()
    transaction(lambda: flags.review(Flagged.SALE, uid, n, None, actor))
    flash(_("Đã ghi nhận là đã xem."), "good")
    return redirect("/reports/receipts?show=flagged")


@bp.get("/r/<uid>")
@needs(Permit.PUBLIC)
def slip(uid: str) -> Any:
    """The slip behind a receipt's QR: what the paper says, nothing more."""
    return slips.paper("sale", uid.lower(), SlipFormat.HTML)
