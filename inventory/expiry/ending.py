"""The lots that end soon with all that decides about them: what is here, how fast it sells, what was proposed and what it means.

Read-only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from core import clock
from core.db import Row, fetch_all
from core.money import Bp, Vnd, times
from core.quantity import ZERO, Milli
from core.values import tax
from inventory import goods_documents, losses
from inventory.choices import ExpiryProposalState
from inventory.expiry import rules
from inventory.expiry.proposals import Planned, planned
from inventory.expiry.results import ExpiryProposal
from inventory.expiry.rules import MarkDown
from inventory.losses import Assessed, Loss
from inventory.models import Lot, StockLevel
from suppliers import book
from suppliers.agreements.standing import terms_of
from suppliers.allowances import ledger
from suppliers.choices import ExpiryChoice, LossCause
from suppliers.commission import Term, choose
from suppliers.models import Producer, Product
from suppliers.producers import owner_code

CAUSES = {ExpiryChoice.SAMPLE: LossCause.SAMPLING, ExpiryChoice.DONATE: LossCause.EXPIRY}
"""The cause of the loss that a person writes down for a choice."""
EXAMPLE_BP = Bp(2000)
"""What a markdown is shown with where nobody named a rate."""
ABOUT_WHOLE = 10_000
"""From so much on an estimate is said in whole units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff:
    """What writing off all that is free of a lot would cost: what its producer is owed, and what is left of the allowance."""

    cause: LossCause
    worth_vnd: Vnd
    owed_vnd: Vnd
    allowance_left_vnd: Vnd | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingLot:
    """A lot near its day.

    `free` is what is not set aside, at `places`; `unsold` what of it will still be here after its last day. Without a
    `proposal` (the outlet's own goods have none) nothing is asked; one that is not `is_due` begins by itself on `from_day`.
    """

    id: int
    lot: str
    product: str
    name: str
    unit: str
    producer: str
    producer_name: str
    producer_phone: str | None
    is_own: bool
    price_vnd: Vnd
    best_before: date
    days_left: int
    on_hand: Milli
    set_aside: Milli
    places: Sequence[str]
    sold_28d: Milli
    unsold: Milli
    proposal: ExpiryProposal | None
    from_day: date | None
    is_due: bool
    markdown: MarkDown | None

    @property
    def free(self) -> Milli:
        """What of it is not set aside."""
        return Milli(self.on_hand - self.set_aside)

    @property
    def choice(self) -> ExpiryChoice | None:
        """What was chosen for it."""
        return self.proposal.choice if self.proposal else None

    @property
    def is_unanswered(self) -> bool:
        """Whether its producer is asked, may still answer, and has not."""
        is_open = self.proposal is not None and self.proposal.state is ExpiryProposalState.OPEN
        return is_open and self.is_due and self.days_left >= 0

    @property
    def value_vnd(self) -> Vnd:
        """What it would bring at today's price."""
        return times(self.price_vnd, self.on_hand)

    @property
    def unsold_vnd(self) -> Vnd:
        """What of its value will not be sold in time."""
        return times(self.price_vnd, self.unsold)

    @property
    def about_unsold(self) -> Milli:
        """What will not be sold in time as people say it: whole units, tenths of less than ten."""
        step = 1000 if self.unsold >= ABOUT_WHOLE else 100
        return Milli(-(-self.unsold // step) * step)


def ending(days: int, *, producer: str | None = None) -> list[EndingLot]:
    """The lots that end within so many days or have ended, the nearest first; of recalled ones there are none."""
    today = clock.today()
    rows = _rows(today + timedelta(days=days), producer)
    return _ending(rows, today)


def ending_of(producer: str, days: int) -> list[EndingLot]:
    """A producer's lots that end within so many days, and those that it was asked about, the nearest first."""
    proposed = {each.proposal.lot: each for each in planned(producer=producer, days=days)}
    if not proposed:
        return []
    rows = _rows(max(each.proposal.best_before for each in proposed.values()), producer)
    return [lot for lot in _ending(rows, clock.today(), proposed) if lot.lot in proposed]


def ending_lot(lot: str, producer: str | None = None) -> EndingLot | None:
    """One lot, however far its day is; None for what has no day, no goods, is recalled or another producer's."""
    today = clock.today()
    found = fetch_all(_LOTS.where(Lot.code == lot))
    if not found or producer not in {None, found[0]["producer_code"]}:
        return None
    # What ends before it is sold before it.
    rows = [r for r in _rows(found[0]["best_before"], None) if r["product_code"] == found[0]["product_code"]]
    return next(each for each in _ending(rows, today) if each.lot == lot)


_LOTS = (
    select(
        Lot.id,
        Lot.code,
        Lot.product_code,
        Lot.producer_code,
        Lot.best_before,
        Product.name,
        Product.unit,
        Product.price_vnd,
        Product.product_set,
        Product.vat,
        Producer.name.label("producer_name"),
        Producer.phone,
        func.sum(StockLevel.on_hand).label("on_hand"),
        func.sum(StockLevel.set_aside).label("set_aside"),
    )
    .join(StockLevel, StockLevel.lot == Lot.code)
    .join(Product, Product.code == Lot.product_code)
    .join(Producer, Producer.code == Lot.producer_code)
    .where(StockLevel.on_hand > 0, Lot.best_before.is_not(None), Lot.recalled_at.is_(None))
    .group_by(Lot.id, Product.code, Producer.code)
    .order_by(Lot.best_before, Lot.code)
)


def _rows(until: date, producer: str | None) -> Sequence[Row]:
    query = _LOTS.where(Lot.best_before <= until)
    return fetch_all(query.where(Lot.producer_code == producer) if producer is not None else query)


def _ending(rows: Sequence[Row], today: date, proposed: Mapping[str, Planned] | None = None) -> list[EndingLot]:
    """The lots of these rows; `proposed` are their proposals by lot, where they were read before."""
    producers = {r["producer_code"] for r in rows}
    owner, terms, rates = owner_code(), terms_of(producers), tax.rates_on(today)
    (sold,) = book.sold_in(producers, (today - timedelta(days=rules.MONTH - 1), today)) if rows else ({},)
    unsold, places = _unsold(rows, sold, today), _places([r["code"] for r in rows])
    if proposed is None:
        last = max((r["best_before"] for r in rows), default=today)
        proposed = {each.proposal.lot: each for each in planned(days=max(0, (last - today).days))}
    lots = []
    for r in rows:
        plan = proposed.get(r["code"])
        is_own = r["producer_code"] == owner
        term = choose(terms.get(r["producer_code"], []), r["product_code"], r["product_set"], today)
        free = Milli(int(r["on_hand"] - r["set_aside"]))
        lots.append(
            EndingLot(
                id=r["id"],
                lot=r["code"],
                product=r["product_code"],
                name=r["name"],
                unit=r["unit"],
                producer=r["producer_code"],
                producer_name=r["producer_name"],
                producer_phone=r["phone"],
                is_own=is_own,
                price_vnd=r["price_vnd"],
                best_before=r["best_before"],
                days_left=(r["best_before"] - today).days,
                on_hand=Milli(int(r["on_hand"])),
                set_aside=Milli(int(r["set_aside"])),
                places=places[r["code"]],
                sold_28d=sold.get(r["product_code"], ZERO),
                unsold=unsold[r["code"]],
                proposal=plan.proposal if plan else None,
                from_day=plan.from_day if plan else None,
                is_due=bool(plan and plan.is_due),
                markdown=_markdown(r, plan.proposal if plan else None, term, free, rates.get(r["vat"]), is_own=is_own),
            )
        )
    return lots


def _markdown(
    lot: Row, proposal: ExpiryProposal | None, term: Term | None, free: Milli, vat_percent: int | None, *, is_own: bool
) -> MarkDown | None:
    """What the markdown that is proposed or chosen means, else an example; none after the last day."""
    if proposal and proposal.days_left < 0:
        return None
    rate_bp = (proposal.chosen_rate_bp or proposal.rate_bp) if proposal else None
    return rules.mark_down(
        term,
        price_vnd=lot["price_vnd"],
        rate_bp=rate_bp or EXAMPLE_BP,
        quantity=free,
        vat_percent=vat_percent,
        is_own=is_own,
    )


def _unsold(rows: Sequence[Row], sold: Mapping[str, Milli], today: date) -> dict[str, Milli]:
    """What of each lot will not be sold in time; `rows` have the lots that end first first."""
    of_product: dict[str, list[Row]] = defaultdict(list)
    for r in rows:
        of_product[r["product_code"]].append(r)
    left: dict[str, Milli] = {}
    for product, lots in of_product.items():
        queue = [((r["best_before"] - today).days, Milli(int(r["on_hand"] - r["set_aside"]))) for r in lots]
        left |= dict(zip((r["code"] for r in lots), rules.unsold(queue, sold.get(product, ZERO)), strict=True))
    return left


def _places(lots: Sequence[str]) -> dict[str, list[str]]:
    """Where goods of each lot lie that are not set aside."""
    places: dict[str, list[str]] = defaultdict(list)
    here = StockLevel.lot.in_(lots), StockLevel.on_hand > StockLevel.set_aside
    for r in fetch_all(select(StockLevel.lot, StockLevel.place_code).where(*here).order_by(StockLevel.place_code)):
        places[r["lot"]].append(r["place_code"])
    return places


def write_off(lot: EndingLot, choice: ExpiryChoice) -> WriteOff | None:
    """What giving away all that is free of a lot would cost today; None where nothing is free or the choice loses nothing."""
    cause = CAUSES.get(choice)
    if cause is None or not lot.free:
        return None
    today = clock.today()
    known = goods_documents.lots_of([lot.lot], lock=False)
    (assessed,) = losses.assess([Loss(lot.lot, lot.free, cause)], known, today)
    return WriteOff(
        cause=cause,
        worth_vnd=times(lot.price_vnd, lot.free),
        owed_vnd=Vnd(assessed.owed_vnd),
        allowance_left_vnd=_left(assessed, cause, today),
    )


def _left(assessed: Assessed, cause: LossCause, today: date) -> Vnd | None:
    if assessed.term is None:
        return None
    left_vnd = ledger.left({assessed.term.agreement}, today).get((assessed.term.agreement, cause))
    return None if left_vnd is None else Vnd(left_vnd)
