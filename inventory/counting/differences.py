"""What was counted beside the book, and what the differences make us owe. Reads only; `inventory.counts` posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core import clock
from core.quantity import ZERO, Milli
from inventory import stock_ledger, surpluses
from inventory.goods_documents import LotRecord
from inventory.losses import Assessed, Loss, assess
from inventory.surpluses import Settlement
from suppliers.choices import LossCause


@dataclass(frozen=True, slots=True)
class CountedLot:
    """What was counted of a lot, and when by our clock; without a moment it is that of posting."""

    lot: str
    quantity: Milli
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What was counted of a lot at a moment, and what the book said then."""

    lot: str
    quantity: Milli
    booked: Milli
    at: datetime

    @property
    def difference(self) -> Milli:
        """Above zero when more was there than the book says."""
        return Milli(self.quantity - self.booked)


@dataclass(frozen=True, slots=True)
class Difference:
    """A counted lot, and the loss that its shortage would be; None where nothing is lost."""

    compared: Compared
    loss: Assessed | None


def compare(place: str, counted: Sequence[CountedLot], on_hand: Mapping[str, Milli], now: datetime) -> list[Compared]:
    """Each lot beside what the book said at its moment; what moved since still applies. `on_hand` is what lies there now."""
    # A moment in whole seconds comes after what was posted within its second.
    moments = {c.lot: min(clock.end_of_second(c.at), now) for c in counted if c.at}
    since = stock_ledger.moved_since(place, {lot: moment for lot, moment in moments.items() if moment < now}, now)
    return [Compared(c.lot, c.quantity, Milli(on_hand[c.lot] - since.get(c.lot, ZERO)), min(c.at or now, now)) for c in counted]


def settle(compared: Sequence[Compared], lots: Mapping[str, LotRecord]) -> dict[str, Settlement]:
    """How the differences of each product are settled, by product."""
    differences: dict[str, list[tuple[str, Milli]]] = defaultdict(list)
    for c in compared:
        differences[lots[c.lot].product].append((c.lot, c.difference))
    outstanding = surpluses.outstanding(differences)
    return {product: surpluses.settle(lines, outstanding[product]) for product, lines in differences.items()}


def lost_by_lot(settlements: Mapping[str, Settlement]) -> dict[str, Milli]:
    """What is lost of each lot."""
    return {lot: quantity for settlement in settlements.values() for lot, quantity in settlement.losses.items()}


def losses_of(compared: Sequence[Compared], lost: Mapping[str, Milli]) -> list[Loss]:
    """The losses of a count in the order of its lines."""
    return [Loss(c.lot, lost[c.lot], LossCause.COUNT) for c in compared if c.lot in lost]


def preview(place: str, counted: Sequence[CountedLot], lots: Mapping[str, LotRecord]) -> list[Difference]:
    """What a count of these figures would find and cost if it were posted now."""
    now = clock.now()
    on_hand = {lot.lot: Milli(lot.on_hand) for lot in stock_ledger.stocked(place, lots=lots, lock=False)}
    compared = compare(place, counted, on_hand, now)
    lost = lost_by_lot(settle(compared, lots))
    assessed = {a.loss.lot: a for a in assess(losses_of(compared, lost), lots, clock.day_of(now))}
    return [Difference(c, assessed.get(c.lot)) for c in compared]
