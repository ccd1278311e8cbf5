"""Goods documents: numbers, lists, papers, and taking them back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.people.permits import Role
from tests.journeys.inside import Inside, TimedShop
from tests.outlet import uid
from tests.schedule import examples

TERM = {
    "basis": "commission",
    "rate_bp": 2000,
    "discount_bearer": "outlet",
    "loss": {"theft": "producer"},
    "loss_allowance_bp": 1000,
}


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    return inside.shop()


def store_room(shop: Any) -> str:
    code = shop.code("KHO")
    shop.api.put(f"/api/v1/places/{code}", {"name": "Kho", "kind": "store"}).ok(201)
    return str(code)


def put(shop: Any, path: str, body: dict[str, Any]) -> Any:
    return shop.api.put(f"/api/v1/{path}/{uid()}", body).ok(201)


def take_back(shop: Any, path: str, document: str, reason: str = "ghi nhầm") -> Any:
    return shop.api.post(f"/api/v1/{path}/{document}/reverse", {"uid": uid(), "reason": reason})


def one_of_each(shop: Any) -> dict[str, Any]:
    """A document of each kind about one lot, by path."""
    producer = shop.producer()
    product = shop.product(producer, 10_000)
    shop.agreement(producer, TERM)
    lot, other = shop.code("LO"), store_room(shop)
    delivered = shop.deliver(producer, {"product": product, "lot": lot, "quantity": "20"})
    line = {"lot": lot, "quantity": "2"}
    lost = {"place": shop.place, "lines": [{**line, "quantity": "3", "cause": "damage"}], "note": "rơi vỡ"}
    return {
        "deliveries": delivered,
        "producer-returns": put(shop, "producer-returns", {"producer": producer, "place": shop.place, "lines": [line]}),
        "losses": put(shop, "losses", lost),
        "transfers": put(shop, "transfers", {"from": shop.place, "to": other, "lines": [line]}),
        "counts": put(shop, "counts", {"place": shop.place, "lines": [{"lot": lot, "counted": "12"}]}),
    }


def test_each_kind_has_numbers_of_its_own_without_gaps(inside: Inside, shop: Any) -> None:
    first, second = one_of_each(shop), one_of_each(shop)
    year = clock.today().year
    prefixes = {"deliveries": "PN", "producer-returns": "TH", "losses": "HH", "transfers": "CK", "counts": "KK"}
    for path, prefix in prefixes.items():
        assert (first[path]["number"], second[path]["number"]) == (f"{prefix}-{year}-0001", f"{prefix}-{year}-0002")
    assert inside.gaps() == []


def test_a_refused_document_takes_no_number(shop: Any) -> None:
    made = one_of_each(shop)
    lot = made["deliveries"]["lots"][0]
    too_much = {"place": shop.place, "lines": [{"lot": lot, "quantity": "900", "cause": "damage"}]}
    assert shop.api.put(f"/api/v1/losses/{uid()}", too_much).code == "out_of_stock"
    assert one_of_each(shop)["losses"]["number"].endswith("-0002")


@pytest.mark.parametrize("path", ["deliveries", "producer-returns", "losses", "transfers", "counts"])
def test_lists_follow_the_posting_and_narrow_by_day_place_and_producer(inside: Inside, shop: Any, path: str) -> None:
    made = [one_of_each(shop)[path] for _ in range(3)]
    everything = shop.api.get(f"/api/v1/{path}?limit=2").ok()
    rest = shop.api.get(f"/api/v1/{path}?limit=2&after={everything['next']}").ok()
    assert everything["items"] + rest["items"] == made and rest["next"] is None
    assert everything["items"][0] == shop.api.get(f"/api/v1/{path}/{made[0]['uid']}").ok()
    today = clock.today().isoformat()
    assert len(shop.api.get(f"/api/v1/{path}?from={today}&to={today}").ok()["items"]) == 3
    assert shop.api.get(f"/api/v1/{path}?to=2001-01-01").ok()["items"] == []
    assert len(shop.api.get(f"/api/v1/{path}?place={shop.place}").ok()["items"]) == 3
    assert shop.api.get(f"/api/v1/{path}?place=KHONG-CO").ok()["items"] == []
    product = made[1]["lines"][0]["product"]
    mine = shop.api.get(f"/api/v1/{path}?producer={shop.producer_of(product)}").ok()["items"]
    assert [x["uid"] for x in mine] == [made[1]["uid"]]
    assert shop.api.get(f"/api/v1/{path}?after=x").status == 422


@pytest.mark.parametrize("path", ["deliveries", "producer-returns", "losses", "transfers", "counts"])
def test_each_kind_has_a_paper(shop: Any, path: str) -> None:
    made = one_of_each(shop)[path]
    answer = shop.api.get(f"/api/v1/{path}/{made['uid']}?format=pdf")
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
    assert answer.body.startswith(b"%PDF-")


def test_a_document_is_taken_back_with_its_goods_and_money(inside: Inside, shop: Any) -> None:
    made = one_of_each(shop)
    producer, lot = made["deliveries"]["producer"], made["deliveries"]["lots"][0]
    assert made["losses"]["owed_vnd"] == 8_000 and made["counts"]["owed_vnd"] == 8_000
    for path in ("counts", "transfers", "losses", "producer-returns", "deliveries"):
        answer = take_back(shop, path, made[path]["uid"]).ok(201)
        assert answer["reversal"]["reason"] == "ghi nhầm" and answer["lines"] == made[path]["lines"]
        assert answer == shop.api.get(f"/api/v1/{path}/{made[path]['uid']}").ok()
        assert inside.gaps() == []
    book = shop.book(producer)
    assert sum(line["owed_vnd"] for line in book) == 0 and book[-1]["balance_vnd"] == 0
    mirrored = [line for line in book if line["reverses"]]
    assert len(mirrored) * 2 == len(book) and {line["day"] for line in mirrored} == {clock.today().isoformat()}
    assert shop.api.get(f"/api/v1/stock?lot={lot}").ok()["items"] == []
    moves = shop.api.get(f"/api/v1/stock/movements?lot={lot}").ok()["items"]
    ends = {(m["kind"], m["from"] if m["reverses"] else m["to"], m["to"] if m["reverses"] else m["from"]) for m in moves}
    assert len(ends) == 5, "each movement and its reversal have the same two ends"
    assert shop.api.get(f"/api/v1/losses/{made['losses']['uid']}").ok()["owed_vnd"] == 0


def test_a_reversal_happens_once(shop: Any) -> None:
    made = one_of_each(shop)["losses"]["uid"]
    body = {"uid": uid(), "reason": "ghi nhầm"}
    first = shop.api.post(f"/api/v1/losses/{made}/reverse", body)
    again = shop.api.post(f"/api/v1/losses/{made}/reverse", body)
    assert (first.status, again.status) == (201, 200) and first.body == again.body
    assert take_back(shop, "losses", made).code == "reversed"
    assert take_back(shop, "losses", uid()).status == 404 and take_back(shop, "counts", made).status == 404


def test_goods_that_left_cannot_be_taken_back(inside: Inside, shop: Any) -> None:
    producer = shop.producer()
    product = shop.product(producer, 10_000)
    shop.agreement(producer, TERM)
    lots = [shop.code("A"), shop.code("B")]
    made = shop.deliver(producer, *({"product": product, "lot": lot, "quantity": "5"} for lot in lots))
    put(shop, "losses", {"place": shop.place, "lines": [{"lot": lots[1], "quantity": "1", "cause": "theft"}]})
    answer = take_back(shop, "deliveries", made["uid"])
    assert (answer.status, answer.code) == (409, "not_reversible")
    assert [e["field"] for e in answer.json["errors"]] == ["lines.1"] and lots[1] in answer.json["detail"]
    assert shop.on_hand(lot=lots[0]) == "5" and inside.gaps() == []


def test_a_reversed_loss_gives_its_allowance_back(shop: Any) -> None:
    producer = shop.producer()
    product = shop.product(producer, 10_000)
    shop.agreement(producer, TERM)
    lot = shop.code("LO")
    shop.deliver(producer, {"product": product, "lot": lot, "quantity": "10"})
    body = {"place": shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}
    first = put(shop, "losses", body)
    assert (first["owed_vnd"], put(shop, "losses", body)["owed_vnd"]) == (0, 8_000)
    take_back(shop, "losses", first["uid"]).ok(201)
    assert put(shop, "losses", body)["owed_vnd"] == 8_000, "1 is still lost, which is all the allowance"
    assert shop.api.get(f"/api/v1/lots/{lot}").ok()["lost"] == "2"


def test_a_storekeeper_takes_back_what_is_their_own_and_of_today(inside: Inside, shop: Any) -> None:
    made = one_of_each(shop)
    lot = made["deliveries"]["lots"][0]
    mine = inside.as_role(Role.STOREKEEPER)
    body = {"place": shop.place, "lines": [{"lot": lot, "quantity": "1", "cause": "damage"}]}
    own, older = uid(), uid()
    for document in (own, older):
        mine.put(f"/api/v1/losses/{document}", body).ok(201)
    reverse = {"uid": uid(), "reason": "ghi nhầm"}
    assert mine.post(f"/api/v1/losses/{made['losses']['uid']}/reverse", reverse).code == "not_yours"
    assert mine.post(f"/api/v1/losses/{own}/reverse", reverse).status == 201
    with inside.on(date(clock.today().year + 1, 1, 5)):
        late = mine.post(f"/api/v1/losses/{older}/reverse", {**reverse, "uid": uid()})
        assert (late.status, late.code) == (403, "not_yours")
        assert take_back(shop, "losses", older).status == 201
    assert inside.gaps() == []


def test_a_statement_shows_a_reversal_below_zero(inside: Inside, shop: Any) -> None:
    made = one_of_each(shop)
    producer = made["deliveries"]["producer"]
    body = {"producer": producer, "until": clock.today().isoformat()}
    shop.api.put(f"/api/v1/statements/{uid()}", body).ok(201)
    take_back(shop, "losses", made["losses"]["uid"]).ok(201)
    second = shop.api.put(f"/api/v1/statements/{uid()}", body).ok(201)
    assert second["money"]["loss_owed_vnd"] == -8_000 and second["goods"][0]["lost"] == "-3"
    report = shop.api.get(f"/api/v1/reports/losses?from={body['until']}&to={body['until']}").ok()
    assert report["totals"]["owed_vnd"] == 8_000, "the count's"
    assert inside.gaps() == []


ACTS = st.tuples(
    st.sampled_from(["deliver", "lose", "count", "return", "transfer", "back"]), st.integers(1, 6), st.integers(0, 40)
)


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=4, max_size=14))
def test_the_books_agree_whatever_is_done_and_taken_back(inside: Inside, shop: Any, acts: list[tuple[str, int, int]]) -> None:
    producer = shop.producer()
    product = shop.product(producer, 10_000)
    shop.agreement(producer, TERM)
    lot, other = shop.code("LO"), store_room(shop)
    done = [("deliveries", shop.deliver(producer, {"product": product, "lot": lot, "quantity": "10"})["uid"])]
    for act, quantity, choice in acts:
        document, line = uid(), {"lot": lot, "quantity": str(quantity)}
        bodies: dict[str, tuple[str, dict[str, Any]]] = {
            "deliver": (
                "deliveries",
                {
                    "producer": producer,
                    "place": shop.place,
                    "delivered_on": clock.today().isoformat(),
                    "lines": [{"product": product, **line}],
                },
            ),
            "lose": ("losses", {"place": shop.place, "lines": [{**line, "cause": "damage"}]}),
            "count": ("counts", {"place": shop.place, "lines": [{"lot": lot, "counted": str(quantity)}]}),
            "return": ("producer-returns", {"producer": producer, "place": shop.place, "lines": [line]}),
            "transfer": ("transfers", {"from": shop.place, "to": other, "lines": [line]}),
        }
        if act == "back":
            path, document = done[choice % len(done)]
            answer = take_back(shop, path, document)
        else:
            path, body = bodies[act]
            answer = shop.api.put(f"/api/v1/{path}/{document}", body)
            if answer.status == 201:
                done.append((path, document))
        assert answer.status in {201, 409}, answer
    assert inside.gaps() == []
