"""One day of the simulated shop, from the morning's write-off to the evening's count of the drawers.

A day depends on its seed and on the database alone. What happens seldom goes through its verb; the sales, which are many,
are made of the rules and records of a real sale and posted together.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core import chain, clock
from core.db import fetch_all, idempotency
from core.people.approvals import Approval
from core.quantity import Milli, format_quantity
from core.values import tax
from core.values.uid import new_uid, repeatable_uids
from inventory import deliveries, losses, stock_ledger
from inventory.allocation import Stocked, Take, allocate, sellable
from inventory.models import Lot, StockLevel
from inventory.requests import MOST_LINES, DeliveryRequest, LossRequest
from ops.notes import count_notes
from ops.simulate.goods import SIMULATOR, Goods, Shop
from pos import bank_notices, refunds, sale_posting, shifts
from pos.choices import Condition, PaymentMethod
from pos.pricing import Cart, CartLine, price
from pos.requests import CloseRequest, PaymentRequest, RefundRequest, ShiftRequest
from pos.sale_posting import Posting
from pos.sale_records import AllocatedLine, SaleHeader, allocated_lines
from suppliers.agreements.standing import terms_of
from suppliers.choices import LossCause
from suppliers.commission import Term, choose

LINES = (2, 3, 4, 4, 4, 5, 6)
"""How many lines a sale may have; four on average."""
HOUR_WEIGHTS = {7: 3, 8: 8, 9: 11, 10: 9, 11: 6, 12: 3, 13: 3, 14: 5, 15: 7, 16: 10, 17: 13, 18: 12, 19: 7}
FLOAT_VND = 500_000
NOTE_VND = 50_000
AT_ONCE = 5_000
"""How many sales are posted together."""
BY_MANAGER = Approval(None, is_manager=True)


@dataclass
class Counts:
    """How much happened."""

    sales: int = 0
    lines: int = 0
    refunds: int = 0
    lots: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.sales + other.sales, self.lines + other.lines, self.refunds + other.refunds, self.lots + other.lots)


class Day:
    """A day that is lived once. The shelves in memory run ahead of the database by the sales that are not posted yet."""

    def __init__(self, shop: Shop, day: date) -> None:
        self.shop, self.day = shop, day
        self.seed = f"{shop.seed}/{shop.run}/{day}"
        self.random = random.Random(self.seed)  # noqa: S311  # a repeatable history, not a secret
        self.counts = Counts()
        self.rates = tax.rates_on(day)
        self.agreed = terms_of({goods.producer for goods in shop.goods})
        self.terms: dict[str, Term | None] = {}
        self.shelf: dict[str, dict[str, Stocked]] = defaultdict(dict)
        self.unposted: list[Posting] = []
        self.returned: list[Posting] = []

    def live(self) -> Counts:
        """Lets the day happen in the present transaction and counts what happened."""
        with repeatable_uids(self.seed):
            self._load_shelf()
            with clock.time_travel(self._at(hours=6, minutes=30)):
                self._write_off()
                self._deliver(goods for goods in self.shop.goods if self._on_hand(goods) < self.shop.demand(goods, 3))
            with clock.time_travel(self._at(hours=6, minutes=50)):
                drawers = {till: self._open(till) for till in self.shop.tills}
            for second in self._moments():
                till = self.random.choice(self.shop.tills)
                self._sell(till, drawers[till], self._at(seconds=second))
            self._post()
            for n, sale in enumerate(self.returned):
                with clock.time_travel(self._at(hours=20, minutes=2, seconds=n % 600)):
                    self._refund(sale)
            with clock.time_travel(self._at(hours=20, minutes=15)):
                for shift in drawers.values():
                    self._close(shift)
        return self.counts

    def _at(self, **time_of_day: int) -> datetime:
        return clock.midnight(self.day) + timedelta(**time_of_day)

    def _moments(self) -> list[int]:
        hours = self.random.choices(list(HOUR_WEIGHTS), weights=list(HOUR_WEIGHTS.values()), k=self.shop.sales_per_day)
        return sorted(hour * 3600 + self.random.randrange(3600) for hour in hours)

    # --- goods -----------------------------------------------------------------------------------------------------

    def _load_shelf(self) -> None:
        """What the database says lies here."""
        query = (
            select(Lot.id, Lot.code, Lot.product_code, Lot.best_before, Lot.delivered_on, StockLevel.on_hand)
            .join(StockLevel, StockLevel.lot == Lot.code)
            .where(StockLevel.place_code == self.shop.run, StockLevel.on_hand > 0)
            .order_by(Lot.id)
        )
        for r in fetch_all(query):
            lot = Stocked(r["code"], r["product_code"], r["on_hand"], r["best_before"], r["delivered_on"], r["id"])
            self.shelf[lot.product][lot.lot] = lot

    def _on_hand(self, goods: Goods) -> int:
        return sum(lot.on_hand for lot in self.shelf[goods.code].values())

    def _write_off(self) -> None:
        """Expired goods leave the shelf as losses."""
        expired = [lot for lots in self.shelf.values() for lot in lots.values() if lot.expired(self.day)]
        for start in range(0, len(expired), MOST_LINES):
            lots = expired[start : start + MOST_LINES]
            lines = [{"lot": x.lot, "quantity": format_quantity(x.on_hand), "cause": LossCause.EXPIRY.value} for x in lots]
            document = LossRequest.model_validate({"place": self.shop.run, "lines": lines})
            losses.lose(_used("losses"), document, BY_MANAGER, SIMULATOR)
        for lot in expired:
            del self.shelf[lot.product][lot.lot]

    def _deliver(self, short: Iterable[Goods]) -> None:
        """Each producer brings what is short."""
        by_producer: dict[str, list[Goods]] = defaultdict(list)
        for goods in short:
            by_producer[goods.producer].append(goods)
        for producer, brought in by_producer.items():
            for start in range(0, len(brought), MOST_LINES):
                lines = [self._delivered(goods) for goods in brought[start : start + MOST_LINES]]
                body = {"producer": producer, "place": self.shop.run, "delivered_on": self.day.isoformat(), "lines": lines}
                deliveries.deliver(_used("deliveries"), DeliveryRequest.model_validate(body), SIMULATOR)
                for lot in stock_ledger.stocked(self.shop.run, lots={line["lot"] for line in lines}):
                    self.shelf[lot.product][lot.lot] = lot

    def _delivered(self, goods: Goods) -> dict[str, str]:
        self.counts.lots += 1
        line = {
            "product": goods.code,
            "lot": f"{self.shop.run}-{self.day:%y%m%d}-{self.counts.lots:03d}",
            "quantity": format_quantity(self.shop.demand(goods, self.random.randint(8, 14))),
        }
        if goods.shelf_life_days:
            line["made_on"] = self.day.isoformat()
            line["best_before"] = (self.day + timedelta(days=goods.shelf_life_days)).isoformat()
        return line

    # --- the till --------------------------------------------------------------------------------------------------

    def _open(self, till: str) -> str:
        shift = _used("shifts")
        shifts.open_shift(shift, ShiftRequest(till=till, opening_float_vnd=FLOAT_VND), SIMULATOR)
        return shift

    def _close(self, shift: str) -> None:
        expected_vnd = shifts.report(shift).expected_vnd
        shifts.close(shift, CloseRequest(counted=count_notes(max(0, expected_vnd))), BY_MANAGER, SIMULATOR)

    def _sell(self, till: str, shift: str, at: datetime) -> None:
        """One sale; now and then its first line will come back in the evening."""
        basket = self._basket()
        cart_lines = [CartLine(goods.quantity(self.random), goods.price_vnd, 0) for goods in basket]
        # A twentieth of the sales gets a twentieth off, in whole thousands.
        whole_vnd = sum(line.gross_vnd for line in price(Cart(cart_lines, 0)))
        discount_vnd = whole_vnd // 20 // 1000 * 1000 if self.random.random() < 0.05 else 0
        priced = price(Cart(cart_lines, discount_vnd))
        lines: list[AllocatedLine] = []
        for n, (goods, asked, sums) in enumerate(zip(basket, cart_lines, priced, strict=True), 1):
            lines += allocated_lines(
                sums,
                self._take(goods, asked.quantity, at),
                first=len(lines) + 1,
                request_line=n,
                product=goods.code,
                producer=goods.producer,
                unit_price_vnd=goods.price_vnd,
                term=self._term(goods),
                vat=goods.vat,
                vat_percent=self.rates.get(goods.vat),
            )
        self.counts.sales += 1
        self.counts.lines += len(lines)
        total_vnd = sum(sums.net_vnd for sums in priced)
        header = SaleHeader(
            uid=new_uid(), shift=shift, till=till, place=self.shop.run, cashier=SIMULATOR.name, sent_by=None, sold_at=at,
            received_at=at, day=self.day, offline=False, customer=None, approved_by=None, discount_vnd=discount_vnd,
            rounding_vnd=0, total_vnd=total_vnd, payments=self._payments(total_vnd), flags=(),
        )  # fmt: skip
        self.unposted.append((header, lines))
        if self.random.random() < 0.01:
            self.returned.append((header, lines))
        if len(self.unposted) == AT_ONCE:
            self._post()

    def _basket(self) -> list[Goods]:
        basket: dict[str, Goods] = {}
        most = min(self.random.choice(LINES), len(self.shop.goods))
        while len(basket) < most:
            (goods,) = self.random.choices(self.shop.goods, cum_weights=self.shop.cumulated)
            basket[goods.code] = goods
        return list(basket.values())

    def _term(self, goods: Goods) -> Term | None:
        if goods.code not in self.terms:
            self.terms[goods.code] = choose(self.agreed[goods.producer], goods.code, goods.product_set, self.day)
        return self.terms[goods.code]

    def _take(self, goods: Goods, quantity: Milli, at: datetime) -> list[Take]:
        """Takes lots as a till does. When they run out, the producer brings more at once."""
        takes, missing = allocate(sellable(self.shelf[goods.code].values(), self.day), quantity)
        while missing:
            self._post()
            with clock.time_travel(at):
                self._deliver([goods])
            takes, missing = allocate(sellable(self.shelf[goods.code].values(), self.day), quantity)
        for take in takes:
            lot = self.shelf[goods.code][take.lot]
            self.shelf[goods.code][take.lot] = replace(lot, on_hand=Milli(lot.on_hand - take.quantity))
        return takes

    def _payments(self, total_vnd: int) -> list[PaymentRequest]:
        chance = self.random.random()
        if chance < 0.03 and total_vnd > 1:
            half_vnd = total_vnd // 2
            return [self._payment(PaymentMethod.CASH, half_vnd), self._payment(PaymentMethod.VIETQR, total_vnd - half_vnd)]
        method = PaymentMethod.CASH if chance < 0.65 else PaymentMethod.VIETQR if chance < 0.92 else PaymentMethod.CARD
        return [self._payment(method, total_vnd)]

    def _payment(self, method: PaymentMethod, amount_vnd: int) -> PaymentRequest:
        return PaymentRequest(
            method=method,
            amount_vnd=amount_vnd,
            tendered_vnd=-(-amount_vnd // NOTE_VND) * NOTE_VND if method is PaymentMethod.CASH else None,
            reference=f"{self.shop.run} {self.day:%y%m%d} {self.counts.sales}" if method is PaymentMethod.VIETQR else None,
        )

    def _post(self) -> None:
        """Posts the sales since the last time, and confirms their transfers."""
        if not self.unposted:
            return
        sale_posting.write(self.unposted, SIMULATOR)
        idempotency.reserve("sales", [header.uid for header, _lines in self.unposted])
        for header, _lines in self.unposted:
            for n, payment in enumerate(header.payments, 1):
                if payment.method is PaymentMethod.VIETQR:
                    with clock.time_travel(header.sold_at + timedelta(seconds=40)):
                        bank_notices.write_confirmation(header.uid, n, SIMULATOR)
        chain.write_links()
        self.unposted = []

    def _refund(self, sale: Posting) -> None:
        """The first line comes back whole, for cash, to be sold again."""
        header, (line, *_others) = sale
        body = {
            "shift": header.shift, "sale": header.uid, "method": PaymentMethod.CASH, "reason": "khách đổi ý",
            "lines": [{"line": line.line, "quantity": format_quantity(line.quantity), "condition": Condition.RESELL}],
        }  # fmt: skip
        refunds.refund(_used("refunds"), RefundRequest.model_validate(body), BY_MANAGER, SIMULATOR)
        self.counts.refunds += 1


def _used(scope: str) -> str:
    """A new id, which no client may use again."""
    uid = new_uid()
    idempotency.reserve(scope, [uid])
    return uid
