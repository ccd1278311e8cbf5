"""The producers' book: one line per fact, posted in the transaction of the act that caused it.

Whoever causes a fact about a producer's goods or money posts it here; the book never asks anybody. It only grows, and
the database refuses to change it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import case, func, select

from core import clock
from core.db import Row, advisory_lock, execute, fetch_all, fetch_one, prepared_insert
from core.money import Vnd
from core.people.actor import Actor
from core.quantity import ZERO, Milli
from core.values.uid import new_uid
from suppliers.choices import BookKind, LossCause, SourceKind
from suppliers.models import BookLine, Statement, StatementLine
from suppliers.results import BookLineResult, StatementLineResult

Line = TypeVar("Line", bound=StatementLineResult)


@dataclass(frozen=True)
class BookEntry:
    """A line to post: `quantity` signed as what the outlet holds, `owed_vnd` as what we owe, `gross_vnd` sold +, refunded −.

    `source_kind` and `source_uid` name the document it comes from, for a line that takes another back that of the original.
    """

    producer: str
    day: date
    kind: BookKind
    source_kind: SourceKind
    source_uid: str
    product: str | None = None
    lot: str | None = None
    quantity: Milli = ZERO
    unit_price_vnd: int | None = None
    gross_vnd: int = 0
    discount_vnd: int = 0
    owed_vnd: int = 0
    term_id: int | None = None
    cause: LossCause | None = None
    memo: str | None = None
    uid: str | None = None
    reverses: str | None = None
    """The uid of the line it takes back."""


POSTING = "posting"
"""The queue of all who post: movements and book lines are numbered in the order of their commits."""
_POST = prepared_insert(BookLine)


def post(entries: list[BookEntry], at: datetime | None = None) -> list[str]:
    """Posts lines in order and returns their uids."""
    at = at or clock.now()
    return post_each([(entry, at) for entry in entries])


def post_each(entries: Sequence[tuple[BookEntry, datetime]]) -> list[str]:
    """Posts lines in order, each at its own moment of posting, and returns their uids."""
    advisory_lock(POSTING)
    uids = [entry.uid or new_uid() for entry, _at in entries]
    execute(_POST, [_as_row(entry, uid, at) for (entry, at), uid in zip(entries, uids, strict=True)])
    return uids


def _as_row(entry: BookEntry, uid: str, at: datetime) -> dict[str, object]:
    """An entry as the columns of its line, which is called `uid`."""
    return {
        "uid": uid,
        "reverses": entry.reverses,
        "producer_code": entry.producer,
        "day": entry.day,
        "posted_at": at,
        "kind": entry.kind,
        "product_code": entry.product,
        "lot": entry.lot,
        "quantity": entry.quantity,
        "unit_price_vnd": entry.unit_price_vnd,
        "gross_vnd": entry.gross_vnd,
        "discount_vnd": entry.discount_vnd,
        "owed_vnd": entry.owed_vnd,
        "term_id": entry.term_id,
        "source_kind": entry.source_kind,
        "source_uid": entry.source_uid,
        "cause": entry.cause,
        "memo": entry.memo,
    }


def balance(producer: str) -> int:
    """What we owe a producer now; negative when they owe us."""
    owed = fetch_one(select(func.coalesce(func.sum(BookLine.owed_vnd), 0).label("vnd")).where(BookLine.producer_code == producer))
    return int(owed["vnd"]) if owed else 0


def balances() -> dict[str, int]:
    """What we owe each producer with a line."""
    query = select(BookLine.producer_code, func.sum(BookLine.owed_vnd).label("owed_vnd")).group_by(BookLine.producer_code)
    return {r["producer_code"]: int(r["owed_vnd"]) for r in fetch_all(query)}


def lines(
    producer: str, first: date | None, last: date | None, after: int | None, limit: int, product: str | None = None
) -> list[BookLineResult]:
    """A producer's lines, oldest posting first, of a span of days; the balance runs over all postings whatever the span."""
    running = (
        select(
            BookLine.id,
            func.sum(BookLine.owed_vnd).over(order_by=BookLine.id).label("balance_vnd"),
        )
        .where(BookLine.producer_code == producer)
        .subquery()
    )
    query = (
        select(BookLine.__table__, running.c.balance_vnd, Statement.uid.label("statement_uid"))
        .join(running, running.c.id == BookLine.id)
        .outerjoin(StatementLine, StatementLine.book_line_id == BookLine.id)
        .outerjoin(Statement, Statement.uid == StatementLine.statement_uid)
        .order_by(BookLine.id)
        .limit(limit)
    )
    if first is not None:
        query = query.where(BookLine.day >= first)
    if last is not None:
        query = query.where(BookLine.day <= last)
    if after is not None:
        query = query.where(BookLine.id > after)
    if product is not None:
        query = query.where(BookLine.product_code == product)
    return [_book_line(r) for r in fetch_all(query)]


