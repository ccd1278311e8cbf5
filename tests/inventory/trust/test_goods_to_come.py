"""What is to come, what is still to ask for, what waits for a decision, and what sold in these weeks a year ago."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.people.permits import Role
from inventory.announcing import cover, reading, to_do
from inventory.announcing.results import ProductCover, Season
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.schedule import examples

DAY = date(2026, 12, 1)
YEAR = timedelta(days=364)
ACTS = st.lists(
    st.tuples(st.sampled_from(["call up", "answer", "refuse", "announce", "receive", "take back", "cancel"]), st.integers(1, 40)),
    min_size=3,
    max_size=14,
)


class Plans:
    """A producer whose goods are asked for and announced; `open` is what stands open, written down beside the program."""

    def __init__(self, inside: Inside) -> None:
        self.inside, self.shop = inside, inside.shop()
        self.producer = self.shop.producer()
        self.shop.agreement(self.producer)
        self.product = self.shop.product(self.producer, places=0, unit="hũ", minimum="10")
        self.call_ups: dict[str, int] = {}
        self.announced: dict[str, int] = {}
        self.received: dict[str, tuple[str, int]] = {}

    def lines(self, pieces: int) -> list[dict[str, str]]:
        return [{"product": self.product, "quantity": str(pieces)}]

    def act(self, act: str, pieces: int) -> None:
        api, own = self.shop.api, uid()
        if act == "call up":
            body = {"producer": self.producer, "lines": self.lines(pieces), "wanted_by": "2026-12-05"}
            api.put(f"/api/v1/call-ups/{own}", body).ok(201)
            self.call_ups[own] = pieces
        elif act in {"answer", "refuse"} and self.call_ups:
            call_up = next(iter(self.call_ups))
            lines = self.lines(pieces) if act == "answer" else []
            api.post(f"/api/v1/call-ups/{call_up}/answer", {"uid": own, "lines": lines, "note": "gọi điện"}).ok(201)
            del self.call_ups[call_up]
            if lines:
                self.announced[own] = pieces
        elif act == "announce":
            body = {"producer": self.producer, "expected_on": "2026-12-02", "lines": self.lines(pieces)}
            api.put(f"/api/v1/announcements/{own}", body).ok(201)
            self.announced[own] = pieces
        elif act == "receive" and self.announced:
            announcement, promised = self.announced.popitem()
            head = {"producer": self.producer, "place": self.shop.place, "delivered_on": DAY.isoformat()}
            api.put(f"/api/v1/deliveries/{own}", head | {"lines": self.lines(pieces), "announcement": announcement}).ok(201)
            self.received[own] = announcement, promised
        elif act == "take back" and self.received:
            delivery, (announcement, promised) = self.received.popitem()
            api.post(f"/api/v1/deliveries/{delivery}/reverse", {"uid": uid(), "reason": "gõ nhầm"}).ok(201)
            self.announced[announcement] = promised
        elif act == "cancel" and self.announced:
            announcement, _promised = self.announced.popitem()
            api.post(f"/api/v1/announcements/{announcement}/cancel", {"uid": uid()}).ok(201)

    def own(self, found: Iterable[ProductCover]) -> ProductCover:
        """The product of these plans."""
        return next(each for each in found if each.cover.product == self.product)


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ACTS)
def test_what_is_to_come_is_what_stands_open_after_any_acts(inside: Inside, acts: list[tuple[str, int]]) -> None:
    with inside.on(DAY):
        plans = Plans(inside)
        for act, pieces in acts:
            plans.act(act, pieces)
        product, with_others = (plans.own(cover.with_hints(of)) for of in (plans.producer, None))
        open_pieces = sum(plans.call_ups.values()) + sum(plans.announced.values())
        assert product == with_others
        assert product.to_come == 1000 * open_pieces == reading.to_come(plans.producer).get(plans.product, 0)
        suggested = product.cover.suggested
        assert suggested == max(0, 10_000 - product.cover.on_hand)
        assert product.still_wanted == max(0, suggested - product.to_come)
        assert product.is_low == (suggested > 0) == bool(cover.running_low(plans.producer))
        low = {each.product for each in cover.below_minimum()}
        assert (plans.product in low) == (suggested > 0 and not open_pieces)
        assert {each.uid for each in reading.expected(plans.producer)} == plans.announced.keys()


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sales=st.dictionaries(st.integers(-30, 30), st.integers(1, 9), min_size=1, max_size=4))
def test_the_season_is_what_sold_a_year_ago_and_is_in_no_sum(inside: Inside, sales: dict[int, int]) -> None:
    with inside.on(DAY - YEAR - timedelta(days=40)):
        shop = inside.shop(inside.as_role(Role.MANAGER))
        producer = shop.producer()
        product = shop.product(producer, places=0)
        shop.agreement(producer)
        shop.deliver(producer, {"product": product, "quantity": "1000"})
    for days, pieces in sales.items():
        with inside.on(DAY - YEAR + timedelta(days=days)):
            shop.sell(shop.line(product, str(pieces)))
    with inside.on(DAY):
        (found,) = cover.with_hints(producer)
        before = 1000 * sum(pieces for days, pieces in sales.items() if -28 <= days < 0)
        ahead = 1000 * sum(pieces for days, pieces in sales.items() if 0 <= days < 28)
        assert found.season == (Season(before=before, ahead=ahead) if before or ahead else None)  # type: ignore[arg-type]
        assert (found.cover.sold_28d, found.cover.suggested, found.is_low) == (0, 0, False)


def test_what_waits_is_named_the_most_urgent_first_and_the_rest_is_a_number(inside: Inside) -> None:
    with inside.on(DAY), inside.app.test_request_context("/"):
        shop = inside.shop()
        assert to_do.to_do(clock.today()) == []
        for day in ("2026-11-30", "2026-12-01", "2026-12-01", "2026-12-02"):
            announce(shop, day)
        for day in ("2026-12-02", "2026-12-20", "2026-12-21"):
            producer = shop.producer()
            lines = [{"product": shop.product(producer), "quantity": "1"}]
            shop.api.put(f"/api/v1/call-ups/{uid()}", {"producer": producer, "lines": lines, "wanted_by": day}).ok(201)
        shop.product(shop.producer(), minimum="1")
        waiting = to_do.to_do(clock.today())
    assert [(each.tone, each.action) for each in waiting] == [
        ("warn", "Xem"),
        ("info", "Nhận hàng"),
        ("info", "Xem tất cả"),
        ("warn", "Xem"),
        ("info", "Xem"),
        ("info", "Xem tất cả"),
        ("warn", "Gọi hàng"),
    ]
    assert waiting[2].sentence == "1 chuyến hàng nữa đã đến ngày giao"
    assert waiting[5].sentence == "1 lời gọi hàng nữa chưa được trả lời"


def announce(shop: TimedShop, day: str) -> None:
    producer = shop.producer()
    lines = [{"product": shop.product(producer), "quantity": "1"}]
    shop.api.put(f"/api/v1/announcements/{uid()}", {"producer": producer, "expected_on": day, "lines": lines}).ok(201)
