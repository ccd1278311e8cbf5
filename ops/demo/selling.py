"""Shifts, sales with their morning and evening peaks, refunds, transfers that arrive, and what the drawers hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from core import clock
from core.db import fetch_all
from core.people.approvals import Approval
from core.quantity import Milli, format_quantity
from ops.demo import customers
from ops.demo.goods import ITEMS, OUTLET, Item
from ops.demo.story import Story, unless
from ops.notes import count_notes
from pos import bank_notices, checkout, pricing, refunds, sales, shifts
from pos.choices import CashMoveKind, Condition, PaymentMethod
from pos.pricing import Cart, CartLine
from pos.requests import (
    BankNoticeRequest,
    CashMoveRequest,
    CloseRequest,
    PaymentRequest,
    RefundLineRequest,
    RefundRequest,
    SaleLineRequest,
    SaleRequest,
    ShiftRequest,
)
from pos.results import SaleResult
from suppliers.models import Product

A_DAY, SATURDAY = 43, 52
PEAKS = {7: 5, 8: 9, 9: 7, 10: 4, 11: 3, 12: 2, 13: 2, 14: 3, 15: 4, 16: 7, 17: 10, 18: 8}
STEP_VND = 500
OFFLINE_DAY = 9
NO_APPROVAL = Approval(None, False)
SOFT = "out_of_stock|expired_lot|recalled_lot|approval_needed|credit_refused"
"""What sends a customer home without these goods."""


def plan(story: Story) -> None:
    """Plans the tills' days."""
    for day in story.days():
        _shifts(story, day)
        dice = story.dice("day", day)
        many = SATURDAY if day.weekday() >= 5 else A_DAY
        hours = dice.choices(list(PEAKS), weights=list(PEAKS.values()), k=many + dice.randint(-4, 4))
        moments = sorted(hour * 3600 + dice.randrange(3600) for hour in hours)
        for n, second in enumerate(moments):
            second = max(second, 7 * 3600 + 300)
            story.when(clock.midnight(day) + timedelta(seconds=second), _selling(story, day, n))
        if (day - story.first).days % 2 == 1:
            story.at(day, "17:20", partial(_refund, story, day))


def _shifts(story: Story, day: date) -> None:
    """Two shifts a day at the first till; today's is still open. On Saturdays and Sundays the second till helps."""
    if day == story.today:
        opening = min(clock.midnight(day) + timedelta(hours=7), story.now)
        story.when(opening, lambda: open_till(story, "Q1", "thuha", day, "sáng"))
        return
    first, second = ("thuha", "vanminh") if day.toordinal() % 2 else ("vanminh", "thuha")
    story.at(day, "07:00", lambda: open_till(story, "Q1", first, day, "sáng"))
    story.at(day, "12:59:30", lambda: close_till(story, "Q1", first))
    story.at(day, "13:00", lambda: open_till(story, "Q1", second, day, "chiều"))
    story.at(day, "19:30", lambda: close_till(story, "Q1", second))
    if day.weekday() >= 5:
        story.at(day, "07:02", lambda: open_till(story, "Q2", second, day, "cuối tuần"))
        story.at(day, "12:58", lambda: close_till(story, "Q2", second))


def open_till(story: Story, till: str, cashier: str, day: date, name: str) -> None:
    """Opens a shift at a till."""
    uid = story.uid("shift", till, day, name)
    document = ShiftRequest(till=till, opening_float_vnd=1_000_000)
    story.put("shifts", uid, lambda: shifts.open_shift(uid, document, story.actors[cashier]))
    story.drawers[till] = uid
    story.cashiers[till] = cashier


def close_till(story: Story, till: str, cashier: str) -> None:
    """Some of the cash goes to the safe, then the drawer is counted; now and then a note too few or too many."""
    uid, actor = story.drawers.pop(till), story.actors[cashier]
    expected_vnd = shifts.report(uid).expected_vnd
    to_safe_vnd = max(0, expected_vnd - 1_000_000) // 500_000 * 500_000
    if to_safe_vnd:
        document = CashMoveRequest(
            uid=story.uid("safe", uid), kind=CashMoveKind.OUT, amount_vnd=to_safe_vnd, reason="nộp quỹ cuối ca"
        )
        approval = Approval("quanly", False) if to_safe_vnd > OUTLET.cash_out_limit_vnd else NO_APPROVAL
        story.put("cash-moves", document.uid, lambda: shifts.move_cash(uid, document, approval, actor))
    dice = story.dice("close", uid)
    counted_vnd = expected_vnd - to_safe_vnd + (dice.choice((-5000, -2000, 1000, 5000)) if dice.random() < 0.2 else 0)
    shifts.close(uid, CloseRequest(counted=count_notes(counted_vnd)), NO_APPROVAL, actor)


