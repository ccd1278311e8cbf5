"""How goods come, move, perish, are counted and go back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from core import clock
from core.people.actor import SYSTEM
from core.people.approvals import Approval
from core.quantity import Milli, format_quantity, parse_quantity
from inventory import counts, deliveries, losses, queries, returns, stock_ledger, transfers
from inventory.allocation import Stocked, Take, allocate, sellable
from inventory.requests import (
    CountRequest,
    DeliveredLine,
    DeliveryRequest,
    LossRequest,
    LotLine,
    ReturnRequest,
    TransferRequest,
)
from ops.demo import goods
from ops.demo.goods import ITEMS, MEMBERS, SHOP, STORE, Item
from ops.demo.story import Story
from suppliers import products
from suppliers.choices import LossCause

PER_DAY = 105
"""About so many lines are sold in a day."""
WEIGHTS = sum(item.weight for item in ITEMS)
NO_APPROVAL = Approval(None, False)
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
            story.at(day, "10:05", partial(_lose, story, day, "DUA-LE", "0.4", LossCause.SAMPLING, "mời khách nếm thử"))
    story.at(story.day(DEARER), "06:30", lambda: _dearer("DUA-LEO"))
    for before, product, quantity, cause, note in (
        (41, "DUA-MUOI-VH", "2", LossCause.DAMAGE, "vỡ lọ khi xếp hàng"),
        (30, "GOM-CHEN", "1", LossCause.DAMAGE, "khách làm rơi"),
        (24, "KHOAI-TAY", "1.5", LossCause.DAMAGE, "dập, mọc mầm"),
        (17, "MY-GAO", "2", LossCause.THEFT, "thiếu sau buổi chợ"),
        (8, "BANH-DA", "3", LossCause.DAMAGE, "vỡ vụn"),
        (3, "KHOAI-TAY", "2.2", LossCause.DAMAGE, "thối"),
    ):
        story.at(story.day(before), "18:50", partial(_lose, story, story.day(before), product, quantity, cause, note))
    story.at(story.day(12), "19:50", lambda: _count(story, story.day(12)))
    for before, product, quantity, reason in ((20, "GOM-BINH", "2", "bán chậm, đổi mẫu"), (6, "DUA-MUOI-QT", "3", "nhãn in lỗi")):
        story.at(story.day(before), "09:20", partial(_give_back, story, before, product, quantity, reason))
    story.at(story.day(8), "07:10", lambda: _forgotten(story))
    story.at(story.day(2), "07:15", lambda: _nearly_due(story))


def on_hand(product: str, place: str) -> list[Stocked]:
    """The lots of a product at a place that may still be sold, the first to expire first."""
    return sellable(stock_ledger.stocked(place, products={product}), clock.today())


def _total(lots: list[Stocked]) -> int:
    return sum(lot.on_hand for lot in lots)


def _need(item: Item, days: int) -> Milli:
    """What a product should need for some days, in thousandths: whole pieces, or half kilograms."""
    generous = 17 if item.life and item.life <= 7 else 13
    pieces = PER_DAY * item.weight * days * generous // (WEIGHTS * 10)
    return Milli((pieces + 2) * 1000)


def _deliver(story: Story, day: date) -> None:
    """Each producer brings what will run short before their next round."""
    number = (day - story.first).days
    lines: dict[tuple[str, str], list[DeliveredLine]] = defaultdict(list)
    for n, item in enumerate(ITEMS):
        if number and (number + n) % item.every:
            continue
        place = STORE if item.stored else SHOP
        here = _total(on_hand(item.code, place)) + (_total(on_hand(item.code, SHOP)) if item.stored else 0)
        short = _need(item, item.every + 2) - here
        if short < 2000:
            continue
        lot = f"MY-{day:%y%m%d}" if item.code == "MY-GAO" else None
        best_before = day + timedelta(days=item.life) if item.life else None
        households = [*MEMBERS.get(item.producer, ())]
        member = households[(number + n) % len(households)] if households else None
        line = _line(item.code, short, lot=lot, made_on=day, best_before=best_before, member=member)
        lines[item.producer, place].append(line)
    for (producer, place), brought in lines.items():
        uid = story.uid("delivery", day, f"{producer}/{place}")
        _receive(story, uid, producer, place, day, "giao hàng theo lịch", brought)


def _line(
    product: str,
    quantity: int,
    *,
    lot: str | None = None,
    made_on: date | None = None,
    best_before: date | None = None,
    member: str | None = None,
) -> DeliveredLine:
    return DeliveredLine.model_validate(
        {
            "product": product,
            "lot": lot,
            "quantity": format_quantity(quantity),
            "made_on": made_on and made_on.isoformat(),
            "best_before": best_before and best_before.isoformat(),
            "member": member,
        }
    )


def _receive(story: Story, uid: str, producer: str, place: str, day: date, note: str, lines: Sequence[DeliveredLine]) -> None:
    document = DeliveryRequest.model_validate(
        {"producer": producer, "place": place, "delivered_on": day.isoformat(), "note": note, "lines": lines}
    )
    story.put("deliveries", uid, lambda: deliveries.deliver(uid, document, story.actors["thukho"]))


def _to_shop(story: Story, day: date) -> None:
    """Rice lies in the store room; the shop gets some bags every third day."""
    takes: list[Take] = []
    for item in ITEMS:
        if item.stored:
            takes += some(item.code, STORE, Milli(_need(item, 5) - _total(on_hand(item.code, SHOP))))
    move(story, story.uid("transfer", day), STORE, SHOP, takes)


def some(product: str, place: str, quantity: Milli) -> list[Take]:
    """So much of a product at a place as is there, the first to expire first."""
    return allocate(on_hand(product, place), quantity)[0] if quantity > 0 else []


def _lot_lines(takes: Sequence[Take]) -> list[LotLine]:
    return [LotLine.model_validate({"lot": take.lot, "quantity": format_quantity(take.quantity)}) for take in takes]


def move(story: Story, uid: str, from_: str, to: str, takes: Sequence[Take]) -> None:
    """Goods go from a place to another; nothing happens where there are none."""
    if not takes:
        return
    document = TransferRequest.model_validate({"from": from_, "to": to, "lines": _lot_lines(takes)})
    story.put("transfers", uid, lambda: transfers.transfer(uid, document, story.actors["thukho"]))


def _write_off(story: Story, day: date) -> None:
    """What expired yesterday in the shop leaves the books as a loss."""
    expired = [Take(lot.lot, lot.on_hand) for lot in queries.stock(place=SHOP) if lot.best_before and lot.best_before < day]
    _post_losses(story, story.uid("expired", day), expired, LossCause.EXPIRY, "hết hạn, đã hủy")


def _lose(story: Story, day: date, product: str, quantity: str, cause: LossCause, note: str) -> None:
    takes = some(product, SHOP, parse_quantity(quantity))
    _post_losses(story, story.uid("loss", day, product, cause), takes, cause, note)


def _post_losses(story: Story, uid: str, takes: Sequence[Take], cause: LossCause, note: str) -> None:
    if not takes:
        return
    lines = [{"lot": take.lot, "quantity": format_quantity(take.quantity), "cause": cause.value} for take in takes]
    document = LossRequest.model_validate({"place": SHOP, "lines": lines, "note": note})
    story.put("losses", uid, lambda: losses.lose(uid, document, NO_APPROVAL, story.actors["thukho"]))


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
    document, uid = CountRequest.model_validate({"place": SHOP, "lines": lines}), story.uid("count", day)
    story.put("counts", uid, lambda: counts.count(uid, document, NO_APPROVAL, story.actors["thukho"]))


def _give_back(story: Story, before: int, product: str, quantity: str, reason: str) -> None:
    lines = _lot_lines(some(product, SHOP, parse_quantity(quantity)))
    if not lines:
        return
    producer = next(item.producer for item in ITEMS if item.code == product)
    document = ReturnRequest(producer=producer, place=SHOP, lines=lines, reason=reason)
    uid = story.uid("return", before, product)
    story.put("producer-returns", uid, lambda: returns.give_back(uid, document, story.actors["thukho"]))


def _forgotten(story: Story) -> None:
    """A box of melons stays behind in the store room until it has expired."""
    day, gone = story.day(8), story.day(1)
    line = _line(LEFT_IN_STORE, 3500, made_on=day, best_before=gone)
    _receive(story, story.uid("forgotten"), "HO-NH", STORE, day, "gửi thêm, để kho", [line])


def _nearly_due(story: Story) -> None:
    """An older batch of rice paper, still good for some days."""
    day, due = story.day(2), story.day(-5)
    line = _line("BANH-DA", 6000, best_before=due)
    _receive(story, story.uid("nearly due"), "HTX-DX", STORE, day, "lô cũ, bán trước", [line])


def _dearer(product: str) -> None:
    item = next(item for item in ITEMS if item.code == product)
    products.put_product(product, goods.product(item, item.price_vnd), SYSTEM)
