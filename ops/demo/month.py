"""Settling: each month gone by is closed, asked about, accepted and paid; the present one stays open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from core import clock
from core.db import Row, fetch_all
from core.people.actor import Actor
from ops.demo.goods import PEOPLE, PRODUCERS
from ops.demo.story import Story, unless
from pos import shifts
from suppliers import payouts, statement_queries, statement_states, statements
from suppliers.choices import PayoutMethod
from suppliers.models import Statement
from suppliers.requests import AcceptRequest, AdjustmentRequest, MessageRequest, PayoutRequest, StatementRequest

ASKS = "HTX-VH"
IN_PARTS = "HTX-DX"
PARTS = {"first": " lần 1", "rest": " lần 2"}
IN_CASH = "HO-NH"


def plan(story: Story) -> None:
    """Plans the statements of every month that ended in the story."""
    story.at(story.day(26), "16:00", lambda: _correct(story, "HTX-DX", 45_000, "in tem nhãn tháng trước", charge=True))
    story.at(story.day(25), "16:10", lambda: _correct(story, "HTX-CL", 30_000, "bù tiền vận chuyển", charge=False))
    for end in [day for day in story.days() if (day + timedelta(days=1)).day == 1 and day < story.today]:
        story.at(end + timedelta(days=1), "09:05", partial(_issue, story, end))
        story.at(end + timedelta(days=1), "14:20", partial(_ask, story, end))
        story.at(end + timedelta(days=2), "08:40", partial(_answer, story, end))
        story.at(end + timedelta(days=2), "15:00", partial(_accept, story, end))
        story.at(end + timedelta(days=4), "10:00", partial(_pay, story, end, "first"))
        story.at(end + timedelta(days=6), "10:00", partial(_pay, story, end, "rest"))


def _correct(story: Story, producer: str, amount_vnd: int, memo: str, *, charge: bool) -> None:
    uid = story.uid("correction", producer)
    document = AdjustmentRequest(uid=uid, amount_vnd=amount_vnd, memo=memo)
    scope = "charges" if charge else "adjustments"
    story.put(scope, uid, lambda: payouts.adjust(producer, document, story.actors["quanly"], charge=charge))


def _issue(story: Story, end: date) -> None:
    for producer in PRODUCERS:
        uid = story.uid("statement", producer, end)
        document = StatementRequest.model_validate({"producer": producer, "until": end.isoformat()})
        act = partial(statements.issue, uid, document, story.actors["quanly"])
        unless("nothing_to_claim", partial(story.put, "statements", uid, act))


def _of(end: date) -> Sequence[Row]:
    """The statements up to a day, as they stand."""
    return fetch_all(select(Statement.__table__).where(Statement.until_day == end).order_by(Statement.number))


def _portal(story: Story, producer: str) -> Actor | None:
    return next((story.actors[p.username] for p in PEOPLE if p.producer == producer), None)


def _asked_line(statement: str) -> str:
    lines = statement_queries.show(statement).lines
    lost = [line for line in lines if line.kind in {"lost", "count"}]
    return str((lost or list(lines))[0].uid)


def _ask(story: Story, end: date) -> None:
    for statement in _of(end):
        asking = _portal(story, statement["producer_code"])
        if statement["producer_code"] == ASKS and asking:
            question = "Dòng hao hụt này là hôm nào, ai ghi nhận?"
            statement_states.ask(statement["uid"], MessageRequest(line=_asked_line(statement["uid"]), message=question), asking)


def _answer(story: Story, end: date) -> None:
    for statement in _of(end):
        if statement["producer_code"] == ASKS:
            answer = MessageRequest(
                line=_asked_line(statement["uid"]), message="Thủ kho ghi ngay lúc kiểm kệ, có biên bản và ảnh kèm theo."
            )
            statement_states.answer(statement["uid"], answer, story.actors["quanly"])


def _accept(story: Story, end: date) -> None:
    for statement in _of(end):
        own = _portal(story, statement["producer_code"])
        note = None if own else f"Đã ký bản giấy ngày {clock.today():%d/%m/%Y}."
        statement_states.accept(statement["uid"], AcceptRequest(note=note), own or story.actors["quanly"])


def _pay(story: Story, end: date, which: str) -> None:
    """Most are paid at once by bank, one in two parts, one in cash."""
    for statement in _of(end):
        last = statements.newest(statement["producer_code"])
        left_vnd = statement["payable_vnd"] - statement["paid_vnd"]
        if left_vnd <= 0 or last is None or last.uid != statement["uid"]:
            continue
        in_parts = statement["producer_code"] == IN_PARTS
        amount_vnd = left_vnd // 2 // 1000 * 1000 if in_parts and which == "first" else left_vnd
        in_cash = statement["producer_code"] == IN_CASH
        by_bank = f"CK {end:%Y-%m} {statement['number'][-4:]}{PARTS[which] if in_parts else ''}"
        document = PayoutRequest(
            producer=statement["producer_code"],
            statement=statement["uid"],
            amount_vnd=amount_vnd,
            method=PayoutMethod.CASH if in_cash else PayoutMethod.BANK,
            reference=f"Phiếu chi {end:%m}/{statement['number'][-4:]}" if in_cash else by_bank,
        )
        uid = story.uid("payout", statement["uid"], which)
        quanly = story.actors["quanly"]
        act = partial(payouts.pay, uid, document, quanly, partial(shifts.take_from_drawer, quanly))
        story.put("payouts", uid, act)
