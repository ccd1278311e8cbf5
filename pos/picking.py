"""Which lots the lines of a sale take, at the till's own place.

Online, too little is refused unless somebody approves it. Offline the goods have left the shop, so what is missing is counted
in first, and each thing that does not fit becomes a flag.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from core.db import Row, fetch_one
from core.errors import DomainError
from core.i18n import N_
from core.people.approvals import Approval
from core.quantity import Milli
from inventory import stock_ledger
from inventory.allocation import Stocked, Take, allocate, sellable
from inventory.deliveries import lot_without_papers
from inventory.models import Lot
from pos.choices import Approved, FlagCode


@dataclass(frozen=True)
class RequestedGoods:
    """A line's goods: the product, its producer, perhaps the very lot. `unknown_lot`: its code named one that nobody knows."""

    product: str
    producer: str
    name: str
    lot: str | None
    quantity: Milli
    unknown_lot: bool = False


@dataclass
class Picked:
    """The takes of one line, what had to be counted in for them, what did not fit, and what was approved."""

    takes: list[Take]
    shortfalls: list[Take] = field(default_factory=list)
    flags: list[FlagCode] = field(default_factory=list)
    approved: list[Approved] = field(default_factory=list)


class Picker:
    """Takes lots for one sale; lines after one another share the same shelves."""

    def __init__(
        self,
        place: str,
        lines: Sequence[RequestedGoods],
        day: date,
        arrival_day: date | None = None,
        *,
        short_is_free: bool = False,
    ) -> None:
        """`arrival_day` is the day a late sale arrived: its lots are judged by that, too.

        With `short_is_free` nobody has to approve that goods in the hand beat the book.
        """
        self.short_is_free = short_is_free
        self.place = place
        self.day = day
        self.last_day = max(day, arrival_day or day)
        lots = stock_ledger.stocked(
            place, products={g.product for g in lines if g.lot is None}, lots={g.lot for g in lines if g.lot is not None}
        )
        self.shelf: dict[str, Stocked] = {lot.lot: lot for lot in lots}
        self._taken: set[str] = set()

    def online(self, goods: RequestedGoods, approval: Approval) -> Picked:
        """Takes what is there; with an approval the goods in the hand beat the book, and what is missing is counted in first.

        Raises `out_of_stock`, `expired_lot`, `recalled_lot`, `approval_needed`.
        """
        approved: list[Approved] = []
        if goods.lot is not None:
            lot = self.shelf[goods.lot]
            if lot.recalled:
                raise DomainError("recalled_lot", N_("Lô %(lot)s đã bị thu hồi, không bán được."), lot=lot.lot)
            if lot.expired(self.day):
                approval.require(N_("Hàng quá hạn: cần quản lý duyệt."))
                approved.append(Approved.EXPIRED_LOT)
            takes, missing = allocate([lot], goods.quantity)
        else:
            lots = self._sellable(goods.product)
            takes, missing = allocate(lots, goods.quantity)
            if missing and not lots and stock_ledger.expired_before(self._of(goods.product), self.day):
                raise DomainError("expired_lot", N_("%(product)s: chỉ còn lô quá hạn."), product=goods.name)
        if missing and not self.short_is_free:
            if approval.by is None:
                raise DomainError("out_of_stock", N_("%(product)s: không đủ hàng ở quầy."), product=goods.name)
            approved.append(Approved.SHORT_STOCK)
        return replace(self._picked(goods, takes, missing), approved=approved)

    def offline(self, goods: RequestedGoods, approval: Approval) -> Picked:
        """Takes what is there and counts in the rest; what does not fit is flagged."""
        lots = [self.shelf[goods.lot]] if goods.lot is not None else self._sellable(goods.product)
        picked = self._picked(goods, *allocate(lots, goods.quantity))
        for take in picked.takes:
            lot = self.shelf.get(take.lot)
            if lot and lot.recalled:
                picked.flags.append(FlagCode.RECALLED_LOT)
            if lot and lot.expired(self.last_day):
                if goods.lot and approval.is_granted:
                    picked.approved.append(Approved.EXPIRED_LOT)
                else:
                    picked.flags.append(FlagCode.EXPIRED_LOT)
        return picked

    def taken_out(self) -> list[str]:
        """The lots of which nothing is left at the place."""
        return sorted(lot for lot in self._taken if self.shelf[lot].on_hand <= 0)

    def _picked(self, goods: RequestedGoods, takes: list[Take], missing: Milli) -> Picked:
        """The takes, and what had to be counted in: on the named lot, else the last one taken, else the newest of the product."""
        picked = Picked([take for take in takes if take.quantity])
        self._take(picked.takes)
        if not missing:
            return picked
        last = picked.takes[-1] if picked.takes else None
        lot = goods.lot or (last.lot if last else self._newest_lot(goods))
        picked.shortfalls.append(Take(lot, missing))
        picked.flags.append(FlagCode.STOCK_SHORT)
        if last and last.lot == lot:
            picked.takes[-1] = replace(last, quantity=Milli(last.quantity + missing))
        else:
            picked.takes.append(Take(lot, missing))
        return picked

    def _of(self, product: str) -> list[Stocked]:
        return [lot for lot in self.shelf.values() if lot.product == product]

    def _sellable(self, product: str) -> list[Stocked]:
        return sellable(self._of(product), self.day)

    def _take(self, takes: Sequence[Take]) -> None:
        for take in takes:
            lot = self.shelf[take.lot]
            self.shelf[take.lot] = replace(lot, on_hand=Milli(lot.on_hand - take.quantity))
            self._taken.add(take.lot)

    def _newest_lot(self, goods: RequestedGoods) -> str:
        newest = fetch_one(
            select(Lot.__table__)
            .where(Lot.product_code == goods.product, Lot.recalled_at.is_(None))
            .order_by(Lot.delivered_on.desc(), Lot.id.desc())
            .limit(1)
        )
        if newest is None:
            return lot_without_papers(goods.product, goods.producer, self.day)
        code: str = newest["code"]
        if code not in self.shelf:
            self.shelf[code] = _as_stocked(newest)
        return code


def _as_stocked(lot: Row) -> Stocked:
    return Stocked(
        lot["code"],
        lot["product_code"],
        Milli(0),
        lot["best_before"],
        lot["delivered_on"],
        lot["id"],
        lot["recalled_at"] is not None,
    )
