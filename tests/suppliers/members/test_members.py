"""Whose lots they are, and what of a statement is whose: to the đồng, whatever happened."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.people.permits import Role
from tests.conftest import AppOn
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.people.entry.outlet import on_phone, set_up
from tests.schedule import examples

Act = tuple[str, int, int]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["sell", "sell", "refund", "spoiled", "loss", "count", "charge", "adjust", "deliver"]),
        st.integers(0, 2),
        st.integers(1, 4999),
    ),
    min_size=4,
    max_size=14,
)


def today() -> str:
    """The day of the test's clock."""
    return clock.today().isoformat()


FIGURES = ("sold_owed_vnd", "refunded_owed_vnd", "loss_owed_vnd", "adjustments_vnd", "charges_vnd")


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def with_members(shop: TimedShop) -> tuple[str, str]:
    """A producer with two members, and its product."""
    producer = shop.producer()
    for code, name in (("H1", "Hộ Lan"), ("H2", "Hộ Bình")):
        shop.api.put(f"/api/v1/producers/{producer}/members/{code}", {"name": name, "phone": "0912345678"}).ok(201)
    product = shop.product(producer, 12_347)
    shop.agreement(producer, {"basis": "commission", "rate_bp": 1333, "discount_bearer": "shared"})
    return producer, product


def lots_of(shop: TimedShop, producer: str, product: str) -> list[str]:
    """A lot of each member and one of nobody."""
    lines = [{"product": product, "quantity": "40", "member": code} for code in ("H1", "H2")]
    return list(shop.deliver(producer, *lines, {"product": product, "quantity": "40"})["lots"])


def do(shop: TimedShop, producer: str, lots: list[str], sales: list[Any], act: Act) -> None:
    """One act about one of three lots; what the outlet refuses did not happen."""
    verb, which, n = act
    lot, quantity = lots[which], f"{1 + n % 3}.{n % 1000:03d}"
    api, money = shop.api, {"uid": uid(), "amount_vnd": n, "memo": "x"}
    if verb == "sell":
        line = {"lot": lot, "quantity": quantity, "unit_price_vnd": 12_347, "discount_vnd": n % 500}
        sales.append(shop.sell(line))
    elif verb in {"refund", "spoiled"} and sales:
        sale = sales[n % len(sales)]
        shop.refund(sale["uid"], 1, f"0.{1 + n % 900:03d}", "resell" if verb == "refund" else "spoiled")
    elif verb == "loss":
        body = {"place": shop.place, "lines": [{"lot": lot, "quantity": f"0.{1 + n % 900:03d}", "cause": "damage"}]}
        api.put(f"/api/v1/losses/{uid()}", body)
    elif verb == "count":
        api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": [{"lot": lot, "counted": f"{10 + n % 30}"}]})
    elif verb == "charge":
        api.post(f"/api/v1/producers/{producer}/charges", money).ok(201)
    elif verb == "adjust":
        api.post(f"/api/v1/producers/{producer}/adjustments", money | {"amount_vnd": n - 2500 or 1}).ok(201)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_split_adds_up_to_the_statement_whatever_happened(inside: Inside, acts: list[Act]) -> None:
    shop = inside.shop()
    producer, product = with_members(shop)
    lots, sales = lots_of(shop, producer, product), []
    for act in acts:
        do(shop, producer, lots, sales, act)
    statement = shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": today()}).ok(201)
    split = shop.api.get(f"/api/v1/statements/{statement['uid']}/members").ok()
    money = statement["money"]
    for name in FIGURES:
        assert sum(share[name] for share in split["items"]) == money[name] == split["totals"][name]
    for share in [*split["items"], split["totals"]]:
        sold, refunded, loss, adjustments, charges = (share[name] for name in FIGURES)
        assert share["owed_vnd"] == sold - refunded + loss + adjustments - charges
    assert split["totals"]["owed_vnd"] == money["closing_vnd"] - money["opening_vnd"] + money["paid_vnd"]
    of_lot = dict(zip(lots, ("H1", "H2", ""), strict=True))
    by_member = {"H1": 0, "H2": 0, "": 0}
    for line in statement["lines"]:
        if line["kind"] != "payout":
            by_member[of_lot.get(line["lot"] or "", "")] += line["owed_vnd"]
    assert {share["member"]: share["owed_vnd"] for share in split["items"]} == {
        member: owed for member, owed in by_member.items() if member in {s["member"] for s in split["items"]}
    }
    assert all(owed == 0 for member, owed in by_member.items() if member not in {s["member"] for s in split["items"]})


