"""What "Tiền bán" is on the day, in shifts and in reports: one figure, whatever was sold, rounded, exchanged and refunded."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journeys.inside import Inside
from tests.schedule import examples

DAY = date(2026, 3, 2)
ACTS = st.lists(
    st.tuples(st.sampled_from(["cash", "card", "vietqr"]), st.integers(1, 9), st.integers(0, 5_000), st.booleans()),
    min_size=1,
    max_size=5,
)


def test_the_takings_of_a_day_are_one_figure_on_every_page(inside: Inside) -> None:
    days = iter(DAY + timedelta(days=n) for n in range(10_000))
    with inside.on(DAY - timedelta(days=1)):
        shop = inside.shop()
        shop.api.put("/api/v1/outlet", {"name": "Điểm bán", "cash_rounding_vnd": 1000}).ok()
        producer = shop.producer()
        shop.agreement(producer)
        product = shop.product(producer, price_vnd=12_340)
        shop.deliver(producer, {"product": product, "quantity": "9000"})
        shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()

    @settings(max_examples=examples(8))
    @given(acts=ACTS)
    def holds(acts: list[tuple[str, int, int, bool]]) -> None:
        day = next(days)
        with inside.on(day):
            shop.open_shift()
            for method, pieces, discount_vnd, comes_back in acts:
                goods_vnd = 12_340 * pieces - discount_vnd
                rounding_vnd = -(goods_vnd % 1000) if method == "cash" else 0
                paid = {"method": method, "amount_vnd": goods_vnd + rounding_vnd}
                if method == "cash":
                    paid["tendered_vnd"] = paid["amount_vnd"]
                line = shop.line(product, str(pieces), 12_340, discount_vnd)
                sale = shop.sell(line, rounding_vnd=rounding_vnd, payments=[paid])
                if comes_back:
                    shop.refund(sale["uid"], 1, "1").ok(201)
            span = f"from={day}&to={day}"
            net_vnd = shop.api.get(f"/api/v1/reports/sales?by=day&{span}").ok()["totals"]["net_vnd"]
            shifts = shop.api.get(f"/api/v1/reports/shifts?{span}").ok()
            assert shifts["totals"]["net_vnd"] == net_vnd == sum(row["net_vnd"] for row in shifts["items"])
            for by in ("producer", "method", "cashier", "till", "hour"):
                assert shop.api.get(f"/api/v1/reports/sales?by={by}&{span}").ok()["totals"]["net_vnd"] == net_vnd
            report = shop.api.get(f"/api/v1/shifts/{shop.shift}").ok()
            paid, refunded = (sum(one["amount_vnd"] for one in report[kind]) for kind in ("payments", "refunds"))
            shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {}}).ok()
            assert paid - refunded - report["rounding_vnd"] == report["net_vnd"], "the page of the shift adds up"

    holds()
    assert inside.gaps() == []
