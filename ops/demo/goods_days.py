"""How goods come, move, perish, are counted and go back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import partial
from typing import Any

from core import clock
from core.people.actor import SYSTEM
from core.quantity import format_quantity, parse_quantity
from inventory import counts, deliveries, losses, queries, returns, transfers
from inventory.requests import CountRequest, DeliveryRequest, LossRequest, ReturnRequest, TransferRequest
from inventory.results import StockRow
from ops.demo.goods import ITEMS, SHOP, STALL, STORE, Item, product_document
from ops.demo.story import Story
from suppliers import products
from suppliers.requests import ProductRequest

PER_DAY = 105
"""About so many lines are sold in a day."""
WEIGHTS = sum(item.weight for item in ITEMS)
LEFT_IN_STORE = "DUA-LE"
DEARER = 15


def plan(story: Story) -> None:
    """Plans everything about goods that is not a sale."""
    for day in story.days():
        story.at(day, "06:40", partial(_write_off, story, day))
        story.at(day, "06:45", partial(_deliver, story, day))
        if (day - story.first).days % 3 == 0:
            story.at(day, "06:55", partial(_to_shop, story, day))
        if day.weekday() == 5:
            story.at(day, "10:05", partial(_lose, story, day, "DUA-LE", "0.4", "sampling", "mời khách nếm thử"))
    _sundays(story)
    story.at(story.day(DEARER), "06:30", lambda: _dearer("DUA-LEO"))
    for before, product, quantity, cause, note in (
        (41, "DUA-MUOI-VH", "2", "damage", "vỡ lọ khi xếp hàng"),
        (30, "GOM-CHEN", "1", "damage", "khách làm rơi"),
        (24, "KHOAI-TAY", "1.5", "damage", "dập, mọc mầm"),
        (17, "MY-GAO", "2", "theft", "thiếu sau buổi chợ"),
        (8, "BANH-DA", "3", "damage", "vỡ vụn"),
        (3, "KHOAI-TAY", "2.2", "damage", "thối"),
    ):
        story.at(story.day(before), "18:50", partial(_lose, story, story.day(before), product, quantity, cause, note))
    story.at(story.day(12), "19:50", lambda: _count(story, story.day(12)))
    for before, product, quantity, reason in ((20, "GOM-BINH", "2", "bán chậm, đổi mẫu"), (6, "DUA-MUOI-QT", "3", "nhãn in lỗi")):
        story.at(story.day(before), "09:20", partial(_give_back, story, before, product, quantity, reason))
    story.at(story.day(8), "07:10", lambda: _forgotten(story))
    story.at(story.day(2), "07:15", lambda: _nearly_due(story))


def on_hand(product: str, place: str) -> list[StockRow]:
    """The lots of a product at a place that may still be sold, the first to expire first."""
    today = clock.today()
    lots = [lot for lot in queries.stock(product=product, place=place) if lot.best_before is None or lot.best_before >= today]
    return sorted(lots, key=lambda lot: (lot.best_before or date.max, lot.lot))


def _total(lots: list[StockRow]) -> int:
    return sum(lot.on_hand for lot in lots)


def _wanted(item: Item, days: int) -> int:
    """What a product should need for some days, in thousandths: whole pieces, or half kilograms."""
    generous = 17 if item.life and item.life <= 7 else 13
    pieces = PER_DAY * item.weight * days * generous // (WEIGHTS * 10)
    return (pieces + 2) * 1000


def _deliver(story: Story, day: date) -> None:
    """Each producer brings what will run short before their next round."""
    number = (day - story.first).days
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for n, item in enumerate(ITEMS):
        if number and (number + n) % item.every:
            continue
        place = STORE if item.stored else SHOP
        here = _total(on_hand(item.code, place)) + (_total(on_hand(item.code, SHOP)) if item.stored else 0)
        short = _wanted(item, item.every + 2) - here
        if short < 2000:
            continue
        line = {"product": item.code, "quantity": format_quantity(short), "made_on": day.isoformat()}
        if item.life:
            line["best_before"] = (day + timedelta(days=item.life)).isoformat()
        if item.code == "MY-GAO":
            line["lot"] = f"MY-{day:%y%m%d}"
        lines[f"{item.producer}/{place}"].append(line)
    for key, goods in lines.items():
        producer, _, place = key.partition("/")
        when = {"delivered_on": day.isoformat(), "note": "giao hàng theo lịch"}
        body = {"producer": producer, "place": place, **when, "lines": goods}
        _receive(story, story.uid("delivery", day, key), body)


def _receive(story: Story, uid: str, body: dict[str, Any]) -> None:
    document = DeliveryRequest.model_validate(body)
    story.put("deliveries", uid, body, lambda: deliveries.deliver(uid, document, story.actors["thukho"]))


def _to_shop(story: Story, day: date) -> None:
    """Rice lies in the store room; the shop gets some bags every third day."""
    lines: list[dict[str, str]] = []
    for item in ITEMS:
        if item.stored:
            lines += _some(on_hand(item.code, STORE), _wanted(item, 5) - _total(on_hand(item.code, SHOP)))
    _transfer(story, story.uid("transfer", day), STORE, SHOP, lines)


def _some(lots: list[StockRow], quantity: int) -> list[dict[str, str]]:
    lines = []
    for lot in lots:
        part = min(quantity, lot.on_hand)
        if part > 0:
            lines.append({"lot": lot.lot, "quantity": format_quantity(part)})
            quantity -= part
    return lines


def _transfer(story: Story, uid: str, from_: str, to: str, lines: list[dict[str, str]]) -> None:
    if not lines:
        return
    body = {"from": from_, "to": to, "lines": lines}
    document = TransferRequest.model_validate(body)
    story.put("transfers", uid, body, lambda: transfers.transfer(uid, document, story.actors["thukho"]))


def _sundays(story: Story) -> None:
    """One Sunday some goods stand at the fair, and come back in the evening."""
    fair = next(story.day(before) for before in range(21, 28) if story.day(before).weekday() == 6)
    taken: list[dict[str, str]] = []

    def leave() -> None:
        for code, quantity in (("GOM-CHEN", 2000), ("MY-GAO", 10_000), ("BANH-DA", 8000)):
            taken.extend(_some(on_hand(code, SHOP), quantity))
        _transfer(story, story.uid("fair", fair), SHOP, STALL, taken)

    story.at(fair, "06:58", leave)
    story.at(fair, "19:40", lambda: _transfer(story, story.uid("fair back", fair), STALL, SHOP, taken))


def _write_off(story: Story, day: date) -> None:
    """What expired yesterday in the shop leaves the books as a loss."""
    here = [lot for lot in queries.stock(place=SHOP) if lot.best_before and lot.best_before < day]
    if here:
        lines = [{"lot": lot.lot, "quantity": format_quantity(lot.on_hand), "cause": "expiry"} for lot in here]
        _post_losses(story, story.uid("expired", day), lines, "hết hạn, đã hủy")


def _lose(story: Story, day: date, product: str, quantity: str, cause: str, note: str) -> None:
    lines = [{**line, "cause": cause} for line in _some(on_hand(product, SHOP), parse_quantity(quantity))]
    if lines:
        _post_losses(story, story.uid("loss", day, product, cause), lines, note)


def _post_losses(story: Story, uid: str, lines: list[dict[str, Any]], note: str) -> None:
    body = {"place": SHOP, "lines": lines, "note": note}
    document = LossRequest.model_validate(body)
    story.put("losses", uid, body, lambda: losses.lose(uid, document, story.actors["thukho"]))


def _count(story: Story, day: date) -> None:
    """An evening's count of the packed goods: a packet too few, a jar too many, the rest as booked."""
    off = {"MY-GAO": -1000, "DUA-MUOI-VH": 1000, "GAO-DX5": -1000}
    lines = []
    for item in ITEMS:
        if item.places:
            continue
        for lot in on_hand(item.code, SHOP):
            counted = lot.on_hand + off.pop(item.code, 0)
            lines.append({"lot": lot.lot, "counted": format_quantity(counted)})
    body = {"place": SHOP, "lines": lines}
    document, uid = CountRequest.model_validate(body), story.uid("count", day)
    story.put("counts", uid, body, lambda: counts.count(uid, document, story.actors["thukho"]))


