"""A synthetic history: deliveries, sales, refunds and losses through the same rules and tables as real ones, in bulk.

The same seed gives the same history up to yesterday. Its codes begin with SIM, so it stands beside an outlet's own goods;
a second run on the same outlet takes SIM2, and so on.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate, groupby
from typing import Any

from sqlalchemy import func, select

from core import clock
from core.db import db, numbering, transaction
from core.errors import Invalid
from core.i18n import N_
from core.models import AuditLine
from core.money import half_up, times
from core.quantity import Milli
from core.values import tax
from inventory.allocation import Stocked, Take, allocate, sellable
from inventory.audit_actions import LOST, RECEIVED
from inventory.deliveries import line_row, new_lot
from inventory.models import DeliveryLine, GoodsDocument, Lot, Movement, Place, StockLevel
from inventory.stock_ledger import StockMovement
from ops.simulate.batch import SET_LOST, SET_SHELF, Batch, bulk, many
from ops.simulate.goods import SIMULATOR, Goods, set_up
from pos import audit_actions, sale_records
from pos.choices import Banknote
from pos.models import Payment, PaymentConfirmation, Refund, RefundLine, Sale, SaleLine, SaleLineAdjustment, Shift, ShiftCount
from pos.pricing import Cart, CartLine, price, split_over_lots
from pos.refunds import AMOUNTS
from pos.requests import PaymentRequest
from pos.sale_records import AllocatedLine, SaleHeader, SaleNumber
from suppliers.book import BookEntry
from suppliers.choices import BookKind, LossCause, SourceKind
from suppliers.commission import loss_owed, refunded_part
from suppliers.models import BookLine

LINES = (2, 3, 4, 4, 4, 5, 6)
"""How many lines a sale may have; four on average."""
HOUR_WEIGHTS = {7: 3, 8: 8, 9: 11, 10: 9, 11: 6, 12: 3, 13: 3, 14: 5, 15: 7, 16: 10, 17: 13, 18: 12, 19: 7}
BATCH_LINES = 20_000
FLOAT_VND = 500_000


def simulate(days: int, sales_per_day: int, products: int, producers: int, seed: int) -> str:
    """Writes the history and returns one line about it. Raises Invalid for counts that make no sense."""
    least_of = {"days": 1, "sales_per_day": 1, "producers": 1, "products": producers}
    for (field, least), value in zip(least_of.items(), (days, sales_per_day, producers, products), strict=True):
        if not least <= value <= 1_000_000:
            raise Invalid((field, N_("Số này phải từ %(least)s trở lên."), {"least": least}))
    run = _next_run()
    today = clock.today()
    first = today - timedelta(days=days)
    goods, tills = transaction(lambda: set_up(run, products, producers, seed, first))
    history = _History(run, seed, goods, tills, sales_per_day)
    for span in _spans(first, days, max(1, BATCH_LINES // (4 * sales_per_day))):
        history.live(span)
        transaction(history.post_sale)
        history.written()
    return (
        f"{run}: {days} days from {first}, {history.count['sale']} sales, {history.count['line']} lines, "
        f"{history.count['refund']} refunds, {history.count['lot']} lots, {products} products of {producers} producers"
    )


def _next_run() -> str:
    known = int(db.session.execute(select(func.count()).select_from(Place).where(Place.code.like("SIM%"))).scalar_one())
    return f"SIM{known + 1}" if known else "SIM"


def _spans(first: date, days: int, most: int) -> Iterator[list[date]]:
    """Consecutive days of one year, so that a batch takes its numbers from one series."""
    span: list[date] = []
    for day in (first + timedelta(days=n) for n in range(days)):
        if span and (len(span) == most or span[-1].year != day.year):
            yield span
            span = []
        span.append(day)
    yield span


@dataclass(frozen=True)
class _Sold:
    header: SaleHeader
    parts: list[AllocatedLine]


def _numbered(row: dict[str, Any], year: int, sequence: int) -> dict[str, Any]:
    return {**row, "number": numbering.numbered(year, sequence), "year": year, "sequence": sequence}


class _History:
    """Lives day after day in memory and writes batches down. What is on the shelves is known without asking."""

    def __init__(self, run: str, seed: int, goods: Sequence[Goods], tills: Sequence[str], sales_per_day: int) -> None:
        self.run, self.seed, self.goods, self.tills, self.sales_per_day = run, seed, goods, tills, sales_per_day
        self.place = run
        self.random = random.Random(f"{seed}/{run}")  # noqa: S311  # a repeatable history, not a secret
        self.weights = [1 / (n + 3) for n in range(len(goods))]
        self.cumulated = list(accumulate(self.weights))
        self.shelf: dict[str, dict[str, Stocked]] = {g.code: {} for g in goods}
        self.lot_rows: dict[str, dict[str, Any]] = {}
        self.last: dict[str, tuple[int, str]] = {}
        self.count: dict[str, int] = defaultdict(int)
        self.batch = Batch(run, seed)
        self._clear()

    def _clear(self) -> None:
        self.batch.rows.clear()
        self.sold: list[_Sold] = []
        self.fresh: set[str] = set()
        self.touched: set[str] = set()

    # --- living ----------------------------------------------------------------------------------------------------

    def live(self, days: Sequence[date]) -> None:
        """Makes the rows of some days, in the order things happened."""
        for day in days:
            rates = tax.rates_on(day)
            morning = clock.midnight(day) + timedelta(hours=6, minutes=30)
            self._write_off(day, morning, rates)
            for goods in self.goods:
                if sum(lot.on_hand for lot in self.shelf[goods.code].values()) < self._demand(goods, 3):
                    self._deliver(goods, day, morning)
            shifts = {till: self.batch.uid("shift", till, day) for till in self.tills}
            cash = dict.fromkeys(self.tills, FLOAT_VND)
            for second in self._moments():
                till = self.random.choice(self.tills)
                at = clock.midnight(day) + timedelta(seconds=second)
                cash[till] += self._sell(till, shifts[till], day, at, rates)
            for till, uid in shifts.items():
                self._shift(uid, till, day, cash[till])

    def _moments(self) -> list[int]:
        hours = self.random.choices(list(HOUR_WEIGHTS), weights=list(HOUR_WEIGHTS.values()), k=self.sales_per_day)
        return sorted(hour * 3600 + self.random.randrange(3600) for hour in hours)

    def _demand(self, goods: Goods, days: int) -> Milli:
        """Roughly how much of a product sells in some days."""
        share = self.weights[goods.rank] / sum(self.weights)
        return Milli((int(self.sales_per_day * 4 * share * days * 2) + 3) * 1000)

    def _deliver(self, goods: Goods, day: date, at: datetime) -> None:
        self.count["lot"] += 1
        uid = self.batch.uid("delivery", self.count["lot"])
        code = f"{self.run}-{self.count['lot']:07d}"
        quantity = self._demand(goods, self.random.randint(8, 14))
        best_before = day + timedelta(days=goods.shelf_life_days) if goods.shelf_life_days else None
        self.lot_rows[code] = new_lot(code, goods.code, goods.producer, day, quantity, day if best_before else None, best_before)
        self.fresh.add(code)
        self.shelf[goods.code][code] = Stocked(code, goods.code, quantity, best_before, day, self.count["lot"])
        origin = f"delivery/{uid}"
        self.batch.document("delivery", uid, day, at, goods.producer)
        made_on = day if best_before else None
        self.batch.rows[DeliveryLine].append(line_row(uid, 1, goods.code, code, quantity, made_on, best_before))
        self.batch.movement(StockMovement("received", goods.code, code, quantity, origin, to_place=self.place), at)
        entry = BookEntry(goods.producer, day, BookKind.RECEIVED, SourceKind.DELIVERY, uid, goods.code, code, quantity)
        self.batch.book(entry, at)
        self.batch.audit(at, RECEIVED, uid, producer=goods.producer, lines=1)

    def _write_off(self, day: date, at: datetime, rates: dict[str, int]) -> None:
        """Expired goods leave the shelf as losses, as the agreement says."""
        for goods in self.goods:
            for lot in [lot for lot in self.shelf[goods.code].values() if lot.expired(day) and lot.on_hand]:
                uid = self.batch.uid("loss", lot.lot)
                origin = f"loss/{uid}"
                kept = self.lot_rows[lot.lot]
                allowance = half_up(kept["delivered"] * goods.term.loss_allowance_bp, 10_000)
                free = min(lot.on_hand, max(0, allowance - kept["lost"]))
                gross_vnd, percent = times(goods.price_vnd, lot.on_hand - free), rates.get(goods.vat)
                owed_vnd = loss_owed(
                    goods.term, cause=LossCause.EXPIRY, gross_vnd=gross_vnd, quantity=lot.on_hand, free=free, vat_percent=percent
                )
                kept["lost"] += lot.on_hand
                self.batch.document("loss", uid, day, at)
                self.batch.movement(
                    StockMovement("lost", goods.code, lot.lot, lot.on_hand, origin, from_place=self.place, cause="expiry"), at
                )
                entry = BookEntry(
                    goods.producer, day, BookKind.LOST, SourceKind.LOSS, uid, goods.code, lot.lot, Milli(-lot.on_hand),
                    unit_price_vnd=goods.price_vnd, owed_vnd=owed_vnd, term_id=goods.term.id, cause=LossCause.EXPIRY,
                )  # fmt: skip
                self.batch.book(entry, at)
                self.batch.audit(at, LOST, uid, lines=1)
                self._take(goods, lot.lot, lot.on_hand)
        for lots in self.shelf.values():
            for code in [code for code, lot in lots.items() if not lot.on_hand]:
                del lots[code]

    def _take(self, goods: Goods, lot: str, quantity: int) -> None:
        stocked = self.shelf[goods.code].get(lot)
        if stocked:
            self.shelf[goods.code][lot] = replace(stocked, on_hand=Milli(stocked.on_hand - quantity))
        self.touched.add(lot)

    def _sell(self, till: str, shift: str, day: date, at: datetime, rates: dict[str, int]) -> int:
        """One sale, now and then with a refund after it; returns what the drawer gained."""
        chosen = self._basket()
        lines = [CartLine(goods.quantity(self.random), goods.price_vnd, 0) for goods in chosen]
        gross_vnd = sum(times(line.unit_price_vnd, line.quantity) for line in lines)
        discount_vnd = gross_vnd // 20 // 1000 * 1000 if self.random.random() < 0.05 else 0
        parts: list[AllocatedLine] = []
        for n, (goods, line, sums) in enumerate(zip(chosen, lines, price(Cart(lines, discount_vnd)), strict=True), 1):
            percent = rates.get(goods.vat)
            takes = self._allocate(goods, line.quantity, day, at)
            split = split_over_lots(sums, goods.term, [take.quantity for take in takes], percent)
            for take, (part, adjustments) in zip(takes, split, strict=True):
                self._take(goods, take.lot, take.quantity)
                parts.append(
                    AllocatedLine(
                        line=len(parts) + 1, request_line=n, product=goods.code, producer=goods.producer, lot=take.lot,
                        quantity=take.quantity, found=Milli(0), unit_price_vnd=goods.price_vnd, split=part,
                        adjustments=adjustments, vat=goods.vat, vat_percent=percent, term_id=goods.term.id,
                    )
                )  # fmt: skip
        self.count["sale"] += 1
        self.count["line"] += len(parts)
        uid = self.batch.uid("sale", self.count["sale"])
        payments = self._payments(gross_vnd - discount_vnd)
        header = SaleHeader(
            uid=uid, shift=shift, till=till, place=self.place, cashier=SIMULATOR.name, sold_at=at, received_at=at, day=day,
            offline=False, customer=None, approved_by=None, discount_vnd=discount_vnd, rounding_vnd=0,
            total_vnd=gross_vnd - discount_vnd, payments=payments, flags=(),
        )  # fmt: skip
        self.sold.append(_Sold(header, parts))
        origin = f"sale/{uid}"
        for part_sold in parts:
            for movement in sale_records.movements_of(part_sold, header, origin):
                self.batch.movement(movement, at)
            for entry in sale_records.book_entries(part_sold, header):
                self.batch.book(entry, at)
        for n, payment in enumerate(payments, 1):
            if payment.method == "vietqr":
                confirmed = {"sale_uid": uid, "n": n, "confirmed_by": SIMULATOR.name, "confirmed_at": at + timedelta(seconds=40)}
                self.batch.rows[PaymentConfirmation].append(confirmed)
        drawer = sum(payment.amount_vnd for payment in payments if payment.method == "cash")
        return drawer - (self._refund(header, parts[0], at) if self.random.random() < 0.01 else 0)

    def _basket(self) -> list[Goods]:
        basket: dict[str, Goods] = {}
        most = min(self.random.choice(LINES), len(self.goods))
        while len(basket) < most:
            (goods,) = self.random.choices(self.goods, cum_weights=self.cumulated)
            basket[goods.code] = goods
        return list(basket.values())

    def _allocate(self, goods: Goods, quantity: Milli, day: date, at: datetime) -> list[Take]:
        takes, missing = allocate(sellable(self.shelf[goods.code].values(), day), quantity)
        while missing:
            self._deliver(goods, day, at)
            takes, missing = allocate(sellable(self.shelf[goods.code].values(), day), quantity)
        return takes

    def _payments(self, total_vnd: int) -> list[PaymentRequest]:
        def pay(method: Any, amount_vnd: int) -> PaymentRequest:
            tendered = -(-amount_vnd // 50_000) * 50_000 if method == "cash" else None
            reference = f"{self.run} {self.count['sale']}" if method == "vietqr" else None
            words = {"method": method, "amount_vnd": amount_vnd, "tendered_vnd": tendered, "reference": reference}
            return PaymentRequest.model_construct(**words)

        chance = self.random.random()
        if chance < 0.03 and total_vnd > 1:
            half = total_vnd // 2
            return [pay("cash", half), pay("vietqr", total_vnd - half)]
        return [pay("cash" if chance < 0.65 else "vietqr" if chance < 0.92 else "card", total_vnd)]

    def _refund(self, header: SaleHeader, part: AllocatedLine, at: datetime) -> int:
        """The first line comes back whole, for cash, to be sold again."""
        self.count["refund"] += 1
        uid = self.batch.uid("refund", self.count["refund"])
        origin = f"refund/{uid}"
        sold = sale_records.line_row(part, header)
        amounts = {key: refunded_part(sold[key], part.quantity, Milli(0), part.quantity) for key in AMOUNTS}
        self.batch.rows[Refund].append(
            {
                "uid": uid, "sale_uid": header.uid, "shift_uid": header.shift, "till_code": header.till, "place_code": self.place,
                "cashier": SIMULATOR.name, "refunded_at": at, "business_day": header.day, "business_hour": clock.local(at).hour,
                "method": "cash", "reason": "khách đổi ý", "rounding_vnd": 0, "total_vnd": amounts["net_vnd"],
            }
        )  # fmt: skip
        self.batch.rows[RefundLine].append(
            {
                "refund_uid": uid, "sale_uid": header.uid, "line": part.line, "business_day": header.day,
                "product_code": part.product, "lot": part.lot, "producer_code": part.producer, "condition": "resell",
                "quantity": part.quantity, "before": 0, "after": part.quantity, "sold": part.quantity,
                **amounts, "kept_vnd": amounts["net_vnd"] - amounts["owed_vnd"],
            }
        )  # fmt: skip
        self.batch.movement(StockMovement("refunded", part.product, part.lot, part.quantity, origin, to_place=self.place), at)
        self.batch.book(
            BookEntry(
                part.producer, header.day, BookKind.REFUNDED, SourceKind.REFUND, uid, part.product, part.lot, part.quantity,
                unit_price_vnd=part.unit_price_vnd, gross_vnd=-amounts["gross_vnd"],
                discount_vnd=amounts["net_vnd"] - amounts["gross_vnd"], owed_vnd=-amounts["owed_vnd"], term_id=part.term_id,
                memo="khách đổi ý",
            ),
            at,
        )  # fmt: skip
        self.batch.audit(at, audit_actions.REFUNDED, uid, sale=header.uid, total_vnd=amounts["net_vnd"])
        self.touched.add(part.lot)
        lot = self.shelf[part.product][part.lot]
        self.shelf[part.product][part.lot] = replace(lot, on_hand=Milli(lot.on_hand + part.quantity))
        return amounts["net_vnd"]

    def _shift(self, uid: str, till: str, day: date, expected_vnd: int) -> None:
        opened, closed = (clock.midnight(day) + timedelta(minutes=minutes) for minutes in (410, 1215))
        rest = max(0, expected_vnd)
        for note in Banknote:
            pieces, rest = divmod(rest, note.value_vnd)
            if pieces:
                self.batch.rows[ShiftCount].append({"shift_uid": uid, "note_vnd": note.value_vnd, "pieces": pieces})
        counted_vnd = max(0, expected_vnd) - rest
        self.batch.rows[Shift].append(
            {
                "uid": uid, "till_code": till, "opened_at": opened, "opened_by": SIMULATOR.name, "opening_float_vnd": FLOAT_VND,
                "closed_at": closed, "closed_by": SIMULATOR.name,
                "expected_vnd": expected_vnd, "counted_vnd": counted_vnd, "difference_vnd": counted_vnd - expected_vnd,
            }
        )  # fmt: skip
        self.batch.audit(opened, audit_actions.SHIFT_OPENED, uid, till=till, float_vnd=FLOAT_VND)
        self.batch.audit(closed, audit_actions.SHIFT_CLOSED, uid, expected_vnd=expected_vnd, counted_vnd=counted_vnd)

    # --- writing ---------------------------------------------------------------------------------------------------

    def post_sale(self) -> None:
        """Writes the batch: numbers and chains are taken here, in the order of the sales."""
        lots = [self.lot_rows[code] for code in sorted(self.fresh)]
        bulk(Lot, lots)
        at = {"place_code": self.place}
        bulk(StockLevel, [{**at, "lot": x["code"], "product_code": x["product_code"], "on_hand": self._held(x)} for x in lots])
        older = [self.lot_rows[code] for code in sorted(self.touched - self.fresh)]
        many(SET_SHELF, [{"at_place": self.place, "of_lot": lot["code"], "held": self._held(lot)} for lot in older])
        many(SET_LOST, [{"of_lot": lot["code"], "so_far": lot["lost"]} for lot in older if lot["lost"]])
        bulk(Shift, self.batch.rows[Shift])
        bulk(ShiftCount, self.batch.rows[ShiftCount])
        self._write_sales()
        refunds = self.batch.rows[Refund]
        if refunds:
            year = refunds[0]["business_day"].year
            start = numbering.take("refund", year, len(refunds))
            bulk(Refund, [_numbered(r, year, start + n) for n, r in enumerate(refunds)])
        self._number_documents()
        for table in (PaymentConfirmation, RefundLine, GoodsDocument, DeliveryLine, Movement, BookLine, AuditLine):
            bulk(table, self.batch.rows[table])

    def _number_documents(self) -> None:
        documents = sorted(self.batch.rows[GoodsDocument], key=lambda row: (row["kind"], row["day"].year))
        for (kind, year), rows in groupby(documents, key=lambda row: (row["kind"], row["day"].year)):
            numbered = list(rows)
            first = numbering.take(kind, year, len(numbered))
            for n, row in enumerate(numbered):
                row |= {"year": year, "sequence": first + n}

    def _held(self, lot: dict[str, Any]) -> int:
        stocked = self.shelf[lot["product_code"]].get(lot["code"])
        return stocked.on_hand if stocked else 0

    def _write_sales(self) -> None:
        year = self.sold[0].header.day.year
        number = numbering.take("sale", year, len(self.sold))
        self.links = dict(self.last)
        heads, noted = [], []
        for sold in self.sold:
            printed = numbering.numbered(year, number)
            chain_no, before = self.links.get(sold.header.till, (0, ""))
            digest = sale_records.chain_facts(sold.header, printed, sold.parts).digest(before)
            self.links[sold.header.till] = (chain_no + 1, digest)
            heads.append(sale_records.sale_row(sold.header, SaleNumber(year, number, chain_no + 1, digest)))
            number += 1
            detail = json.dumps({"number": printed, "total_vnd": sold.header.total_vnd, "flags": []})
            who = {"actor": SIMULATOR.name, "action": audit_actions.SOLD, "subject": sold.header.uid}
            noted.append({"at": sold.header.sold_at, **who, "detail": detail})
        bulk(Sale, heads)
        bulk(SaleLine, [sale_records.line_row(part, sold.header) for sold in self.sold for part in sold.parts])
        taken = [row for sold in self.sold for part in sold.parts for row in sale_records.adjustment_rows(part, sold.header)]
        bulk(SaleLineAdjustment, taken)
        bulk(Payment, [r for sold in self.sold for r in sale_records.payment_rows(sold.header)])
        bulk(AuditLine, noted)

    def written(self) -> None:
        """The batch is committed: the next one goes on from here."""
        self.last = self.links
        self._clear()
