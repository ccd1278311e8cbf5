"""`books check`, second part: whatever was answered once is still there, unchanged, and no number is missing at the end.

A chain shows what was taken out of its middle; only the counters and the recorded answers show what is gone from its end.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from core.db import rows
from core.models import Counter, Document
from pos.models import Refund, RefundLine, Sale
from suppliers.models import BookLine, Payout, Statement, StatementLine

_NUMBERED: dict[str, Any] = {"sale": Sale, "refund": Refund, "statement": Statement}
_KEPT: dict[str, Any] = {"sales": Sale, "refunds": Refund, "statements": Statement, "payouts": Payout}


def gaps() -> Iterator[str]:
    """Every gap as a line of text."""
    yield from _numbers()
    yield from _refunds()
    yield from _gone()
    yield from _corrections()
    yield from _claims()


def _numbers() -> Iterator[str]:
    """Numbers of a year run from 1 to the counter without gaps."""
    taken = {(r["series"], r["year"]): r["value"] for r in rows(select(Counter.__table__))}
    for series, table in _NUMBERED.items():
        years: dict[int, list[int]] = defaultdict(list)
        for r in rows(select(table.number)):
            year, number = r["number"].split("-")[-2:]
            years[int(year)].append(int(number))
        for year in sorted(years.keys() | {year for of, year in taken if of == series}):
            found, last = years[year], taken.get((series, year), 0)
            if len(found) != last or max(found, default=0) != last:
                highest = max(found, default=0)
                yield f"{series} numbers of {year}: {len(found)} found, highest {highest}, {last} were given"


def _refunds() -> Iterator[str]:
    nets = select(RefundLine.refund_uid, func.sum(RefundLine.net_vnd).label("net_vnd")).group_by(RefundLine.refund_uid).subquery()
    query = select(Refund.number, Refund.total_vnd, Refund.rounding_vnd, func.coalesce(nets.c.net_vnd, 0).label("net_vnd"))
    for r in rows(query.outerjoin(nets, nets.c.refund_uid == Refund.uid)):
        if r["total_vnd"] != int(r["net_vnd"]) + r["rounding_vnd"]:
            yield f"refund {r['number']}: total {r['total_vnd']}, lines {r['net_vnd']}, rounding {r['rounding_vnd']}"


def _gone() -> Iterator[str]:
    for space, table in _KEPT.items():
        lost = select(Document.uid).where(Document.space == space, ~select(table.uid).where(table.uid == Document.uid).exists())
        for r in rows(lost.order_by(Document.uid)):
            yield f"{space}/{r['uid']} was recorded and is gone"


def _corrections() -> Iterator[str]:
    """Adjustments and charges have no other record than their answer."""
    said: dict[str, int] = {}
    for r in rows(select(Document.answer).where(Document.space.in_(("adjustments", "charges")))):
        answer = json.loads(r["answer"])
        sign = -1 if answer["kind"] == "charge" else 1
        said[f"{answer['kind']}/{answer['uid']}"] = sign * answer["amount_vnd"]
    query = select(BookLine.document, BookLine.owed_vnd).where(BookLine.kind.in_(("adjustment", "charge")))
    booked = {r["document"]: r["owed_vnd"] for r in rows(query)}
    for name in sorted(said.keys() | booked.keys()):
        if said.get(name) != booked.get(name):
            yield f"{name}: recorded {said.get(name)}, book {booked.get(name)}"


def _claims() -> Iterator[str]:
    """A statement claims the lines, and pays what, it said when it was issued."""
    heads = {r["uid"]: r for r in rows(select(Statement.uid, Statement.number, Statement.payable_vnd))}
    for uid, head in sorted(heads.items()):
        kept = rows(select(Document.answer).where(Document.space == "statements", Document.uid == uid))
        if not kept:
            continue
        answer = json.loads(kept[0]["answer"])
        query = select(BookLine.uid).join(StatementLine, StatementLine.book_line_id == BookLine.id)
        claimed = {r["uid"] for r in rows(query.where(StatementLine.statement_uid == uid))}
        if claimed != {line["uid"] for line in answer["lines"]}:
            yield f"statement {head['number']}: {len(answer['lines'])} lines when issued, {len(claimed)} claimed, or others"
        if head["payable_vnd"] != answer["money"]["payable_vnd"]:
            yield f"statement {head['number']}: payable {head['payable_vnd']}, {answer['money']['payable_vnd']} when issued"