def _give_back(story: Story, before: int, product: str, quantity: str, reason: str) -> None:
    lines = _some(on_hand(product, SHOP), parse_quantity(quantity))
    if not lines:
        return
    producer = next(item.producer for item in ITEMS if item.code == product)
    body = {"producer": producer, "place": SHOP, "lines": lines, "reason": reason}
    document, uid = ReturnRequest.model_validate(body), story.uid("return", before, product)
    story.put("producer-returns", uid, body, lambda: returns.give_back(uid, document, story.actors["thukho"]))


def _forgotten(story: Story) -> None:
    """A box of melons stays behind in the store room until it has expired."""
    day, gone = story.day(8), story.day(1)
    line = {"product": LEFT_IN_STORE, "quantity": "3.5", "made_on": day.isoformat(), "best_before": gone.isoformat()}
    body = {"producer": "HO-NH", "place": STORE, "delivered_on": day.isoformat(), "note": "gửi thêm, để kho", "lines": [line]}
    _receive(story, story.uid("forgotten"), body)


def _nearly_due(story: Story) -> None:
    """An older batch of rice paper, still good for some days."""
    day, due = story.day(2), story.day(-5)
    line = {"product": "BANH-DA", "quantity": "6", "best_before": due.isoformat()}
    body = {"producer": "HTX-DX", "place": STORE, "delivered_on": day.isoformat(), "note": "lô cũ, bán trước", "lines": [line]}
    _receive(story, story.uid("nearly due"), body)


def _dearer(product: str) -> None:
    item = next(item for item in ITEMS if item.code == product)
    products.put_product(product, ProductRequest.model_validate(product_document(item, item.price_vnd)), SYSTEM)