def _selling(story: Story, day: date, n: int) -> Callable[[], None]:
    def act() -> None:
        dice = story.dice("sale", day, n)
        till = "Q2" if "Q2" in story.drawers and dice.random() < 0.4 else "Q1"
        if till not in story.drawers:
            return
        offline = day == story.day(OFFLINE_DAY) and clock.local(clock.now()).hour == 15
        sell(story, dice, till, story.uid("sale", day, n), f"QV{day:%m%d}{n:03d}", offline=offline)

    return act


def _prices() -> dict[str, int]:
    return {r["code"]: r["price_vnd"] for r in fetch_all(select(Product.code, Product.price_vnd))}


def sell(
    story: Story, dice: Random, till: str, uid: str, reference: str, *, offline: bool = False, basket: Sequence[Item] = ()
) -> None:
    """A customer with a basket. `offline`: the till had lost the server for an hour, and sends the sale when it is back."""
    prices = _prices()
    lines = [_line(dice, item, prices[item.code]) for item in basket or _basket(dice)]
    approval = NO_APPROVAL
    if dice.random() < 0.02:
        # The manager lets the last soft ones go cheaper.
        (whole,) = pricing.price(Cart([replace(lines[0].cart, discount_vnd=0)], 0))
        lines[0] = replace(lines[0], cart=replace(lines[0].cart, discount_vnd=whole.net_vnd // 5))
        approval = Approval("quanly", False)
    net_vnd = _net(lines)
    whole_vnd = 10_000 if net_vnd > 600_000 and dice.random() < 0.4 else 0
    payments, rounding_vnd = _payments(dice, _net(lines, whole_vnd), reference)
    who = None if offline else customers.of_sale(story, uid)
    if who == customers.ON_ACCOUNT:
        payments, rounding_vnd = customers.on_account(_net(lines, whole_vnd))
    document = SaleRequest.model_validate(
        {
            "shift": story.drawers[till],
            "sold_at": clock.rfc3339(clock.now()),
            "offline": offline,
            "customer_uid": story.uid("customer", who) if who else None,
            "customer_on_slip": who == customers.ON_ACCOUNT,
            "lines": [line.request for line in lines],
            "discount_vnd": whole_vnd,
            "rounding_vnd": rounding_vnd,
            "payments": payments,
            "total_vnd": _net(lines, whole_vnd) + rounding_vnd,
        }
    )
    actor = story.actors[story.cashiers[till]]

    def act() -> None:
        sold = unless(SOFT, lambda: story.put("sales", uid, lambda: checkout.sell(uid, document, approval, actor)))
        if sold:
            story.sold.append(sold)
            _confirm_later(story, dice, sold, reference)

    if offline:
        with clock.time_travel(clock.now() + timedelta(minutes=75)):
            act()
    else:
        act()


def _net(lines: Sequence[_Line], discount_vnd: int = 0) -> int:
    """What the lines come to after every discount."""
    return sum(line.net_vnd for line in pricing.price(Cart([line.cart for line in lines], discount_vnd)))


def _basket(dice: Random) -> list[Item]:
    size = dice.choice((1, 1, 2, 2, 2, 3, 3, 4))
    basket: dict[str, Item] = {}
    while len(basket) < size:
        (item,) = dice.choices(ITEMS, weights=[item.weight for item in ITEMS])
        basket[item.code] = item
    return list(basket.values())


@dataclass(frozen=True)
class _Line:
    """What a customer takes of a product, and what it costs."""

    product: str
    cart: CartLine

    @property
    def request(self) -> SaleLineRequest:
        """The line as the till sends it."""
        return SaleLineRequest.model_validate(
            {
                "product": self.product,
                "quantity": format_quantity(self.cart.quantity),
                "unit_price_vnd": self.cart.unit_price_vnd,
                "discount_vnd": self.cart.discount_vnd,
            }
        )


def _line(dice: Random, item: Item, price_vnd: int) -> _Line:
    if item.places:
        quantity = Milli(dice.randint(50, 220) * 10)
    else:
        quantity = Milli(1000 if item.price_vnd > 100_000 else dice.choice((1, 1, 1, 2, 2, 3)) * 1000)
    (whole,) = pricing.price(Cart([CartLine(quantity, price_vnd, 0)], 0))
    discount_vnd = whole.net_vnd * dice.choice((5, 8, 10)) // 100 // 500 * 500 if dice.random() < 0.06 else 0
    return _Line(item.code, CartLine(quantity, price_vnd, discount_vnd))


def _payments(dice: Random, due_vnd: int, reference: str) -> tuple[list[PaymentRequest], int]:
    """How a customer pays, and the rounding of cash."""
    chance = dice.random()
    if chance < 0.03 and due_vnd > 200_000:
        cash = PaymentRequest(method=PaymentMethod.CASH, amount_vnd=100_000, tendered_vnd=100_000)
        return [cash, PaymentRequest(method=PaymentMethod.VIETQR, amount_vnd=due_vnd - 100_000, reference=reference)], 0
    if chance < 0.38:
        return [PaymentRequest(method=PaymentMethod.VIETQR, amount_vnd=due_vnd, reference=reference)], 0
    if chance < 0.43:
        return [PaymentRequest(method=PaymentMethod.CARD, amount_vnd=due_vnd)], 0
    rounding_vnd = (due_vnd + STEP_VND // 2) // STEP_VND * STEP_VND - due_vnd
    total_vnd = due_vnd + rounding_vnd
    step_vnd = dice.choice((500, 50_000, 100_000, 200_000))
    tendered_vnd = -(-total_vnd // step_vnd) * step_vnd
    return [PaymentRequest(method=PaymentMethod.CASH, amount_vnd=total_vnd, tendered_vnd=tendered_vnd)], rounding_vnd


def _confirm_later(story: Story, dice: Random, sold: SaleResult, reference: str) -> None:
    """A transfer is seen within minutes, by the cashier or through the bank's notice; today's newest still wait."""
    transfers = [payment for payment in sold.payments if payment.method == PaymentMethod.VIETQR]
    if not transfers:
        return
    (payment,) = transfers
    if clock.day_of(story.now) == clock.today() and story.now - clock.now() < timedelta(minutes=40):
        return
    with clock.time_travel(clock.now() + timedelta(seconds=dice.randint(20, 150))):
        if dice.random() < 0.4:
            notice = BankNoticeRequest.model_validate(
                {
                    "id": f"MH{reference}",
                    "amount_vnd": payment.amount_vnd,
                    "description": f"CT DEN {reference} OCOP QUE VO",
                    "at": clock.rfc3339(clock.now()),
                }
            )
            story.put("bank-notices", notice.id, lambda: bank_notices.record_notice(notice, story.actors["quanly"]))
        else:
            sales.confirm(sold.uid, payment.n, NO_APPROVAL, story.actors["thuha"])


def _refund(story: Story, day: date) -> None:
    """Somebody brings something back; now and then spoiled, once without the slip, once for a voucher."""
    if "Q1" not in story.drawers:
        return
    dice = story.dice("refund", day)
    recent = [sale for sale in story.sold[-60:] if sale.payments and sale.payments[0].method == PaymentMethod.CASH]
    even = [sale for sale in recent if sum(line.net_vnd for line in sale.lines) == sale.total_vnd]
    in_notes = [(sale, line) for sale in even for line in sale.lines if line.net_vnd % STEP_VND == 0]
    if not in_notes:
        return
    sale, line = dice.choice(in_notes)
    condition = dice.choice((Condition.RESELL, Condition.RESELL, Condition.SPOILED))
    without_slip = day == story.day(13) or day == story.day(14)
    by_voucher = day in {story.day(5), story.day(6)}
    back = {"line": line.line, "quantity": format_quantity(line.quantity), "condition": condition}
    document = RefundRequest(
        shift=story.drawers["Q1"],
        sale=sale.uid,
        slip=not without_slip,
        method=PaymentMethod.VOUCHER if by_voucher else PaymentMethod.CASH,
        lines=[RefundLineRequest.model_validate(back)],
        reason=dice.choice(("khách đổi ý", "mua nhầm loại", "dập một bên")),
    )
    uid = story.uid("refund", day)
    # Fresh goods go back on the shelf with a manager alone.
    needs_manager = without_slip or by_voucher or condition is Condition.RESELL
    approval = Approval("quanly", False) if needs_manager else NO_APPROVAL
    actor = story.actors[story.cashiers["Q1"]]
    unless("over_refund", lambda: story.put("refunds", uid, lambda: refunds.refund(uid, document, approval, actor)))
