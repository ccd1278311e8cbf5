"""What of its account a producer sees by its agreements; the widest of several in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.people.permits import Role
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import uid

DAY = date(2026, 11, 20)
LINES = ("producers/{producer}/book", "producers/{producer}/statement-preview")
GOODS = (
    "stock", "stock/movements", "stock/cover", "stock/card?lot={lot}", "lots/{lot}", "lots/{lot}/trace",
    "reports/sales?by=day", "reports/stock-movement",
)  # fmt: skip
ALWAYS = ("statements", "statements/{statement}", "book-lines/{line}/why", "producers/{producer}", "agreements")


def statuses(own: InsideApi, paths: tuple[str, ...], names: dict[str, str]) -> set[int]:
    return {own.get(f"/api/v1/{path.format(**names)}").status for path in paths}


def kept(shop: TimedShop, visibility: str) -> dict[str, str]:
    """A producer with a claimed and an open sale under an agreement of this visibility."""
    producer = shop.producer()
    product, lot = shop.product(producer), shop.code("L")
    shop.agreement(producer, visibility=visibility)
    shop.deliver(producer, {"product": product, "quantity": "5", "lot": lot})
    shop.sell(shop.line(product))
    issued = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": DAY.isoformat()}).ok(201)
    shop.sell(shop.line(product))
    return {"producer": producer, "lot": lot, "statement": issued["uid"], "line": issued["lines"][-1]["uid"]}


@pytest.mark.parametrize(("visibility", "lines", "goods"), [("detailed", 200, 200), ("basic", 403, 200), ("balance", 403, 403)])
def test_lines_and_goods_show_as_far_as_the_agreement_says(inside: Inside, visibility: str, lines: int, goods: int) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        names = kept(shop, visibility)
        own = inside.as_role(Role.PRODUCER, names["producer"])
        assert statuses(own, LINES, names) == {lines}
        assert statuses(own, GOODS, names) == {goods}
        assert statuses(own, ALWAYS, names) == {200}
        assert statuses(shop.api, (*LINES, *GOODS, *ALWAYS), names) == {200}, "the manager sees all"
        opened = shop.api.get(f"/api/v1/producers/{names['producer']}/book").ok()["items"][-1]["uid"]
        assert own.get(f"/api/v1/book-lines/{opened}/why").status == lines, "a line that no statement has claimed is the book's"


def test_the_widest_of_the_agreements_in_force_counts(inside: Inside) -> None:
    with inside.on(DAY):
        shop = inside.shop()
        names = kept(shop, "balance")
        own = inside.as_role(Role.PRODUCER, names["producer"])
        later = DAY + timedelta(days=3)
        shop.agreement(names["producer"], visibility="detailed", starts_on=later.isoformat(), ends_on=later.isoformat())
        assert statuses(own, LINES + GOODS, names) == {403}, "one that has not begun opens nothing"
    with inside.on(later):
        assert statuses(own, LINES + GOODS, names) == {200}
    with inside.on(later + timedelta(days=1)):
        assert statuses(own, LINES + GOODS, names) == {403}
