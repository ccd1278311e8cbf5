"""What was sold is told once a day or once a week, every line of the book one time, and of days that are over alone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suppliers.messages.sold import tell_of_sold
from tests.conftest import ZONE
from tests.journeys.inside import Inside
from tests.schedule import examples
from tests.suppliers.messages.telling import choose, told

MONDAY = date(2026, 11, 23)


def texts(inside: Inside, producer: str) -> list[str]:
    return [message["text"] for message in told(inside, producer, "sold")]


def test_a_day_is_told_when_it_is_over_and_one_time(inside: Inside) -> None:
    with inside.on(MONDAY):
        shop = inside.shop()
        tea = shop.stocked(name="Trà sen", unit="hộp")
        producer = shop.producer_of(tea)
        sold = shop.sell(shop.line(tea, "2"))
        shop.sell(shop.line(tea, "1"))
        shop.refund(sold["uid"], 1, "1").ok(201)
        tell_of_sold()
        assert texts(inside, producer) == []
    with inside.on(MONDAY + timedelta(days=1), 0, 5):
        tell_of_sold()
        tell_of_sold()
        owed = shop.api.get(f"/api/v1/producers/{producer}/book").ok()["items"][-1]["balance_vnd"]
        (text,) = texts(inside, producer)
        assert text.startswith("Ngày 23/11/2026 bán được 3 hộp Trà sen. Khách trả lại 1 hộp Trà sen. HTX được ")
        assert re.sub(r"\D", "", text.rpartition("HTX được")[2]) == str(owed)
    with inside.on(MONDAY + timedelta(days=2)):
        tell_of_sold()
        assert len(texts(inside, producer)) == 1, "a day without sales is no message"


def test_who_chose_so_hears_once_a_week(inside: Inside) -> None:
    with inside.on(MONDAY):
        shop = inside.shop()
        tea = shop.stocked(name="Trà sen", unit="hộp")
        producer = shop.producer_of(tea)
        choose(inside, producer, "sold", sold_every="week")
        tell_of_sold()
    for day in range(1, 7):
        with inside.on(MONDAY + timedelta(days=day)):
            shop.sell(shop.line(tea, "1"))
            tell_of_sold()
            assert texts(inside, producer) == []
    with inside.on(MONDAY + timedelta(days=7)):
        tell_of_sold()
        assert texts(inside, producer)[0].startswith("Từ 24/11/2026 đến 29/11/2026 bán được 6 hộp Trà sen.")


def test_a_sale_that_arrives_late_is_told_with_the_day_it_arrived_on(inside: Inside) -> None:
    with inside.on(MONDAY):
        shop = inside.shop()
        tea = shop.stocked(name="Trà sen", unit="hộp")
        producer = shop.producer_of(tea)
        shop.sell(shop.line(tea, "1"))
    with inside.on(MONDAY + timedelta(days=1)):
        tell_of_sold()
        then = datetime(2026, 11, 23, 11, tzinfo=ZONE).isoformat()
        shop.sell(shop.line(tea, "4"), offline=True, sold_at=then)
    with inside.on(MONDAY + timedelta(days=2)):
        tell_of_sold()
        assert [text.split(".")[0] for text in texts(inside, producer)] == [
            "Ngày 23/11/2026 bán được 1 hộp Trà sen",
            "Ngày 23/11/2026 bán được 4 hộp Trà sen",
        ]


def test_who_sees_the_balance_alone_is_not_told_what_was_sold(inside: Inside) -> None:
    with inside.on(MONDAY):
        shop = inside.shop()
        producer = shop.producer()
        shop.agreement(producer, visibility="balance")
        tea = shop.product(producer)
        shop.deliver(producer, {"product": tea, "quantity": "3"})
        shop.sell(shop.line(tea, "3"))
    with inside.on(MONDAY + timedelta(days=1)):
        tell_of_sold()
        assert texts(inside, producer) == [] and told(inside, producer, "sold_out") == []


DAYS = st.lists(
    st.tuples(st.sampled_from(["sell", "tell", "day", "daily", "weekly"]), st.integers(1, 3)), min_size=4, max_size=16
)


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=DAYS)
def test_every_line_is_told_one_time_whatever_is_chosen(inside: Inside, acts: list[tuple[str, int]]) -> None:
    day, sold = MONDAY, 0
    with inside.on(day):
        shop = inside.shop()
        tea = shop.stocked(unit="hộp")
        producer = shop.producer_of(tea)
        tell_of_sold()
    for act, n in [*acts, ("day", 8), ("tell", 1)]:
        day += timedelta(days=n if act == "day" else 0)
        with inside.on(day):
            if act == "sell":
                shop.sell(shop.line(tea, str(n)))
                sold += n
            elif act == "tell":
                tell_of_sold()
            elif act != "day":
                choose(inside, producer, "sold", sold_every="day" if act == "daily" else "week")
    with inside.on(day):
        told_of = sum(int(n) for text in texts(inside, producer) for n in re.findall(r"bán được (\d+) hộp", text))
    assert told_of == sold
