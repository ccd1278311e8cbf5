"""What was sold, once a day or once a week: never a message for each sale.

A business day is told of when it is over. What was posted late (an offline sale that arrived days after) is told of with the
day it arrived on, so that every line of a book is told of one time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, insert, select, update

from core import clock
from core.db import Row, advisory_lock, execute, fetch_all, fetch_one, transaction
from core.db.outbox import hourly
from core.i18n import gettext as _
from core.quantity import Milli
from core.text.formats import day as day_words
from core.text.formats import vnd
from suppliers.agreements.visibility import may_see
from suppliers.choices import BookKind, ProducerKind, ProducerMessageKind, SoldEvery, Visibility
from suppliers.messages.models import ProducerChannels, SoldTold
from suppliers.messages.sending import send
from suppliers.messages.wording import MOST_TOLD, goods
from suppliers.models import BookLine, Producer, Product

_SOLD = BookLine.kind.in_((BookKind.SOLD, BookKind.REFUNDED))


@dataclass(frozen=True, slots=True)
class _Due:
    """A producer that is to hear what was sold since a line of its book."""

    producer: str
    every: SoldEvery
    until_line: int | None


@hourly
def tell_of_sold() -> int:
    """Tells each producer what was sold on the days that are over, unless it heard today or this week; says how many heard."""
    today = clock.today()
    return sum(transaction(lambda due=due: _tell(due, today)) for due in _due(today))  # type: ignore[misc]


def tell_everybody() -> int:
    """The same in the present transaction."""
    today = clock.today()
    return sum(_tell(due, today) for due in _due(today))


def _due(today: date, producer: str | None = None) -> list[_Due]:
    """The producers that have not heard since this day, or this week, began."""
    query = (
        select(Producer.code, ProducerChannels.sold_every, SoldTold.told_on, SoldTold.until_line)
        .outerjoin(ProducerChannels, ProducerChannels.producer_code == Producer.code)
        .outerjoin(SoldTold, SoldTold.producer_code == Producer.code)
        .where(Producer.kind != ProducerKind.OUTLET)
        .order_by(Producer.code)
    )
    rows = fetch_all(query if producer is None else query.where(Producer.code == producer))
    found = [(row, SoldEvery(row["sold_every"] or SoldEvery.DAY)) for row in rows]
    return [
        _Due(row["code"], every, row["until_line"])
        for row, every in found
        if row["told_on"] is None or row["told_on"] < _began(every, today)
    ]


def _began(every: SoldEvery, today: date) -> date:
    """When the span that is not over yet began: today, or this week's Monday."""
    return today if every is SoldEvery.DAY else today - timedelta(days=today.weekday())


def _tell(due: _Due, today: date) -> bool:
    """Tells a producer unless another process just did; says whether there was anything to tell."""
    advisory_lock(f"sold/{due.producer}")
    if not _due(today, due.producer):
        return False
    began = _began(due.every, today)
    since = _first_line(due.producer, due.every, began) if due.until_line is None else due.until_line
    lines = _lines(due.producer, since, began)
    _note(due, max([since, *(line["id"] for line in lines)]), today)
    if not lines or not may_see(due.producer, Visibility.BASIC):
        return False
    days = {line["day"] for line in lines}
    first, last = min(days), max(days)
    send(
        due.producer,
        ProducerMessageKind.SOLD,
        lambda: _text(lines, first, last),
        about=f"sold/{last.isoformat()}",
        path=f"/portal/sales?from={first.isoformat()}&to={last.isoformat()}",
    )
    return True


def _first_line(producer: str, every: SoldEvery, began: date) -> int:
    """The last line before the first span that is told of."""
    begin = began - timedelta(days=1 if every is SoldEvery.DAY else 7)
    before = select(func.max(BookLine.id).label("id")).where(
        BookLine.producer_code == producer, BookLine.posted_at < clock.midnight(begin)
    )
    row = fetch_one(before)
    return (row["id"] if row else None) or 0


def _lines(producer: str, since: int, began: date) -> list[Row]:
    """The sold and refunded lines after one, that were posted before a day began."""
    query = (
        select(BookLine.id, BookLine.day, BookLine.kind, BookLine.quantity, BookLine.owed_vnd, Product.name, Product.unit)
        .join(Product, Product.code == BookLine.product_code)
        .where(BookLine.producer_code == producer, BookLine.id > since, _SOLD, BookLine.posted_at < clock.midnight(began))
        .order_by(Product.name, BookLine.id)
    )
    return list(fetch_all(query))


def _note(due: _Due, until_line: int, today: date) -> None:
    values = {"until_line": until_line, "told_on": today}
    if not execute(update(SoldTold).where(SoldTold.producer_code == due.producer).values(values)):
        execute(insert(SoldTold), {"producer_code": due.producer, **values})


def _text(lines: list[Row], first: date, last: date) -> str:
    sold, back = (_sums(line for line in lines if line["kind"] == kind) for kind in (BookKind.SOLD, BookKind.REFUNDED))
    sentences = []
    if sold:
        sentences.append(
            _("Ngày %(day)s bán được %(goods)s.", day=day_words(last), goods=goods(sold, MOST_TOLD))
            if first == last
            else _(
                "Từ %(first)s đến %(last)s bán được %(goods)s.",
                first=day_words(first),
                last=day_words(last),
                goods=goods(sold, MOST_TOLD),
            )
        )
    if back:
        sentences.append(_("Khách trả lại %(goods)s.", goods=goods(back, MOST_TOLD)))
    owed_vnd = sum(line["owed_vnd"] for line in lines)
    sentences.append(_("HTX được %(amount)s.", amount=vnd(owed_vnd)))
    return " ".join(sentences)


def _sums(lines: Iterable[Row]) -> list[tuple[str, str, Milli]]:
    """Goods by product, each once."""
    sums: dict[tuple[str, str], int] = {}
    for line in lines:
        of = line["name"], line["unit"]
        sums[of] = sums.get(of, 0) + abs(line["quantity"])
    return [(*of, Milli(quantity)) for of, quantity in sums.items()]
