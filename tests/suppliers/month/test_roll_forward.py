"""From one balance to the next, by age; and drafts of many statements in a few queries say what each preview says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from suppliers import statements
from suppliers.settling.previews import drafts
from suppliers.settling.roll_forward import FIGURES, aged
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.schedule import examples

DAY = date(2026, 11, 30)
ADDED = {"opening_vnd", "owed_vnd", "adjustments_vnd", "received_vnd"}
TAKEN = {"charges_vnd", "paid_vnd"}


@settings(max_examples=examples(200))
@given(
    closing=st.integers(-500, 2_000),
    owed=st.dictionaries(st.integers(0, 90).map(lambda n: DAY - timedelta(days=n)), st.integers(-100, 300), max_size=12),
)
def test_ages_add_up_to_what_is_owed_and_the_newest_debt_is_the_open_one(closing: int, owed: dict[date, int]) -> None:
    ages = aged(closing, owed, DAY)
    assert sum(ages) == max(0, closing) and min(ages) >= 0
    newest = sum(max(0, vnd) for day, vnd in owed.items() if (DAY - day).days <= 30)
    assert ages[0] == min(max(0, closing), newest)


def rows(shop: Any, first: date, last: date) -> dict[str, dict[str, int]]:
    report = shop.api.get(f"/api/v1/reports/payables?from={first}&to={last}").ok()
    assert {figure: sum(row[figure] for row in report["items"]) for figure in FIGURES} == {
        figure: report["totals"][figure] for figure in FIGURES
    }
    return {row["producer"]: row for row in report["items"]}


def test_every_day_closes_with_what_the_book_says_and_opens_the_next_one(inside: Inside) -> None:
    with inside.on(DAY - timedelta(days=100)):
        shop = inside.shop()
        producer = shop.producer()
        product = shop.product(producer)
        shop.agreement(producer)
        shop.deliver(producer, {"product": product, "quantity": "90"})
        shop.sell(shop.line(product, "3"))
    with inside.on(DAY - timedelta(days=40)):
        sale = shop.sell(shop.line(product, "2"))
        shop.refund(sale["uid"], 1, "1").ok(201)
    with inside.on(DAY - timedelta(days=5)):
        shop.sell(shop.line(product, "4"))
        for kind, amount_vnd in (("charges", 1_000), ("adjustments", -2_000)):
            line = {"uid": uid(), "amount_vnd": amount_vnd, "memo": "x"}
            shop.api.post(f"/api/v1/producers/{producer}/{kind}", line).ok(201)
    with inside.on(DAY):
        statement = {"producer": producer, "until": DAY.isoformat()}
        issued = shop.api.put(f"/api/v1/statements/{uid()}", statement).ok(201)
        body = {"producer": producer, "statement": issued["uid"], "amount_vnd": 20_000, "method": "cash"}
        paid = shop.api.put(f"/api/v1/payouts/{uid()}", body).ok(201)
        other = shop.api.put(f"/api/v1/payouts/{uid()}", body | {"amount_vnd": 5_000}).ok(201)
        shop.api.post(f"/api/v1/payouts/{other['uid']}/reverse", {"uid": uid(), "reason": "nhầm"}).ok(201)
        opening = 0
        for days, after in ((200, 60), (59, 10), (9, 1), (0, 0)):
            row = rows(shop, DAY - timedelta(days=days), DAY - timedelta(days=after))[producer]
            assert row["opening_vnd"] == opening
            assert sum(row[f] for f in ADDED) - sum(row[f] for f in TAKEN) == row["closing_vnd"]
            ages = row["age_30_vnd"] + row["age_60_vnd"] + row["age_90_vnd"] + row["older_vnd"]
            assert ages == max(0, row["closing_vnd"])
            opening = row["closing_vnd"]
        assert opening == shop.api.get(f"/api/v1/payouts/{paid['uid']}").ok()["balance_vnd"]
        row = rows(shop, DAY, DAY)[producer]
        assert (row["paid_vnd"], row["age_30_vnd"]) == (20_000, 31_000), "what was paid settled the oldest"


def test_a_draft_of_many_says_what_each_preview_says(inside: Inside) -> None:
    with inside.on(DAY - timedelta(days=3)):
        shop = inside.shop()
        terms: list[dict[str, Any]] = [
            {},
            {"holding_days": 2},
            {"holding_days": 5, "minimum_payout_vnd": 1_000},
            {"minimum_payout_vnd": 900_000},
            {"charges": [{"name": "Túi", "per": "unit", "amount_vnd": 333}]},
        ]
        producers = []
        for agreement in terms:
            producer = shop.producer()
            product = shop.product(producer)
            shop.agreement(producer, **agreement)
            shop.deliver(producer, {"product": product, "quantity": "20"})
            shop.sell(shop.line(product, "3"))
            producers.append((producer, product))
        first = producers[1][0]
        until = (DAY - timedelta(days=3)).isoformat()
        shop.api.put(f"/api/v1/statements/{uid()}", {"producer": first, "until": until}).ok(201)
    with inside.on(DAY):
        for _producer, product in producers:
            shop.sell(shop.line(product, "2"))
        made = drafts(DAY, [producer for producer, _product in producers])
        for producer, _product in producers:
            preview = statements.preview(producer, DAY)
            assert (made[producer].money, made[producer].lines) == (preview.money, preview.line_count)
            assert made[producer].held_vnd == max(0, preview.held_vnd)
        assert drafts(DAY, [shop.producer()]) == {}
