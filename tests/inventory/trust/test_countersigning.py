"""What producers say of their lots in a posted count, the outlet's answers, and the list of what to count next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.permits import Role
from inventory.counting import posted
from tests.inventory.trust.test_count_sessions import DAY, Session, goods
from tests.journeys.inside import Inside, InsideApi, TimedShop
from tests.outlet import uid
from tests.schedule import examples


@pytest.fixture
def shop(inside: Inside) -> TimedShop:
    with inside.on(DAY, 8):
        return inside.shop()


def count_of(shop: TimedShop, **counted: str) -> str:
    """A posted count of these lots; its path."""
    lines = [{"lot": lot, "counted": quantity} for lot, quantity in counted.items()]
    path = f"/api/v1/counts/{uid()}"
    shop.api.put(path, {"place": shop.place, "lines": lines}).ok(201)
    return path


def say(api: InsideApi, path: str, *lines: dict[str, Any], **more: Any) -> Any:
    return api.post(f"{path}/countersign", {"uid": uid(), "lines": list(lines)} | more)


def states(api: InsideApi, path: str) -> dict[str, str]:
    return {line["lot"]: line["countersign"] for line in api.get(path).ok()["lines"]}


def test_a_producer_agrees_to_its_own_lots_and_asks_and_what_was_posted_stays(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        producer, _product = goods(shop, "L1", "L2")
        goods(shop, "M1")
        path = count_of(shop, L1="48", L2="50", M1="1")
        own = inside.as_role(Role.PRODUCER, producer)
        assert states(own, path) == {"L1": "waiting", "L2": "waiting"}
        said = say(
            own, path, {"lot": "L1", "agreed": False, "message": "Hôm 28 tôi đã lấy về 2 lọ."}, {"lot": "L2", "agreed": True}
        )
        assert [(x["lot"], x["countersign"]) for x in said.ok(201)["lines"]] == [("L1", "asked"), ("L2", "agreed")]
        assert states(shop.api, path) == {"L1": "asked", "L2": "agreed", "M1": "waiting"}
        assert say(own, path, {"lot": "M1", "agreed": True}).json["errors"][0]["field"] == "lines.0.lot"
        other = inside.as_role(Role.PRODUCER, shop.producer())
        assert say(other, path, {"lot": "L1", "agreed": True}).status == 404
        with inside.app.app_context():
            (question,) = posted.open_questions(10)
        assert (question.lot, question.message) == ("L1", "Hôm 28 tôi đã lấy về 2 lọ.")
        answer = {"uid": uid(), "lot": "L1", "message": "Đúng, phiếu TH-2026-0007. Sẽ hủy kiểm kê và đếm lại."}
        shop.api.post(f"{path}/answer", answer).ok(201)
        assert states(own, path)["L1"] == "answered"
        assert shop.api.post(f"{path}/answer", answer | {"uid": uid()}).code == "no_question"
        say(own, path, {"lot": "L1", "agreed": True}).ok(201)
        line = own.get(path).ok()["lines"][0]
        assert [reply["kind"] for reply in line["replies"]] == ["asked", "answered", "agreed"]
        assert (line["difference"], shop.on_hand(lot="L1"), inside.gaps()) == ("-2", "48", [])
        with inside.app.app_context():
            assert posted.open_questions(10) == []


def test_after_the_agreements_days_it_is_too_late_and_what_is_agreed_is_closed(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        producer, _product = goods(shop, "L1", "L2", "L3")
        _slow, _ = goods(shop, "M1")
        body = shop.api.get("/api/v1/agreements", producer=_slow).ok()["items"][0]
        shop.api.put(f"/api/v1/agreements/{body.pop('number')}", body | {"answer_days": 20}).ok()
        path = count_of(shop, L1="48", L2="50", L3="50", M1="50")
        own = inside.as_role(Role.PRODUCER, producer)
        first = {"uid": uid(), "lines": [{"lot": "L2", "agreed": True}]}
        answered = own.post(f"{path}/countersign", first).ok(201)
        assert own.post(f"{path}/countersign", first).ok(200) == answered
        say(own, path, {"lot": "L2", "agreed": True}).ok(201)
        assert len(own.get(path).ok()["lines"][1]["replies"]) == 1, "the same again changes nothing"
        assert say(own, path, {"lot": "L2", "agreed": False, "message": "thiếu"}).code == "closed"
        assert say(own, path, {"lot": "L1", "agreed": False}).status == 422
        assert say(shop.api, path, {"lot": "L1", "agreed": True}).json["errors"][0]["field"] == "note"
        say(shop.api, path, {"lot": "L1", "agreed": True}, note="Chị Mai ký bản giấy ngày 01/12").ok(201)
    with inside.on(DAY + timedelta(days=7)):
        assert states(own, path)["L3"] == "waiting"
    with inside.on(DAY + timedelta(days=8)):
        assert states(own, path)["L3"] == "silent"
        assert say(own, path, {"lot": "L3", "agreed": True}).code == "too_late"
        with inside.app.app_context():
            assert posted.to_countersign(producer) == []
            assert posted.to_countersign(_slow) == [path.rpartition("/")[2]]
        assert states(shop.api, path)["M1"] == "waiting"


def test_a_count_that_was_taken_back_takes_no_more_answers(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        producer, _product = goods(shop, "L1")
        path, own = count_of(shop, L1="48"), inside.as_role(Role.PRODUCER, producer)
        say(own, path, {"lot": "L1", "agreed": False, "message": "chưa đúng"}).ok(201)
        shop.api.post(f"{path}/reverse", {"uid": uid(), "reason": "đếm nhầm kệ"}).ok(201)
        assert say(own, path, {"lot": "L1", "agreed": True}).code == "closed"
        assert shop.api.post(f"{path}/answer", {"uid": uid(), "lot": "L1", "message": "đã hủy"}).code == "closed"
        with inside.app.app_context():
            assert posted.open_questions(10) == [] and posted.to_countersign(producer) == []


def test_goods_of_the_outlet_itself_are_countersigned_by_nobody(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        owner = shop.api.get("/api/v1/outlet").ok()["owner_code"]
        product = shop.product(owner, 10_000)
        shop.deliver(owner, {"product": product, "lot": "O1", "quantity": "5"})
        path = count_of(shop, O1="4")
        assert states(shop.api, path) == {"O1": None}
        assert say(shop.api, path, {"lot": "O1", "agreed": True}, note="x").json["errors"][0]["field"] == "lines.0.lot"


def test_a_session_is_closed_only_as_it_was_seen(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods(shop, "L1", "L2")
        session = Session(shop, shop.api).open()  # type: ignore[arg-type]
        session.enter("L1", "48").ok(201)
        found = shop.api.get(session.path).ok()
        assert found["counted_by"] == [found["opened_by"]]
        seen = {"entries": found["entries"], "owed_vnd": found["owed_vnd"]}
        session.enter("L2", "50").ok(201)
        assert session.close(seen=seen).code == "count_changed"
        found = shop.api.get(session.path).ok()
        closed = session.close(seen={"entries": found["entries"], "owed_vnd": found["owed_vnd"]}).ok(201)
        assert (closed["owed_vnd"], closed["counted_by"]) == (17_000, [found["opened_by"]])


def test_what_nobody_counted_longest_is_to_be_counted_next_the_most_valuable_first(inside: Inside, shop: TimedShop) -> None:
    with inside.on(DAY):
        goods(shop, "CHEAP", price_vnd=1_000)
        goods(shop, "DEAR", price_vnd=90_000)
        goods(shop, "OTHER", "GONE")
        count_of(shop, GONE="0")
    with inside.on(DAY + timedelta(days=5)):
        count_of(shop, DEAR="50")
        undone = count_of(shop, CHEAP="49")
        shop.api.post(f"{undone}/reverse", {"uid": uid(), "reason": "đếm nhầm"}).ok(201)
    with inside.on(DAY + timedelta(days=9)):
        items = shop.api.all("/api/v1/stock/count-due", place=shop.place)
        found = [(x["lot"], x["counted_on"], x["days"]) for x in items if x["lot"] in {"CHEAP", "DEAR", "OTHER", "GONE"}]
        on = (DAY + timedelta(days=5)).isoformat()
        assert found == [("OTHER", None, 9), ("CHEAP", None, 9), ("DEAR", on, 4)]
        first = shop.api.get("/api/v1/stock/count-due", place=shop.place, limit=1).ok()
        rest = shop.api.get("/api/v1/stock/count-due", place=shop.place, after=first["next"]).ok()
        assert first["items"] + rest["items"] == items
        assert shop.api.get("/api/v1/stock/count-due", after="x").status == 422


ACTS = st.lists(
    st.tuples(st.sampled_from(["agree", "ask", "answer"]), st.integers(0, 1), st.integers(0, 9)), min_size=1, max_size=10
)


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ACTS)
def test_any_order_of_answers_leaves_the_last_word_and_the_books(each_app: Flask, acts: list[tuple[str, int, int]]) -> None:
    inside = getattr(each_app, "tested_outlet", None) or Inside(each_app)
    each_app.tested_outlet = inside  # type: ignore[attr-defined]
    with inside.on(DAY, 8):
        shop = inside.shop()
        lots = [shop.code("LO") for _lot in range(2)]
        producer, _product = goods(shop, *lots)
        path = count_of(shop, **dict.fromkeys(lots, "49"))
        own = inside.as_role(Role.PRODUCER, producer)
    state = dict.fromkeys(lots, "waiting")
    for act, which, day in sorted(acts, key=lambda each: each[2]):
        lot = lots[which]
        late = day > 7
        with inside.on(date.fromordinal(DAY.toordinal() + day), 9):
            if act == "answer":
                answer = shop.api.post(f"{path}/answer", {"uid": uid(), "lot": lot, "message": "đã xem"})
                assert answer.status == (201 if state[lot] == "asked" else 409), answer
                state[lot] = "answered" if state[lot] == "asked" else state[lot]
                continue
            line = {"lot": lot, "agreed": act == "agree"} | ({} if act == "agree" else {"message": "thiếu"})
            said = say(own, path, line)
            wanted = "agreed" if act == "agree" else "asked"
            if state[lot] == wanted:
                assert said.status == 201
            elif state[lot] == "agreed":
                assert said.code == "closed"
            elif late:
                assert said.code == "too_late"
            else:
                assert said.status == 201
                state[lot] = wanted
    with inside.on(DAY + timedelta(days=30)):
        shown = states(shop.api, path)
        assert shown == {lot: "silent" if state[lot] == "waiting" else state[lot] for lot in lots}
        assert [shop.on_hand(lot=lot) for lot in lots] == ["49", "49"] and inside.gaps() == []
