"""A synthetic history: deliveries, losses, shifts and refunds by their verbs, sales in bulk by what posts a real one.

The same seed gives the same history up to yesterday. Its codes begin with SIM, so it stands beside an outlet's own goods;
a second run on the same outlet takes SIM2, and so on.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from sqlalchemy import func, select

from core import clock
from core.db import db, transaction
from core.errors import Invalid
from core.i18n import N_
from inventory.models import Place
from ops.simulate.day import Counts, Day
from ops.simulate.goods import Shop, set_up


def simulate(days: int, sales_per_day: int, products: int, producers: int, seed: int) -> str:
    """Writes the history and returns one line about it. Raises Invalid for counts that make no sense."""
    least_of = {"days": 1, "sales_per_day": 1, "producers": 1, "products": producers}
    for (field, least), value in zip(least_of.items(), (days, sales_per_day, producers, products), strict=True):
        if not least <= value <= 1_000_000:
            raise Invalid((field, N_("Số này phải từ %(least)s trở lên."), {"least": least}))
    run = _next_run()
    first = clock.today() - timedelta(days=days)
    shop = transaction(lambda: set_up(run, products, producers, seed, first, sales_per_day))
    total = Counts()
    for n in range(days):
        # Each try of the transaction begins with a new day: nothing of it is remembered outside the database.
        total += transaction(partial(_live, shop, first + timedelta(days=n)))
    return (
        f"{run}: {days} days from {first}, {total.sales} sales, {total.lines} lines, "
        f"{total.refunds} refunds, {total.lots} lots, {products} products of {producers} producers"
    )


def _live(shop: Shop, day: date) -> Counts:
    return Day(shop, day).live()


def _next_run() -> str:
    known = int(db.session.execute(select(func.count()).select_from(Place).where(Place.code.like("SIM%"))).scalar_one())
    return f"SIM{known + 1}" if known else "SIM"