def test_a_lot_is_one_members_and_says_so_wherever_it_is_read(shop: TimedShop) -> None:
    producer, product = with_members(shop)
    line = {"product": product, "quantity": "5", "lot": "LO-LAN", "member": "H1"}
    received = shop.deliver(producer, line)
    assert [one["member"] for one in received["lines"]] == ["H1"]
    body = {"producer": producer, "place": shop.place, "delivered_on": today()}
    put = lambda *lines: shop.api.put(f"/api/v1/deliveries/{uid()}", body | {"lines": list(lines)})  # noqa: E731
    assert put(line | {"member": "H2"}).code == "lot_exists"
    assert put(line).status == 201, "the same member adds to the lot"
    assert put({k: v for k, v in line.items() if k != "member"}).ok(201)["lines"][0]["member"] == "H1"
    put({"product": product, "quantity": "1", "lot": "LO-AI"}).ok(201)
    assert put({"product": product, "quantity": "1", "lot": "LO-AI", "member": "H1"}).code == "lot_exists"
    unknown = put(line | {"lot": "LO-X", "member": "H9"})
    assert unknown.status == 422 and unknown.json["errors"][0]["field"] == "lines.0.member"
    assert shop.api.get("/api/v1/lots/LO-LAN").ok()["member"] == "H1"
    assert shop.api.get("/api/v1/lots/LO-LAN/trace").ok()["back"]["member"] == "H1"
    assert shop.api.get("/api/v1/lots/LO-AI/trace").ok()["back"]["member"] is None


def test_a_member_is_master_data_of_its_own_producer(inside: Inside, shop: TimedShop) -> None:
    producer, _product = with_members(shop)
    other = shop.producer()
    own, foreign = inside.as_role(Role.PRODUCER, producer), inside.as_role(Role.PRODUCER, other)
    path = f"/api/v1/producers/{producer}/members"
    assert own.put(f"{path}/H1", {"name": "Hộ Lan Hương"}).ok(200) == {
        "code": "H1", "producer": producer, "name": "Hộ Lan Hương", "phone": None,
    }  # fmt: skip
    assert own.put(f"{path}/H1", own.get(f"{path}/H1").ok()).status == 200, "what is read may be sent back"
    assert [one["code"] for one in own.get(path).ok()["items"]] == ["H1", "H2"]
    assert own.put(f"{path}/H3", {"name": "Hộ Ba", "phone": "số nhà"}).status == 422
    for call in (foreign.get(path), foreign.get(f"{path}/H1"), foreign.put(f"{path}/H1", {"name": "x"})):
        assert call.status == 404
    assert shop.api.put("/api/v1/producers/DIEMBAN/members/H1", {"name": "x"}).code == "own_goods"
    theirs = shop.product(other)
    shop.agreement(other)
    body = {"producer": other, "place": shop.place, "delivered_on": today()}
    line = {"product": theirs, "quantity": "1", "member": "H1"}
    assert shop.api.put(f"/api/v1/deliveries/{uid()}", body | {"lines": [line]}).status == 422


def test_an_announcement_says_whose_goods_come(inside: Inside, shop: TimedShop) -> None:
    producer, product = with_members(shop)
    own = inside.as_role(Role.PRODUCER, producer)
    body = {"producer": producer, "expected_on": today(), "lines": [{"product": product, "quantity": "3", "member": "H2"}]}
    announced = own.put(f"/api/v1/announcements/{uid()}", body).ok(201)
    assert announced["lines"][0]["member"] == "H2"
    body["lines"] = [{"product": product, "quantity": "3", "member": "H7"}]
    assert own.put(f"/api/v1/announcements/{uid()}", body).json["errors"][0]["field"] == "lines.0.member"


def test_who_only_looks_sees_a_masked_phone(app_on: AppOn) -> None:
    outlet = set_up(app_on("sqlite"))
    outlet.api.put("/api/v1/producers/HTX-1/members/H1", {"name": "Hộ Lan", "phone": "0912 345 678"}).ok(201)
    for rights, phone in ((["see"], "09••••678"), (["answer"], "0912345678")):
        assert on_phone(outlet, rights=rights).get("/api/v1/producers/HTX-1/members/H1").json["phone"] == phone
    masked = {"name": "Hộ Lan", "phone": "09••••678"}
    assert outlet.api.put("/api/v1/producers/HTX-1/members/H1", masked).ok(200)["phone"] == "0912345678"
    assert outlet.api.put("/api/v1/producers/HTX-1/members/H1", masked | {"phone": "09••••999"}).status == 422


def test_a_second_press_records_no_household_twice(app_on: AppOn) -> None:
    phone = on_phone(set_up(app_on("sqlite")))
    forms = [{"name": "Hộ Lan", "next_code": "H1"}] * 2 + [{"name": "Hộ Bình", "next_code": "H1"}]
    assert [phone.post("/portal/members", form).status_code for form in forms] == [302, 302, 302]
    page = phone.get("/portal/members").text
    assert (page.count("<small>H1"), page.count("<small>H2"), page.count("<small>H3")) == (1, 1, 0)
    assert 'name="next_code" value="H3"' in page
