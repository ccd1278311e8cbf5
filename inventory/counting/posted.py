"""Posted counts with what was counted, who counted, and what their producers say of it. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from core import clock
from core.db import Row, fetch_all
from core.money import Vnd
from core.quantity import Milli
from inventory.choices import CountersignState, CountReplyKind, GoodsDocumentKind
from inventory.counting.models import CountEntry, CountReply, CountSession
from inventory.models import CountLine, GoodsDocument, GoodsReversal, Lot
from inventory.results import CountLineResult, CountReplyResult
from suppliers import book
from suppliers.agreements import answering
from suppliers.models import Product
from suppliers.producers import owner_code


def counted_by(counts: Collection[str]) -> dict[str, list[str]]:
    """Who counted what a session posted, in the order of their first entries, by count; others are not named here."""
    query = select(CountSession.count_uid, CountEntry.recorded_by, func.min(CountEntry.id).label("first"))
    query = query.join(CountEntry, CountEntry.session_uid == CountSession.uid).where(CountSession.count_uid.in_(counts))
    people: dict[str, list[str]] = defaultdict(list)
    for r in fetch_all(query.group_by(CountSession.count_uid, CountEntry.recorded_by).order_by(func.min(CountEntry.id))):
        people[r["count_uid"]].append(r["recorded_by"])
    return people


def lines_of(counts: Sequence[Row]) -> Mapping[str, list[CountLineResult]]:
    """The lines of counts, given as rows of `goods_document`, in the order of posting, by count."""
    uids = [count["uid"] for count in counts]
    owed: dict[tuple[str, str | None], int] = defaultdict(int)
    lost: dict[tuple[str, str | None], int] = defaultdict(int)
    for uid, entries in book.posted_by(GoodsDocumentKind.COUNT, uids).items():
        for entry in entries:
            owed[uid, entry.lot] += entry.owed_vnd
            lost[uid, entry.lot] -= entry.quantity if entry.cause else 0
    query = select(CountLine.__table__, Lot.product_code, Lot.producer_code, Product.name, Product.unit)
    query = query.join(Lot, Lot.code == CountLine.lot).join(Product, Product.code == Lot.product_code)
    rows = fetch_all(query.where(CountLine.count_uid.in_(uids)).order_by(CountLine.id))
    replies, owner = _replies(uids), owner_code()
    last_days = _last_days(counts, {r["producer_code"] for r in rows} - {owner})
    lines: dict[str, list[CountLineResult]] = defaultdict(list)
    for r in rows:
        said = replies[r["count_uid"], r["lot"]]
        answer_by = last_days.get((r["count_uid"], r["producer_code"]))
        line = CountLineResult(
            lot=r["lot"],
            product=r["product_code"],
            name=r["name"],
            unit=r["unit"],
            producer=r["producer_code"],
            counted=r["counted"],
            booked=r["booked"],
            difference=Milli(r["counted"] - r["booked"]),
            counted_at=r["counted_at"],
            lost=Milli(lost[r["count_uid"], r["lot"]]),
            owed_vnd=Vnd(owed[r["count_uid"], r["lot"]]),
            answer_by=answer_by,
            countersign=_state(said, answer_by),
            replies=said,
        )
        lines[r["count_uid"]].append(line)
    return lines


def _replies(counts: Collection[str]) -> dict[tuple[str, str], list[CountReplyResult]]:
    """What was said of counted lots, oldest first, by count and lot."""
    replies: dict[tuple[str, str], list[CountReplyResult]] = defaultdict(list)
    for r in fetch_all(select(CountReply.__table__).where(CountReply.count_uid.in_(counts)).order_by(CountReply.id)):
        reply = CountReplyResult(
            kind=CountReplyKind(r["kind"]), message=r["message"], note=r["note"], at=r["written_at"], by=r["written_by"]
        )
        replies[r["count_uid"], r["lot"]].append(reply)
    return replies


def _last_days(counts: Sequence[Row], producers: Collection[str]) -> dict[tuple[str, str], date]:
    """The last day on which each producer can say something of a count, by count and producer."""
    days = answering.answer_days(producers, {count["recorded_at"] for count in counts})
    return {
        (count["uid"], producer): count["day"] + timedelta(days=days[producer, count["recorded_at"]])
        for count in counts
        for producer in producers
    }


_STATES = {
    CountReplyKind.AGREED: CountersignState.AGREED,
    CountReplyKind.ASKED: CountersignState.ASKED,
    CountReplyKind.ANSWERED: CountersignState.ANSWERED,
}


def _state(replies: Sequence[CountReplyResult], answer_by: date | None) -> CountersignState | None:
    if answer_by is None:
        return None
    if replies:
        return _STATES[replies[-1].kind]
    return CountersignState.SILENT if clock.today() > answer_by else CountersignState.WAITING


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A producer's question about its lot in a count, which nobody has answered."""

    count: str
    producer: str
    lot: str
    name: str
    message: str
    at: datetime


def open_questions(limit: int) -> list[OpenQuestion]:
    """The oldest questions that wait for an answer; those of a count that was taken back do not."""
    later, taken_back = aliased(CountReply), aliased(GoodsReversal)
    query = (
        select(CountReply.__table__, Lot.producer_code, Product.name)
        .join(Lot, Lot.code == CountReply.lot)
        .join(Product, Product.code == Lot.product_code)
        .where(CountReply.kind == CountReplyKind.ASKED)
        .where(~exists().where(later.count_uid == CountReply.count_uid, later.lot == CountReply.lot, later.id > CountReply.id))
        .where(~exists().where(taken_back.kind == GoodsDocumentKind.COUNT, taken_back.document_uid == CountReply.count_uid))
        .order_by(CountReply.id)
        .limit(limit)
    )
    return [
        OpenQuestion(r["count_uid"], r["producer_code"], r["lot"], r["name"], r["message"], r["written_at"])
        for r in fetch_all(query)
    ]


def to_countersign(producer: str) -> list[str]:
    """The counts, newest first, of whose lots a producer may still say something."""
    newest = clock.today() - timedelta(days=answering.longest_answer_days(producer))
    query = select(GoodsDocument.__table__).where(GoodsDocument.kind == GoodsDocumentKind.COUNT, GoodsDocument.day >= newest)
    taken_back = exists().where(GoodsReversal.kind == GoodsDocument.kind, GoodsReversal.document_uid == GoodsDocument.uid)
    counts = fetch_all(query.where(~taken_back, names_goods_of(producer)).order_by(GoodsDocument.id.desc()))
    lines = lines_of(counts)
    return [count["uid"] for count in counts if any(is_open(line) for line in lines[count["uid"]] if line.producer == producer)]


def names_goods_of(producer: str) -> ColumnElement[bool]:
    """The condition that a count names goods of a producer."""
    return exists().where(CountLine.count_uid == GoodsDocument.uid, Lot.code == CountLine.lot, Lot.producer_code == producer)


def is_open(line: CountLineResult) -> bool:
    """Whether the producer of a counted lot may still say something of it."""
    in_time = line.answer_by is not None and clock.today() <= line.answer_by
    return in_time and line.countersign is not CountersignState.AGREED
