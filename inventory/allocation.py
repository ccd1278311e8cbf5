"""Which lots a sale takes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.quantity import ZERO, Milli


@dataclass(frozen=True, slots=True)
class Stocked:
    """A lot at a place. `arrival` orders lots that came on the same day; what is `set_aside` is here, but not sold."""

    lot: str
    product: str
    on_hand: Milli
    best_before: date | None
    delivered_on: date
    arrival: int
    recalled: bool = False
    set_aside: Milli = ZERO

    @property
    def free(self) -> Milli:
        """What may be sold of it."""
        return Milli(self.on_hand - self.set_aside)

    def expired(self, day: date) -> bool:
        """Whether its date has passed; the day itself is still good."""
        return self.best_before is not None and self.best_before < day


@dataclass(frozen=True, slots=True)
class Take:
    """So much of a lot."""

    lot: str
    quantity: Milli


def sellable(lots: Iterable[Stocked], day: date) -> list[Stocked]:
    """The lots a line without a lot may take, in order: first expired first out, then by delivery and arrival."""
    good = [lot for lot in lots if lot.free > 0 and not lot.recalled and not lot.expired(day)]
    return sorted(good, key=lambda lot: (lot.best_before or date.max, lot.delivered_on, lot.arrival))


def allocate(lots: Iterable[Stocked], quantity: Milli) -> tuple[list[Take], Milli]:
    """Takes a quantity from lots in the order given. Returns the takes and what is missing."""
    takes: list[Take] = []
    missing = quantity
    for lot in lots:
        if missing == 0:
            break
        taken = min(lot.free, missing)
        takes.append(Take(lot.lot, taken))
        missing = Milli(missing - taken)
    return takes, missing
