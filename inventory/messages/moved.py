"""What producers are told about goods that came, went back or were counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from core.events import subscribe
from core.i18n import gettext as _
from core.quantity import Milli
from core.text.formats import day, qty, vnd
from inventory import document_queries
from inventory.choices import GoodsDocumentKind
from inventory.events import CountPosted, DeliveryReceived, GoodsDocumentReversed, GoodsReturned, GoodsSetAside
from inventory.results import CountLineResult, CountResult, DeliveryResult, LotLineResult, ReturnResult
from suppliers.choices import ProducerMessageKind
from suppliers.messages.sending import send
from suppliers.messages.wording import MOST_TOLD, goods, shortened


def _named(lines: Iterable[LotLineResult]) -> str:
    """The goods of lines, each product once."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        sums[line.name, line.unit] += line.quantity
    return goods(((*of, Milli(quantity)) for of, quantity in sums.items()), MOST_TOLD)


@subscribe(DeliveryReceived)
def tell_of_delivery(received: DeliveryReceived) -> None:
    """Tells a producer what was taken in, and where that differs from what it announced."""
    delivery = document_queries.get_delivery(received.uid)

    def text() -> str:
        came = _(
            "Điểm bán đã nhận của HTX %(goods)s ngày %(day)s, phiếu %(number)s.",
            goods=_named(delivery.lines),
            day=day(delivery.delivered_on),
            number=delivery.number,
        )
        return " ".join([came, *_differences(delivery)])

    send(received.producer, ProducerMessageKind.RECEIVED, text, about=f"delivery/{received.uid}", path="/portal/deliveries")


def _differences(delivery: DeliveryResult) -> list[str]:
    units = {line.product: (line.name, line.unit) for line in delivery.lines}
    return [
        _(
            "%(product)s: HTX báo %(announced)s, nhận %(received)s.",
            product=units.get(each.product, (each.product, ""))[0],
            announced=qty(each.announced),
            received=qty(each.received),
        )
        for each in delivery.differences
    ]


@subscribe(GoodsReturned)
def tell_of_return(returned: GoodsReturned) -> None:
    """Tells a producer what went back to it."""
    document = document_queries.get_return(returned.uid)

    def text() -> str:
        facts = {"goods": _named(document.lines), "number": document.number}
        back = (
            _("Điểm bán đã giao lại cho %(who)s %(goods)s, phiếu %(number)s.", who=document.handed_to, **facts)
            if document.handed_to
            else _("Điểm bán đã trả lại HTX %(goods)s, phiếu %(number)s.", **facts)
        )
        return _with_reason(back, document)

    _send_return(document, text)


@subscribe(GoodsSetAside)
def tell_of_set_aside(event: GoodsSetAside) -> None:
    """Tells a producer what waits to be fetched."""
    document = document_queries.get_return(event.uid)

    def text() -> str:
        waits = _("Điểm bán để riêng %(goods)s, mời HTX đến nhận lại.", goods=_named(document.lines))
        return _with_reason(waits, document)

    _send_return(document, text)


def _with_reason(text: str, document: ReturnResult) -> str:
    return f"{text} " + _("Lý do: %(reason)s", reason=document.reason) if document.reason else text


def _send_return(document: ReturnResult, text: Callable[[], str]) -> None:
    send(
        document.producer,
        ProducerMessageKind.RETURNED,
        text,
        about=f"return/{document.uid}",
        path="/portal/stock",
    )


@subscribe(CountPosted)
def tell_of_count(posted: CountPosted) -> None:
    """Tells each producer what was counted of its lots, and of nobody else's."""
    count = document_queries.get_count(posted.uid)
    for producer, lines in _by_producer(count).items():
        send(
            producer,
            ProducerMessageKind.COUNT,
            lambda lines=lines: _counted(count, lines),  # type: ignore[misc]
            about=f"count/{posted.uid}",
            path=f"/portal/counts/{posted.uid}",
        )


def _by_producer(count: CountResult) -> dict[str, list[CountLineResult]]:
    lines: dict[str, list[CountLineResult]] = defaultdict(list)
    for line in count.lines:
        lines[line.producer].append(line)
    return lines


def _counted(count: CountResult, lines: Sequence[CountLineResult]) -> str:
    facts = {"number": count.number, "day": day(count.day)}
    differing = [line for line in lines if line.difference]
    if not differing:
        return _("Kiểm kê %(number)s ngày %(day)s: đếm %(n)s lô của HTX, khớp với sổ.", n=len(lines), **facts)
    counted = _(
        "Kiểm kê %(number)s ngày %(day)s: %(goods)s.", goods=shortened([_difference(line) for line in differing]), **facts
    )
    owed_vnd = sum(line.owed_vnd for line in lines)
    paid = [_("Phần thiếu điểm bán trả HTX %(amount)s.", amount=vnd(owed_vnd))] if owed_vnd else []
    return " ".join([counted, *paid, _("Mời HTX xem và xác nhận.")])


def _difference(line: CountLineResult) -> str:
    facts = {"product": line.name, "lot": line.lot, "goods": f"{qty(Milli(abs(line.difference)))} {line.unit}"}
    if line.difference < 0:
        return _("%(product)s (lô %(lot)s) thiếu %(goods)s", **facts)
    return _("%(product)s (lô %(lot)s) thừa %(goods)s", **facts)


@subscribe(GoodsDocumentReversed)
def tell_of_reversal(event: GoodsDocumentReversed) -> None:
    """Tells producers that what they were told of did not hold."""
    document = document_queries.get(event.kind, event.uid)
    assert document.reversal is not None
    why = document.reversal.reason

    def text() -> str:
        return _("Phiếu %(number)s đã hủy: hàng và tiền trở lại như trước. Lý do: %(reason)s", number=document.number, reason=why)

    if isinstance(document, DeliveryResult):
        about = f"delivery/{event.uid}"
        send(document.producer, ProducerMessageKind.RECEIVED, text, about=about, path="/portal/deliveries")
    elif isinstance(document, ReturnResult):
        _send_return(document, text)
    elif isinstance(document, CountResult):
        for producer in _by_producer(document):
            send(producer, ProducerMessageKind.COUNT, text, about=f"{GoodsDocumentKind.COUNT}/{event.uid}", path="/portal/counts")
