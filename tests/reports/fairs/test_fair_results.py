"""What came of fairs: any history at a stall, told by the result as by a small model of who belongs to which fair."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import Answer, uid
from tests.schedule import examples

FIRST = date(2026, 3, 1)
FAIRS = {"HC1": (5, 8), "HC2": (12, 14)}
"""The days of two fairs at one stall, counted from FIRST."""
LEAVES = ("sold", "brought_back", "returned", "lost", "refunded_elsewhere", "left")
COMES = ("opening", "sent", "received", "counted", "taken_back", "sent_later")


def fair(place: str, first: int, last: int) -> dict[str, Any]:
    """The document of a fair, its days counted from FIRST."""
    days = {"from": (FIRST + timedelta(days=first)).isoformat(), "to": (FIRST + timedelta(days=last)).isoformat()}
    return {"name": "Hội chợ thử", "where": "Trung tâm văn hóa", "place": place, **days}


def milli(text: str) -> int:
    return round(float(text) * 1000)


@dataclass
class Stall:
    """An outlet with a shop, a stall with a till of its own, a product, and what should come of the fairs."""

    inside: Inside
    tag: str = ""
    shop: TimedShop = field(init=False)
    stall: TimedShop = field(init=False)
    product: str = field(init=False)
    lot: str = field(init=False)
    place: str = field(init=False)
    expected: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    owed: Counter[str] = field(default_factory=Counter)
    sales: list[tuple[str, str, str, int]] = field(default_factory=list)
    transfers: list[tuple[str, str, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.inside.on(FIRST - timedelta(days=1)):
            self.place = f"GIAN{self.tag}"
            self.shop, self.stall = self.inside.shop(), TimedShop(self.inside.api)
            self.product = self.shop.stocked(quantity="500")
            api = self.inside.api
            self.lot = api.get("/api/v1/stock", product=self.product).ok()["items"][0]["lot"]
            api.put(f"/api/v1/places/{self.place}", {"name": "Gian hội chợ", "kind": "stall"}).ok(201)
            till = {"name": "Máy gian", "place": self.place, "printer": "none:", "paper_mm": 80}
            self.stall.till = f"MAY{self.tag}"
            api.put(f"/api/v1/tills/{self.stall.till}", till).ok(201)
            self.stall.open_shift()
            for code, (first, last) in FAIRS.items():
                self.put_fair(code, first, last).ok(201)

    def put_fair(self, code: str, first: int, last: int, **more: Any) -> Answer:
        return self.inside.api.put(f"/api/v1/fairs/{code}{self.tag}", fair(self.place, first, last) | more)

    def result(self, code: str) -> Any:
        return self.inside.api.get(f"/api/v1/fairs/{code}{self.tag}/result").ok()

    def to_come(self, day: int) -> tuple[str, str]:
        """The fair that what comes on a day is for, and the column it stands in."""
        for code, (_first, last) in FAIRS.items():
            if day <= last:
                return code, "sent"
        return list(FAIRS)[-1], "sent_later"

    def begun(self, day: int) -> str:
        """The fair that what leaves on a day is of."""
        begun = [code for code, (first, _last) in FAIRS.items() if first <= day]
        return begun[-1] if begun else next(iter(FAIRS))

    def put(self, path: str, body: dict[str, Any]) -> tuple[str, Answer]:
        number = uid()
        return number, self.inside.api.put(f"/api/v1/{path}/{number}", body)

    def send(self, day: int, n: int) -> None:
        lines = [{"lot": self.lot, "quantity": str(n)}]
        number, answer = self.put("transfers", {"from": self.shop.place, "to": self.place, "lines": lines})
        answer.ok(201)
        code, column = self.to_come(day)
        self.expected[code][column] += n
        self.transfers.append((number, code, column, n))

    def bring_back(self, day: int, n: int) -> None:
        lines = [{"lot": self.lot, "quantity": str(n)}]
        number, answer = self.put("transfers", {"from": self.place, "to": self.shop.place, "lines": lines})
        if answer.status == 201:
            self.expected[self.begun(day)]["brought_back"] += n
            self.transfers.append((number, self.begun(day), "brought_back", n))

    def take_back(self, day: int, n: int) -> None:
        """Takes the last transfer back: as if it had never been, whatever the day is."""
        if self.transfers:
            number, code, column, n = self.transfers.pop()
            answer = self.inside.api.post(f"/api/v1/transfers/{number}/reverse", {"uid": uid(), "reason": "nhầm"})
            if answer.status == 201:
                self.expected[code][column] -= n

    def sell(self, day: int, n: int) -> None:
        self._sell(self.stall, self.begun(day), n)

    def sell_at_home(self, day: int, n: int) -> None:
        self._sell(self.shop, "", n)

    def _sell(self, at: TimedShop, code: str, n: int) -> None:
        answer = self.inside.api.put(f"/api/v1/sales/{uid()}", at.sale(at.line(self.product, str(n))))
        if answer.status == 201:
            sale = answer.ok(201)
            if code:
                self.expected[code]["sold"] += n
                self.owed[code] += 8_500 * n
            self.sales.append((sale["uid"], sale["number"], code, n))

    def refund(self, day: int, n: int) -> None:
        self._refund(self.stall, day, n)

    def refund_at_home(self, day: int, n: int) -> None:
        self._refund(self.shop, day, n)

    def _refund(self, at: TimedShop, day: int, n: int) -> None:
        if not self.sales:
            return
        sale, _number, code, sold = self.sales.pop()
        back = min(n, sold)
        at.refund(sale, 1, str(back)).ok(201)
        if code:
            self.expected[code]["sold"] -= back
            self.owed[code] -= 8_500 * back
            self.expected[code]["refunded_elsewhere"] += back if at is self.shop else 0
        elif at is self.stall:
            self.expected[self.begun(day)]["taken_back"] += back

    def lose(self, day: int, n: int) -> None:
        line = {"lot": self.lot, "quantity": str(n), "cause": "damage"}
        if self.put("losses", {"place": self.place, "lines": [line]})[1].status == 201:
            self.expected[self.begun(day)]["lost"] += n


ACTS = ("send", "send", "sell", "sell", "bring_back", "refund", "refund_at_home", "sell_at_home", "lose", "take_back")
HISTORY = st.lists(st.tuples(st.integers(0, 18), st.sampled_from(ACTS), st.integers(1, 9)), min_size=6, max_size=18).map(
    lambda acts: sorted(acts, key=lambda act: act[0])
)


@pytest.fixture
def stall(inside: Inside) -> Stall:
    """A shop and a stall before the first fair."""
    return Stall(inside)


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY)
def test_any_history_at_a_stall_is_told_as_it_was(inside: Inside, history: list[tuple[int, str, int]]) -> None:
    stall = Stall(inside, uuid.uuid4().hex[:6])
    for minute, (day, act, n) in enumerate(history):
        with stall.inside.on(FIRST + timedelta(days=day), 10, minute):
            getattr(stall, act)(day, n)
    told = {code: stall.result(code) for code in FAIRS}
    left_before = 0
    for code, result in told.items():
        goods = result["items"][0]["goods"][0] if result["items"] else defaultdict(lambda: "0", {"owed_vnd": 0})
        expected = stall.expected[code]
        for column in ("sent", "sold", "brought_back", "lost", "refunded_elsewhere", "taken_back", "sent_later"):
            assert milli(goods[column]) == expected[column] * 1000, (code, column)
        assert goods["owed_vnd"] == stall.owed[code]
        assert milli(goods["opening"]) == left_before
        assert sum(milli(goods[c]) for c in COMES) == sum(milli(goods[c]) for c in LEAVES)
        left_before = milli(goods["left"])
    on_hand = stall.inside.api.get("/api/v1/stock", place=stall.place, product=stall.product).ok()["items"]
    assert left_before == sum(milli(row["on_hand"]) for row in on_hand)


def test_a_fair_tells_what_was_sent_sold_and_brought_back_by_producer_and_unit(stall: Stall) -> None:
    inside = stall.inside
    with inside.on(FIRST):
        jars = stall.shop.stocked(quantity="20", unit="lọ", places=0)
        lot = inside.api.get("/api/v1/stock", product=jars).ok()["items"][0]["lot"]
    with inside.on(FIRST + timedelta(days=4)):
        stall.send(4, 10)
        lines = [{"lot": lot, "quantity": "6"}]
        inside.api.put(f"/api/v1/transfers/{uid()}", {"from": stall.shop.place, "to": stall.place, "lines": lines}).ok(201)
    with inside.on(FIRST + timedelta(days=6)):
        sold = stall.stall.sell(stall.stall.line(stall.product, "4"), stall.stall.line(jars, "5"))
        stall.stall.refund(sold["uid"], 2, "1").ok(201)
    with inside.on(FIRST + timedelta(days=9)):
        stall.bring_back(9, 6)
        lines = [{"lot": lot, "quantity": "2"}]
        inside.api.put(f"/api/v1/transfers/{uid()}", {"from": stall.place, "to": stall.shop.place, "lines": lines}).ok(201)
    found = stall.result("HC1")
    by_producer = {item["producer"]: item for item in found["items"]}
    kilos, pots = by_producer[stall.shop.producer_of(stall.product)], by_producer[stall.shop.producer_of(jars)]
    assert kilos["sent"] == [{"unit": "kg", "quantity": "10"}]
    assert kilos["sold"] == [{"unit": "kg", "quantity": "4"}]
    assert kilos["brought_back"] == [{"unit": "kg", "quantity": "6"}]
    assert kilos["owed_vnd"] == 34_000
    assert (pots["sent"], pots["sold"]) == ([{"unit": "lọ", "quantity": "6"}], [{"unit": "lọ", "quantity": "4"}])
    assert pots["brought_back"] == [{"unit": "lọ", "quantity": "2"}]
    assert pots["owed_vnd"] == 34_000
    assert found["totals"] == {"sales": 1, "net_vnd": 80_000, "owed_vnd": 68_000}
    assert [goods["left"] for item in found["items"] for goods in item["goods"]] == ["0", "0"]
    assert found["sent_from"] is None
    assert found["back_until"] == (FIRST + timedelta(days=11)).isoformat()
    assert stall.result("HC2")["items"] == []


def test_goods_that_come_when_one_fair_is_over_are_for_the_next(stall: Stall) -> None:
    with stall.inside.on(FIRST + timedelta(days=9)):
        stall.send(9, 3)
    second = stall.result("HC2")
    assert second["items"][0]["sent"] == [{"unit": "kg", "quantity": "3"}]
    assert second["sent_from"] == (FIRST + timedelta(days=9)).isoformat()
    assert stall.result("HC1")["items"] == []


def test_two_fairs_do_not_share_a_stall_on_a_day(stall: Stall) -> None:
    assert stall.put_fair("HC3", 8, 9).code == "place_taken"
    stall.put_fair("HC3", 9, 11).ok(201)
    assert stall.put_fair("HC3", 9, 12).code == "place_taken"
    stall.put_fair("HC3", 9, 10).ok(200)


def test_a_fair_is_at_a_stall_and_ends_after_it_begins(stall: Stall) -> None:
    api = stall.inside.api
    refused = stall.put_fair("HC3", 20, 21, place=stall.shop.place)
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "place")
    assert stall.put_fair("HC3", 21, 20).status == 422
    assert api.get("/api/v1/fairs/HC3").status == 404
    assert api.get("/api/v1/fairs/HC3/result").status == 404


def test_what_get_shows_of_a_fair_may_be_sent_back_and_its_state_follows_the_days(stall: Stall) -> None:
    api = stall.inside.api
    for day, state in ((0, "to_come"), (5, "open"), (8, "open"), (9, "over")):
        with stall.inside.on(FIRST + timedelta(days=day)):
            shown = api.get("/api/v1/fairs/HC1").ok()
            assert shown["state"] == state
            api.put("/api/v1/fairs/HC1", shown).ok(200)
            assert api.get("/api/v1/fairs/HC1").ok() == shown


def test_an_officer_records_fairs_and_a_storekeeper_reads_them(stall: Stall) -> None:
    officer, keeper = stall.inside.as_role(Role.OFFICER), stall.inside.as_role(Role.STOREKEEPER)
    officer.put("/api/v1/fairs/HC9", fair(stall.place, 30, 31)).ok(201)
    assert keeper.get("/api/v1/fairs/HC9").ok()["where"] == "Trung tâm văn hóa"
    assert keeper.put("/api/v1/fairs/HC9", fair(stall.place, 30, 31)).status == 403
    assert stall.inside.as_role(Role.CASHIER).get("/api/v1/fairs").status == 403