def _book_line(line: Row) -> BookLineResult:
    on_statement = line_result(line)
    return BookLineResult(
        **{field.name: getattr(on_statement, field.name) for field in fields(on_statement)},
        balance_vnd=Vnd(int(line["balance_vnd"])),
        statement=line["statement_uid"],
        position=line["id"],
    )


def line_result(line: Row) -> StatementLineResult:
    """A row of the book as a line of a statement."""
    return StatementLineResult(
        uid=line["uid"],
        reverses=line["reverses"],
        day=line["day"],
        kind=BookKind(line["kind"]),
        product=line["product_code"],
        lot=line["lot"],
        quantity=line["quantity"],
        unit_price_vnd=line["unit_price_vnd"],
        gross_vnd=line["gross_vnd"],
        discount_vnd=line["discount_vnd"],
        owed_vnd=line["owed_vnd"],
        document=f"{line['source_kind']}/{line['source_uid']}",
        cause=LossCause(line["cause"]) if line["cause"] else None,
        memo=line["memo"],
    )


def seen_by(actor: Actor, lines: Sequence[Line]) -> list[Line]:
    """The lines as this person may see them: which sale it was is not the producer's business.

    A sale's id opens its receipt, with what else the customer bought.
    """
    if actor.producer is None:
        return list(lines)
    return [replace(line, document=hide_sale(line.document)) for line in lines]


def hide_sale(document: str) -> str:
    """The name of a document without the id of a sale or refund."""
    return _SALES.sub(r"\1", document)


_SALES = re.compile("(sale|refund)/.*")


def posted_by(source_kind: str, uids: Sequence[str]) -> dict[str, list[BookEntry]]:
    """What documents posted, by the document's uid, in the order of posting; without what takes it back."""
    if not uids:  # the database would walk through the whole book to find nothing
        return {}
    posted = (BookLine.source_kind == source_kind) & BookLine.source_uid.in_(uids)
    query = select(BookLine.__table__).where(posted, BookLine.reverses.is_(None))
    entries: dict[str, list[BookEntry]] = {uid: [] for uid in uids}
    for r in fetch_all(query.order_by(BookLine.id)):
        entry = BookEntry(
            producer=r["producer_code"],
            day=r["day"],
            kind=BookKind(r["kind"]),
            source_kind=SourceKind(r["source_kind"]),
            source_uid=r["source_uid"],
            product=r["product_code"],
            lot=r["lot"],
            quantity=r["quantity"],
            unit_price_vnd=r["unit_price_vnd"],
            gross_vnd=r["gross_vnd"],
            discount_vnd=r["discount_vnd"],
            owed_vnd=r["owed_vnd"],
            term_id=r["term_id"],
            cause=LossCause(r["cause"]) if r["cause"] else None,
            memo=r["memo"],
            uid=r["uid"],
        )
        entries[r["source_uid"]].append(entry)
    return entries


def mirrored(entry: BookEntry, day: date, reason: str) -> BookEntry:
    """The line of a day that takes a posted line back: the same goods and money with the opposite sign."""
    return replace(
        entry,
        day=day,
        quantity=Milli(-entry.quantity),
        gross_vnd=-entry.gross_vnd,
        discount_vnd=-entry.discount_vnd,
        owed_vnd=-entry.owed_vnd,
        memo=reason,
        uid=None,
        reverses=entry.uid,
    )


def sold_in(producers: Collection[str], *spans: tuple[date, date]) -> list[dict[str, Milli]]:
    """What sold of the goods of producers in spans of days, both ends included, by product, before refunds."""
    sold = BookLine.producer_code.in_(sorted(producers)), BookLine.kind == BookKind.SOLD
    days = min(first for first, _last in spans), max(last for _first, last in spans)
    sums = [
        func.sum(case((BookLine.day.between(first, last), -BookLine.quantity), else_=0)).label(f"span_{i}")
        for i, (first, last) in enumerate(spans)
    ]
    query = select(BookLine.product_code, *sums).where(*sold, BookLine.day.between(*days)).group_by(BookLine.product_code)
    rows = fetch_all(query)
    return [{r["product_code"]: Milli(int(r[f"span_{i}"])) for r in rows if r[f"span_{i}"]} for i in range(len(spans))]


def goods_held() -> dict[tuple[str, str, str], Milli]:
    """What the book says we hold: (producer, product, lot) to quantity."""
    query = (
        select(BookLine.producer_code, BookLine.product_code, BookLine.lot, func.sum(BookLine.quantity).label("quantity"))
        .where(BookLine.product_code.is_not(None))
        .group_by(BookLine.producer_code, BookLine.product_code, BookLine.lot)
    )
    return {(r["producer_code"], r["product_code"], r["lot"]): Milli(int(r["quantity"])) for r in fetch_all(query)}
